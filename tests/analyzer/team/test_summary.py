"""Averages of a group: rounded, of enough people, and never one person's."""

from __future__ import annotations

import itertools

import pytest

from analyzer.team.summary import FLOOR, Figure, Sums


def one(findings: dict[str, int] | None = None, **metrics: object) -> Sums:
    return Sums.of(metrics, itertools.chain.from_iterable([rule] * n for rule, n in (findings or {}).items()))


def added(parts: list[Sums]) -> Sums:
    total = Sums()
    for part in parts:
        total.add(part)
    return total


def figure(sums: Sums, name: str, days: int = 7) -> Figure:
    return next(each for each in (*sums.figures(days), *sums.rules(days)) if each.name == name)


def test_hours_are_averages_by_person_and_week_in_halves() -> None:
    people = [one(meeting_minutes=600 + 30 * number) for number in range(FLOOR)]
    assert figure(added(people), "meeting_minutes") == Figure("meeting_minutes", "hours", 12.0)  # 705 minutes are 11.75
    assert figure(added(people), "meeting_minutes", days=14).value == 6.0


def test_shares_are_of_their_whole_in_steps_of_a_twentieth() -> None:
    people = [one(lunches_kept=2, workdays=3) for _ in range(FLOOR)]
    assert figure(added(people), "lunches_kept") == Figure("lunches_kept", "share", 0.65)


def test_findings_are_counted_by_rule() -> None:
    people = [one({"lunch-meeting": 3, "no-agenda": 1}) for _ in range(FLOOR)]
    assert added(people).rules(14) == [
        Figure("lunch-meeting", "count", 1.5),
        Figure("no-agenda", "count", 0.5),
    ]


@pytest.mark.parametrize(("people", "is_shown"), [(FLOOR - 1, False), (FLOOR, True)])
def test_of_fewer_people_than_the_floor_nothing_is_shown(people: int, is_shown: bool) -> None:
    total = added([one({"no-agenda": 2}, meeting_minutes=600, lunches_kept=1, workdays=5) for _ in range(people)])
    figures = [*total.figures(7), *total.rules(7)]
    assert {each.withheld for each in figures} == ({""} if is_shown else {"few-people"})
    assert all((each.value is not None) == is_shown for each in figures)


@pytest.mark.parametrize(("largest", "withheld"), [(85, ""), (86, "one-person")])
def test_no_sum_is_shown_that_is_mostly_one_persons(largest: int, withheld: str) -> None:
    rest = 100 - largest
    minutes = [largest, rest, *([0] * (FLOOR - 2))]
    total = added([one({"no-agenda": each}, call_minutes=each) for each in minutes])
    assert figure(total, "call_minutes").withheld == withheld
    assert figure(total, "no-agenda").withheld == withheld


def test_a_sum_of_nothing_is_nobodys() -> None:
    assert figure(added([one(call_minutes=0) for _ in range(FLOOR)]), "call_minutes").value == 0.0


def test_sums_are_the_same_in_whatever_order_and_groups_they_are_added() -> None:
    people = [one({"a": number, "b": 1}, meetings=number, workdays=5) for number in range(10)]
    whole = added(people)
    parts = [added(people[7:]), added(people[:2]), added(people[2:7])]
    assert added(parts) == whole
    assert (whole.people, whole.metrics["meetings"], whole.largest["meetings"], whole.largest_findings["a"]) == (
        10,
        45,
        9,
        9,
    )


def test_what_is_no_whole_number_is_left_out() -> None:
    assert one(facilitator_share=None, meetings=2).metrics == {"meetings": 2}
