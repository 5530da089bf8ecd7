"""Periods: the days that are judged, first to last, both included."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from analyzer.errors import UsageError
from analyzer.text import N_

YEARS = (1900, 2199)
"""First and last year of a period; a day outside them is taken for a mistake."""

LONGEST_DAYS = 3660
"""A period longer than about ten years is taken for a mistake."""


@dataclass(frozen=True)
class Period:
    """The days from ``first`` to ``last``, both included, in the owner's zone."""

    first: date
    last: date

    def __post_init__(self) -> None:
        for day in (self.first, self.last):
            _check_year(day)
        if self.last < self.first:
            raise UsageError(
                N_("The period ends ({last}) before it begins ({first})."),
                N_("Give --from the earlier day and --to the later one."),
                first=self.first,
                last=self.last,
            )
        if (self.last - self.first).days > LONGEST_DAYS:
            raise UsageError(
                N_("A period of {days} days is longer than meetlint judges at once."),
                N_("Choose at most ten years with --from and --to."),
                days=(self.last - self.first).days + 1,
            )

    def days(self) -> list[date]:
        """Return every day of the period, in order."""
        return [self.first + timedelta(days=offset) for offset in range((self.last - self.first).days + 1)]

    def instants(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return the half-open window [first midnight, midnight after the last day) in ``zone``."""
        after = self.last + timedelta(days=1)
        return datetime.combine(self.first, time(), zone), datetime.combine(after, time(), zone)


def _check_year(day: date) -> None:
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise UsageError(
            N_("{day} lies outside the years {first} to {last}."),
            N_("Check the year."),
            day=day,
            first=YEARS[0],
            last=YEARS[1],
        )


def monday_of(day: date) -> date:
    """Return the Monday of the ISO week that holds ``day``."""
    return day - timedelta(days=day.weekday())


def weeks_of(period: Period) -> list[date]:
    """Return the Mondays of the ISO weeks that hold a day of the period."""
    first = monday_of(period.first)
    count = (monday_of(period.last) - first).days // 7 + 1
    return [first + timedelta(weeks=number) for number in range(count)]


def default_period(today: date) -> Period:
    """Return the four full weeks before this one, this week and the next."""
    monday = monday_of(today)
    return Period(monday - timedelta(weeks=4), monday + timedelta(days=13))


def coming_period(today: date) -> Period:
    """Return this week and as many of the next as hold two weeks from today on."""
    return Period(monday_of(today), monday_of(today + timedelta(days=13)) + timedelta(days=6))


@dataclass(frozen=True)
class PeriodChoice:
    """A period as somebody asked for it, before it is known which day it is for the owner.

    Attributes:
        on: gives the period, from the owner's today; raises UsageError where that is none.
        is_default: nobody chose one.
    """

    on: Callable[[date], Period]
    is_default: bool = False


DEFAULT_PERIOD = PeriodChoice(default_period, is_default=True)
COMING_PERIOD = PeriodChoice(coming_period, is_default=True)


def parse_period(
    *,
    first: date | None = None,
    last: date | None = None,
    week: str | None = None,
    last_span: str | None = None,
    next_span: str | None = None,
) -> PeriodChoice:
    """Return the period that the options ask for, :data:`DEFAULT_PERIOD` without any.

    Args:
        first: ``--from``; alone it runs to the end of next week.
        last: ``--to``; alone it takes the four weeks that end on it.
        week: ``--week``: an ISO week such as ``2026-W47``, or ``W47`` of this year.
        last_span: ``--last``: the span before today, without today, such as ``4w`` (full ISO weeks) or ``10d``.
        next_span: ``--next``: the span from today on, such as ``2w``; in weeks: this week's Monday to the end.

    Raises:
        UsageError: options that exclude each other, or a text that is no period.
    """
    given = [name for name, value in (("--week", week), ("--last", last_span), ("--next", next_span)) if value]
    if first or last:
        given.append("--from/--to")
    if len(given) > 1:
        raise UsageError(
            N_("{one} and {other} both choose a period."),
            N_("Use one of --from/--to, --week, --last and --next."),
            one=given[0],
            other=given[1],
        )
    if week:
        return PeriodChoice(partial(_week, week))
    if last_span:
        return PeriodChoice(partial(_span_before, *_length(last_span, "--last")))
    if next_span:
        return PeriodChoice(partial(_span_after, *_length(next_span, "--next")))
    if first or last:
        for day in filter(None, (first, last)):
            _check_year(day)
        return PeriodChoice(partial(_from_to, first, last))
    return DEFAULT_PERIOD


def _from_to(first: date | None, last: date | None, today: date) -> Period:
    if first is None:
        assert last is not None
        return Period(last - timedelta(days=27), last)
    return Period(first, last or max(default_period(today).last, first + timedelta(days=27)))


def _week(text: str, today: date) -> Period:
    match = re.fullmatch(r"(?:(\d{4})-?)?[Ww](\d{1,2})", text.strip())
    try:
        if match is None:
            raise ValueError(text)
        year = int(match[1]) if match[1] else today.isocalendar().year
        monday = date.fromisocalendar(year, int(match[2]), 1)
    except ValueError:
        raise UsageError(
            N_("{week} is no ISO week."), N_("Write a week such as {example}."), week=text, example=iso_week(today)
        ) from None
    _check_year(monday)
    return Period(monday, monday + timedelta(days=6))


def _length(text: str, option: str) -> tuple[int, str]:
    match = re.fullmatch(r"(\d{1,4})([dw])", text.strip().lower())
    if match is None or int(match[1]) == 0 or int(match[1]) * (7 if match[2] == "w" else 1) > LONGEST_DAYS:
        raise UsageError(
            N_("{text} is no length of time for {option}."),
            N_("Write a number of weeks or days, such as 4w or 10d."),
            text=text,
            option=option,
        )
    return int(match[1]), match[2]


def _span_before(number: int, unit: str, today: date) -> Period:
    if unit == "w":
        monday = monday_of(today)
        return Period(monday - timedelta(weeks=number), monday - timedelta(days=1))
    return Period(today - timedelta(days=number), today - timedelta(days=1))


def _span_after(number: int, unit: str, today: date) -> Period:
    if unit == "w":
        monday = monday_of(today)
        return Period(monday, monday + timedelta(days=7 * number - 1))
    return Period(today, today + timedelta(days=number - 1))


def iso_week(day: date) -> str:
    """Return the ISO week of ``day`` as ``2026-W47``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"
