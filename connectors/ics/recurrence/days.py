"""The days that one hour, day, week, month or year of a recurrence rule holds (RFC 5545 section 3.3.10).

Days are numbers as :meth:`datetime.date.toordinal` gives them: so weeks, months and years are arithmetic, also just
outside the years 1 to 9999 that dates can hold.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from connectors.ics.recurrence.rule import RecurrenceRule

_BEFORE_MONTH = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365)
LAST_DAY = date.max.toordinal()


def weekday_of(day: int) -> int:
    """Return the weekday of a day, Monday 0."""
    return (day - 1) % 7


def year_start(year: int) -> int:
    """Return 1 January of a year, in the Gregorian calendar carried on beyond the years a date can hold."""
    before = year - 1
    return before * 365 + before // 4 - before // 100 + before // 400 + 1


def month_span(year: int, month: int) -> tuple[int, int]:
    """Return the first day of a month and its length."""
    first, is_leap = year_start(year), year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    start = _BEFORE_MONTH[month - 1] + (is_leap and month > 2)
    return first + start, _BEFORE_MONTH[month] + (is_leap and month > 1) - start


def week_year_start(year: int, week_start: int) -> int:
    """Return the first day of week 1 of a year: the first week with four of its days in that year."""
    first = year_start(year)
    into_week = (weekday_of(first) - week_start) % 7
    return first - into_week + (7 if into_week > 3 else 0)


def week_year_of(day: int, week_start: int) -> int:
    """Return the year to which the week of a day belongs."""
    year = date.fromordinal(day).year
    if day < week_year_start(year, week_start):
        return year - 1
    return year + (day >= week_year_start(year + 1, week_start))


def days_of_month(rule: RecurrenceRule, year: int, month: int, start: date) -> list[int]:
    """Return the days of one month of a MONTHLY rule; ``start`` lends what the rule leaves open."""
    if rule.by_month and month not in rule.by_month:
        return []
    first, length = month_span(year, month)
    found: list[set[int]] = []
    if rule.by_month_day:
        found.append(_month_days(first, length, rule.by_month_day))
    if rule.by_day:
        found.append(_weekdays(first, length, rule.by_day))
    if not found:
        if rule.by_year_day or rule.by_week_number:
            found.append(set(range(first, first + length)))
        else:
            found.append(_month_days(first, length, (start.day,)))
    days = sorted(set.intersection(*found))
    if rule.by_year_day or rule.by_week_number:
        days = [day for day in days if is_allowed(rule, day)]
    return days


def days_of_year(rule: RecurrenceRule, year: int, start: date) -> list[int]:
    """Return the days of one year of a YEARLY rule without BYWEEKNO; ``start`` lends what the rule leaves open."""
    if rule.by_day and len(rule.by_month) == 1 and not (rule.by_year_day or rule.by_month_day):
        # "The last Sunday of March", as the clocks of nearly all zones change, for more than a hundred years each.
        return sorted(_weekdays(*month_span(year, rule.by_month[0]), rule.by_day))
    first = year_start(year)
    length = year_start(year + 1) - first
    if not (rule.by_year_day or rule.by_month_day or rule.by_day):
        months = rule.by_month or (start.month,)
        return sorted(set().union(*(_month_days(*month_span(year, month), (start.day,)) for month in months)))
    spans = [month_span(year, month) for month in rule.by_month or range(1, 13)]
    found: list[set[int]] = []
    if rule.by_year_day:
        found.append(_month_days(first, length, rule.by_year_day))
        if rule.by_month:
            found.append({day for begin, size in spans for day in range(begin, begin + size)})
    if rule.by_month_day:
        found.append(set().union(*(_month_days(*span, rule.by_month_day) for span in spans)))
    if rule.by_day:
        # "The second Monday" is one of the month when the rule names months, and one of the year otherwise.
        within = spans if rule.by_month else [(first, length)]
        found.append(set().union(*(_weekdays(*span, rule.by_day) for span in within)))
    return sorted(set.intersection(*found))


def days_of_week_year(rule: RecurrenceRule, year: int, start: date) -> list[int]:
    """Return the days of one year of a YEARLY rule with BYWEEKNO; its weeks may reach into the years beside it."""
    first = week_year_start(year, rule.week_start)
    weeks = (week_year_start(year + 1, rule.week_start) - first) // 7
    numbers = {number if number > 0 else weeks + 1 + number for number in rule.by_week_number}
    days = [first + 7 * number - 7 + day for number in sorted(numbers) if 1 <= number <= weeks for day in range(7)]
    days = [day for day in days if 1 <= day <= LAST_DAY and is_allowed(rule, day)]
    if rule.by_day or rule.by_month_day or rule.by_year_day:
        return days
    return [day for day in days if weekday_of(day) == start.weekday()]


def days_of_week(rule: RecurrenceRule, first: int, start: date) -> list[int]:
    """Return the days of the week that begins on ``first`` of a WEEKLY rule."""
    if rule.by_day:
        weekdays = {weekday for _, weekday in rule.by_day}
    elif rule.by_month_day or rule.by_year_day or rule.by_week_number:
        weekdays = set(range(7))
    else:
        weekdays = {start.weekday()}
    days = [day for day in range(first, first + 7) if weekday_of(day) in weekdays]
    if rule.by_month or rule.by_month_day or rule.by_year_day or rule.by_week_number:
        days = [day for day in days if 1 <= day <= LAST_DAY and is_allowed(rule, day)]
    return days


def is_allowed(rule: RecurrenceRule, day: int) -> bool:
    """Return whether a day meets every condition of the rule on days, which weekday of the month or year left aside."""
    if rule.by_day and weekday_of(day) not in {weekday for _, weekday in rule.by_day}:
        return False
    calendar_day = date.fromordinal(day)
    if rule.by_month and calendar_day.month not in rule.by_month:
        return False
    if rule.by_month_day:
        first, length = month_span(calendar_day.year, calendar_day.month)
        if not _is_listed(day - first, length, rule.by_month_day):
            return False
    if rule.by_year_day:
        first = year_start(calendar_day.year)
        if not _is_listed(day - first, year_start(calendar_day.year + 1) - first, rule.by_year_day):
            return False
    if rule.by_week_number:
        year = week_year_of(day, rule.week_start)
        first = week_year_start(year, rule.week_start)
        weeks = (week_year_start(year + 1, rule.week_start) - first) // 7
        return _is_listed((day - first) // 7, weeks, rule.by_week_number)
    return True


def _is_listed(position: int, length: int, numbers: tuple[int, ...]) -> bool:
    """Return whether a place counted from 0 in ``length`` stands in a list counted from 1, or from -1 at the end."""
    return position + 1 in numbers or position - length in numbers


def _month_days(first: int, length: int, numbers: tuple[int, ...]) -> set[int]:
    """Return the days of a stretch by their number in it; numbers it does not have fall away."""
    return {first + (number - 1 if number > 0 else length + number) for number in numbers if abs(number) <= length}


def _weekdays(first: int, length: int, by_day: tuple[tuple[int, int], ...]) -> set[int]:
    """Return the weekdays of a stretch, all of them or the one that is meant."""
    days: set[int] = set()
    for which, weekday in by_day:
        every = range(first + (weekday - weekday_of(first)) % 7, first + length, 7)
        if which == 0:
            days.update(every)
        elif abs(which) <= len(every):
            days.add(every[which - 1 if which > 0 else which])
    return days
