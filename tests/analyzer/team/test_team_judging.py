"""A team judged: each by the own hours on the own clock; compared with minutes counted one by one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shared_team import member, team_rules
from slow_reading import team as slow

from analyzer.agreements import WEEKDAYS, Agreements
from analyzer.team.judging import JudgedTeam, found_by_meeting, judge_team
from analyzer.team.measures import HOURS, MEASURES, full_weeks, moments_of, weeks_of_team
from analyzer.team.members import TeamMember, judged_table
from analyzer.time.period import Period

PERIOD = Period(date(2026, 11, 16), date(2026, 11, 29))
TODAY = date(2026, 11, 30)


def judged(members: list[TeamMember], period: Period = PERIOD, today: date = TODAY) -> JudgedTeam:
    return judge_team(members, period, today, team_rules())


def found(team: JudgedTeam, rule: str) -> set[tuple[int, str]]:
    """Return members with the local start of the meetings in which they meet a rule, on the clock of UTC."""
    rows = found_by_meeting(team)
    rows = rows[rows["rule"] == rule]
    starts = team.merged.meetings["start"]
    return {(one.member, f"{starts[one.meeting]:%a %H:%M}".lower()) for one in rows.itertuples()}


def test_a_meeting_takes_the_lunch_of_those_whose_clock_shows_noon() -> None:
    team = judged(
        [
            member(["mon 12:00-13:00 Review | people=9 uid=m"], name="anna"),
            member(["mon 11:00-12:00 Review | people=9 uid=m"], name="bo", zone="Europe/Lisbon"),
        ]
    )
    assert len(team.merged.meetings) == 1
    assert found(team, "lunch-meeting") == {(0, "mon 11:00")}


def test_hours_are_those_of_each_member() -> None:
    early = Agreements(working_hours="07:00-15:00")
    lines = ["mon 16:00-17:00 Review | people=9 uid=m"]
    team = judged([member(lines, name="anna"), member(lines, name="bo", agreements=early)])
    assert found(team, "outside-working-hours") == {(1, "mon 15:00")}


def test_what_a_member_declined_is_nothing_that_the_member_meets() -> None:
    lines = "mon 12:00-13:00 Review | people=9 uid=m"
    team = judged([member([lines], name="anna"), member([f"{lines} declined"], name="bo")])
    assert {one for one, _ in found(team, "lunch-meeting")} == {0}


def test_an_event_table_made_of_shared_rows_judges_as_the_calendar_itself() -> None:
    rows = member(["mon 12:00-13:00 A | people=3", "tue 09:00-10:00 B | busy", "wed 10:00-11:00 Own | people=1"]).rows
    table = judged_table(rows.assign(member=0), ZoneInfo("Europe/Amsterdam"))
    assert table["busy"].tolist() == rows["busy"].tolist()
    assert table["start_local"].dt.strftime("%a %H:%M").tolist() == ["Mon 12:00", "Tue 09:00", "Wed 10:00"]
    assert table["line"].tolist() == [0, 1, 2]


def test_nobody_is_nobody() -> None:
    team = judged([])
    assert weeks_of_team(team)[0].values["meeting_share"].tolist() == []
    assert found_by_meeting(team).empty


@pytest.mark.parametrize(
    ("period", "today", "expected"),
    [
        (PERIOD, TODAY, ["2026-11-16", "2026-11-23"]),
        (PERIOD, date(2026, 11, 29), ["2026-11-16"]),
        (Period(date(2026, 11, 17), date(2026, 11, 29)), TODAY, ["2026-11-23"]),
        (Period(date(2026, 11, 16), date(2026, 11, 28)), TODAY, ["2026-11-16"]),
        (PERIOD, date(2026, 11, 16), []),
    ],
)
def test_measures_are_about_whole_weeks_that_are_over(period: Period, today: date, expected: list[str]) -> None:
    assert [monday.isoformat() for monday in full_weeks(period, today)] == expected


def test_nobody_has_data_who_was_on_leave_or_not_read_whole_or_not_all_of_the_week() -> None:
    lines = ["mon 09:00-10:00 A | people=3"]
    team = judged(
        [
            member(lines, name="anna"),
            member([*lines, "mon..sun Leave | absence"], name="bo"),
            member(lines, name="cem", is_whole=False),
            member(lines, name="dee", first=date(2026, 11, 17)),
            member(lines, name="eli", last=date(2026, 11, 21)),
            member(lines, name="fay", first=date(2026, 11, 16), last=date(2026, 11, 22)),
        ],
        Period(date(2026, 11, 16), date(2026, 11, 22)),
    )
    (week,) = weeks_of_team(team)
    assert week.has_data.tolist() == [True, False, False, False, False, True]
    assert week.is_read.tolist() == [True, True, False, False, False, True]


def test_the_hours_that_are_shown_tell_of_no_leave() -> None:
    # One of them alone works on Saturdays, and has that day off in the second week.
    agreements = Agreements(working_days=("mon", "sat"))
    lines = ["mon 09:00-10:00 A | people=3"]
    week = Period(date(2026, 11, 16), date(2026, 11, 22))
    shown = [
        moments_of(weeks_of_team(judged([member(lines), member(own, name="bo", agreements=agreements)], week)))
        for own in (lines, [*lines, "sat Leave | absence"], [*lines, "mon..sun Leave | absence"])
    ]
    assert (5, HOURS.index(10)) in shown[0]
    assert shown[0] == shown[1] == shown[2]


def test_who_has_no_lunch_loses_none() -> None:
    without = Agreements(lunch="")
    team = judged([member(["mon 12:00-13:00 A | people=3"], agreements=without)])
    assert weeks_of_team(team)[0].values["lunches_kept"].tolist() == [1.0]


def test_the_longest_row_of_calls() -> None:
    lines = [
        "mon 09:00-10:00 A | people=3 call",
        "mon 10:00-10:30 B | people=3 call",
        "tue 09:00-12:00 Alone | people=3 call",
    ]
    assert weeks_of_team(judged([member(lines)]))[0].values["call_run"].tolist() == [1.5]


ZONES = ("Europe/Amsterdam", "Europe/Lisbon", "America/New_York")


@st.composite
def teams(draw: st.DrawFn) -> tuple[list[TeamMember], list[slow.SlowMember]]:
    """Draw members who share some meetings, and what is known of them for the slow reading."""
    starts = draw(st.lists(st.integers(0, 14 * 24 * 4), min_size=1, max_size=8))
    lengths = draw(st.lists(st.sampled_from((15, 30, 60, 90, 240)), min_size=len(starts), max_size=len(starts)))
    midnight = datetime(2026, 11, 16, tzinfo=UTC)
    meetings = [
        slow.SlowMeeting(
            f"m{number}", midnight + timedelta(minutes=15 * start), midnight + timedelta(minutes=15 * start + length)
        )
        for number, (start, length) in enumerate(zip(starts, lengths, strict=True))
    ]
    members, slow_members = [], []
    for number in range(draw(st.integers(1, 4))):
        zone = draw(st.sampled_from(ZONES))
        days = sorted(draw(st.sets(st.integers(0, 4), min_size=1)))
        attended = [meeting for meeting in meetings if draw(st.booleans())]
        agreements = Agreements(working_days=tuple(WEEKDAYS[day] for day in days))
        lines = [_line(meeting, ZoneInfo(zone)) for meeting in attended]
        members.append(member(lines, name=f"p{number}", zone=zone, agreements=agreements))
        slow_members.append(slow.SlowMember(ZoneInfo(zone), tuple(days), tuple(attended)))
    return members, slow_members


def _line(meeting: slow.SlowMeeting, zone: ZoneInfo) -> str:
    start, end = meeting.start.astimezone(zone), meeting.end.astimezone(zone)
    until = f"{end:%Y-%m-%d} " if end.date() != start.date() else ""
    return f"{start:%Y-%m-%d %H:%M}-{until}{end:%H:%M} Meeting | people=9 uid={meeting.name}"


@settings(max_examples=12, deadline=None)
@given(teams())
def test_a_team_is_judged_as_its_minutes_are_counted(drawn: tuple[list[TeamMember], list[slow.SlowMember]]) -> None:
    members, slow_members = drawn
    team = judged(members)
    days = PERIOD.days()
    meetings = {meeting.name: meeting for one in slow_members for meeting in one.meetings}
    expected = {(number, meetings[name].start) for name, number in slow.lunches_taken(slow_members, days)}
    rows = found_by_meeting(team)
    rows = rows[rows["rule"] == "lunch-meeting"]
    starts = team.merged.meetings["start"]
    assert {(one.member, starts[one.meeting].to_pydatetime()) for one in rows.itertuples()} == expected
    for week in weeks_of_team(team):
        of_week = [week.monday + timedelta(days=offset) for offset in range(7)]
        assert week.has_data.all()
        for name in ("meeting_share", "lunches_kept", "outside_hours"):
            counted = [getattr(slow, name)(one, of_week) for one in slow_members]
            assert np.allclose(week.values[name], counted), name
        for weekday, place in moments_of([week]):
            counted = [slow.load(one, of_week, weekday, HOURS[place]) for one in slow_members]
            assert np.allclose(week.load[:, weekday, place], counted)
        worked = {
            (weekday, place)
            for one in slow_members
            for weekday in one.workdays
            for place, hour in enumerate(HOURS)
            if 8 <= hour <= 17
        }
        assert set(moments_of([week])) == worked


def test_every_measure_has_a_value_of_each_member() -> None:
    week = weeks_of_team(judged([member(["mon 09:00-10:00 A | people=3"])]))[0]
    assert set(week.values) == set(MEASURES)
    assert all(np.isfinite(numbers).all() for numbers in week.values.values())
