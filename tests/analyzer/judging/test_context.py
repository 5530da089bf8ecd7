from __future__ import annotations

from typing import Any

import pytest
from event_rows import ANNA, context_of, events, seconds, together

from analyzer.judging.context import Context
from analyzer.time.intervals import Spans

BO = "bo@example.org"


def context_of_lines(*lines: str, period: tuple[str, str] = ("2026-11-16", "2026-11-22"), **agreements: Any) -> Context:
    return context_of(events(*lines), agreements=agreements, period=period)


def minutes(some: Spans) -> list[tuple[int, int]]:
    """Return (group, minutes) of every interval, in order."""
    return [(int(group), int(length) // 60) for group, length in zip(some.group, some.length, strict=True)]


def titles(context: Context, mask: Any) -> list[str]:
    return context.table["title"][mask].tolist()


def test_event_spans_carry_the_number_of_their_calendar() -> None:
    table = together(events("mon 09:00-10:00 A", calendar=BO), events("mon 11:00-12:00 B"))
    context = context_of(table, calendars=[BO, "cas@example.org", ANNA])
    assert context.table["title"].tolist() == ["B", "A"]
    assert context.event_spans.group.tolist() == [2, 0]
    assert context.event_spans.start.tolist() == [seconds("2026-11-16 11:00"), seconds("2026-11-16 09:00")]


def test_calls_are_counted_meetings_with_a_platform() -> None:
    context = context_of_lines(
        "mon 09:00-10:00 Call | call",
        "mon 09:00-10:00 Room",
        "mon 09:00-10:00 Declined | call declined",
        "mon 09:00-10:00 Hybrid | hybrid",
    )
    assert sorted(titles(context, context.is_call)) == ["Call", "Hybrid"]


def test_hybrid_calls_follow_the_agreement_of_each_calendar() -> None:
    table = together(events("mon 09:00-10:00 A | hybrid"), events("mon 09:00-10:00 B | hybrid", calendar=BO))
    context = context_of(table, agreements=[{"hybrid_is_call": False}, {}])
    assert titles(context, context.is_call) == ["B"]


def test_only_focus_time_and_absence_that_stand_are_such() -> None:
    context = context_of_lines(
        "mon 09:00-10:00 F | focus",
        "tue 09:00-10:00 F2 | focus declined",
        "wed 09:00-10:00 A | absence",
        "thu 09:00-10:00 A2 | absence cancelled",
    )
    assert titles(context, context.is_focus_time) == ["F"]
    assert titles(context, context.is_absence) == ["A"]


def test_meeting_seconds_count_overlaps_once_and_leave_lunch_out() -> None:
    context = context_of_lines("mon 09:00-10:00 A", "mon 09:30-10:30 B", "mon 11:30-13:30 C", "mon 17:00-19:00 D")
    assert (context.meeting_seconds // 60).tolist() == [90 + 60 + 30, 0, 0, 0, 0, 0, 0]


def test_working_seconds_are_zero_on_days_that_are_not_worked() -> None:
    context = context_of_lines("wed Leave | absence")
    assert (context.working_seconds // 60).tolist() == [480, 480, 0, 480, 480, 0, 0]


def test_nothing_is_reckoned_of_a_day_off() -> None:
    context = context_of_lines("mon Leave | absence", "mon 09:00-13:00 A", "tue 09:00-10:00 B")
    assert context.working_seconds[0] == context.meeting_seconds[0] == context.free_seconds[0] == 0
    assert context.longest_free_seconds[:2].tolist() == [0, 270 * 60]
    assert context.meeting_seconds[1] == 3600
    assert (context.day_meetings[0].tolist(), len(context.in_lunch.window)) == ([1], 0)
    assert context.free_stretches.group.tolist()[0] == 1


def test_nothing_is_free_of_a_night_shift_on_a_day_off() -> None:
    # The leave ends at midnight and covers two of the eight hours.
    context = context_of_lines("mon Leave | absence", working_hours="22:00-06:00", lunch="")
    assert context.free_seconds[:2].tolist() == context.longest_free_seconds[:2].tolist() == [0, 8 * 3600]
    assert context.free_stretches.group.tolist() == [1, 2, 3, 4]


def test_free_stretches_end_at_meetings_absence_busy_time_and_lunch() -> None:
    context = context_of_lines(
        "mon 09:30-10:00 Meeting",
        "mon 11:00-11:15 Busy | busy",
        "mon 15:00-18:00 Dentist | absence",
        "mon 13:30-14:00 Own | people=1",
        period=("2026-11-16", "2026-11-16"),
    )
    assert minutes(context.free_stretches) == [(0, 60), (0, 60), (0, 45), (0, 120)]


def test_busy_time_of_which_nobody_is_named_may_be_a_meeting_and_ends_a_stretch() -> None:
    context = context_of_lines(
        "mon 09:30-10:00 Demo | people=unnamed",
        "mon 11:00-11:15 Review | people=unnamed free",
        "mon 13:30-14:00 Own | people=1",
        period=("2026-11-16", "2026-11-16"),
    )
    assert minutes(context.free_stretches) == [(0, 60), (0, 120), (0, 270)]


def test_day_without_anything_is_free_on_both_sides_of_lunch() -> None:
    assert minutes(context_of_lines(period=("2026-11-16", "2026-11-16")).free_stretches) == [(0, 210), (0, 270)]


def test_day_that_is_blocked_throughout_has_no_stretch() -> None:
    context = context_of_lines("mon 08:00-18:00 Offsite", period=("2026-11-16", "2026-11-16"))
    assert minutes(context.free_stretches) == []


def test_windows_that_touch_on_one_day_are_one_stretch() -> None:
    context = context_of_lines(
        period=("2026-11-16", "2026-11-16"), working_hours=["08:00-12:00", "12:00-16:00"], lunch=""
    )
    assert minutes(context.free_stretches) == [(0, 480)]


def test_days_that_touch_at_midnight_stay_two_stretches() -> None:
    context = context_of_lines(period=("2026-11-16", "2026-11-17"), working_hours="00:00-24:00", lunch="")
    assert minutes(context.free_stretches) == [(0, 1440), (1, 1440)]


def test_shift_into_the_next_days_hours_gives_each_day_its_own_stretch() -> None:
    shifts = ({"day": "2026-11-16", "working_hours": "20:00-09:30", "lunch": ""},)
    context = context_of_lines(
        "tue 09:00-10:00 A", period=("2026-11-16", "2026-11-17"), shifts=shifts, days={"tue": {"lunch": ""}}
    )
    assert minutes(context.free_stretches) == [(0, 13 * 60), (1, 30), (1, 450)]


def test_lunch_in_hours_that_run_on_from_the_night_before_is_lunch_all_the_same() -> None:
    shifts = ({"day": "2026-11-16", "working_hours": "20:00-13:30", "lunch": ""},)
    context = context_of_lines("tue 12:15-12:45 A", period=("2026-11-16", "2026-11-17"), shifts=shifts)
    assert context.lunch_seconds.tolist() == [0, 30 * 60]


def test_night_of_the_clock_change_is_free_for_its_real_length() -> None:
    for day, hours in (("2026-03-28", 7), ("2026-10-24", 9)):
        context = context_of_lines(period=(day, day), working_hours="22:00-06:00", lunch="", working_days=("sat",))
        assert minutes(context.free_stretches) == [(0, hours * 60)]


@pytest.mark.parametrize(("start", "blocks"), [("10:30", [(0, 120), (0, 270)]), ("10:29", [(0, 270)])])
def test_focus_block_has_at_least_the_agreed_length(start: str, blocks: list[tuple[int, int]]) -> None:
    context = context_of_lines(f"mon {start}-12:00 A", period=("2026-11-16", "2026-11-16"))
    assert minutes(context.focus_blocks) == blocks


def test_focus_block_is_agreed_on_per_calendar() -> None:
    table = together(events("mon 09:30-10:00 A"), events("mon 09:30-10:00 A", calendar=BO))
    context = context_of(table, agreements=[{"focus_block": 60}, {}], period=("2026-11-16", "2026-11-16"))
    assert minutes(context.focus_blocks) == [(0, 60), (0, 120), (0, 270), (1, 120), (1, 270)]


@pytest.mark.parametrize(("end", "is_focus_day"), [("10:00", True), ("10:01", False)])
def test_focus_day_holds_at_most_the_agreed_minutes(end: str, is_focus_day: bool) -> None:
    context = context_of_lines(f"mon 09:00-{end} A")
    assert context.is_focus_day[0] == is_focus_day
    assert context.is_focus_day[1:].tolist() == [True, True, True, True, False, False]


def test_agreed_days_are_those_of_each_calendar() -> None:
    table = together(events("mon 09:00-10:00 A"), events("mon 09:00-10:00 A", calendar=BO))
    context = context_of(table, agreements=[{"meeting_days": ("mon",)}, {"meeting_days": ("tue", "sun")}])
    assert context.agreed_days("meeting_days").nonzero()[0].tolist() == [0, 8, 13]
    assert not context.agreed_days("focus_days").any()


def test_day_meetings_name_every_meeting_that_touches_working_time_once_a_day() -> None:
    context = context_of_lines(
        "mon 11:30-13:30 Across noon",
        "mon 12:00-13:00 At noon",
        "mon 10:00-10:00 Mark",
        "mon 16:00-tue 09:00 Night",
        "tue 10:00-11:00 Own | people=1",
        "tue 11:30-13:30 Across lunch again",
        "wed Leave | absence",
        "wed 10:00-11:00 On leave",
    )
    day, event = context.day_meetings
    named = context.table["title"].tolist()
    assert [(number, named[row]) for number, row in zip(day.tolist(), event.tolist(), strict=True)] == [
        (0, "Across noon"),
        (0, "Night"),
        (1, "Night"),
        (1, "Across lunch again"),
    ]


def test_only_absence_on_whole_days_makes_a_day_off() -> None:
    context = context_of_lines("mon Fair | people=9", "tue 09:00-11:00 Dentist | absence", "wed Leave | absence")
    assert context.days.is_workday.tolist() == [True, True, False, True, True, False, False]


def test_better_left_free_is_the_preferred_half_of_any_day_and_the_agreed_focus_day() -> None:
    table = together(events("mon 09:00-10:00 Intake"), events("mon 09:00-10:00 Intake", calendar=BO))
    context = context_of(table, agreements=[{"focus_half_day": "afternoon"}, {"focus_days": ("tue",)}])
    afternoons, tuesday_of_bo = [(day, 270) for day in range(5)], [(8, 210), (8, 270)]
    assert minutes(context.better_left_free) == [*afternoons, *tuesday_of_bo]
    assert minutes(context.kept_for_focus) == tuesday_of_bo


@pytest.mark.parametrize(
    ("half", "start", "end"),
    [
        ("", "2026-11-16 00:00", "2026-11-17 00:00"),
        ("morning", "2026-11-16 00:00", "2026-11-16 12:00"),
        ("afternoon", "2026-11-16 12:00", "2026-11-17 00:00"),
    ],
)
def test_noon_divides_the_day_however_long_it_is(half: str, start: str, end: str) -> None:
    day = ("2026-11-16", "2026-11-16")
    agreed = {"working_hours": "00:00-24:00", "lunch": "", "focus_days": ("mon",), "focus_half_day": half}
    kept = context_of_lines(period=day, **agreed).kept_for_focus
    assert (kept.start.tolist(), kept.end.tolist()) == ([seconds(start)], [seconds(end)])
