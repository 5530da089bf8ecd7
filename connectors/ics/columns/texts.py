"""Columns that are read when they are asked for: of the entries that count, not of ten years of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from connectors.ics.columns.buffer import Ints
from connectors.ics.columns.recognition import Columns, Spans
from connectors.ics.columns.scan import text_of
from connectors.ics.parsing.decoding import Line
from connectors.ics.parsing.events import LINK_PROPERTIES, read_categories, read_conference_links
from connectors.ics.parsing.lines import ContentLine, split_line, unescaped
from connectors.texts import is_html, plain_text

Objects = npt.NDArray[np.object_]


class Lazy:
    """One value for each entry; those of the fast road are read from the text of the stream when asked for."""

    def __init__(self, read: Callable[[int], Any], event: Ints, careful: Mapping[int, Any]) -> None:
        """Take what reads the value of an event, the event of each entry (-1 for none), and the values of the rest."""
        self._read, self._event, self._careful = read, event, careful

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self._event)

    def __getitem__(self, positions: npt.NDArray[np.intp], /) -> Objects:
        """Return the values of some entries, in the order of ``positions``."""
        read, careful = self._read, self._careful
        chosen = np.arange(len(self._event))[positions]
        pairs = zip(chosen.tolist(), self._event[chosen].tolist(), strict=True)
        values = (read(event) if event >= 0 else careful[place] for place, event in pairs)
        return np.fromiter(values, dtype=object, count=len(chosen))


class Texts:
    """The words of events, each read when it is asked for.

    Attributes:
        title, location, url: what reads one.
    """

    def __init__(self, columns: Columns) -> None:
        """Take the columns, whose stream stays in memory."""
        self._lines = columns.lines
        self.title, self._plain_description, self.location, self.url = (
            _reader(columns.lines.buffer.data, columns.texts[name])
            for name in ("SUMMARY", "DESCRIPTION", "LOCATION", "URL")
        )
        properties = columns.properties
        self._lines_of: dict[str, dict[int, list[int]]] = {}
        for name in ("X-ALT-DESC", "CATEGORIES", "CONFERENCE", *LINK_PROPERTIES):
            which = properties.of(name)
            of_event = self._lines_of[name] = {}
            for at, event in zip(which.tolist(), properties.event[which].tolist(), strict=True):
                of_event.setdefault(event, []).append(at)
        self._linked = {event for name in ("CONFERENCE", *LINK_PROPERTIES) for event in self._lines_of[name]}

    def description(self, event: int) -> str:
        """Return the description, as plain text; X-ALT-DESC stands in where there is none."""
        text = self._plain_description(event)
        if text:
            return plain_text(text) if is_html(text) else text
        if event not in self._lines_of["X-ALT-DESC"]:
            return ""
        return plain_text(next((line.text for line in self._content(event, "X-ALT-DESC") if line.value), ""))

    def categories(self, event: int) -> tuple[str, ...]:
        """Return the categories."""
        if event not in self._lines_of["CATEGORIES"]:
            return ()
        return read_categories(self._content(event, "CATEGORIES"))

    def conference_links(self, event: int) -> tuple[str, ...]:
        """Return the ways into a video conference."""
        if event not in self._linked:
            return ()
        names = ("CONFERENCE", *LINK_PROPERTIES)
        return read_conference_links({name: self._content(event, name) for name in names})

    def _content(self, event: int, name: str) -> list[ContentLine]:
        places = self._lines_of[name].get(event, ())
        found = (split_line(Line(0, text_of(self._lines, at))) for at in places)
        return [line for line in found if line is not None]


def _reader(data: bytes, spans: Spans) -> Callable[[int], str]:
    """Return what reads the text of one property."""
    start, end = spans.start.tolist(), spans.end.tolist()

    def read(event: int) -> str:
        value = data[start[event] : end[event]]
        return unescaped(value.decode()).strip()

    return read
