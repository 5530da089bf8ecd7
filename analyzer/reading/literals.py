"""Which of many literals stand in a text, without asking it for each of them.

A text is seen as its words, in small letters, with one blank before and behind each. A literal is written so too: a
blank in it is where a word begins or ends, whatever signs stand there. Texts are made of the same words again and
again; so which literals a word may belong to is worked out once for each word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

_WORD = re.compile(r"\w+")
_LETTERS = 3
"""By so many letters it is known what may begin at a place in a word."""
_LONG = 100
"""Of a longer word it takes less time to ask for each part than to list what begins in it ..."""
_MANY = 1_000
"""... and of a text of more words, to ask for each literal than to get to know its words."""
_MOST_WORDS = 20_000
"""So many words are remembered: more than people use, and not as many as a hostile text may hold."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text in small letters, its words one after the other with blanks between and around them, and each once."""

    lowered: str
    spaced: str
    each: frozenset[str]


def words_of(lowered: str) -> Words:
    """Return the words of a text in small letters; a word is what patterns take for one, letters, digits and "_"."""
    words = _WORD.findall(lowered)
    return Words(lowered, f" {' '.join(words)} ", frozenset(words))


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


class Literals:
    """Some literals, each of which holds a letter; what is worked out of them is so when they are first asked for."""

    def __init__(self, literals: Collection[str]) -> None:
        self._literals = literals
        self._known: set[str] = set()
        self._telling: dict[str, list[str]] = {}
        self._telling_words: set[str] = set()

    def standing_in(self, words: Words) -> list[str]:
        """Return the literals that stand in a text, each once, in no order."""
        if len(words.each) > _MANY:
            return [one for one in dict.fromkeys(self._literals) if one in words.spaced]
        new = words.each - self._known
        if new:
            self._learn(new)
        telling = words.each & self._telling_words
        if not telling:
            return []
        found = [one for word in telling for one in self._telling[word] if one in words.spaced]
        return list(dict.fromkeys(found)) if len(found) > 1 else found

    def _learn(self, words: Iterable[str]) -> None:
        """Work out of words to which literals they may belong."""
        if len(self._known) > _MOST_WORDS:
            self._known, self._telling, self._telling_words = set(), {}, set()
        whole, parts, beginnings, lengths = self._places
        for word in words:
            self._known.add(word)
            if len(word) <= _LONG:
                begun = {word[place : place + length] for length in lengths for place in range(len(word))}
                held = [part for one in begun & beginnings.keys() for part in beginnings[one] if part in word]
            else:
                held = [part for part in parts if part in word]
            found = whole.get(word, []) + [one for part in held for one in parts[part]]
            if found:
                self._telling[word] = found
                self._telling_words.add(word)

    @cached_property
    def _places(self) -> tuple[dict[str, list[str]], dict[str, list[str]], dict[str, list[str]], list[int]]:
        """Return the literals by a word, or by part of one; those parts by how they begin, and how long that is."""
        whole: dict[str, list[str]] = {}
        parts: dict[str, list[str]] = {}
        beginnings: dict[str, list[str]] = {}
        for one in dict.fromkeys(self._literals):
            # A literal is found by its longest word, or part of a word where it begins or ends within one.
            pieces = one.split(" ")
            place = max(range(len(pieces)), key=lambda at: len(pieces[at]))
            (whole if 0 < place < len(pieces) - 1 else parts).setdefault(pieces[place], []).append(one)
        for part in parts:
            beginnings.setdefault(part[:_LETTERS], []).append(part)
        return whole, parts, beginnings, sorted({len(beginning) for beginning in beginnings})
