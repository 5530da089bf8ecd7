"""Patterns that first ask for the words they cannot do without.

A long alternation is tried at every word of a text, and in most texts nothing of it stands anywhere. So each pattern is
taken apart once into the literals that every match must hold; a text that lacks them is not searched. What is found
never differs: only the search that finds nothing is left out.

The longest pattern also takes a third of a second to compile. It is given as its branches, each of which is compiled
when a text first may hold it, and what the branches need is read from ``needs.json`` beside this module, which
``python -m tests.needles --update`` writes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any

from analyzer.reading.literals import Literals, Words, words_of

try:
    from re import _constants as kinds  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # rooms of Python's own that may move: then every text is searched
    parser = None

Choice = frozenset[str]
"""Literals in small letters, one of which must stand in the text; a blank is where a word begins or ends."""
Way = tuple[Choice, ...]
"""One way to match: of each choice something must stand in the text, in this order; () where nothing is known of it."""


Known = tuple[bool, list[Way]]
"""Of a branch: whether each match lies within one sentence, and the ways to match."""

STOPS = ".!?;"
"""What ends a sentence, or stands within a number or an abbreviation."""

# Letters that a pattern whose case is ignored takes for these, and ``lower`` does not.
_ALSO = {ord("İ"): "i", ord("ı"): "i", ord("ſ"): "s"}


def small_letters(text: str) -> str:
    """Return a text as patterns see it whose case is ignored."""
    # Letter by letter takes its time, and hardly any text holds one of them.
    has_odd = not text.isascii() and ("İ" in text or "ı" in text or "ſ" in text)
    return text.translate(_ALSO).lower() if has_odd else text.lower()


@lru_cache(maxsize=16)  # a line is looked through for several patterns, one after the other
def words_in(text: str) -> Words:
    """Return the words of a text as patterns see them whose case is ignored."""
    return words_of(small_letters(text))


_REPEATS = parser and (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT)


class Sought:
    """A pattern, its case ignored, that is searched only in texts that hold what it needs."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._compiled: dict[int, re.Pattern[str]] = {}

    @cached_property
    def branches(self) -> Sequence[str]:
        """Patterns that together are the same as the whole.

        At any place in a text, the first of them that matches there matches what the whole matches.
        """
        return (self.source,)

    @classmethod
    def any_of(cls, before: str, after: str = "", **groups: str) -> Sought:
        """Return the pattern of named groups, one of which stands behind ``before``, taken apart at every ``|``.

        Args:
            before: what stands before each, of no width, without groups.
            after: what stands behind each, without groups that have a name.
            groups: alternations by the name of their group.
        """
        return _SoughtAnyOf(before, after, groups)

    def finditer(self, text: str, words: Words) -> Iterator[re.Match[str]]:
        """Return the matches in a text; ``words`` are those of :func:`words_in`."""
        standing = self._standing_in(words)
        if not standing:
            return iter(())
        if len(standing) == 1:
            return self._pattern(standing[0]).finditer(text)
        return _first_of_each(text, [self._pattern(number) for number in standing])

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Return the first match between two places, of which the second stands at no place within a word."""
        if not self.may_stand_in(words_in(text)):
            return None
        return self._whole.search(text, start, len(text) if end is None else end)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Return the match that begins at a place."""
        return self._whole.match(text, start) if self.may_stand_in(words_in(text)) else None

    def may_stand_in(self, words: Words) -> bool:
        """Return whether a text, as :func:`words_in` sees it, holds what a match cannot do without."""
        return bool(self._standing_in(words))

    def _standing_in(self, words: Words) -> list[int]:
        """Return the branches that may match in a text, in their order."""
        needs = self._needs
        if needs is None:
            return list(range(len(self.branches)))
        literals = self._literals.standing_in(words)
        if not literals:
            return []  # as of nearly all texts
        standing = frozenset(literals)
        return sorted(
            {
                number
                for literal in standing & needs.keys()
                for way, number in needs[literal]
                if len(way) == 1 or self._fits(way, number, standing, words)
            }
        )

    def _fits(self, way: Way, number: int, standing: frozenset[str], words: Words) -> bool:
        """Return whether a way of a branch fits a text in which these literals stand."""
        if any(map(standing.isdisjoint, way)):
            return False
        choices = [choice & standing for choice in way]
        if not _stands_in(choices, words.spaced):
            return False
        return not self._known[number][0] or any(_stands_in(choices, one) for one in _sentences_of(words.lowered))

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        return re.compile(self.source, re.IGNORECASE)

    def _pattern(self, number: int) -> re.Pattern[str]:
        if number not in self._compiled:
            self._compiled[number] = re.compile(self.branches[number], re.IGNORECASE)
        return self._compiled[number]

    @cached_property
    def _literals(self) -> Literals:
        needs = self._needs or {}
        return Literals([one for ways in needs.values() for way, _ in ways for choice in way for one in choice])

    @property
    def first_literals(self) -> Collection[str] | None:
        """Literals one of which stands in every text that holds a match; None where nothing is known of them."""
        return self._needs

    @cached_property
    def _known(self) -> list[Known]:
        return known_of(self)

    @cached_property
    def _needs(self) -> dict[str, list[tuple[Way, int]]] | None:
        """Return the ways to match by a literal of the choice that says most, each with its branch.

        None where nothing is known of a way.
        """
        by_literal: dict[str, list[tuple[Way, int]]] = {}
        for number, (_, ways) in enumerate(self._known):
            for way in ways:
                if not way:
                    return None
                for literal in min(way, key=lambda choice: (-min(map(len, choice)), len(choice))):
                    by_literal.setdefault(literal, []).append((way, number))
        return by_literal


@lru_cache(maxsize=16)
def _sentences_of(lowered: str) -> tuple[str, ...]:
    """Return the words of each sentence as :class:`Words` holds them."""
    return tuple(words_of(sentence).spaced for sentence in re.split(f"[{STOPS}]", lowered))


def _stands_in(choices: Sequence[Choice], spaced: str) -> bool:
    """Return whether of each choice something stands in the words of a text, none before what was found of the last."""
    place = 0
    for choice in choices:
        ends = [at + len(one) for one in choice if (at := spaced.find(one, place)) >= 0]
        if not ends:
            return False
        place = min(ends) - 1  # two may share the blank between them
    return True


def any_may_stand_in(patterns: tuple[Sought, ...], words: Words) -> bool:
    """Return whether a text may hold a match of any of some patterns; to be asked before each of them is."""
    literals = _literals_of(patterns)
    return literals is None or bool(literals.standing_in(words))


@cache
def _literals_of(patterns: tuple[Sought, ...]) -> Literals | None:
    """Return literals one of which stands in every text that holds a match of any of the patterns."""
    needs = [pattern.first_literals for pattern in patterns]
    return None if None in needs else Literals([one for literals in needs for one in literals or ()])


class _SoughtAnyOf(Sought):
    def __init__(self, before: str, after: str, groups: Mapping[str, str]) -> None:
        whole = "|".join(f"(?P<{name}>{alternation})" for name, alternation in groups.items())
        super().__init__(f"{before}(?:{whole}){after}")
        self._before, self._after, self._groups = before, after, groups

    @cached_property
    def branches(self) -> Sequence[str]:
        branches = []
        for name, alternation in self._groups.items():
            # Every match knows every group, those of other branches as groups that never match.
            others = "".join(f"|(?P<{other}>(?!))" for other in self._groups if other != name)
            branches += [
                f"{self._before}(?:(?P<{name}>{one}){others}){self._after}" for one in alternatives_of(alternation)
            ]
        return branches


def _first_of_each(text: str, patterns: Sequence[re.Pattern[str]]) -> Iterator[re.Match[str]]:
    """Yield the matches of an alternation of patterns: at each place that of the first of them, none over another."""
    found = [pattern.search(text) for pattern in patterns]
    while any(found):
        match = min((one for one in found if one), key=lambda one: one.start())  # of those alike, the first
        yield match
        place = max(match.end(), match.start() + 1)
        found = [
            pattern.search(text, place) if one and one.start() < place else one
            for pattern, one in zip(patterns, found, strict=True)
        ]


_SIGNS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[(|)]", re.DOTALL)
"""What decides where an alternative ends: groups and bars, but for those that are escaped or stand in a set."""


def alternatives_of(source: str) -> list[str]:
    """Return what stands between the ``|`` of a pattern that stand in no group and no set of characters."""
    alternatives, depth, begin = [], 0, 0
    for sign in _SIGNS.finditer(source):
        if sign[0] == "|" and not depth:
            alternatives.append(source[begin : sign.start()])
            begin = sign.end()
        depth += {"(": 1, ")": -1}.get(sign[0], 0)
    return [*alternatives, source[begin:]]


def known_of(sought: Sought) -> list[Known]:
    """Return what is known of each branch of a pattern."""
    known = _known_needs().get(name_of(sought.source))
    if known is not None:
        return [(is_one, [tuple(map(frozenset, way)) for way in ways]) for is_one, ways in known]
    return [(is_within_sentence(one), needed_literals(one)) if parser else (False, [()]) for one in sought.branches]


def name_of(pattern: str) -> str:
    """Return under which name what a pattern needs is kept: one that changes with it."""
    return hashlib.sha256(pattern.encode()).hexdigest()[:16]


@cache
def _known_needs() -> Mapping[str, Sequence[tuple[bool, Sequence[Sequence[Sequence[str]]]]]]:
    """Return by the name of a pattern what is known of each of its branches."""
    text = files("analyzer.reading").joinpath("needs.json").read_text("utf-8")
    needs: Mapping[str, Sequence[tuple[bool, Sequence[Sequence[Sequence[str]]]]]] = json.loads(text)
    return needs


def needed_literals(pattern: str) -> list[Way]:
    """Return the ways in which a pattern, its case ignored, can match: every match fits at least one of them."""
    return _ways(parser.parse(pattern, re.IGNORECASE), "", is_end=False)


def is_within_sentence(pattern: str) -> bool:
    """Return whether no match of a pattern holds a sign that ends a sentence."""
    return not _may_hold_stop(parser.parse(pattern, re.IGNORECASE))


def _may_hold_stop(sequence: Sequence[Any]) -> bool:
    for kind, value in sequence:
        if kind in (kinds.AT, kinds.ASSERT, kinds.ASSERT_NOT, kinds.GROUPREF):
            continue
        if kind is kinds.LITERAL:
            is_stop = chr(value) in STOPS
        elif kind is kinds.IN:
            is_stop = any(_may_be(stop, value) for stop in STOPS)
        elif kind in _REPEATS:
            is_stop = _may_hold_stop(value[2])
        elif kind is kinds.SUBPATTERN:
            is_stop = _may_hold_stop(value[3])
        else:
            is_stop = kind is not kinds.BRANCH or any(map(_may_hold_stop, value[1]))
        if is_stop:
            return True
    return False


def _may_be(sign: str, members: Sequence[Any]) -> bool:
    """Return whether a sign is in a set of a pattern, or perhaps is."""
    is_left_out = members[0][0] is kinds.NEGATE
    members = members[1:] if is_left_out else members
    known = (kinds.CATEGORY_SPACE, kinds.CATEGORY_WORD, kinds.CATEGORY_DIGIT)
    is_in = any(
        (kind is kinds.LITERAL and chr(one) == sign)
        or (kind is kinds.RANGE and one[0] <= ord(sign) <= one[1])
        or (kind is kinds.CATEGORY and (one is kinds.CATEGORY_NOT_WORD or (not is_left_out and one not in known)))
        for kind, one in members
    )
    return is_in is not is_left_out


def _ways(sequence: Sequence[Any], run: str, *, is_end: bool) -> list[Way]:
    """Return the ways of a sequence: what all its elements need, where one of them may be an alternation.

    Args:
        sequence: elements of a pattern, as Python's own parser returns them.
        run: the literal that stands right before the sequence, " " where only the end of a word does.
        is_end: whether no letter can stand right behind it.
    """
    elements = list(sequence)
    is_start = run.endswith(" ")
    parts: list[str | list[Way]] = []  # literals and alternations, in their order
    for place, element in enumerate(elements):
        kind, value = element
        if kind is kinds.ASSERT_NOT and not value[1]:
            return []  # (?!) never matches
        if kind is kinds.LITERAL:
            run = _with(run, small_letters(chr(value)))
            continue
        if kind in (kinds.AT, kinds.ASSERT, kinds.ASSERT_NOT):
            # takes nothing from between its neighbours
            run = _with(run, " ") if _is_edge(element, behind=True) or _is_edge(element, behind=False) else run
            continue
        if _is_sign(element):
            run = _with(run, " ")
            continue
        rest = elements[place + 1 :]
        # What stands right before an alternation stands right before each of its branches.
        branches: list[Any] = []
        follows = rest
        if kind is kinds.BRANCH:
            branches = value[1]
        elif kind is kinds.SUBPATTERN:
            branches = [value[3]]
        elif kind in _REPEATS and value[0]:
            branches = [value[2]]
            follows = [*value[2], *rest] if value[1] > 1 else rest
        elif kind in _REPEATS and value[1] == 1 and not run.endswith(" "):
            branches = [[], value[2]]  # "doe" and "doet", rather than what begins with "doe"
        is_branch_end = _is_apart(follows, is_end) and _is_apart(rest, is_end)
        ways = [way for branch in branches for way in _ways(branch, run, is_end=is_branch_end)]
        if branches and not ways:
            return []
        if ways and all(ways):
            parts.append(ways)
        else:
            parts.append(_with(run, " ") if _is_apart(elements[place:], is_end) else run)
        run = " " if _is_apart(elements[place::-1], is_start, behind=False) else ""
    parts.append(_with(run, " ") if is_end else run)
    # A single letter stands in nearly every text.
    telling = [part for part in parts if not isinstance(part, str) or _says_something(part)]
    if len(telling) == 1 and not isinstance(telling[0], str):
        return telling[0]
    return [tuple(frozenset((part,)) if isinstance(part, str) else _one_of(part) for part in telling)]


def _one_of(ways: list[Way]) -> Choice:
    """Return one choice for an alternation inside a sequence: of each of its ways the literals that say most."""
    best = (max(way, key=lambda choice: min(map(len, choice))) for way in ways)
    return frozenset().union(*best)


def _says_something(literal: str) -> bool:
    """Return whether a literal has two letters, or is a word of one."""
    letters = literal.strip()
    return len(letters) > 1 or (bool(letters) and len(literal) == 3)


def _with(run: str, letters: str) -> str:
    """Return a literal with what stands right behind it, signs as one blank."""
    letters = letters if _is_word(letters) else " "
    return run if letters == " " and run.endswith(" ") else run + letters


def _is_word(letters: str) -> bool:
    return all(letter.isalnum() or letter == "_" for letter in letters)


def _is_apart(elements: Sequence[Any], is_end: bool, *, behind: bool = True) -> bool:
    """Return whether elements of a pattern can only begin with a sign, or where a word ends.

    Args:
        elements: what follows a place, or what stands before it, the last one first.
        is_end: whether no letter can follow them.
        behind: whether they follow.
    """
    for place, element in enumerate(elements):
        kind, value = element
        rest = elements[place + 1 :]
        if kind in (kinds.AT, kinds.ASSERT, kinds.ASSERT_NOT):
            if _is_edge(element, behind=behind):
                return True
            continue
        if kind in _REPEATS:
            is_skipped = not value[0]
            branches = [value[2]]
        else:
            is_skipped = False
            branches = value[1] if kind is kinds.BRANCH else [value[3]] if kind is kinds.SUBPATTERN else []
        if not branches:
            return _is_sign(element)
        several = [list(branch) if behind else list(branch)[::-1] for branch in branches]
        return all(_is_apart([*branch, *rest], is_end, behind=behind) for branch in several) and (
            not is_skipped or _is_apart(rest, is_end, behind=behind)
        )
    return is_end


def _is_edge(element: Any, *, behind: bool) -> bool:
    """Return whether an element of no width says that a word ends, behind or before the place where it stands."""
    kind, value = element
    if kind is kinds.AT:
        ends = (kinds.AT_END, kinds.AT_END_STRING) if behind else (kinds.AT_BEGINNING, kinds.AT_BEGINNING_STRING)
        return value in (kinds.AT_BOUNDARY, *ends)
    if kind is kinds.ASSERT and value[0] == 1:
        return _is_apart(value[1], False)  # a sign stands right behind
    if kind is not kinds.ASSERT_NOT or value[0] != (1 if behind else -1):
        return False
    forbidden = list(value[1])
    several = forbidden[0][1][1] if forbidden[0][0] is kinds.BRANCH and len(forbidden) == 1 else [forbidden]
    return any(
        len(one) == 1 and one[0][0] is kinds.IN and (kinds.CATEGORY, kinds.CATEGORY_WORD) in one[0][1]
        for one in several
    )


def _is_sign(element: Any) -> bool:
    """Return whether an element matches one sign or more and no letter."""
    kind, value = element
    if kind in _REPEATS:
        return value[0] > 0 and len(value[2]) > 0 and all(map(_is_sign, value[2]))
    if kind is kinds.LITERAL:
        return not _is_word(chr(value))
    return kind is kinds.IN and all(
        (kind is kinds.LITERAL and not _is_word(chr(one)))
        or (kind is kinds.RANGE and not any(_is_word(chr(code)) for code in range(one[0], one[1] + 1)))
        or (kind is kinds.CATEGORY and one in (kinds.CATEGORY_SPACE, kinds.CATEGORY_NOT_WORD))
        for kind, one in value
    )
