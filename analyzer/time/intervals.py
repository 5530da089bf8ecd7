"""Arithmetic of half-open intervals over many groups at once, in NumPy.

Times are whole seconds (int64). Every function is O(n log n) or better and loops over no rows.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

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
        return Spans(self.group[mask], self.start[mask], self.end[mask])

    @property
    def length(self) -> Ints:
        """The length of each interval in seconds."""
        return self.end - self.start


def spans(group: npt.ArrayLike, start: npt.ArrayLike, end: npt.ArrayLike) -> Spans:
    """Build :class:`Spans` from anything array-like."""
    return Spans(np.asarray(group, dtype=np.int64), np.asarray(start, dtype=np.int64), np.asarray(end, dtype=np.int64))


class _Axis(NamedTuple):
    """One line on which the groups lie one after the other, so that a single sort serves them all."""

    origin: int
    width: int

    def place(self, group: Ints, time: Ints) -> Ints:
        return np.asarray(group * self.width + (time - self.origin), dtype=np.int64)


def _axis(*sets: Spans) -> _Axis:
    starts = [int(one.start.min()) for one in sets if len(one.start)]
    ends = [int(one.end.max()) for one in sets if len(one.end)]
    if not starts:
        return _Axis(0, 1)
    origin = min(starts)
    return _Axis(origin, max(ends) - origin + 2)


def merge(some: Spans) -> Spans:
    """Return the union: disjoint intervals that do not touch, ordered by group and start; empty ones are dropped."""
    some = some.where(some.end > some.start)
    if not len(some.start):
        return some
    axis = _axis(some)
    begin, finish = axis.place(some.group, some.start), axis.place(some.group, some.end)
    order = np.argsort(begin, kind="stable")
    begin, finish = begin[order], np.maximum.accumulate(finish[order])
    first = np.empty(len(begin), dtype=bool)
    first[0] = True
    first[1:] = begin[1:] > finish[:-1]
    heads = np.flatnonzero(first)
    tails = np.append(heads[1:], len(begin)) - 1
    group = some.group[order][heads]
    return Spans(group, some.start[order][heads], finish[tails] - group * axis.width + axis.origin)


def intersect(one: Spans, other: Spans) -> Spans:
    """Return what lies in both unions, disjoint and ordered. Either side may overlap itself."""
    return _combine(merge(one), merge(other), 2)


def subtract(one: Spans, other: Spans) -> Spans:
    """Return what lies in the union of ``one`` and not in that of ``other``, disjoint and ordered."""
    one, other = merge(one), merge(other)
    flipped = Spans(other.group, other.end, other.start)
    return _combine(one, flipped, 1)


def _combine(one: Spans, other: Spans, level: int) -> Spans:
    """Sweep over the ends of two disjoint sets and keep the stretches where the sum of both reaches ``level``.

    ``other`` with start and end exchanged counts down inside its intervals.
    """
    if not len(one.start):
        return one
    axis = _axis(one, Spans(other.group, np.minimum(other.start, other.end), np.maximum(other.start, other.end)))
    place = np.concatenate([axis.place(side.group, edge) for side in (one, other) for edge in (side.start, side.end)])
    step = np.concatenate([np.full(len(side.start), sign) for side in (one, other) for sign in (1, -1)])
    group = np.concatenate([one.group, one.group, other.group, other.group])
    order = np.argsort(place, kind="stable")
    place, level_now, group = place[order], np.cumsum(step[order]), group[order]
    inside = np.flatnonzero((level_now[:-1] >= level) & (place[1:] > place[:-1]))
    shift = axis.origin - group[inside] * axis.width
    pieces = Spans(group[inside], place[inside] + shift, place[inside + 1] + shift)
    return merge(pieces)


def overlap(some: Spans, covered: Spans) -> Ints:
    """Return for each interval of ``some`` how many seconds of it lie in the union of ``covered``."""
    covered = merge(covered)
    if not len(covered.start) or not len(some.start):
        return np.zeros(len(some.start), dtype=np.int64)
    axis = _axis(some, covered)
    begin, finish = axis.place(covered.group, covered.start), axis.place(covered.group, covered.end)
    before = np.concatenate([[0], np.cumsum(finish - begin)])

    def covered_until(point: Ints) -> Ints:
        done = np.searchsorted(finish, point, side="right")
        open_now = np.minimum(done, len(begin) - 1)
        part = np.where(done < len(begin), np.maximum(point - begin[open_now], 0), 0)
        return np.asarray(before[done] + part, dtype=np.int64)

    return covered_until(axis.place(some.group, some.end)) - covered_until(axis.place(some.group, some.start))


def pairs(some: Spans, windows: Spans) -> tuple[Ints, Ints]:
    """Return every interval with every window of its group that it shares time with.

    Both may overlap themselves and stand in any order.

    Returns:
        Positions in ``some``, ascending, and beside each the position in ``windows``.
    """
    axis = _axis(some, windows)
    begin = axis.place(windows.group, windows.start)
    order = np.argsort(begin, kind="stable")
    begin = begin[order]
    # The furthest end so far: windows before the first that reaches an interval cannot touch it, nested or not.
    reach = np.maximum.accumulate(axis.place(windows.group, windows.end)[order])
    first = np.searchsorted(reach, axis.place(some.group, some.start), side="right")
    after = np.searchsorted(begin, axis.place(some.group, some.end), side="left")
    count = np.maximum(after - first, 0)
    one = np.repeat(np.arange(len(count)), count)
    other = order[np.arange(len(one)) - np.repeat(np.cumsum(count) - count - first, count)]
    shared = np.minimum(some.end[one], windows.end[other]) > np.maximum(some.start[one], windows.start[other])
    return np.asarray(one[shared], dtype=np.int64), np.asarray(other[shared], dtype=np.int64)


def total(some: Spans, groups: int) -> Ints:
    """Return the seconds of each group from 0 to ``groups`` - 1, overlaps counted as often as they stand there."""
    return np.bincount(some.group, weights=some.length, minlength=groups).astype(np.int64)
