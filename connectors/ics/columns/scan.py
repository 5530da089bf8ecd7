"""The bytes of one stream to logical lines, each with the name of its property; only what is plain is taken.

The careful road's decoding repairs lines, encodings and structure one by one. Here one look at all bytes decides
whether there is anything to repair: if there is, the whole stream is left to it.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from connectors.ics.columns.buffer import WORD, Buffer, Ints, Words, integers

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_BEGINNING = b"BEGIN:VCALENDAR"
_SOFT_LINES = b"QUOTED-PRINTABLE"
_LINE_FEED, _RETURN, _BLANK, _TAB, _EQUALS = b"\n\r \t="
_DECODED_AT_ONCE = 1 << 20
_BLOCK = 1 << 18
"""So many bytes are looked at at once."""
_NAME_WORDS = 6
"""Names are looked for in so many words; the longest that is of use takes five."""


class Irregular(Exception):  # noqa: N818  a fact, not a mistake of the program
    """The stream has something to repair; the careful road reads it. The argument says in a word what it is."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The logical lines of a stream, folds undone, blank ones left out; one element for each line.

    Attributes:
        buffer: the unfolded text.
        start, end: where each line begins and ends in it, its line end left out.
        number: physical line in the stream where it begins, from 1.
        sign: where its name ends: the first colon or semicolon; ``end`` or later where it has none.
        name: which of ``names``; -1 for one too long to be looked at here.
        names: the distinct names as written.
    """

    buffer: Buffer
    start: Ints
    end: Ints
    number: Ints
    sign: Ints
    name: Ints
    names: list[bytes]


def scan(data: bytes) -> Lines:
    """Return the logical lines of a stream.

    Raises:
        Irregular: there is something that only the careful road reads as it is meant.
    """
    if data.startswith(BYTE_ORDER_MARK):
        data = data[len(BYTE_ORDER_MARK) :]
    if data[: len(_BEGINNING)] != _BEGINNING:
        raise Irregular("beginning")
    # A first event behind blanks is no tail of a fold to the careful road, but a sign that all lines are indented.
    if data[data.find(b"BEGIN:VEVENT") - 1] in (_BLANK, _TAB):
        raise Irregular("indented")
    buffer, start, end, number = _unfold(data)
    _check_encoding(buffer)
    sign, name, names = _names(buffer, start)
    return Lines(buffer, start, end, number, sign, name, names)


def _unfold(data: bytes) -> tuple[Buffer, Ints, Ints, Ints]:
    """Return the text without folds, and where its logical lines begin, end, and stood.

    Picture of the arrays, one column for each physical line (``~`` a blank that folds):

        text      SUMMARY:Long ti   ~tle   (empty)   END:VEVENT
        is_fold        no            yes     no         no
        removed         0             3       0          0       the line end before the fold, and its blank
        start       where it was, less all that was removed up to there
    """
    raw = np.frombuffer(data, dtype=np.uint8)
    feeds, returns = _line_feeds(raw)
    start = np.concatenate((integers([0]), feeds + 1))
    stop = np.concatenate((feeds, integers([len(raw)])))
    del feeds
    if start[-1] == len(raw):
        start, stop = start[:-1], stop[:-1]
    has_return = (stop > start) & (raw[stop - 1] == _RETURN)
    _check_returns(raw, returns, int(np.count_nonzero(has_return)))
    end = np.subtract(stop, has_return, out=stop)
    is_empty = end == start
    first = raw[start]
    is_fold = (first == _BLANK) | (first == _TAB)
    if is_fold[0] or np.any(is_fold[1:] & is_empty[:-1]):
        raise Irregular("folds")
    # vCalendar 1.0: a line in quoted-printable that ends in "=" goes on in the next one, without a blank.
    is_soft = raw[np.maximum(end - 1, 0)] == _EQUALS
    is_soft[:-1] &= ~is_fold[1:]
    whole = np.flatnonzero(~is_fold)
    last = np.concatenate((whole[1:], integers([len(start)]))) - 1  # the last piece of each line
    folds = start[is_fold]
    if len(folds):
        before_fold = folds - 1 - has_return[np.flatnonzero(is_fold) - 1]
        removed = np.zeros(len(start), dtype=np.int64)
        removed[is_fold] = folds - before_fold + 1
        before = np.cumsum(removed, out=removed)
        start, end = start - before, end - before
        buffer = Buffer(_without(raw, before_fold, folds))
    else:
        buffer = Buffer([data])
    if is_soft.any():
        at = start[whole[np.searchsorted(whole, np.flatnonzero(is_soft), side="right") - 1]]
        if any(_SOFT_LINES in head.upper() for head in buffer.slices(at, at + 200)):
            raise Irregular("quoted-printable")
    kept = ~is_empty[whole]
    whole, last = whole[kept], last[kept]
    return buffer, start[whole], end[last], whole + 1


def _line_feeds(raw: npt.NDArray[np.uint8]) -> tuple[Ints, int]:
    """Return where lines end, and how many control characters there are beside these and tabs.

    Block by block, since what is made of a block then stays in the nearest memory.
    """
    found: list[Ints] = []
    others = 0
    for at in range(0, len(raw), _BLOCK):
        block = raw[at : at + _BLOCK]
        found.append(np.flatnonzero(block == _LINE_FEED) + at)
        others += int(np.count_nonzero(block < _BLANK) - np.count_nonzero(block == _TAB))
    feeds = np.concatenate(found)
    return feeds, others - len(feeds)


def _check_returns(raw: npt.NDArray[np.uint8], controls: int, returns: int) -> None:
    """Raise when any of so many control characters is no part of so many line ends."""
    if controls != returns:
        raise Irregular("line ends" if controls == np.count_nonzero(raw == _RETURN) else "control characters")


def _without(raw: npt.NDArray[np.uint8], begin: Ints, last: Ints) -> Iterator[bytes]:
    """Yield the bytes without some short stretches, each from ``begin`` to ``last``, block by block."""
    longest = int((last - begin).max()) + 1
    edges = np.arange(0, len(raw), _BLOCK)
    # A stretch may lie on an edge: then it is looked at on both sides of it.
    lows, highs = np.searchsorted(last, edges), np.searchsorted(begin, edges + _BLOCK)
    for at, low, high in zip(edges.tolist(), lows.tolist(), highs.tolist(), strict=True):
        block = raw[at : at + _BLOCK]
        is_kept = np.ones(len(block), dtype=bool)
        for step in range(longest):
            place = begin[low:high] + step
            place = place[place <= last[low:high]] - at
            is_kept[place[(place >= 0) & (place < len(block))]] = False
        yield block[is_kept].tobytes()


def _check_encoding(buffer: Buffer) -> None:
    """Raise unless all of it is UTF-8; piece by piece, for one sign of many bytes makes a text of four bytes a sign."""
    if buffer.data.isascii():
        return
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(buffer.data), _DECODED_AT_ONCE):
            decoder.decode(buffer.data[at : at + _DECODED_AT_ONCE])
    except UnicodeDecodeError:
        raise Irregular("encoding") from None


def _names(buffer: Buffer, start: Ints) -> tuple[Ints, Ints, list[bytes]]:
    """Return where the name of each line ends, which name it is, and the distinct names.

    A name is read a word of eight bytes at a time: nearly all lines are done after one or two. Two names are the same
    when a number made of their words is the same; that the words are the same too is looked up afterwards.
    """
    mixed = np.zeros(len(start), dtype=np.uint64)
    sign = start.copy()
    heads: list[tuple[Ints, Words]] = []
    left = np.arange(len(start), dtype=np.int64)
    for number in range(_NAME_WORDS):
        word = buffer.words(start[left] + number * WORD)
        bit = _first_sign(word)
        # The lowest bit is the highest of its byte: what lies below that byte is the rest of the name.
        kept = word & np.where(bit > 0, (bit >> np.uint64(7)) - np.uint64(1), ~np.uint64(0))
        mixed[left] = mixed[left] * _MIXER + kept
        sign[left] += np.where(bit > 0, np.bitwise_count(bit - np.uint64(1)) // 8, WORD)
        heads.append((left, kept))
        left = left[bit == 0]
    mixed[left] = 0
    size = sign - start
    name, first = _same(mixed * _MIXER + size.astype(np.uint64))
    is_other = size != size[first[name]]
    for number, (lines, kept) in enumerate(heads):
        left_over = np.clip(size[first] - number * WORD, 0, WORD)
        of_name = buffer.heads(start[first] + number * WORD, left_over)
        is_other[lines] |= kept != of_name[name[lines]]
    is_other[left] = False
    if is_other.any():
        raise Irregular("names")
    names = buffer.slices(start[first], sign[first])
    name[left] = -1
    return sign, name, names


_MIXER = np.uint64(0x9E3779B97F4A7C15)
_ONES = np.uint64(0x0101010101010101)
_HIGH_BITS = np.uint64(0x8080808080808080)
_COLONS, _SEMICOLONS = np.uint64(0x3A) * _ONES, np.uint64(0x3B) * _ONES


def _first_sign(word: Words) -> Words:
    """Return the highest bit of the first byte of each word that is a colon or a semicolon, 0 where none is.

    The known trick for a zero byte, ``(x - 0x01…) & ~x & 0x80…``: of the bits it sets, the lowest is always right.
    """
    bits = np.zeros_like(word)
    for wanted in (_COLONS, _SEMICOLONS):
        other = word ^ wanted
        bits |= (other - _ONES) & ~other & _HIGH_BITS
    return bits & (~bits + np.uint64(1))


def _same(keys: Words) -> tuple[Ints, Ints]:
    """Return for each key which of the distinct ones it is, and where each distinct one stands.

    There are few distinct ones among very many, so no sorting: each key writes its place into a slot of a small table,
    and whoever finds an equal key in its slot is done; those whose slot another key took try again, mixed otherwise.
    """
    which = np.full(len(keys), -1, dtype=np.int64)
    first: list[Ints] = []
    left = np.arange(len(keys), dtype=np.int64)
    mixer, count = int(_MIXER), 0
    while len(left):
        slots = ((keys[left] * np.uint64(mixer)) >> np.uint64(52)).astype(np.int64)
        taken = np.full(1 << 12, -1, dtype=np.int64)
        taken[slots] = left
        is_done = keys[taken[slots]] == keys[left]
        used = np.flatnonzero(taken >= 0)
        number = np.full(1 << 12, -1, dtype=np.int64)
        number[used] = np.arange(count, count + len(used))
        which[left[is_done]] = number[slots[is_done]]
        first.append(taken[used])
        count += len(used)
        left = left[~is_done]
        mixer = (mixer * 0xD1342543DE82EF95 + 2) % (1 << 64) | 1
    return which, np.concatenate(first) if first else integers([])


def text_of(lines: Lines, at: int) -> str:
    """Return one logical line."""
    return lines.buffer.data[lines.start[at] : lines.end[at]].decode()
