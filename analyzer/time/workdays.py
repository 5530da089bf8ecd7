"""Workdays: which days are worked, and from when to when, as instants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from analyzer.agreements import Agreements, Window
from analyzer.time.agreed_days import NOT_WORKED, AgreedDays, agreed_days_of
from analyzer.time.clock import Clock, midnights_of
from analyzer.time.intervals import Ints, Spans, merge, met_windows, spans
from analyzer.time.period import Period

_ABSENCE = NOT_WORKED.index("absence")


@dataclass(frozen=True)
class Days:
    """Every day of the period in every calendar, ordered by calendar and day: arrays of equal length.

    A *day number* is a position in these arrays; the intervals below are grouped by it.

    Attributes:
        agreed: the same days without absence.
        why_not: why the day is no workday: a position in :data:`NOT_WORKED`, 0 for a workday.
    """

    agreed: AgreedDays
    why_not: npt.NDArray[np.int8]

    @property
    def calendar(self) -> Ints:
        """The number of the calendar."""
        return self.agreed.calendar

    @property
    def day(self) -> npt.NDArray[np.datetime64]:
        """The calendar day, ``datetime64[D]``."""
        return self.agreed.day

    @property
    def weekday(self) -> Ints:
        """The weekday, 0 for Monday."""
        return self.agreed.weekday

    @property
    def bounds(self) -> Spans:
        """The whole day, midnight to midnight."""
        return self.agreed.bounds

    @property
    def hours(self) -> Spans:
        """Working hours of the days the owner is agreed to work, lunch included, also on holidays and leave."""
        return self.agreed.hours

    @property
    def clock(self) -> Clock:
        """The wall clock by which they are meant."""
        return self.agreed.clock

    @property
    def size(self) -> int:
        """How many days each calendar has; 0 without calendars."""
        return self.agreed.size

    @cached_property
    def lunch(self) -> Spans:
        """The lunch windows of workdays."""
        return self.agreed.lunch.where(self.is_workday.take(self.agreed.lunch.group))

    @cached_property
    def working_time(self) -> Spans:
        """Working hours minus lunch, of workdays only."""
        return self.agreed.working_time.where(self.is_workday.take(self.agreed.working_time.group))

    @cached_property
    def working_seconds(self) -> Ints:
        """How much working time each day has."""
        return self.agreed.working_seconds * self.is_workday

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

    @property
    def week(self) -> Ints:
        """A number per ISO week, ascending with time (weeks since the Monday before 1970)."""
        return self.agreed.week

    def names_of(self, numbers: Ints) -> npt.NDArray[np.object_]:
        """Return days as text, such as "2026-11-16", given their numbers."""
        return self.agreed.day_names.take(numbers % max(self.size, 1))

    def by_week(self, reckon: np.ufunc, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return what a function of NumPy, such as ``numpy.add``, makes of the days of each week of each calendar.

        Only the days of a week that lie in the period count. The weeks stand by calendar and time.
        """
        if self.agreed.has_whole_weeks:
            # Mondays with Tuesdays, then with Wednesdays and so on: a third of the time of week by week.
            return np.asarray(reduce(reckon, values.reshape(-1, 7).T))
        first = self.agreed.first_of_week
        return np.asarray(reckon.reduceat(values, first) if len(first) else values[:0])

    def of_weeks(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return what stands for each week of each calendar, as in :meth:`by_week`, for each of its days."""
        if self.agreed.has_whole_weeks:
            return np.repeat(values, 7)
        first = self.agreed.first_of_week
        return np.repeat(values, np.diff(first, append=len(self.day)))

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
        first, last = self.agreed.first_hours.take(numbers), self.agreed.first_hours.take(numbers + 1) - 1
        return self.hours.start.take(first), self.hours.end.take(last)

    def calendar_of(self, by_day: Spans) -> Spans:
        """Return intervals grouped by day as intervals grouped by calendar."""
        return self.agreed.calendar_of(by_day)

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
    agreed = agreed_days_of(period, zone, agreements)
    absence = merge(absence)
    why_not = agreed.why_not.copy()
    # Leave on the day of a night shift ends at midnight, and means the shift all the same.
    is_away, is_by_day = _covered_days(agreed, absence)
    if not is_by_day:  # hours begin on their own day, so that leave by the day covers none of another
        is_away[_days_without_open_hours(agreed, absence)] = True
    why_not[(is_away | agreed.is_without_hours) & (why_not == 0)] = _ABSENCE
    return Days(agreed, why_not)


def _covered_days(days: AgreedDays, absence: Spans) -> tuple[npt.NDArray[np.bool_], bool]:
    """Return which days lie in merged absence from midnight to midnight, and whether all of it does on these days."""
    is_covered = np.zeros(len(days.day), dtype=bool)
    starts, ends = days.bounds.start[: days.size], days.bounds.end[: days.size]
    first = np.searchsorted(starts, absence.start, side="left")
    after = np.searchsorted(ends, absence.end, side="right")
    count = np.maximum(after - first, 0)
    day = np.repeat(absence.group * days.size + first - (np.cumsum(count) - count), count)
    is_covered[day + np.arange(len(day))] = True
    begins_there = (first == 0) | (starts.take(first, mode="clip") == absence.start)
    ends_there = (after == days.size) | (ends.take(after - 1, mode="clip") == absence.end)
    return is_covered, bool((begins_there & ends_there).all())


def _days_without_open_hours(days: AgreedDays, absence: Spans) -> Ints:
    """Return the days of whose working hours merged absence leaves nothing."""
    if not len(absence.start):
        return np.zeros(0, dtype=np.int64)
    # What lies beyond the days covers no hours of theirs, so that one line does for all tables.
    line = days.line(int(days.bounds.start[0]), int(days.bounds.end[-1]))
    first, last = line.origin + line.first, line.origin + line.first + line.width - 2
    away = line.lay(Spans(absence.group, *(np.clip(edge, first, last) for edge in (absence.start, absence.end))))
    hours = days.laid(line).hours
    one, stretch = met_windows(away, hours).by_window()
    start, end = (edges.take(stretch) for edges in (hours.spans.start, hours.spans.end))
    taken = np.minimum(away.end.take(one), end) - np.maximum(away.start.take(one), start)
    met, which = np.unique(stretch, return_inverse=True)
    closed = met[np.bincount(which, weights=taken, minlength=len(met)) == hours.spans.length.take(met)]
    day, count = np.unique(days.hours.group.take(closed), return_counts=True)
    return np.asarray(day[count == days.first_hours[day + 1] - days.first_hours[day]], dtype=np.int64)


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
