"""Event text made harmless: nothing in a title, name or address may drive a terminal, a log or the words around it.

Two things happen to a character that could do harm. What stands for something the reader should know of (ESC and the
other control characters, NUL, lone surrogates, private use, noncharacters) becomes U+FFFD, so that a strange title
looks strange. What is invisible by design (zero-width characters, bidi controls, variation selectors, tags, soft
hyphens: all of Unicode's Cf and its other default-ignorables) vanishes. Every kind of blank, newline and tab becomes a
plain blank.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

ELLIPSIS = "…"
REPLACEMENT = "\ufffd"
MOST_MARKS = 3
"""Combining marks kept on one letter: enough for Vietnamese and pointed Hebrew, too few to climb over other lines."""

NARROW = re.compile("[ -~\xa0-\u02ff\u2010-\u2027\u2190-\u2193\u2500-\u259f]*")
"""Letters of western languages and the signs of our own texts: a column each."""

_BLANKS = frozenset("\t\n\v\f\r\x85")
_IGNORABLE = (
    (0x034F, 0x034F),  # combining grapheme joiner
    (0x115F, 0x1160),  # Hangul fillers
    (0x17B4, 0x17B5),  # Khmer inherent vowels
    (0x180B, 0x180F),  # Mongolian variation selectors
    (0x2065, 0x2065),
    (0x3164, 0x3164),  # Hangul filler
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFFA0, 0xFFA0),  # halfwidth Hangul filler
    (0xFFF0, 0xFFF8),
    (0xE0000, 0xE0FFF),  # tags and further variation selectors
)
"""Default-ignorable code points outside category Cf (Unicode 15.1, DerivedCoreProperties.txt)."""

_ASCII = {
    "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "·": "-", "•": "-", "…": "...", "→": "->", "×": "x", "≥": ">=",
    "≤": "<=", "‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "€": "EUR", "ß": "ss", "ø": "o",
    "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D",
}  # fmt: skip


def inert(text: str, width: int | None = None) -> str:
    """Return event text as one harmless line. Never raises, and changes nothing when done twice.

    Args:
        text: any text at all.
        width: columns it may take, wide East Asian characters and emoji counting two; cut with "…" when longer.
    """
    line = " ".join(harmless(str(text)).split())
    return line if width is None else cut(line, width)


def harmless(text: str) -> str:
    """Return a text without anything that drives a terminal; blanks stay where they are."""
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    marks = MOST_MARKS  # marks at the very start would climb onto words that are not the event's
    for character in text:
        shown = _shown(character)
        if shown == character and unicodedata.category(character) in ("Mn", "Mc", "Me"):
            marks += 1
            if marks > MOST_MARKS:
                continue
        elif shown:
            marks = 0 if shown != " " else MOST_MARKS
        kept.append(shown)
    return "".join(kept)


@lru_cache(maxsize=4096)  # texts share their letters
def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if character in _BLANKS or category in ("Zs", "Zl", "Zp"):
        return " "
    code = ord(character)
    if category == "Cf" or any(first <= code <= last for first, last in _IGNORABLE):
        return ""
    is_noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return REPLACEMENT if category in ("Cc", "Cs", "Co") or is_noncharacter else character


def cut(text: str, width: int, ellipsis: str = ELLIPSIS) -> str:
    """Return a harmless text cut to ``width`` columns, its last ones being the ellipsis when something was cut."""
    if columns(text) <= width:
        return text
    room = width - len(ellipsis)
    if room < 0:
        return ellipsis[: max(width, 0)]
    kept: list[str] = []
    for character in text:
        room -= columns(character)
        if room < 0:
            break
        kept.append(character)
    return "".join(kept).rstrip() + ellipsis


def columns(text: str) -> int:
    """Return how many columns a harmless text takes."""
    if text.isascii() or NARROW.fullmatch(text):
        return len(text)
    from rich.cells import cell_len  # only for letters of the far east and signs of many columns

    return cell_len(text)


def ascii_of(text: str) -> str:
    """Return a text in ASCII: letters lose their accents, what has no counterpart becomes a question mark."""
    if text.isascii():
        return text
    known = "".join(_ASCII.get(character, character) for character in text)
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", known) if not unicodedata.combining(letter))
    return plain.encode("ascii", "replace").decode("ascii")
