"""Bytes to text: what is no calendar is refused by name, folds are undone on bytes, then the bytes are decoded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from analyzer.errors import SourceError
from analyzer.text import N_

LIMIT_BYTES = 200_000_000
"""The most one stream may hold, unless the caller allows less."""

_LINE_ENDS = re.compile(rb"[\r\n]+")
_CALENDAR = re.compile(r"^[ \t]*BEGIN:[ \t]*(VCALENDAR|VEVENT)[ \t]*$", re.IGNORECASE | re.MULTILINE)
# What begins a line of its own in a file whose lines are indented.
_PROPERTY = re.compile(rb"[ \t]+[A-Z][A-Z0-9-]*[:;]")
_MARKER = re.compile(rb"BEGIN:|END:", re.IGNORECASE)
# Half of a surrogate pair in UTF-8 comes only from software that meant UTF-8 and broke it.
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_MAIL = re.compile(r"(Return-Path|Received|MIME-Version|From|Content-Type|Delivered-To|Message-ID):", re.IGNORECASE)

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# UTF-16 without a mark: every calendar begins with letters, so every other byte is nothing.
_WIDE_BEGINNINGS = ((b"B\x00E\x00G\x00", "utf-16-le"), (b"\x00B\x00E\x00G", "utf-16-be"))

_EXPORT_HINT = N_("Export the calendar as ICS from the program that made it, and give that file.")
_COMPRESSED_HINT = N_("Unpack it first, or give a ZIP archive under a name that ends in .zip.")
_SIGN_IN_HINT = N_(
    "Does the address need a sign-in? Use the secret or public ICS address from the settings of the calendar."
)
_BINARY_FORMATS: tuple[tuple[bytes, str, str], ...] = (
    (b"\x1f\x8b", N_("{source} is compressed data (gzip), not a calendar."), _COMPRESSED_HINT),
    (b"PK\x03\x04", N_("{source} is a ZIP archive, not a calendar."), _COMPRESSED_HINT),
    (b"BZh", N_("{source} is compressed data (bzip2), not a calendar."), _COMPRESSED_HINT),
    (b"\xfd7zXZ\x00", N_("{source} is compressed data (xz), not a calendar."), _COMPRESSED_HINT),
    (b"7z\xbc\xaf\x27\x1c", N_("{source} is a 7z archive, not a calendar."), _COMPRESSED_HINT),
    (
        b"!BDN",
        N_("{source} is an Outlook data file (PST), which meetlint does not read."),
        N_("In Outlook, open the calendar and choose File > Save Calendar to make an ICS file."),
    ),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        N_("{source} is an Outlook item (MSG) or an old Office document, which meetlint does not read."),
        N_("In Outlook, open the calendar and choose File > Save Calendar to make an ICS file."),
    ),
    (b"\x78\x9f\x3e\x22", N_("{source} is an Outlook attachment (winmail.dat), not a calendar."), _EXPORT_HINT),
    (b"%PDF", N_("{source} is a PDF document, not a calendar."), _EXPORT_HINT),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One logical line: folds undone, decoded, with the number of the physical line where it begins (from 1)."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Decoded:
    """The logical lines of a stream, blank ones left out.

    Attributes:
        lines: in the order of the stream.
        guessed_line: first line read as Windows-1252 because it is no UTF-8, or None.
        replaced_line: first line with bytes that no encoding explains, shown as U+FFFD, or None.
        indented_line: first line that begins an event behind blanks, in a file whose lines are indented, or None.
    """

    lines: list[Line]
    guessed_line: int | None = None
    replaced_line: int | None = None
    indented_line: int | None = None


def decode(data: bytes, source: str, limit_bytes: int = LIMIT_BYTES) -> Decoded:
    """Return the logical lines of one stream.

    The encoding comes from the byte order mark; without one it is UTF-8, and a line that is no UTF-8 is Windows-1252.
    Line ends are CRLF, LF and CR, also mixed; NEL, LS and PS are text. A fold (RFC 5545 section 3.1) is undone before
    decoding, since it may stand inside a character.

    Args:
        data: the whole stream.
        source: what people see as its place, for the message.
        limit_bytes: refuse more than this.

    Raises:
        SourceError: the stream is too large, or is no calendar at all.
    """
    if len(data) > limit_bytes:
        raise SourceError(
            N_("{source} is larger than {megabytes} MB, more than meetlint reads at once."),
            N_("Export a shorter period, or split the file."),
            source=source,
            megabytes=limit_bytes // 1_000_000,
        ).named("file-too-large")
    for signature, message, hint in _BINARY_FORMATS:
        if data.startswith(signature):
            raise SourceError(message, hint, source=source).named("no-calendar")
    body = _as_utf8(data)
    indented_line = _first_indented(body)
    numbers, lines = _unfold(body, is_indented=indented_line is not None)
    decoded = replace(_decode_lines(numbers, lines), indented_line=indented_line)
    _refuse_other_texts(decoded, source)
    return decoded


def _as_utf8(data: bytes) -> bytes:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            body = data[len(mark) :]
            return body if encoding == "utf-8" else _recode(body, encoding)
    for beginning, encoding in _WIDE_BEGINNINGS:
        if data.startswith(beginning):
            return _recode(data, encoding)
    return data


def _recode(data: bytes, encoding: str) -> bytes:
    # A half of a surrogate pair survives UTF-16 decoding with "surrogatepass" only; here it becomes U+FFFD.
    return data.decode(encoding, errors="replace").encode("utf-8", errors="replace")


def _first_indented(data: bytes) -> int | None:
    """Return the line of the first event where it stands behind blanks: no fold, but a file that somebody laid out.

    By the rule of folds such an event would be the tail of the line before it, and be lost without a word.
    """
    at = data.find(b"BEGIN:VEVENT")
    before = data[:at].rstrip(b" \t")
    if (
        at < 0
        or len(before) == at
        or before[-1:] not in (b"\r", b"\n")
        or data[at + 12 : at + 13] not in (b"\r", b"\n")
    ):
        return None
    return next(number for number, raw in _physical_lines(data) if raw.strip() == b"BEGIN:VEVENT")


def _unfold(data: bytes, *, is_indented: bool = False) -> tuple[list[int], list[bytes]]:
    """Return line numbers and logical lines. Linear: pieces are joined once per line."""
    numbers: list[int] = []
    lines: list[bytes] = []
    pieces: list[bytes] = []
    is_soft = False
    for number, raw in _physical_lines(data):
        if is_indented and _PROPERTY.match(raw):
            raw = raw.lstrip()
        if pieces and raw[:1] in (b" ", b"\t"):
            if len(raw) > 1:
                pieces.append(raw[1:])
        elif not raw.strip():
            continue
        elif pieces and is_soft and not _MARKER.match(raw):
            # vCalendar 1.0: a line in quoted-printable that ends in "=" goes on in the next one, without a blank.
            pieces[-1] = pieces[-1][:-1]
            pieces.append(raw)
        else:
            if pieces:
                lines.append(b"".join(pieces))
            numbers.append(number)
            pieces = [raw if pieces else raw.lstrip()]
        is_soft = raw.endswith(b"=") and b"QUOTED-PRINTABLE" in pieces[0][:200].upper()
    if pieces:
        lines.append(b"".join(pieces))
    return numbers, lines


def _physical_lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the lines with their numbers; empty ones are counted, but a file of nothing else costs nothing."""
    number, at = 1, 0
    for ends in _LINE_ENDS.finditer(data):
        if ends.start() > at:
            yield number, data[at : ends.start()]
        run = ends[0]
        number += 1 if len(run) == 1 or run == b"\r\n" else len(run.replace(b"\r\n", b"\n"))
        at = ends.end()
    if at < len(data):
        yield number, data[at:]


def _decode_lines(numbers: list[int], lines: list[bytes]) -> Decoded:
    guessed_line = replaced_line = None
    try:
        texts = b"\n".join(lines).decode("utf-8").split("\n") if lines else []
    except UnicodeDecodeError:
        texts = []
        for number, line in zip(numbers, lines, strict=True):
            try:
                texts.append(line.decode("utf-8"))
                continue
            except UnicodeDecodeError:
                is_broken_utf8 = _SURROGATE.search(line) is not None
            text = line.decode("utf-8" if is_broken_utf8 else "cp1252", errors="replace")
            if "\ufffd" in text:
                replaced_line = replaced_line or number
            else:
                guessed_line = guessed_line or number
            texts.append(text)
    decoded = []
    for number, text in zip(numbers, texts, strict=True):
        if text.startswith("\ufeff"):
            # Files that were put one behind the other bring their marks along.
            text = text[1:]
        if "\0" in text:
            # NUL is no text in any calendar; shown as the replacement character it stays visible and harmless.
            replaced_line = min(replaced_line or number, number)
            text = text.replace("\0", "\ufffd")
        decoded.append(Line(number, text))
    return Decoded(decoded, guessed_line, replaced_line)


def _refuse_other_texts(decoded: Decoded, source: str) -> None:
    """Raise :class:`SourceError` for text in which no calendar begins, saying what it is instead."""
    if any(_CALENDAR.match(line.text) for line in decoded.lines):
        return
    if not decoded.lines:
        raise SourceError(N_("{source} is empty."), _EXPORT_HINT, source=source).named("file-empty")
    head = decoded.lines[0].text.lstrip("\ufeff \t")
    start = head[:200].lower()
    if any(line.text[:300].lstrip().lower().startswith(("<!doctype html", "<html")) for line in decoded.lines[:20]):
        message, hint = N_("{source} looks like a web page, not a calendar."), _SIGN_IN_HINT
    elif start.startswith("<"):
        message, hint = N_("{source} is XML, not a calendar in ICS form."), _EXPORT_HINT
    elif start.startswith(("{", "[")):
        message, hint = N_("{source} is JSON, not a calendar in ICS form."), _EXPORT_HINT
    elif start.startswith("begin:vcard"):
        message, hint = N_("{source} holds contacts (vCard), not a calendar."), _EXPORT_HINT
    elif _MAIL.match(head):
        message = N_("{source} is an e-mail, not a calendar.")
        hint = N_("Save the invitation that is attached to it as an ICS file, and give that file.")
    elif sum(line.text[:500].count("\ufffd") for line in decoded.lines[:20]):
        message, hint = N_("{source} is binary data, not a calendar."), _EXPORT_HINT
    else:
        message, hint = N_("{source} is no calendar: it has no line BEGIN:VCALENDAR."), _EXPORT_HINT
    raise SourceError(message, hint, source=source).named("no-calendar")
