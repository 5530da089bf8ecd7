from __future__ import annotations

from report_runs import run_of

from analyzer.figures.series_costs import series_costs


def test_series_costs_weigh_people_by_minutes_and_the_unknown_by_time_alone() -> None:
    costs = series_costs(
        run_of(
            "mon 09:00-10:00 Small | people=3 series=small",
            "tue 09:00-10:00 Small | people=5 series=small",
            "wed 09:00-09:30 Large | people=30+ series=large",
            "thu 09:00-12:00 Once | people=50",
            "fri 09:00-10:00 Hidden | call people=? series=hidden",
            "fri 11:00-13:00 Hidden and long | call people=? series=long",
        )
    )
    assert [(one.occurrences, one.people, one.is_at_least, one.minutes, one.person_minutes) for one in costs.shown] == [
        (1, 30, True, 30, 900),
        (2, 5, False, 120, 480),
        (1, None, False, 120, None),
        (1, None, False, 60, None),
    ]
    assert (costs.others, costs.unknown) == (0, 2)


def test_series_costs_say_how_many_are_not_shown() -> None:
    lines = [f"mon {hour:02d}:00-{hour:02d}:30 S{hour} | people={hour} series=s{hour}" for hour in range(8, 17)]
    costs = series_costs(run_of(*lines))
    assert [cost.people for cost in costs.shown] == [16, 15, 14, 13, 12, 11, 10, 9]
    assert (costs.others, costs.unknown) == (1, 0)
