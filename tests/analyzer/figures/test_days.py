from __future__ import annotations

from itertools import groupby
from typing import Any

import pytest
from report_runs import run_of

from analyzer.figures.days import KINDS, fillings
from analyzer.reports.words.signs import TIMES


def filled(*lines: str, day: int = 0, **agreements: Any) -> list[tuple[str, str]]:
    """Return what fills the day at position ``day``: each kind with the time at which it begins."""
    minutes = fillings(run_of(*lines, judging={"agreements": agreements}))[day].tolist()
    starts = [(kind, next(some)[0]) for kind, some in groupby(enumerate(minutes), key=lambda one: one[1])]
    return [(f"{start // 60:02d}:{start % 60:02d}", KINDS[kind]) for kind, start in starts if start or kind]


FREE_DAY = [("08:30", "free"), ("12:00", "lunch"), ("13:00", "free"), ("17:30", "")]


def test_fillings_hold_working_hours_and_lunch_of_a_workday_alone() -> None:
    assert filled("tue 09:00-10:00 A") == FREE_DAY
    assert filled("tue 09:00-10:00 A", day=5) == []


def test_fillings_of_some_days_are_those_of_all_days() -> None:
    run = run_of("mon 22:00-23:00 A | people=3", "wed 09:00-10:00 B | call", "fri 12:00-13:00 C | absence")
    whole = fillings(run)
    assert len({row.tobytes() for row in whole[1:6]}) > 3
    assert fillings(run, 1, 5).tolist() == whole[1:6].tolist()
    assert fillings(run, 3).tolist() == whole[3:].tolist()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("call", "call"),
        ("people=3", "meeting"),
        ("absence", "away"),
        ("focus people=1", "focus"),
        ("focus free people=1", "focus"),
        ("people=1", "other"),
        ("busy", "other"),
    ],
)
def test_fillings_hold_each_kind_of_event(words: str, kind: str) -> None:
    evening = [("18:00", kind), ("18:07", "")]
    assert filled(f"mon 18:00-18:07 A | {words}") == [*FREE_DAY, *evening]


def test_fillings_hold_an_open_room_as_something_else_than_a_meeting() -> None:
    assert filled("mon 18:00-21:00 Open room | people=9") == [*FREE_DAY, ("18:00", "other"), ("21:00", "")]


@pytest.mark.parametrize("words", ["free people=3", "declined people=3", "cancelled people=3"])
def test_fillings_leave_time_as_it_is_where_nothing_takes_it(words: str) -> None:
    assert filled(f"mon 10:00-11:00 A | {words}") == FREE_DAY
    assert filled(f"mon 09:00-12:00 Open room | {words}") == FREE_DAY


def test_fillings_draw_nothing_by_the_hour_of_what_lies_on_calendar_days() -> None:
    assert filled("mon Open room | people=9", "mon Birthday | people=1") == FREE_DAY
    assert filled("mon Away | absence") == [("08:30", "away"), ("17:30", "")]


def test_fillings_keep_the_stronger_kind_whatever_comes_first() -> None:
    lines = ("mon 12:30-13:30 A | call", "mon 12:15-13:45 B | people=2", "mon 12:45-14:00 C | focus people=1")
    expected = [
        ("08:30", "free"),
        ("12:00", "lunch"),
        ("12:15", "meeting"),
        ("12:30", "call"),
        ("13:30", "meeting"),
        ("13:45", "focus"),
        ("14:00", "free"),
        ("17:30", ""),
    ]
    assert filled(*lines) == expected


def test_fillings_end_a_day_at_midnight() -> None:
    night = ("mon 23:00-01:30 Release | call",)
    assert filled(*night)[-1] == ("23:00", "call")
    assert filled(*night, day=1)[:2] == [("00:00", "call"), ("01:30", "")]
    hours = {"working_hours": "22:00-06:00", "lunch": ""}
    assert filled("tue 09:00-10:00 A", **hours) == [("22:00", "free")]


def test_every_kind_has_its_signs() -> None:
    assert set(KINDS) == set(TIMES)
    assert len({signs.sign for signs in TIMES.values()}) == len({signs.plain for signs in TIMES.values()}) == len(KINDS)
