"""Patterns that first ask for the words they cannot do without.

A long alternation is tried at every word of a text, and in most texts nothing of it stands anywhere. So each pattern is
taken apart once into the literals that every match must hold, in their order and mostly within one sentence; a text
that lacks them is not searched. What is found never differs: only the search that finds nothing is left out.

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

from analyzer.reading.literals import Literals, Words, words_in, words_of
from analyzer.reading.ways import STOPS, Choice, Way, is_within_sentence, needed_literals

Known = tuple[bool, list[Way]]
"""Of a branch: whether each match lies within one sentence, and the ways to match."""


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
    return [(is_within_sentence(one), needed_literals(one)) for one in sought.branches]


def name_of(pattern: str) -> str:
    """Return under which name what a pattern needs is kept: one that changes with it."""
    return hashlib.sha256(pattern.encode()).hexdigest()[:16]


@cache
def _known_needs() -> Mapping[str, Sequence[tuple[bool, Sequence[Sequence[Sequence[str]]]]]]:
    """Return by the name of a pattern what is known of each of its branches."""
    text = files("analyzer.reading").joinpath("needs.json").read_text("utf-8")
    needs: Mapping[str, Sequence[tuple[bool, Sequence[Sequence[Sequence[str]]]]]] = json.loads(text)
    return needs
