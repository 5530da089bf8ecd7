"""When the series of the fast road occur in a window: exclusions and changed occurrences by joins over all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from connectors.ics.columns.buffer import Flags, Ints, integers
from connectors.ics.columns.clocks import Clock
from connectors.ics.columns.grouping import instants_of, is_member, keys_of, select
from connectors.ics.columns.recognition import Columns
from connectors.ics.columns.starts import find_starts
from connectors.ics.columns.times import DATE, DAY_SECONDS, UNREAD, Times
from connectors.ics.occurring.expansion import SERIES_LIMIT

MICROSECONDS = 1_000_000
_MARGIN_DAYS = 4
"""A clock is at most a day from UTC, that of the start and that of the end."""


@dataclass(frozen=True, slots=True)
class Found:
    """Occurrences, one element for each; all times in seconds since 1970, UTC.

    Attributes:
        event: whose they are.
        start, end: when they take place.
        original: when they would by their series.
        idle: events whose EXDATE names something in the window that does not occur there.
        dense: events with more occurrences than a series may have.
    """

    event: Ints
    start: Ints
    end: Ints
    original: Ints
    idle: Ints
    dense: Ints


def own_occurrences(
    columns: Columns,
    clocks: Sequence[Clock],
    owner: Clock,
    event: Ints,
    window: tuple[Ints, Ints],
    changed: tuple[Ints, Ints],
) -> Found:
    """Return the occurrences of series and single events themselves that overlap a window.

    Args:
        columns: of all events.
        clocks: those of the zones.
        owner: the clock on which days and floating times are read.
        event: the series; none twice.
        window: for each its own window in microseconds since 1970, the second not included.
        changed: occurrences that are replaced: events, and keys of :func:`keys_of`.

    Raises:
        Refused: a rule takes too many steps.
    """
    low = (window[0] // MICROSECONDS - _longest(columns, event)) // DAY_SECONDS - _MARGIN_DAYS
    high = window[1] // MICROSECONDS // DAY_SECONDS + _MARGIN_DAYS
    day = columns.start.local[event] // DAY_SECONDS
    last = np.where(columns.rule[event] > 0, columns.rules.until[columns.rule[event]] // DAY_SECONDS, day)
    near = np.flatnonzero((day <= high) & (last >= low))
    item, local = find_starts(columns, event[near], low[near], high[near])
    days, exact = np.zeros_like(event), np.zeros_like(event)
    days[near], exact[near] = _lengths(columns, clocks, owner, event[near])
    item = near[item]
    whose, zone = event[item], columns.start.zone[event[item]]
    times = Times(local, zone, zone)
    start = instants_of(times, clocks, owner)
    keys = np.where(zone == DATE, local, start)
    is_left, idle = _without_exclusions(columns, clocks, owner, event, window, whose, keys)
    is_left &= ~is_member(whose, keys, *changed)
    dense = event[np.bincount(item, minlength=len(event)) > SERIES_LIMIT]
    item, local, start = item[is_left], local[is_left], start[is_left]
    end = _ends(local, start, days[item], exact[item], columns.start.zone[event[item]], clocks, owner)
    is_in = _overlap(start, end, window[0][item], window[1][item])
    item, start, end = item[is_in], start[is_in], end[is_in]
    return Found(event[item], start, end, start, idle, dense)


def changed_occurrences(
    columns: Columns, clocks: Sequence[Clock], owner: Clock, event: Ints, window: tuple[int, int]
) -> Found:
    """Return the changed occurrences that overlap a window in microseconds, by where they were moved to."""
    days, exact = _lengths(columns, clocks, owner, event)
    times = select(columns.start, event)
    start = instants_of(times, clocks, owner)
    end = _ends(times.local, start, days, exact, times.zone, clocks, owner)
    is_in = _overlap(start, end, *(np.full(len(event), edge) for edge in window))
    original = instants_of(select(columns.recurrence, event[is_in]), clocks, owner)
    return Found(event[is_in], start[is_in], end[is_in], original, integers([]), integers([]))


def _longest(columns: Columns, event: Ints) -> Ints:
    """Return how many seconds occurrences last by the clock on the wall; by the sun it may be some hours more."""
    start, end = select(columns.start, event), select(columns.end, event)
    length = columns.days[event] * DAY_SECONDS + columns.exact[event]
    return np.maximum(np.where(end.zone != UNREAD, end.local - start.local, length), 0)


def _lengths(columns: Columns, clocks: Sequence[Clock], owner: Clock, event: Ints) -> tuple[Ints, Ints]:
    """Return how long occurrences last: in days, and in seconds beyond them."""
    start, end = select(columns.start, event), select(columns.end, event)
    has_end, is_all_day = end.zone != UNREAD, columns.is_all_day[event]
    on_the_clock = np.where(has_end, end.local - start.local, 0)
    days = np.where(has_end, np.where(is_all_day, on_the_clock // DAY_SECONDS, 0), columns.days[event])
    exact = columns.exact[event].copy()
    timed = np.flatnonzero(has_end & ~is_all_day)
    exact[timed] = instants_of(select(end, timed), clocks, owner) - instants_of(select(start, timed), clocks, owner)
    # From inside the gap of spring to just after it no time passes, though the clock says so: the clock counts.
    exact[timed] = np.where((exact[timed] < 0) & (on_the_clock[timed] >= 0), on_the_clock[timed], exact[timed])
    return days, exact


def _ends(local: Ints, start: Ints, days: Ints, exact: Ints, zone: Ints, clocks: Sequence[Clock], owner: Clock) -> Ints:
    end = start.copy()
    whole = np.flatnonzero(days)
    end[whole] = instants_of(Times(local[whole] + days[whole] * DAY_SECONDS, zone[whole], zone[whole]), clocks, owner)
    return end + exact


def _overlap(start: Ints, end: Ints, begin: Ints, finish: Ints) -> Flags:
    first, last = start * MICROSECONDS, end * MICROSECONDS
    is_in: Flags = (first < finish) & ((last > begin) | ((first == last) & (first >= begin)))
    return is_in


def _without_exclusions(
    columns: Columns,
    clocks: Sequence[Clock],
    owner: Clock,
    event: Ints,
    window: tuple[Ints, Ints],
    whose: Ints,
    keys: Ints,
) -> tuple[Flags, Ints]:
    """Return which occurrences no EXDATE takes away, and the events with an EXDATE in the window that takes none."""
    place = np.full(len(columns.reason), -1, dtype=np.int64)
    place[event] = np.arange(len(event))
    asked = np.flatnonzero(place[columns.excluded_event] >= 0)
    of_event, times = columns.excluded_event[asked], select(columns.excluded, asked)
    excluded = keys_of(times, clocks, owner)
    is_left = ~is_member(whose, keys, of_event, excluded)
    # A day that is left out counts as in the window when its noon is.
    noon = Times(times.local + DAY_SECONDS // 2, times.zone, times.tzid)
    instant = np.where(times.zone == DATE, instants_of(noon, clocks, owner), excluded) * MICROSECONDS
    begin, finish = window[0][place[of_event]], window[1][place[of_event]]
    left = (begin <= instant) & (instant < finish)
    left[left] = ~is_member(of_event[left], excluded[left], whose, keys)
    return is_left, np.unique(of_event[left])
