"""A pattern that asks first for what it needs finds what it finds without asking."""

from __future__ import annotations

import random
import re

import pytest

from analyzer.reading import agendas
from analyzer.reading.needles import Sought, alternatives_of, needed_literals, small_letters
from analyzer.reading.roles import sentences
from tests import needles

WORDS = (
    *("anna", "notuleert", "chairs", "takes", "the", "notes", "notes:", "by", "door", "wird", "von", "geleitet", "zit"),
    *("vandaag", "voor", "facilitator", "chaired", "minutes", "will", "take", "over", "neemt", "het", "waar", "Uwe"),
    *("voorzitter", "besluitenlijst", "Protokoll", "führt", "is", "not", "K", "ſcribe", "rédigé", "par", "j'anime"),
    *("FACİLİTATOR", "mınutes"),
)


@pytest.mark.parametrize("name", needles.SOUGHT)
def test_asking_first_loses_no_match(name: str) -> None:
    chance, sought = random.Random(name), needles.SOUGHT[name]
    plain = re.compile(sought.source, re.IGNORECASE)
    found = 0
    for _ in range(3_000):
        text = " ".join(chance.choice((str, str.title, str.upper))(chance.choice(WORDS)) for _ in range(6))
        spans = [match.span() for match in plain.finditer(text)]
        assert [match.span() for match in sought.finditer(text, small_letters(text))] == spans, text
        found += bool(spans)
    assert found


@pytest.mark.parametrize(
    ("pattern", "text", "may"),
    [
        ("chairs|facilitates", "who moderates", False),
        ("chairs|facilitates", "Anna chairs", True),
        (r"take[sn]?\s+(?:the\s+)?notes", "read the notes", False),
        (r"take[sn]?\s+(?:the\s+)?notes", "takes some notes", True),
        (r"(?:re)?run\b", "a rerun", True),
        (r"\bx\d", "nothing is known of it", True),
        (r"(?:ab){2,}", "ac", False),
        (r"a(?:bc)?", "z", True),
        (r"(?!no)yes", "no", False),
        (r"[ab]cd|ef", "bcd", True),
        (r"[ab]cd|ef", "ce", False),
    ],
)
def test_a_text_is_searched_where_it_holds_what_some_way_to_match_needs(pattern: str, text: str, may: bool) -> None:
    assert Sought(pattern).may_stand_in(text) is may


def test_each_way_needs_all_of_its_literals() -> None:
    assert needed_literals("note taker|scribe(?: of)? today") == [
        (frozenset({"note taker"}),),
        (frozenset({"scribe"}), frozenset({" today"})),
    ]


def test_a_line_of_many_words_says_something_whether_it_is_looked_at_closely_or_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chance = random.Random(5)
    parts = ("Join", "Zoom", "meeting", "on", "Passcode:", "budget", "=", "pin", ":", "x", "+31 20 555 0100", "<b>")
    parts += ("&amp;", "https://zoom.us/j/812", "Microsoft", "Teams", "planning", "hello", "bo@example.org", "a", "of")
    parts += ("TBD", "é")
    lines = [" ".join(chance.choices(parts, k=chance.randrange(1, 24))) for _ in range(4_000)]
    quick = [agendas._says_something.__wrapped__(line) for line in lines]
    assert sum(map(agendas._says_much, lines)) > 100
    monkeypatch.setattr(agendas, "_says_much", lambda line: False)
    assert [agendas._says_something.__wrapped__(line) for line in lines] == quick


def test_what_the_patterns_need_is_kept_as_it_is_worked_out() -> None:
    assert needles.PAGE.read_text("utf-8") == needles.needs(), "python -m tests.needles --update"


def groups_of(match: re.Match[str]) -> dict[str, str]:
    return {name: text for name, text in match.groupdict().items() if text}


def test_branches_match_what_the_whole_matches_in_its_words() -> None:
    chance, whole = random.Random(7), re.compile(sentences._VERB.source, re.IGNORECASE)
    words = (
        *WORDS,
        "to",
        "capture",
        "actions",
        "het",
        "verslag",
        "maakt",
        "actielijst",
        "bij",
        "houdt",
        "macht",
        "das",
    )
    words += ("moderiert", "leads", "this", "meeting", "de", "vergadering", "tient", "la", "liste", "des", "décisions")
    kinds = set()
    for _ in range(6_000):
        text = " ".join(chance.choices(words, k=8))
        alone = [(match.span(), groups_of(match)) for match in whole.finditer(text)]
        found = list(sentences._VERB.finditer(text, small_letters(text)))
        assert [(match.span(), groups_of(match)) for match in found] == alone, text
        assert all(match["facilitator"] or match["keeper"] for match in found)
        kinds.update(kind for _, groups in alone for kind in groups)
    assert kinds >= {"facilitator", "keeper"}


@pytest.mark.parametrize(
    ("source", "alternatives"),
    [
        ("a|b", ["a", "b"]),
        (r"a\|b|(?:c|d)e", [r"a\|b", "(?:c|d)e"]),
        (r"[|(]|[^\])|]x|[]|]", ["[|(]", r"[^\])|]x", "[]|]"]),
        (r"\[a|b\]|\\|c", [r"\[a", r"b\]", r"\\", "c"]),
        ("", [""]),
    ],
)
def test_alternatives_stand_outside_of_groups_and_sets(source: str, alternatives: list[str]) -> None:
    assert alternatives_of(source) == alternatives


def test_of_branches_the_first_to_match_at_a_place_wins_and_none_lies_over_another() -> None:
    sought = Sought.any_of(r"\b", one="ab|bcd?|a", two="abc|c.+")
    whole = re.compile(sought.source)
    for text in ("abc", "xabc abc", "bcd abcd c", "a", "zzz", "abc abc abc"):
        alone = [(match.span(), match.lastgroup) for match in whole.finditer(text)]
        assert [(match.span(), match.lastgroup) for match in sought.finditer(text, text)] == alone


def test_a_pattern_that_is_not_kept_is_taken_apart() -> None:
    assert Sought("never seen before").may_stand_in("never seen") is False
    assert Sought("never seen before").may_stand_in("it was never seen before") is True
