"""What a set of options does: findings that go and come, time to concentrate, and how it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import pytest

import rules
from analyzer.changing.options import Option
from analyzer.changing.outcomes import (
    FOCUS_DAY_COST,
    FOCUS_HOUR_COST,
    Outcomes,
    as_changes,
    compare,
    go_together,
    has_room,
    judged,
    try_each,
)
from analyzer.changing.trials import Bench
from analyzer.rulebook.loading import load_rules
from tests.event_rows import at, events, judge_table, seconds, together

ALL = list(load_rules(rules).values())
PERIOD = ("2026-11-09", "2026-11-15")
DEMO = "2026-11-10 12:00-12:30 Demo | people=4 uid=demo"


def bench_of(*lines: str) -> Bench:
    return Bench.of(judge_table(ALL, events(*lines), period=PERIOD))


def moved(bench: Bench, uid: str, start: str, minutes: int | None = None) -> Option:
    """Return the option that all rows of a meeting start at a time, as long as they are or for so many minutes."""
    rows = np.flatnonzero(bench.context.table.column("uid") == uid)
    length = bench.context.event_spans.length[rows] if minutes is None else np.full(len(rows), minutes * 60)
    begins = np.full(len(rows), seconds(start))
    return Option("move", "owner", uid, 200, rows, begins, begins + length)


def gone(bench: Bench, uid: str) -> Option:
    rows = np.flatnonzero(bench.context.table.column("uid") == uid)
    spans = bench.context.event_spans.where(rows)
    return Option("without-me", "owner", uid, 700, rows, spans.start, spans.end, is_gone=True)


def outcome(bench: Bench, option: Option) -> tuple[int, int, bool]:
    """Return what one option does: findings that go, its cost in time to concentrate, and whether it is worth that."""
    outcomes: Outcomes = try_each(bench, [option])
    return int(outcomes.removed[0]), int(outcomes.focus_cost[0]), bool(outcomes.is_worth_it[0])


def test_time_to_concentrate_costs_by_the_hour_and_an_hour_and_a_half_is_what_a_finding_is_worth() -> None:
    bench = bench_of(DEMO)
    # The afternoon is one block of 4:30; behind the meeting 3:00 are left of it, before it too little for a block.
    assert outcome(bench, moved(bench, "demo", "2026-11-10 14:00")) == (1, FOCUS_HOUR_COST * 3 / 2, True)
    removed, _, is_worth_it = outcome(bench, moved(bench, "demo", "2026-11-10 14:01"))
    assert (removed, is_worth_it) == (1, False)


def test_what_is_found_from_two_sides_is_worth_no_more_time_than_one_finding() -> None:
    bench = bench_of("2026-11-10 12:00-12:30 Demo | people=4 uid=demo mine")
    assert outcome(bench, moved(bench, "demo", "2026-11-10 14:00")) == (2, FOCUS_HOUR_COST * 3 / 2, True)
    removed, _, is_worth_it = outcome(bench, moved(bench, "demo", "2026-11-10 14:01"))
    assert (removed, is_worth_it) == (2, False)


def test_a_focus_day_costs_besides_and_time_that_comes_back_costs_nothing() -> None:
    bench = bench_of("2026-11-10 12:00-13:00 Demo | people=4 uid=demo", "2026-11-10 08:30-09:00 A | people=4 uid=a")
    # Half past four to half past five takes the end of the afternoon; with A it is an hour and a half of meeting.
    assert outcome(bench, moved(bench, "demo", "2026-11-10 16:30")) == (1, FOCUS_HOUR_COST + FOCUS_DAY_COST, True)
    assert outcome(bench, gone(bench, "a")) == (0, 0, True)
    assert outcome(bench, moved(bench, "a", "2026-11-10 12:00"))[1] == 0


def test_the_time_of_all_calendars_counts() -> None:
    lines = "2026-11-10 12:00-12:30 Demo | people=2 uid=demo"
    table = together(events(lines), events(lines, calendar="bo@example.org"))
    bench = Bench.of(judge_table(ALL, table, period=PERIOD))
    later = moved(bench, "demo", "2026-11-10 14:00")
    assert outcome(bench, later) == (2, 2 * FOCUS_HOUR_COST * 3 / 2, True)
    (change,) = as_changes(bench, [later])
    # Two lunches are kept, and three hours lost.
    assert (change.gains, change.losses) == ({"lunches_kept": 2}, {"focus_minutes": 180})
    assert change.removes == {"lunch-meeting": 2}
    # The same meeting in two calendars is one occurrence.
    assert [(one.start, one.new_start) for one in change.occurrences] == [
        (at("2026-11-10 12:00"), at("2026-11-10 14:00"))
    ]


def test_what_only_helps_with_another_is_worth_any_time() -> None:
    bench = bench_of("2026-11-10 16:30-17:30 A | people=4 uid=a")
    removed, cost, is_worth_it = outcome(bench, moved(bench, "a", "2026-11-11 14:50"))
    assert (removed, is_worth_it) == (0, True)
    assert cost > 0


def test_a_set_is_compared_with_the_first_and_the_others_follow_in_order() -> None:
    bench = bench_of(DEMO, "2026-11-11 12:00-12:30 Talk | people=4 uid=talk")
    demo, talk = moved(bench, "demo", "2026-11-10 13:00"), moved(bench, "talk", "2026-11-11 13:00")
    late = moved(bench, "talk", "2026-11-11 19:00")
    outcomes = compare(bench, [[demo], [], [demo, talk], [demo, late], [late]])
    assert outcomes.removed.tolist() == [-1, 1, 0, -1]
    assert outcomes.is_sound.tolist() == [False, True, False, False]
    assert judged(bench, []) == (0, True)
    assert judged(bench, [demo, talk]) == (2, True)
    assert judged(bench, [demo, late]) == (1, False)


def test_a_finding_of_another_day_is_a_new_one() -> None:
    bench = bench_of(DEMO)
    assert not try_each(bench, [moved(bench, "demo", "2026-11-11 12:00")]).is_sound[0]
    assert try_each(bench, [moved(bench, "demo", "2026-11-10 12:15")]).is_sound[0]


def test_a_day_that_is_cut_to_pieces_is_not_mended_by_more_meeting() -> None:
    cut = ("09:30-10:15", "11:15-11:45", "13:30-14:00", "15:45-16:15")
    lines = [f"2026-11-10 {hours} Talk {number} | people=4 uid=t{number}" for number, hours in enumerate(cut)]
    bench = bench_of(*lines, "2026-11-11 10:00-12:00 Workshop | people=4 uid=w")
    fuller = try_each(bench, [moved(bench, "w", "2026-11-10 14:00", minutes=105)])
    assert (fuller.removed.tolist(), fuller.is_sound.tolist()) == ([1], [False])
    mended = try_each(bench, [gone(bench, "t2")])
    assert (mended.removed.tolist(), mended.is_sound.tolist()) == ([1], [True])
    assert judged(bench, [gone(bench, "t2")]) == (1, True)


@pytest.mark.parametrize(
    ("hours", "room"),
    [
        ((), True),
        (("09:00-17:00",), True),
        (("10:00-11:30", "13:30-15:31"), False),
        (("10:00-11:30", "13:30-15:30"), True),  # two hours are left, a focus block
    ],
)
def test_a_day_has_room_with_a_focus_block_or_fewer_than_two_meetings(hours: tuple[str, ...], room: bool) -> None:
    lines = [f"2026-11-10 {one} Talk | people=4 uid={one}" for one in hours]
    bench = bench_of(*lines, "2026-11-12 09:00-10:00 A | people=4 uid=a")
    assert has_room(bench.context).tolist() == [True, room, True, True, True, True, True]


def test_two_options_go_together_unless_they_touch_the_same_event_or_the_same_time() -> None:
    bench = bench_of(DEMO, "2026-11-11 12:00-12:30 Talk | people=4 uid=talk")
    demo = moved(bench, "demo", "2026-11-10 13:00")

    def goes(other: Option) -> bool:
        assert go_together(demo, other, bench) == go_together(other, demo, bench)
        return go_together(demo, other, bench)

    assert goes(moved(bench, "talk", "2026-11-10 13:30"))
    assert not goes(moved(bench, "talk", "2026-11-10 13:29"))
    assert goes(gone(bench, "talk"))
    assert go_together(gone(bench, "demo"), moved(bench, "talk", "2026-11-10 12:00"), bench)  # to where it was
    assert not goes(gone(bench, "demo"))
    assert not goes(moved(bench, "demo", "2026-11-12 13:00"))
    assert goes(moved(bench, "talk", "2026-11-11 13:00"))
    apart = moved(bench, "talk", "2026-11-10 13:10")
    assert judged(bench, [demo, apart])[1] is False


def test_of_several_events_one_is_enough_to_keep_two_options_apart() -> None:
    bench = bench_of("2026-11-10,2026-11-12 12:00-12:30 Demo | people=4 series=demo", DEMO.replace("demo", "talk"))
    uids = bench.context.table.column("uid")
    rows, spans = np.flatnonzero(uids != ""), bench.context.event_spans
    every = Option("setting", "owner", "", 100, rows, spans.start, spans.end - 300)
    talk = moved(bench, "talk", "2026-11-13 12:00")
    assert not go_together(every, talk, bench)
    assert not go_together(talk, every, bench)
    series = np.flatnonzero(uids == "demo")
    later = Option("move", "owner", "demo", 200, series, spans.start[series] + 3600, spans.end[series] + 3600)
    for start, together_ in (("10 13:15", False), ("12 12:31", False), ("12 13:29", False), ("12 13:30", True)):
        single = moved(bench, "talk", f"2026-11-{start}")
        assert go_together(later, single, bench) == go_together(single, later, bench) == together_


def test_times_of_two_people_do_not_collide() -> None:
    table = together(events(DEMO), events(DEMO.replace("demo", "talk"), calendar="bo@example.org"))
    bench = Bench.of(judge_table(ALL, table, period=PERIOD))
    when = "2026-11-10 13:00"
    assert go_together(moved(bench, "demo", when), moved(bench, "talk", when), bench)


def test_a_full_day_of_one_is_no_mended_day_of_another() -> None:
    cut = ("09:30-10:15", "11:15-11:45", "13:30-14:00", "15:45-16:15")
    bo = [f"2026-11-10 {hours} Talk {number} | people=4 uid=t{number}" for number, hours in enumerate(cut)]
    full = ("2026-11-10 09:00-11:30 Workshop | people=4 uid=w", "2026-11-10 14:00-16:30 Review | people=4 uid=r")
    ann = (*full, "2026-11-11 12:00-12:30 Demo | people=4 uid=demo")
    table = together(events(*ann), events(*bo, calendar="bo@example.org"))
    bench = Bench.of(judge_table(ALL, table, period=PERIOD))
    outcomes = try_each(bench, [moved(bench, "demo", "2026-11-11 13:00")])
    assert (outcomes.removed.tolist(), outcomes.is_sound.tolist()) == ([1], [True])


@pytest.mark.parametrize("other", [{"because": ""}, {"audience": ("self",)}])
def test_of_equals_a_reason_is_one_that_can_be_said_and_is_not_about_oneself_alone(other: dict[str, Any]) -> None:
    lunch = next(rule for rule in ALL if rule.name == "lunch-meeting")
    assert lunch.because
    assert lunch.audience != ("self",)
    bench = Bench.of(judge_table([lunch, replace(lunch, name="a-lunch", **other)], events(DEMO), period=PERIOD))
    (change,) = as_changes(bench, [moved(bench, "demo", "2026-11-10 13:00")])
    assert change.removes == {"a-lunch": 1, "lunch-meeting": 1}
    assert change.reason == "lunch-meeting"
    assert change.gains == {"lunches_kept": 1}


def test_the_reason_is_what_goes_most_and_of_equals_what_can_be_said_to_others() -> None:
    chain = ("2026-11-10 11:30-12:00 A | call people=4 uid=a", "2026-11-10 12:00-12:30 B | call people=4 uid=b")
    bench = bench_of(*chain)
    (change,) = as_changes(bench, [moved(bench, "b", "2026-11-10 13:00")])
    assert change.removes == {"back-to-back-calls": 1, "lunch-meeting": 1}
    assert change.reason == "lunch-meeting"  # both give a reason, and lunch weighs with the others, too
    two = (*chain, "2026-11-11 12:00-12:30 B | call people=4 uid=b")
    bench = bench_of(*two)
    rows = np.flatnonzero(bench.context.table.column("uid") == "b")
    start = np.array([seconds("2026-11-10 13:00"), seconds("2026-11-11 13:00")])
    (change,) = as_changes(bench, [Option("move", "owner", "b", 200, rows, start, start + 1800)])
    assert change.removes == {"back-to-back-calls": 1, "lunch-meeting": 2}
    assert change.reason == "lunch-meeting"


def test_a_change_is_told_on_top_of_those_before_it_with_what_it_adds() -> None:
    bench = bench_of(DEMO, "2026-11-11 12:00-12:30 Talk | people=4 uid=talk")
    changes = as_changes(
        bench, [moved(bench, "demo", "2026-11-10 13:00"), moved(bench, "talk", "2026-11-11 19:00"), gone(bench, "talk")]
    )
    assert [change.removes for change in changes] == [
        {"lunch-meeting": 1}, {"lunch-meeting": 1}, {"outside-working-hours": 1}
    ]  # fmt: skip
    assert [change.adds for change in changes] == [{}, {"outside-working-hours": 1}, {}]
    assert [change.title for change in changes] == ["Demo", "Talk", "Talk"]
    (last,) = changes[2].occurrences
    assert (last.start, last.new_start, last.new_end) == (at("2026-11-11 12:00"), None, None)


def test_occurrences_are_told_in_order_of_time() -> None:
    bench = bench_of("2026-11-10,2026-11-12 12:00-13:00 Demo | people=4 series=demo")
    rows = np.flatnonzero(bench.context.table.column("uid") == "demo")
    start = bench.context.event_spans.start[rows] + 3600
    (change,) = as_changes(bench, [Option("move", "owner", "demo", 200, rows, start, start + 3600)])
    hours = [(one.start, one.end, one.new_start, one.new_end) for one in change.occurrences]
    days = ("2026-11-10", "2026-11-12")
    clock = ("12:00", "13:00", "13:00", "14:00")
    assert hours == [tuple(at(f"{day} {hour}") for hour in clock) for day in days]
    assert isinstance(hours[0][0], datetime)
