"""The bytes of a stream as NumPy sees them: single bytes, words of eight, and spans that say the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Words: TypeAlias = npt.NDArray[np.uint64]
Shorts: TypeAlias = npt.NDArray[np.int32]
"""Places of all lines of a stream, none of which is longer than 32 bits tell."""
Places: TypeAlias = Shorts | Ints

WORD = 8

# The words are read as little-endian on every machine: the first byte of a text is the lowest of its word.
_WORD_TYPE = np.dtype("<u8")
_HEADS = np.array([(1 << 8 * size) - 1 for size in range(WORD)] + [(1 << 64) - 1], dtype=np.uint64)
"""By how many bytes to keep of a word: a mask of so many bytes."""


class Buffer:
    """A text of bytes that is looked at in many places at once.

    Attributes:
        data: the text.
        bytes: the same as single bytes.
        folds: what folds its lines, each kind once: a line end with the blank behind it.
    """

    def __init__(self, data: bytes, folds: Sequence[bytes] = ()) -> None:
        """Take the text; it is not copied."""
        self.data = data
        self.folds = folds
        self.bytes: npt.NDArray[np.uint8] = np.frombuffer(data, dtype=np.uint8)
        # One word begins at every byte, so that the word of any place is one element: a view, nothing is copied.
        whole = data if len(data) >= WORD else data.ljust(WORD, b"\0")
        self._last = len(whole) - WORD
        self._words: Words = np.ndarray((self._last + 1,), dtype=_WORD_TYPE, buffer=whole, strides=(1,))

    def words(self, at: Places) -> Words:
        """Return the eight bytes from each place on; what lies behind the text is 0."""
        if not len(at) or at.max() <= self._last:
            return self._words[at]
        word = self._words[np.minimum(at, self._last)]
        # The lowest byte is the first: shifted by eight or more, a word is 0.
        return word >> (np.clip(at - self._last, 0, WORD) * 8).astype(np.uint64)

    def heads(self, at: Places, size: Places) -> Words:
        """Return up to eight bytes from each place on, as many as ``size`` says; what lies behind them is 0."""
        return self.words(at) & _HEADS[np.minimum(size, WORD)]

    def slices(self, start: Places, end: Places) -> list[bytes]:
        """Return the bytes of each span, with the folds in them."""
        data = self.data
        return [data[begin:stop] for begin, stop in zip(start.tolist(), end.tolist(), strict=True)]

    def unfolded(self, text: bytes) -> bytes:
        """Return some of the text without the folds in it."""
        for fold in self.folds:
            text = text.replace(fold, b"")
        return text

    def distinct(self, start: Places, end: Places) -> tuple[Ints, list[bytes]]:
        """Return for each span which of the distinct texts it holds, and those texts.

        Most properties have few values: the first span that is left is compared with all others, word by word, and
        what is equal is done. After some rounds the rest is looked up span by span.
        """
        which = np.full(len(start), -1, dtype=np.int64)
        texts: list[bytes] = []
        size = end - start
        left = np.arange(len(start), dtype=np.int64)
        while len(left) and len(texts) < _ROUNDS:
            first, length = int(start[left[0]]), int(size[left[0]])
            same = left[size[left] == length]
            for at in range(0, length, WORD):
                head = _HEADS[min(length - at, WORD)]
                same = same[self.words(start[same] + at) & head == self.words(integers([first + at])) & head]
            which[same] = len(texts)
            texts.append(self.data[first : first + length])
            left = left[which[left] < 0]
        slices = self.slices(start[left], end[left])
        known = {text: place for place, text in enumerate(dict.fromkeys(slices), start=len(texts))}
        which[left] = np.fromiter(map(known.__getitem__, slices), dtype=np.int64, count=len(slices))
        return which, [*texts, *known]


_ROUNDS = 8


def integers(values: object) -> Ints:
    """Return an array of whole numbers."""
    return np.asarray(values, dtype=np.int64)
