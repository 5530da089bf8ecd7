from __future__ import annotations

from report_runs import run_of

from analyzer.figures.heat_map import heat_map
from analyzer.run import Run


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
