"""The engine against the slow reading on random calendars, and the slow reading against figures worked out by hand."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from event_rows import table_of
from hypothesis import HealthCheck, given, settings
from random_calendars import RandomCalendars, calendars, row_of
from slow_reading.comparison import agendas_of, card_rules, compare
from slow_reading.days import hours_of_all_days, unblocked_stretches, workdays_of
from slow_reading.metrics import measure_slowly
from slow_reading.records import Agenda, Event, agenda_of, events_of
from slow_reading.rules import RULES, Settings, SlowFinding, has_decision_keeper, has_facilitator, not_judged

from analyzer.agreements import Agreements, DayAgreement, Shift
from analyzer.time.period import Period

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


RUN = settings(
    max_examples=EXAMPLES or 200,
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def test_engine_agrees_with_the_slow_reading_and_every_rule_is_reached() -> None:
    reached: dict[str, set[str]] = {name: set() for name in CARD}

    @RUN
    @given(calendars())
    def compare_and_collect(random: RandomCalendars) -> None:
        for name, findings in compare(random).items():
            reached[name] |= {finding.severity for finding in findings}

    compare_and_collect()
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
    assert set(CARD) == set(RULES) == set(card_rules())


def test_settings_of_the_card_have_the_names_and_defaults_of_the_text() -> None:
    fields = [field for rule in card_rules().values() for field in rule.settings.model_fields.items()]
    defaults = {name: field.default for name, field in fields}
    assert {name: defaults[name] for name in vars(Settings())} == vars(Settings())


def at(day: int, clock: str) -> datetime:
    """Return a time of the example week; day 0 is Monday 16 November 2026 in Amsterdam, and 24:00 the end of a day."""
    hours, minutes = clock.split(":")
    midnight = datetime.combine(MONDAY + timedelta(days=day), time(), AMSTERDAM)
    return midnight + timedelta(hours=int(hours), minutes=int(minutes))


Line = tuple[int, str, str, Mapping[str, Any]]
"""An event of the example week: day, start, end, and what makes it no ordinary meeting of four people."""

CALL: Mapping[str, Any] = {"call": "teams"}
LEAVE: Mapping[str, Any] = {"kind": "absence", "reason": "absence"}
ALL_DAY_LEAVE: Mapping[str, Any] = {**LEAVE, "all_day": True}
FOCUS: Mapping[str, Any] = {"kind": "focus", "reason": "focus"}


@dataclass(frozen=True)
class Read:
    """The slow reading of one calendar written by hand."""

    agenda: Agenda
    findings: dict[str, list[SlowFinding]]
    metrics: dict[str, Any]

    def shown(self, rule: str) -> list[tuple[int, str, tuple[int, ...]]]:
        return [(finding.minutes, finding.severity, finding.events) for finding in self.findings[rule]]

    def evidence(self, rule: str) -> list[dict[str, Any]]:
        return [finding.evidence for finding in self.findings[rule]]

    def figures(self, *names: str) -> tuple[Any, ...]:
        return tuple(self.metrics[name] for name in names)


def read(
    *lines: Line, agreed: Agreements | None = None, period: Period = WEEK, zone: ZoneInfo = AMSTERDAM, **chosen: Any
) -> Read:
    """Read a calendar slowly, and see that the engine says the same; rows are numbered by start."""
    rows = [
        row_of("anna", fields.get("uid", f"u{number}"), at(day, start), at(day, end), zone, **_columns(fields))
        for number, (day, start, end, fields) in enumerate(lines)
    ]
    written = RandomCalendars(period, zone, ("anna",), (agreed or Agreements(),), table_of(rows), chosen)
    findings = compare(written)
    (agenda,) = agendas_of(written)
    return Read(agenda, findings, measure_slowly(agenda, Settings(**chosen), findings))


def _columns(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name != "uid"}


def test_by_hand_chain_of_calls_with_breaks_of_four_five_and_six_minutes() -> None:
    # 09:00-09:56, four minutes, 10:00-10:30, five minutes: a new chain of one, six minutes: another.
    calls = read(
        (0, "09:00", "09:56", CALL),
        (0, "10:00", "10:30", CALL),
        (0, "10:35", "11:00", CALL),
        (0, "11:06", "11:30", CALL),
    )
    assert calls.shown("back-to-back-calls") == [(90, "warning", (0, 1))]
    assert calls.evidence("back-to-back-calls") == [
        {"calls": 2, "breaks_minutes": [4], "hybrid_calls": 0, "minimum_break": 5}
    ]
    # Breaks of five and six minutes count; 56 + 30 + 25 + 24 minutes of call.
    assert calls.figures("short_breaks", "call_minutes", "meetings_without_findings") == (2, 135, 2)


def test_by_hand_breaks_of_nine_minutes_are_short_and_of_ten_are_not() -> None:
    calls = read((0, "09:00", "09:30", CALL), (0, "09:39", "10:00", CALL), (0, "10:10", "10:30", CALL))
    assert calls.figures("short_breaks") == (1,)


def test_by_hand_calls_under_one_long_call_are_a_chain_without_breaks() -> None:
    # 10:00 starts at the end of the call before it, while the long call still runs to 11:00.
    calls = read((0, "09:00", "10:00", CALL), (0, "09:00", "11:00", CALL), (0, "10:00", "10:30", CALL))
    assert calls.shown("back-to-back-calls") == [(120, "error", (0, 1, 2))]
    assert calls.evidence("back-to-back-calls") == [
        {"calls": 3, "breaks_minutes": [], "hybrid_calls": 0, "minimum_break": 5}
    ]
    assert read((0, "09:00", "10:00", CALL), (0, "09:00", "10:30", CALL)).shown("back-to-back-calls") == []


def test_by_hand_chain_waits_for_the_latest_end_and_not_for_the_last_call() -> None:
    # The call of 09:10 is over long before the one of 09:00, after which the third follows in two minutes.
    calls = read(
        (0, "09:00", "10:00", CALL), (0, "09:10", "09:20", {**CALL, "hybrid": True}), (0, "10:02", "10:30", CALL)
    )
    assert calls.shown("back-to-back-calls") == [(90, "warning", (0, 1, 2))]
    assert calls.evidence("back-to-back-calls") == [
        {"calls": 3, "breaks_minutes": [2], "hybrid_calls": 1, "minimum_break": 5}
    ]


def test_by_hand_call_of_no_length_joins_no_chain() -> None:
    calls = read((0, "09:00", "09:30", CALL), (0, "09:32", "09:32", CALL), (0, "09:36", "10:00", CALL))
    assert calls.shown("back-to-back-calls") == []
    assert calls.figures("short_breaks", "meetings") == (1, 3)


def test_by_hand_hybrid_meeting_is_a_call_unless_agreed_otherwise() -> None:
    lines: tuple[Line, ...] = ((0, "09:00", "10:00", CALL), (0, "10:00", "11:00", {**CALL, "hybrid": True}))
    assert read(*lines).shown("back-to-back-calls") == [(120, "error", (0, 1))]
    assert read(*lines, agreed=Agreements(hybrid_is_call=False)).figures("call_minutes") == (60,)


def test_by_hand_lunch_is_gone_when_two_meetings_take_it_together() -> None:
    week = read(
        (0, "11:30", "12:30", {}),
        (0, "12:30", "13:15", CALL),
        (1, "12:00", "12:45", {"shared_lunch": True}),
        (1, "12:45", "14:00", {}),
        (2, "13:00", "14:00", {}),
        (5, "12:00", "13:00", {}),
    )
    assert week.shown("lunch-meeting") == [(30, "error", (0,)), (30, "error", (1,)), (15, "warning", (3,))]
    # Wednesday's meeting begins when lunch is over, and Saturday is no workday.
    assert week.figures("workdays", "lunches_kept") == (5, 3)
    # 60 + 45 + 45 + 75 + 60 + 60; outside working hours are the 60 of Saturday.
    assert week.figures("meeting_minutes", "outside_hours_minutes") == (345, 60)


def test_by_hand_day_without_a_lunch_window_keeps_no_lunch() -> None:
    agreed = Agreements(days={"mon": DayAgreement(lunch=()), "tue": DayAgreement(lunch=((690, 720),))})
    week = read((0, "12:00", "13:00", {}), (1, "12:00", "13:00", {}), (2, "12:50", "13:00", {}), agreed=agreed)
    assert week.shown("lunch-meeting") == [(10, "warning", (2,))]
    assert week.figures("lunches_kept") == (3,)


def test_by_hand_roles_speak_once_per_series_and_of_what_could_be_read() -> None:
    standup = {"uid": "standup", "people_count": 3}
    week = read(
        (0, "09:00", "09:15", standup),
        (1, "09:00", "09:30", standup),
        (2, "09:00", "09:15", {**standup, "facilitator": True}),
        (3, "09:00", "09:15", {**standup, "readable": "title"}),
        (3, "10:00", "11:00", {"people_count": 2}),
        (3, "11:00", "12:00", {"people_count": None}),
        (3, "13:00", "14:00", {"social": True}),
        (4, "09:00", "10:00", {"private": True}),
        (4, "13:00", "14:00", {"readable": "title", "facilitator": True}),
    )
    findings = week.findings["no-facilitator"]
    assert [(each.start, each.end, each.minutes, each.occurrences, each.events) for each in findings] == [
        (at(0, "09:00"), at(0, "09:15"), 45, 2, (0, 1))
    ]
    # The facilitator is judged in rows 0, 1, 2 and 8, and named in the last two; the keeper in 0, 1 and 2, and in none.
    assert week.figures("facilitator_share", "decision_keeper_share") == (0.5, 0.0)
    assert not_judged(week.agenda, Settings(), has_facilitator) == 3
    assert not_judged(week.agenda, Settings(), has_decision_keeper) == 4


def test_by_hand_chair_and_automatic_keeper_count_only_when_trusted() -> None:
    line: Line = (0, "09:00", "10:00", {"chair": True, "automatic_keeper": True})
    shares = ("facilitator_share", "decision_keeper_share")
    assert read(line).figures(*shares) == (0.0, 0.0)
    assert read(line, trust_chair=True, allow_automatic_keeper=True).figures(*shares) == (1.0, 1.0)


def test_by_hand_scattered_day_counts_what_is_lost_in_pieces() -> None:
    # 08:30-10:00, 10:30-12:00, 13:00-14:30 and 15:30-17:30: the last one is a focus block.
    saved = read((0, "10:00", "10:30", {}), (0, "14:30", "15:30", {}))
    assert saved.shown("scattered-day") == []
    assert unblocked_stretches(saved.agenda, workdays_of(saved.agenda)[0]) == [90, 90, 90, 120]
    # 90 + 90 + 105 + 119; lunch is no part of working time.
    lines: tuple[Line, ...] = ((0, "10:00", "10:30", {}), (0, "14:45", "15:31", {}))
    assert read(*lines).shown("scattered-day") == [(404, "warning", (0, 1))]
    assert read(*lines).evidence("scattered-day") == [{"longest_block": 119}]
    assert read(*lines, agreed=Agreements(meeting_days=("mon",))).shown("scattered-day") == []


def test_by_hand_day_of_half_meetings_is_a_meeting_day() -> None:
    # 08:30-09:30, 10:30-12:00 and 14:00-15:30 are the 240 of 480 minutes that make it one.
    half = read((0, "08:30", "09:30", {}), (0, "10:30", "12:00", {}), (0, "14:30", "16:00", {}))
    assert half.shown("scattered-day") == []
    less = read((0, "08:30", "09:30", {}), (0, "10:30", "12:00", {}), (0, "14:30", "15:59", {}))
    # 09:30-10:30, 13:00-14:30 and 15:59-17:30.
    assert less.shown("scattered-day") == [(60 + 90 + 91, "warning", (0, 1, 2))]


def test_by_hand_absence_and_busy_time_cut_a_day_without_being_meetings() -> None:
    lines: tuple[Line, ...] = (
        (0, "09:30", "10:00", {}),
        (0, "10:00", "11:00", LEAVE),
        (0, "14:30", "15:00", {"reason": "busy-only", "busy_only": True}),
        (0, "15:30", "15:45", {"reason": "alone", "kind": "appointment", "people_count": 1}),
    )
    # One meeting does not scatter a day; two do: 08:30-09:30, 11:00-12:00, 13:00-14:30, 15:00-16:50 and 17:00-17:30.
    assert read(*lines).shown("scattered-day") == []
    assert read(*lines, (0, "16:50", "17:00", {})).shown("scattered-day") == [
        (60 + 60 + 90 + 110 + 30, "warning", (0, 4))
    ]


def test_by_hand_week_without_a_focus_day_names_the_lightest_day() -> None:
    days: list[Line] = [(day, "09:00", "10:30", {}) for day in range(5)]
    thursday: list[Line] = [(3, "09:00", "10:10", {}), (3, "10:00", "10:05", {}), (3, "12:00", "13:00", {})]
    week = read(*days[:3], *thursday, days[4])
    # Thursday: 70 minutes of working time, the meetings at lunch and inside the other one add nothing.
    findings = week.findings["no-focus-day"]
    assert [(each.start, each.end, each.minutes, each.events, each.evidence) for each in findings] == [
        (at(0, "08:30"), at(4, "17:30"), 10, (3, 4), {"day": MONDAY + timedelta(days=3), "meeting_minutes": 70})
    ]
    saved = read(*days[:3], (3, "09:00", "10:00", {}), days[4])
    assert (saved.shown("no-focus-day"), saved.figures("focus_days")) == ([], (1,))


def test_by_hand_week_of_three_workdays_is_judged_and_of_two_is_not() -> None:
    days: list[Line] = [(day, "09:00", "10:30", {}) for day in range(3)]
    three = read(*days, agreed=Agreements(working_days=("mon", "tue", "wed")))
    # All days are equal: the first of them is shown.
    assert three.shown("no-focus-day") == [(30, "warning", (0,))]
    assert read(*days, agreed=Agreements(working_days=("mon", "tue"))).shown("no-focus-day") == []


def test_by_hand_meeting_over_focus_time_counts_the_union_once() -> None:
    saturday = read(
        (5, "09:00", "10:00", FOCUS),
        (5, "09:15", "12:00", {}),
        (5, "09:30", "11:00", FOCUS),
        (5, "11:00", "11:30", {}),
        (5, "11:00", "12:00", {"kind": "focus", "reason": "declined"}),
    )
    assert saturday.shown("meeting-over-focus-time") == [(105, "warning", (1,))]


def test_by_hand_absence_takes_a_day_or_only_its_hours() -> None:
    week = read((1, "00:00", "24:00", ALL_DAY_LEAVE), (2, "13:00", "15:00", LEAVE))
    assert [workday.day.day for workday in workdays_of(week.agenda)] == [16, 18, 19, 20]
    assert unblocked_stretches(week.agenda, workdays_of(week.agenda)[1]) == [210, 150]
    # Three days of 210 + 270, and Wednesday's 210 + 150.
    assert week.figures("focus_minutes", "longest_focus_minutes", "focus_days") == (1800, 270, 4)


def test_by_hand_day_stays_a_workday_unless_all_day_absence_covers_it() -> None:
    # A timed absence of nine hours blocks the day; from 24 hours on it takes the day when it covers its hours.
    assert read((1, "08:30", "17:30", LEAVE)).figures("workdays", "focus_minutes") == (5, 4 * 480)
    assert read((0, "17:30", "42:00", ALL_DAY_LEAVE)).figures("workdays") == (4,)
    assert read((0, "17:30", "41:29", ALL_DAY_LEAVE)).figures("workdays") == (5,)
    cancelled = {**ALL_DAY_LEAVE, "reason": "cancelled"}
    assert read((1, "00:00", "24:00", cancelled)).figures("workdays") == (5,)


def test_by_hand_leave_on_the_day_of_a_night_shift_takes_the_whole_shift() -> None:
    nights = Agreements(working_days=("tue", "thu"), working_hours=((1320, 1800),), lunch=())
    tuesday_off = read((1, "00:00", "24:00", ALL_DAY_LEAVE), agreed=nights)
    assert [workday.day.day for workday in workdays_of(tuesday_off.agenda)] == [19]
    wednesday_off = read((2, "00:00", "24:00", ALL_DAY_LEAVE), agreed=nights)
    # Tuesday's shift keeps its two hours before midnight.
    assert wednesday_off.figures("workdays", "focus_minutes") == (2, 120 + 480)


def test_by_hand_public_holiday_is_worked_only_by_who_is_rostered() -> None:
    # King's Day, 27 April 2026, is a Monday.
    week = Period(date(2026, 4, 27), date(2026, 5, 3))
    shift = Shift(day=date(2026, 4, 27), working_hours=((540, 780),))
    assert read(period=week).figures("workdays") == (5,)
    assert read(period=week, agreed=Agreements(holidays="NL")).figures("workdays") == (4,)
    assert read(period=week, agreed=Agreements(holidays="NL", shifts=(shift,))).figures("workdays") == (5,)


def test_by_hand_shift_over_the_night_of_the_clock_change_lasts_seven_hours() -> None:
    shift = Shift(day=date(2026, 3, 28), working_hours=((1320, 1800),), lunch=((60, 90),))
    agreed = Agreements(working_days=(), shifts=(shift,))
    # From 22:00 to 06:00 on the wall, of which 02:00-03:00 does not exist; lunch at 01:00 lies on the Sunday.
    weekend = read(period=Period(date(2026, 3, 28), date(2026, 3, 29)), agreed=agreed)
    (night,) = workdays_of(weekend.agenda)
    assert (len(night.hours), len(night.lunch), len(night.working_time)) == (420, 30, 390)
    assert unblocked_stretches(weekend.agenda, night) == [180, 210]


def test_by_hand_long_shift_has_its_lunch_at_noon_and_not_in_the_night() -> None:
    # From 08:00 to 07:40 the next morning: the agreed 02:00-02:30 lies in the night, 12:00-13:00 in the day.
    agreed = Agreements(working_days=("mon",), working_hours=((480, 1900),), lunch=((720, 780),))
    assert read(agreed=agreed).figures("focus_minutes") == (240 + 1120,)
    night_lunch = Agreements(working_days=("mon",), working_hours=((480, 1900),), lunch=((120, 150),))
    assert read(agreed=night_lunch).figures("focus_minutes") == (1080 + 310,)
    # A shift around the clock from 00:00 meets 00:30 on both sides of midnight: it is the nearer one.
    both = Agreements(working_days=("mon",), working_hours=((0, 60), (1320, 1500)), lunch=((15, 45),), focus_block=15)
    assert read(agreed=both).figures("focus_minutes", "longest_focus_minutes") == (15 + 15 + 180, 180)


def test_by_hand_shift_of_the_evening_before_the_period_counts_as_working_hours() -> None:
    nights = Agreements(working_days=("sun",), working_hours=((1320, 1800),), lunch=())
    # Sunday's shift runs to Monday 06:00; of 05:00-07:00 one hour lies outside.
    week = read((0, "05:00", "07:00", {}), agreed=nights)
    assert week.figures("workdays", "outside_hours_minutes") == (1, 60)
    assert len(hours_of_all_days(week.agenda)) == 360 + 120


def test_by_hand_weeks_alternate_and_a_weekday_has_its_own_hours() -> None:
    # 16 November 2026 lies in ISO week 47, an odd one.
    own = DayAgreement(working_hours=((540, 720), (780, 900)), lunch=())
    agreed = Agreements(odd_weeks=("mon", "fri"), even_weeks=("wed",), days={"fri": own})
    monday, friday = workdays_of(read(agreed=agreed).agenda)
    assert (monday.day, len(monday.working_time), len(friday.working_time)) == (MONDAY, 480, 300)
    assert (friday.day, friday.starts, friday.ends) == (MONDAY + timedelta(days=4), at(4, "09:00"), at(4, "15:00"))


def test_by_hand_meeting_over_the_edge_of_the_period_counts_inside_it() -> None:
    week = read((-1, "23:00", "24:20", CALL), (0, "00:00", "00:00", {}))
    assert week.figures("meetings", "meeting_minutes", "call_minutes", "outside_hours_minutes") == (2, 20, 20, 20)


def test_slow_reading_leaves_out_events_that_only_touch_the_period() -> None:
    before = Event(0, "anna", "v", at(0, "00:00") - timedelta(hours=2), at(0, "00:00"))
    after = Event(1, "anna", "w", at(7, "00:00"), at(7, "00:00"))
    assert agenda_of(0, "anna", [before, after], WEEK, AMSTERDAM, Agreements()).events == ()


def test_records_of_a_table_keep_times_and_what_is_unknown() -> None:
    start = datetime(2026, 11, 16, 9, tzinfo=UTC)
    end = start + timedelta(minutes=30)
    (event,) = events_of(table_of([row_of("anna", "u", start, end, AMSTERDAM, people_count=None, call="zoom")]))
    assert (event.start, event.duration(), event.people_count, event.call) == (start, 30, None, "zoom")
