from __future__ import annotations

from report_runs import run_of

from analyzer.figures.series_costs import series_costs


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
