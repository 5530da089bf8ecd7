from __future__ import annotations

from datetime import date

import pytest
from report_runs import run_of

from analyzer.figures.heat_map import heat_map
from analyzer.figures.series_costs import series_costs
from analyzer.figures.weeks import last_full_weeks, longest_calls, week_figures
from analyzer.run import Run
from tests.sample_run import sample_run


def load(run: Run) -> dict[tuple[int, int], int]:
    heat = heat_map(run)
    return {
        (weekday, hour): heat.cells[row][column].minutes
        for row, hour in enumerate(heat.hours)
        for column, weekday in enumerate(heat.weekdays)
        if heat.cells[row][column].minutes
    }


def test_heat_map_averages_over_the_days_and_counts_overlaps_once() -> None:
    run = run_of(
        "2026-11-16 09:30-10:15 A | people=3",
        "2026-11-16 09:45-10:15 B | people=3",
        "2026-11-23 09:30-10:00 C | people=3",
    )
    assert load(run) == {(0, 9): 30, (0, 10): 8}


def test_heat_map_leaves_out_leave_and_shows_a_saturday_that_was_met_on() -> None:
    run = run_of(
        "2026-11-16 09:00-10:00 A | people=3", "2026-11-23 Away | absence", "2026-11-21 10:00-11:00 S | people=3"
    )
    assert load(run) == {(0, 9): 60, (5, 10): 30}


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


def test_series_costs_weigh_people_by_minutes_and_leave_out_the_unknown() -> None:
    costs = series_costs(
        run_of(
            "mon 09:00-10:00 Small | people=3 series=small",
            "tue 09:00-10:00 Small | people=5 series=small",
            "wed 09:00-09:30 Large | people=30+ series=large",
            "thu 09:00-12:00 Once | people=50",
            "fri 09:00-10:00 Hidden | call people=? series=hidden",
        )
    )
    assert [(one.occurrences, one.people, one.is_at_least, one.minutes, one.person_minutes) for one in costs.shown] == [
        (1, 30, True, 30, 900),
        (2, 5, False, 120, 480),
    ]
    assert (costs.others, costs.unknown) == (0, 1)
