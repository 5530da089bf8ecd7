"""A pattern that asks first for what it needs finds what it finds without asking."""

from __future__ import annotations

import random
import re

import pytest

from analyzer.reading import agendas
from analyzer.reading.literals import words_in
from analyzer.reading.needles import Sought, alternatives_of
from analyzer.reading.roles import sentences
from analyzer.reading.ways import is_within_sentence, needed_literals
from tests import needles

WORDS = (
    *("anna", "notuleert", "chairs", "takes", "the", "notes", "notes:", "by", "door", "wird", "von", "geleitet", "zit"),
    *("vandaag", "voor", "facilitator", "chaired", "minutes", "will", "take", "over", "neemt", "het", "waar", "Uwe"),
    *("voorzitter", "besluitenlijst", "Protokoll", "führt", "is", "not", "K", "ſcribe", "rédigé", "par", "j'anime"),
    *("FACİLİTATOR", "mınutes", "next", "week", "gisteren", "of", "réunion"),
)
BETWEEN = (*[" "] * 12, "  ", ". ", ": ", ", ", "; ", "-", "_", " - ", "/", "\t", "? ", "'", "\u00a0")


@pytest.mark.parametrize("name", needles.SOUGHT)
def test_asking_first_loses_no_match(name: str) -> None:
    chance, sought = random.Random(name), needles.SOUGHT[name]
    plain = re.compile(sought.source, re.IGNORECASE)
    found = 0
    for _ in range(3_000):
        words = [chance.choice((str, str.title, str.upper))(chance.choice(WORDS)) for _ in range(6)]
        text = "".join(word + chance.choice(BETWEEN) for word in words)
        spans = [match.span() for match in plain.finditer(text)]
        assert [match.span() for match in sought.finditer(text, words_in(text))] == spans, text
        first = sought.search(text)
        assert [first.span()] == spans[:1] if first else not spans, text
        assert [bool(sought.match(text, start)) for start in range(9)] == [
            bool(plain.match(text, at)) for at in range(9)
        ]
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
    assert Sought(pattern).may_stand_in(words_in(text)) is may


@pytest.mark.parametrize(
    ("pattern", "ways"),
    [
        ("note taker|scribe(?: of)? today", [("note taker",), ("scribe |scribe of ", " today")]),
        (r"\bnotes\b", [(" notes ",)]),
        (r"(?<![\w-])takes\s+(?:the\s+)?notes(?!\w)", [(" takes ", " notes ")]),
        (r"takes?\s+down", [("take |takes ", " down")]),
        (r"(?:by|door)(?:\s*:)?\s", [("by ",), ("door ",)]),
        (r"o\.l\.v\.?", [("o l v",), ("o l v ",)]),
        (r"x\w*\sof\b", [(" of ",)]),
        (r"\b(?:ab)+\b", [(" ab",)]),
        (r"\b(?:ab\s)+\b", [(" ab ",)]),
        (r"(?:^|(?=['’]ll))(?:does|runs)$", [(" does ",), (" runs ",)]),
    ],
)
def test_each_way_needs_all_of_its_literals(pattern: str, ways: list[tuple[str, ...]]) -> None:
    assert needed_literals(pattern) == [tuple(frozenset(choice.split("|")) for choice in way) for way in ways]


ELEMENTS = (
    *(
        "ab",
        "c",
        "d",
        "a ",
        ".",
        r"\.",
        "-",
        " ",
        r"\s",
        r"\s+",
        r"\s*",
        r"\b",
        r"\w",
        r"\w+",
        r"\W",
        "[ -]",
        "[^a]",
        "[a.]",
    ),
    *(
        r"(?<!\w)",
        r"(?<![\w-])",
        r"(?!\w)",
        r"(?!\w|\sa)",
        "(?= )",
        "(?=a)",
        "(?<=b)",
        "b?",
        "d?",
        r"\.?",
        "^",
        "$",
        "_",
    ),
)


def random_pattern(chance: random.Random, depth: int) -> str:
    """Return a pattern of a few elements, groups and alternations among them."""
    parts = []
    for _ in range(chance.randint(1, 4)):
        if depth and chance.random() < 0.4:
            several = "|".join(random_pattern(chance, depth - 1) for _ in range(chance.randint(1, 3)))
            parts.append(f"(?:{several})" + chance.choice(("", "", "?", "+", "{0,2}", "{1,2}")))
        else:
            parts.append(chance.choice(ELEMENTS))
    return "".join(parts)


def test_no_match_of_any_pattern_is_lost() -> None:
    chance, matched, asked = random.Random(11), 0, 0
    for _ in range(1_500):
        source = random_pattern(chance, 2)
        plain, sought = re.compile(source, re.IGNORECASE), Sought(source)
        for _ in range(15):
            text = "".join(chance.choices("aabbccdABx .-_,\n", k=chance.randint(1, 9)))
            spans = [match.span() for match in plain.finditer(text)]
            words = words_in(text)
            if any(start < end for start, end in spans):
                assert [match.span() for match in sought.finditer(text, words)] == spans, (source, text)
                matched += 1
            asked += not sought.may_stand_in(words)
    assert matched > 2_000
    assert asked > 2_000


@pytest.mark.parametrize(
    ("pattern", "is_one"),
    [
        (r"takes\s+(?:the|our)\s[\w'’-]+", True),
        (r"[^\W\d_]{1,3}", True),
        (r"[^a-z]", False),
        (r"[^.!?;]", True),
        (r"o\.l\.v", False),
        (r"x(?=\.)", True),
        (r"a.b", False),
        (r"a[\W]b", False),
        (r"(?:a|b\S)", False),
        (r"(?:a|[!-/])?", False),
    ],
)
def test_a_pattern_that_holds_no_stop_matches_within_a_sentence(pattern: str, is_one: bool) -> None:
    assert is_within_sentence(pattern) is is_one


def test_what_stands_in_another_sentence_is_not_what_is_needed() -> None:
    sought = Sought(r"\btakes\s(?:the|our)\s(?:notes|minutes)")
    assert sought.may_stand_in(words_in("anna takes the notes")) is True
    assert sought.may_stand_in(words_in("anna takes the bus. our notes")) is False
    assert sought.may_stand_in(words_in("notes that anna takes")) is False


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
        found = list(sentences._VERB.finditer(text, words_in(text)))
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
        assert [(match.span(), match.lastgroup) for match in sought.finditer(text, words_in(text))] == alone


def test_a_pattern_that_is_not_kept_is_taken_apart() -> None:
    assert Sought("never seen before").may_stand_in(words_in("never seen")) is False
    assert Sought("never seen before").may_stand_in(words_in("it was never seen before")) is True
