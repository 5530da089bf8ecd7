from __future__ import annotations

import pytest

from connectors.services.patience import Patience


def patience(**changes: object) -> Patience:
    return Patience(sleep=lambda seconds: None, chance=lambda: 1.0 - 1e-12, **changes)  # type: ignore[arg-type]


def test_patience_doubles_its_own_pauses_up_to_the_longest() -> None:
    mine = patience(own_seconds=1000.0)
    pauses = [mine.judge(attempt, None, 0.0)[1] for attempt in range(1, 8)]
    assert pauses == pytest.approx([1, 2, 4, 8, 16, 30, 30])


def test_patience_cuts_a_pause_by_chance_to_half_at_the_shortest() -> None:
    shortest = Patience(chance=lambda: 0.0)
    assert shortest.judge(3, None, 0.0) == ("again", pytest.approx(2.0))
    assert Patience(chance=lambda: 0.5).judge(3, None, 0.0) == ("again", pytest.approx(3.0))


def test_patience_ends_with_the_number_of_tries() -> None:
    mine = patience(tries=3)
    assert [mine.judge(attempt, None, 0.0)[0] for attempt in (1, 2, 3)] == ["again", "again", "enough"]


def test_patience_counts_lost_time_and_pauses_against_one_budget() -> None:
    mine = patience(own_seconds=10.0)
    assert mine.judge(1, None, 6.0)[0] == "again"  # 6 lost, 1 waited
    assert mine.judge(1, None, 2.0)[0] == "again"  # 9 and 1: exactly the budget
    assert mine.judge(1, None, 0.0)[0] == "enough"


def test_patience_waits_as_long_as_asked_up_to_a_quarter_of_an_hour() -> None:
    mine = patience()
    assert mine.judge(1, 900.0, 0.0) == ("again", 900.0)
    assert mine.judge(1, 900.5, 0.0) == ("too-long", 900.5)
    mine.wait(600.0, is_asked=True)
    assert mine.judge(1, 300.0, 0.0)[0] == "again"
    assert mine.judge(1, 301.0, 0.0)[0] == "too-long"


def test_patience_does_not_count_own_pauses_as_asked_for() -> None:
    mine = patience()
    mine.wait(600.0, is_asked=False)
    assert mine.judge(1, 900.0, 0.0)[0] == "again"
