"""The week in one sentence, and its four figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from report_runs import run_of

from analyzer.figures.days import day_facts
from analyzer.figures.weeks import coming_week, week_before, week_figures
from analyzer.reports.words.summary import four_figures, sum_up
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import Translator

MONDAY = date(2026, 11, 16)

CALLS = [f"tue {hour:02d}:00-{hour + 1:02d}:00 Call {hour} | call people=3" for hour in range(9, 12)]
LONG_DAYS = [
    f"{day} {span} Work | people=3" for day in ("mon", "wed", "fri") for span in ("10:00-11:30", "13:30-15:30")
]


def said(run: Run, language: str = "en") -> str:
    week = next(week for week in week_figures(run) if week.monday == coming_week(run))
    return sum_up(run, week, day_facts(run), Wording(Translator(language), run.zone.zone, is_aloud=True))


def week_of(*lines: str, today: date = MONDAY, **judging: Any) -> Run:
    period = judging.pop("period", ("2026-11-16", "2026-11-22"))
    return replace(run_of(*lines, judging={"period": period, **judging}), today=today)


def test_sum_up_says_lunches_the_longest_row_of_calls_and_the_free_day() -> None:
    run = week_of(*CALLS, "tue 12:00-12:30 Demo | call people=3", *LONG_DAYS)
    assert said(run) == (
        "This week: 4 of 5 lunches free, Tuesday holds four calls in a row, Thursday is free to concentrate."
    )
    assert said(run, "nl") == (
        "Deze week: 4 van de 5 lunchpauzes vrij, dinsdag vier videogesprekken achter elkaar, donderdag is vrij om "
        "je te concentreren."
    )


@pytest.mark.parametrize(
    ("today", "lead"),
    [
        (date(2026, 11, 16), "This week: "),
        (date(2026, 11, 12), "Next week: "),
        (date(2026, 11, 23), "Last week: "),
        (date(2026, 11, 30), "Week 47: "),
        (date(2026, 11, 2), "Week 47: "),
    ],
)
def test_sum_up_names_the_week_as_seen_from_today(today: date, lead: str) -> None:
    assert said(week_of(*CALLS, today=today)).startswith(lead)


@pytest.mark.parametrize(("today", "verb"), [(date(2026, 11, 17), "holds"), (date(2026, 11, 18), "held")])
def test_sum_up_tells_what_was_from_what_is(today: date, verb: str) -> None:
    assert f"Tuesday {verb} three calls in a row" in said(week_of(*CALLS, today=today))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["mon 09:00-10:00 A | people=3"], "all 5 lunches free"),
        (["mon 12:00-13:00 A | people=3"], "4 of 5 lunches free"),
        ([f"{day} 12:00-12:05 A | people=3" for day in ("mon", "tue", "wed", "thu", "fri")], "no lunch free"),
    ],
)
def test_sum_up_counts_lunches(lines: list[str], expected: str) -> None:
    assert f": {expected}, " in said(week_of(*lines))


def test_sum_up_says_no_row_of_calls_where_none_follow_one_another() -> None:
    assert "in a row" not in said(week_of("tue 09:00-10:00 A | call", "tue 10:05-11:00 B | call"))


def test_sum_up_says_a_row_longer_than_twelve_in_figures() -> None:
    lines = [f"tue 09:{minute:02d}-09:{minute + 4:02d} A{minute} | call" for minute in range(0, 52, 4)]
    assert "Tuesday holds 13 calls in a row" in said(week_of(*lines))
    assert "Tuesday holds twelve calls in a row" in said(week_of(*lines[1:]))


def test_sum_up_counts_free_days_only_from_today_on() -> None:
    lines = [line for line in LONG_DAYS if not line.startswith("fri")]
    assert "Tuesday, Thursday and Friday are free" in said(week_of(*lines))
    assert "Thursday and Friday are free to concentrate" in said(week_of(*lines, today=date(2026, 11, 18)))
    over = said(week_of(*lines, today=date(2026, 11, 23)))
    assert "Tuesday, Thursday and Friday were free to concentrate" in over


def test_sum_up_calls_no_day_free_that_is_full_of_what_cannot_be_told() -> None:
    full = [f"{day} 08:30-15:30 ? | people=unnamed" for day in ("tue", "thu")]
    text = said(week_of(*LONG_DAYS, *full))
    assert "free to concentrate" not in text
    assert "most time to concentrate on" in text


@pytest.mark.parametrize(
    ("wednesday", "expected"),
    [
        (["09:00-09:15"], "most time to concentrate on Wednesday: 7 hours and 15 minutes"),
        (
            ["09:00-09:15", "09:30-09:45", "13:00-13:15"],
            "most time to concentrate on Wednesday: 6 hours and 30 minutes",
        ),
        ([], "Wednesday is free to concentrate"),
    ],
)
def test_sum_up_calls_no_day_free_that_holds_a_meeting_however_short(wednesday: list[str], expected: str) -> None:
    full = [
        f"{day} {span} A | people=3" for day in ("mon", "tue", "thu", "fri") for span in ("09:00-12:00", "14:00-16:00")
    ]
    short = [f"wed {span} Stand-up | people=3" for span in wednesday]
    assert said(week_of(*full, *short)).endswith(f"{expected}.")


def test_sum_up_says_where_there_is_most_time_when_no_day_is_free() -> None:
    lines = [f"{day} 08:30-11:00 A | people=3" for day in ("mon", "tue", "wed", "thu", "fri")]
    afternoons = [f"{day} 14:00-14:30 B | people=3" for day in ("mon", "tue", "thu", "fri")]
    assert "most time to concentrate on Wednesday: 4 hours and 30 minutes" in said(week_of(*lines, *afternoons))


def test_sum_up_says_when_there_is_nowhere_time() -> None:
    days = ("mon", "tue", "wed", "thu", "fri")
    lines = [f"{day} {span} A | people=3" for day in days for span in ("10:00-11:00", "14:30-16:00")]
    assert said(week_of(*lines)).endswith("nowhere 2 hours in one piece to concentrate.")
    assert "nowhere 3 hours in one piece" in said(week_of(*lines, agreements={"focus_block": 180}))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["mon 09:00-10:00 Dentist | people=1"], "This week: no meetings planned."),
        (["mon 09:00-10:00 ? | people=unnamed"], "This week: no event that is known to be a meeting."),
        (
            [f"{day} Leave | absence" for day in ("mon", "tue", "wed", "thu", "fri")],
            "This week: no workdays, because of leave.",
        ),
        (
            [
                *(f"{day} Leave | absence" for day in ("mon", "tue", "wed", "thu", "fri")),
                "wed 09:00-10:00 A | people=3",
            ],
            "This week: no workdays, because of leave, 1 meeting all the same.",
        ),
    ],
)
def test_sum_up_of_a_week_without_meetings_or_workdays(lines: list[str], expected: str) -> None:
    assert said(week_of(*lines)) == expected


def test_sum_up_of_a_weekend_and_of_a_holiday() -> None:
    assert said(week_of("sat 09:00-10:00 A | people=3", period=("2026-11-21", "2026-11-22"))) == (
        "This week: no workdays, 1 meeting all the same."
    )
    christmas = week_of(period=("2026-12-25", "2026-12-27"), agreements={"holidays": "NL"})
    assert said(christmas) == "Week 52: no workdays, because of a public holiday."


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (CALLS, "Tuesday 17 November: lunch free, three calls in a row, 4 hours and 30 minutes free to concentrate."),
        (
            ["tue 11:30-12:30 A | people=3", "tue 14:00-15:30 B | people=3"],
            "Tuesday 17 November: lunch not free, 5 hours free to concentrate.",
        ),
        ([], "Tuesday 17 November: no meetings planned."),
        (["tue Leave | absence"], "Tuesday 17 November: no workdays, because of leave."),
    ],
)
def test_sum_up_of_one_day(lines: list[str], expected: str) -> None:
    assert said(week_of(*lines, period=("2026-11-17", "2026-11-17"))) == expected


def test_sum_up_starts_with_a_capital_in_dutch() -> None:
    assert (
        said(week_of(period=("2026-11-17", "2026-11-17")), "nl") == "Dinsdag 17 november: geen vergaderingen gepland."
    )


def test_sum_up_of_an_afternoon_on_which_nothing_is_left_says_how_many_meetings() -> None:
    run = week_of(
        "mon 09:00-10:00 A | people=3",
        today=date(2026, 11, 18),
        period=("2026-11-16", "2026-11-18"),
        agreements={"working_days": ["mon"], "lunch": []},
    )
    assert said(run) == "This week: 1 meeting."


def test_four_figures_stand_beside_the_last_full_week_with_workdays() -> None:
    leave = [f"2026-11-{day:02d} Leave | absence" for day in range(9, 14)]
    run = week_of(*CALLS, *leave, "2026-11-03 12:00-14:00 A | people=3", period=("2026-11-02", "2026-11-22"))
    figures = week_figures(run)
    wording = Wording(Translator("en"), run.zone.zone)
    before = week_before(figures, MONDAY)
    found = four_figures(run, figures[-1], before, wording)
    assert [(one.name, one.value, one.before) for one in found] == [
        ("Lunches free", "5 of 5", "Week 45: 4 of 5"),
        ("Free to concentrate", "36 h 30 min", "Week 45: 39 h"),
        ("Longest row of calls", "3 (3 h)", "Week 45: none"),
        ("In meetings", "3 h", "Week 45: 2 h"),
    ]
    assert [one.before for one in four_figures(run, figures[-1], None, wording)] == [""] * 4


def test_four_figures_of_a_week_without_workdays_count_no_lunches() -> None:
    run = week_of("sat 09:00-10:00 A | people=3", period=("2026-11-21", "2026-11-22"))
    found = four_figures(run, week_figures(run)[0], None, Wording(Translator("en"), run.zone.zone))
    assert [one.value for one in found] == ["none", "0 min", "none", "1 h"]
