"""The days of calendars as agreed, before anybody is absent: the same for one table of people after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from analyzer.agreements import Agreements, Window
from analyzer.time.clock import DAY_SECONDS, HOUR_SECONDS, Clock, clock_of, midnights_of
from analyzer.time.intervals import Ints, Line, Spans, Windows, joined, merge, met_windows, spans, subtract, total
from analyzer.time.period import Period

NOT_WORKED = ("", "not-agreed", "holiday", "absence")
"""Why a day is no workday; "" for a workday."""

_NOT_AGREED, _HOLIDAY = 1, 2
"""Positions in :data:`NOT_WORKED`."""


@dataclass(frozen=True)
class AgreedDays:
    """Every day of the period in every calendar, ordered by calendar and day: arrays of equal length.

    A *day number* is a position in these arrays; the intervals below are grouped by it.

    Attributes:
        calendar: number of the calendar.
        size: how many days each calendar has; 0 without calendars.
        day: the calendar day, ``datetime64[D]``.
        weekday: 0 for Monday.
        why_not: why the day is no workday: a position in :data:`NOT_WORKED`, 0 for a workday.
        bounds: the whole day, midnight to midnight.
        hours: working hours of the days the owner is agreed to work, lunch included, also on holidays.
        first_hours: position in ``hours`` of the first ones of each day, or where they would stand; and where all end.
        lunch: the lunch windows of these days.
        working_time: the working hours minus lunch.
        working_seconds: how much of it each day has.
        clock: the wall clock by which they are meant.
    """

    calendar: Ints
    size: int
    day: npt.NDArray[np.datetime64]
    weekday: Ints
    why_not: npt.NDArray[np.int8]
    bounds: Spans
    hours: Spans
    first_hours: Ints
    lunch: Spans
    working_time: Spans
    working_seconds: Ints
    clock: Clock
    _lines: dict[Line, LaidDays] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def week(self) -> Ints:
        """A number per ISO week, ascending with time (weeks since the Monday before 1970)."""
        return np.asarray((self.day.astype(np.int64) + 3) // 7, dtype=np.int64)

    @cached_property
    def day_names(self) -> npt.NDArray[np.object_]:
        """Every day of the period as text, such as "2026-11-16"."""
        return self.day[: self.size].astype(str).astype(object)

    @cached_property
    def first_of_week(self) -> npt.NDArray[np.intp]:
        """The first day of each ISO week, or of what the period holds of it, of each calendar."""
        is_first = np.ones(len(self.day), dtype=bool)
        is_first[1:] = (self.calendar[1:] != self.calendar[:-1]) | (self.week[1:] != self.week[:-1])
        return np.flatnonzero(is_first)

    @cached_property
    def has_whole_weeks(self) -> bool:
        """Whether the days are weeks from Monday to Sunday."""
        return self.size > 0 and self.size % 7 == 0 and int(self.weekday[0]) == 0

    @cached_property
    def lunch_seconds(self) -> Ints:
        """How much lunch each day has."""
        return total(self.lunch, len(self.day))

    @cached_property
    def is_without_hours(self) -> npt.NDArray[np.bool_]:
        """Which days have nothing of their hours, as a change of the clock leaves them out, or are left out wholly."""
        return np.asarray((np.diff(self.first_hours) == 0) | (self.bounds.length == 0), dtype=bool)

    def calendar_of(self, by_day: Spans) -> Spans:
        """Return intervals grouped by day as intervals grouped by calendar."""
        return Spans(self.calendar.take(by_day.group), by_day.start, by_day.end)

    def line(self, first: int, last: int) -> Line:
        """Return a line for these calendars that also holds what lies between two instants; a day and more apart.

        Args:
            first: seconds since 1970, UTC.
            last: likewise.
        """
        if self.size == 0 or self.size == len(self.day):
            return Line(0, max(last, int(self.bounds.end[-1]) if self.size else 0) + 2 * DAY_SECONDS, 1)
        begin, finish = int(self.bounds.start[0]), int(self.bounds.end[self.size - 1])
        # Few lines do for all tables of a period, so that the windows need not be laid again for each of them.
        margin = 2 * DAY_SECONDS
        while first < begin - margin + DAY_SECONDS or last > finish + margin:
            margin *= 8
        width = -(-(finish - begin + 2 * margin) // DAY_SECONDS) * DAY_SECONDS
        groups = len(self.day) // self.size
        # On both sides of 0 twice as many calendars find room in 32 bits.
        half = groups * width // 2 // DAY_SECONDS * DAY_SECONDS
        # Cells of half a day, in which windows are looked up, then begin between the windows of a day and not on noon.
        early = 3 * HOUR_SECONDS
        return Line(begin - margin + half + early, width, groups, -half - early)

    def laid(self, line: Line) -> LaidDays:
        """Return all these windows as they lie on a line; made once for many tables."""
        laid = self._lines.get(line)
        if laid is None:
            sets = (self.hours, self.lunch, self.working_time)
            hours, lunch, working_time = (Windows.of(line.lay(self.calendar_of(some))) for some in sets)
            is_lunch_apart = not len(met_windows(lunch.spans, working_time).one)
            laid = LaidDays(hours, lunch, working_time, is_lunch_apart)
            self._lines.clear()
            self._lines[line] = laid
        return laid


class LaidDays(NamedTuple):
    """The windows of :class:`AgreedDays`, each in its place, on a line with the calendars one after the other.

    Attributes:
        hours: working hours, lunch included.
        lunch: lunch.
        working_time: the working hours minus lunch.
        is_lunch_apart: whether no lunch lies in working time of any day, as that of a morning may in hours which run on
            from the night before.
    """

    hours: Windows
    lunch: Windows
    working_time: Windows
    is_lunch_apart: bool


def agreed_days_of(period: Period, zone: ZoneInfo, agreements: Sequence[Agreements]) -> AgreedDays:
    """Return the days of calendars, given the agreements of each: what was made for the same ones is kept."""
    stretches = (list(some) for _, some in groupby(agreements, key=id))  # of neighbours with the very same ones
    return _agreed_days_of(period, zone, tuple((_Same(some[0]), len(some)) for some in stretches))


class _Same:
    """An object that is equal to itself alone, so that what was made of it can be found again."""

    def __init__(self, held: Agreements) -> None:
        self.held = held

    def __hash__(self) -> int:
        return id(self.held)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.held is other.held


@lru_cache(maxsize=4)
def _agreed_days_of(period: Period, zone: ZoneInfo, agreements: tuple[tuple[_Same, int], ...]) -> AgreedDays:
    """Return the same, given agreements and how many calendars that follow each other have them."""
    size, people = (period.last - period.first).days + 1, sum(count for _, count in agreements)
    day = np.datetime64(period.first, "D") + np.arange(size)
    clock = clock_of(zone, period.first, period.last)
    edges = clock.instants(midnights_of(np.append(day, day[-1:] + 1)))
    # Colleagues often share one set of agreements, and its days are the same for all of them.
    sharing: dict[_Same, list[int]] = {}
    first = 0
    for agreement, count in agreements:
        sharing.setdefault(agreement, []).extend(range(first, first + count))
        first += count
    why_not = np.zeros(size * people, dtype=np.int8)
    parts: list[tuple[Spans, ...]] = []
    for shared, numbers in sharing.items():
        own = _own_days(period, zone, shared)
        first_days = np.array(numbers, dtype=np.int64) * size
        why_not[np.add.outer(first_days, np.arange(size))] = own.why_not
        parts.append(tuple(_repeated(some, first_days) for some in (own.hours, own.lunch, own.working_time)))
    hours, lunch, working_time = (_in_order(sets) for sets in zip(*parts, strict=True)) if parts else (_NO_SPANS,) * 3
    return AgreedDays(
        calendar=np.repeat(np.arange(people, dtype=np.int64), size),
        size=size if people else 0,
        day=np.tile(day, people),
        weekday=np.tile((day.astype(np.int64) + 3) % 7, people),
        why_not=why_not,
        bounds=Spans(np.arange(size * people), np.tile(edges[:-1], people), np.tile(edges[1:], people)),
        hours=hours,
        first_hours=np.searchsorted(hours.group, np.arange(size * people + 1)),
        lunch=lunch,
        working_time=working_time,
        working_seconds=total(working_time, size * people),
        clock=clock,
    )


class _OwnDays(NamedTuple):
    """The days of one set of agreements; the intervals are grouped by position in the period."""

    hours: Spans
    lunch: Spans
    working_time: Spans
    why_not: npt.NDArray[np.int8]


@lru_cache(maxsize=32)
def _own_days(period: Period, zone: ZoneInfo, shared: _Same) -> _OwnDays:
    """Return the days of one set of agreements; kept, since its weeks are asked for one by one, and of each person."""
    agreement, clock = shared.held, clock_of(zone, period.first, period.last)
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
    return _OwnDays(placed_hours, placed_lunch, subtract(placed_hours, placed_lunch), why_not)


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
