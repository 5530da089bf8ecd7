from __future__ import annotations

from datetime import date

import pytest

from analyzer.reports.html.week_choice import MOST_SMALL, choose_weeks
from analyzer.time.period import Period, default_period, monday_of

TODAY = date(2026, 11, 18)
"""A Wednesday of week 47."""


def numbers(mondays: object) -> list[int]:
    return [monday.isocalendar().week for monday in mondays]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("shown", "further"), [(date(2026, 11, 16), [48]), (date(2026, 11, 23), [47])])
def test_choose_weeks_draws_this_week_and_the_next_large_and_those_before_small(
    shown: date, further: list[int]
) -> None:
    choice = choose_weeks(default_period(TODAY), shown, TODAY)
    assert numbers(choice.further) == further
    assert numbers(choice.large) == [47, 48]
    assert numbers(choice.small) == [43, 44, 45, 46]
    assert not choice.others


@pytest.mark.parametrize(
    ("first", "last", "large", "small"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), [47, 48], [41, 42, 43, 44, 45, 46, 49, 50, 51, 52, 53]),
        (date(2025, 11, 17), date(2026, 11, 15), [46], [40, 41, 42, 43, 44, 45]),
        (date(2026, 11, 16), date(2027, 11, 14), [47, 48], [49, 50, 51, 52, 53, 1]),
        (date(2026, 11, 16), date(2026, 11, 22), [47], []),
        (date(2026, 11, 18), date(2026, 11, 18), [47], []),
    ],
)
def test_choose_weeks_draws_those_next_to_today(first: date, last: date, large: list[int], small: list[int]) -> None:
    period = Period(first, last)
    choice = choose_weeks(period, monday_of(min(TODAY, last)), TODAY)
    assert (numbers(choice.large), numbers(choice.small)) == (large, small)
    assert len(choice.small) <= 2 * MOST_SMALL
    everything = sorted([*choice.drawn, *choice.others])
    assert len(everything) == len(set(everything)) == (period.last - everything[0]).days // 7 + 1
