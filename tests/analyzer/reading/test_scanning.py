"""One scan of many texts finds what asking each text for each word finds."""

from __future__ import annotations

import random

import pytest

from analyzer.reading.roles.roles import RoleReader
from analyzer.reading.roles.words import ROLE_STEMS
from analyzer.reading.scanning import LEAST_TEXTS, texts_holding

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
