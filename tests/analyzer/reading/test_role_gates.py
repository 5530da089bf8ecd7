"""What puts lines and clauses aside before they are read closely never puts one aside that says something."""

from __future__ import annotations

import itertools
import random
import re

from analyzer.reading.needles import alternatives_of
from analyzer.reading.roles import clauses, labels, lines
from analyzer.reading.roles.clauses import may_tell
from analyzer.reading.roles.invited import OPEN, forms_of, may_call
from analyzer.reading.roles.words import MODIFIERS, ROLE_STEMS, holds_stem, role_stems_in
from analyzer.reading.ways import parser

ROLES = ("facilitator", "keeper")


def kinds_of_words() -> list[list[str]]:
    """Return the words of each list by which clauses are read, and those that are asked for one by one."""
    listed = [value for value in vars(clauses).values() if isinstance(value, frozenset)]
    listed += [words for value in (clauses._PERSONS, clauses._TASKS, clauses._VERBS) for words in value.values()]
    single = "voor proces mee schreibt mit writing down stelt op na liste actions note taking compte rendu taker is"
    return [sorted(words & clauses._KNOWN) for words in listed if words & clauses._KNOWN] + [
        [one] for one in single.split()
    ]


def test_words_that_give_a_role_may_tell_one_whatever_stands_beside_them() -> None:
    chance, known, kinds, given = random.Random(3), sorted(clauses._KNOWN), kinds_of_words(), 0
    several = [pair for pair in itertools.combinations(kinds, 2) for _ in range(6)]
    several += [tuple(chance.sample(kinds, 4)) for _ in range(10_000)]
    for one in several:
        held = {chance.choice(kind) for kind in one}
        is_invited = chance.random() < 0.3
        if not any(clauses._gives(frozenset(held), role, is_invited=is_invited) for role in ROLES):
            continue
        given += 1
        words = [
            *held,
            *chance.choices(known, k=chance.randint(0, 2)),
            *chance.choices(("zich", "rond", "Budget"), k=1),
        ]
        chance.shuffle(words)
        text = "".join(word + chance.choice((" ", " ", ", ", "_", "’")) for word in words) + OPEN * is_invited
        assert may_tell(text, is_one=True), held
    assert given > 3_000


def test_several_clauses_lend_each_other_what_somebody_is() -> None:
    assert may_tell("The minutes: Els")
    assert not may_tell("the minutes Els", is_one=True)
    assert may_tell("I'll chair", is_one=True)
    assert not may_tell("Read the notes first", is_one=True)


def test_a_line_holds_a_stem_where_one_stands_in_its_small_letters() -> None:
    chance, found = random.Random(4), 0
    for _ in range(20_000):
        parts = [*chance.choices(ROLE_STEMS, k=2), *chance.choices("aeghnot .:=(|[]-_IİıſK", k=4)]
        cut = [part[chance.randint(0, 1) : len(part) - chance.randint(0, 1)] or part for part in parts]
        line = chance.choice((str.upper, str.lower, str.title))("".join(chance.sample(cut, len(cut))))
        stems = {stem for stem in ROLE_STEMS if stem in line.lower()}
        assert set(role_stems_in(line)) == stems, line
        assert holds_stem(line) is bool(stems)
        found += not stems
    assert found > 500


def test_no_modifier_is_longer_than_what_is_searched_for_it() -> None:
    longest = {one: parser.parse(one, re.IGNORECASE).getwidth()[1] for one in alternatives_of(MODIFIERS)}
    assert [one for one, width in longest.items() if width > labels.LONGEST_MODIFIER] == [r"vergader\w*"]


def test_modifiers_go_wherever_a_long_one_or_many_blanks_stand() -> None:
    for text, left in (
        ("next kommissarischer " + " - " * 15, "next "),
        ("Wie is de Vergaderingssecretariaatsondersteunings-", "Wie is "),
        ("board ", "board "),
        ("in the role of our \u2003", ""),
    ):
        assert labels.without_modifiers(f"{text}chair", len(text)) == left


def test_addresses_are_found_as_they_were_before_their_first_letter_was_asked_for() -> None:
    plain = re.compile(r"<?\b(?:https?|webcal|ftp|zoommtg|msteams)://[^\s<>\"|\ue000]+>?|<?\bwww\.[^\s<>\"|\ue000]+>?")
    chance, found = random.Random(5), 0
    words = (
        "http",
        "https",
        "ftp",
        "webcal",
        "zoommtg",
        "msteams",
        "www.",
        "://",
        "<",
        ">",
        " ",
        "a",
        "_",
        "w",
        "é",
        "-",
        "h",
    )
    for _ in range(30_000):
        text = "".join(chance.choices(words, k=chance.randint(1, 9)))
        spans = [match.span() for match in plain.finditer(text)]
        assert [match.span() for match in lines._ADDRESS.finditer(text)] == spans, text
        found += bool(spans)
    assert found > 1_000


def test_whom_a_text_may_call_are_those_whose_forms_it_begins() -> None:
    people = (("Anna de Boer", "anna@example.org"), ("", "jan.smit@example.org"), ("Zaal 3", "zaal3@example.org"))
    for text in ("anna", "with boer", "jan", "nobody", "zaal3", "", "ask adb", "smit's"):
        assert may_call(text, people) is any(form in text for form in forms_of(people))
