"""Workdays: which days are worked, and from when to when, as instants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from analyzer.agreements import Agreements, Window
from analyzer.time.intervals import Ints, Spans, merge, overlap, spans, subtract
from analyzer.time.period import Period

NOT_WORKED = ("", "not-agreed", "holiday", "absence")
"""Why a day is no workday; "" for a workday."""


@dataclass(frozen=True)
class Days:
    """Every day of the period in every calendar, ordered by calendar and day: arrays of equal length.

    A *day number* is a position in these arrays; the intervals below are grouped by it.

    Attributes:
        calendar: number of the calendar.
        day: the calendar day, ``datetime64[D]``.
        weekday: 0 for Monday.
        not_worked: why the day is no workday, "" for a workday.
        bounds: the whole day, midnight to midnight.
        hours: working hours of the days the owner is agreed to work, lunch included, also on holidays and leave.
        lunch: the lunch windows of workdays.
        working_time: working hours minus lunch, of workdays only.
    """

    calendar: Ints
    day: npt.NDArray[np.datetime64]
    weekday: Ints
    not_worked: npt.NDArray[np.object_]
    bounds: Spans
    hours: Spans
    lunch: Spans
    working_time: Spans

    @property
    def is_workday(self) -> npt.NDArray[np.bool_]:
        """Which days are workdays."""
        return np.asarray(self.not_worked == "", dtype=bool)

    @property
    def has_lunch(self) -> npt.NDArray[np.bool_]:
        """Which days are workdays with a lunch window."""
        return np.isin(np.arange(len(self.day)), self.lunch.group)

    @property
    def week(self) -> Ints:
        """A number per ISO week, ascending with time (weeks since the Monday before 1970)."""
        return np.asarray((self.day.astype(np.int64) + 3) // 7, dtype=np.int64)

    def hours_bounds(self, numbers: Ints) -> tuple[Ints, Ints]:
        """Return when the working hours of each of these days, all with such hours, begin and end for good."""
        first = np.searchsorted(self.hours.group, numbers, side="left")
        last = np.searchsorted(self.hours.group, numbers, side="right") - 1
        return self.hours.start[first], self.hours.end[last]

    def calendar_of(self, by_day: Spans) -> Spans:
        """Return intervals grouped by day as intervals grouped by calendar."""
        return Spans(self.calendar[by_day.group], by_day.start, by_day.end)

    def split(self, by_calendar: Spans) -> tuple[Spans, Ints]:
        """Cut intervals grouped by calendar at midnight.

        Returns:
            The pieces grouped by day, and for each piece the position of the interval it comes from. What lies
            outside the period is dropped. An interval of no length keeps one piece of no length.
        """
        return _split(self, by_calendar)


def clock_windows(days: Days, zone: ZoneInfo, window: Window) -> Spans:
    """Return a window of the owner's clock on every day, grouped by day number."""
    distinct, position = np.unique(days.day, return_inverse=True)
    placed = [_instants(day, window, zone) for day in distinct.tolist()]
    edges = np.array(placed, dtype=np.int64).reshape(-1, 2)[position]
    return spans(np.arange(len(position)), edges[:, 0], edges[:, 1])


def _seconds(day: date, minutes: int, zone: ZoneInfo) -> int:
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    wall = midnight + timedelta(minutes=minutes)  # wall clock arithmetic: the zone decides the instant afterwards
    return int(wall.timestamp())


def days_of(period: Period, zone: ZoneInfo, agreements: Sequence[Agreements], absence: Spans) -> Days:
    """Return the days of each calendar.

    Args:
        period: the days judged.
        zone: the zone in which days begin and hours are meant.
        agreements: one per calendar number.
        absence: all-day absence (on calendar days, or 24 hours and longer), grouped by calendar number. A day that it
            covers from midnight to midnight, or whose working hours it covers wholly, is no workday.
    """
    days = period.days()
    edges = [_seconds(day, 0, zone) for day in [*days, period.last + timedelta(days=1)]]
    size = len(days)
    not_worked = np.full(size * len(agreements), "", dtype=object)
    hours, lunch = [_NO_SPANS], [_NO_SPANS]
    # Colleagues often share one set of agreements, and its days are the same for all of them.
    sharing: dict[int, list[int]] = {}
    for number, agreement in enumerate(agreements):
        sharing.setdefault(id(agreement), []).append(number)
    for numbers in sharing.values():
        agreed = _agreed_days(days, zone, agreements[numbers[0]])
        first_rows = np.array(numbers, dtype=np.int64) * size
        not_worked[np.add.outer(first_rows, np.arange(size))] = agreed.not_worked
        hours.append(_repeated(agreed.hours, first_rows))
        lunch.append(_repeated(agreed.lunch, first_rows))
    calendar = np.repeat(np.arange(len(agreements), dtype=np.int64), size)
    day_array = np.tile(np.array(days, dtype="datetime64[D]"), len(agreements))
    bounds = spans(
        np.arange(len(not_worked)), np.tile(edges[:-1], len(agreements)), np.tile(edges[1:], len(agreements))
    )
    hour_spans, lunch_spans = _joined(hours), _joined(lunch)
    by_calendar = Spans(calendar[hour_spans.group], hour_spans.start, hour_spans.end)
    is_open = hour_spans.length - overlap(by_calendar, absence) > 0
    has_open_hours = np.zeros(len(not_worked), dtype=bool)
    has_open_hours[hour_spans.group[is_open]] = True
    # Leave on the day of a night shift ends at midnight, and means the shift all the same.
    is_away = overlap(Spans(calendar, bounds.start, bounds.end), absence) == bounds.length
    not_worked[(not_worked == "") & (is_away | ~has_open_hours)] = "absence"
    is_workday = not_worked == ""
    lunch_spans = lunch_spans.where(is_workday[lunch_spans.group])
    return Days(
        calendar=calendar,
        day=day_array,
        weekday=np.asarray((day_array.astype(np.int64) + 3) % 7, dtype=np.int64),
        not_worked=not_worked,
        bounds=bounds,
        hours=hour_spans,
        lunch=lunch_spans,
        working_time=subtract(hour_spans.where(is_workday[hour_spans.group]), lunch_spans),
    )


class _AgreedDays(NamedTuple):
    """The days of one set of agreements; the intervals are grouped by position in the period."""

    hours: Spans
    lunch: Spans
    not_worked: npt.NDArray[np.object_]


def _agreed_days(days: Sequence[date], zone: ZoneInfo, agreement: Agreements) -> _AgreedDays:
    hours: list[tuple[int, int, int]] = []
    lunch: list[tuple[int, int, int]] = []
    not_worked = np.full(len(days), "", dtype=object)
    holidays = agreement.holidays_between(days[0], days[-1])
    for position, day in enumerate(days):
        work, breaks = agreement.hours_on(day)
        if not work:
            not_worked[position] = "not-agreed"
            continue
        hours += [(position, *_instants(day, window, zone)) for window in work]
        lunch += [(position, *_instants(day, window, zone)) for window in breaks]
        if day in holidays and not agreement.is_rostered(day):
            not_worked[position] = "holiday"
    return _AgreedDays(_spans(hours), _spans(lunch), not_worked)


def _instants(day: date, window: Window, zone: ZoneInfo) -> tuple[int, int]:
    return _seconds(day, window[0], zone), _seconds(day, window[1], zone)


def _spans(rows: list[tuple[int, int, int]]) -> Spans:
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return Spans(table[:, 0], table[:, 1], table[:, 2])


_NO_SPANS = _spans([])


def _repeated(some: Spans, first_rows: Ints) -> Spans:
    """Return the intervals once for each calendar, given the day number of its first day."""
    times = len(first_rows)
    return Spans(np.add.outer(first_rows, some.group).ravel(), np.tile(some.start, times), np.tile(some.end, times))


def _joined(parts: Sequence[Spans]) -> Spans:
    return merge(Spans(*(np.concatenate(columns) for columns in zip(*parts, strict=True))))


def _split(days: Days, some: Spans) -> tuple[Spans, Ints]:
    per_calendar = len(days.day) // max(1, len(np.unique(days.calendar))) if len(days.day) else 0
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
