"""Patterns that first ask for the words they cannot do without.

A long alternation is tried at every word of a text, and in most texts nothing of it stands anywhere. So each pattern is
taken apart once into the literals that every match must hold; a text that lacks them is not searched. What is found
never differs: only the search that finds nothing is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

try:
    from re import _compiler as compiler  # type: ignore[attr-defined]
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

    def __init__(self, pattern: str) -> None:
        self.source = pattern

    @cached_property
    def _parsed(self) -> Any:
        return parser.parse(self.source, re.IGNORECASE)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled when a text first may hold it: the longest of them take a tenth of a second."""
        if parser is None:
            return re.compile(self.source, re.IGNORECASE)
        compiled: re.Pattern[str] = compiler.compile(self._parsed, re.IGNORECASE)
        return compiled

    def may_stand_in(self, lowered: str) -> bool:
        """Return whether a text, in :func:`small_letters`, holds what a match cannot do without."""
        needs = self._needs
        if needs is None:
            return True
        return any(
            all(any(map(lowered.__contains__, choice)) for choice in choices)
            for literal in filter(lowered.__contains__, needs)
            for choices in needs[literal]
        )

    def finditer(self, text: str, lowered: str) -> Iterator[re.Match[str]]:
        """Return the matches in a text; ``lowered`` is the same in small letters."""
        return self.pattern.finditer(text) if self.may_stand_in(lowered) else iter(())

    @cached_property
    def _needs(self) -> dict[str, list[Way]] | None:
        """Return the ways to match by a literal of their first choice, None where something is known of too few."""
        by_literal: dict[str, list[Way]] = {}
        for way in _ways(self._parsed) if parser else [()]:
            if not way:
                return None
            first, *others = sorted(way, key=lambda choice: (-min(map(len, choice)), len(choice)))
            for literal in first:
                by_literal.setdefault(literal, []).append(tuple(others))
        return by_literal


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
