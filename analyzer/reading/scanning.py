"""One scan of many texts for many words: which texts hold any of them.

A regular expression of all words that runs in linear time (RE2, which pyarrow brings) is some fifty times quicker than
asking each text for each word. Where pyarrow is not installed, or the texts are few, each text is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np

from analyzer.entry_table import Flags

LEAST_TEXTS = 500
"""Below this number the scan is done before its library is loaded."""

_LATIN = "\u00ff"
"""The last letter of which it is known here what else becomes it in small letters."""
_ALSO = {"k": "\u212a", "å": "\u212b", "ß": "\u1e9e"}
"""Beside its capital: the signs for kelvin and ångström, and the capital sharp s."""
_DOTTED = "İ"
"""In small letters it is an i and a dot of its own: what ends in i stands in it."""


def texts_holding(words: Sequence[str], texts: Sequence[str]) -> Flags:
    """Return which texts hold any of the words, wherever it stands, in upper or lower case.

    Args:
        words: in small letters.
        texts: any texts.
    """
    if len(texts) >= LEAST_TEXTS and find_spec("pyarrow"):
        try:
            return _scanned(words, texts)
        except UnicodeEncodeError:
            pass  # half a surrogate pair: no text that the library takes
    return np.array([any(map(text.__contains__, words)) for text in map(str.lower, texts)], dtype=bool)


def _scanned(words: Sequence[str], texts: Sequence[str]) -> Flags:
    import pyarrow.compute as pc

    if all(letter <= _LATIN for word in words for letter in word):
        patterns = map(either_case, words)  # small letters of all texts would take longer than the scan
    else:
        patterns, texts = map(re.escape, words), [text.lower() for text in texts]
    found = pc.match_substring_regex(_array_of(texts), "|".join(patterns))
    # One bit for each text. Arrow's own ways in and out of Python load pandas first, which takes longer than the scan.
    bits = np.frombuffer(found.buffers()[1], np.uint8)
    return np.unpackbits(bits, count=len(texts), bitorder="little").astype(bool)


def _array_of(texts: Sequence[str]) -> Any:
    import pyarrow as pa

    encoded = [text.encode() for text in texts]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.large_string(), len(texts), buffers)


def either_case(word: str) -> str:
    """Return a pattern that matches in a text where the word stands in the same text in small letters.

    Ignoring case would find more: "ſ" is an s then, and no small letter of it.

    Args:
        word: in small letters, none beyond Latin-1.
    """
    forms = []
    for place, letter in enumerate(word):
        capital = letter.upper()
        others = capital if capital != letter and capital.lower() == letter else ""
        others += _ALSO.get(letter, "") + _DOTTED * (letter == "i" and place == len(word) - 1)
        forms.append(f"[{letter}{others}]" if others else re.escape(letter))
    return "".join(forms)
