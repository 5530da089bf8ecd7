"""Which lines are an event's own: BEGIN and END paired by arithmetic, where they pair without a doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from connectors.ics.columns.buffer import WORD, Flags, Ints
from connectors.ics.columns.scan import BYTE_ORDER_MARK, Irregular, Lines, text_of
from connectors.ics.parsing.decoding import Line

_NAME = re.compile(rb"[A-Z0-9-]+\Z")
_DEEPEST = 6
_ZONE = b"VTIMEZONE"


@dataclass(frozen=True, slots=True)
class Events:
    """The events of a stream, in its order.

    Attributes:
        begin: line of the BEGIN of each.
        end: line of its END.
        of_line: for every line of the stream the event whose own it is, -1 for none (the calendar's, a zone's, an
            alarm's, and BEGIN and END themselves).
        outside: the lines of the calendar itself and its time zones, BEGIN and END included.
    """

    begin: Ints
    end: Ints
    of_line: npt.NDArray[np.int32]
    outside: Ints

    def __len__(self) -> int:
        """Return the number of events."""
        return len(self.begin)


def find_events(lines: Lines) -> Events:
    """Return the events of a stream that holds one calendar and nothing else.

    Raises:
        Irregular: BEGIN and END do not pair plainly, or stand where the careful road has something to say.
    """
    is_begin, is_end = _markers(lines)
    at = np.flatnonzero(is_begin | is_end)
    opens = is_begin[at]
    name, names = _component_names(lines, at)
    depth = np.cumsum(np.where(opens, 1, -1))
    level = depth + ~opens  # of a BEGIN and its END the same: the calendar 1, an event 2, an alarm 3
    _check_pairs(level, opens, name)
    calendar, event, zone = (names.index(one) if one in names else -1 for one in (b"VCALENDAR", b"VEVENT", _ZONE))
    if calendar < 0 or np.count_nonzero((name == calendar) & opens) != 1 or level[0] != 1 or name[0] != calendar:
        raise Irregular("calendars")
    if at[0] != 0 or at[-1] != len(lines.start) - 1:
        raise Irregular("text outside")
    if np.any((level > 2) & ((name == event) | (name == zone))):
        raise Irregular("nested")
    is_event = (level == 2) & (name == event)
    begin, end = at[is_event & opens], at[is_event & ~opens]
    is_zone = (level == 2) & (name == zone)
    # Up to the next BEGIN or END all lines are of one kind: so each kind is found once and repeated for them.
    number = np.cumsum(is_event & opens) - 1
    is_own = (depth == 2) & (_open(is_event, opens) > 0)
    in_zone = _open(is_zone, opens) > 0
    size = np.diff(at, append=len(lines.start))
    of_line = np.repeat(np.where(is_own, number, -1).astype(np.int32), size)
    of_line[at] = -1
    is_outside = np.repeat((depth == 1) | in_zone, size)
    is_outside[at] = (level == 1) | in_zone | is_zone
    return Events(begin, end, of_line, np.flatnonzero(is_outside))


def lines_of(lines: Lines, which: Ints) -> list[Line]:
    """Return some lines as the careful road reads them."""
    return [Line(int(lines.number[at]), text_of(lines, at)) for at in which.tolist()]


def _open(is_meant: Flags, opens: Flags) -> Ints:
    """Return behind each BEGIN and END how many components of a kind are open."""
    return np.cumsum(np.where(is_meant, np.where(opens, 1, -1), 0))


def _markers(lines: Lines) -> tuple[Flags, Flags]:
    """Return which lines are BEGIN and END; whatever else may be meant as one makes the stream irregular."""
    chosen = {b"BEGIN": -1, b"END": -1}
    for number, name in enumerate(lines.names):
        plain = name.split(b"\n")[0].strip().upper()
        if name in chosen:
            chosen[name] = number
        elif plain in chosen or plain.startswith(BYTE_ORDER_MARK):
            raise Irregular("begin and end")
    return lines.name == chosen[b"BEGIN"], lines.name == chosen[b"END"]


def _component_names(lines: Lines, at: Ints) -> tuple[Ints, list[bytes]]:
    start, end = lines.sign[at] + 1, lines.end[at]
    if np.any(lines.buffer.bytes[lines.sign[at]] != ord(":")) or np.any(start >= end):
        raise Irregular("begin and end")
    is_short = end - start <= WORD
    name = np.zeros(len(at), dtype=np.int64)
    names: list[bytes] = []
    for chosen in (np.flatnonzero(is_short), np.flatnonzero(~is_short)):
        found, texts = lines.buffer.distinct(start[chosen], end[chosen])
        name[chosen] = found + len(names)
        names += texts
    if not all(map(_NAME.match, names)):
        raise Irregular("begin and end")
    return name, names


def _check_pairs(level: Ints, opens: Flags, name: Ints) -> None:
    """Raise unless on every level BEGIN and END take turns and each END has the name of the BEGIN before it."""
    if not len(level) or level.min() < 1 or level.max() > _DEEPEST or (len(level) % 2):
        raise Irregular("begin and end")
    for one in range(1, int(level.max()) + 1):
        on_level = level == one
        turns, names = opens[on_level], name[on_level]
        if len(turns) % 2 or not turns[::2].all() or turns[1::2].any() or np.any(names[::2] != names[1::2]):
            raise Irregular("begin and end")
