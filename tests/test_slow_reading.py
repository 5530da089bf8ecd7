"""The engine against the slow reading on random calendars, and the slow reading against figures worked out by hand."""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from random_calendars import RandomCalendars, calendars, row_of, table_of
from slow_reading.days import hours_of_all_days, unblocked_stretches, workdays_of
from slow_reading.metrics import measure_slowly
from slow_reading.records import Agenda, Event, agenda_of, events_of
from slow_reading.rules import (
    RULES,
    Settings,
    SlowFinding,
    has_decision_keeper,
    has_facilitator,
    judge_slowly,
    not_judged,
)

import rules as rules_package
from analyzer.agreements import Agreements, DayAgreement, Shift
from analyzer.context import Context
from analyzer.engine import Finding, Judgement, judge
from analyzer.period import Period
from analyzer.rule import ActiveRule, Rule

EXAMPLES = int(os.environ.get("MEETLINT_EXAMPLES", "0"))
"""Random calendars of a long run, drawn anew each time; 0: few, and the same ones each time."""

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONDAY = date(2026, 11, 16)
WEEK = Period(MONDAY, date(2026, 11, 22))
CARD = (
    "back-to-back-calls",
    "lunch-meeting",
    "no-facilitator",
    "no-decision-keeper",
    "scattered-day",
    "no-focus-day",
    "meeting-over-focus-time",
)


def loaded_rules() -> dict[str, Rule]:
    modules = [importlib.import_module(f"rules.{each.name}") for each in pkgutil.iter_modules(rules_package.__path__)]
    return {module.RULE.name: module.RULE for module in modules}


def judged(random: RandomCalendars) -> Judgement:
    context = Context(random.period, random.zone, random.names, random.agreements, random.table)
    loaded = loaded_rules()
    return judge(context, [activated(loaded[name], random.settings) for name in CARD])


def activated(rule: Rule, chosen: Mapping[str, Any]) -> ActiveRule:
    own = {name: value for name, value in chosen.items() if name in rule.settings.model_fields}
    return ActiveRule(rule, rule.settings(**own))


def agendas_of(random: RandomCalendars) -> list[Agenda]:
    events = events_of(random.table)
    return [
        agenda_of(number, name, events, random.period, random.zone, random.agreements[number])
        for number, name in enumerate(random.names)
    ]


def fast(finding: Finding, evidence: Mapping[str, Any]) -> dict[str, Any]:
    """Return the finding as plain fields, of its evidence only what the text of the rules speaks of."""
    missing = set(evidence) - set(finding.evidence)
    assert not missing, f"{finding.rule} gives no {missing}"
    return {
        "calendar": finding.calendar,
        "start": finding.start.to_pydatetime(),
        "end": finding.end.to_pydatetime(),
        "minutes": finding.minutes,
        "severity": finding.severity,
        "occurrences": finding.occurrences,
        "events": finding.events,
        "evidence": {name: _plain(finding.evidence[name]) for name in evidence},
    }


def slow(finding: SlowFinding) -> dict[str, Any]:
    return {**vars(finding), "evidence": {name: _plain(value) for name, value in finding.evidence.items()}}


def _plain(value: Any) -> Any:
    """A day may stand as a date or as its text."""
    return value.isoformat()[:10] if isinstance(value, date) else value


def assert_same_findings(name: str, judgement: Judgement, found: list[SlowFinding]) -> None:
    def order(finding: Finding | SlowFinding) -> Any:
        return finding.calendar, finding.start, finding.end, finding.events

    of_rule = sorted((each for each in judgement.findings if each.rule == name), key=order)
    assert [order(each) for each in of_rule] == [order(each) for each in found], name
    for one, other in zip(of_rule, found, strict=True):
        assert fast(one, other.evidence) == slow(other), name


def assert_same_metrics(engine: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    # The engine counts the lacking meetings and the slow reading the others, so rounding may differ in the last digit.
    shares = {"facilitator_share", "decision_keeper_share"}
    assert {name: value for name, value in engine.items() if name not in shares} == {
        name: value for name, value in expected.items() if name not in shares
    }
    for name in shares:
        assert engine[name] == (expected[name] and pytest.approx(expected[name], abs=0.0011))


RUN = settings(
    max_examples=EXAMPLES or 150,
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def test_engine_agrees_with_the_slow_reading_and_every_rule_is_reached() -> None:
    reached: dict[str, set[str]] = {name: set() for name in CARD}

    @RUN
    @given(calendars())
    def compare(random: RandomCalendars) -> None:
        judgement = judged(random)
        assert judgement.failed == []
        chosen = Settings(**random.settings)
        agendas = agendas_of(random)
        found = judge_slowly(agendas, chosen)
        for name in CARD:
            assert_same_findings(name, judgement, found[name])
            reached[name] |= {finding.severity for finding in found[name]}
        for agenda in agendas:
            assert_same_metrics(judgement.metrics[agenda.number], measure_slowly(agenda, chosen, found))
        for name, is_filled in (("no-facilitator", has_facilitator), ("no-decision-keeper", has_decision_keeper)):
            could_not = sum(not_judged(agenda, chosen, is_filled) for agenda in agendas)
            assert sum(judgement.not_judged.get(name, {}).values()) == could_not

    compare()
    # Agreement on calendars in which nothing is found would say nothing.
    assert reached == {
        "back-to-back-calls": {"warning", "error"},
        "lunch-meeting": {"warning", "error"},
        "no-facilitator": {"note"},
        "no-decision-keeper": {"note"},
        "scattered-day": {"warning"},
        "no-focus-day": {"warning"},
        "meeting-over-focus-time": {"warning"},
    }


def test_all_seven_rules_of_the_card_are_there_and_read() -> None:
    assert set(CARD) <= set(loaded_rules())
    assert set(CARD) == set(RULES)


def at(day: int, clock: str) -> datetime:
    """Return a time of the example week, ``day`` 0 being Monday 16 November 2026 in Amsterdam."""
    return datetime.combine(MONDAY + timedelta(days=day), datetime.strptime(clock, "%H:%M").time(), AMSTERDAM)  # noqa: DTZ007


def agenda(*events: tuple[int, str, str, dict[str, Any]], agreed: Agreements | None = None) -> Agenda:
    """Return an agenda of the example week from (day, start, end, further fields)."""
    made = [
        Event(row, "anna", **{"uid": f"u{row}", **fields}, start=at(day, start), end=at(day, end))
        for row, (day, start, end, fields) in enumerate(events)
    ]
    return agenda_of(0, "anna", made, WEEK, AMSTERDAM, agreed or Agreements())


def found_in(one: Agenda, rule: str) -> list[tuple[int, str, tuple[int, ...], dict[str, Any]]]:
    findings = judge_slowly([one], Settings())[rule]
    return [(finding.minutes, finding.severity, finding.events, finding.evidence) for finding in findings]


CALL = {"call": "teams"}


def test_by_hand_chain_of_calls_with_breaks_of_four_five_and_six_minutes() -> None:
    # 09:00-09:56, four minutes, 10:00-10:30, five minutes: a new chain of one, six minutes: another.
    one = agenda(
        (0, "09:00", "09:56", CALL),
        (0, "10:00", "10:30", CALL),
        (0, "10:35", "11:00", CALL),
        (0, "11:06", "11:30", CALL),
    )
    assert found_in(one, "back-to-back-calls") == [
        (90, "warning", (0, 1), {"calls": 2, "breaks_minutes": [4], "hybrid_calls": 0})
    ]
    figures = measure_slowly(one, Settings(), judge_slowly([one], Settings()))
    # Breaks of five and six minutes count; 56 + 30 + 25 + 24 minutes of call.
    assert (figures["short_breaks"], figures["call_minutes"], figures["meetings_without_findings"]) == (2, 135, 2)


def test_by_hand_calls_under_one_long_call_are_a_chain_without_breaks() -> None:
    # 10:00 starts at the end of the call before it, while the long call still runs to 11:00.
    one = agenda((0, "09:00", "11:00", CALL), (0, "09:00", "10:00", CALL), (0, "10:00", "10:30", CALL))
    assert found_in(one, "back-to-back-calls") == [
        (120, "error", (0, 1, 2), {"calls": 3, "breaks_minutes": [], "hybrid_calls": 0})
    ]
    double_booking = agenda((0, "09:00", "10:00", CALL), (0, "09:00", "10:30", CALL))
    assert found_in(double_booking, "back-to-back-calls") == []


def test_by_hand_lunch_is_gone_when_two_meetings_take_it_together() -> None:
    one = agenda(
        (0, "11:30", "12:30", {}),
        (0, "12:30", "13:15", CALL),
        (1, "12:45", "14:00", {}),
        (1, "12:00", "12:45", {"shared_lunch": True}),
        (2, "13:00", "14:00", {}),
        (5, "12:00", "13:00", {}),
    )
    assert found_in(one, "lunch-meeting") == [
        (30, "error", (0,), {}),
        (30, "error", (1,), {}),
        (15, "warning", (2,), {}),
    ]
    figures = measure_slowly(one, Settings(), judge_slowly([one], Settings()))
    # Wednesday's meeting begins when lunch is over, and Saturday is no workday.
    assert (figures["workdays"], figures["lunches_kept"]) == (5, 3)
    # 60 + 45 + (75 and 45) + 60 + 60; outside are the 60 of Saturday.
    assert (figures["meeting_minutes"], figures["outside_hours_minutes"]) == (345, 60)


def test_by_hand_roles_speak_once_per_series_and_of_what_could_be_read() -> None:
    standup = {"uid": "standup"}
    one = agenda(
        (0, "09:00", "09:15", standup),
        (1, "09:00", "09:30", standup),
        (2, "09:00", "09:15", {**standup, "facilitator": True}),
        (3, "09:00", "09:15", {**standup, "readable": "title"}),
        (3, "10:00", "11:00", {"people_count": 2}),
        (3, "11:00", "12:00", {"people_count": None}),
        (3, "13:00", "14:00", {"social": True}),
        (4, "13:00", "14:00", {"readable": "title", "facilitator": True}),
    )
    findings = judge_slowly([one], Settings())["no-facilitator"]
    assert [(each.start, each.end, each.minutes, each.occurrences, each.events) for each in findings] == [
        (at(0, "09:00"), at(0, "09:15"), 45, 2, (0, 1))
    ]
    figures = measure_slowly(one, Settings(), judge_slowly([one], Settings()))
    # The facilitator is judged in rows 0, 1, 2 and 7, and named in the last two; the keeper in 0, 1 and 2, and in none.
    assert (figures["facilitator_share"], figures["decision_keeper_share"]) == (0.5, 0.0)
    assert not_judged(one, Settings(), has_facilitator) == 2
    assert not_judged(one, Settings(), has_decision_keeper) == 3


def test_by_hand_scattered_day_counts_what_is_lost_in_pieces() -> None:
    one = agenda((0, "10:00", "10:30", {}), (0, "14:30", "15:30", {}))
    # 08:30-10:00, 10:30-12:00, 13:00-14:30 and 15:30-17:30: the last one is a focus block.
    assert found_in(one, "scattered-day") == []
    assert unblocked_stretches(one, workdays_of(one)[0]) == [90, 90, 90, 120]
    later = agenda((0, "10:00", "10:30", {}), (0, "14:45", "15:31", {}))
    # 90 + 90 + 105 + 119; lunch is no part of working time.
    assert found_in(later, "scattered-day") == [(404, "warning", (0, 1), {"longest_block": 119})]
    assert (
        found_in(
            agenda((0, "10:00", "10:30", {}), (0, "14:45", "15:31", {}), agreed=Agreements(meeting_days=("mon",))),
            "scattered-day",
        )
        == []
    )


def test_by_hand_week_without_a_focus_day_names_the_lightest_day() -> None:
    days: list[tuple[int, str, str, dict[str, Any]]] = [(day, "09:00", "10:30", {}) for day in range(5)]
    days[3] = (3, "09:00", "10:10", {})
    week = agenda(*days, (3, "12:00", "13:00", {}), (3, "10:00", "10:05", {}))
    # Thursday: 70 minutes of working time, the meetings at lunch and inside the other one add nothing.
    findings = judge_slowly([week], Settings())["no-focus-day"]
    assert [(each.start, each.end, each.minutes, each.events, each.evidence) for each in findings] == [
        (at(0, "08:30"), at(4, "17:30"), 10, (3, 6), {"day": MONDAY + timedelta(days=3), "meeting_minutes": 70})
    ]
    days[3] = (3, "09:00", "10:00", {})
    assert found_in(agenda(*days), "no-focus-day") == []
    part_time = Agreements(working_days=("mon", "tue"))
    assert found_in(agenda(*days, agreed=part_time), "no-focus-day") == []


def test_by_hand_meeting_over_focus_time_counts_the_union_once() -> None:
    focus = {"kind": "focus", "reason": "focus"}
    one = agenda(
        (5, "09:00", "10:00", focus),
        (5, "09:30", "11:00", focus),
        (5, "09:15", "12:00", {}),
        (5, "11:00", "11:30", {}),
        (5, "11:00", "12:00", {"kind": "focus", "reason": "declined"}),
    )
    assert found_in(one, "meeting-over-focus-time") == [(105, "warning", (2,), {})]


def test_by_hand_absence_takes_a_day_or_only_its_hours() -> None:
    leave: dict[str, Any] = {"kind": "absence", "reason": "absence"}
    tuesday_off = Event(0, "anna", "u", at(1, "00:00"), at(2, "00:00"), all_day=True, **leave)
    dentist = Event(1, "anna", "v", at(2, "13:00"), at(2, "15:00"), **leave)
    one = agenda_of(0, "anna", [tuesday_off, dentist], WEEK, AMSTERDAM, Agreements())
    assert [workday.day.day for workday in workdays_of(one)] == [16, 18, 19, 20]
    assert unblocked_stretches(one, workdays_of(one)[1]) == [210, 150]
    figures = measure_slowly(one, Settings(), judge_slowly([one], Settings()))
    # Three days of 210 + 270, and Wednesday's 210 + 150.
    assert (figures["focus_minutes"], figures["longest_focus_minutes"], figures["focus_days"]) == (1800, 270, 4)


def test_by_hand_shift_over_the_night_of_the_clock_change_lasts_seven_hours() -> None:
    agreed = Agreements(
        working_days=(), shifts=(Shift(day=date(2026, 3, 28), working_hours=((1320, 1800),), lunch=((60, 90),)),)
    )
    # From 22:00 to 06:00 on the wall, of which 02:00-03:00 does not exist; lunch at 01:00 lies on the Sunday.
    one = Agenda(0, (), Period(date(2026, 3, 28), date(2026, 3, 29)), AMSTERDAM, agreed)
    (night,) = workdays_of(one)
    assert (len(night.hours), len(night.lunch), len(night.working_time)) == (420, 30, 390)
    assert unblocked_stretches(one, night) == [180, 210]
    # The same shift on the evening before the period still makes the small hours working hours.
    sunday = Agenda(0, (), Period(date(2026, 3, 29), date(2026, 3, 29)), AMSTERDAM, agreed)
    assert (workdays_of(sunday), len(hours_of_all_days(sunday))) == ((), 300)


def test_by_hand_weeks_alternate_and_a_weekday_has_its_own_hours() -> None:
    # 16 November 2026 lies in ISO week 47, an odd one.
    agreed = Agreements(
        odd_weeks=("mon", "fri"), days={"fri": DayAgreement(working_hours=((540, 720), (780, 900)), lunch=())}
    )
    monday, friday = workdays_of(agenda(agreed=agreed))
    assert (monday.day, len(monday.working_time), len(friday.working_time)) == (MONDAY, 480, 300)
    assert (friday.day, friday.starts, friday.ends) == (MONDAY + timedelta(days=4), at(4, "09:00"), at(4, "15:00"))


def test_by_hand_meeting_over_the_edge_of_the_period_counts_inside_it() -> None:
    across = Event(
        0, "anna", "u", at(0, "00:00") - timedelta(hours=1), at(0, "00:00") + timedelta(minutes=20), call="meet"
    )
    before = Event(1, "anna", "v", at(0, "00:00") - timedelta(hours=2), at(0, "00:00"))
    empty = Event(2, "anna", "w", at(0, "00:00"), at(0, "00:00"))
    one = agenda_of(0, "anna", [across, before, empty], WEEK, AMSTERDAM, Agreements())
    figures = measure_slowly(one, Settings(), judge_slowly([one], Settings()))
    assert (figures["meetings"], figures["meeting_minutes"], figures["call_minutes"]) == (2, 20, 20)
    assert figures["outside_hours_minutes"] == 20


def test_records_of_a_table_keep_times_and_what_is_unknown() -> None:
    start = datetime(2026, 11, 16, 9, tzinfo=UTC)
    table = table_of(
        [row_of("anna", "u", start, start + timedelta(minutes=30), AMSTERDAM, people_count=None, call="zoom")]
    )
    (event,) = events_of(table)
    assert (event.start, event.duration(), event.people_count, event.call) == (start, 30, None, "zoom")
    assert table.loc[0, "start_local"].isoformat() == "2026-11-16T10:00:00"
