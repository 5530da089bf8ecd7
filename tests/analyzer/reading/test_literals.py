"""The shorter way to ask for literals finds the same as asking for each."""

from __future__ import annotations

import random

import pytest

from analyzer.reading.literals import Literals


@pytest.mark.parametrize("length", [0, 1, 2, 3, 4, 40, 399, 400, 401, 900])
def test_literals_are_those_that_stand_in_the_text(length: int) -> None:
    chance = random.Random(length)
    for _ in range(200):
        literals = ["".join(chance.choices("abé ", k=chance.randint(1, 5))) for _ in range(chance.randint(0, 40))]
        text = "".join(chance.choices("abé x", k=length))
        assert sorted(Literals(literals).standing_in(text)) == sorted({one for one in literals if one in text})


def test_a_literal_stands_at_the_very_end() -> None:
    assert Literals(["abc", "bc", "c", "abcd"]).standing_in("xabc") == ["bc", "c", "abc"]
