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
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from analyzer.reading.literals import Literals

try:
    from re import _constants as kinds  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # rooms of Python's own that may move: then every text is searched
    parser = None

Choice = frozenset[str]
"""Literals in small letters, one of which must stand in the text."""
Way = tuple[Choice, ...]
"""One way to match: of each choice something must stand in the text; () where nothing is known of it."""


# Letters that a pattern whose case is ignored takes for these, and ``lower`` does not.
_ALSO = {ord("İ"): "i", ord("ı"): "i", ord("ſ"): "s"}


def small_letters(text: str) -> str:
    """Return a text as patterns see it whose case is ignored."""
    return text.lower() if text.isascii() else text.translate(_ALSO).lower()


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

    def finditer(self, text: str, lowered: str) -> Iterator[re.Match[str]]:
        """Return the matches in a text; ``lowered`` is the same in small letters."""
        standing = self._standing_in(lowered)
        if len(standing) == 1:
            return self._pattern(standing[0]).finditer(text)
        return _first_of_each(text, [self._pattern(number) for number in standing])

    def may_stand_in(self, lowered: str) -> bool:
        """Return whether a text, in :func:`small_letters`, holds what a match cannot do without."""
        return bool(self._standing_in(lowered))

    def _standing_in(self, lowered: str) -> list[int]:
        """Return the branches that may match in a text, in their order."""
        needs = self._needs
        if needs is None:
            return list(range(len(self.branches)))
        standing = {
            number
            for literal in self._literals.standing_in(lowered)
            for choices, number in needs[literal]
            if all(any(map(lowered.__contains__, choice)) for choice in choices)
        }
        return sorted(standing)

    def _pattern(self, number: int) -> re.Pattern[str]:
        if number not in self._compiled:
            self._compiled[number] = re.compile(self.branches[number], re.IGNORECASE)
        return self._compiled[number]

    @cached_property
    def _literals(self) -> Literals:
        return Literals(self._needs or ())

    @cached_property
    def _needs(self) -> dict[str, list[tuple[Way, int]]] | None:
        """Return the ways to match by a literal of their first choice, each with the rest of it and its branch.

        None where nothing is known of a way.
        """
        by_literal: dict[str, list[tuple[Way, int]]] = {}
        for number, ways in enumerate(ways_of(self)):
            for way in ways:
                if not way:
                    return None
                first, *others = sorted(way, key=lambda choice: (-min(map(len, choice)), len(choice)))
                for literal in first:
                    by_literal.setdefault(literal, []).append((tuple(others), number))
        return by_literal


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


def ways_of(sought: Sought) -> list[list[Way]]:
    """Return the ways in which each branch of a pattern can match, [()] where nothing is known of them."""
    known = _known_needs().get(name_of(sought.source))
    if known is not None:
        return [[tuple(map(frozenset, way)) for way in ways] for ways in known]
    return [needed_literals(branch) if parser else [()] for branch in sought.branches]


def name_of(pattern: str) -> str:
    """Return under which name what a pattern needs is kept: one that changes with it."""
    return hashlib.sha256(pattern.encode()).hexdigest()[:16]


@cache
def _known_needs() -> Mapping[str, Sequence[Sequence[Sequence[Sequence[str]]]]]:
    """Return by the name of a pattern the ways of each of its branches."""
    text = files("analyzer.reading").joinpath("needs.json").read_text("utf-8")
    needs: Mapping[str, Sequence[Sequence[Sequence[Sequence[str]]]]] = json.loads(text)
    return needs


def needed_literals(pattern: str) -> list[Way]:
    """Return the ways in which a pattern, its case ignored, can match: every match fits at least one of them."""
    return _ways(parser.parse(pattern, re.IGNORECASE))


def _ways(sequence: Any) -> list[Way]:
    """Return the ways of a sequence: what all its elements need, where one of them may be an alternation."""
    run: list[Any] = []
    runs = [run]
    several: list[list[Way]] = []
    for element in sequence:
        kind, value = element
        if kind is kinds.ASSERT_NOT and not value[1]:
            return []  # (?!) never matches
        if kind is kinds.LITERAL:
            run.append(element)
            continue
        if kind in (kinds.AT, kinds.ASSERT, kinds.ASSERT_NOT):
            continue  # takes nothing from between its neighbours
        # What stands right before an alternation stands right before each of its branches.
        branches: list[Any] = []
        if kind is kinds.BRANCH:
            branches = value[1]
        elif kind is kinds.SUBPATTERN:
            branches = [value[3]]
        elif kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT) and value[0]:
            branches = [value[2]]
        ways = [way for branch in branches for way in _ways([*run, *branch])]
        if branches and not ways:
            return []
        if ways and all(ways):
            several.append(ways)
            runs.pop()
        run = []
        runs.append(run)
    literals = ("".join(small_letters(chr(value)) for _, value in one) for one in runs)
    # A single letter stands in nearly every text.
    own = tuple(frozenset((literal,)) for literal in literals if len(literal) > 1)
    if not own and len(several) == 1:
        return several[0]
    return [own + tuple(map(_one_of, several))]


def _one_of(ways: list[Way]) -> Choice:
    """Return one choice for an alternation inside a sequence: of each of its ways the literals that say most."""
    best = (max(way, key=lambda choice: min(map(len, choice))) for way in ways)
    return frozenset().union(*best)
