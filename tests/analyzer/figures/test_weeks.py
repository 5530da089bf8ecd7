from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from report_runs import run_of

from analyzer.figures.weeks import coming_week, last_full_weeks, longest_calls, week_before, week_figures
from tests.sample_run import sample_run


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("mon 09:00-10:00 A | call",), None),
        (("mon 09:00-10:00 A | call", "mon 09:00-11:00 B | call"), None),
        (("mon 09:00-10:00 A | call", "mon 10:05-11:00 B | call"), None),
        (("mon 09:00-10:00 A | call", "mon 10:04-11:00 B | call"), (2, 120)),
        (("mon 09:00-10:00 A | call", "mon 10:00-10:00 B | call"), None),
        (("mon 09:00-10:00 A | call", "mon 10:00-11:00 B | people=3", "mon 11:00-12:00 C | call"), None),
        (("mon 09:00-10:00 A | call", "mon 10:00-11:00 B | call", "tue 09:00-13:00 C | call"), (2, 120)),
    ],
)
def test_longest_calls_are_those_without_a_break_of_five_minutes(
    lines: tuple[str, ...], expected: tuple[int, int] | None
) -> None:
    found = longest_calls(run_of(*lines).judgement.context)
    assert (found and (found.calls, found.minutes)) == expected


@pytest.mark.parametrize(("minimum_break", "expected"), [(7, None), (8, (2, 120)), (10, (2, 120))])
def test_longest_calls_end_where_the_agreed_break_does(minimum_break: int, expected: tuple[int, int] | None) -> None:
    lines = ("mon 09:00-10:00 A | call", "mon 10:07-11:00 B | call")
    run = run_of(*lines, judging={"agreements": {"minimum_break": minimum_break}})
    found = [longest_calls(run.judgement.context), week_figures(run)[0].call_run]
    assert [one and (one.calls, one.minutes) for one in found] == [expected, expected]
    assert bool(expected) == any(finding.rule == "back-to-back-calls" for finding in run.judgement.findings)


def test_week_figures_add_up_to_the_period() -> None:
    run = sample_run("en")
    weeks, whole = week_figures(run), run.judgement.metrics[0]
    for name in [
        "meetings",
        "meeting_minutes",
        "call_minutes",
        "workdays",
        "lunches_kept",
        "focus_minutes",
        "focus_days",
    ]:
        assert sum(week.metrics[name] for week in weeks) == whole[name], name
    assert max(week.metrics["longest_focus_minutes"] for week in weeks) == whole["longest_focus_minutes"]


def test_last_full_weeks_are_over_and_lie_in_the_period() -> None:
    weeks = week_figures(sample_run("en"))
    compared = last_full_weeks(weeks, date(2026, 11, 18))
    assert compared is not None
    assert [week.monday for week in compared] == [date(2026, 11, 9), date(2026, 11, 2)]
    assert last_full_weeks(weeks, date(2026, 11, 1)) is None


def test_longest_calls_say_the_day_on_which_they_start() -> None:
    run = run_of("tue 23:00-23:50 A | call", "tue 23:50-wed 01:00 B | call")
    found = longest_calls(run.judgement.context)
    assert found is not None
    assert (found.calls, found.day) == (2, date(2026, 11, 17))


WEEK = "2026-11-{day} 09:00-10:00 A | people=3"
TWO_WEEKS = (WEEK.format(day=16), WEEK.format(day=27))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 9), 16),  # both are yet to come
        (date(2026, 11, 16), 16),
        (date(2026, 11, 18), 16),  # three of five workdays are left, today included
        (date(2026, 11, 19), 23),  # two of five
        (date(2026, 11, 22), 23),
        (date(2026, 11, 28), 23),  # nothing comes after it
        (date(2026, 12, 7), 23),  # both are over
    ],
)
def test_coming_week_is_this_one_while_half_of_its_workdays_are_left(today: date, expected: int) -> None:
    assert coming_week(replace(run_of(*TWO_WEEKS), today=today)) == date(2026, 11, expected)


def test_coming_week_is_the_next_one_when_this_one_is_all_leave() -> None:
    leave = [f"2026-11-{day} Leave | absence" for day in range(16, 21)]
    assert coming_week(replace(run_of(*TWO_WEEKS, *leave), today=date(2026, 11, 16))) == date(2026, 11, 23)
    half = coming_week(replace(run_of(*TWO_WEEKS, *leave[1:]), today=date(2026, 11, 16)))
    assert half == date(2026, 11, 16)


def test_coming_week_of_a_past_period_has_workdays() -> None:
    leave = [f"2026-11-{day} Leave | absence" for day in range(23, 28)]
    assert coming_week(replace(run_of(*TWO_WEEKS, *leave), today=date(2026, 12, 20))) == date(2026, 11, 16)


@pytest.mark.parametrize(("first", "expected"), [("2026-11-02", date(2026, 11, 2)), ("2026-11-03", None)])
def test_week_before_is_full_and_has_workdays(first: str, expected: date | None) -> None:
    lines = [WEEK.format(day=day) for day in ("03", "09", "16", "23")]
    leave = [f"2026-11-{day:02d} Leave | absence" for day in range(9, 14)]
    figures = week_figures(run_of(*lines, *leave, judging={"period": (first, "2026-11-29")}))
    found = [week_before(figures, week.monday) for week in figures]
    assert [week and week.monday for week in found] == [None, expected, expected, date(2026, 11, 16)]
