"""Which titles may tell something of themselves, so that most need no closer look.

Every form that :mod:`analyzer.reading.titles` and :mod:`analyzer.reading.own_time` know begins with a word of their
lists, or ends a word as their lists say; a title without any of these tells nothing.
"""

from __future__ import annotations

import re
from functools import cache

from analyzer.reading import own_time, title_words

_WORD = re.compile(r"[^\W_]+")


@cache
def _beginnings() -> frozenset[str]:
    """Return the first words of all phrases, and the single words, that any reader of titles looks for."""
    phrases = (
        *(title_words.CANCELLED, title_words.ABSENCE, title_words.FOCUS, title_words.OPEN_ROOM, title_words.ON_CALL),
        *(title_words.LUNCH, title_words.SOCIAL, *own_time.PHRASES),
    )
    firsts = {_WORD.findall(phrase[0])[0] for several in phrases for phrase in several}
    return frozenset(firsts | title_words.DECLINED | own_time.WORDS)


_ENDINGS = title_words.OPEN_ROOM_HEADS + title_words.LUNCH_HEADS + title_words.SOCIAL_HEADS


def may_tell(title: str) -> bool:
    """Return whether a title may be one that says something by itself; False for one that surely is none."""
    if not title.isascii() or "." in title:  # read closely: its letters and abbreviations have many spellings
        return True
    words = _WORD.findall(title.lower())
    return not _beginnings().isdisjoint(words) or any(word.endswith(_ENDINGS) for word in words)
