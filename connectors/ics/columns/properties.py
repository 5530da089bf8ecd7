"""Which property each line of an event is, and where its value begins."""

from __future__ import annotations

import re

import numpy as np

from connectors.ics.columns.buffer import Flags, Ints, integers
from connectors.ics.columns.scan import Lines, text_of
from connectors.ics.columns.structure import Events
from connectors.ics.parsing.decoding import Line
from connectors.ics.parsing.events import WANTED
from connectors.ics.parsing.lines import name_of, split_line

_IGNORED = 0
"""A property that nobody asks for, as long as its line has a name and a colon."""
_ODD = -1
_LONG = -1
_COLON, _SEMICOLON = b":;"

_NAME = re.compile(rb"([A-Za-z0-9][A-Za-z0-9_.-]*)[ \t]*\Z")


class Properties:
    """The lines that are events' own, by property.

    Attributes:
        lines: all lines of the stream.
        odd: lines of events that only the careful road can read.
    """

    def __init__(self, lines: Lines, events: Events) -> None:
        """Sort the lines."""
        self.lines = lines
        self._event = events.of_line
        self._numbers = {name: number for number, name in enumerate(sorted(WANTED), start=1)}
        # The last one stands for names too long to be told apart by the scan.
        codes = np.array([*map(self._code, lines.names), _IGNORED], dtype=np.int8)
        code = codes[lines.name]
        is_own = self._event >= 0
        code[~is_own] = _IGNORED
        unsure = np.flatnonzero(is_own & (code == _IGNORED))
        is_long = lines.name[unsure] == _LONG
        unsure = unsure[is_long | (lines.buffer.bytes[lines.sign[unsure]] == _SEMICOLON)]
        for at in unsure.tolist():
            name = name_of(Line(0, text_of(lines, at)))
            code[at] = _ODD if not name or name in WANTED else _IGNORED
        self.odd = np.flatnonzero(code == _ODD)
        # One sorting by property, the order of the lines kept; then every property is a slice of it.
        wanted = np.flatnonzero(code > _IGNORED)
        self._sorted = wanted[np.argsort(code[wanted], kind="stable")].astype(np.int32)
        self._first = np.searchsorted(code[self._sorted], np.arange(len(self._numbers) + 2))

    def _code(self, name: bytes) -> int:
        # A line without colon and semicolon has a name that runs on into the next line: that is none.
        found = _NAME.match(name)
        if found is None:
            return _ODD
        plain = found[1].decode().upper()
        if plain not in self._numbers:
            return _IGNORED
        return self._numbers[plain] if name == plain.encode() else _ODD

    def of(self, *names: str) -> Ints:
        """Return the lines of some properties, property by property, in the order of the stream."""
        parts = []
        for name in names:
            number = self._numbers[name]
            parts.append(self._sorted[self._first[number] : self._first[number + 1]])
        return np.concatenate(parts).astype(np.int64) if parts else integers([])

    def event_of(self, which: Ints) -> Ints:
        """Return the events whose own some lines are, -1 for none."""
        return self._event[which].astype(np.int64)

    def values(self, which: Ints) -> tuple[Ints, Flags]:
        """Return where the values of some lines begin, and which lines are plainly a name, parameters and a value.

        Lines with parameters are read by the careful road's reader, those that begin alike once; a value in another
        encoding than the stream's is not plain.
        """
        lines = self.lines
        begin = lines.sign[which].astype(np.int64) + 1
        is_plain = np.ones(len(which), dtype=bool)
        known: dict[bytes, bool] = {}
        data = lines.buffer.data
        for place in np.flatnonzero(lines.buffer.bytes[lines.sign[which]] != _COLON).tolist():
            at = which[place]
            start, end = int(lines.start[at]), int(lines.end[at])
            colon = data.find(b":", start, end)
            head = data[start : colon + 1]
            if colon < 0 or b'"' in head or b"\\" in head or b"\n" in head or b";TZID=" in head.upper():
                line = data[start:end]
                length = _value_length(lines.buffer.unfolded(line))
                is_plain[place], begin[place] = length >= 0, start + _tail(line, max(length, 0))
                continue
            if head not in known:
                known[head] = _value_length(head) == 0
            is_plain[place], begin[place] = known[head], colon + 1
        return begin, is_plain


_FOLD = re.compile(rb"\r?\n[ \t]")


def _tail(line: bytes, size: int) -> int:
    """Return where the last bytes of a line begin, so many beside those of folds."""
    end = len(line)
    for fold in reversed([*_FOLD.finditer(line)]):
        if size <= end - fold.end():
            break
        size -= end - fold.end()
        end = fold.start()
    return end - size


def _value_length(line: bytes) -> int:
    """Return how many bytes of a line are its value, -1 where it is not plain."""
    parts = split_line(Line(0, line.decode()))
    if parts is None or parts.has_lost_parameters or parts.has_odd_quotes or "ENCODING" in parts.parameters:
        return -1
    value = parts.value.encode()
    return len(value) if line.endswith(value) else -1
