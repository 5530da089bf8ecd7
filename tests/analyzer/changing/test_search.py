"""What to change first: the few changes that remove most findings for least disturbance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

import rules
from analyzer.changing.change import Change
from analyzer.changing.options import Conditions, options_of
from analyzer.changing.search import best_first, find_changes
from analyzer.changing.trials import Bench
from analyzer.judging.engine import judge
from analyzer.judging.exceptions import Ignore
from analyzer.rulebook.loading import load_rules
from tests.event_rows import activated, at, context_of, events, judge_table, seconds

ALL = list(load_rules(rules).values())
BEFORE = date(2026, 11, 9)
WEEKS = ("2026-11-09", "2026-11-22")


def from_day(day: date) -> Conditions:
    return Conditions(seconds(f"{day} 00:00"))


def changes_of(*lines: str, today: date = BEFORE, period: tuple[str, str] = WEEKS, **agreements: object) -> list:
    judgement = judge_table(ALL, events(*lines), period=period, agreements=agreements)
    return find_changes(judgement, from_day(today))


def new_start(change: Change) -> pd.Timestamp | None:
    return change.occurrences[0].new_start


def test_no_findings_need_no_change() -> None:
    assert changes_of("2026-11-10 09:00-09:30 Stand-up | call series=a") == []


def test_a_series_in_the_lunch_hour_moves_to_the_nearest_free_slot() -> None:
    (change,) = changes_of("2026-11-10,2026-11-17 12:00-13:00 Vendor demo | people=2 series=demo")
    assert (change.kind, change.uid, change.actor, len(change.occurrences)) == ("move", "demo", "organizer", 2)
    assert new_start(change) == at("2026-11-10 13:00")  # 11:00 is as near; later disturbs no earlier work
    assert change.removes == {"lunch-meeting": 2}
    # It costs two hours of focus in the afternoon, and what is lost is no gain.
    assert change.gains == {"lunches_kept": 2}


def test_a_meeting_moves_only_to_where_every_occurrence_is_free() -> None:
    (change,) = changes_of(
        "2026-11-10,2026-11-17 12:00-13:00 Vendor demo | people=2 series=demo",
        "2026-11-17 13:00-17:30 Away | absence",
    )
    assert new_start(change) == at("2026-11-10 11:00")


def test_one_s_own_appointments_are_not_moved_into() -> None:
    (change,) = changes_of(
        "2026-11-10,2026-11-17 12:00-13:00 Vendor demo | people=2 series=demo",
        "2026-11-17 13:00-17:30 Writing | people=1",
    )
    assert new_start(change) == at("2026-11-10 11:00")


def test_nothing_is_moved_onto_what_is_busy_whoever_is_in_it() -> None:
    lines = ("2026-11-10,2026-11-17 12:00-13:00 Vendor demo | people=2 series=demo",)
    table = events(*lines, "2026-11-17 13:00-17:30 Steering | people=?")
    table.loc[table["title"] == "Steering", "reason"] = "people-unknown"
    (change,) = find_changes(judge_table(ALL, table, period=WEEKS), from_day(BEFORE))
    assert new_start(change) == at("2026-11-10 11:00")


def test_a_chain_goes_when_one_call_ends_earlier() -> None:
    changes = changes_of(
        "2026-11-10,2026-11-17 09:00-09:30 Stand-up | call people=2 series=a",
        "2026-11-10,2026-11-17 09:30-10:00 Intake | call people=2 series=b",
    )
    assert (changes[0].kind, changes[0].uid) == ("end-earlier", "a")
    assert [one.new_end for one in changes[0].occurrences] == [at("2026-11-10 09:25"), at("2026-11-17 09:25")]
    assert [one.new_start for one in changes[0].occurrences] == [one.start for one in changes[0].occurrences]
    assert changes[0].removes == {"back-to-back-calls": 2}
    assert len(changes) == 1  # after it nothing is left to remove


def test_the_setting_comes_first_when_it_does_as_much_for_all_one_plans() -> None:
    changes = changes_of(
        "2026-11-10 09:00-09:30 A | call people=2 mine",
        "2026-11-10 09:30-10:00 B | call people=2",
        "2026-11-11 10:00-11:00 C | call people=2 mine",
        "2026-11-11 11:00-11:30 D | call people=2",
    )
    assert (changes[0].kind, changes[0].actor, len(changes[0].occurrences)) == ("setting", "owner", 2)
    assert changes[0].removes == {"back-to-back-calls": 2}


def test_a_single_meeting_that_is_past_cannot_change() -> None:
    assert changes_of("2026-11-10 12:00-13:00 Demo | people=2", today=date(2026, 11, 11)) == []


def test_a_meeting_of_today_can_still_change() -> None:
    assert len(changes_of("2026-11-10 12:00-13:00 Demo | people=2", today=date(2026, 11, 10))) == 1


def test_a_coming_meeting_does_not_move_into_the_past() -> None:
    only_monday_is_free = (
        "2026-11-10 10:00-11:00 Intake | people=2 uid=intake",
        "2026-11-10 08:30-12:00 Focus time | focus people=1",
        "2026-11-10 12:00-17:30 Writing | people=1",
        "2026-11-11,2026-11-12,2026-11-13 08:30-17:30 Course | people=1",
        "2026-11-16 08:30-17:30 Course | people=1",
    )
    (change,) = changes_of(*only_monday_is_free, today=date(2026, 11, 9))
    assert (change.kind, change.uid, new_start(change)) == ("move", "intake", at("2026-11-09 10:00"))
    assert changes_of(*only_monday_is_free, today=date(2026, 11, 10)) == []


def test_the_setting_shortens_only_what_is_still_to_come() -> None:
    (change,) = changes_of(
        *(
            f"2026-11-{day} {hours} | call people=2 {by}"
            for day in (10, 11, 12)
            for hours, by in ((f"09:00-09:30 Intake of {day}", "mine"), (f"09:30-10:00 Review of {day}", ""))
        ),
        today=date(2026, 11, 11),
    )
    assert (change.kind, len(change.occurrences)) == ("setting", 2)
    assert change.removes == {"back-to-back-calls": 2}


def test_what_is_past_cannot_change_however_often_it_came_back() -> None:
    line = "2026-11-10,2026-11-17 12:00-13:00 Vendor demo | people=2 series=demo"
    assert changes_of(line, today=date(2027, 1, 1)) == []


def test_a_series_changes_from_now_on_and_what_has_been_stays() -> None:
    line = "2026-11-10,2026-11-17 12:00-13:00 Vendor demo | people=2 series=demo"
    (change,) = changes_of(line, today=date(2026, 11, 11))
    assert [one.start for one in change.occurrences] == [at("2026-11-17 12:00")]
    assert change.removes == {"lunch-meeting": 1}


def test_a_change_that_would_break_another_rule_is_not_offered() -> None:
    demo = "2026-11-10 12:00-13:00 Demo | call people=2 uid=demo"
    (change,) = changes_of(demo)
    assert new_start(change) == at("2026-11-10 13:00")
    # Now a call begins where the demo would end: no break between the two.
    (change,) = changes_of(demo, "2026-11-10 14:00-14:20 Check-in | call people=2 uid=check-in")
    assert (change.uid, new_start(change)) == ("demo", at("2026-11-10 11:00"))


def test_a_change_that_mends_more_than_it_breaks_is_not_offered_either() -> None:
    demo = "2026-11-10,2026-11-11,2026-11-12 12:00-13:00 Demo | call people=2 series=demo"
    busy = (
        "2026-11-10 08:30-12:00 Writing | people=1",
        "2026-11-10 15:00-17:30 Writing on | people=1",
        "2026-11-10 14:00-14:20 Check-in | call people=2 uid=check-in",
        "2026-11-16 09:00-09:30 Stand-up | call people=2 uid=stand-up",
        "2026-11-16 09:30-09:50 Intake | call people=2 uid=intake",
    )
    # At 13:00 three lunches are kept, and a second row of calls without a break comes to be on Tuesday.
    assert [(change.kind, change.uid, change.removes) for change in changes_of(demo, *busy)] == [
        ("end-earlier", "stand-up", {"back-to-back-calls": 1})
    ]


def test_at_most_three_changes_and_no_finding_counted_twice() -> None:
    changes = changes_of(*(f"2026-11-{day} 12:00-13:00 Demo {day} | people=2" for day in (10, 11, 12, 13, 17)))
    assert [change.removes for change in changes] == [{"lunch-meeting": 1}] * 3
    assert len({change.uid for change in changes}) == 3


def test_nothing_is_moved_into_the_half_preferred_for_focus() -> None:
    line = "2026-11-10,2026-11-17 12:00-13:00 Vendor demo | people=2 series=demo"
    (change,) = changes_of(line, focus_half_day="afternoon")
    assert new_start(change) == at("2026-11-10 11:00")


BUSY_ELSEWHERE = (
    "2026-11-10 08:30-12:00 Writing | people=1",
    "2026-11-10 13:00-17:30 Writing on | people=1",
    "2026-11-09,2026-11-11,2026-11-12,2026-11-13,2026-11-16 08:30-17:30 Course | people=1",
)


@pytest.mark.parametrize(
    ("meeting", "kinds"),
    [
        ("12:00-13:00 Board | people=6 series=x", ["without-me"]),
        ("12:00-13:00 Board | people=5 series=x", []),
        ("12:00-13:00 Board | people=6 series=x mine", []),
        ("12:15-12:45 Stand-up | people=9 series=x", []),  # half an hour that recurs is a routine
        ("12:15-12:50 Update | people=9 series=x", ["without-me"]),
        ("11:00-13:00 Board | people=9 series=x", ["without-me"]),
        ("11:00-13:01 Board | people=9 series=x", []),
    ],
)
def test_only_a_large_meeting_of_somebody_else_is_skipped(meeting: str, kinds: list[str]) -> None:
    assert [change.kind for change in changes_of(f"2026-11-10 {meeting}", *BUSY_ELSEWHERE)] == kinds


def test_notes_alone_ask_for_no_change() -> None:
    assert changes_of("2026-11-10 09:00-10:00 Board | people=8") == []


def test_the_title_of_a_private_series_is_not_said() -> None:
    (change,) = changes_of("2026-11-10,2026-11-17 12:00-13:00 Secret | people=2 series=x private")
    assert change.title == ""


def test_a_rule_that_broke_off_is_not_asked_again_and_the_others_still_are() -> None:
    def broken(events: object, context: object, settings: object) -> object:
        raise ZeroDivisionError

    lunch = next(rule for rule in ALL if rule.name == "lunch-meeting")
    judgement = judge(
        context_of(events("2026-11-10,2026-11-17 12:00-13:00 Vendor demo | people=2 series=demo"), period=WEEKS),
        activated([lunch, replace(lunch, name="broken", find=broken)]),
    )
    assert [failed.name for failed in judgement.failed] == ["broken"]
    assert [change.removes for change in find_changes(judgement, from_day(BEFORE))] == [{"lunch-meeting": 2}]


def test_a_rule_that_breaks_off_on_a_trial_costs_the_trials_that_rule_alone() -> None:
    lunch = next(rule for rule in ALL if rule.name == "lunch-meeting")

    def find(table: pd.DataFrame, context: object, settings: object) -> object:
        if (table["start_local"].dt.hour == 13).any():
            raise ZeroDivisionError
        return lunch.find(table, context, settings)  # type: ignore[arg-type]

    table = events("2026-11-10,2026-11-17 12:00-13:00 Vendor demo | people=2 series=demo")
    judgement = judge(context_of(table, period=WEEKS), activated([lunch, replace(lunch, name="fragile", find=find)]))
    assert judgement.failed == []
    lost: list[str] = []
    (change,) = find_changes(judgement, from_day(BEFORE), lost.append)
    assert change.removes == {"lunch-meeting": 2}
    assert lost == ["fragile"]  # once, and by name


def test_nothing_moves_behind_the_last_day_of_an_exception() -> None:
    board = "2026-11-10 12:00-13:00 Board | people=9 decides uid=x"
    course = [f"2026-11-{day} 08:30-17:30 Course | people=1" for day in ("09", 12, 13, 16)]
    tuesday = ("2026-11-10 08:30-12:00 Writing | people=1", "2026-11-10 13:00-17:30 Writing on | people=1")
    table = events(board, *course, *tuesday)

    def kinds_until(day: date) -> list[str]:
        exception = Ignore(rule="large-decision-meeting", title="Board", until=day, reason="agreed")
        judgement = judge(context_of(table, period=WEEKS), activated(ALL), [exception])
        return [change.kind for change in find_changes(judgement, from_day(BEFORE))]

    assert kinds_until(date(2026, 11, 11)) == ["move"]
    assert kinds_until(date(2026, 11, 10)) == ["without-me"]


def filled(*days: str) -> list[str]:
    return [f"2026-11-{day} 08:30-17:30 Course | people=1" for day in days]


def test_one_finding_for_another_is_no_gain() -> None:
    late = "2026-11-09,2026-11-10 22:30-23:30 Release | people=4 series=r"
    demo = "2026-11-11 08:30-09:30 Demo | people=4 uid=x"
    tuesday = "2026-11-10 09:30-17:30 Writing | people=1"
    busy = filled("09", "12", "13", "16", "17")
    # Only Tuesday at 08:30 is free, and there it would follow Monday's late meeting as it now follows Tuesday's.
    assert [one.uid for one in changes_of(late, demo, tuesday, *busy, focus_days=["wed"])].count("x") == 0
    friday = "2026-11-13 08:30-10:30 Writing | people=1", "2026-11-13 12:00-17:30 Writing on | people=1"
    changes = changes_of(late, demo, tuesday, *filled("09", "12", "16", "17"), *friday, focus_days=["wed"])
    assert [new_start(one) for one in changes if one.uid == "x"] == [at("2026-11-13 10:30")]


def test_the_last_focus_day_of_a_week_is_not_taken_because_another_week_gets_one() -> None:
    busy_days = ("09", "10", "11", "12", "17", "18", "19", "20")
    meetings = [f"2026-11-{day} 09:00-11:00 Project {day} | people=4 uid=p{day}" for day in busy_days]
    around = [f"2026-11-{day} {clock} Own | people=1" for day in busy_days for clock in ("08:30-09:00", "11:00-17:30")]
    friday = [f"2026-11-13 {clock} Own | people=1" for clock in ("08:30-12:00", "14:30-17:30")]
    review = "2026-11-13 12:00-14:30 Review | people=4 uid=x"
    # It would leave Friday a focus day and take Monday, the only one of the next week.
    assert [one for one in changes_of(*meetings, *around, *friday, review) if one.kind == "move"] == []
    without_rule = judge_table(
        [rule for rule in ALL if rule.name != "no-focus-day"],
        events(*meetings, *around, *friday, review),
        period=WEEKS,
    )
    moves = [new_start(one) for one in find_changes(without_rule, from_day(BEFORE)) if one.uid == "x"]
    assert moves == [at("2026-11-16 13:00")]


def test_three_changes_are_enough_and_nothing_is_booked_besides() -> None:
    cut = ("2026-11-09 10:00-10:30 A | people=4 uid=a", "2026-11-09 14:00-16:00 B | people=4 uid=b")
    lunches = [f"2026-11-{day} 12:00-13:00 Demo {day} | people=2" for day in (11, 12, 13)]
    kinds = [change.kind for change in changes_of(*cut, *lunches, today=date(2026, 11, 10))]
    assert kinds == ["move", "move", "move"]
    assert [one.kind for one in changes_of(*cut, *lunches[:2], today=date(2026, 11, 10))] == ["move", "move", "book"]


def test_a_series_changes_once() -> None:
    stand_up = "2026-11-10,2026-11-11,2026-11-12 09:00-09:15 Stand-up | people=8 series=x"
    changes = changes_of(stand_up, "2026-11-11 Away | absence", working_days=["wed", "thu"])
    assert [change.uid for change in changes] == ["x"]


def test_the_series_in_most_findings_are_tried_and_what_is_past_weighs_less() -> None:
    lunches = [
        f"2026-11-{day} 12:{minute:02}-12:{minute + 5:02} Short {day}-{minute} | people=2 uid=s{day}{minute}"
        for day in (16, 17)
        for minute in (0, 10, 20, 30)
    ]
    twice = "2026-11-19,2026-11-20 12:00-13:00 Demo | people=2 series=demo"
    # Eight meetings with a finding each would leave no room for a ninth, were the one with two not put first.
    assert "demo" in {change.uid for change in changes_of(*lunches, twice, today=date(2026, 11, 16))}
    past = "2026-11-09,2026-11-10,2026-11-11,2026-11-20 12:00-12:30 Often | people=2 series=often"
    uids = [change.uid for change in changes_of(*lunches, twice, past, today=date(2026, 11, 16))]
    assert uids[0] == "demo"


def test_what_starts_this_very_second_can_still_change() -> None:
    judgement = judge_table(ALL, events("2026-11-10 12:00-13:00 Demo | people=4 uid=x"), period=WEEKS)
    now = seconds("2026-11-10 12:00")
    assert [change.uid for change in find_changes(judgement, Conditions(now))] == ["x"]
    assert find_changes(judgement, Conditions(now + 1)) == []


def test_options_that_only_help_together_keep_the_order_in_which_they_came() -> None:
    chain = (
        "2026-11-10 09:00-09:30 Week start | call people=4 uid=a",
        "2026-11-10 09:30-09:45 Stand-up | call people=9 uid=b",
        "2026-11-10 09:45-10:45 Project | call people=3 uid=c",
    )
    bench = Bench.of(judge_table(ALL, events(*chain), period=WEEKS))
    wanted = {("end-earlier", "a"), ("start-later", "c")}
    both = [one for one in options_of(bench, from_day(BEFORE)) if (one.kind, one.uid) in wanted]
    assert [one.uid for one in both] == ["a", "c"]
    assert best_first(bench, both, 2) == []
    assert [one.uid for one in best_first(bench, both, 2, all_of_them=True)] == ["a", "c"]


def dated(*lines: str, today: date = BEFORE) -> list[Change]:
    judgement = judge_table(ALL, events(*lines), period=WEEKS)
    return find_changes(judgement, replace(from_day(today), is_dated=True))


LUNCHES = (
    "2026-11-12,2026-11-19 12:00-13:00 Vendor demo | people=4 series=demo by=bo@example.org",
    "2026-11-11 12:00-13:00 Talk | people=4 uid=talk by=cy@example.org",
    "2026-11-13 12:00-13:00 Tour | people=4 uid=tour by=di@example.org",
)
PIECES = tuple(
    f"2026-11-{day} {start}-{end} Part {start} | people=4 uid={day}{start} by=bo@example.org"
    for day in (16, 17, 18, 19, 20)
    for start, end in (("09:30", "10:30"), ("14:15", "15:00"), ("16:00", "16:45"))
)


def test_dated_changes_stand_in_order_of_time_and_tell_together_what_the_others_tell() -> None:
    best_first_, in_time = changes_of(*LUNCHES), dated(*LUNCHES)
    assert best_first_[0].uid == "demo"
    assert [change.uid for change in in_time] == ["talk", "demo", "tour"]
    for changes in (best_first_, in_time):
        assert sum(sum(change.removes.values()) for change in changes) == 4


def test_somebody_busy_is_offered_to_book_what_is_still_free_as_one_of_three() -> None:
    busy = (*LUNCHES, *PIECES)
    assert [change.kind for change in changes_of(*busy)] == ["move"] * 3
    in_time = dated(*busy)
    assert sorted(change.kind for change in in_time) == ["book", "move", "move"]
    starts = [change.occurrences[0].start for change in in_time]
    assert starts == sorted(starts)


def test_booking_takes_the_place_of_a_shortening_before_that_of_a_move() -> None:
    calls = ("2026-11-12 09:00-10:00 A | call people=4 uid=a by=bo@example.org",
             "2026-11-12 10:00-11:00 B | call people=4 uid=b by=bo@example.org")  # fmt: skip
    busy = (*LUNCHES[:2], *calls, *PIECES)
    before = [change.kind for change in changes_of(*busy)]
    assert "end-earlier" in before or "start-later" in before
    assert sorted(change.kind for change in dated(*busy)) == ["book", "move", "move"]


def test_no_time_is_booked_on_a_day_that_is_a_holiday_nearly_everywhere() -> None:
    cut = ("09:30-10:15", "11:15-11:45", "13:30-14:00", "15:45-16:15")
    lines = [f"2026-12-{day} {hours} Talk | people=4" for day in (22, 23, 24) for hours in cut]
    # Monday leaves 15:00 to 17:30 free, and Friday all day.
    lines += ["2026-12-21 09:00-12:00 Start | people=4", "2026-12-21 14:30-15:00 Check | people=4"]

    def booked(**agreements: object) -> list[str]:
        judgement = judge_table(ALL, events(*lines), period=("2026-12-21", "2026-12-27"), agreements=agreements)
        changes = find_changes(judgement, Conditions(seconds("2026-12-21 07:00"), is_dated=True))
        return [str(one.occurrences[0].start.date()) for one in changes if one.kind == "book"]

    assert booked() == ["2026-12-21"]
    assert booked(holidays="IL") == ["2026-12-25"]  # a country was agreed on, in which it is a day like any other
