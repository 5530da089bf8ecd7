"""Which of many literals stand in a short text, without asking it for each of them.

A line has some sixty places at which a literal may begin, and there are hundreds of literals: so each literal is known
by its first letters, and only those are asked for whose first letters stand somewhere in the line.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

_LETTERS = 3
_LONG = 400
"""Letters from which on it takes less time to ask a text for each literal than to list what begins in it."""


class Literals:
    """Some literals, none of them empty."""

    def __init__(self, literals: Iterable[str]) -> None:
        self._all = tuple(dict.fromkeys(literals))
        self._short = tuple(one for one in self._all if len(one) < _LETTERS)
        self._by_beginning: dict[str, list[str]] = {}
        for one in self._all:
            if len(one) >= _LETTERS:
                self._by_beginning.setdefault(one[:_LETTERS], []).append(one)
        self._beginnings = frozenset(self._by_beginning)

    def standing_in(self, text: str) -> list[str]:
        """Return the literals that stand in a text as they are written, in no order."""
        if len(text) > _LONG:
            return [one for one in self._all if one in text]
        found = [one for one in self._short if one in text]
        for beginning in self._beginnings & _beginnings_in(text):
            found += [one for one in self._by_beginning[beginning] if one in text]
        return found


@lru_cache(maxsize=8)  # one line is looked through for several lists of literals, one after the other
def _beginnings_in(text: str) -> frozenset[str]:
    return frozenset([text[place : place + _LETTERS] for place in range(len(text) - _LETTERS + 1)])
