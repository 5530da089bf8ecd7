from __future__ import annotations

import numpy as np
import pytest
from event_rows import context_of, events, seconds

from analyzer.patterns.weeks import gaps, places_of_days, week_of_start, weeks_of


def flags(*rows: str) -> np.ndarray:
    return np.array([[letter == "x" for letter in row] for row in rows], dtype=bool).reshape(len(rows), -1)


def test_only_whole_weeks_of_the_period_are_weeks() -> None:
    weeks = weeks_of(context_of(events(), period=("2026-11-12", "2026-11-30")))
    assert len(weeks.number) == 2
    assert weeks.is_worked.tolist() == [[True, True]]
    assert weeks.start[0, 0] == seconds("2026-11-16 08:30")
    assert weeks.end[0, 1] == seconds("2026-11-27 17:30")


def test_a_period_without_a_whole_week_has_none() -> None:
    weeks = weeks_of(context_of(events(), period=("2026-11-17", "2026-11-22")))
    assert weeks.is_worked.shape == (1, 0)
    assert weeks.position(np.array([1, 2])).tolist() == [-1, -1]


def test_a_week_of_leave_is_not_worked() -> None:
    table = events("mon..fri Leave | absence")
    assert weeks_of(context_of(table)).is_worked.tolist() == [[False]]


def test_an_event_belongs_to_the_week_in_which_it_starts_on_the_owners_clock() -> None:
    table = events("2026-11-15 23:30-00:30 Before", "mon 00:15-01:00 First", "sun 23:30-00:30 Last")
    context = context_of(table, period=("2026-11-16", "2026-11-22"))
    assert week_of_start(context, weeks_of(context)).tolist() == [-1, 0, 0]


@pytest.mark.parametrize(
    ("came", "worked", "least", "found"),
    [
        ("....", "xxxx", 4, [(0, 3, 4)]),
        ("...", "xxx", 4, []),
        ("x....", "xxxxx", 4, [(1, 4, 4)]),
        ("..x..", "xxxxx", 2, [(0, 1, 2), (3, 4, 2)]),
        ("....", "xx.x", 4, []),
        (".....", "xx.xx", 4, [(0, 4, 4)]),
        ("......", ".xxxx.", 4, [(1, 4, 4)]),
        ("..x..", "xx.xx", 3, []),
        ("xxxx", "xxxx", 1, []),
        ("....", "....", 1, []),
    ],
)
def test_gaps_are_runs_of_worked_weeks_without(
    came: str, worked: str, least: int, found: list[tuple[int, int, int]]
) -> None:
    result = gaps(flags(came), flags(worked), least)
    assert list(zip(result.first, result.last, result.weeks, strict=True)) == found


def test_gaps_never_reach_into_another_group() -> None:
    result = gaps(flags("x..", "..x"), flags("xxx", "xxx"), 2)
    assert list(zip(result.group, result.first, result.last, strict=True)) == [(0, 1, 2), (1, 0, 1)]
    assert not len(gaps(flags("x..", "..x"), flags("xxx", "xxx"), 3).group)


def test_an_entry_speaks_of_every_day_it_touches() -> None:
    table = events(
        "mon 23:00-01:00 Home | place=home", "wed Office | place=office", "wed Home | place=home", "thu ? | place"
    )
    is_office, is_elsewhere, day, row = places_of_days(context_of(table))
    assert np.flatnonzero(is_office).tolist() == [2]
    assert np.flatnonzero(is_elsewhere).tolist() == [0, 1, 2]
    assert sorted(zip(day.tolist(), row.tolist(), strict=True)) == [(0, 0), (1, 0), (2, 1), (2, 2)]
