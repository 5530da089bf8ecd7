"""Arithmetic of half-open intervals over many groups at once, in NumPy.

Times are whole seconds, int64, or int32 where :meth:`Line.lay` places them in 32 bits. Every function is O(n log n) or
better and loops over no rows; what already stands in order, as everything that comes from the sorted event table does,
is not sorted again.
"""

from __future__ import annotations

from typing import NamedTuple, cast

import numpy as np
import numpy.typing as npt

from analyzer.time.ranks import Cells, ranks

Ints = npt.NDArray[np.int64]


_ONE_GROUP: Ints = np.broadcast_to(np.int64(0), np.iinfo(np.intp).max // 64)
"""As many zeros as anybody asks for, which take the room of one."""


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
        group = _ONE_GROUP[: len(at)] if self.is_one_group else self.group.take(at)
        return Spans(group, self.start.take(at), self.end.take(at))

    @property
    def is_one_group(self) -> bool:
        """Whether all are known to be of one group, as what lies on a :class:`Line` is."""
        return self.group.strides == (0,)

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
        origin: the time that is at place 0 in the first group.
        width: how far the groups lie apart.
        groups: how many there are; a single one lies where it is.
        first: the place at which the line begins.
    """

    origin: int
    width: int
    groups: int
    first: int = 0

    @classmethod
    def under(cls, *sets: Spans) -> Line:
        """Return the line on which sets lie that hold at least one interval each."""
        last, groups = max(int(one.end.max()) for one in sets), max(int(one.group.max()) for one in sets) + 1
        origin = min(int(one.start.min()) for one in sets) if groups > 1 else 0
        return cls(origin, last - origin + 2, groups)

    def places(self, some: Spans) -> tuple[Ints, Ints]:
        """Return where intervals start and end on the line."""
        if self.groups == 1:
            return some.start, some.end
        shift = self._shift(some)
        return some.start + shift, some.end + shift

    def lay(self, some: Spans) -> Spans:
        """Return intervals as they lie on the line, where all of them are one group, in 32 bits where these suffice."""
        group = _ONE_GROUP[: len(some.start)]
        if self.groups == 1 or not self._is_short:
            return Spans(group, *self.places(some))
        # What is reckoned with such numbers takes a third of the time. NumPy narrows the sums as it makes them.
        shift = self._shift(some)
        start, end = (np.empty(len(shift), dtype=np.int32) for _ in range(2))
        np.add(some.start, shift, out=start, casting="unsafe")
        np.add(some.end, shift, out=end, casting="unsafe")
        return Spans(group, cast(Ints, start), cast(Ints, end))

    def _shift(self, some: Spans) -> Ints:
        return some.group * self.width - self.origin

    @property
    def _is_short(self) -> bool:
        """Whether places are numbers of 32 bits, as those of 120 people for a year are."""
        most = np.iinfo(np.int32)
        return most.min <= self.first and self.first + self.groups * self.width < most.max

    def taken_up(self, laid: Spans, group: Ints) -> Spans:
        """Return intervals on the line with their times again, each laid there as a member of a ``group``."""
        if self.groups == 1:
            return laid
        shift = self.origin - group * self.width
        return Spans(laid.group, laid.start + shift, laid.end + shift)


def running_max(places: Ints) -> Ints:
    """Return the largest of the places up to each."""
    # NumPy goes through 64 bits three times as fast: of 32 it writes each result out and reads it back for the next.
    return np.maximum.accumulate(places, dtype=np.int64).astype(places.dtype, copy=False)


def joined(*several: Spans) -> Spans:
    """Return all intervals of several sets, one set after the other."""
    return Spans(*(np.concatenate(parts) for parts in zip(*several, strict=True)))


def stretches(first: Ints, count: Ints) -> tuple[Ints, Ints]:
    """Return the positions in stretches of an array, one after the other, and beside each the number of its stretch.

    Args:
        first: where each stretch begins.
        count: how many positions it has.
    """
    which = np.repeat(np.arange(len(first)), count)
    ahead = np.cumsum(count) - count
    return (first - ahead).take(which) + np.arange(len(which)), which


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
    finish = running_max(finish)
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
    some, covered = line.lay(some), line.lay(covered)
    met = met_windows(some, Windows.of(covered))
    shared[met.one] = _shared(some, covered, met.one, met.first)
    np.add.at(shared, met.again, _shared(some, covered, met.again, met.further).astype(np.int64))
    return shared


def is_meeting_any(some: Spans, others: Spans, before: Ints) -> npt.NDArray[np.bool_]:
    """Return which intervals share time with any of the others, all by start and of one group.

    Such of no length as touch one of the others may be among them.

    Args:
        some: asked of.
        others: what they may share time with.
        before: for each of ``some`` how many of the others stand before it in their common order.
    """
    least, most = (np.array([edge], dtype=others.start.dtype) for edge in _least_and_most(others.start))
    reached = np.concatenate((least, running_max(others.end))).take(before)
    ahead = np.concatenate((others.start, most)).take(before)
    return np.asarray((reached > some.start) | (ahead < some.end), dtype=bool)


def _least_and_most(places: Ints) -> tuple[int, int]:
    most = np.iinfo(places.dtype)
    return int(most.min), int(most.max)


def _shared(some: Spans, windows: Spans, one: Ints, other: Ints) -> Ints:
    """Return the seconds that pairs share; none or less where they share none."""
    start = np.maximum(some.start.take(one), windows.start.take(other))
    return np.asarray(np.minimum(some.end.take(one), windows.end.take(other)) - start)


class Windows(NamedTuple):
    """Intervals of one group as windows, prepared for asking which of them others meet.

    Attributes:
        spans: the windows, as they were given.
        order: their positions by start; None where they stand so.
        begin: where they start, in that order, and a place behind all of them.
        reach: the furthest end so far: windows before the first that reaches an interval cannot touch it, nested or
            not.
        is_apart: whether none is of no length or is reached over by an earlier one.
    """

    spans: Spans
    order: npt.NDArray[np.intp] | None
    begin: Ints
    reach: Cells
    is_apart: bool

    @classmethod
    def of(cls, some: Spans) -> Windows:
        """Prepare intervals of one group."""
        order = None if _is_ascending(some.start) else np.argsort(some.start, kind="stable")
        begin, finish = (some.start, some.end) if order is None else (some.start.take(order), some.end.take(order))
        reach = running_max(finish)
        is_apart = bool((finish > begin).all() and (begin[1:] >= reach[:-1]).all())
        return cls(some, order, _and_behind(begin), Cells.of(reach), is_apart)


def _and_behind(places: Ints) -> Ints:
    """Return places, and one behind all of them."""
    return np.concatenate((places, np.array([_least_and_most(places)[1]], dtype=places.dtype)))


def pairs(some: Spans, windows: Spans) -> tuple[Ints, Ints]:
    """Return every interval with every window of its group that it shares time with.

    Both may overlap themselves and stand in any order.

    Returns:
        Positions in ``some``, ascending, and beside each the position in ``windows``.
    """
    if not len(some.start) or not len(windows.start):
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing
    line = Line.under(some, windows)
    return met_windows(line.lay(some), Windows.of(line.lay(windows))).by_interval()


class Met(NamedTuple):
    """Which intervals share time with which windows: the first window of each, and the further ones, which are few.

    Attributes:
        one: positions of intervals, ascending.
        first: beside each the first window that it meets.
        again: positions of intervals that meet more than one, ascending.
        further: beside each another window that it meets, one after the other.
    """

    one: Ints
    first: Ints
    again: Ints
    further: Ints

    def by_interval(self) -> tuple[Ints, Ints]:
        """Return all pairs, interval by interval."""
        if not len(self.again):
            return self.one, self.first
        one = np.concatenate((self.one, self.again))
        order = np.argsort(one, kind="stable")
        return one.take(order), np.concatenate((self.first, self.further)).take(order)

    def by_window(self) -> tuple[Ints, Ints]:
        """Return all pairs, window by window: those intervals before that it is not the first window of."""
        if not len(self.again):
            return self.one, self.first
        # Two ascending stretches, which a stable sort only puts together.
        window = np.concatenate((self.further, self.first))
        order = np.argsort(window, kind="stable")
        return np.concatenate((self.again, self.one)).take(order), window.take(order)


def met_windows(some: Spans, windows: Windows) -> Met:
    """Return which intervals meet which windows, all on one line."""
    rank = windows.reach.ranks(some.start)
    one = np.flatnonzero(windows.begin.take(rank) < some.end)
    first, end = rank.take(one), some.end.take(one)
    several = np.flatnonzero(windows.begin[1:].take(first, mode="clip") < end)
    more = ranks(windows.begin, end.take(several) - 1) - first.take(several) - 1
    further, which = stretches(first.take(several) + 1, more)
    again = one.take(several.take(which))
    if windows.order is not None:
        first, further = windows.order.take(first), windows.order.take(further)
    if windows.is_apart and (some.end > some.start).all():
        return Met(one, first, again, further)
    # Something is of no length, or a window is reached over by an earlier one.
    return Met(*_sharing(some, windows.spans, one, first), *_sharing(some, windows.spans, again, further))


def _sharing(some: Spans, windows: Spans, one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """Return those pairs of intervals and windows that share time."""
    kept = np.flatnonzero(_shared(some, windows, one, other) > 0)
    return one.take(kept), other.take(kept)


class Pieces(NamedTuple):
    """The pieces of intervals that lie in windows, window by window and there by start.

    Attributes:
        interval: position of the interval it is cut from.
        window: position of the window.
        start: seconds.
        end: seconds.
        latest: where the pieces before it in its window end at the latest, or where the window starts.
        opens: where its window starts.
        is_whole: whether it is all of its interval.
        lift: what lays the windows one behind the other where they reach over each other, else 0.
    """

    interval: Ints
    window: Ints
    start: Ints
    end: Ints
    latest: Ints
    opens: Ints
    is_whole: npt.NDArray[np.bool_]
    lift: Ints | int

    @property
    def fresh(self) -> Ints:
        """The seconds of each that no piece before it covers; together those of the union."""
        return np.maximum(self.end - np.maximum(self.start, self.latest), 0)

    def only(self, kept: npt.NDArray[np.bool_]) -> Pieces:
        """Return the pieces in their places, those not kept cut to no length, so that they cover nothing."""
        end = self.start + (self.end - self.start) * kept
        return self._replace(end=end, latest=_latest(self.opens, end, self.lift))


def pieces(some: Spans, windows: Spans, met: tuple[Ints, Ints]) -> Pieces:
    """Return the pieces of intervals in windows, from their :func:`pairs`. The windows may overlap each other."""
    one, window = met
    opens = windows.start.take(window)
    begin, finish, closes = some.start.take(one), some.end.take(one), windows.end.take(window)
    start, end = np.maximum(begin, opens), np.minimum(finish, closes)
    is_whole = (begin >= opens) & (finish <= closes)
    # Windows that reach over each other are first laid one behind the other, so that a running maximum serves them all.
    lift: Ints | int = 0
    if (windows.start[1:] < windows.end[:-1]).any():
        lift = window * (int(windows.length.max()) + 1) - opens
    lifted = np.asarray(start + lift, dtype=start.dtype if isinstance(lift, int) else np.int64)
    if not _is_ascending(lifted):
        order = np.argsort(lifted, kind="stable")
        one, window, opens, start, end = (part.take(order) for part in (one, window, opens, start, end))
        is_whole = is_whole.take(order)
        lift = lift if isinstance(lift, int) else lift.take(order)
    return Pieces(one, window, start, end, _latest(opens, end, lift), opens, is_whole, lift)


def _latest(opens: Ints, end: Ints, lift: Ints | int) -> Ints:
    """Return where the pieces before each in its window end at the latest, or where the window starts."""
    latest = opens.copy()
    if isinstance(lift, int):
        np.maximum(latest[1:], running_max(end)[:-1], out=latest[1:])
    else:
        np.maximum(latest[1:], running_max(end + lift)[:-1] - lift[1:], out=latest[1:])
    return latest


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
    longest, filled_to = np.zeros_like(windows.start), windows.start.copy()
    np.maximum.at(longest, filled.window, filled.start - filled.latest)
    filled_to[filled.window] = np.maximum(filled.latest, filled.end)  # the last piece of a window is written last
    return np.asarray(np.maximum(longest, windows.end - filled_to))


def total(some: Spans, groups: int) -> Ints:
    """Return the seconds of each group from 0 to ``groups`` - 1, overlaps counted as often as they stand there."""
    return np.bincount(some.group, weights=some.length, minlength=groups).astype(np.int64)
