"""Arithmetic of half-open intervals over many groups at once, in NumPy.

Times are whole seconds (int64). Every function is O(n log n) or better and loops over no rows; what already stands in
order, as everything that comes from the sorted event table does, is not sorted again.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analyzer.time.ranks import ranks

Ints = npt.NDArray[np.int64]


class Spans(NamedTuple):
    """Half-open intervals [start, end), each belonging to a group.

    Attributes:
        group: number of the group, from 0.
        start: seconds.
        end: seconds, not before the start.
    """

    group: Ints
    start: Ints
    end: Ints

    def where(self, mask: npt.NDArray[np.bool_] | Ints) -> Spans:
        """Return the intervals that ``mask`` or an array of positions chooses."""
        # Positions are taken several times as fast as a mask is applied, and three columns need them.
        at = np.flatnonzero(mask) if mask.dtype == np.bool_ else mask
        return Spans(self.group.take(at), self.start.take(at), self.end.take(at))

    @property
    def length(self) -> Ints:
        """The length of each interval in seconds."""
        return self.end - self.start


def spans(group: npt.ArrayLike, start: npt.ArrayLike, end: npt.ArrayLike) -> Spans:
    """Build :class:`Spans` from anything array-like."""
    return Spans(np.asarray(group, dtype=np.int64), np.asarray(start, dtype=np.int64), np.asarray(end, dtype=np.int64))


class Line(NamedTuple):
    """One line on which the groups lie one after the other, so that a single sort serves them all.

    Attributes:
        origin: the time that is the beginning of each group.
        width: how far the groups lie apart.
        groups: how many there are; a single one lies where it is.
    """

    origin: int
    width: int
    groups: int

    @classmethod
    def under(cls, *sets: Spans) -> Line:
        """Return the line on which sets lie that hold at least one interval each."""
        last, groups = max(int(one.end.max()) for one in sets), max(int(one.group.max()) for one in sets) + 1
        origin = min(int(one.start.min()) for one in sets) if groups > 1 else 0
        return cls(origin, last - origin + 2, groups)

    @property
    def end(self) -> int:
        """A place behind all others."""
        return self.groups * self.width

    def places(self, some: Spans) -> tuple[Ints, Ints]:
        """Return where intervals start and end on the line."""
        if self.groups == 1:
            return some.start, some.end
        shift = some.group * self.width - self.origin
        return some.start + shift, some.end + shift

    def lay(self, some: Spans) -> Spans:
        """Return intervals as they lie on the line, where all of them are one group."""
        return Spans(np.zeros(len(some.start), dtype=np.int64), *self.places(some))

    def taken_up(self, laid: Spans, group: Ints) -> Spans:
        """Return intervals on the line with their times again, each laid there as a member of a ``group``."""
        if self.groups == 1:
            return laid
        shift = self.origin - group * self.width
        return Spans(laid.group, laid.start + shift, laid.end + shift)


def joined(*several: Spans) -> Spans:
    """Return all intervals of several sets, one set after the other."""
    return Spans(*(np.concatenate(parts) for parts in zip(*several, strict=True)))


def merge(some: Spans) -> Spans:
    """Return the union: disjoint intervals that do not touch, ordered by group and start; empty ones are dropped."""
    if _is_union(some):
        return some
    if not (some.end > some.start).all():
        some = some.where(some.end > some.start)
        if not len(some.start):
            return some
    line = Line.under(some)
    begin, finish = line.places(some)
    group = some.group
    if not _is_ascending(begin):
        order = np.argsort(begin, kind="stable")
        begin, finish, group = begin.take(order), finish.take(order), group.take(order)
    finish = np.maximum.accumulate(finish)
    first = np.empty(len(begin), dtype=bool)
    first[0] = True
    np.greater(begin[1:], finish[:-1], out=first[1:])
    heads = np.flatnonzero(first)
    # An interval ends for good where the next one begins, so the ends stand one place before the heads.
    tails = np.append(heads[1:], len(begin)) - 1
    group = group.take(heads)
    laid = Spans(group, begin.take(heads), finish.take(tails))
    return line.taken_up(laid, group)


def _is_union(some: Spans) -> bool:
    """Return whether intervals are what :func:`merge` would make of them."""
    if not (some.end > some.start).all():
        return False
    later, earlier = some.group[1:], some.group[:-1]
    return bool(((later > earlier) | ((later == earlier) & (some.start[1:] > some.end[:-1]))).all())


def _is_ascending(places: Ints) -> bool:
    return bool((places[1:] >= places[:-1]).all())


def intersect(one: Spans, other: Spans) -> Spans:
    """Return what lies in both unions, disjoint and ordered. Either side may overlap itself."""
    one, other = merge(one), merge(other)
    left, right = pairs(one, other)
    start = np.maximum(one.start.take(left), other.start.take(right))
    return Spans(one.group.take(left), start, np.minimum(one.end.take(left), other.end.take(right)))


def subtract(one: Spans, other: Spans) -> Spans:
    """Return what lies in the union of ``one`` and not in that of ``other``, disjoint and ordered."""
    one, other = merge(one), merge(other)
    return gaps(one, pieces(other, one, pairs(other, one)))


def overlap(some: Spans, covered: Spans) -> Ints:
    """Return for each interval of ``some`` how many seconds of it lie in the union of ``covered``."""
    covered = merge(covered)
    shared = np.zeros(len(some.start), dtype=np.int64)
    if not len(covered.start) or not len(some.start):
        return shared
    line = Line.under(some, covered)
    (begin, finish), (start, end) = line.places(covered), line.places(some)
    # Most intervals meet nothing: the first covered one that is not over yet begins after them.
    open_now = ranks(finish, start)
    meets = np.flatnonzero(np.append(begin, line.end).take(open_now) < end)
    if not len(meets):
        return shared
    first, start, end = open_now.take(meets), start.take(meets), end.take(meets)
    last = ranks(begin, end - 1) - 1  # not before the first, as that begins before the end
    before = np.cumsum(finish - begin)
    whole = before.take(last) - before.take(first) + (finish.take(first) - begin.take(first))
    cut = np.maximum(start - begin.take(first), 0) + np.maximum(finish.take(last) - end, 0)
    shared[meets] = whole - cut
    return shared


def pairs(some: Spans, windows: Spans) -> tuple[Ints, Ints]:
    """Return every interval with every window of its group that it shares time with.

    Both may overlap themselves and stand in any order.

    Returns:
        Positions in ``some``, ascending, and beside each the position in ``windows``.
    """
    nothing = np.zeros(0, dtype=np.int64)
    if not len(some.start) or not len(windows.start):
        return nothing, nothing
    line = Line.under(some, windows)
    begin, finish = line.places(windows)
    order = None if _is_ascending(begin) else np.argsort(begin, kind="stable")
    if order is not None:
        begin, finish = begin.take(order), finish.take(order)
    # The furthest end so far: windows before the first that reaches an interval cannot touch it, nested or not.
    reach = np.maximum.accumulate(finish)
    start, end = line.places(some)
    first = ranks(reach, start)
    # Nearly all intervals meet one window or none, so only the others are looked up once more.
    begin = np.append(begin, line.end)
    one = np.flatnonzero(begin.take(first) < end)
    other, end = first.take(one), end.take(one)
    several = np.flatnonzero(begin.take(other + 1, mode="clip") < end)
    if len(several):
        more = ranks(begin, end.take(several) - 1) - other.take(several) - 1
        behind = np.repeat(several, more)
        ahead = np.cumsum(more) - more
        further = other.take(behind) + 1 + np.arange(len(behind)) - np.repeat(ahead, more)
        one, other = np.insert(one, behind + 1, one.take(behind)), np.insert(other, behind + 1, further)
    if order is not None:
        other = order.take(other)
    is_apart = (begin[1:-1] >= reach[:-1]).all() and (windows.end > windows.start).all()
    if is_apart and (some.end > some.start).all():
        return one, other  # nothing of no length, and no window that an earlier one reaches over
    shared = np.minimum(some.end.take(one), windows.end.take(other)) > np.maximum(
        some.start.take(one), windows.start.take(other)
    )
    if shared.all():
        return one, other
    kept = np.flatnonzero(shared)
    return one.take(kept), other.take(kept)


class Pieces(NamedTuple):
    """The pieces of intervals that lie in windows, window by window and there by start.

    Attributes:
        window: position of the window.
        start: seconds.
        end: seconds.
        latest: where the pieces before it in its window end at the latest, or where the window starts.
    """

    window: Ints
    start: Ints
    end: Ints
    latest: Ints

    @property
    def fresh(self) -> Ints:
        """The seconds of each that no piece before it covers; together those of the union."""
        return np.maximum(self.end - np.maximum(self.start, self.latest), 0)


def pieces(some: Spans, windows: Spans, met: tuple[Ints, Ints]) -> Pieces:
    """Return the pieces of intervals in windows, from their :func:`pairs`. The windows may overlap each other."""
    one, window = met
    start = np.maximum(some.start.take(one), windows.start.take(window))
    end = np.minimum(some.end.take(one), windows.end.take(window))
    if not len(one):
        return Pieces(window, start, end, start)
    # Windows that reach over each other are first laid one behind the other, so that a running maximum serves them all.
    shift: Ints | None = None
    begin = windows.start
    if (windows.start[1:] < windows.end[:-1]).any():
        shift = np.arange(len(windows.start)) * (int(windows.length.max()) + 1) - windows.start
        begin = begin + shift
        start, end = start + shift.take(window), end + shift.take(window)
    if not _is_ascending(start):
        order = np.argsort(start, kind="stable")
        window, start, end = window.take(order), start.take(order), end.take(order)
    latest = begin.take(window)
    np.maximum(latest[1:], np.maximum.accumulate(end)[:-1], out=latest[1:])
    if shift is not None:
        start, end, latest = (places - shift.take(window) for places in (start, end, latest))
    return Pieces(window, start, end, latest)


def gaps(windows: Spans, filled: Pieces) -> Spans:
    """Return what pieces leave of their windows: stretches of some length, window by window, in groups as those are."""
    # A window with k pieces has k + 1 gaps, some of them of no length: one before each piece, and one behind the last.
    #   pieces      [---)       [-----)
    #   gaps     [--)   [-------)     [--)
    count = np.bincount(filled.window, minlength=len(windows.start))
    behind = np.cumsum(count + 1) - 1
    before = np.arange(len(filled.window)) + filled.window
    size = len(filled.window) + len(windows.start)
    start, end = np.empty(size, dtype=np.int64), np.empty(size, dtype=np.int64)
    start[before], end[before] = filled.latest, filled.start
    ends = windows.start.copy()
    last = np.cumsum(count)[count > 0] - 1
    ends[count > 0] = np.maximum(filled.latest, filled.end)[last]
    start[behind], end[behind] = ends, windows.end
    kept = np.flatnonzero(end > start)
    group = np.repeat(windows.group, count + 1)
    return Spans(group.take(kept), start.take(kept), end.take(kept))


def longest_gaps(windows: Spans, filled: Pieces) -> Ints:
    """Return the length of the longest gap that pieces leave in each window."""
    longest, size = windows.length, len(filled.window)
    if size:
        heads = np.flatnonzero(np.append(True, filled.window[1:] != filled.window[:-1]))
        touched = filled.window.take(heads)
        tails = np.append(heads[1:], size) - 1
        before = np.maximum.reduceat(filled.start - filled.latest, heads)
        finish = np.maximum(filled.latest.take(tails), filled.end.take(tails))
        longest[touched] = np.maximum(before, windows.end.take(touched) - finish)
    return longest


def total(some: Spans, groups: int) -> Ints:
    """Return the seconds of each group from 0 to ``groups`` - 1, overlaps counted as often as they stand there."""
    return np.bincount(some.group, weights=some.length, minlength=groups).astype(np.int64)
