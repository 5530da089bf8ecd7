"""Workdays: which days are worked, and from when to when, as instants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from analyzer.agreements import Agreements, Window
from analyzer.time.clock import Clock, clock_of, midnights_of
from analyzer.time.intervals import Ints, Spans, joined, merge, pairs, spans, subtract, total
from analyzer.time.period import Period

NOT_WORKED = ("", "not-agreed", "holiday", "absence")
"""Why a day is no workday; "" for a workday."""

_NOT_AGREED, _HOLIDAY, _ABSENCE = 1, 2, 3
"""Positions in :data:`NOT_WORKED`."""


@dataclass(frozen=True)
class Days:
    """Every day of the period in every calendar, ordered by calendar and day: arrays of equal length.

    A *day number* is a position in these arrays; the intervals below are grouped by it.

    Attributes:
        calendar: number of the calendar.
        day: the calendar day, ``datetime64[D]``.
        weekday: 0 for Monday.
        why_not: why the day is no workday: a position in :data:`NOT_WORKED`, 0 for a workday.
        bounds: the whole day, midnight to midnight.
        hours: working hours of the days the owner is agreed to work, lunch included, also on holidays and leave.
        lunch: the lunch windows of workdays.
        working_time: working hours minus lunch, of workdays only.
        working_seconds: how much of it each day has.
        clock: the wall clock by which they are meant.
    """

    calendar: Ints
    day: npt.NDArray[np.datetime64]
    weekday: Ints
    why_not: npt.NDArray[np.int8]
    bounds: Spans
    hours: Spans
    lunch: Spans
    working_time: Spans
    working_seconds: Ints
    clock: Clock

    @property
    def size(self) -> int:
        """How many days each calendar has; 0 without calendars."""
        return int(np.searchsorted(self.calendar, 1, side="left"))

    @cached_property
    def not_worked(self) -> npt.NDArray[np.object_]:
        """Why each day is no workday, one of :data:`NOT_WORKED`."""
        return np.array(NOT_WORKED, dtype=object).take(self.why_not)

    @cached_property
    def is_workday(self) -> npt.NDArray[np.bool_]:
        """Which days are workdays."""
        return np.asarray(self.why_not == 0, dtype=bool)

    @cached_property
    def has_lunch(self) -> npt.NDArray[np.bool_]:
        """Which days are workdays with a lunch window."""
        has = np.zeros(len(self.day), dtype=bool)
        has[self.lunch.group] = True
        return has

    @cached_property
    def week(self) -> Ints:
        """A number per ISO week, ascending with time (weeks since the Monday before 1970)."""
        return np.asarray((self.day.astype(np.int64) + 3) // 7, dtype=np.int64)

    @cached_property
    def lunch_by_calendar(self) -> Spans:
        """The lunch windows, grouped by calendar."""
        return self.calendar_of(self.lunch)

    @cached_property
    def working_by_calendar(self) -> Spans:
        """The working time, grouped by calendar."""
        return self.calendar_of(self.working_time)

    def hours_bounds(self, numbers: Ints) -> tuple[Ints, Ints]:
        """Return when the working hours of each of these days, all with such hours, begin and end for good."""
        first = np.searchsorted(self.hours.group, numbers, side="left")
        last = np.searchsorted(self.hours.group, numbers, side="right") - 1
        return self.hours.start[first], self.hours.end[last]

    def calendar_of(self, by_day: Spans) -> Spans:
        """Return intervals grouped by day as intervals grouped by calendar."""
        return Spans(self.calendar.take(by_day.group), by_day.start, by_day.end)

    def split(self, by_calendar: Spans) -> tuple[Spans, Ints]:
        """Cut intervals grouped by calendar at midnight.

        Returns:
            The pieces grouped by day, and for each piece the position of the interval it comes from. What lies
            outside the period is dropped. An interval of no length keeps one piece of no length.
        """
        return _split(self, by_calendar)


def clock_windows(days: Days, window: Window) -> Spans:
    """Return a window of the owner's clock on every day, grouped by day number."""
    midnight = midnights_of(days.day)
    start, end = (days.clock.instants(midnight + minutes * 60) for minutes in window)
    return spans(np.arange(len(days.day)), start, end)


def days_of(period: Period, zone: ZoneInfo, agreements: Sequence[Agreements], absence: Spans) -> Days:
    """Return the days of each calendar.

    Args:
        period: the days judged.
        zone: the zone in which days begin and hours are meant.
        agreements: one per calendar number.
        absence: all-day absence (on calendar days, or 24 hours and longer), grouped by calendar number. A day that it
            covers from midnight to midnight, or whose working hours it covers wholly, is no workday.
    """
    days = _days_without_absence(period, zone, tuple(map(_Same, agreements)))
    why_not = days.why_not.copy()
    absence = merge(absence)
    is_open = _left(days.calendar_of(days.hours), absence) > 0
    has_open_hours = np.zeros(len(why_not), dtype=bool)
    has_open_hours[days.hours.group if is_open.all() else days.hours.group[is_open]] = True
    # Leave on the day of a night shift ends at midnight, and means the shift all the same.
    is_away = _covered_days(days, absence)
    why_not[(why_not == 0) & (is_away | ~has_open_hours)] = _ABSENCE
    is_workday = why_not == 0
    return replace(
        days,
        why_not=why_not,
        lunch=days.lunch.where(is_workday.take(days.lunch.group)),
        working_time=days.working_time.where(is_workday.take(days.working_time.group)),
        working_seconds=days.working_seconds * is_workday,
    )


class _Same:
    """An object that is equal to itself alone, so that what was made of it can be found again."""

    def __init__(self, held: Agreements) -> None:
        self.held = held

    def __hash__(self) -> int:
        return id(self.held)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.held is other.held


@lru_cache(maxsize=4)
def _days_without_absence(period: Period, zone: ZoneInfo, agreements: tuple[_Same, ...]) -> Days:
    """Return the days of calendars without absence: the same for one table of people after the other."""
    size, people = (period.last - period.first).days + 1, len(agreements)
    day = np.datetime64(period.first, "D") + np.arange(size)
    clock = clock_of(zone, period.first, period.last)
    edges = clock.instants(midnights_of(np.append(day, day[-1:] + 1)))
    # Colleagues often share one set of agreements, and its days are the same for all of them.
    sharing: dict[_Same, list[int]] = {}
    for number, agreement in enumerate(agreements):
        sharing.setdefault(agreement, []).append(number)
    why_not = np.zeros(size * people, dtype=np.int8)
    parts: list[tuple[Spans, ...]] = []
    for shared, numbers in sharing.items():
        agreed = _agreed_days(period, clock, shared.held)
        first_days = np.array(numbers, dtype=np.int64) * size
        why_not[np.add.outer(first_days, np.arange(size))] = agreed.why_not
        parts.append(tuple(_repeated(some, first_days) for some in (agreed.hours, agreed.lunch, agreed.working_time)))
    hours, lunch, working_time = (_in_order(sets) for sets in zip(*parts, strict=True)) if parts else (_NO_SPANS,) * 3
    calendar = np.repeat(np.arange(people, dtype=np.int64), size)
    bounds = Spans(np.arange(size * people), np.tile(edges[:-1], people), np.tile(edges[1:], people))
    return Days(
        calendar=calendar,
        day=np.tile(day, people),
        weekday=np.tile((day.astype(np.int64) + 3) % 7, people),
        why_not=why_not,
        bounds=bounds,
        hours=hours,
        lunch=lunch,
        working_time=working_time,
        working_seconds=total(working_time, size * people),
        clock=clock,
    )


def _covered_days(days: Days, absence: Spans) -> npt.NDArray[np.bool_]:
    """Return which days lie in merged absence from midnight to midnight; a day that a zone left out is one of them."""
    is_covered = np.asarray(days.bounds.length == 0, dtype=bool)
    size = days.size
    first = np.searchsorted(days.bounds.start[:size], absence.start, side="left")
    after = np.searchsorted(days.bounds.end[:size], absence.end, side="right")
    count = np.maximum(after - first, 0)
    day = np.repeat(absence.group * size + first - (np.cumsum(count) - count), count)
    is_covered[day + np.arange(len(day))] = True
    return is_covered


def _left(windows: Spans, absence: Spans) -> Ints:
    """Return the seconds of each window that merged absence leaves; both are grouped by calendar."""
    # Absence is rare, so it is looked up among the windows and not the other way round.
    if not len(absence.start):
        return windows.length
    one, window = pairs(absence, windows)
    taken = np.minimum(absence.end[one], windows.end[window]) - np.maximum(absence.start[one], windows.start[window])
    return windows.length - np.bincount(window, weights=taken, minlength=len(windows.start)).astype(np.int64)


class _AgreedDays(NamedTuple):
    """The days of one set of agreements; the intervals are grouped by position in the period."""

    hours: Spans
    lunch: Spans
    working_time: Spans
    why_not: npt.NDArray[np.int8]


def _agreed_days(period: Period, clock: Clock, agreement: Agreements) -> _AgreedDays:
    day = np.datetime64(period.first, "D") + np.arange((period.last - period.first).days + 1)
    why_not = np.zeros(len(day), dtype=np.int8)
    kind = _kinds_of_days(day)
    shifts = {(shift.day - period.first).days for shift in agreement.shifts}
    for place in shifts & set(range(len(day))):
        kind[place] = _KINDS_OF_DAYS + place
    hours: list[tuple[Ints, Window]] = []
    lunch: list[tuple[Ints, Window]] = []
    for number in np.unique(kind).tolist():
        places = np.flatnonzero(kind == number)
        work, breaks = agreement.hours_on(day[places[0]].item())
        if not work:
            why_not[places] = _NOT_AGREED
        else:
            hours += [(places, window) for window in work]
            lunch += [(places, window) for window in breaks]
    holidays = agreement.holidays_between(period.first, period.last) if agreement.holidays else ()
    for place in {(holiday - period.first).days for holiday in holidays} - shifts:
        why_not[place] = why_not[place] or _HOLIDAY
    placed_hours, placed_lunch = (_placed(some, midnights_of(day), clock) for some in (hours, lunch))
    return _AgreedDays(placed_hours, placed_lunch, subtract(placed_hours, placed_lunch), why_not)


_KINDS_OF_DAYS = 14
"""Every weekday, in odd and in even weeks. Days of one kind have the same hours, but for those with a shift."""


def _kinds_of_days(day: npt.NDArray[np.datetime64]) -> Ints:
    """Return a number from 0 to 13 for each day: what its hours depend on."""
    weekday = (day.astype(np.int64) + 3) % 7
    thursday = day - weekday + 3  # an ISO week belongs to the year of its Thursday
    week = (thursday - thursday.astype("datetime64[Y]").astype("datetime64[D]")).astype(np.int64) // 7 + 1
    return np.asarray(weekday * 2 + week % 2, dtype=np.int64)


def _placed(windows: Sequence[tuple[Ints, Window]], midnight: Ints, clock: Clock) -> Spans:
    """Return windows of the wall clock, each with the positions of the days it stands on, as merged instants."""
    if not windows:
        return _NO_SPANS
    group = np.concatenate([places for places, _ in windows])
    start, end = (
        clock.instants(np.concatenate([midnight[places] + window[edge] * 60 for places, window in windows]))
        for edge in (0, 1)
    )
    return merge(Spans(group, start, end))


_NO_SPANS = spans([], [], [])


def _repeated(some: Spans, first_days: Ints) -> Spans:
    """Return the intervals once for each calendar, given the day number of its first day."""
    times = len(first_days)
    return Spans(np.add.outer(first_days, some.group).ravel(), np.tile(some.start, times), np.tile(some.end, times))


def _in_order(sets: Sequence[Spans]) -> Spans:
    """Return sets that have no day in common as one, by day."""
    if len(sets) == 1:
        return sets[0]
    together = joined(*sets)
    return together.where(np.argsort(together.group, kind="stable"))


def _split(days: Days, some: Spans) -> tuple[Spans, Ints]:
    per_calendar = days.size
    if not per_calendar or not len(some.start):
        nothing = np.empty(0, dtype=np.int64)
        return Spans(nothing, nothing, nothing), nothing
    starts = days.bounds.start[:per_calendar]
    finish = int(days.bounds.end[per_calendar - 1])
    last_instant = np.maximum(some.end - 1, some.start)
    inside = (last_instant >= starts[0]) & (some.start < finish)
    origin = np.flatnonzero(inside)
    first_day = np.clip(np.searchsorted(starts, some.start[origin], side="right") - 1, 0, per_calendar - 1)
    last_day = np.clip(np.searchsorted(starts, last_instant[origin], side="right") - 1, 0, per_calendar - 1)
    count = last_day - first_day + 1
    source = np.repeat(origin, count)
    offset = np.arange(len(source)) - np.repeat(np.cumsum(count) - count, count)
    row = some.group[source] * per_calendar + np.repeat(first_day, count) + offset
    start = np.maximum(some.start[source], days.bounds.start[row])
    end = np.minimum(some.end[source], days.bounds.end[row])
    return Spans(np.asarray(row, dtype=np.int64), start, np.maximum(start, end)), np.asarray(source, dtype=np.int64)
