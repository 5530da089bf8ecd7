from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from analyzer.reports.inert import MOST_MARKS, NARROW, ascii_of, columns, cut, inert

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)
"""Text of any code points at all, lone surrogates and control characters included."""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Weekly sync", "Weekly sync"),
        ("Café · 10 % “é”", "Café · 10 % “é”"),
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
        ("\x1b]8;;https://example.org\x1b\\here", "\ufffd]8;;https://example.org\ufffd\\here"),
        ("\x1b]52;c;cGF5\x07", "\ufffd]52;c;cGF5\ufffd"),
        ("\x9b31mred", "\ufffd31mred"),
        ("a\x00b\x7fc", "a\ufffdb\ufffdc"),
        ("one\r\ntwo\tthree\x0bfour\x85five\u2028six\u2029seven", "one two three four five six seven"),
        ("  a \u00a0 b  ", "a b"),
        ("\u202egnp.exe\u2066x\u2069\u200e\u200f", "gnp.exex"),
        ("zero\u200bwidth\u200d\ufeff\u00ad", "zerowidth"),
        ("\U000e0041tag", "tag"),
        ("\ud800half", "\ufffdhalf"),
        ("\ue000private", "\ufffdprivate"),
        ("\ufdd0non\U0010ffff", "\ufffdnon\ufffd"),
        ("e" + "\u0301" * 500 + "x", "e" + "\u0301" * MOST_MARKS + "x"),
        ("\u0301climber", "climber"),
        ("a \u0301b", "a b"),
        ("Tiếng Việt", "Tiếng Việt"),
        ("משפט בעברית", "משפט בעברית"),
        ("[/nope][bold]x[/]", "[/nope][bold]x[/]"),
        ("", ""),
    ],
)
def test_inert_leaves_words_and_takes_power(text: str, shown: str) -> None:
    assert inert(text) == shown


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("Sprint", 6, "Sprint"),
        ("Sprint", 5, "Spri…"),
        ("Sprint planning", 8, "Sprint…"),
        ("漢字漢字", 8, "漢字漢字"),
        ("漢字漢字", 7, "漢字漢…"),
        ("漢字漢字", 6, "漢字…"),
        ("🎉🎉🎉", 4, "🎉…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_inert_cuts_to_columns(text: str, width: int, shown: str) -> None:
    assert inert(text, width) == shown


@given(ANY_TEXT, st.integers(0, 40))
def test_inert_never_lets_power_through(text: str, width: int) -> None:
    whole, part = inert(text), inert(text, width)
    for shown in (whole, part):
        assert all(unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") for one in shown)
        assert "  " not in shown
        assert shown == shown.strip()
        assert inert(shown) == shown
    assert columns(part) <= width
    assert part == whole or part[-1:] in ("…", "")


def test_cut_takes_another_ellipsis() -> None:
    assert cut("Sprint planning", 9, "...") == "Sprint..."
    assert cut("Sprint", 2, "...") == ".."


@given(ANY_TEXT)
def test_ascii_of_is_ascii(text: str) -> None:
    assert ascii_of(inert(text)).isascii()


def test_ascii_of_keeps_what_can_be_read() -> None:
    assert ascii_of("één – “Žižkov” → straße …") == 'een - "Zizkov" -> strasse ...'


def test_narrow_letters_take_a_column_each_and_no_wide_one_is_among_them() -> None:
    narrow = [chr(code) for code in range(0x20, 0x11_0000) if NARROW.fullmatch(chr(code))]
    assert {*"aé…·→█▒░“„"} <= {*narrow}
    assert [letter for letter in narrow if cell_len(letter) != 1] == []
    assert [columns(text) for text in ("Grüße – 12:00…", "予定", "e\u0301", "🎉")] == [14, 4, 1, 2]
