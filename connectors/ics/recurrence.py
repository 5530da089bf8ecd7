"""When a recurrence rule makes its event happen, inside the period asked for and within a budget of steps.

All times are wall clock without zone, in the zone of the series. A series is entered at the period asked for, not
walked from its start, unless COUNT has to be counted. Nothing here waits on a rule that never matches: each hour, day,
week, month or year looked at takes from the budget, and walking ends with the period asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from connectors.ics.recurrence_days import (
    days_of_month,
    days_of_week,
    days_of_week_year,
    days_of_year,
    is_allowed,
    month_span,
    week_year_of,
    week_year_start,
    year_start,
)
from connectors.ics.recurrence_rule import MAXIMUM_PER_DAY, PROBLEM_TEXTS, RecurrenceRule, RuleRefused, parse_rule

__all__ = ["PROBLEM_TEXTS", "STEP_BUDGET", "RecurrenceRule", "RuleRefused", "expand_rule", "parse_rule"]

STEP_BUDGET = 200_000
"""Steps one expansion may take; a step is at most about a microsecond of work."""


class _Clock(Sequence[time]):
    """The times of day a rule names, in order, worked out when asked: its lists may multiply to 86,400 of them."""

    def __init__(self, hours: Sequence[int], minutes: Sequence[int], seconds: Sequence[int]) -> None:
        self._hours, self._minutes, self._seconds = hours, minutes, seconds

    def __len__(self) -> int:
        return len(self._hours) * len(self._minutes) * len(self._seconds)

    def __getitem__(self, index: int) -> time:  # type: ignore[override]  # never sliced
        rest, second = divmod(index, len(self._seconds))
        hour, minute = divmod(rest, len(self._minutes))
        return time(self._hours[hour], self._minutes[minute], self._seconds[second])


def expand_rule(
    rule: RecurrenceRule, dtstart: datetime, start: datetime, end: datetime, *, step_budget: int = STEP_BUDGET
) -> list[datetime]:
    """Return when the events of a series start, within the half-open window [start, end).

    ``dtstart`` is the first occurrence, also when it does not fit the rule, and counts for COUNT (RFC 5545 section
    3.8.5.3); a series that ended (UNTIL) before it began has no occurrences.

    Args:
        rule: the rule, from :func:`parse_rule`.
        dtstart: start of the series, naive wall clock in its zone, whole seconds.
        start: first moment of the window, on the same clock.
        end: first moment after the window, on the same clock.
        step_budget: steps of about a microsecond that may be taken.

    Returns:
        Naive wall-clock starts in order, none twice.

    Raises:
        RuleRefused: with code ``recurrence-too-long`` when the budget is spent before the window is filled.
    """
    if end <= max(start, dtstart) or (rule.until is not None and rule.until < dtstart):
        return []
    last = end - datetime.resolution if rule.until is None else min(end - datetime.resolution, rule.until)
    found = [dtstart] if start <= dtstart else []
    left = None if rule.count is None else rule.count - 1
    first_day, start_day, last_day = dtstart.toordinal(), start.toordinal(), last.toordinal()
    series = _Series(rule, dtstart)
    begin = series.period_of(dtstart)
    period, left = series.enter(begin, start, left)
    while series.first_day(period) <= last_day and left != 0:
        days, clock = series.days(period), series.clock(period)
        places = _places(rule, len(days) * len(clock))
        step_budget -= series.weight + len(places)
        if step_budget < 0:
            raise RuleRefused("recurrence-too-long")
        if period > begin and days and days[-1] < start_day:
            left = None if left is None else max(left - len(places), 0)
            places = ()
        for place in places:
            day_place, time_place = divmod(place, len(clock))
            if not first_day <= days[day_place] <= last_day:
                continue
            moment = datetime.combine(date.fromordinal(days[day_place]), clock[time_place])
            if moment <= dtstart:
                continue
            if moment > last or left == 0:
                return found
            left = None if left is None else left - 1
            if moment >= start:
                found.append(moment)
        period = series.next(period, bool(days))
    return found


def _places(rule: RecurrenceRule, size: int) -> Sequence[int]:
    """Return which of the occurrences of one period are meant, counted from 0 and in order (BYSETPOS)."""
    if not rule.by_set_position:
        return range(size)
    return sorted({place - 1 if place > 0 else size + place for place in rule.by_set_position if abs(place) <= size})


class _Series:
    """A rule set going at its start. A period is one hour, day, week, month or year, numbered without gaps."""

    def __init__(self, rule: RecurrenceRule, dtstart: datetime) -> None:
        self._rule, self._start = rule, dtstart
        self._has_weeks = rule.freq == "YEARLY" and bool(rule.by_week_number)
        self._has_conditions = bool(rule.by_month or rule.by_month_day or rule.by_year_day or rule.by_week_number)
        self._minutes, self._seconds = rule.by_minute or (dtstart.minute,), rule.by_second or (dtstart.second,)
        self._clocks: dict[int, Sequence[time]] = {}
        self.weight = self._weigh()

    def _weigh(self) -> int:
        """Return how many steps finding the days of one period takes at most."""
        rule = self._rule
        if rule.freq == "YEARLY" and (rule.by_day or rule.by_year_day or rule.by_month_day):
            return 400 if self._has_weeks else 100
        return {"HOURLY": 2, "DAILY": 2, "WEEKLY": 8, "MONTHLY": 20, "YEARLY": 20}[rule.freq]

    def period_of(self, moment: datetime) -> int:
        """Return the period in which a moment falls."""
        day = moment.toordinal()
        match self._rule.freq:
            case "HOURLY":
                return day * 24 + moment.hour
            case "DAILY":
                return day
            case "WEEKLY":
                return (day - 1 - self._rule.week_start) // 7
            case "MONTHLY":
                return moment.year * 12 + moment.month - 1
        return week_year_of(day, self._rule.week_start) if self._has_weeks else moment.year

    def first_day(self, period: int) -> int:
        """Return the first day of a period."""
        match self._rule.freq:
            case "HOURLY":
                return period // 24
            case "DAILY":
                return period
            case "WEEKLY":
                return period * 7 + 1 + self._rule.week_start
            case "MONTHLY":
                return month_span(period // 12, period % 12 + 1)[0]
        return week_year_start(period, self._rule.week_start) if self._has_weeks else year_start(period)

    def days(self, period: int) -> list[int]:
        """Return the days in a period that the rule means, in order."""
        rule = self._rule
        match rule.freq:
            case "WEEKLY":
                return days_of_week(rule, self.first_day(period), self._start)
            case "MONTHLY":
                return days_of_month(rule, period // 12, period % 12 + 1, self._start)
            case "YEARLY":
                of_year = days_of_week_year if self._has_weeks else days_of_year
                return of_year(rule, period, self._start)
        day = self.first_day(period)
        return [day] if not (self._has_conditions or rule.by_day) or is_allowed(rule, day) else []

    def clock(self, period: int) -> Sequence[time]:
        """Return the times on each day of a period, in order."""
        hour = period % 24 if self._rule.freq == "HOURLY" else -1
        if hour not in self._clocks:
            hours = self._rule.by_hour or (self._start.hour,)
            if hour >= 0:
                hours = (hour,) if not self._rule.by_hour or hour in self._rule.by_hour else ()
            clock = _Clock(hours, self._minutes, self._seconds)
            self._clocks[hour] = tuple(clock) if len(clock) <= MAXIMUM_PER_DAY else clock
        return self._clocks[hour]

    def next(self, period: int, has_days: bool) -> int:
        """Return the period INTERVAL further; from an hour of a day that is not meant, the first one after that day."""
        interval = self._rule.interval
        if self._rule.freq == "HOURLY" and not has_days:
            return period + interval * -(-(24 - period % 24) // interval)
        return period + interval

    def enter(self, begin: int, start: datetime, left: int | None) -> tuple[int, int | None]:
        """Return the period from which to walk to reach ``start``, and how many of ``left`` occurrences remain there.

        Without COUNT, everything before the window is passed over. With COUNT it can be where each period holds the
        same number of occurrences, so that they are counted by multiplication.
        """
        periods = (self.period_of(start) - begin) // self._rule.interval
        if periods < 1:
            return begin, left
        if left is not None:
            if not self._is_even():
                return begin, left
            days, clock = self.days(begin), self.clock(begin)
            places = _places(self._rule, len(days) * len(clock))
            now = (self._start.toordinal(), self._start.time())
            after = sum((days[place // len(clock)], clock[place % len(clock)]) > now for place in places)
            left = max(left - after - (periods - 1) * len(places), 0)
        return begin + periods * self._rule.interval, left

    def _is_even(self) -> bool:
        """Return whether each period of the rule holds the same number of occurrences."""
        rule = self._rule
        if self._has_conditions:
            return False
        return (
            rule.freq == "WEEKLY"
            or (rule.freq == "DAILY" and not rule.by_day)
            or (rule.freq == "HOURLY" and not (rule.by_day or rule.by_hour))
        )
