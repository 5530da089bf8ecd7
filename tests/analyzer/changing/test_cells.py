"""A day judged alone, with moves made on it, against the whole calendars judged with the options that make them."""

from __future__ import annotations

import itertools
from collections import Counter
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import pytest

import rules
from analyzer.changing.cells import Cell, Cells
from analyzer.changing.options import Conditions, Option, options_of
from analyzer.changing.outcomes import applied, compare, go_together
from analyzer.changing.trials import Bench
from analyzer.judging.engine import Judgement, judge
from analyzer.rulebook.loading import load_rules
from tests.event_rows import activated, context_of, events, judge_table, seconds, together

RULES = activated(load_rules(rules).values())
ALL = [one.rule for one in RULES]
PERIOD = ("2026-11-09", "2026-11-13")
SINCE = Conditions(seconds("2026-11-09 00:00"), slots=1)

ANNA = (
    "2026-11-09 12:00-13:00 Demo | people=4 uid=demo",
    "2026-11-09 09:00-09:30 Start | call people=4 uid=start",
    "2026-11-09 09:30-10:00 Intake | call people=4 uid=intake",
    "2026-11-10 09:30-10:00 A | call people=4 uid=a",
    "2026-11-10 11:15-11:45 B | people=4 uid=b",
    "2026-11-10 13:30-14:00 C | people=4 uid=c",
    "2026-11-10 15:45-16:15 D | people=4 uid=d",
    "2026-11-11 23:30-00:00 Release | call people=4 uid=release",
    "2026-11-12 00:00-00:30 Check | call people=4 uid=check",
    "2026-11-12 09:00-12:30 Workshop | people=4 uid=workshop",
    "2026-11-13 12:00-13:00 Board | people=3 uid=board by=bo@example.org",
    "2026-11-13 17:00-18:00 Late | people=3 uid=late",
)
BO = (
    "2026-11-13 12:00-13:00 Board | people=3 uid=board by=bo@example.org",
    "2026-11-13 13:00-14:00 Review | call people=2 uid=review",
)


MOVED = {  # to wherever something happens, good or bad
    "demo": ("09 13:00", "09 09:50", "10 10:05", "10 12:00", "13 17:30"),
    "intake": ("09 09:40", "10 09:45", "11 23:00", "12 12:15"),
    "b": ("10 10:00", "09 10:00", "13 12:30"),
    "release": ("11 22:00", "12 03:00", "10 20:59", "12 20:30"),
    "workshop": ("10 10:00", "11 09:00", "12 13:00"),
    "board": ("13 11:00", "13 13:00", "13 16:30", "12 12:00"),
}


def hand_made(bench: Bench, uid: str) -> list[Option]:
    """Return what is done to a meeting here: moves, an earlier end, and that it goes."""
    rows = np.flatnonzero(bench.context.table.column("uid") == uid)
    spans = bench.context.event_spans.where(rows)
    starts = [np.full(len(rows), seconds(f"2026-11-{moment}")) for moment in MOVED[uid]]
    moves = [Option("move", "owner", uid, 200, rows, start, start + spans.length) for start in starts]
    earlier = Option("end-earlier", "owner", uid, 110, rows, spans.start, spans.end - 600)
    gone = Option("without-me", "owner", uid, 700, rows, spans.start, spans.end, is_gone=True)
    return [*moves, earlier, gone]


@cache
def week() -> tuple[Bench, list[Option], Cells]:
    table = together(events(*ANNA), events(*BO, calendar="bo@example.org"))
    bench = Bench.of(judge(context_of(table, period=PERIOD), RULES))
    options = [option for uid in MOVED for option in hand_made(bench, uid)]
    return bench, options, Cells.of(bench, options)


def found_by_day(judgement: Judgement) -> Counter[tuple[int, int, str]]:
    """Return the findings of rules that look at one day, by calendar, day of the period and rule."""
    first = np.datetime64(PERIOD[0])
    local = {one.rule.name for one in judgement.rules if one.rule.reach == "day" and one.rule.severity != "note"}
    return Counter(
        (
            one.calendar,
            int((np.datetime64(one.start.astimezone(ZoneInfo("Europe/Amsterdam")).date()) - first).astype(int)),
            one.rule,
        )
        for one in judgement.findings
        if one.severity != "note" and one.rule in local
    )


@cache
def whole(*numbers: int) -> Judgement:
    """Judge the whole calendars with some options made."""
    bench, options, _ = week()
    return judge(applied(bench, [options[number] for number in numbers]).context, RULES)


def check_cell(cell: Cell, moves: tuple[int, ...], numbers: tuple[int, ...]) -> None:
    bench, _, cells = week()
    cells.judge([(cell, frozenset(moves))])
    result, expected = cell.results[frozenset(moves)], whole(*numbers)
    counts = found_by_day(expected)
    here = {one.rule.name: counts[cell.calendar, cell.day, one.rule.name] for one in bench.rules}
    assert dict(zip((one.rule.name for one in bench.rules), result.left, strict=True)) == here
    place = cell.calendar * len(bench.context.period.days()) + cell.day
    assert result.is_focus_day == expected.context.is_focus_day[place]
    assert result.meeting_seconds == expected.context.meeting_seconds[place]


def test_a_day_with_one_option_made_is_as_it_is_in_the_whole() -> None:
    _, _, cells = week()
    tried = Counter[int]()
    for cell in cells.cells:
        check_cell(cell, (), ())
        for position, move in enumerate(cell.moves[: cell.possible]):
            for number in {move.options[0], move.options[-1]}:
                check_cell(cell, (position,), (number,))
                tried[cell.day] += 1
    assert set(tried) == {0, 1, 2, 3, 4}
    assert min(tried.values()) >= 4


def test_a_day_with_two_options_made_is_as_it_is_in_the_whole() -> None:
    bench, options, cells = week()
    tried = 0
    for cell in cells.cells:
        both = itertools.combinations(range(cell.possible), 2)
        for one, other in list(both)[::5]:
            numbers = cell.moves[one].options[0], cell.moves[other].options[0]
            some, more = (options[number] for number in numbers)
            if some.uid != more.uid and go_together(some, more, bench):
                check_cell(cell, (one, other), numbers)
                tried += 1
    assert tried > 10


def test_what_an_option_does_not_touch_is_as_it_was() -> None:
    bench, options, cells = week()
    days = len(bench.context.period.days())
    before = found_by_day(whole())
    for number in range(len(options)):
        touched = {
            (cell.calendar, cell.day) for cell in cells.cells if any(number in move.options for move in cell.moves)
        }
        after = found_by_day(whole(number))
        for calendar, day in itertools.product(range(2), range(days)):
            if (calendar, day) not in touched:
                names = {one.rule.name for one in bench.rules}
                assert all(after[calendar, day, name] == before[calendar, day, name] for name in names), options[number]


def test_an_option_is_sound_when_all_its_days_are_and_no_rule_that_looks_further_finds_more() -> None:
    bench, options, cells = week()
    outcomes = compare(bench, [[], *([one] for one in options)])
    further = ~bench.which("day")
    by_day = outcomes.found.by_day.reshape(len(options) + 1, 2, len(bench.rules), -1)
    seen = Counter[bool]()
    for number in range(len(options)):
        here = [
            (cell, frozenset([position]))
            for cell in cells.cells
            for position, move in enumerate(cell.moves)
            if number in move.options
        ]
        cells.judge(here)
        is_sound = all(cell.results[made].is_sound for cell, made in here)
        if not (by_day[number + 1] > by_day[0])[:, further].any():
            assert is_sound == outcomes.is_sound[number], options[number]
            seen[is_sound] += 1
    assert min(seen[True], seen[False]) > 5


def test_a_move_says_which_series_leave_and_behind_the_moves_each_series_goes() -> None:
    bench, options, cells = week()
    uids = bench.context.table["uid"].tolist()
    for cell in cells.cells:
        real, gone = cell.moves[: cell.possible], cell.moves[cell.possible :]
        names = [{uids[row] for row, _, _ in move.places} for move in gone]
        assert all(len(name) == 1 for name in names)
        assert [move.series for move in gone] == [frozenset([number]) for number in range(len(gone))]
        assert all((start, end) == (-1, -1) for move in gone for _, start, end in move.places)
        there = set(cell.rows.tolist())
        for move in real:
            touched = {uids[row] for row, _, _ in move.places if row in there}
            assert {next(iter(names[number])) for number in move.series} == touched
            assert move.is_arrival == (not touched)
            put = {
                place
                for number in move.options
                for place in zip(*(each.tolist() for each in (options[number].start, options[number].end)), strict=True)
            }
            assert {(start, end) for _, start, end in move.places} <= put | {(-1, -1)}  # there, or gone from the day
            assert {options[number].uid for number in move.options} >= touched - {""}


def test_a_series_that_is_gone_is_gone_for_the_day() -> None:
    bench, _, cells = week()
    (monday,) = (cell for cell in cells.cells if (cell.calendar, cell.day) == (0, 0))
    uids = bench.context.table.column("uid")
    for position in range(monday.possible, len(monday.moves)):
        cells.judge([(monday, frozenset([position]))])
        rows = [row for row, _, _ in monday.moves[position].places]
        table = bench.context.table.take(~np.isin(uids, uids[rows]))
        counts = found_by_day(judge_table(ALL, table, period=PERIOD, calendars=bench.context.calendars))
        left = {one.rule.name: counts[0, 0, one.rule.name] for one in bench.rules}
        assert dict(zip(left, monday.results[frozenset([position])].left, strict=True)) == left


@pytest.mark.parametrize(
    ("hours", "days"),
    [
        ("2026-11-11 02:59-04:00", {1, 2}),
        ("2026-11-11 03:00-04:00", {2}),
        ("2026-11-10 20:00-21:00", {1}),
        ("2026-11-10 20:00-21:01", {1, 2}),
        ("2026-11-09 00:00-01:00", {0}),
        ("2026-11-13 23:00-00:00", {4}),
    ],
)
def test_an_event_matters_to_its_day_and_to_the_one_beside_the_night_in_which_it_lies(
    hours: str, days: set[int]
) -> None:
    bench = Bench.of(judge_table(ALL, events(f"{hours} Release | people=4 uid=x"), period=PERIOD))
    assert bench.night_seconds == 3 * 3600
    earlier = [one for one in options_of(bench, SINCE) if one.kind == "end-earlier"]
    assert earlier
    assert {cell.day for cell in Cells.of(bench, earlier).cells} == days
