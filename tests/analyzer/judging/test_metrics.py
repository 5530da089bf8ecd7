"""The figures of a calendar, each worked out by hand from the definitions in RULES."""

from __future__ import annotations

from typing import Any

import pytest
from event_rows import ANNA, context_of, events, judge_lines, judge_table, together

from analyzer.judging.metrics import measure
from rules.lunch_meeting import RULE as LUNCH_MEETING
from rules.no_facilitator import RULE as NO_FACILITATOR

BO = "bo@example.org"

WEEK = (
    "mon 09:00-10:00 A | call people=4",
    "mon 10:05-10:35 B | call",
    "mon 10:30-11:00 C",
    "mon 12:30-13:30 D | people=3 facilitator",
    "tue 12:00-13:00 Teamlunch | people=6",
    "tue 17:00-18:30 E | call",
    "wed Leave | absence",
    "wed 10:00-11:00 F | call",
    "fri 11:00-14:00 G",
    "fri 15:00-16:00 Not me | declined",
    "sat 10:00-10:30 H",
)
"""
Monday      meetings 60 + 55 (10:05-11:00) + 60 (30 of them after lunch); free 30, 5, 60, 240
Tuesday     meetings 60 (all lunch) + 90 (60 of them after hours); free 210, 240
Wednesday   leave, with a call of 60
Thursday    free 210, 270
Friday      meeting 180 (60 of them lunch); free 150, 210
Saturday    meeting 30
"""


def metrics_of(*lines: str, **context: Any) -> dict[str, Any]:
    zone = context.get("zone", "Europe/Amsterdam")
    return measure(context_of(events(*lines, zone=zone), **context), [])[0]


def test_week_has_the_figures_worked_out_by_hand() -> None:
    assert metrics_of(*WEEK) == {
        "meetings": 9,
        "meeting_minutes": 115 + 60 + 60 + 90 + 60 + 180 + 30,
        "call_minutes": 60 + 30 + 90 + 60,
        "workdays": 4,
        "lunches_kept": 2,  # Tuesday and Thursday
        "focus_minutes": 240 + (210 + 240) + (210 + 270) + (150 + 210),
        "longest_focus_minutes": 270,
        "focus_days": 2,  # Tuesday with 30 minutes and Thursday with none
        "outside_hours_minutes": 60 + 60 + 30,
        "meetings_without_findings": 9,
        "short_breaks": 1,
        "facilitator_share": None,
        "decision_keeper_share": None,
    }


def test_empty_week_is_free() -> None:
    empty = metrics_of()
    assert (empty["meetings"], empty["meeting_minutes"], empty["outside_hours_minutes"]) == (0, 0, 0)
    assert (empty["workdays"], empty["lunches_kept"], empty["focus_days"]) == (5, 5, 5)
    assert (empty["focus_minutes"], empty["longest_focus_minutes"]) == (5 * 480, 270)


def test_warnings_take_a_meeting_from_those_without_findings_and_notes_do_not() -> None:
    assert judge_lines(LUNCH_MEETING, *WEEK).metrics[0]["meetings_without_findings"] == 7  # without D and G
    assert judge_lines(NO_FACILITATOR, *WEEK).metrics[0]["meetings_without_findings"] == 9
    assert judge_lines([LUNCH_MEETING, NO_FACILITATOR], *WEEK).metrics[0]["meetings_without_findings"] == 7


def test_share_of_a_role_is_of_the_judged_that_have_it() -> None:
    judged = judge_lines(NO_FACILITATOR, *WEEK).metrics[0]
    assert judged["facilitator_share"] == 0.5  # D of A and D; the lunch is social, the others have two people
    assert judged["decision_keeper_share"] is None


def test_lunches_are_kept_whatever_rules_are_selected() -> None:
    assert judge_lines([NO_FACILITATOR], *WEEK).metrics[0]["lunches_kept"] == 2


@pytest.mark.parametrize(
    ("start", "breaks"),
    [("10:04", 0), ("10:05", 1), ("10:09", 1), ("10:10", 0), ("09:30", 0)],
)
def test_short_break_takes_five_to_nine_minutes(start: str, breaks: int) -> None:
    lines = ("mon 09:00-10:00 A | call", f"mon {start}-11:00 B | call")
    assert metrics_of(*lines)["short_breaks"] == breaks


def test_short_break_counts_from_the_latest_end_and_from_calls_alone() -> None:
    lines = ("mon 09:00-11:00 A | call", "mon 09:30-10:00 B | call", "mon 10:07-10:30 C | call", "mon 11:06-11:30 D")
    assert metrics_of(*lines)["short_breaks"] == 0


def test_short_breaks_add_up_and_none_lies_between_two_calendars() -> None:
    anna = events("mon 09:00-10:00 A | call", "mon 10:06-11:00 B | call", "mon 11:07-12:00 C | call")
    bo = events("mon 12:06-12:30 D | call", "mon 12:37-13:00 E | call", calendar=BO)
    metrics = judge_table(LUNCH_MEETING, together(anna, bo)).metrics
    assert [one["short_breaks"] for one in metrics] == [2, 1]


def test_events_of_no_length_make_no_short_break_but_are_meetings() -> None:
    figures = metrics_of("mon 09:00-10:00 A | call", "mon 10:06-10:06 B | call")
    assert (figures["short_breaks"], figures["meetings"], figures["meeting_minutes"]) == (0, 2, 60)


def test_minutes_are_clipped_to_the_period_so_that_periods_add_up() -> None:
    line = "2026-11-15 23:00-01:30 Release | call"
    before = metrics_of(line, period=("2026-11-09", "2026-11-15"))
    after = metrics_of(line, period=("2026-11-16", "2026-11-22"))
    assert (before["meeting_minutes"], after["meeting_minutes"]) == (60, 90)
    assert (before["call_minutes"], after["call_minutes"]) == (60, 90)
    assert (before["outside_hours_minutes"], after["outside_hours_minutes"]) == (60, 90)


def test_minutes_are_real_minutes_over_a_clock_change() -> None:
    assert metrics_of("2026-10-25 01:00-04:00 Night")["meeting_minutes"] == 240
    assert metrics_of("2026-03-29 01:00-04:00 Night")["meeting_minutes"] == 120


def test_outside_hours_leaves_lunch_in_and_counts_whole_holidays() -> None:
    figures = metrics_of(
        "2026-12-24 08:00-18:00 Offsite",
        "2026-12-25 12:00-13:00 Christmas call | call",
        agreements={"holidays": "NL"},
    )
    assert figures["outside_hours_minutes"] == 30 + 30 + 60


def test_night_shift_that_began_before_the_period_is_inside_working_hours() -> None:
    figures = metrics_of(
        "2026-11-16 05:00-07:00 Handover",
        "2026-11-17 05:00-07:00 Handover",
        agreements={"working_hours": "22:00-06:00", "lunch": "", "working_days": ("sun", "mon")},
        period=("2026-11-16", "2026-11-17"),
    )
    assert figures["outside_hours_minutes"] == 60 + 60


def test_day_without_an_agreed_lunch_keeps_none() -> None:
    agreements = {"days": {"fri": {"lunch": ""}}, "working_days": ("thu", "fri")}
    assert metrics_of(agreements=agreements)["lunches_kept"] == 1


def test_absence_of_some_hours_takes_focus_time_and_no_lunch() -> None:
    figures = metrics_of("mon 11:00-17:30 Dentist | absence", agreements={"working_days": ("mon",)})
    assert (figures["workdays"], figures["lunches_kept"], figures["focus_minutes"]) == (1, 1, 150)


def test_calendars_have_their_own_figures() -> None:
    table = together(events("mon 09:00-10:00 A | call"), events("mon 10:07-12:30 A | call", calendar=BO))
    anna, bo, nobody = judge_table(
        LUNCH_MEETING, table, calendars=[ANNA, BO, "cas@example.org"], agreements=[{}, {"working_days": ("mon",)}, {}]
    ).metrics
    assert [one["meeting_minutes"] for one in (anna, bo, nobody)] == [60, 143, 0]
    assert [one["short_breaks"] for one in (anna, bo, nobody)] == [0, 0, 0]
    assert [one["workdays"] for one in (anna, bo, nobody)] == [5, 1, 5]
    assert [one["meetings_without_findings"] for one in (anna, bo, nobody)] == [1, 0, 0]
    assert [one["focus_minutes"] for one in (anna, bo, nobody)] == [2400 - 90, 270, 2400]
