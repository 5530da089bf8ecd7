"""The total order of an event table: calendar, start, end, uid, recurrence_start."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from analyzer.events.table import EventTable, Words

Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.signedinteger[Any]]
Mask = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.intp]

ORDER = ["calendar", "start", "end", "uid", "recurrence_start"]
"""The total order of the rows."""

_FIRST_ROWS = 1_000

_UNITS = (60_000_000, 1_000_000)
"""A minute and a second in microseconds: times that are whole ones take fewer bits."""


def in_total_order(table: EventTable) -> Positions | None:
    """Return the positions of the rows in their order, equal rows as they stand; None when they stand in order."""
    size = len(table)
    if size < 2:
        return None
    calendar = _calendar_numbers(table.words("calendar"))
    start, end = _microseconds(table.column("start")), _microseconds(table.column("end"))
    # Rows in no order show it by the first of them.
    if _ties(*(key[:_FIRST_ROWS] for key in (calendar, start, end))) is not None:
        is_tied = _ties(calendar, start, end)
        if is_tied is not None:
            return None if _is_by_name(np.flatnonzero(is_tied), table) else _untied(None, is_tied, start, table)
    order, is_tied = _by_time(calendar.astype(np.int64), start, end)
    return _untied(order, is_tied, start, table) if is_tied.any() else order


def order_by(*keys: Ints) -> Positions:
    """Return the positions in the order of several keys, the first of them weighing most; equal ones as they stand.

    Keys that fit into one number together are sorted as one, which takes next to nothing where most stand in order.
    """
    if not len(keys[0]):
        return np.zeros(0, dtype=np.intp)
    packed, bits = np.zeros(len(keys[0]), dtype=np.int64), 0
    for key in keys:
        short = key - key.min()
        if not (short[:_FIRST_ROWS] % 60).any():
            minutes = short // 60  # whole ones, mostly; a product tells it sooner than a remainder
            if (minutes * 60 == short).all():
                short = minutes
        width = int(short.max()).bit_length()
        bits += width
        packed <<= width
        packed |= short
    return np.argsort(packed, kind="stable") if bits <= 63 else np.lexsort(keys[::-1])


def _ties(calendar: Numbers, start: Ints, end: Ints) -> Mask | None:
    """Return which rows are equal to the one before in calendar, start and end; None when rows stand otherwise."""
    is_tied = np.zeros(len(start), dtype=bool)
    is_same_calendar = calendar[1:] == calendar[:-1]
    is_same_start = is_same_calendar & (start[1:] == start[:-1])
    is_in_order = (calendar[1:] > calendar[:-1]) | (is_same_calendar & (start[1:] > start[:-1]))
    is_in_order |= is_same_start & (end[1:] >= end[:-1])
    np.logical_and(is_same_start, end[1:] == end[:-1], out=is_tied[1:])
    return is_tied if is_in_order.all() else None


def _is_by_name(tied: Positions, table: EventTable) -> bool:
    """Return whether the rows at these positions, each tied with the one before, stand by uid and original start."""
    if not len(tied):
        return True
    earlier, later = (table.column("uid").take(rows) for rows in (tied - 1, tied))
    original = _microseconds(table.column("recurrence_start"))
    is_same_later = (earlier == later) & (original.take(tied - 1) <= original.take(tied))
    return bool((is_same_later | (earlier < later)).all())


def _by_time(calendar: Ints, start: Ints, end: Ints) -> tuple[Positions, Mask]:
    """Return positions by calendar, start and end, and which of them are equal in these to the one before."""
    size = len(start)
    first, length = start.min(), end - start
    start = start - first
    for unit in _UNITS:
        units = start // unit, length // unit
        # What rounding down leaves out is never negative, so it is nothing in all where it is nothing of each. The sums
        # of NumPy go round at 2**64, which is far more than can be left out.
        rests = (int(times.sum()) - int(some.sum()) * unit for some, times in zip(units, (start, length), strict=True))
        if not any(rest % 2**64 for rest in rests):
            start, length = units
            break
    bits = [int(key.max()).bit_length() for key in (calendar, start, length)]
    row_bits = (size - 1).bit_length()
    is_tied = np.zeros(size, dtype=bool)
    if sum(bits) + row_bits <= 63:
        # All of it fits into one number, with the row behind it:  calendar | start | length | row.
        # Such numbers are sorted many times as fast as positions are by what stands at them, and the row can be read
        # back. Of one start, the order of the ends is that of the lengths; equal rows keep theirs by the row itself.
        time = calendar << bits[1]
        time |= start
        time <<= bits[2]
        time |= length
        time <<= row_bits
        time |= np.arange(size)
        time.sort()
        order = np.asarray(time & ((1 << row_bits) - 1), dtype=np.intp)
        time >>= row_bits
        np.equal(time[1:], time[:-1], out=is_tied[1:])
        return order, is_tied
    order = np.lexsort((length, start, calendar))
    is_tied[1:] = np.logical_and.reduce([key[order[1:]] == key[order[:-1]] for key in (calendar, start, length)])
    return order, is_tied


def _untied(order: Positions | None, is_tied: Mask, start: Ints, table: EventTable) -> Positions | None:
    """Return the order in which rows of the same calendar, start and end stand by uid and original start."""
    belongs = is_tied.copy()
    belongs[:-1] |= is_tied[1:]  # the first of equals is one of them too
    places = np.flatnonzero(belongs)
    rows = places if order is None else order[places]
    uids = table.column("uid").take(rows).tolist()
    place = {uid: number for number, uid in enumerate(sorted(set(uids)))}
    by_name = np.fromiter(map(place.__getitem__, uids), dtype=np.int64, count=len(uids))
    # Of one start, the order of the original starts is that of how far they were moved: by nothing mostly.
    original = _microseconds(table.column("recurrence_start")).take(rows) - start.take(rows)
    moved = rows[order_by(np.cumsum(~is_tied[places]), by_name, original)]
    if order is None:
        if (moved == rows).all():
            return None
        order = np.arange(len(is_tied))
    order[places] = moved
    return order


def _calendar_numbers(calendar: Words) -> Numbers:
    """Return numbers that stand in the order of the names, as small as they are kept."""
    codes, names = calendar
    if all(one < other for one, other in pairwise(names)):
        return codes
    place = np.empty(len(names), dtype=np.int64)
    place[np.argsort(np.array(names, dtype=object))] = np.arange(len(names))
    return np.asarray(place[codes], dtype=np.int64)


def _microseconds(times: npt.NDArray[np.datetime64]) -> Ints:
    return times.view(np.int64)
