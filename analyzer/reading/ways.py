"""What every match of a pattern holds, worked out of the pattern itself as Python's own parser of patterns reads it.

A literal here is written as :mod:`analyzer.reading.literals` looks for it: in small letters, signs as one blank, and a
blank at its ends where no letter can stand beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from analyzer.reading.literals import small_letters

try:
    from re import _constants as kinds  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # rooms of Python's own that may move: then every text is searched
    parser = None

Choice = frozenset[str]
"""Literals in small letters, one of which must stand in the text; a blank is where a word begins or ends."""
Way = tuple[Choice, ...]
"""One way to match: of each choice something must stand in the text, in this order; () where nothing is known of it."""

STOPS = ".!?;"
"""What ends a sentence, or stands within a number or an abbreviation."""

_REPEATS = parser and (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT)


def needed_literals(pattern: str) -> list[Way]:
    """Return the ways in which a pattern, its case ignored, can match: every match fits at least one of them."""
    return _ways(parser.parse(pattern, re.IGNORECASE), "", is_end=False) if parser else [()]


def is_within_sentence(pattern: str) -> bool:
    """Return whether no match of a pattern holds a sign that ends a sentence; no where nothing is known of it."""
    return bool(parser) and not _may_hold_stop(parser.parse(pattern, re.IGNORECASE))


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
