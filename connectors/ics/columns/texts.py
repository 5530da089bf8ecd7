"""Columns that are read when they are asked for: of the entries that count, not of ten years of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from analyzer.entry_table import Encoded
from connectors.ics.columns.buffer import Buffer, Flags, Ints, integers
from connectors.ics.columns.recognition import Columns, Spans
from connectors.ics.columns.scan import text_of
from connectors.ics.parsing.decoding import Line
from connectors.ics.parsing.events import LINK_PROPERTIES, read_categories, read_conference_links
from connectors.ics.parsing.lines import ContentLine, split_line, unescaped, without_usual_escapes
from connectors.texts import is_html, plain_text

Objects = npt.NDArray[np.object_]


Reader: TypeAlias = Callable[[Ints], Sequence[Any]]
"""What reads the values of some events."""
Encoder: TypeAlias = Callable[[Ints], Encoded]
"""What gives the same as bytes; what it says of an event -1 means nothing."""


class Lazy:
    """One value for each entry; those of the fast road are read from the text of the stream when asked for."""

    def __init__(self, read: Reader, encode: Encoder, event: Ints, careful: Mapping[int, Any]) -> None:
        """Take what reads the values of some events, the event of each entry (-1 for none), and the other values."""
        self._read, self._encode, self._event, self._careful = read, encode, event, careful

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self._event)

    def __getitem__(self, positions: npt.NDArray[np.intp], /) -> Objects:
        """Return the values of some entries, in the order of ``positions``."""
        event = self._event[positions]
        is_fast = event >= 0
        values = np.fromiter(self._read(event[is_fast]), dtype=object, count=np.count_nonzero(is_fast))
        if len(values) == len(event):
            return values
        found = np.empty(len(event), dtype=object)
        found[is_fast] = values
        careful = np.arange(len(self._event))[positions]
        for place in np.flatnonzero(~is_fast).tolist():
            found[place] = self._careful[int(careful[place])]
        return found

    def encoded(self, positions: npt.NDArray[np.intp]) -> Encoded:
        """Return the values of some entries as bytes."""
        event = self._event[positions]
        found = self._encode(event)
        for place in np.flatnonzero(event < 0).tolist():
            found.instead[place] = self._careful[int(positions[place])]
        return found


class Texts:
    """The words of events, read when they are asked for, those of many events at once.

    Attributes:
        titles, locations, urls: what reads those of some events.
    """

    def __init__(self, columns: Columns) -> None:
        """Take the columns, whose stream stays in memory."""
        self._lines = columns.lines
        self.titles, self._plain_descriptions, self.locations, self.urls = (
            SpanTexts(columns.lines.buffer, columns.texts[name])
            for name in ("SUMMARY", "DESCRIPTION", "LOCATION", "URL")
        )
        properties = columns.properties
        self._plain_links, has_plain_link = _plain_links(columns)
        self._lines_of: dict[str, dict[int, list[int]]] = {}
        for name in ("X-ALT-DESC", "CATEGORIES", "CONFERENCE", *LINK_PROPERTIES):
            which = properties.of(name)
            if name in LINK_PROPERTIES:
                which = which[~has_plain_link[properties.event_of(which)]]
            of_event: dict[int, list[int]] = {}
            for at, event in zip(which.tolist(), properties.event_of(which).tolist(), strict=True):
                of_event.setdefault(event, []).append(at)
            if of_event:
                self._lines_of[name] = of_event
        self._link_names = [name for name in ("CONFERENCE", *LINK_PROPERTIES) if name in self._lines_of]
        self._linked = {event for name in self._link_names for event in self._lines_of[name]}

    def descriptions(self, events: Ints) -> list[str]:
        """Return the descriptions, as plain text; X-ALT-DESC stands in where there is none."""
        texts = self._plain_descriptions(events)
        instead = self._lines_of.get("X-ALT-DESC", {})
        for place, text in enumerate(texts):
            if not text and instead:
                texts[place] = self._written_otherwise(int(events[place]))
            elif "<" in text and is_html(text):
                texts[place] = plain_text(text)
        return texts

    def encoded_descriptions(self, events: Ints) -> Encoded:
        """Return the descriptions likewise, as bytes."""
        found = self._plain_descriptions.encoded(events)
        having = self._lines_of.get("X-ALT-DESC", {})
        is_empty = np.diff(found.ends, prepend=0) == 0
        for place, text in found.instead.items():
            is_empty[place] = not text
        tags = np.flatnonzero(np.frombuffer(found.data, dtype=np.uint8) == _TAG)
        for place in {*np.searchsorted(found.ends, tags, side="right").tolist(), *found.instead}:
            text = found.text(place)
            if is_html(text):
                found.instead[place] = plain_text(text)
        for place in np.flatnonzero(is_empty).tolist() if having else ():
            found.instead[place] = self._written_otherwise(int(events[place]))
        return found

    def _written_otherwise(self, event: int) -> str:
        return plain_text(next((line.text for line in self._content(event, "X-ALT-DESC") if line.value), ""))

    def categories(self, events: Ints) -> list[tuple[str, ...]]:
        """Return the categories."""
        having = self._lines_of.get("CATEGORIES", {})
        return [
            read_categories(self._content(event, "CATEGORIES")) if event in having else () for event in events.tolist()
        ]

    def conference_links(self, events: Ints) -> list[tuple[str, ...]]:
        """Return the ways into a video conference."""
        linked = self._linked
        links = [(link,) if link else () for link in self._plain_links(events)]
        return [
            self._links(event) if event in linked else link for event, link in zip(events.tolist(), links, strict=True)
        ]

    def encoded_categories(self, events: Ints) -> Encoded:
        """Return the categories likewise."""
        having = self._lines_of.get("CATEGORIES", {})
        places = [place for place, event in enumerate(events.tolist()) if event in having] if having else []
        instead = dict(zip(places, self.categories(events[places]), strict=True))
        return Encoded(b"", np.zeros(len(events), dtype=np.intp), instead)

    def encoded_conference_links(self, events: Ints) -> Encoded:
        """Return the ways into a video conference likewise."""
        found = self._plain_links.encoded(events)
        # A text that was read by itself stands for a list of one or none.
        found.instead.update({place: (link,) if link else () for place, link in found.instead.items()})
        for place, event in enumerate(events.tolist()) if self._linked else ():
            if event in self._linked:
                found.instead[place] = self._links(event)
        return found

    def _links(self, event: int) -> tuple[str, ...]:
        return read_conference_links({name: self._content(event, name) for name in self._link_names})

    def _content(self, event: int, name: str) -> list[ContentLine]:
        places = self._lines_of.get(name, {}).get(event, ())
        found = (split_line(Line(0, text_of(self._lines, at))) for at in places)
        return [line for line in found if line is not None]


_COLON, _TAG, _BACKSLASH, _NEW_LINE, _BLANK, _DELETE = b":<\\\n \x7f"
_BETWEEN = b"\0"
"""What stands between texts that are read together; the scan takes no stream that holds it."""


def decoded(texts: Sequence[bytes]) -> list[str]:
    """Return texts of the stream, all of them decoded at once."""
    return _BETWEEN.join(texts).decode().split(_BETWEEN.decode()) if texts else []


def encoded(texts: Sequence[bytes]) -> Encoded:
    """Return texts of the stream as they stand."""
    return Encoded(b"".join(texts), np.cumsum(integers([len(text) for text in texts])))


def _plain_links(columns: Columns) -> tuple[SpanTexts, Flags]:
    """Return what reads the way into a video conference of events that tell one in one plain line, and which do."""
    properties, lines = columns.properties, columns.lines
    which = properties.of("CONFERENCE", *LINK_PROPERTIES)
    count = np.bincount(properties.event_of(which), minlength=len(columns.reason))
    which = properties.of(*LINK_PROPERTIES)
    event, sign = properties.event_of(which), lines.sign[which]
    is_plain = (count[event] == 1) & (lines.buffer.bytes[sign] == _COLON)
    spans = Spans(np.zeros(len(count), dtype=np.int64), np.zeros(len(count), dtype=np.int64))
    spans.start[event[is_plain]], spans.end[event[is_plain]] = sign[is_plain] + 1, lines.end[which][is_plain]
    return SpanTexts(lines.buffer, spans), spans.start > 0


class SpanTexts:
    """The texts of one property, each read when it is asked for, those of many events all together.

    They are taken out of their folds and escapes as one text is; none of the usual escapes reaches over an end.
    """

    def __init__(self, buffer: Buffer, spans: Spans) -> None:
        """Take the text of the stream, and where those of the events lie in it."""
        self._buffer, self._spans = buffer, spans

    def __call__(self, events: Ints) -> list[str]:
        """Return the texts of some events."""
        if not len(events):
            return []
        texts = self._joined(events)[: -len(_BETWEEN)].decode()
        between = _BETWEEN.decode()
        if "\\" in texts:
            plain = without_usual_escapes(texts)
            if plain is None:
                return [unescaped(text).strip() for text in texts.split(between)]
            texts = plain
        return [text.strip() for text in texts.split(between)]

    def encoded(self, events: Ints) -> Encoded:
        """Return the same as bytes; what is said of an event -1 means nothing."""
        start, end = self._spans.start[events], self._spans.end[events]
        some = np.flatnonzero(end > start)
        size = np.zeros(len(events), dtype=np.int64)
        plain = _without_usual_escapes(self._joined(events[some]))
        if plain is None:
            return Encoded(b"", size, dict(zip(some.tolist(), self(events[some]), strict=True)))
        end = np.flatnonzero(np.frombuffer(plain, dtype=np.uint8) == 0) - np.arange(len(some))
        size[some] = np.diff(end, prepend=0)
        data = plain.replace(_BETWEEN, b"")
        found = Encoded(data, np.cumsum(size))
        # Blanks at the ends go. Those beside ASCII's have several bytes, so whatever is no ASCII is looked at closely.
        some = np.flatnonzero(size)
        single = np.frombuffer(data, dtype=np.uint8)
        is_sure = np.ones(len(some), dtype=bool)
        for edge in (single[(found.ends - size)[some]], single[found.ends[some] - 1]):
            is_sure &= (edge > _BLANK) & (edge <= _DELETE)
        for place in some[~is_sure].tolist():
            text = found.text(place)
            if text != text.strip():
                found.instead[place] = text.strip()
        return found

    def _joined(self, events: Ints) -> bytes:
        """Return the texts as they stand but for their folds, with :data:`_BETWEEN` behind each."""
        slices = self._buffer.slices(self._spans.start[events], self._spans.end[events])
        return self._buffer.unfolded(_BETWEEN.join((*slices, b"")))


def _without_usual_escapes(text: bytes) -> bytes | None:
    """Return what :func:`connectors.ics.parsing.lines.without_usual_escapes` does, of bytes: all escapes at once."""
    signs = np.frombuffer(bytearray(text), dtype=np.uint8)
    at = np.flatnonzero(signs == _BACKSLASH)
    if not len(at):
        return text
    after = signs[at + 1]  # behind the last text stands what is between two
    is_break = after == ord("n")
    if not np.all(is_break | (after == ord(",")) | (after == ord(";"))):
        return None
    signs[at[is_break] + 1] = _NEW_LINE
    return signs.tobytes().replace(b"\\", b"")
