"""One scan of many texts finds what asking each text for each word finds."""

from __future__ import annotations

import random
import re
import sys

import pytest

from analyzer.reading.roles.roles import RoleReader
from analyzer.reading.roles.words import ROLE_STEMS
from analyzer.reading.scanning import LEAST_TEXTS, either_case, texts_holding

ODD = ("", "é", "İ", "ß", "K", "\u2028", "\x00", "\n", "🎉", "[P: ", "(p=", "Voor\xadzitter", "NOTULEN", "cr.", " CR. ")


def texts(seed: int, *more: str) -> list[str]:
    chance = random.Random(seed)
    letters = "abcdeinorstuvw .:=([|-é"
    drawn = [
        "".join(chance.choices(letters, k=chance.randrange(40)))
        + chance.choice((*ODD, chance.choice(ROLE_STEMS).title()[: chance.randrange(1, 9)], *more))
        + "".join(chance.choices(letters, k=chance.randrange(40)))
        for _ in range(LEAST_TEXTS)
    ]
    return [*drawn, *ROLE_STEMS, *map(str.upper, ROLE_STEMS)]


@pytest.mark.parametrize("more", [(), ("\ud800",)], ids=["texts", "half a pair"])
@pytest.mark.parametrize("seed", range(5))
def test_a_scan_finds_what_asking_each_text_finds(seed: int, more: tuple[str, ...]) -> None:
    pytest.importorskip("pyarrow")
    several = texts(seed, *more)
    found = texts_holding(ROLE_STEMS, several).tolist()
    assert found == [any(stem in text.lower() for stem in ROLE_STEMS) for text in several]
    assert any(found)
    assert not all(found)


def test_a_reader_that_scanned_its_texts_knows_what_each_says() -> None:
    several = texts(7)
    scanned, asked = RoleReader(), RoleReader()
    scanned.scan(several)
    for text in several:
        assert scanned.speaks(text, "") == asked.speaks(text, ""), text
        assert scanned.read("Team", text) == asked.read("Team", text)


EVERY = {character: character.lower() for character in map(chr, range(sys.maxunicode + 1))}
LATIN = sorted({small for small in EVERY.values() if len(small) == 1 and small <= "ÿ"})
BECOMING_LATIN = [character for character, small in EVERY.items() if any(letter <= "ÿ" for letter in small)]


@pytest.mark.parametrize("before", ["", "k"])
def test_a_word_in_either_case_matches_where_it_stands_in_small_letters(before: str) -> None:
    assert len(LATIN) > 190
    for letter in LATIN:
        word = before + letter
        pattern = re.compile(either_case(word))
        texts = [before + character for character in {*BECOMING_LATIN, *either_case(letter)}]
        assert [text for text in texts if bool(pattern.search(text)) != (word in text.lower())] == [], word


@pytest.mark.parametrize("words", [("œuvre", "ka"), ("ka", "ss"), ("mini",), ("ein|", "a.b")])
def test_words_are_found_by_their_small_letters_alone(words: tuple[str, ...]) -> None:
    pytest.importorskip("pyarrow")
    odd = ["ŒUVRE", "\u212aA", "ſs", "MINİ", "MINİS", "MİNI", "mini", "EIN|", "AXB", "A.B", "ẞ", "SS", ""]
    several = odd * (LEAST_TEXTS // len(odd) + 1)
    assert texts_holding(words, several).tolist() == [any(one in text.lower() for one in words) for text in several]
