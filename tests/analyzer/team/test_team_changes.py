"""What a team changes: free for every member, and every claim holds when the weeks are judged again."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shared_team import member, team_rules

from analyzer.agreements import Agreements
from analyzer.team.changes import FOCUS_THEME, TeamPlan, on_another_clock, plan_team
from analyzer.team.judging import JudgedTeam, judge_team
from analyzer.team.meetings import LEAST_MEMBERS, shared_meetings
from analyzer.team.members import TeamMember
from analyzer.time.intervals import Spans
from analyzer.time.period import Period
from analyzer.time.workdays import days_of

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PERIOD = Period(date(2026, 11, 16), date(2026, 11, 29))
TODAY = date(2026, 11, 13)
LUNCH = "2026-11-18,2026-11-25 12:00-13:00 Review | people=9 series=m"


def planned(members: list[TeamMember], *, most: int = 3, **options: object) -> TeamPlan:
    team = judge_team(members, PERIOD, TODAY, team_rules())
    plan = plan_team(team, shared_meetings(team), AMSTERDAM, team_rules(), most=most, seconds=None, **options)  # type: ignore[arg-type]
    assert plan is not None
    return plan


def people(*calendars: list[str]) -> list[TeamMember]:
    return [member(lines, name=f"p{number}") for number, lines in enumerate(calendars)]


def test_a_meeting_at_lunch_moves_for_all_at_once() -> None:
    (change,) = planned(people(*[[LUNCH]] * 5)).changes
    assert (change.change.kind, change.change.title, change.people) == ("move", "Review", 9)
    assert len(change.change.occurrences) == 2
    assert change.change.removes["lunch-meeting"] == 2  # days
    assert change.change.gains["lunches_kept"] == 10


def test_time_of_fewer_than_five_members_is_not_told() -> None:
    (change,) = planned(people(*[[LUNCH]] * 4)).changes
    assert change.change.removes["lunch-meeting"] == 2
    assert (change.change.gains, change.change.losses) == ({}, {})


def test_how_many_members_a_change_spares_a_finding_is_not_told() -> None:
    """Whether three of a meeting are double-booked or all of them: what is told is the same."""
    review, other = "2026-11-25 10:00-11:00 Review | people=9 uid=m", "2026-11-25 10:00-11:00 Else | people=9 uid={}"

    def told(busy: int) -> dict[str, int]:
        calendars = [[review, other.format(number)] if number < busy else [review] for number in range(6)]
        found = [one for one in planned(people(*calendars)).changes if one.change.title == "Review"]
        return dict(found[0].change.removes) if found else {}

    assert told(2) == {}
    assert told(3) == told(4) == told(6) == {"double-booking": 1}


@pytest.mark.parametrize(("today", "changed"), [(15, 2), (16, 1)])
def test_what_is_too_soon_to_be_moved_by_others_stays(today: int, changed: int) -> None:
    team = judge_team(people(*[[LUNCH]] * 4), PERIOD, date(2026, 11, today), team_rules())
    plan = plan_team(team, shared_meetings(team), AMSTERDAM, team_rules(), most=3, seconds=None)
    assert plan is not None
    assert [len(one.change.occurrences) for one in plan.changes] == [changed]


def test_time_to_concentrate_is_no_reason_for_what_takes_it() -> None:
    focus = "2026-11-18 10:00-12:00 Focus | focus"
    lines = ["2026-11-18 11:00-11:30 Review | people=9 uid=m", focus]
    changes = planned(people(*[lines] * 5)).changes
    assert changes
    for one in changes:
        theme = {rule.rule.name: rule.rule.theme for rule in team_rules()}.get(one.change.reason)
        assert not one.change.losses or theme != FOCUS_THEME
    assert FOCUS_THEME in {rule.rule.theme for rule in team_rules()}


def test_the_new_time_is_free_for_every_member_whatever_takes_it() -> None:
    """Each member is busy at other hours: only one is left for all."""
    others = [
        ["2026-11-18,2026-11-25 08:30-10:00 Own | people=1 busy"],
        ["2026-11-18,2026-11-25 10:00-12:00 Doctor | people=2 private"],
        ["2026-11-18,2026-11-25 13:00-15:00 Else | people=2"],
    ]
    plan = planned(people(*[[LUNCH, *lines] for lines in others], [LUNCH]))
    moved = [one for one in plan.changes if one.change.kind == "move"]
    for change in moved:
        for one in change.change.occurrences:
            assert one.new_start is not None
            local = one.new_start.astimezone(AMSTERDAM)
            if local.date().isoformat() in ("2026-11-18", "2026-11-25"):
                assert local.hour >= 15
    assert moved


def test_whoever_meets_before_dawn_now_may_do_so_then_but_nobody_else() -> None:
    """Between New York and Amsterdam no morning hour is inside working hours for both."""
    far = LUNCH.replace("12:00-13:00", "06:00-07:00")
    members = [*people(*[[LUNCH]] * 3), member([far], name="far", zone="America/New_York")]
    (change,) = planned(members).changes
    assert change.change.removes == {"lunch-meeting": 2}
    for one in change.change.occurrences:
        assert one.new_start is not None
        assert one.new_end is not None
        here = one.new_start.astimezone(AMSTERDAM), one.new_end.astimezone(AMSTERDAM)
        assert here[0].hour * 60 + here[0].minute >= 8 * 60 + 30
        assert here[1].hour * 60 + here[1].minute <= 17 * 60 + 30


def test_what_may_not_be_shown_is_not_changed() -> None:
    assert planned(people([LUNCH], [LUNCH], ["mon 09:00-10:00 Else | people=2"])).changes == []


def test_a_change_that_helps_fewer_than_three_is_not_shown() -> None:
    late = Agreements(lunch="15:00-16:00")
    line = "2026-11-18 15:00-16:00 Review | people=9 uid=m"
    members = [
        member([line], name=f"p{number}", agreements=late if number < LEAST_MEMBERS - 1 else None)
        for number in range(4)
    ]
    plan = planned(members)
    assert all(one.change.removes for one in plan.changes)
    assert not any("lunch-meeting" in one.change.removes for one in plan.changes)


def test_nothing_changes_of_days_that_are_over() -> None:
    team = judge_team(people(*[[LUNCH]] * 4), PERIOD, date(2026, 11, 30), team_rules())
    assert plan_team(team, shared_meetings(team), AMSTERDAM, team_rules(), most=3, seconds=None) is None


def test_an_agreement_is_tried() -> None:
    shared = "2026-11-18 10:00-11:00 Review | people=9 uid=m"
    lines = [[shared, f"2026-11-18 14:00-15:00 Two | people=2 uid=two-{number}"] for number in range(4)]
    plan = planned(people(*lines), agreed={"focus_days": ("wed",)})
    assert plan.aims == ["meeting-on-focus-day"]
    assert [one.change.title for one in plan.changes] == ["Review"]
    assert plan.in_the_way == {}


def test_an_agreement_that_asks_nothing_changes_nothing() -> None:
    plan = planned(people(*[["2026-11-18 10:00-11:00 Review | people=9 uid=m"]] * 4), agreed={"focus_days": ("fri",)})
    assert (plan.changes, plan.aims, plan.in_the_way) == ((), (), {})


ZONES = ("Europe/Amsterdam", "Europe/Lisbon", "America/New_York", "Asia/Kolkata")


@settings(max_examples=40, deadline=None)
@given(
    own=st.sampled_from(ZONES),
    zone=st.sampled_from(ZONES),
    first=st.dates(date(2026, 10, 12), date(2026, 11, 9)),
    start=st.integers(0, 20),
    holidays=st.sampled_from(("", "NL", "US")),
)
def test_hours_on_another_clock_are_the_same_instants(
    own: str, zone: str, first: date, start: int, holidays: str
) -> None:
    agreements = Agreements(
        working_hours=f"{start:02}:00-{start + 3:02}:30",
        lunch=f"{start + 1:02}:00-{start + 1:02}:45",
        holidays=holidays,
    )
    period = Period(first, first + timedelta(days=20))
    wide = Period(first - timedelta(days=2), period.last + timedelta(days=2))
    told = on_another_clock(agreements, ZoneInfo(own), ZoneInfo(zone), wide)
    nothing = np.zeros(0, dtype=np.int64)
    expected, found = (
        days_of(wide, ZoneInfo(of), [terms], Spans(nothing, nothing, nothing))
        for of, terms in ((own, agreements), (zone, told))
    )
    begin, end = (
        int(datetime.combine(day, datetime.min.time(), UTC).timestamp()) for day in (period.first, period.last)
    )
    for name in ("working_time", "lunch"):
        spans = [
            {
                (s, e)
                for s, e in zip(getattr(one, name).start.tolist(), getattr(one, name).end.tolist(), strict=True)
                if begin <= s < end
            }
            for one in (expected, found)
        ]
        assert spans[0] == spans[1], name


def remade(members: list[TeamMember], plan: TeamPlan) -> JudgedTeam:
    """Return the team judged with the changes of a plan written into every member's rows."""
    new_times = {
        (one.change.uid, old.start): (old.new_start, old.new_end)
        for one in plan.changes
        for old in one.change.occurrences
    }
    changed = []
    for one in members:
        rows = one.rows.copy()
        for place, row in one.rows.iterrows():
            if (row["uid"], row["start"]) in new_times:
                start, end = new_times[row["uid"], row["start"]]
                rows.loc[place, "start"], rows.loc[place, "end"] = start, end
        changed.append(TeamMember(**{**one.__dict__, "rows": rows}))
    return judge_team(changed, PERIOD, TODAY, team_rules())


def heavy(team: JudgedTeam) -> Counter[tuple[int, str]]:
    """Return how many findings of more than a note each member has of each rule."""
    return Counter(
        (int(clock.members[one.calendar]), one.rule)
        for clock in team.clocks
        for one in clock.judgement.findings
        if one.severity != "note"
    )


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_claims_hold_when_the_weeks_are_judged_again(data: st.DataObject) -> None:
    zones = [data.draw(st.sampled_from(("Europe/Amsterdam", "Europe/Lisbon"))) for _ in range(4)]
    calendars: list[list[str]] = [[] for _ in zones]
    for number in range(data.draw(st.integers(1, 5))):
        day = data.draw(st.integers(0, 4))
        start = data.draw(
            st.sampled_from((9 * 60, 10 * 60, 11 * 60 + 30, 12 * 60, 12 * 60 + 30, 14 * 60, 16 * 60 + 30))
        )
        length = data.draw(st.sampled_from((30, 60)))
        attending = data.draw(st.sets(st.integers(0, 3), min_size=1))
        for person in attending:
            shift = 0 if zones[person] == "Europe/Amsterdam" else -60
            begin, end = start + shift, start + shift + length
            days = f"{date(2026, 11, 16) + timedelta(days=day)},{date(2026, 11, 23) + timedelta(days=day)}"
            clock = f"{begin // 60:02}:{begin % 60:02}-{end // 60:02}:{end % 60:02}"
            calendars[person].append(
                f"{days} {clock} Meeting {number} | people={len(attending) + 3} series=m{number} call"
            )
    members = [
        member(lines, name=f"p{n}", zone=zone) for n, (lines, zone) in enumerate(zip(calendars, zones, strict=True))
    ]
    plan = planned(members)
    before, after = heavy(judge_team(members, PERIOD, TODAY, team_rules())), heavy(remade(members, plan))
    removed: Counter[str] = Counter()
    helped: Counter[str] = Counter()
    for person, rule in before | after:
        less = before[person, rule] - after[person, rule]
        assert less >= 0, "a change brings a finding that was not there"
        removed[rule] += less
        helped[rule] += less > 0
    claimed: Counter[str] = Counter()
    for one in plan.changes:
        claimed.update(one.change.removes)
    for rule, count in claimed.items():
        assert helped[rule] >= LEAST_MEMBERS
        assert count <= removed[rule]
    for one in plan.changes:
        for occurrence in one.change.occurrences:
            assert occurrence.start >= pd.Timestamp(TODAY, tz=AMSTERDAM)


@pytest.mark.parametrize("seconds", [None, 5])
def test_the_proven_plan_is_no_worse_than_the_search(seconds: float | None) -> None:
    if seconds is not None:
        pytest.importorskip("ortools", reason="OR-tools is not installed")
    lines = [LUNCH, "2026-11-19,2026-11-26 12:30-13:00 Stand-up | people=9 series=n"]
    team = judge_team(people(*[lines] * 4), PERIOD, TODAY, team_rules())
    plan = plan_team(team, shared_meetings(team), AMSTERDAM, team_rules(), most=2, seconds=seconds)
    assert plan is not None
    assert sum(one.change.removes.get("lunch-meeting", 0) for one in plan.changes) == 4  # days of both
    assert (plan.proof is not None) is (seconds is not None)
