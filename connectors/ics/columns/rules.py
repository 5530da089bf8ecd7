"""Recurrence rules as numbers: every distinct rule is read once by the careful road's own reader, then sorted by kind.

Two kinds are reckoned by arithmetic for all their series at once:

* *even* rules: days or weeks that are all alike (every second week on Monday and Thursday),
* *monthly* rules: one day in every so many months (the last Friday, the 15th, 24 December).

The rest is worked out series by series with the careful road's own expansion.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum

import numpy as np

from connectors.ics.columns.buffer import Flags, Ints, integers
from connectors.ics.columns.times import DAY_SECONDS, month_days
from connectors.ics.recurrence.rule import NO_END_YEAR, RecurrenceRule

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  wall clock
ENDLESS = 1 << 62
"""Stands for "no end" and "no count"."""


class Kind(IntEnum):
    """How the occurrences of a series are found."""

    SINGLE = 0
    EVEN = 1
    MONTHLY = 2
    OTHER = 3


class Choice(IntEnum):
    """Which day of its month a monthly rule means."""

    START = 0
    """The day of the month on which the series starts."""
    DAY = 1
    """A day by its number, from the end where negative."""
    WEEKDAY = 2
    """The first, second … or last of a weekday."""


class RuleRows:
    """Distinct rules as rows of numbers; the first stands for "no rule"."""

    def __init__(self) -> None:
        """Begin with no rule."""
        self.shapes: list[_Shape] = [_Shape()]
        self.rules: list[RecurrenceRule | None] = [None]
        self.counts: list[int | None] = [None]
        self.untils: list[datetime | None] = [None]

    def add(self, rule: RecurrenceRule, *, is_other: bool = False) -> int:
        """Add a rule and return its place; ``is_other`` keeps it from arithmetic."""
        self.shapes.append(_OTHER if is_other else _shape(rule))
        self.rules.append(rule)
        self.counts.append(rule.count)
        self.untils.append(rule.until)
        return len(self.rules) - 1

    def add_until(self, place: int, until: datetime | None) -> int:
        """Add a rule that differs from another in its last day alone, and return its place."""
        return self._add_like(place, self.counts[place], until)

    def add_count(self, place: int, count: int) -> int:
        """Add a rule that differs from another in its number of occurrences alone, and return its place."""
        return self._add_like(place, count, self.untils[place])

    def _add_like(self, place: int, count: int | None, until: datetime | None) -> int:
        self.shapes.append(self.shapes[place])
        self.rules.append(self.rules[place])
        self.counts.append(count)
        self.untils.append(until)
        return len(self.rules) - 1


def seconds_of(local: datetime) -> int:
    """Return a wall clock time as seconds since 1970 on the same clock."""
    length = local - EPOCH
    return length.days * DAY_SECONDS + length.seconds


_NO_WEEKDAYS = (False,) * 7


@dataclass(frozen=True, slots=True)
class _Shape:
    kind: Kind = Kind.SINGLE
    step: int = 1
    weekdays: tuple[bool, ...] = _NO_WEEKDAYS
    week_start: int = 0
    choice: Choice = Choice.START
    number: int = 0
    weekday: int = 0
    month: int = 0


_OTHER = _Shape(Kind.OTHER)


def is_of_clock(rule: RecurrenceRule) -> bool:
    """Return whether a rule names times of day; two of them may fall together where the clock leaps."""
    return rule.freq == "HOURLY" or max(map(len, (rule.by_hour, rule.by_minute, rule.by_second))) > 1


def _shape(rule: RecurrenceRule) -> _Shape:
    if rule.by_hour or rule.by_minute or rule.by_second or rule.by_year_day or rule.by_week_number:
        return _OTHER
    if rule.freq in ("DAILY", "WEEKLY"):
        return _even(rule)
    return _monthly(rule)


def _even(rule: RecurrenceRule) -> _Shape:
    if rule.by_month or rule.by_month_day or rule.by_set_position:
        return _OTHER
    weekdays = tuple(any(day == weekday for _, weekday in rule.by_day) for day in range(7))
    if rule.freq == "WEEKLY":
        return _Shape(Kind.EVEN, 7 * rule.interval, weekdays, rule.week_start)
    if not rule.by_day:
        return _Shape(Kind.EVEN, rule.interval)
    # Every day that is a Monday or a Thursday: every week on Monday and Thursday.
    return _Shape(Kind.EVEN, 7, weekdays) if rule.interval == 1 else _OTHER


def _monthly(rule: RecurrenceRule) -> _Shape:
    step = rule.interval * (12 if rule.freq == "YEARLY" else 1)
    if len(rule.by_month) > (rule.freq == "YEARLY") or len(rule.by_month_day) > 1 or len(rule.by_day) > 1:
        return _OTHER
    month = rule.by_month[0] if rule.by_month else 0
    if rule.freq == "YEARLY" and not month and (rule.by_month_day or rule.by_day):
        return _OTHER  # a day of every month, or the weekday of a year
    if not rule.by_day:
        if rule.by_set_position:
            return _OTHER
        if not rule.by_month_day:
            return _Shape(Kind.MONTHLY, step, month=month)
        return _Shape(Kind.MONTHLY, step, choice=Choice.DAY, number=rule.by_month_day[0], month=month)
    ((number, weekday),) = rule.by_day
    if rule.by_month_day or (number and rule.by_set_position) or len(rule.by_set_position) > 1:
        return _OTHER
    # "The second of all Tuesdays" is the second Tuesday.
    number = number or (rule.by_set_position[0] if rule.by_set_position else 0)
    if not 1 <= abs(number) <= 5:
        return _OTHER
    return _Shape(Kind.MONTHLY, step, choice=Choice.WEEKDAY, number=number, weekday=weekday, month=month)


class Rules:
    """The same as arrays, one element for each rule, and the arithmetic on them.

    Attributes:
        kind: a :class:`Kind`.
        step: every so many days, or months.
        choice: which day of its month, a :class:`Choice`; with its ``number`` and ``weekday``.
        month: the one month in which a yearly rule may start, 0 for any.
        count: how many occurrences; :data:`ENDLESS` where it does not say.
        until: last second, on the wall clock; :data:`ENDLESS` likewise.
        is_endless: as the careful road says it.
        week_start: the first day of an even rule's weeks.
        has_weekdays: whether it names days of the week.
        is_meant: which days of a week, counted from its first, it means.
        rank: how many of these come before each day.
        place: the first, second ... of them.
        per_step: how many there are.
    """

    def __init__(self, rows: RuleRows) -> None:
        """Take the rows, which grow no more."""
        self._rows = rows
        shapes = rows.shapes
        self.kind, self.step = integers([one.kind for one in shapes]), integers([one.step for one in shapes])
        self.choice, self.number = integers([one.choice for one in shapes]), integers([one.number for one in shapes])
        self.weekday, self.month = integers([one.weekday for one in shapes]), integers([one.month for one in shapes])
        self.week_start = integers([one.week_start for one in shapes])
        self.count = integers([ENDLESS if count is None else count for count in rows.counts])
        self.until = integers([ENDLESS if until is None else seconds_of(until) for until in rows.untils])
        self.is_endless: Flags = (self.count == ENDLESS) & (self.until >= seconds_of(datetime(NO_END_YEAR, 1, 1)))  # noqa: DTZ001
        self.is_endless[0] = False
        marks: Flags = np.asarray([one.weekdays for one in shapes], dtype=bool).reshape(-1, 7)
        self.has_weekdays = np.asarray(marks.any(axis=1), dtype=bool)
        # From the first day of the rule's week on: which days it means, and how many of them come before each.
        rolled = np.take_along_axis(marks, (np.arange(7) + self.week_start[:, None]) % 7, axis=1)
        self.is_meant: Flags = rolled
        self.rank: Ints = np.cumsum(rolled, axis=1) - rolled
        self.per_step = np.maximum(rolled.sum(axis=1), 1)
        # The days that are meant moved to the front: the place in the week of the first, the second …
        self.place = np.argsort(~rolled, axis=1, kind="stable")

    def rule(self, place: int) -> RecurrenceRule | None:
        """Return a rule itself."""
        rule = self._rows.rules[place]
        return None if rule is None else replace(rule, count=self._rows.counts[place], until=self._rows.untils[place])

    def fit(self, rule: Ints, local: Ints) -> Flags:
        """Return whether each series starts on a day that its rule means; of other kinds it is not asked here."""
        day = local // DAY_SECONDS
        fits = np.ones(len(rule), dtype=bool)
        even = np.flatnonzero((self.kind[rule] == Kind.EVEN) & self.has_weekdays[rule])
        fits[even] = self.is_meant[rule[even], (weekday_of(day[even]) - self.week_start[rule[even]]) % 7]
        monthly = np.flatnonzero(self.kind[rule] == Kind.MONTHLY)
        month = months_of(day[monthly])
        of = rule[monthly]
        found, is_there = self.days(of, month, day[monthly] - month_days(month)[0])
        fits[monthly] = is_there & (found == day[monthly])
        fits[monthly] &= (self.month[of] == 0) | (self.month[of] == month % 12 + 1)
        return fits

    def days(self, rule: Ints, month: Ints, start: Ints) -> tuple[Ints, Flags]:
        """Return the day that monthly rules mean in some months, and whether the month has it.

        Args:
            rule: one for each month.
            month: counted from January 1970.
            start: on which day of its month the series starts, from 0.
        """
        first, length = month_days(month)
        choice, number = self.choice[rule], self.number[rule]
        by_day = np.where(choice == Choice.START, start, np.where(number > 0, number - 1, length + number))
        ahead = (self.weekday[rule] - weekday_of(first)) % 7  # to the first such weekday of the month
        back = (weekday_of(first + length - 1) - self.weekday[rule]) % 7  # to the last
        by_weekday = np.where(number > 0, ahead + 7 * (number - 1), length - 1 - back + 7 * (number + 1))
        into = np.where(choice == Choice.WEEKDAY, by_weekday, by_day)
        return first + into, (into >= 0) & (into < length)

    def is_in_every_month(self, rule: Ints, start: Ints) -> Flags:
        """Return whether monthly rules mean a day that no month lacks, so that COUNT counts months."""
        choice, number = self.choice[rule], np.abs(self.number[rule])
        day = np.where(choice == Choice.START, start + 1, number)
        return np.where(choice == Choice.WEEKDAY, number <= 4, day <= 28)


def weekday_of(day: Ints) -> Ints:
    """Return the weekday of days since 1970, Monday 0; 1 January 1970 was a Thursday."""
    return (day + 3) % 7


def months_of(day: Ints) -> Ints:
    """Return the months, counted from January 1970, of days since 1970."""
    return day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
