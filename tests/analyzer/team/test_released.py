"""What is made of released figures tells nothing that they do not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.team.released import Band, Measure, Share, measure_over, rounded, share_over


def week(
    median: float | None, bands: dict[float, int | None], people: int = 12, withheld: str | None = None
) -> Measure:
    edges = [*bands]
    found = tuple(
        Band(edge, upper, number) for (edge, number), upper in zip(bands.items(), [*edges[1:], None], strict=True)
    )
    return Measure("meeting_hours", "hours", people, median, found, withheld)


NOTHING = week(None, {0.0: None, 10.0: None, 20.0: None, 30.0: None}, 0, "few-people")


@pytest.mark.parametrize(
    ("value", "step", "expected"),
    [
        (0.24, 0.5, 0.0),
        (0.25, 0.5, 0.5),
        (17.74, 0.5, 17.5),
        (0.325, 0.05, 0.35),
        (0.3249, 0.05, 0.3),
        (0.975, 0.05, 1.0),
    ],
)
def test_values_are_rounded_halves_upwards(value: float, step: float, expected: float) -> None:
    assert rounded(value, step) == expected


def test_the_median_over_weeks_is_the_mean_of_those_shown() -> None:
    bands: dict[float, int | None] = {0.0: 8, 20.0: 4}
    weeks = [week(16.0, bands), week(17.0, bands), week(None, bands, withheld="all-equal"), week(19.0, bands)]
    over = measure_over(weeks)
    assert (over.median, over.people, over.withheld) == (17.5, 12, None)
    assert over.bands == weeks[0].bands


def test_bands_over_weeks_are_those_that_all_weeks_share() -> None:
    over = measure_over([week(15.0, {0.0: 3, 10.0: 5, 20.0: 4, 30.0: 0}), week(15.0, {0.0: 6, 20.0: 3, 30.0: 3})])
    assert over.bands == (Band(0.0, 20.0, 7), Band(20.0, 30.0, 4), Band(30.0, None, 2))


@pytest.mark.parametrize(("shown", "withheld", "is_shown"), [(1, 1, True), (1, 2, False), (2, 2, True), (0, 1, False)])
def test_a_figure_over_weeks_stands_for_half_of_them(shown: int, withheld: int, is_shown: bool) -> None:
    over = measure_over([week(15.0, {0.0: 8, 20.0: 4})] * shown + [NOTHING] * withheld)
    assert (over.median is not None) == is_shown
    assert all((band.people is not None) == is_shown for band in over.bands)
    assert over.withheld == (None if is_shown else "few-people")


def test_the_reason_over_weeks_is_that_of_most() -> None:
    alike = week(None, {0.0: 12, 20.0: 0}, withheld="all-equal")
    over = measure_over([NOTHING, alike, alike])
    assert (over.median, over.withheld) == (None, "all-equal")
    assert over.bands == alike.bands
    assert over.people == 12


def test_shares_over_hours_are_means_of_what_they_may_be() -> None:
    few, some = Share("x", 10, 0.2, 0.0, 0.4), Share("x", 10, 0.5, 0.5, 0.5)
    assert share_over([few, some]) == Share("x", 10, 0.35, 0.25, 0.45)
    withheld = Share("x", 0, None, None, None, "few-people")
    assert share_over([some, withheld]) == some
    assert share_over([some, withheld, withheld]) == Share("x", 0, None, None, None, "few-people")


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.none() | st.integers(0, 80), st.integers(3, 9), st.integers(3, 9)), min_size=1, max_size=8)
)
def test_figures_over_weeks_lie_within_those_of_the_weeks(rows: list[tuple[int | None, int, int]]) -> None:
    weeks = [
        week(
            None if half is None else half / 2,
            {0.0: low, 20.0: high},
            low + high,
            None if half is not None else "all-equal",
        )
        for half, low, high in rows
    ]
    over = measure_over(weeks)
    medians = [one.median for one in weeks if one.median is not None]
    if over.median is None:
        assert 2 * len(medians) < len(weeks)
    else:
        assert min(medians) - 0.5 <= over.median <= max(medians) + 0.5
    assert min(low for _, low, _ in rows) <= (over.bands[0].people or 0) <= max(low for _, low, _ in rows)
    assert min(one.people for one in weeks) <= over.people <= max(one.people for one in weeks)
