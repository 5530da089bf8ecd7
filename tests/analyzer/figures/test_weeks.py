from __future__ import annotations

from datetime import date

import pytest
from report_runs import run_of

from analyzer.figures.weeks import last_full_weeks, longest_calls, week_figures
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
