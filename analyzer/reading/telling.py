"""Which titles may tell something of themselves, so that most need no closer look.

Every form that :mod:`analyzer.reading.titles` and :mod:`analyzer.reading.own_time` know begins as a phrase of their
lists does, or ends a word as their lists say; a title without any of these tells nothing.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from analyzer.reading import own_time, title_words
from analyzer.reading.patterns import late

_WORD = late(r"[^\W_]+")


@cache
def _beginnings() -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """Return what begins a form that any reader of titles looks for: single words, and the first two of several."""
    lists = (
        *(title_words.CANCELLED, title_words.ABSENCE, title_words.FOCUS, title_words.OPEN_ROOM, title_words.ON_CALL),
        *(title_words.LUNCH, title_words.SOCIAL, *own_time.PHRASES),
    )
    phrases = [phrase for several in lists for phrase in several]
    singles = {phrase[0] for phrase in phrases if len(phrase) == 1}
    pairs = {(phrase[0], phrase[1]) for phrase in phrases if len(phrase) > 1}
    return frozenset(singles | title_words.DECLINED | own_time.WORDS), frozenset(pairs)


_ENDINGS = title_words.OPEN_ROOM_HEADS + title_words.LUNCH_HEADS + title_words.SOCIAL_HEADS


def may_tell(title: str) -> bool:
    """Return whether a title may be one that says something by itself; False for one that surely is none."""
    if not title.isascii() or "." in title:  # read closely: its letters and abbreviations have many spellings
        return True
    singles, pairs = _beginnings()
    words = _WORD.findall(title.lower())
    return (
        not singles.isdisjoint(words)
        or not pairs.isdisjoint(pairwise(words))
        or any(word.endswith(_ENDINGS) for word in words)
    )
