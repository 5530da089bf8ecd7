"""When a recurrence rule makes its event happen, inside the period asked for and within a budget of steps.

All times are wall clock without zone, in the zone of the series. A series is entered at the period asked for, not
walked from its start, unless COUNT has to be counted. Nothing here waits on a rule that never matches: each hour, day,
week, month or year looked at takes from the budget, and walking ends with the period asked for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from analyzer.problems import ProblemKind
from connectors.ics.recurrence import problems
from connectors.ics.recurrence.days import (
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
from connectors.ics.recurrence.problems import RuleRefused
from connectors.ics.recurrence.rule import MAXIMUM_PER_DAY, RecurrenceRule, parse_rule
from connectors.ics.work import Work, WorkSpent

__all__ = ["STEP_BUDGET", "RecurrenceRule", "RuleRefused", "check_start", "expand_rule", "parse_rule"]

STEP_BUDGET = 200_000
"""Steps one expansion may take, however many are left of those of its source."""

_Spend = Callable[[int], None]

_OCCURRENCE_STEPS = 2
_DAY_SECONDS = 86_400
_PERIOD_SECONDS = {"HOURLY": 3_600, "DAILY": _DAY_SECONDS, "WEEKLY": 7 * _DAY_SECONDS}


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
    rule: RecurrenceRule,
    dtstart: datetime,
    start: datetime,
    end: datetime,
    *,
    work: Work | None = None,
    step_budget: int = STEP_BUDGET,
) -> list[datetime]:
    """Return when the events of a series start, within the half-open window [start, end).

    ``dtstart`` is the first occurrence, also when it does not fit the rule (RFC 5545 section 3.8.5.3). It counts for
    COUNT when it fits; else it comes on top, as Google and KDE mean it. A series whose UNTIL lies before it has no
    occurrences.

    Args:
        rule: the rule, from :func:`parse_rule`.
        dtstart: start of the series, naive wall clock in its zone, whole seconds.
        start: first moment of the window, on the same clock.
        end: first moment after the window, on the same clock.
        work: where the steps are taken from.
        step_budget: the most that are taken.

    Returns:
        Naive wall-clock starts in order, none twice.

    Raises:
        RuleRefused: before the window is filled, ``recurrence-too-long`` when it takes more than ``step_budget``, and
            ``recurrence-work-spent`` when ``work`` has no more.
    """
    if end <= max(start, dtstart) or (rule.until is not None and rule.until < dtstart):
        return []
    last = end - datetime.resolution if rule.until is None else min(end - datetime.resolution, rule.until)
    series = _Series(rule, dtstart)
    expand = _multiply if series.is_even() else _walk
    first = [dtstart] if start <= dtstart else []
    left = None if rule.count is None else rule.count - series.fits_start()
    return first + expand(series, start, last, left, _spender(work, step_budget))


def _spender(work: Work | None, step_budget: int) -> _Spend:
    def spend(steps: int) -> None:
        nonlocal step_budget
        step_budget -= steps
        if step_budget < 0:
            raise RuleRefused(problems.TOO_LONG)
        if work is not None:
            try:
                work.spend(steps)
            except WorkSpent:
                raise RuleRefused(problems.WORK_SPENT) from None

    return spend


def check_start(rule: RecurrenceRule, dtstart: datetime) -> list[tuple[ProblemKind, dict[str, object]]]:
    """Return what is odd about a series and its start, as (code, fields) pairs; nothing when it fits its rule.

    ``recurrence-ended-before-start`` says that the series has no occurrences, ``recurrence-start-off-rule`` that its
    first occurrence is one its rule would not give.
    """
    if rule.until is not None and rule.until < dtstart:
        return [(problems.ENDED_BEFORE_START, {})]
    return [] if _Series(rule, dtstart).fits_start() else [(problems.START_OFF_RULE, {})]


def _multiply(series: _Series, start: datetime, last: datetime, left: int | None, spend: _Spend) -> list[datetime]:
    """Return the occurrences after the first of a rule whose periods are all alike: each is one multiplication away."""
    dtstart, begin = series.dtstart, series.period_of(series.dtstart)
    days, clock = series.days(begin), series.clock(begin)
    moments = [(days[place // len(clock)], clock[place % len(clock)]) for place in _places(series.rule, days, clock)]
    if not moments:
        return []
    first_day, first_second = dtstart.toordinal(), _second(dtstart.time())
    offsets = [(day - first_day) * _DAY_SECONDS + _second(moment) - first_second for day, moment in moments]
    period_seconds = series.rule.interval * _PERIOD_SECONDS[series.rule.freq]

    def number_before(seconds: int) -> int:
        """Return how many occurrences of the rule since its first period come before an offset from its start."""
        periods, rest = divmod(seconds - offsets[0], period_seconds)
        return periods * len(offsets) + bisect_left(offsets, rest + offsets[0])

    second = timedelta(seconds=1)
    after_first = number_before(1)
    begin_at = max(after_first, number_before(-((dtstart - start) // second)))
    end_at = number_before((last - dtstart) // second + 1)
    if left is not None:
        end_at = min(end_at, after_first + left)
    spend(_OCCURRENCE_STEPS * max(end_at - begin_at, 0))
    numbers = (divmod(number, len(offsets)) for number in range(begin_at, end_at))
    return [dtstart + timedelta(seconds=periods * period_seconds + offsets[place]) for periods, place in numbers]


def _walk(series: _Series, start: datetime, last: datetime, left: int | None, spend: _Spend) -> list[datetime]:
    """Return the occurrences after the first, found period by period."""
    dtstart, begin = series.dtstart, series.period_of(series.dtstart)
    first_day, start_day, last_day = dtstart.toordinal(), start.toordinal(), last.toordinal()
    found: list[datetime] = []
    period = begin
    if left is None:
        # What lies before the window need not be looked at when it is not counted.
        period += max((series.period_of(start) - begin) // series.rule.interval, 0) * series.rule.interval
    while series.first_day(period) <= last_day and left != 0:
        days, clock = series.days(period), series.clock(period)
        places = _places(series.rule, days, clock)
        spend(series.weight + _OCCURRENCE_STEPS * len(places))
        if left is not None and period > begin and days and days[-1] < start_day:
            left, places = max(left - len(places), 0), ()
        for place in places:
            day, moment = days[place // len(clock)], clock[place % len(clock)]
            if not first_day <= day <= last_day:
                continue
            occurrence = datetime.combine(date.fromordinal(day), moment)
            if occurrence <= dtstart:
                continue
            if occurrence > last or left == 0:
                return found
            left = None if left is None else left - 1
            if occurrence >= start:
                found.append(occurrence)
        period = series.next(period, bool(days))
    return found


def _second(moment: time) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second


def _places(rule: RecurrenceRule, days: Sequence[int], clock: Sequence[time]) -> Sequence[int]:
    """Return which of the occurrences of one period are meant, counted from 0 and in order (BYSETPOS)."""
    size = len(days) * len(clock)
    if not rule.by_set_position:
        return range(size)
    return sorted({place - 1 if place > 0 else size + place for place in rule.by_set_position if abs(place) <= size})


class _Series:
    """A rule set going at its start. A period is one hour, day, week, month or year, numbered without gaps."""

    def __init__(self, rule: RecurrenceRule, dtstart: datetime) -> None:
        self.rule, self.dtstart = rule, dtstart
        self._has_weeks = rule.freq == "YEARLY" and bool(rule.by_week_number)
        self._has_conditions = bool(rule.by_month or rule.by_month_day or rule.by_year_day or rule.by_week_number)
        self._minutes, self._seconds = rule.by_minute or (dtstart.minute,), rule.by_second or (dtstart.second,)
        self._clocks: dict[int, Sequence[time]] = {}
        self.weight = self._weigh()

    def _weigh(self) -> int:
        """Return how many steps finding the days of one period takes at most; long lists take longer to search."""
        rule = self.rule
        steps = {"HOURLY": 2, "DAILY": 2, "WEEKLY": 16, "MONTHLY": 20, "YEARLY": 20}[rule.freq]
        if self._has_weeks:
            steps = 10 + 8 * len(rule.by_week_number)
        elif rule.freq == "YEARLY" and (rule.by_day or rule.by_year_day or rule.by_month_day):
            steps = 20 + 15 * len(rule.by_month) if rule.by_month and len(rule.by_month) < 6 else 100
        elif rule.by_year_day or rule.by_week_number:
            steps *= 4
        listed = len(rule.by_month_day) + len(rule.by_year_day) + len(rule.by_week_number)
        return steps * (1 + listed // 16) + len(rule.by_set_position)

    def period_of(self, moment: datetime) -> int:
        """Return the period in which a moment falls."""
        day = moment.toordinal()
        match self.rule.freq:
            case "HOURLY":
                return day * 24 + moment.hour
            case "DAILY":
                return day
            case "WEEKLY":
                return (day - 1 - self.rule.week_start) // 7
            case "MONTHLY":
                return moment.year * 12 + moment.month - 1
        return week_year_of(day, self.rule.week_start) if self._has_weeks else moment.year

    def first_day(self, period: int) -> int:
        """Return the first day of a period."""
        match self.rule.freq:
            case "HOURLY":
                return period // 24
            case "DAILY":
                return period
            case "WEEKLY":
                return period * 7 + 1 + self.rule.week_start
            case "MONTHLY":
                return month_span(period // 12, period % 12 + 1)[0]
        return week_year_start(period, self.rule.week_start) if self._has_weeks else year_start(period)

    def days(self, period: int) -> list[int]:
        """Return the days in a period that the rule means, in order."""
        rule = self.rule
        match rule.freq:
            case "WEEKLY":
                return days_of_week(rule, self.first_day(period), self.dtstart)
            case "MONTHLY":
                return days_of_month(rule, period // 12, period % 12 + 1, self.dtstart)
            case "YEARLY":
                of_year = days_of_week_year if self._has_weeks else days_of_year
                return of_year(rule, period, self.dtstart)
        day = self.first_day(period)
        return [day] if not (self._has_conditions or rule.by_day) or is_allowed(rule, day) else []

    def clock(self, period: int) -> Sequence[time]:
        """Return the times on each day of a period, in order."""
        hour = period % 24 if self.rule.freq == "HOURLY" else -1
        if hour not in self._clocks:
            hours = self.rule.by_hour or (self.dtstart.hour,)
            if hour >= 0:
                hours = (hour,) if not self.rule.by_hour or hour in self.rule.by_hour else ()
            clock = _Clock(hours, self._minutes, self._seconds)
            self._clocks[hour] = tuple(clock) if len(clock) <= MAXIMUM_PER_DAY else clock
        return self._clocks[hour]

    def next(self, period: int, has_days: bool) -> int:
        """Return the period INTERVAL further; from an hour of a day that is not meant, the first one after that day."""
        interval = self.rule.interval
        if self.rule.freq == "HOURLY" and not has_days:
            return period + interval * -(-(24 - period % 24) // interval)
        return period + interval

    def fits_start(self) -> bool:
        """Return whether the rule gives the start of the series itself."""
        rule = self.rule
        named = rule.by_day or rule.by_hour or rule.by_minute or rule.by_second or rule.by_set_position
        if not (self._has_conditions or named):
            return True
        dtstart, period = self.dtstart, self.period_of(self.dtstart)
        days, clock = self.days(period), self.clock(period)
        now = (dtstart.toordinal(), dtstart.time())
        return any((days[at // len(clock)], clock[at % len(clock)]) == now for at in _places(self.rule, days, clock))

    def is_even(self) -> bool:
        """Return whether all periods of the rule are alike, so that their occurrences can be had by multiplying."""
        rule = self.rule
        if rule.freq in ("MONTHLY", "YEARLY") or self._has_conditions:
            return False
        return rule.freq == "WEEKLY" or not (rule.by_day or (rule.freq == "HOURLY" and rule.by_hour))
