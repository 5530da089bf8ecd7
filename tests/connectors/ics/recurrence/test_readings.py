"""Thousands of random rules: the expansion against dateutil where it is right, and against a slow reading of RFC 5545.

``RECURRENCE_EXAMPLES=5000 pytest tests/connectors/ics/recurrence/test_readings.py`` tries more of them.
"""

from __future__ import annotations

import os
from calendar import isleap, monthrange
from collections import defaultdict
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from connectors.ics.recurrence.expansion import RecurrenceRule, RuleRefused, expand_rule, parse_rule

DAWN = datetime(1, 1, 1)
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
MANY = settings(
    max_examples=int(os.environ.get("RECURRENCE_EXAMPLES", "250")),
    deadline=None,
    derandomize="RECURRENCE_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


def listed(part: str, numbers: st.SearchStrategy[object], most: int = 4) -> st.SearchStrategy[str]:
    lists = st.lists(numbers, min_size=1, max_size=most, unique=True)
    return lists.map(lambda found: f";{part}={','.join(map(str, found))}")


def signed(highest: int) -> st.SearchStrategy[object]:
    return st.integers(1, highest).flatmap(lambda number: st.sampled_from([number, number, -number]))


def maybe(part: st.SearchStrategy[str], chance: int = 3) -> st.SearchStrategy[str]:
    return st.integers(1, chance).flatmap(lambda drawn: part if drawn == 1 else st.just(""))


WEEKDAY = st.sampled_from(WEEKDAYS)
NUMBERED = st.tuples(st.sampled_from([1, 2, 3, 5, -1, -2, -5]), WEEKDAY).map(lambda pair: f"{pair[0]}{pair[1]}")
NUMBERED_IN_YEAR = st.tuples(st.sampled_from([1, 20, 53, -1, -53]), WEEKDAY).map(lambda pair: f"{pair[0]}{pair[1]}")
STARTS = st.datetimes(datetime(1960, 1, 1), datetime(1988, 1, 1)).map(lambda moment: moment.replace(microsecond=0))


@st.composite
def rules(draw: st.DrawFn, *, is_common: bool) -> str:
    """Draw the text of a rule; the common shapes leave out what dateutil reads otherwise (docs/recurrence.md)."""
    freq = draw(st.sampled_from(["HOURLY", "DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY", "YEARLY"]))
    text = f"FREQ={freq}"
    text += draw(maybe(st.sampled_from([1, 2, 3, 4, 7, 13, 30]).map(lambda number: f";INTERVAL={number}"), 2))
    text += draw(maybe(WEEKDAY.map(lambda day: f";WKST={day}")))
    text += draw(maybe(listed("BYMONTH", st.integers(1, 12))))
    text += draw(maybe(listed("BYMONTHDAY", signed(31))))
    text += draw(maybe(listed("BYYEARDAY", signed(366), 20), 8))
    if not is_common or ("INTERVAL" not in text and freq != "YEARLY"):
        # dateutil forgets days of week 52 that lie in January, and of week -52 that lie in December.
        numbers = st.integers(2, 51) | st.integers(-51, -2) if is_common else signed(53)
        text += draw(maybe(listed("BYWEEKNO", numbers, 10), 6))
    day = WEEKDAY
    if freq == "MONTHLY" or (freq == "YEARLY" and "BYWEEKNO" not in text):
        # The 20th Monday of a December is an IndexError in dateutil.
        numbered = NUMBERED_IN_YEAR if freq == "YEARLY" and "BYMONTH=" not in text else NUMBERED
        day = draw(st.sampled_from([WEEKDAY, numbered])) if is_common else WEEKDAY | NUMBERED | NUMBERED_IN_YEAR
    text += draw(maybe(listed("BYDAY", day), 2))
    text += draw(maybe(listed("BYHOUR", st.integers(0, 23), 3), 5))
    text += draw(maybe(listed("BYMINUTE", st.integers(0, 59), 2), 6))
    text += draw(maybe(listed("BYSECOND", st.integers(0, 59), 2), 9))
    if not is_common or freq != "WEEKLY":
        text += draw(maybe(listed("BYSETPOS", signed(6), 3), 5))
    return text


def read(text: str) -> RecurrenceRule:
    try:
        return parse_rule(text, is_all_day=False, zone=None)[0]
    except RuleRefused as refused:
        assume(refused.kind.code != "recurrence-too-dense")
        raise


def with_start(found: list[datetime], rule: RecurrenceRule, dtstart: datetime) -> list[datetime]:
    """Return the occurrences of the series: a start that does not fit comes on top, and COUNT and UNTIL end it."""
    series = [dtstart, *(moment for moment in found if moment > dtstart)]
    count = rule.count if rule.count is None or dtstart in found else rule.count + 1
    return [moment for moment in series[:count] if rule.until is None or moment <= rule.until]


ENDS = st.one_of(
    st.just(""),
    st.integers(1, 30).map(lambda number: f";COUNT={number}"),
    st.datetimes(datetime(1988, 1, 1), datetime(1994, 1, 1)).map(lambda moment: f";UNTIL={moment:%Y%m%dT%H%M%S}"),
)


@MANY
@given(text=rules(is_common=True), ending=ENDS, dtstart=STARTS, years=st.integers(0, 7))
def test_expand_rule_is_equal_to_dateutil(text: str, ending: str, dtstart: datetime, years: int) -> None:
    # The calendar repeats every 400 years, weekdays too. Run 8,000 years on, dateutil meets the end of time soon when
    # a rule never matches; nothing else stops it.
    ages = timedelta(days=20 * 146_097)
    rule = read(text + ending)
    end = dtstart.replace(day=1) + timedelta(days=366 * (min(years, 1) if rule.freq == "HOURLY" else years) + 40)
    try:
        peer = rrulestr(text, dtstart=dtstart + ages).xafter(dtstart + ages, inc=True)
        found = []
        for moment in peer:
            if moment - ages >= end:
                break
            found.append(moment - ages)
    except ValueError:  # dateutil's word for hours that INTERVAL never reaches
        found = []
    expected = with_start(found, rule, dtstart)
    assert expand_rule(rule, dtstart, DAWN, end) == expected
    middle = dtstart + (end - dtstart) / 2
    assert expand_rule(rule, dtstart, middle, end) == [moment for moment in expected if moment >= middle]


@MANY
@given(text=rules(is_common=False), ending=ENDS, dtstart=STARTS, days=st.integers(1, 1500))
def test_expand_rule_is_equal_to_a_slow_reading(text: str, ending: str, dtstart: datetime, days: int) -> None:
    rule = read(text + ending)
    end = dtstart + timedelta(days=days if rule.freq != "HOURLY" else min(days, 90))
    expected = with_start(slow_reading(rule, dtstart, end), rule, dtstart)
    assert expand_rule(rule, dtstart, DAWN, end) == expected
    middle = dtstart + (end - dtstart) / 2
    assert expand_rule(rule, dtstart, middle, end) == [moment for moment in expected if moment >= middle]


@MANY
@given(text=rules(is_common=False), dtstart=STARTS, years=st.integers(1, 300), days=st.integers(1, 400))
def test_expand_rule_far_away_is_the_tail_of_the_whole(text: str, dtstart: datetime, years: int, days: int) -> None:
    """Entering at the window gives what walking from the start gives."""
    rule = read(text)
    years = min(years, 5) if rule.freq == "HOURLY" else years
    start = dtstart + timedelta(days=365 * years)
    end = start + timedelta(days=days)
    whole = expand_rule(rule, dtstart, DAWN, end, step_budget=10**8)
    assert expand_rule(rule, dtstart, start, end) == [moment for moment in whole if moment >= start]


def slow_reading(rule: RecurrenceRule, dtstart: datetime, end: datetime) -> list[datetime]:
    """Return all moments of a rule before ``end``, by asking each hour of each day whether it is meant."""
    periods: dict[object, list[datetime]] = defaultdict(list)
    day = date(dtstart.year - 1, 12, 1)
    while day < date(end.year + 1, 2, 1):
        if is_meant(rule, day, dtstart.date()):
            for hour in range(24):
                moment = datetime.combine(day, time(hour))
                steps, period = steps_since(rule, moment, dtstart)
                hours = rule.by_hour or (range(24) if rule.freq == "HOURLY" else (dtstart.hour,))
                if hour in hours and steps % rule.interval == 0:
                    for minute in rule.by_minute or (dtstart.minute,):
                        for second in rule.by_second or (dtstart.second,):
                            periods[period].append(moment.replace(minute=minute, second=second))
        day += timedelta(days=1)
    found: list[datetime] = []
    for moments in periods.values():
        moments.sort()
        if rule.by_set_position:
            size = len(moments)
            moments = [
                moment
                for number, moment in enumerate(moments, 1)
                if number in rule.by_set_position or number - size - 1 in rule.by_set_position
            ]
        found += moments
    return sorted(moment for moment in found if moment < end)


def steps_since(rule: RecurrenceRule, moment: datetime, dtstart: datetime) -> tuple[int, object]:
    """Return how many hours, days, weeks, months or years after the start's a moment's lies, and which one it is."""
    if rule.freq == "HOURLY":
        hour = dtstart.replace(minute=0, second=0)
        return (moment - hour) // timedelta(hours=1), moment
    if rule.freq == "DAILY":
        return (moment.date() - dtstart.date()).days, moment.date()
    if rule.freq == "WEEKLY":
        week, first = (first_of_week(rule, at.date()) for at in (moment, dtstart))
        return (week - first).days // 7, week
    if rule.freq == "MONTHLY":
        month = (moment.year - dtstart.year) * 12 + moment.month - dtstart.month
        return month, month
    year, first_year = (week_of(rule, at.date())[0] if rule.by_week_number else at.year for at in (moment, dtstart))
    return year - first_year, year


def first_of_week(rule: RecurrenceRule, day: date) -> date:
    return day - timedelta(days=(day.weekday() - rule.week_start) % 7)


def week_of(rule: RecurrenceRule, day: date) -> tuple[int, int, int]:
    """Return year, number, and number from the end, of the week of a day: its fourth day says which year it is in."""
    fourth = first_of_week(rule, day) + timedelta(days=3)
    number = (fourth.timetuple().tm_yday + 6) // 7
    left = (365 + isleap(fourth.year) - fourth.timetuple().tm_yday) // 7
    return fourth.year, number, -1 - left


def is_meant(rule: RecurrenceRule, day: date, start: date) -> bool:
    """Return whether the by-parts on days let a day through, with what they leave open taken from the start."""
    length = monthrange(day.year, day.month)[1]
    year_day, year_length = day.timetuple().tm_yday, 365 + isleap(day.year)
    is_said = bool(rule.by_day or rule.by_month_day or rule.by_year_day)
    if not is_said and not rule.by_week_number:
        if rule.freq == "WEEKLY" and day.weekday() != start.weekday():
            return False
        if rule.freq in ("MONTHLY", "YEARLY") and day.day != start.day:
            return False
        if rule.freq == "YEARLY" and not rule.by_month and day.month != start.month:
            return False
    if not is_said and rule.by_week_number and rule.freq == "YEARLY" and day.weekday() != start.weekday():
        return False
    is_of_month = rule.freq == "MONTHLY" or bool(rule.by_month)
    nth = (day.day if is_of_month else year_day) + 6
    nth_last = (length - day.day if is_of_month else year_length - year_day) // 7 + 1
    return (
        (not rule.by_month or day.month in rule.by_month)
        and (not rule.by_week_number or bool(set(week_of(rule, day)[1:]) & set(rule.by_week_number)))
        and (not rule.by_year_day or bool({year_day, year_day - year_length - 1} & set(rule.by_year_day)))
        and (not rule.by_month_day or bool({day.day, day.day - length - 1} & set(rule.by_month_day)))
        and (
            not rule.by_day
            or any(weekday == day.weekday() and which in (0, nth // 7, -nth_last) for which, weekday in rule.by_day)
        )
    )


def test_the_slow_reading_gives_what_the_rfc_prints() -> None:
    """The yardstick itself is measured on one example of section 3.8.5.3."""
    rule = read("FREQ=MONTHLY;INTERVAL=2;BYDAY=1SU,-1SU")
    found = slow_reading(rule, datetime(1997, 9, 7, 9), datetime(1998, 2, 1))
    assert [f"{moment:%m-%d}" for moment in found if moment.year > 1996][-4:] == ["11-02", "11-30", "01-04", "01-25"]
