from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from analyzer.errors import UsageError
from analyzer.time.period import (
    LONGEST_DAYS,
    Period,
    coming_period,
    default_period,
    iso_week,
    monday_of,
    parse_period,
    weeks_of,
)

TODAY = date(2026, 11, 18)  # Wednesday of ISO week 47


def asked(**options: Any) -> tuple[str, str]:
    period = parse_period(**options).on(TODAY)
    return str(period.first), str(period.last)


@pytest.mark.parametrize("today", [date(2026, 11, 16), date(2026, 11, 18), date(2026, 11, 22)])
def test_default_is_four_full_weeks_this_one_and_the_next(today: date) -> None:
    period = default_period(today)
    assert (str(period.first), str(period.last)) == ("2026-10-19", "2026-11-29")
    assert len(period.days()) == 6 * 7


@pytest.mark.parametrize(
    ("today", "last"),
    [
        ("2026-11-16", "2026-11-29"),
        ("2026-11-17", "2026-12-06"),
        ("2026-11-22", "2026-12-06"),
        ("2026-11-23", "2026-12-06"),
    ],
)
def test_coming_period_is_whole_weeks_that_hold_today_and_thirteen_days_more(today: str, last: str) -> None:
    day = date.fromisoformat(today)
    period = coming_period(day)
    assert (period.first, str(period.last)) == (monday_of(day), last)
    assert period.first <= day <= day + timedelta(days=13) <= period.last


def test_no_option_gives_the_default() -> None:
    assert parse_period().on(TODAY) == default_period(TODAY)


def test_from_and_to_are_both_included() -> None:
    period = parse_period(first=date(2026, 11, 1), last=date(2026, 11, 2)).on(TODAY)
    assert period.days() == [date(2026, 11, 1), date(2026, 11, 2)]


def test_from_alone_runs_to_the_end_of_next_week() -> None:
    assert asked(first=date(2026, 10, 1)) == ("2026-10-01", "2026-11-29")


def test_from_alone_far_ahead_takes_four_weeks() -> None:
    assert asked(first=date(2027, 2, 1)) == ("2027-02-01", "2027-02-28")


def test_to_alone_takes_the_four_weeks_that_end_on_it() -> None:
    assert asked(last=date(2026, 11, 15)) == ("2026-10-19", "2026-11-15")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-W47", "2026-11-16", "2026-11-22"),
        ("2026W47", "2026-11-16", "2026-11-22"),
        ("w47", "2026-11-16", "2026-11-22"),
        ("2026-W53", "2026-12-28", "2027-01-03"),
        ("2026-W01", "2025-12-29", "2026-01-04"),
    ],
)
def test_iso_week_runs_from_monday_to_sunday(text: str, first: str, last: str) -> None:
    assert asked(week=text) == (first, last)


def test_last_weeks_are_full_weeks_before_this_one() -> None:
    assert asked(last_span="2w") == ("2026-11-02", "2026-11-15")


def test_last_days_end_yesterday() -> None:
    assert asked(last_span="10d") == ("2026-11-08", "2026-11-17")


def test_next_weeks_begin_with_this_one() -> None:
    assert asked(next_span="2w") == ("2026-11-16", "2026-11-29")


def test_next_days_begin_today() -> None:
    assert asked(next_span="1d") == ("2026-11-18", "2026-11-18")


@pytest.mark.parametrize(
    "options",
    [
        {"week": "2026-W54"},
        {"week": "2027-W53"},
        {"week": "47"},
        {"last_span": "4"},
        {"last_span": "0w"},
        {"last_span": "4m"},
        {"next_span": "9999w"},
        {"week": "2026-W47", "last_span": "1w"},
        {"first": TODAY, "week": "2026-W47"},
        {"first": TODAY, "last": TODAY - timedelta(days=1)},
        {"first": TODAY, "last": TODAY + timedelta(days=LONGEST_DAYS + 1)},
        {"first": date(9999, 12, 20)},
        {"last": date(1, 1, 5)},
        {"week": "9999-W52"},
    ],
)
def test_what_is_no_period_is_refused_with_a_hint(options: dict[str, Any]) -> None:
    with pytest.raises(UsageError) as refused:
        parse_period(**options).on(TODAY)
    assert refused.value.hint
    assert "{" not in str(refused.value)


def test_instants_are_local_midnights_also_over_a_clock_change() -> None:
    start, end = Period(date(2026, 10, 25), date(2026, 10, 25)).instants(ZoneInfo("Europe/Amsterdam"))
    assert (end.timestamp() - start.timestamp()) / 3600 == 25


def test_monday_and_week_of_a_day() -> None:
    assert monday_of(date(2026, 11, 22)) == date(2026, 11, 16)
    assert iso_week(date(2027, 1, 1)) == "2026-W53"


@pytest.mark.parametrize(
    ("first", "last", "mondays"),
    [
        ((2026, 11, 18), (2026, 11, 18), ["2026-11-16"]),
        ((2026, 11, 16), (2026, 11, 22), ["2026-11-16"]),
        ((2026, 11, 22), (2026, 11, 23), ["2026-11-16", "2026-11-23"]),
        ((2026, 12, 31), (2027, 1, 11), ["2026-12-28", "2027-01-04", "2027-01-11"]),
    ],
)
def test_weeks_of_a_period_are_all_that_hold_a_day_of_it(
    first: tuple[int, int, int], last: tuple[int, int, int], mondays: list[str]
) -> None:
    assert [str(monday) for monday in weeks_of(Period(date(*first), date(*last)))] == mondays
