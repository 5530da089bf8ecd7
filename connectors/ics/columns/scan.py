"""The bytes of one stream to logical lines, each with the name of its property; only what is plain is taken.

The careful road's decoding repairs lines, encodings and structure one by one. Here one look at all bytes decides
whether there is anything to repair: if there is, the whole stream is left to it.

The text is not unfolded: nearly all folds lie in descriptions and in the lines of people, of which only those that are
asked for are read, and each different one once. Who reads these takes the folds out (:meth:`Buffer.unfolded`).
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from connectors.ics.columns.buffer import WORD, Buffer, Flags, Ints, Shorts, Words, integers
from connectors.ics.parsing.events import LINK_PROPERTIES, WANTED

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_BEGINNING = b"BEGIN:VCALENDAR"
_SOFT_LINES = b"QUOTED-PRINTABLE"
_LINE_FEED, _RETURN, _BLANK, _TAB, _EQUALS = b"\n\r \t="
_DECODED_AT_ONCE = 1 << 16
_BLOCK = 1 << 17
"""So many bytes are looked at at once: what is made of them stays in the nearest memory."""
_LINES_AT_ONCE = 1 << 13
_FIRST_LINES = 1 << 7
"""So many lines are named at once, and so many at first: they hold most names there are."""
_LONGEST = 1 << 30
"""Twice this, as lines that are written once more may take it, is told in 32 bits; nobody lets a stream be as long."""
_NAME_WORDS = 6
"""Names are looked for in so many words; the longest that is of use takes five."""

STAYS_FOLDED = frozenset(
    (
        *("ATTENDEE", "ORGANIZER", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "X-ALT-DESC", "CATEGORIES"),
        *("CONFERENCE", *LINK_PROPERTIES),
    )
)
"""Properties whose readers take the folds out."""


class Irregular(Exception):  # noqa: N818  a fact, not a mistake of the program
    """The stream has something to repair; the careful road reads it. The argument says in a word what it is."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The logical lines of a stream, blank ones left out; one element for each line.

    Of the lines that are read, only those of :data:`STAYS_FOLDED` may have folds in them, and only behind their names.

    Attributes:
        buffer: the text.
        start, end: where each line begins and ends in it, its line end left out.
        number: physical line in the stream where it begins, from 1.
        sign: where its name ends: the first colon or semicolon; anywhere where it has none.
        name: which of ``names``; -1 for one too long to be looked at here.
        names: the distinct names as written.
    """

    buffer: Buffer
    start: Shorts
    end: Shorts
    number: Shorts
    sign: Shorts
    name: Shorts
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
    if len(data) > _LONGEST:
        raise Irregular("size")
    # A first event behind blanks is no tail of a fold to the careful road, but a sign that all lines are indented.
    if data[data.find(b"BEGIN:VEVENT") - 1] in (_BLANK, _TAB):
        raise Irregular("indented")
    buffer, start, end, number, folded, fold = _split(data)
    _check_encoding(buffer)
    known = _Names()
    sign, name = known.read(buffer, start)
    lines = Lines(buffer, start, end, number, sign, name, known.texts)
    return _with_plain_lines(lines, known, folded[_has_to_be_plain(lines, folded, fold)])


def _split(data: bytes) -> tuple[Buffer, Shorts, Shorts, Shorts, Ints, Ints]:
    r"""Return the text, its logical lines (begin, end, number), which are folded, and where their first fold ends.

    Picture of the arrays, one column for each physical line (``~`` a blank that folds):

        text      SUMMARY:Long ti   ~tle   (empty)   END:VEVENT
        first           S             ~     \r or \n       E
        is_fold        no            yes      no         no
        whole           0                      2          3       the physical lines that begin a logical one
    """
    found = _physical_lines(data)
    start, first, before = found.start, found.first, found.before
    has_return = before >> 8 == _RETURN
    _check_returns(data, found.controls, int(np.count_nonzero(has_return)))
    is_fold = (first == _BLANK) | (first == _TAB)
    is_empty = (first == _LINE_FEED) | (first == _RETURN)
    if is_fold[0] or np.any(is_fold[1:] & is_empty[:-1]):
        raise Irregular("folds")
    # vCalendar 1.0: a line in quoted-printable that ends in "=" goes on in the next one, without a blank.
    is_soft = np.where(has_return, before & 0xFF, before >> 8) == _EQUALS
    is_soft[:-1] &= ~is_fold[1:]
    whole = np.flatnonzero(~is_fold)
    last = np.append(whole[1:], len(first)) - 1  # the last piece of each line
    tails = np.flatnonzero(is_fold)
    buffer = Buffer(data, _folds(has_return[tails - 1], first[tails]))
    if is_soft.any():
        at = start[whole[np.searchsorted(whole, np.flatnonzero(is_soft), side="right") - 1]]
        # Unfolded, 200 bytes of it at the least: a fold takes three, and leaves one.
        if any(_SOFT_LINES in buffer.unfolded(head).upper() for head in buffer.slices(at, at + 4 * 200)):
            raise Irregular("quoted-printable")
    kept = ~is_empty[whole]
    whole, last = whole[kept], last[kept]
    end = start[last + 1] - 1 - has_return[last]
    folded = np.flatnonzero(last > whole)
    begin, number = start[whole].astype(np.int32), (whole + 1).astype(np.int32)
    return buffer, begin, end.astype(np.int32), number, folded, start[whole[folded] + 1]


@dataclass(frozen=True, slots=True)
class _PhysicalLines:
    """The lines of a stream as they stand in it.

    Attributes:
        start: where each begins, and one more: where the next one would.
        first: the first byte of each; of an empty one that is of its line end.
        before: the two bytes before the line feed of each, the first of them the lower.
        controls: how many control characters there are beside line feeds and tabs.
    """

    start: Ints
    first: npt.NDArray[np.uint8]
    before: npt.NDArray[np.uint16]
    controls: int


def _physical_lines(data: bytes) -> _PhysicalLines:
    """Return the lines of a stream, found block by block: what is made of a block then stays in the nearest memory."""
    raw = np.frombuffer(data, dtype=np.uint8)
    # Of the first line more than two bytes are known.
    pairs: npt.NDArray[np.uint16] = np.ndarray((len(raw) - 1,), dtype="<u2", buffer=data, strides=(1,))
    starts, firsts, befores = [integers([0])], [raw[:1]], [pairs[:0]]
    controls = 0
    for at in range(0, len(raw), _BLOCK):
        block = raw[at : at + _BLOCK]
        feed = np.flatnonzero(block == _LINE_FEED) + at
        controls += int(np.count_nonzero(block < _BLANK) - np.count_nonzero(block == _TAB)) - len(feed)
        start = feed + 1
        starts.append(start)
        befores.append(pairs[feed - 2])
        firsts.append(raw[start if at + _BLOCK < len(raw) else start[start < len(raw)]])
    if data[-1] != _LINE_FEED:  # the last line has no line end, but ends
        starts.append(integers([len(raw) + 1]))
        befores.append(pairs[-1:])
    return _PhysicalLines(np.concatenate(starts), np.concatenate(firsts), np.concatenate(befores), controls)


def _check_returns(data: bytes, controls: int, returns: int) -> None:
    """Raise when any of so many control characters is no part of so many line ends."""
    if controls != returns:
        raise Irregular("line ends" if controls == data.count(b"\r") else "control characters")


def _folds(has_return: Flags, blank: npt.NDArray[np.uint8]) -> list[bytes]:
    """Return the kinds of folds, those with a carriage return first: taken out later, they would leave it behind."""
    kinds = (b"\r\n ", b"\r\n\t", b"\n ", b"\n\t")
    count = np.bincount(2 * ~has_return + (blank == _TAB), minlength=len(kinds)).tolist()
    return [kind for kind, times in zip(kinds, count, strict=True) if times]


def _has_to_be_plain(lines: Lines, folded: Ints, fold: Ints) -> Flags:
    """Return which of the folded lines are read by somebody who knows nothing of folds.

    Args:
        lines: all lines.
        folded: those with folds.
        fold: where the first fold of each of these ends.
    """
    wanted = {b"BEGIN", b"END", *(name.encode() for name in WANTED - STAYS_FOLDED)}
    is_wanted = np.array([*(name in wanted for name in lines.names), False], dtype=bool)
    return is_wanted[lines.name[folded]] | (lines.sign[folded] >= fold - len(b"\r\n "))


def _with_plain_lines(lines: Lines, known: _Names, which: Ints) -> Lines:
    """Return the lines with some of them written once more behind the text, without folds, and read there."""
    if not len(which):
        return lines
    old = lines.buffer
    texts = [old.unfolded(text) for text in old.slices(lines.start[which], lines.end[which])]
    buffer = Buffer(b"\n".join((old.data, *texts, b"")), old.folds)
    start, end, sign, name = lines.start.copy(), lines.end.copy(), lines.sign.copy(), lines.name.copy()
    size = integers([len(text) + 1 for text in texts])
    end[which] = len(old.data) + np.cumsum(size)
    start[which] = end[which] - size + 1
    sign[which], name[which] = known.read(buffer, start[which])
    return replace(lines, buffer=buffer, start=start, end=end, sign=sign, name=name, names=known.texts)


def _check_encoding(buffer: Buffer) -> None:
    """Raise unless all of it is UTF-8; some programs fold a sign of many bytes in its middle."""
    if not (buffer.data.isascii() or _is_encoded(buffer.data) or _is_encoded(buffer.unfolded(buffer.data))):
        raise Irregular("encoding")


def _is_encoded(data: bytes) -> bool:
    """Return whether it is UTF-8; piece by piece, for one sign of many bytes makes a text of four bytes a sign."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(data), _DECODED_AT_ONCE):
            decoder.decode(data[at : at + _DECODED_AT_ONCE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


class _Names:
    """The names of lines, numbered in the order in which they come up.

    A name is read a word of eight bytes at a time: nearly all lines are done after one or two. A number that is mixed
    of its words tells its slot in a small table, in which the words of a known name stand: where they are the same,
    that is the name. What is not found there, because it is new or because the slot is another's, is looked up line by
    line.

    Attributes:
        texts: the distinct names.
    """

    def __init__(self) -> None:
        """Begin with no name."""
        self._numbers: dict[bytes, int] = {}
        self._number_in = np.full(1 << _SLOT_BITS, -1, dtype=np.int32)
        self._words_in = np.zeros((_NAME_WORDS, 1 << _SLOT_BITS), dtype=np.uint64)

    @property
    def texts(self) -> list[bytes]:
        return list(self._numbers)

    def read(self, buffer: Buffer, start: Shorts) -> tuple[Shorts, Shorts]:
        """Return where the name of each line ends, and which name it is, -1 for one that is too long."""
        sign, name = np.empty_like(start), np.empty_like(start)
        at, size = 0, _FIRST_LINES
        while at < len(start):
            some = slice(at, at + size)
            sign[some], name[some] = self._read(buffer, start[some].astype(np.int64))
            at, size = at + size, _LINES_AT_ONCE
        # Behind a line without a name there may be none: whoever looks at its sign is to meet no end.
        return np.minimum(sign, len(buffer.data) - 1, out=sign), name

    def _read(self, buffer: Buffer, start: Ints) -> tuple[Ints, Shorts]:
        """Return the same of some lines."""
        first, size = _to_sign(buffer.words(start))
        mixed = first * _MIXER
        sign = start + size
        further: list[tuple[Ints, Words]] = []
        left = np.flatnonzero(size == WORD)
        for _ in range(1, _NAME_WORDS):
            kept, size = _to_sign(buffer.words(sign[left]))
            mixed[left] = (mixed[left] + kept) * _MIXER
            sign[left] += size
            further.append((left, kept))
            left = left[size == WORD]
        slot = (mixed >> np.uint64(64 - _SLOT_BITS)).astype(np.int64)
        name = self._number_in[slot]
        is_known = (name >= 0) & (self._words_in[0, slot] == first)
        for words, (lines, kept) in zip(self._words_in[1:], further, strict=True):
            # Nothing in a name is 0: one that ends in an earlier word than another differs from it there.
            is_known[lines] &= words[slot[lines]] == kept
        is_known[left] = True
        for at in np.flatnonzero(~is_known).tolist():
            name[at] = self._number(buffer.data[start[at] : sign[at]], slot[at])
        name[left] = -1
        return sign, name

    def _number(self, text: bytes, slot: int) -> int:
        number = self._numbers.setdefault(text, len(self._numbers))
        if self._number_in[slot] < 0:
            self._number_in[slot] = number
            self._words_in[:, slot] = np.frombuffer(text.ljust(_NAME_WORDS * WORD, b"\0"), dtype="<u8")
        return number


_SLOT_BITS = 14
_MIXER = np.uint64(0x9E3779B97F4A7C15)
_ONES = np.uint64(0x0101010101010101)
_HIGH_BITS = np.uint64(0x8080808080808080)
_SEMICOLONS = np.uint64(0x3B) * _ONES
_ONE, _SEVEN = np.uint64(1), np.uint64(7)


def _to_sign(word: Words) -> tuple[Words, Ints]:
    """Return of each word what stands before its first colon or semicolon, and how many bytes that is, 8 for all.

    The known trick for a zero byte, ``(x - 0x01…) & ~x & 0x80…``: of the bits it sets, the lowest is always right. A
    colon differs from a semicolon in its lowest bit alone.
    """
    other = (word | _ONES) ^ _SEMICOLONS
    bits = (other - _ONES) & ~other & _HIGH_BITS
    bit = bits & (~bits + _ONE)  # the highest bit of the byte of the sign; 0 where there is none
    # What lies below that byte stands before it; without a sign the subtractions turn 0 into all bits.
    return word & ((bit >> _SEVEN) - _ONE), np.bitwise_count(bit - _ONE).astype(np.int64) >> 3


def text_of(lines: Lines, at: int) -> str:
    """Return one logical line."""
    return lines.buffer.unfolded(lines.buffer.data[lines.start[at] : lines.end[at]]).decode()
