from __future__ import annotations

from datetime import date

from report_runs import run_of

from analyzer.reports.html.small_weeks import SmallWeek, draw_small_weeks
from analyzer.reports.html.week_parts import GridStyle
from analyzer.reports.words.wording import Wording
from analyzer.text import Translator
from tests.fake_calendar import AMSTERDAM

MONDAY = date(2026, 11, 16)


def small(*lines: str) -> SmallWeek:
    run = run_of(*lines, judging={"period": ("2026-11-16", "2026-11-22")})
    (week,) = draw_small_weeks(run, [MONDAY], Wording(Translator("en"), AMSTERDAM), {MONDAY: "Words."}, GridStyle())
    return week


def test_small_week_draws_what_fills_a_day_and_no_words_of_it() -> None:
    week = small("mon 09:00-10:00 Secret plan | call", "mon 09:30-10:30 Other | people=3")
    assert week.days[0] == ("Mo", ["call at-540 for-60", "meeting at-600 for-30", "lunch at-720 for-60"])
    assert [name for name, _ in week.days] == ["Mo", "Tu", "We", "Th", "Fr"]
    assert week.sentence == "Words."


def test_small_week_shows_a_weekend_only_when_something_is_in_it() -> None:
    assert [name for name, _ in small("sat 09:00-10:00 A | people=3").days][-1] == "Sa"


def test_small_week_reaches_from_seven_to_eight_at_most() -> None:
    assert small("mon 05:00-06:00 A | call", "mon 22:00-23:00 B | call").classes == "hours-7-20"
    assert small("mon 08:00-09:00 A | call", "mon 18:00-18:30 B | call").classes == "hours-8-19"
    assert small("mon 12:00-13:00 A | call").classes == "hours-9-17"


def test_small_weeks_of_no_week_are_none() -> None:
    assert draw_small_weeks(run_of(), [], Wording(Translator("en"), AMSTERDAM), {}, GridStyle()) == []
