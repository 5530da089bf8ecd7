from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from event_rows import context_of, events, seconds, together

from analyzer.time.intervals import spans
from analyzer.time.workdays import Days, clock_windows

HOUR = 3600


def days_of_week(*lines: str, period: tuple[str, str] = ("2026-11-16", "2026-11-22"), **agreements: Any) -> Days:
    return context_of(events(*lines), agreements=agreements, period=period).days


def hours_by_day(some: Any) -> dict[int, float]:
    return {int(day): float(some.length[some.group == day].sum()) / HOUR for day in np.unique(some.group)}


def test_week_of_office_hours_has_five_workdays_of_eight_hours() -> None:
    days = days_of_week()
    assert days.not_worked.tolist() == ["", "", "", "", "", "not-agreed", "not-agreed"]
    assert days.weekday.tolist() == list(range(7))
    assert hours_by_day(days.working_time) == dict.fromkeys(range(5), 8.0)
    assert hours_by_day(days.hours) == dict.fromkeys(range(5), 9.0)
    assert days.lunch.start.tolist()[0] == seconds("2026-11-16 12:00")


def test_days_lie_in_the_owners_zone() -> None:
    new_york = context_of(events(), zone="America/New_York", period=("2026-11-16", "2026-11-16")).days
    assert new_york.bounds.start.tolist() == [seconds("2026-11-16 06:00")]
    assert new_york.hours.start.tolist() == [seconds("2026-11-16 14:30")]


def test_alternating_weeks_follow_the_iso_week() -> None:
    days = days_of_week(period=("2026-11-16", "2026-11-29"), odd_weeks=("mon", "tue"), even_weeks=("fri",))
    worked = days.day[days.is_workday].astype(str).tolist()
    assert worked == ["2026-11-16", "2026-11-17", "2026-11-27"]


def test_weeks_keep_alternating_over_new_year_by_iso_number() -> None:
    # 2026 has 53 ISO weeks, so week 53 and week 1 are both odd.
    days = days_of_week(period=("2026-12-28", "2027-01-10"), odd_weeks=("mon",), even_weeks=())
    assert days.day[days.is_workday].astype(str).tolist() == ["2026-12-28", "2027-01-04"]


def test_split_day_has_two_windows_and_a_gap() -> None:
    days = days_of_week(period=("2026-11-16", "2026-11-16"), working_hours=["08:00-12:00", "16:00-20:00"], lunch="")
    assert days.hours.group.tolist() == [0, 0]
    assert hours_by_day(days.working_time) == {0: 8.0}
    first, last = days.hours_bounds(np.array([0]))
    assert (first.tolist(), last.tolist()) == ([seconds("2026-11-16 08:00")], [seconds("2026-11-16 20:00")])


def test_lunch_outside_the_hours_takes_no_working_time() -> None:
    days = days_of_week(period=("2026-11-16", "2026-11-16"), working_hours="08:30-12:00")
    assert hours_by_day(days.working_time) == {0: 3.5}


def test_clock_windows_stand_on_every_day_of_every_calendar_on_its_own_clock() -> None:
    context = context_of(events(), agreements=[{}, {}], calendars=["a", "b"], period=("2026-03-28", "2026-03-29"))
    placed = clock_windows(context.days, (690, 810))
    assert placed.group.tolist() == [0, 1, 2, 3]
    assert placed.start.tolist() == [seconds("2026-03-28 11:30"), seconds("2026-03-29 11:30")] * 2
    assert placed.length.tolist() == [2 * HOUR] * 4


def test_night_shift_belongs_to_the_day_it_starts() -> None:
    shifts = ({"day": "2026-11-21", "working_hours": "22:00-06:00", "lunch": "02:00-02:30"},)
    days = days_of_week(shifts=shifts)
    assert days.is_workday.tolist() == [True] * 6 + [False]
    saturday = days.working_time.where(days.working_time.group == 5)
    assert saturday.start.tolist() == [seconds("2026-11-21 22:00"), seconds("2026-11-22 02:30")]
    assert saturday.end.tolist() == [seconds("2026-11-22 02:00"), seconds("2026-11-22 06:00")]


@pytest.mark.parametrize(
    ("day", "hours_of_day", "night"),
    [("2026-03-29", 23, 7.0), ("2026-10-25", 25, 9.0), ("2026-10-18", 24, 8.0)],
)
def test_day_of_the_clock_change_has_its_real_length(day: str, hours_of_day: int, night: float) -> None:
    shifts = ({"day": str(np.datetime64(day) - 1), "working_hours": "22:00-06:00", "lunch": ""}, {"day": day})
    days = days_of_week(period=(str(np.datetime64(day) - 1), day), shifts=shifts)
    assert days.bounds.length.tolist()[1] == hours_of_day * HOUR
    assert hours_by_day(days.hours) == {0: night, 1: 9.0}
    assert days.hours.start.tolist()[1] == seconds(f"{day} 08:30")


def test_public_holiday_is_no_workday_and_keeps_its_hours_as_agreed() -> None:
    days = days_of_week(period=("2026-12-24", "2026-12-25"), holidays="NL")
    assert days.not_worked.tolist() == ["", "holiday"]
    assert hours_by_day(days.working_time) == {0: 8.0}
    assert hours_by_day(days.hours) == {0: 9.0, 1: 9.0}
    assert days.lunch.group.tolist() == [0]


def test_rostered_shift_on_a_public_holiday_is_worked() -> None:
    days = days_of_week(period=("2026-12-25", "2026-12-25"), holidays="NL", shifts=({"day": "2026-12-25"},))
    assert days.not_worked.tolist() == [""]


def test_absence_on_calendar_days_takes_each_of_its_days() -> None:
    days = days_of_week("wed..fri Leave | absence")
    assert days.not_worked.tolist() == ["", "", "absence", "absence", "absence", "not-agreed", "not-agreed"]


@pytest.mark.parametrize("words", ["absence declined", "absence cancelled", "focus", ""])
def test_all_day_entry_that_is_no_standing_absence_leaves_the_workday(words: str) -> None:
    assert days_of_week(f"wed Something | {words}").is_workday[2]


def test_timed_absence_of_a_day_and_more_takes_only_the_days_it_covers_wholly() -> None:
    days = days_of_week("mon 12:00-wed 18:00 Leave | absence")
    assert days.not_worked.tolist()[:4] == ["", "absence", "absence", ""]


def test_timed_absence_from_noon_to_noon_leaves_both_half_days_worked() -> None:
    assert days_of_week("mon 12:00-tue 12:00 Leave | absence").is_workday[:2].all()


def test_timed_absence_under_a_day_leaves_the_workday() -> None:
    assert days_of_week("mon 08:00-18:00 Leave | absence").is_workday[0]


def test_leave_on_the_day_of_a_night_shift_takes_the_whole_shift() -> None:
    days = days_of_week("mon Leave | absence", working_hours="22:00-06:00", lunch="")
    assert days.not_worked.tolist()[:2] == ["absence", ""]


def test_leave_over_one_half_of_a_split_day_leaves_a_workday() -> None:
    split = {"working_hours": ["08:00-12:00", "16:00-20:00"], "lunch": ""}
    assert days_of_week("2026-11-15 13:00-2026-11-16 13:00 Leave | absence", **split).not_worked.tolist()[0] == ""


def test_days_of_two_calendars_follow_each_other_with_their_own_agreements() -> None:
    table = together(events("mon Leave | absence"), events("tue 09:00-10:00 A", calendar="bo@example.org"))
    context = context_of(table, agreements=[{}, {"working_days": ("tue",)}], period=("2026-11-16", "2026-11-17"))
    assert context.days.calendar.tolist() == [0, 0, 1, 1]
    assert context.days.not_worked.tolist() == ["absence", "", "not-agreed", ""]


def test_week_numbers_change_on_monday() -> None:
    week = days_of_week(period=("2026-11-15", "2026-11-23")).week
    assert (week - week[0]).tolist() == [0, 1, 1, 1, 1, 1, 1, 1, 2]


def test_weeks_are_those_of_each_calendar_as_far_as_the_period_holds_them() -> None:
    # Saturday to Monday, for two people: a weekend, a Monday, and the same again.
    table = together(events("mon 09:00-10:00 A"), events("mon 09:00-10:00 A", calendar="bo@example.org"))
    days = context_of(table, agreements=[{}, {}], period=("2026-11-14", "2026-11-16")).days
    assert days.by_week(np.add, np.arange(1, 7)).tolist() == [1 + 2, 3, 4 + 5, 6]
    assert days.of_weeks(np.array([7, 8, 9, 10])).tolist() == [7, 7, 8, 9, 9, 10]
    of_one_week = context_of(table, agreements=[{}, {}], period=("2026-11-16", "2026-11-18")).days
    assert of_one_week.by_week(np.add, np.arange(1, 7)).tolist() == [1 + 2 + 3, 4 + 5 + 6]
    for first, last, sums in (("2026-11-16", "2026-11-22", [28, 77]), ("2026-11-18", "2026-11-24", [15, 13, 50, 27])):
        seven = context_of(table, agreements=[{}, {}], period=(first, last)).days
        assert seven.by_week(np.add, np.arange(1, 15)).tolist() == sums
        places = seven.of_weeks(np.arange(len(sums)))
        assert np.bincount(places, weights=np.arange(1, 15)).tolist() == sums
    assert days.names_of(np.array([2, 3, 5])).tolist() == ["2026-11-16", "2026-11-14", "2026-11-16"]


@pytest.mark.parametrize(
    ("leave", "not_worked"),
    [
        ("2026-11-14 00:00-tue 00:00 Trip | absence", ["absence", "", "", "", ""]),
        ("wed 00:00-fri 00:00 Trip | absence", ["", "", "absence", "absence", ""]),
        ("mon 08:30-tue 17:30 Trip | absence", ["absence", "absence", "", "", ""]),
        ("mon 08:31-tue 17:30 Trip | absence", ["", "absence", "", "", ""]),
        ("tue 08:30-thu 00:00 Trip | absence", ["", "absence", "absence", "", ""]),
        ("tue 00:00-wed 17:30 Trip | absence", ["", "absence", "absence", "", ""]),
        ("mon 00:00-tue 17:29 Trip | absence", ["absence", "", "", "", ""]),
        ("thu 17:30-sat 00:00 Trip | absence", ["", "", "", "", "absence"]),
    ],
)
def test_absence_from_or_until_another_hour_than_midnight_takes_the_days_of_which_no_hour_is_left(
    leave: str, not_worked: list[str]
) -> None:
    assert days_of_week(leave).not_worked.tolist()[:5] == not_worked


def test_split_cuts_at_local_midnight_and_drops_what_lies_outside() -> None:
    days = days_of_week(period=("2026-10-24", "2026-10-26"))
    some = spans(
        [0, 0, 0, 0],
        [
            seconds("2026-10-23 12:00"),
            seconds("2026-10-24 20:00"),
            seconds("2026-10-25 00:00"),
            seconds("2026-10-26 23:00"),
        ],
        [
            seconds("2026-10-23 13:00"),
            seconds("2026-10-26 01:00"),
            seconds("2026-10-25 00:00"),
            seconds("2026-10-27 01:00"),
        ],
    )
    pieces, origin = days.split(some)
    assert pieces.group.tolist() == [0, 1, 2, 1, 2]
    assert origin.tolist() == [1, 1, 1, 2, 3]
    assert (pieces.length / HOUR).tolist() == [4, 25, 1, 0, 1]


def test_split_in_the_second_calendar_gives_its_own_day_numbers() -> None:
    table = together(events("mon 09:00-10:00 A"), events("mon 09:00-10:00 A", calendar="bo@example.org"))
    days = context_of(table, period=("2026-11-16", "2026-11-17")).days
    pieces, _ = days.split(spans([1], [seconds("2026-11-16 23:00")], [seconds("2026-11-17 02:00")]))
    assert pieces.group.tolist() == [2, 3]
