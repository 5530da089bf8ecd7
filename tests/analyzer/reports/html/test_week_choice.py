from __future__ import annotations

from datetime import date

import pytest

from analyzer.reports.html.week_choice import MOST_DRAWN, choose_weeks
from analyzer.time.period import Period, default_period

TODAY = date(2026, 11, 18)


def test_choose_weeks_draws_the_whole_default_period() -> None:
    choice = choose_weeks(default_period(TODAY), TODAY)
    assert [monday.isocalendar().week for monday in choice.past] == [43, 44, 45, 46]
    assert [monday.isocalendar().week for monday in choice.coming] == [47, 48]
    assert not choice.others


@pytest.mark.parametrize(
    ("first", "last", "past", "coming"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), [44, 45, 46], [47, 48, 49]),
        (date(2025, 11, 17), date(2026, 11, 15), [41, 42, 43, 44, 45, 46], []),
        (date(2026, 11, 16), date(2027, 11, 14), [], [47, 48, 49, 50, 51, 52]),
        (date(2026, 1, 1), date(2026, 11, 29), [43, 44, 45, 46], [47, 48]),
    ],
)
def test_choose_weeks_draws_those_next_to_today(first: date, last: date, past: list[int], coming: list[int]) -> None:
    period = Period(first, last)
    choice = choose_weeks(period, TODAY)
    assert [monday.isocalendar().week for monday in choice.past] == past
    assert [monday.isocalendar().week for monday in choice.coming] == coming
    assert len(choice.drawn) == MOST_DRAWN
    everything = sorted([*choice.drawn, *choice.others])
    assert len(everything) == len(set(everything)) == (period.last - everything[0]).days // 7 + 1
