"""The shorter way to ask for literals finds the same as asking for each."""

from __future__ import annotations

import random

import pytest

from analyzer.reading import literals as module
from analyzer.reading.literals import Literals, words_of


def random_literal(chance: random.Random) -> str:
    """Return a literal of one to three words, with or without blanks at its ends."""
    words = ["".join(chance.choices("abé_", k=chance.randint(1, 5))) for _ in range(chance.randint(1, 3))]
    return chance.choice(("", " ")) + " ".join(words) + chance.choice(("", " "))


@pytest.mark.parametrize("length", [0, 1, 2, 3, 4, 40, 900])
def test_literals_are_those_that_stand_in_the_text(length: int) -> None:
    chance, found = random.Random(length), 0
    for _ in range(200):
        several = [random_literal(chance) for _ in range(chance.randint(0, 40))]
        literals = Literals(several)
        for _ in range(3):  # the second and third time most words are known
            words = words_of("".join(chance.choices("abé_ x-", k=length)))
            expected = sorted({one for one in several if one in words.spaced})
            assert sorted(literals.standing_in(words)) == expected
            found += len(expected)
    assert found or length < 2


def test_a_blank_is_where_a_word_begins_or_ends() -> None:
    literals = Literals(["note ", " note ", " take no", "e n", " o l v "])
    assert sorted(literals.standing_in(words_of("he will take, notes"))) == [" take no", "e n"]
    assert sorted(literals.standing_in(words_of("keynote"))) == ["note "]
    assert sorted(literals.standing_in(words_of("note"))) == [" note ", "note "]
    assert literals.standing_in(words_of("o.l.v. anna")) == [" o l v "]


def test_words_are_what_patterns_take_for_words() -> None:
    words = words_of("x_1, a-b\u00a0ü² e\u0301 […]")
    assert words.spaced == " x_1 a b ü² e "
    assert words.each == {"x_1", "a", "b", "ü²", "e"}


def test_words_are_forgotten_where_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_WORDS", 10)
    literals = Literals(["ab"])
    for number in range(100):
        assert literals.standing_in(words_of(f"a{number} ab{number}")) == ["ab"]
        assert len(literals._known) <= 13


def test_long_words_and_texts_of_many_words_are_read_alike() -> None:
    several = ["ab", " ab ", "b1 ", "c ab", "zz"]
    for text in ("x" * 300 + "ab", "ab" + "x" * 300, " ".join(f"c{n} ab{n}" for n in range(2_000)), "c ab " * 2_000):
        words = words_of(text)
        assert sorted(Literals(several).standing_in(words)) == sorted(one for one in several if one in words.spaced)
