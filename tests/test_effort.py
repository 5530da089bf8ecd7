"""The judge of effort lets what is linear pass and finds what is not."""

from __future__ import annotations

import pytest
from effort import assert_at_most, assert_in_proportion


def test_what_looks_at_each_character_is_in_proportion() -> None:
    assert_in_proportion(lambda text: [ord(character) for character in text], "a" * 1_000_000)


def test_what_looks_at_each_pair_of_characters_is_not() -> None:
    with pytest.raises(AssertionError, match="seconds taken and allowed"):
        assert_in_proportion(lambda text: [first < second for first in text for second in text], "a" * 3_000)


def test_ten_times_the_work_is_more_than_four_times() -> None:
    def work(count: int) -> None:
        sum(range(count))

    assert_at_most(4, lambda: work(600_000), lambda: work(600_000))
    with pytest.raises(AssertionError):
        assert_at_most(4, lambda: work(6_000_000), lambda: work(600_000))
