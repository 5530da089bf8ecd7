"""The plan against every set of changes there is, on weeks small enough to try them all."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from working_weeks import drawn, working_weeks

import rules
from analyzer.changing import planning
from analyzer.changing.cells import Cells, Move
from analyzer.changing.options import Conditions, Option, options_of
from analyzer.changing.outcomes import compare, go_together, judged, try_each
from analyzer.changing.search import best_first
from analyzer.changing.trials import Bench
from analyzer.judging.engine import judge
from analyzer.rulebook.loading import load_rules
from tests.event_rows import activated, context_of, events, judge_table, seconds, together

pytest.importorskip("ortools")

ALL = list(load_rules(rules).values())
SINCE = seconds("2026-11-09 00:00")
RUN = drawn(15)


def bench_of(table: object, period: tuple[str, str] = ("2026-11-09", "2026-11-15"), **agreements: object) -> Bench:
    return Bench.of(judge_table(ALL, table, period=period, agreements=agreements))  # type: ignore[arg-type]


def every_set(bench: Bench, options: list[Option], most: int) -> tuple[int, int]:
    """Try every set of at most ``most`` options; return the most findings that go, and the least cost of that."""
    alone = try_each(bench, options)
    tried = zip(options, alone.is_sound & alone.is_worth_it, alone.focus_cost.tolist(), strict=True)
    options = [replace(option, cost=option.cost + more) for option, is_used, more in tried if is_used]
    sets: list[tuple[Option, ...]] = [()]
    for size in range(1, most + 1):
        for some in itertools.combinations(options, size):
            pairs = itertools.combinations(some, 2)
            if all(one.uid != other.uid and go_together(one, other, bench) for one, other in pairs):
                sets.append(some)
    outcomes = compare(bench, [(), *sets])
    return min(
        (-int(removed), sum(option.cost for option in some))
        for some, removed, is_sound in zip(sets, outcomes.removed, outcomes.is_sound, strict=True)
        if is_sound
    )


JUDGED_TOGETHER = {"most": (2, 3_000, 30_000), "once the guess was wrong": (1, 0, 30_000), "none": (1, 0, 0)}
"""How many moves of a day are judged together, and how many sets of more: at first, and later."""


def judge_together(patch: pytest.MonkeyPatch, which: str) -> None:
    for name, value in zip(("SURE_SIZE", "MOST_FIRST", "MOST_LATER"), JUDGED_TOGETHER[which], strict=True):
        patch.setattr(planning, name, value)


def test_no_set_of_as_many_changes_is_better_than_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    found = several = 0

    @RUN
    @given(
        working_weeks(weeks=1, fewest=5, most=7, daily=False), st.integers(2, 3), st.sampled_from([*JUDGED_TOGETHER])
    )
    def check(table: object, most: int, together: str) -> None:
        nonlocal found, several
        judge_together(monkeypatch, together)
        bench = bench_of(table)
        options = options_of(bench, Conditions(SINCE, slots=1))
        best = planning.best_set(bench, options, most, 60)
        removed, cost = every_set(bench, options, most)
        assert best.proof.before - best.proof.after == -removed
        assert sum(option.cost for option in best.options) == cost
        assert (best.proof.status, best.proof.bound) == ("optimal", best.proof.after)
        assert judged(bench, best.options) == (-removed, True)
        found += -removed
        several += len(best.options) > 1

    check()
    assert found > 10
    assert several > 3


def test_the_plan_is_never_worse_than_taking_the_best_one_after_the_other() -> None:
    @RUN
    @given(working_weeks(weeks=2, fewest=6, most=10))
    def check(table: object) -> None:
        bench = bench_of(table, ("2026-11-09", "2026-11-22"))
        options = options_of(bench, Conditions(SINCE))
        step_by_step, _ = judged(bench, best_first(bench, options, 4))
        proof = planning.best_set(bench, options, 4, 20).proof
        assert proof.before - proof.after >= step_by_step
        assert proof.bound <= proof.after

    check()


CHAIN = (
    "2026-11-10 09:00-09:30 Week start | call people=4 uid=a",
    "2026-11-10 09:30-09:45 Stand-up | call people=9 uid=b",
    "2026-11-10 09:45-10:45 Project | call people=3 uid=c mine",
)


def test_two_changes_are_found_that_do_nothing_alone() -> None:
    bench = bench_of(events(*CHAIN))
    options = [
        option for option in options_of(bench, Conditions(SINCE)) if option.kind in ("end-earlier", "start-later")
    ]
    assert best_first(bench, options, 2) == []
    best = planning.best_set(bench, options, 2, 60)
    assert sorted((option.kind, option.uid) for option in best.options) == [("end-earlier", "a"), ("start-later", "c")]
    assert (best.proof.before, best.proof.after, best.proof.status) == (1, 0, "optimal")


def test_without_time_there_is_a_plan_and_an_honest_bound() -> None:
    bench = bench_of(events(*CHAIN, "2026-11-11 12:00-13:00 Demo | people=4 uid=d"))
    options = [one for one in options_of(bench, Conditions(SINCE)) if one.uid == "d" or one.kind != "move"]
    # The lunch goes with one change; that two more together end the chain takes a solver to see.
    best = planning.best_set(bench, options, 3, 0)
    assert best.proof == planning.Proof("feasible", 2, 1, 0)
    assert [option.uid for option in best.options] == ["d"]
    assert planning.best_set(bench, options, 3, 60).proof == planning.Proof("optimal", 2, 0, 0)


def test_who_listens_hears_how_many_are_left_and_how_few_that_can_be() -> None:
    bench = bench_of(events(*CHAIN, "2026-11-11 12:00-13:00 Demo | people=4 uid=d"))
    options = [one for one in options_of(bench, Conditions(SINCE)) if one.uid == "d" or one.kind != "move"]
    for most, left in ((1, 1), (3, 0)):
        heard: list[tuple[int, int]] = []
        planning.best_set(bench, options, most, 60, tell=lambda *told, heard=heard: heard.append(told))
        assert heard[-1] == (left, left)  # known, and proven
        assert all(0 <= bound <= left <= found <= 2 for found, bound in heard)


def test_of_the_sets_that_leave_as_few_the_least_disturbing_is_taken() -> None:
    bench = bench_of(events("2026-11-10,2026-11-11 12:00-13:00 Demo | people=4 series=x"))
    rows, start = np.arange(2), bench.context.event_spans.start

    def option(uid: str, cost: int, some: list[int]) -> Option:
        later = start[some] + 3600
        return Option("move", "owner", uid, cost, rows[some], later, later + 3600)

    both, one, other = option("both", 2000, [0, 1]), option("one", 900, [0]), option("other", 1500, [1])
    bench_options = [one, other, both]
    # The first is the best for its cost, and with it the two cost more than both at once.
    assert [chosen.uid for chosen in best_first(bench, bench_options, 2)] == ["one", "other"]
    best = planning.best_set(bench, bench_options, 2, 60)
    assert [chosen.uid for chosen in best.options] == ["both"]
    assert best.proof == planning.Proof("optimal", 2, 0, 0)


def test_nothing_to_mend_is_a_plan_of_nothing() -> None:
    bench = bench_of(events("2026-11-10 09:00-09:30 Week start | people=4"))
    best = planning.best_set(bench, options_of(bench, Conditions(SINCE)), 5, 10)
    assert (list(best.options), best.proof) == ([], planning.Proof("optimal", 0, 0, 0))


def test_where_nothing_can_be_moved_the_plan_is_what_can_go() -> None:
    bench = bench_of(events("2026-11-10 12:00-13:00 Board | people=9 uid=x", *CHAIN))
    nothing = planning.best_set(bench, [], 5, 60)
    assert (list(nothing.options), nothing.proof) == ([], planning.Proof("optimal", 2, 2, 2))
    gone = [option for option in options_of(bench, Conditions(SINCE)) if option.is_gone]
    best = planning.best_set(bench, gone, 5, 60)
    assert [option.kind for option in best.options] == ["without-me"]
    assert best.proof == planning.Proof("optimal", 2, 1, 1)


def test_the_last_focus_day_of_a_week_is_not_given_away() -> None:
    busy = [f"2026-11-{day} 09:00-11:30 Project {day} | people=4 uid=p{day}" for day in ("09", "10", "12", "13")]
    # At times that fit beside one another on Wednesday.
    lunch = [f"2026-11-{day} Demo {day} | people=4 uid=l{day[:2]}" for day in ("09 12:00-13:00", "10 11:30-12:30")]
    afternoon = [f"2026-11-{day} 13:00-17:30 Writing {day} | people=1" for day in ("09", "10", "12", "13")]
    morning = [f"2026-11-{day} 08:30-09:00 Mail {day} | people=1" for day in ("09", "10", "12", "13")]
    # The week after is free of meetings, and has no room.
    after = [f"2026-11-{day} 08:30-17:30 Writing {day} | people=1" for day in ("16", "17", "18", "19", "20")]
    bench = bench_of(events(*busy, *lunch, *afternoon, *morning, *after), ("2026-11-09", "2026-11-22"))
    best = planning.best_set(bench, options_of(bench, Conditions(SINCE)), 2, 60)
    # Wednesday is free, and holds one of the two lunch meetings; both would make it a day of meetings like the others.
    assert (best.proof.before, best.proof.after, best.proof.status) == (2, 1, "optimal")


@pytest.mark.parametrize("judged_together", JUDGED_TOGETHER)
@pytest.mark.parametrize("changes", [2, 3, 4])
def test_a_focus_day_that_takes_several_changes_is_found(
    monkeypatch: pytest.MonkeyPatch, changes: int, judged_together: str
) -> None:
    judge_together(monkeypatch, judged_together)
    week = ("09", "10", "11", "12", "13")
    lines = [f"2026-11-{day} 09:00-10:00 Project {day} | people=4 uid=p{day}" for day in week]
    hours = ("10:00-10:30", "10:30-11:00", "11:00-11:30", "11:30-12:00")[:changes]
    lines += [
        f"2026-11-{day} {clock} Intake | people=4 uid=i{day}-{number}"
        for day in week
        for number, clock in enumerate(hours)
    ]
    bench = bench_of(events(*lines), ("2026-11-09", "2026-11-22"))
    tuesday = seconds("2026-11-10 00:00"), seconds("2026-11-11 00:00")
    options = [
        one
        for one in options_of(bench, Conditions(SINCE, slots=1))
        if one.uid.startswith("i10") and one.kind == "move" and not tuesday[0] <= one.start[0] < tuesday[1]
    ]
    # With the project there is more than the one hour that a focus day holds, until the last of them is gone.
    assert best_first(bench, options, changes) == []
    best = planning.best_set(bench, options, changes, 60)
    assert sorted(option.uid for option in best.options) == [f"i10-{number}" for number in range(changes)]
    assert best.proof == planning.Proof("optimal", 1, 0, 0)
    assert planning.best_set(bench, options, changes - 1, 60).proof == planning.Proof("optimal", 1, 1, 1)


def moved(bench: Bench, uid: str, start: str, cost: int) -> Option:
    """Return the option that a meeting starts at another time."""
    rows = np.flatnonzero(bench.context.table.column("uid") == uid)
    begin = np.full(len(rows), seconds(start))
    return Option("move", "owner", uid, cost, rows, begin, begin + bench.context.event_spans.length[rows])


def test_what_two_changes_do_together_to_a_night_is_learnt() -> None:
    lines = [f"2026-11-{day} 12:00-13:00 Demo {day} | people=4 uid=d{day}" for day in ("10", "11")]
    bench = bench_of(events(*lines), working_hours="07:00-22:00")
    late, early = moved(bench, "d10", "2026-11-10 21:00", 200), moved(bench, "d11", "2026-11-11 07:00", 200)
    noon = moved(bench, "d11", "2026-11-11 13:00", 300)
    assert judged(bench, [late]) == judged(bench, [early]) == (1, True)
    assert judged(bench, [late, early]) == (1, False)  # nine hours from the one to the other
    assert planning.best_set(bench, [late, early], 2, 60).proof == planning.Proof("optimal", 2, 1, 1)
    best = planning.best_set(bench, [late, early, noon], 2, 60)
    assert best.proof == planning.Proof("optimal", 2, 0, 0)
    assert [one.start.tolist() for one in best.options] == [late.start.tolist(), noon.start.tolist()]


def test_what_no_option_was_seen_to_mend_may_go_with_several_and_the_bound_leaves_room_for_it() -> None:
    lines = [f"2026-11-{day} 12:00-13:00 Demo {day} | people=4 uid=d{day}" for day in ("10", "11")]
    night = ("2026-11-12 21:00-22:00 Late | people=4 uid=late", "2026-11-13 08:30-09:30 Early | people=4 uid=early")
    bench = bench_of(events(*lines, *night), working_hours="08:30-22:00")
    useless = moved(bench, "early", "2026-11-13 08:30", 200)
    assert planning.best_set(bench, [useless], 2, 60).proof == planning.Proof("feasible", 3, 3, 2)


def test_without_time_the_plan_is_what_is_found_one_after_the_other() -> None:
    lines = [f"2026-11-{day} 12:00-13:00 Demo {day} | people=4 uid=d{day}" for day in ("10", "11")]
    bench = bench_of(events(*lines, *CHAIN[:2], CHAIN[2].replace(" mine", "")))
    lunches = [moved(bench, f"d{day}", f"2026-11-{day} 13:00", 200) for day in ("10", "11")]
    assert sorted(one.uid for one in planning.best_set(bench, lunches, 2, 0).options) == ["d10", "d11"]
    options = options_of(bench, Conditions(SINCE))
    ends = [one for one in options if (one.uid, one.kind) in (("a", "end-earlier"), ("c", "start-later"))]
    assert judged(bench, ends) == (1, True)
    assert list(planning.best_set(bench, ends, 1, 0).options) == []


def test_a_week_that_has_no_focus_day_to_lose_stands_in_nobody_s_way() -> None:
    first, second = ("09", "10", "12", "13"), ("16", "17", "18", "19", "20")
    lines = [f"2026-11-{day} 09:00-11:30 Project | people=4 uid=p{day}" for day in (*first, *second)]
    # An hour each, at times that fit beside one another on Wednesday: each keeps it a focus day, and both do not.
    lines += [f"2026-11-{day} Demo {day} | people=4 uid=l{day[:2]}" for day in ("09 12:00-13:00", "10 11:30-12:30")]
    lines += [f"2026-11-{day} {hours} Own | people=1" for day in first for hours in ("13:00-17:30", "08:30-09:00")]
    lines += [f"2026-11-{day} {hours} Own | people=1" for day in second for hours in ("11:30-17:30", "08:30-09:00")]
    bench = bench_of(events(*lines), ("2026-11-09", "2026-11-22"))
    best = planning.best_set(bench, options_of(bench, Conditions(SINCE, kept=("Project",))), 2, 60)
    # Wednesday is free and holds one of the two; the week after has no focus day, and nothing gives it one.
    assert best.proof == planning.Proof("optimal", 3, 2, 2)


def test_a_meeting_of_a_team_moves_to_where_all_its_members_are_free() -> None:
    def week(name: str, *lines: str) -> object:
        return events(
            "2026-11-10 12:00-13:00 Board | call people=3 uid=board by=ann@example.org", *lines, calendar=name
        )

    table = together(
        week("ann@example.org", "2026-11-10 13:00-15:00 Review | people=2 uid=r"),
        week("bo@example.org", "2026-11-10 08:30-12:00 Intake | people=2 uid=i"),
        week("cem@example.org", "2026-11-10 15:00-16:00 Writing | people=1 uid=w"),
    )
    bench = Bench.of(judge(context_of(table, period=("2026-11-09", "2026-11-15")), activated(ALL)))
    best = planning.best_set(bench, options_of(bench, Conditions(SINCE)), 1, 60)
    (option,) = best.options
    assert (option.kind, option.uid, len(option.rows)) == ("move", "board", 3)
    assert set(option.start.tolist()) == {seconds("2026-11-10 16:00")}
    # The lunches of three people, and that of the others which Ann takes.
    assert (best.proof.before, best.proof.after) == (4, 0)


def test_what_lies_behind_midnight_counts_for_the_evening_before() -> None:
    release = "2026-11-10 23:30-00:00 Release | call people=4 uid=a"
    bench = bench_of(events(release, "2026-11-11 00:00-00:30 Check | call people=4 uid=b"))
    cells = Cells.of(bench, options_of(bench, Conditions(SINCE)))
    tuesday = next(cell for cell in cells.cells if cell.day == 1)
    cells.judge([(tuesday, frozenset())])
    found = dict(zip((one.rule.name for one in bench.rules), tuesday.results[frozenset()].left, strict=True))
    assert found["back-to-back-calls"] == 1


def test_a_shift_that_ends_in_the_morning_counts_for_the_day_on_which_it_began() -> None:
    hours = {"working_hours": "22:00-06:00", "lunch": ""}
    bench = bench_of(events("2026-11-10 23:00-00:00 Hand-over | people=4 uid=a"), **hours)
    assert bench.night_seconds == 6 * 3600 + bench_of(events("2026-11-10 12:00-13:00 A | uid=a")).night_seconds


def test_what_was_never_judged_together_is_hoped_for(monkeypatch: pytest.MonkeyPatch) -> None:
    judge_together(monkeypatch, "none")
    week = ("09", "10", "11", "12", "13")
    lines = [f"2026-11-{day} 09:00-10:00 Project {day} | people=4 uid=p{day}" for day in week]
    for number, clock in enumerate(("10:00-10:30", "10:30-11:00", "11:00-11:30")):
        lines += [f"2026-11-{day} {clock} Intake | people=4 uid=i{day}-{number}" for day in week]
    bench = bench_of(events(*lines))
    options = [moved(bench, f"i{day}-{n}", f"2026-11-{day} {13 + n}:00", 200) for day in week for n in range(3)]
    options += [
        moved(bench, f"i10-{n}", f"2026-11-{day} 1{4 + n}:00", 900 + n) for n in range(3) for day in ("11", "12")
    ]
    # Of all sets only one gives a focus day: the three that leave Tuesday. Nothing smaller tells of it.
    for most, left in ((2, 1), (3, 0)):
        best = planning.best_set(bench, options, most, 60)
        assert best.proof == planning.Proof("optimal", 1, left, left)


@pytest.mark.parametrize("judged_together", JUDGED_TOGETHER)
def test_what_changes_all_meetings_at_once_mends_more_than_as_many_that_were_gone(
    monkeypatch: pytest.MonkeyPatch, judged_together: str
) -> None:
    judge_together(monkeypatch, judged_together)
    clocks = ("09:00-09:30", "09:30-10:00", "10:30-11:00", "11:00-11:30", "16:00-16:30", "16:30-17:00")
    own = [f"2026-11-10 {clock} Intake | call people=4 mine uid=i{number}" for number, clock in enumerate(clocks)]
    chain = (
        "13:00-13:30 Start | call people=4 uid=a",
        "13:30-13:45 B | call people=9 uid=b",
        "13:45-14:45 C | call uid=c",
    )
    bench = bench_of(events(*own, *(f"2026-11-10 {line}" for line in chain)))
    wanted = {("setting", ""), ("end-earlier", "a"), ("start-later", "c")}
    options = [one for one in options_of(bench, Conditions(SINCE)) if (one.kind, one.uid) in wanted]
    assert judged(bench, best_first(bench, options, 3)) == (3, True)
    # Four rows of calls on one day. The setting ends three of them, the two others together the fourth.
    best = planning.best_set(bench, options, 3, 60)
    assert best.proof == planning.Proof("optimal", 4, 0, 0)
    assert {(one.kind, one.uid) for one in best.options} == wanted


def test_of_a_day_guessed_wrong_all_larger_sets_are_judged_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    week = ("09", "10", "11", "12", "13")
    lines = [f"2026-11-{day} 09:00-10:00 Project {day} | people=4 uid=p{day}" for day in week]
    for number, clock in enumerate(("10:00-10:30", "10:30-11:00", "11:00-11:30")):
        lines += [f"2026-11-{day} {clock} Intake | people=4 uid=i{day}-{number}" for day in week]
    bench = bench_of(events(*lines))
    options = [
        moved(bench, f"i{day}-{number}", f"2026-11-{day} {13 + number}:{minute}", 200)
        for day in week
        for number in range(3)
        for minute in ("00", "15")
    ]
    rounds = {}
    for which in JUDGED_TOGETHER:
        judge_together(monkeypatch, which)
        heard: list[tuple[int, int]] = []
        best = planning.best_set(bench, options, 3, 60, tell=lambda *told, heard=heard: heard.append(told))
        assert best.proof == planning.Proof("optimal", 1, 1, 1)
        rounds[which] = len(heard)
    assert rounds["most"] == 1
    assert rounds["once the guess was wrong"] < rounds["none"] / 2, rounds


def test_moves_that_are_worth_the_same_in_every_set_stand_for_each_other() -> None:
    one, other = frozenset([0]), frozenset([1])
    moves = [
        Move(((row, start, start + 1),), (), series)
        for row, start, series in ((0, 1, one), (0, 2, one), (0, 3, one), (1, 1, other))
    ]
    values = {frozenset(made): value for made, value in (((), 0), ((0,), 1), ((1,), 1), ((2,), 1), ((3,), 1))}
    assert planning._alike(values, moves, [0, 1, 2, 3]) == {0: [0, 1, 2], 3: [3]}
    values |= {frozenset(made): value for made, value in (((0, 3), 2), ((1, 3), 2), ((2, 3), 1))}
    assert planning._alike(values, moves, [0, 1, 2, 3]) == {0: [0, 1], 2: [2], 3: [3]}


def test_a_set_is_kept_that_is_worth_more_than_all_it_holds() -> None:
    values = {(0,): 1, (1,): 0, (2,): 0, (0, 1): 1, (1, 2): 2, (0, 2): 0, (0, 1, 2): 2}
    kept = planning._better_than_less({frozenset(made): value for made, value in values.items()})
    assert kept == {frozenset([0]): 1, frozenset([1, 2]): 2}
    assert planning._better_than_less({frozenset([0, 1, 2]): 1}) == {frozenset([0, 1, 2]): 1}  # whatever was left out
