"""The further rules against their slow reading on random calendars, and the slow reading against figures by hand."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from event_rows import table_of
from hypothesis import HealthCheck, given, settings
from random_calendars import RandomCalendars, row_of
from slow_reading.comparison import assert_same_findings
from slow_reading.days import counted
from slow_reading.further_calendars import FurtherCalendars, further_calendars
from slow_reading.further_records import CountSlowly, FindSlowly, further_events_of, settings_of
from slow_reading.further_rules import NOT_JUDGED_OF_HOURS, RULES_OF_HOURS
from slow_reading.people import NOT_JUDGED_OF_PEOPLE, RULES_OF_PEOPLE, agendas_judged
from slow_reading.places_and_contact import NOT_JUDGED_OF_CONTACT, RULES_OF_PLACES_AND_CONTACT, RULES_OF_TEAMS
from slow_reading.records import Agenda, agenda_of
from slow_reading.rules import RULES, SlowFinding

import rules
from analyzer.agreements import Agreements, DayAgreement, Shift
from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.engine import Judgement, judge
from analyzer.judging.rule import ActiveRule
from analyzer.rulebook.loading import load_rules
from analyzer.time.period import Period

EXAMPLES = int(os.environ.get("MEETLINT_EXAMPLES", "0"))
"""Random calendars of a long run, drawn anew each time; 0: few, and the same ones each time."""

OF_ONE_CALENDAR: dict[str, FindSlowly] = {**RULES_OF_HOURS, **RULES_OF_PEOPLE, **RULES_OF_PLACES_AND_CONTACT}
FURTHER: dict[str, FindSlowly] = {**OF_ONE_CALENDAR, **RULES_OF_TEAMS}
NOT_JUDGED: dict[str, CountSlowly] = {**NOT_JUDGED_OF_HOURS, **NOT_JUDGED_OF_PEOPLE, **NOT_JUDGED_OF_CONTACT}
LOADED = load_rules(rules)

RUN = settings(
    max_examples=EXAMPLES or 200,
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def judged(case: FurtherCalendars) -> Judgement:
    """Return what the engine says by the further rules."""
    random = case.random
    context = Context(random.period, random.zone, random.names, random.agreements, EventTable.of(random.table))
    active = [ActiveRule(LOADED[name], LOADED[name].settings(**case.chosen.get(name, {}))) for name in FURTHER]
    return judge(context, active)


def agendas_of(case: FurtherCalendars) -> list[Agenda]:
    """Return the agenda of each calendar for the slow reading."""
    random = case.random
    events = further_events_of(random.table)
    return [
        agenda_of(number, name, events, random.period, random.zone, random.agreements[number])
        for number, name in enumerate(random.names)
    ]


def read_slowly(name: str, agendas: list[Agenda], chosen: Mapping[str, Any]) -> list[SlowFinding]:
    """Return what the slow reading finds by one rule, in order of calendar, start, end and events."""
    find = FURTHER[name]
    if name in RULES_OF_TEAMS:
        found = find(agendas, **chosen)
    else:
        found = [finding for agenda in agendas for finding in find(agenda, **chosen)]
    # A time on the wall that the clock skips equals no instant (PEP 495), so all of them are compared in UTC.
    in_utc = [
        replace(finding, start=finding.start.astimezone(UTC), end=finding.end.astimezone(UTC)) for finding in found
    ]
    return sorted(in_utc, key=lambda finding: (finding.calendar, finding.start, finding.end, finding.events))


def could_not_judge(name: str, agendas: list[Agenda], chosen: Mapping[str, Any]) -> dict[str, int]:
    """Return how many events one rule could not judge, by reason, of all calendars together."""
    counts: dict[str, int] = {}
    for agenda in agendas if name in NOT_JUDGED else []:
        for reason, count in NOT_JUDGED[name](agenda, **chosen).items():
            counts[reason] = counts.get(reason, 0) + count
    return {reason: count for reason, count in counts.items() if count}


def compare(case: FurtherCalendars) -> dict[str, list[SlowFinding]]:
    """Assert that the engine says of these calendars what the slow reading says, and return its findings."""
    judgement = judged(case)
    assert judgement.failed == []
    agendas = agendas_of(case)
    found = {}
    for name in FURTHER:
        chosen = case.chosen.get(name, {})
        found[name] = read_slowly(name, agendas, chosen)
        assert_same_findings(name, judgement, found[name])
        assert judgement.not_judged.get(name, {}) == could_not_judge(name, agendas, chosen), name
    asked = case.chosen.get("no-agenda", {})
    weighty = {row for each in found.values() for one in each if one.severity != "note" for row in one.events}
    for agenda in agendas:
        untouched = [event for event in counted(agenda) if event.row not in weighty]
        assert judgement.metrics[agenda.number]["meetings_without_findings"] == len(untouched)
        of_calendar = [share for share in judgement.shares if share.calendar == agenda.number]
        assert sum(share.judged for share in of_calendar) == agendas_judged(agenda, **asked)
    return found


def test_every_rule_about_one_calendar_has_a_slow_reading() -> None:
    """Rules of a team and rules that are still tried out may wait; these do not."""
    needed = {name for name, rule in LOADED.items() if not rule.is_preview and rule.audience != ("team",)}
    assert needed <= set(OF_ONE_CALENDAR) | set(RULES)


def test_settings_have_the_names_and_defaults_of_the_text() -> None:
    for name, find in FURTHER.items():
        fields = LOADED[name].settings.model_fields
        assert {field: fields[field].default for field in fields} == settings_of(find), name


def test_engine_agrees_with_the_slow_reading_and_every_further_rule_is_reached() -> None:
    reached: dict[str, set[str]] = {name: set() for name in FURTHER}

    @RUN
    @given(further_calendars())
    def compare_and_collect(case: FurtherCalendars) -> None:
        for name, findings in compare(case).items():
            reached[name] |= {finding.severity for finding in findings}

    compare_and_collect()
    # Agreement on calendars in which nothing is found would say nothing.
    assert reached == {
        "long-call-stretch": {"warning"},
        "no-lunch-break": {"warning"},
        "overfull-day": {"warning"},
        "outside-working-hours": {"warning", "note"},
        "late-to-early": {"warning"},
        "no-transition": {"note"},
        "double-booking": {"warning"},
        "endless-series": {"warning"},
        "meeting-on-focus-day": {"warning"},
        "large-decision-meeting": {"warning"},
        "no-agenda": {"note"},
        "meeting-over-private-time": {"warning"},
        "costs-others-their-lunch": {"warning"},
        "too-many-days-apart": {"warning"},
        "calls-on-office-day": {"note"},
        "no-one-on-one": {"warning"},
        "no-team-moment": {"note"},
        "no-informal-moment": {"note"},
    }


AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONDAY = date(2026, 11, 16)
Line = tuple[int, str, str, Mapping[str, Any]]
"""An event: day after Monday 16 November 2026, start, end, and what makes it no ordinary meeting of four people."""

CALL: Mapping[str, Any] = {"call": "teams"}
MINE: Mapping[str, Any] = {"organized_by_owner": True}
CARE: Mapping[str, Any] = {"kind": "appointment", "reason": "alone", "people_count": 1, "private_time": True}
LUNCH: Mapping[str, Any] = {"kind": "appointment", "reason": "alone", "people_count": 1, "shared_lunch": True}
PLACE: Mapping[str, Any] = {"kind": "working-place", "reason": "working-place", "people_count": 1, "all_day": True}


def at(day: int, clock: str) -> datetime:
    """Return a time on the wall in Amsterdam, that many days after Monday 16 November 2026."""
    hours, minutes = clock.split(":")
    days, hour = divmod(int(hours), 24)
    return datetime.combine(MONDAY + timedelta(days=day + days), time(hour, int(minutes)), AMSTERDAM)


def read(
    rule: str,
    *lines: Line,
    agreed: Agreements | None = None,
    period_weeks: int = 1,
    names: tuple[str, ...] = ("anna",),
    **chosen: Any,
) -> list[SlowFinding]:
    """Read calendars of one rule slowly, and see that the engine says the same; rows are numbered by name and start."""
    rows = []
    for number, (day, start, end, fields) in enumerate(lines):
        columns = {"calendar": names[0], "uid": f"u{number}", **fields}
        rows.append(row_of(start=at(day, start), end=at(day, end), zone=AMSTERDAM, **columns))
    period = Period(MONDAY, MONDAY + timedelta(days=7 * period_weeks - 1))
    agreements = (agreed or Agreements(),) * len(names)
    random = RandomCalendars(period, AMSTERDAM, names, agreements, table_of(rows), {})
    return compare(FurtherCalendars(random, {rule: chosen}))[rule]


def shown(findings: list[SlowFinding]) -> list[tuple[int, tuple[int, ...]]]:
    return [(finding.minutes, finding.events) for finding in findings]


def span(finding: SlowFinding) -> tuple[str, str]:
    return f"{finding.start.astimezone(AMSTERDAM):%a %H:%M}", f"{finding.end.astimezone(AMSTERDAM):%a %H:%M}"


def test_by_hand_stretch_of_two_hours_with_breaks_of_nine_minutes() -> None:
    # 09:00-09:31, 9 minutes, 09:40-10:20, 9 minutes, 10:29-11:00 are 120 minutes; a break of 10 would end it.
    lines: tuple[Line, ...] = ((0, "09:00", "09:31", CALL), (0, "09:40", "10:20", CALL), (0, "10:29", "11:00", CALL))
    (stretch,) = read("long-call-stretch", *lines)
    assert (stretch.minutes, stretch.events, stretch.evidence["breaks_minutes"]) == (120, (0, 1, 2), [9, 9])
    assert read("long-call-stretch", *lines[:2], (0, "10:30", "11:30", CALL)) == []
    assert read("long-call-stretch", *lines[:2], (0, "10:29", "10:59", CALL)) == []


def test_by_hand_stretch_is_silent_after_a_long_chain() -> None:
    # 09:00-11:00 without a break is the chain; the call after 8 minutes makes the stretch longer, not new.
    chain: tuple[Line, ...] = ((0, "09:00", "10:00", CALL), (0, "10:00", "11:00", CALL), (0, "11:08", "12:00", CALL))
    assert read("long-call-stretch", *chain) == []
    shorter: tuple[Line, ...] = ((0, "09:00", "10:00", CALL), (0, "10:00", "10:59", CALL), (0, "11:07", "12:00", CALL))
    assert shown(read("long-call-stretch", *shorter)) == [(180, (0, 1, 2))]


def test_by_hand_lunch_break_of_half_an_hour_saves_the_day() -> None:
    # Without an agreed lunch the day is 540 minutes; 12:01-12:30 is a minute short. 31 + 60 minutes are taken.
    agreed = Agreements(lunch=())
    short = read("no-lunch-break", (0, "11:30", "12:01", {}), (0, "12:30", "14:00", {}), agreed=agreed)
    assert [(span(each), each.minutes, each.evidence) for each in short] == [
        (("Mon 11:30", "Mon 13:30"), 91, {"longest_break": 29})
    ]
    assert read("no-lunch-break", (0, "11:30", "12:00", {}), (0, "12:30", "14:00", {}), agreed=agreed) == []
    # A day of five and a half hours, 08:30-14:00, is not long; one of a minute more is.
    for start, count in ((510, 0), (509, 1)):
        half = Agreements(lunch=(), working_hours=((start, 840),))
        assert len(read("no-lunch-break", (0, "11:30", "14:00", {}), agreed=half)) == count


def test_by_hand_day_is_full_at_three_quarters_and_a_meeting_day_at_nine_tenths() -> None:
    # 210 + 150 of 480 minutes; the meeting over lunch adds nothing.
    lines: tuple[Line, ...] = ((0, "08:30", "12:30", {}), (0, "13:00", "15:30", {}))
    (full,) = read("overfull-day", *lines)
    assert (full.minutes, full.evidence["meetings"], span(full)) == (360, 2, ("Mon 08:30", "Mon 17:30"))
    assert read("overfull-day", lines[0], (0, "13:00", "15:29", {})) == []
    agreed = Agreements(meeting_days=("mon",))
    assert read("overfull-day", lines[0], (0, "13:00", "16:41", {}), agreed=agreed) == []
    assert shown(read("overfull-day", lines[0], (0, "13:00", "16:42", {}), agreed=agreed)) == [(432, (0, 1))]


def test_by_hand_meeting_reaches_outside_by_more_than_a_quarter_of_an_hour() -> None:
    two = {**MINE, "people_count": 2}
    found = read(
        "outside-working-hours",
        (0, "17:00", "17:45", {}),
        (1, "17:00", "17:46", {}),
        (2, "20:00", "20:10", two),
        (3, "20:00", "20:10", {**two, "people_at_least": True}),
        (5, "09:00", "09:05", {}),
        (6, "23:00", "25:00", {}),
    )
    # Of the last one the hour after the period is not judged.
    assert [(each.minutes, each.severity) for each in found] == [
        (16, "warning"),
        (10, "note"),
        (10, "warning"),
        (5, "warning"),
        (60, "warning"),
    ]


def test_by_hand_evening_shift_of_the_day_before_leaves_less_than_eleven_hours() -> None:
    # The call at 00:30 on Tuesday belongs to Monday's shift of 18:00-02:00; 01:00 to 11:59 is a minute short.
    nights = Agreements(days={"mon": DayAgreement(working_hours=((1080, 1560),))})
    (found,) = read("late-to-early", (1, "00:30", "01:00", {}), (1, "11:59", "12:30", {}), agreed=nights)
    assert (span(found), found.minutes, found.evidence) == (("Tue 01:00", "Tue 11:59"), 1, {"rest_minutes": 659})
    assert read("late-to-early", (1, "00:30", "01:00", {}), (1, "12:00", "12:30", {}), agreed=nights) == []


def test_by_hand_quarter_of_an_hour_is_a_transition() -> None:
    assert read("no-transition", (0, "08:45", "17:15", {})) == []
    (short,) = read("no-transition", (0, "08:44", "12:00", {}), (0, "14:00", "15:00", {}), (0, "16:00", "17:20", {}))
    # One minute is lacking before and five after.
    assert (short.minutes, short.events, short.evidence) == (6, (0, 2), {"minutes_before": 14, "minutes_after": 10})


def test_by_hand_meetings_hang_together_by_five_minutes_and_count_all_double_time() -> None:
    lines: tuple[Line, ...] = (
        (0, "09:00", "10:00", {}),
        (0, "09:55", "11:00", {}),
        (0, "10:57", "12:00", {}),
        (0, "10:30", "10:58", {}),
        (0, "12:00", "13:00", {}),
    )
    # 09:55-10:00 links the first two, 10:30-10:58 another; what begins at 10:57 shares only 3 minutes and stands alone.
    (group,) = read("double-booking", *lines)
    assert (span(group), group.minutes, group.events) == (("Mon 09:55", "Mon 10:58"), 33, (0, 1, 2))
    # With 3 minutes it joins by 10:57-11:00, and 10:57-10:58 is triple.
    assert shown(read("double-booking", *lines, shortest_overlap=3)) == [(35, (0, 1, 2, 3))]


def test_by_hand_series_is_old_on_the_day_after_its_year() -> None:
    old = {"uid": "weekly", "endless": True, "series_start": datetime(2025, 11, 17)}
    found = read("endless-series", (0, "09:00", "10:00", old), (1, "09:00", "10:00", old), (2, "09:00", "09:30", old))
    # Monday is 364 days later, Tuesday the very day of its year; Wednesday is the first that is past it.
    assert [(each.minutes, each.events, each.occurrences) for each in found] == [(30, (2,), 1)]
    assert found[0].evidence == {"series_start": date(2025, 11, 17), "months": 12}


def test_by_hand_agreed_focus_day_counts_meetings_in_working_time() -> None:
    agreed = Agreements(focus_days=("mon",))
    lines: tuple[Line, ...] = ((0, "11:30", "13:30", {}), (0, "17:30", "18:00", {}), (1, "09:00", "10:00", {}))
    found = read("meeting-on-focus-day", *lines, agreed=agreed)
    assert shown(found) == [(60, (0,))]


def test_by_hand_decision_of_nine_is_too_large() -> None:
    board = {"decides": True, "uid": "board"}
    found = read(
        "large-decision-meeting",
        (0, "09:00", "10:00", {**board, "people_count": 9}),
        (1, "09:00", "10:00", {**board, "people_count": 8}),
        (2, "09:00", "09:45", {**board, "people_count": 12}),
        (3, "09:00", "10:00", {"people_count": 30}),
    )
    assert [(each.minutes, each.occurrences, each.evidence) for each in found] == [(105, 2, {"people": 12})]


def test_by_hand_private_time_is_what_agreed_lunch_and_focus_time_leave() -> None:
    found = read(
        "meeting-over-private-time",
        (0, "12:30", "13:30", LUNCH),
        (0, "12:30", "13:30", {}),
        (1, "15:00", "16:00", CARE),
        (1, "15:00", "15:50", {"kind": "focus", "reason": "focus"}),
        (1, "15:00", "15:55", {}),
        (1, "15:00", "15:54", {}),
    )
    # Of the moved lunch 13:00-13:30 is left, of the care 15:50-16:00: five minutes and four.
    assert [(each.minutes, each.events, each.evidence["lunch_minutes"]) for each in found] == [
        (30, (1,), 30),
        (5, (4,), 0),
    ]


def test_by_hand_care_in_a_calendar_without_people_is_private_time_but_a_mark_or_a_lunch_is_not() -> None:
    unnamed = {"reason": "people-unknown", "people_count": None}
    marked = {**CARE, **unnamed, "private": True}
    own: tuple[Line, ...] = (
        (0, "15:00", "16:00", {**CARE, **unnamed}),
        (1, "15:00", "16:00", marked),
        (2, "15:00", "16:00", {**LUNCH, **unnamed}),
    )
    found = read("meeting-over-private-time", *own, *((day, "15:30", "16:30", {}) for day in (0, 1, 2)))
    assert [(each.minutes, each.events) for each in found] == [(30, (1,))]


def test_by_hand_lunch_together_takes_no_moved_lunch_but_private_time() -> None:
    together = {"shared_lunch": True}
    own: tuple[Line, ...] = ((0, "13:00", "13:30", LUNCH), (1, "13:00", "13:30", CARE))
    found = read("meeting-over-private-time", *own, (0, "13:00", "14:00", together), (1, "13:00", "14:00", together))
    assert [(each.minutes, each.events, each.evidence["lunch_minutes"]) for each in found] == [(30, (3,), 0)]


def test_by_hand_leave_of_the_organiser_is_nobody_elses_free_time() -> None:
    leave: Line = (1, "00:00", "24:00", {"kind": "absence", "reason": "absence", "all_day": True})
    lines: tuple[Line, ...] = ((1, "12:00", "13:00", MINE), (1, "20:00", "21:00", MINE), (5, "12:00", "13:00", MINE))
    # Tuesday is leave; Saturday is free for all.
    assert shown(read("costs-others-their-lunch", leave, *lines)) == [(60, (3,))]


def test_by_hand_lunch_after_the_hours_of_a_half_day_costs_its_minutes_once() -> None:
    agreed = Agreements(working_hours=((510, 750),))
    (found,) = read("costs-others-their-lunch", (0, "12:00", "14:00", MINE), agreed=agreed)
    # 12:00-13:00 is lunch, 13:00-14:00 is outside 08:30-12:30.
    assert (found.minutes, found.evidence) == (120, {"others": 3, "lunch_minutes": 60, "outside_minutes": 60})


def test_by_hand_more_than_two_and_a_half_days_a_week_are_too_many() -> None:
    days = [7 * week + day for day in range(3) for week in range(4)]
    home: list[Line] = [(day, "00:00", "24:00", {**PLACE, "place": "home"}) for day in days]
    assert read("too-many-days-apart", *home[:10], period_weeks=4) == []
    (found,) = read("too-many-days-apart", *home[:11], period_weeks=4)
    assert (found.evidence["days_apart"], len(found.events), span(found)) == (11, 11, ("Mon 08:30", "Fri 17:30"))
    # A day that was in the office as well, and Saturday, do not count.
    office: Line = (0, "13:00", "17:00", {**PLACE, "place": "office", "all_day": False})
    assert read("too-many-days-apart", *home[:11], office, period_weeks=4) == []
    assert read("too-many-days-apart", *home[:10], (5, "00:00", "24:00", home[0][3]), period_weeks=4) == []


def test_by_hand_office_day_is_filled_by_four_hours_of_calls_without_a_room() -> None:
    office: Line = (0, "00:00", "24:00", {**PLACE, "place": "office"})
    found = read("calls-on-office-day", office, (0, "08:30", "12:30", CALL), (0, "13:00", "13:30", CALL))
    assert shown(found) == [(240, (1, 2))]
    assert read("calls-on-office-day", office, (0, "08:30", "12:30", CALL), (0, "13:00", "13:29", CALL)) == []
    hybrid = {**CALL, "hybrid": True}
    assert read("calls-on-office-day", office, (0, "08:30", "12:30", CALL), (0, "13:00", "13:30", hybrid)) == []


def test_by_hand_weeks_without_work_neither_count_nor_end_a_gap() -> None:
    # Worked weeks are the first, third and fifth; a one-on-one in the sixth ends the gap.
    days = [MONDAY + timedelta(days=14 * number) for number in range(3)]
    agreed = Agreements(working_days=(), shifts=tuple(Shift(day=day) for day in days))
    boss = {"people": ("boss@example.org", "anna@example.org"), "people_count": 2}
    people = ("Boss@example.org ",)
    lines: tuple[Line, ...] = ((35, "09:00", "10:00", boss),)
    (found,) = read("no-one-on-one", *lines, agreed=agreed, period_weeks=8, people=people, weeks=3)
    assert found.evidence == {"person": "boss@example.org", "weeks_without": 3}
    assert span(found) == ("Mon 08:30", "Mon 17:30")


def test_by_hand_team_moment_needs_three_of_five() -> None:
    team = ("anna", "bo", "cem", "dee", "eva")
    here = [(2, "09:00", "10:00", {"calendar": name, "uid": "all"}) for name in team]
    assert read("no-team-moment", *here[:3], period_weeks=2, names=team) == []
    (found,) = read("no-team-moment", *here[:2], period_weeks=2, names=team)
    assert found.evidence == {"weeks_without": 2, "members": 5, "needed": 3}
    # The same row twice in one calendar is one member.
    assert len(read("no-team-moment", *here[:2], here[1], period_weeks=2, names=team)) == 1
    # Of one person nothing is asked.
    assert read("no-team-moment", period_weeks=2, names=("anna",)) == []


def test_by_hand_share_of_members_is_exact() -> None:
    # 0.55 of 20 is 11, though the product of the two as floating point numbers is a little more.
    team = tuple(f"p{number:02}" for number in range(20))
    here = [(2, "09:00", "10:00", {"calendar": name, "uid": "all"}) for name in team[:11]]
    assert read("no-team-moment", *here, period_weeks=2, names=team, member_share=0.55) == []
    (found,) = read("no-team-moment", *here[:10], period_weeks=2, names=team, member_share=0.55)
    assert found.evidence["needed"] == 11


def test_by_hand_coffee_of_two_is_an_informal_moment_even_when_it_does_not_count() -> None:
    coffee = {"uid": "coffee", "social": True, "reason": "open-room"}
    here = [(9, "15:00", "15:30", {**coffee, "calendar": name}) for name in ("anna", "bo")]
    assert read("no-informal-moment", *here, period_weeks=4, names=("anna", "bo")) == []
    (found,) = read("no-informal-moment", here[0], period_weeks=4, names=("anna", "bo"))
    assert found.evidence == {"weeks_without": 4, "members": 2, "needed": 2}
