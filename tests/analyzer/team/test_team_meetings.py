"""Which meetings of a team may be shown, and what is said of them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from shared_team import member, team_rules

from analyzer.team.judging import JudgedTeam, judge_team
from analyzer.team.meetings import (
    LEAST_JUDGED,
    LEAST_MEMBERS,
    MeetingShares,
    TeamMeeting,
    meeting_shares,
    shared_meetings,
    team_meetings,
    weeks_with_moments,
)
from analyzer.time.period import Period

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PERIOD = Period(date(2026, 11, 16), date(2026, 11, 29))
NOW = datetime(2026, 11, 25, 12, tzinfo=AMSTERDAM)


def team_of(*calendars: list[str], readers: tuple[int, ...] = ()) -> JudgedTeam:
    members = [member(lines, name=f"p{number}", is_reader=number in readers) for number, lines in enumerate(calendars)]
    return judge_team(members, PERIOD, NOW.date(), team_rules())


def shown(team: JudgedTeam) -> list[TeamMeeting]:
    return team_meetings(team, shared_meetings(team), NOW)


def others_busy(number: int) -> list[list[str]]:
    """Return calendars with a meeting each that nobody else of the team is in."""
    return [[f"tue 09:00-10:00 Else | people=2 uid=else-{place}"] for place in range(number)]


MEETING = "mon 12:00-13:00 Review | people=9 uid=m"


@pytest.mark.parametrize(("members", "is_shown"), [(LEAST_MEMBERS - 1, False), (LEAST_MEMBERS, True)])
def test_a_meeting_needs_three_members_even_where_that_is_the_whole_team(members: int, is_shown: bool) -> None:
    assert bool(shown(team_of(*[[MEETING]] * members))) is is_shown


@pytest.mark.parametrize(("others", "is_shown"), [(6, True), (7, False)])
def test_a_meeting_needs_a_third_of_the_team(others: int, is_shown: bool) -> None:
    team = team_of(*[[MEETING]] * 3, *others_busy(others))
    assert bool(shown(team)) is is_shown


def test_a_reader_sees_the_meetings_that_the_reader_attends() -> None:
    calendars = [*[[MEETING]] * 3, *others_busy(9)]
    assert [one.title for one in shown(team_of(*calendars, readers=(0,)))] == ["Review"]
    assert shown(team_of(*calendars, readers=(5,))) == []


def test_what_one_of_them_declined_is_no_meeting_of_theirs() -> None:
    assert shown(team_of([MEETING], [MEETING], [f"{MEETING} declined"])) == []


def test_what_anybody_keeps_private_is_not_shown() -> None:
    team = team_of([MEETING], [MEETING], [MEETING], [f"{MEETING} private"])
    assert shown(team) == []


def test_a_meeting_with_a_stopped_title_is_not_shown() -> None:
    stopped = MEETING.replace("Review", "Ondernemingsraad")
    assert shown(team_of(*[[stopped]] * 4)) == []


def test_what_is_said_of_a_series() -> None:
    series = "2026-11-16,2026-11-23 12:00-13:00 Review | people=9 series=m"
    (one,) = shown(team_of(*[[series]] * 5))
    assert (one.title, one.recurring, one.occurrences, one.minutes, one.members, one.people) == (
        *("Review", True, 2, 60, 5, 9),
    )
    assert one.person_minutes == 2 * 60 * 9
    assert one.start == datetime(2026, 11, 23, 12, tzinfo=AMSTERDAM)
    assert one.weekday == 0
    assert one.rules["lunch-meeting"] == 2
    assert one.member_times["lunch-meeting"] == 10


def test_the_next_occurrence_tells_when_it_is() -> None:
    series = "2026-11-18,2026-11-26 10:00-11:00 Review | people=9 series=m"
    (one,) = shown(team_of(*[[series]] * 4))
    assert one.start == datetime(2026, 11, 26, 10, tzinfo=AMSTERDAM)
    assert one.weekday is None


def test_what_only_one_or_two_members_meet_is_not_said_of_a_meeting() -> None:
    """Of whom alone it is the lunch, that shows who lives by another clock."""
    lisbon = member(["mon 12:00-13:00 Review | people=9 uid=m"], name="x", zone="Europe/Lisbon")
    others = [member(["mon 13:00-14:00 Review | people=9 uid=m"], name=f"p{number}") for number in range(LEAST_JUDGED)]
    team = judge_team([*others, lisbon], PERIOD, NOW.date(), team_rules())
    (one,) = team_meetings(team, shared_meetings(team), NOW)
    assert "lunch-meeting" not in one.rules


@pytest.mark.parametrize(("members", "is_said"), [(LEAST_JUDGED - 1, False), (LEAST_JUDGED, True)])
def test_of_a_meeting_of_few_members_it_is_not_said_what_it_means_for_them(members: int, is_said: bool) -> None:
    (one,) = shown(team_of(*[[MEETING]] * members))
    assert ("lunch-meeting" in one.rules) is is_said


def test_what_is_about_a_whole_day_is_no_fault_of_each_meeting_of_it() -> None:
    full = [f"tue {hour:02}:00-{hour + 1:02}:00 Part {hour} | people=9 uid=p{hour}" for hour in range(9, 17)]
    found = {name for one in shown(team_of(*[full] * 5)) for name in one.rules}
    assert "lunch-meeting" in found
    assert "overfull-day" not in found


def test_a_row_of_calls_is_the_matter_of_each_call_in_it() -> None:
    calls = ["tue 09:00-10:00 A | people=9 uid=a call", "tue 10:00-11:00 B | people=9 uid=b call"]
    assert [one.rules["back-to-back-calls"] for one in shown(team_of(*[calls] * 5))] == [1, 1]


def test_series_come_first_and_of_them_what_costs_most() -> None:
    cheap = "2026-11-16,2026-11-23 09:00-10:00 Cheap | people=9 series=a agenda facilitator keeper"
    dear = "2026-11-17,2026-11-24 12:00-13:00 Dear | people=9 series=b agenda facilitator keeper"
    single = "wed 12:00-13:00 Single | people=9 uid=c"
    assert [one.title for one in shown(team_of(*[[cheap, dear, single]] * 5))] == ["Dear", "Cheap", "Single"]


def test_copies_that_show_another_time_are_counted() -> None:
    moved = MEETING.replace("12:00-13:00", "14:00-15:00")
    (one,) = shown(team_of([MEETING], [MEETING], [MEETING], [moved]))
    assert one.disagree == 1


def test_shares_are_of_meetings_whose_words_somebody_could_read() -> None:
    team = team_of(
        *[
            [
                "mon 10:00-11:00 A | people=9 uid=a agenda",
                "tue 10:00-11:00 B | people=9 uid=b facilitator keeper",
                "wed 10:00-11:00 C | people=9 uid=c text=title",
                "thu 10:00-11:00 Coffee | people=9 uid=d",
            ]
        ]
        * 3
    )
    # Who has which role is more than how to join, so the second one has an agenda as well; of the third nobody can say.
    assert meeting_shares(team, shared_meetings(team)) == MeetingShares(2, 1, 1, 2)


def test_weeks_with_a_moment_of_most_of_the_team() -> None:
    coffee = "tue 10:00-10:30 Coffee | people=9 uid=coffee"
    team = team_of([coffee], [coffee], [coffee], ["2026-11-25 10:00-11:00 A | people=9 uid=a"], [])
    mondays = [datetime(2026, 11, day, tzinfo=AMSTERDAM) for day in (16, 23)]
    assert weeks_with_moments(team, shared_meetings(team), mondays) == (1, 1)


def test_a_coffee_together_breaks_no_agreement() -> None:
    lines = ["mon 09:00-10:00 Review | call people=9 uid=r", "mon 10:00-10:30 {} | call people=9 uid=c"]
    for title, is_broken in (("Coffee", False), ("Stand-up", True)):
        team = team_of(*[[lines[0], lines[1].format(title)]] * LEAST_JUDGED)
        (found,) = (one for one in shown(team) if one.title == title)
        assert ("back-to-back-calls" in found.rules, bool(found.rules)) == (is_broken, is_broken)
