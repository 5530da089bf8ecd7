"""Packed calendars, gzip and zip: unpacked in memory, piece by piece, under caps; nothing is ever extracted to disk."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from analyzer.problems import Problem
from analyzer.text import N_
from connectors.ics.getting.files import (
    FOREIGN_FORMAT,
    PACKED,
    foreign_format,
    in_megabytes,
    is_calendar_name,
    is_hidden_name,
    is_packed_name,
)
from connectors.locators import safe_name
from connectors.options import MAX_FILE_BYTES
from connectors.refusals import Refusal, RefusedError, problem_of

MAX_ARCHIVE_BYTES = 400_000_000
"""The most that all calendars of one archive may unpack to."""
MAX_ARCHIVE_MEMBERS = 2_000
MAX_DIRECTORY_BYTES = 16_000_000
"""The most that the table of contents of an archive may take: some 150,000 files."""
MAX_INFLATE_RATIO = 100
"""Calendars shrink 5 to 40 times; what grows more than this is made to fill the memory."""
MIN_SUSPECT_BYTES = 1_000_000
"""Below this no ratio is suspicious."""
MAX_GZIP_MEMBERS = 100

GZIP_MAGIC = b"\x1f\x8b"
ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06")
_BLOCK_BYTES = 1 << 16
_LOCAL_HEADER_BYTES = 30
_IS_ENCRYPTED = 0x1 | 0x40 | 0x2000  # APPNOTE 4.4.4: encrypted, strongly encrypted, table of contents encrypted
_IS_UTF8 = 0x800
# Everything the library raises for a broken archive; an OverflowError comes from an offset beyond all files.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
)

_UNPACK = N_("Unpack it yourself, and type the name of the folder.")

DAMAGED_GZIP = Refusal(
    "compressed-data-damaged",
    N_("The compressed data of {name} is damaged or cut off."),
    N_("Download or export it again."),
)
BOMB = Refusal(
    "grows-too-much",
    N_("{name} grows more than {ratio} times when it is unpacked, or past {megabytes} MB; it was not read."),
    N_("Export a shorter period, or unpack it yourself if you trust it."),
)
DAMAGED_ZIP = Refusal(
    "archive-damaged",
    N_("{name} is no ZIP archive, or a damaged one."),
    N_("Download or export it again; a web page may have been saved in its place."),
)
ENCRYPTED = Refusal(
    "member-encrypted",
    N_("{name} is locked with a password."),
    _UNPACK,
)
MEMBER_DAMAGED = Refusal("member-damaged", N_("{name} is damaged in its archive."), N_("Download or export it again."))
MEMBER_METHOD = Refusal(
    "member-method",
    N_("{name} is compressed in a way that is not read."),
    _UNPACK,
)
MEMBER_OUTSIDE = Refusal(
    "member-outside", N_("{name} has a path that leads out of its archive; it was not read."), N_("Ask who made it.")
)
MEMBER_LINK = Refusal(
    "member-link", N_("{name} is a link or a device in its archive, not a file; it was not read."), _UNPACK
)
MEMBERS_OVERLAP = Refusal(
    "members-overlap",
    N_("{name} holds files that lie over each other, which no honest archive does; it was not read."),
    N_("Download or export it again."),
)
NESTED = Refusal("archive-in-archive", N_("{name} is an archive inside an archive; it was not read."), _UNPACK)
TOO_MANY_MEMBERS = Refusal(
    "too-many-members", N_("{name} holds more than {limit} calendar files; left out of the archive: {count}."), _UNPACK
)


@dataclass(frozen=True)
class Member:
    """One thing of an archive that somebody may want to hear of.

    Attributes:
        name: what people see: the archive's name and the path inside it.
        data: the unpacked calendar, or None when it was refused.
        problem: why it was refused.
    """

    name: str
    data: bytes | None = None
    problem: Problem | None = None


class Archive:
    """A zip archive, opened to read calendars from: a Google Takeout, an export of Outlook.

    Attributes:
        members: how many files will be tried.
        ignored: how many files are no calendar by their name.
    """

    def __init__(self, file: BinaryIO, shown: str, max_bytes: int = MAX_FILE_BYTES) -> None:
        """Read the table of contents.

        Args:
            file: the archive, seekable; it may be of any size, since only calendars are read from it.
            shown: what people see of it.
            max_bytes: the most that one calendar may unpack to; all together at most twice that.

        Raises:
            RefusedError: it is no zip archive, a damaged one, or one whose files lie over each other.
        """
        self._shown = shown
        self._max_bytes = max_bytes
        self._left_bytes = min(MAX_ARCHIVE_BYTES, 2 * max_bytes)
        self._packed_bytes = self._inflated_bytes = 0
        try:
            self._zip = zipfile.ZipFile(cast(BinaryIO, _ShortReads(file)))
            infos = [info for info in self._zip.infolist() if not info.is_dir()]
        except _DAMAGE as error:
            raise DAMAGED_ZIP.error(name=shown) from error
        if _has_overlap(infos):
            raise MEMBERS_OVERLAP.error(name=shown)
        named = [(info, _decoded_name(info)) for info in infos]
        visible = [(info, name) for info, name in named if not any(map(is_hidden_name, _elements(name)))]
        wanted = [(info, name) for info, name in visible if is_calendar_name(name) or _is_refused_name(name)]
        self.ignored = len(visible) - len(wanted)
        self._wanted = sorted(wanted, key=lambda found: found[1])
        self.members = min(len(self._wanted), MAX_ARCHIVE_MEMBERS)

    def read(self) -> Iterator[Member]:
        """Yield each calendar with its unpacked bytes, and each refusal, in the order of their names."""
        for info, name in self._wanted[:MAX_ARCHIVE_MEMBERS]:
            shown = f"{self._shown}/{safe_name(name)}"
            try:
                data = self._read_member(info, name, shown)
            except RefusedError as error:
                yield Member(shown, problem=problem_of(error, shown))
            else:
                yield Member(shown, data)
        if (surplus := len(self._wanted) - MAX_ARCHIVE_MEMBERS) > 0:
            problem = TOO_MANY_MEMBERS.problem(self._shown, name=self._shown, limit=MAX_ARCHIVE_MEMBERS, count=surplus)
            yield Member(self._shown, problem=problem)

    def _read_member(self, info: zipfile.ZipInfo, name: str, shown: str) -> bytes:
        _refuse_member(info, name, shown)
        cap = min(self._max_bytes, self._left_bytes)
        # The sizes an archive claims are enough to refuse it, never enough to trust it.
        # What is not suspicious of one member is so of a hundred: growth is that of the archive up to here.
        packed, before = self._packed_bytes + info.compress_size, self._inflated_bytes
        check_growth(shown, info.file_size, packed, cap, before)
        body = bytearray()
        try:
            with self._zip.open(info) as stream:
                while piece := stream.read(_BLOCK_BYTES):
                    body += piece
                    check_growth(shown, len(body), packed, cap, before)
        except _DAMAGE as error:
            raise MEMBER_DAMAGED.error(name=shown) from error
        finally:
            self._left_bytes -= len(body)
            self._inflated_bytes += len(body)
            self._packed_bytes = packed
        if len(body) != info.file_size:
            raise MEMBER_DAMAGED.error(name=shown)
        if body.startswith((GZIP_MAGIC, *ZIP_MAGICS)):
            raise NESTED.error(name=shown)
        return bytes(body)


class _ShortReads:
    """A file that refuses to hand out much at once: the size of a table of contents is a claim of the archive."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek = file.seek
        self.tell = file.tell

    def read(self, size: int = -1) -> bytes:
        if size > MAX_DIRECTORY_BYTES:
            raise zipfile.BadZipFile("the table of contents is too large")
        return self._file.read(size if size >= 0 else MAX_DIRECTORY_BYTES)

    def seekable(self) -> bool:
        return True


def inflate(data: bytes, name: str, max_bytes: int = MAX_FILE_BYTES) -> bytes:
    """Return what gzip data (RFC 1952) holds, under the caps.

    Raises:
        RefusedError: it is damaged or cut, grows past the cap or the ratio, or holds another archive.
    """
    inflater = Inflater(name, max_bytes)
    body = bytearray()
    for start in range(0, len(data), _BLOCK_BYTES):
        body += inflater.feed(data[start : start + _BLOCK_BYTES])
    inflater.finish()
    if body.startswith((GZIP_MAGIC, *ZIP_MAGICS)):
        raise PACKED.error(name=name)
    return bytes(body)


class Inflater:
    """Inflates a gzip stream piece by piece and stops before it fills the memory."""

    def __init__(self, name: str, max_bytes: int) -> None:
        """Start a stream; ``name`` is for the message, ``max_bytes`` caps all that comes out."""
        self._name = name
        self._max_bytes = max_bytes
        self._stream = zlib.decompressobj(wbits=31)
        self._members = 1
        self._taken = 0
        self._given = 0

    def feed(self, data: bytes) -> bytes:
        """Return what the next piece of the stream inflates to.

        Raises:
            RefusedError: the stream is damaged or grows past its cap.
        """
        self._taken += len(data)
        pieces = []
        is_full = False
        while data or is_full:
            if self._stream.eof:
                data = data.lstrip(b"\0")  # padding
                if not data:
                    break
                self._start_member()
            try:
                piece = self._stream.decompress(data, _BLOCK_BYTES)
            except zlib.error as error:
                raise DAMAGED_GZIP.error(name=self._name) from error
            self._given += len(piece)
            check_growth(self._name, self._given, self._taken, self._max_bytes)
            pieces.append(piece)
            data = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
            is_full = len(piece) == _BLOCK_BYTES  # more may wait inside although all input is taken
        return b"".join(pieces)

    def finish(self) -> None:
        """Raise :class:`RefusedError` when the stream ended before its end."""
        if not self._stream.eof:
            raise DAMAGED_GZIP.error(name=self._name)

    def _start_member(self) -> None:
        # RFC 1952 section 2.2: several members may follow each other; thousands of them are made to take time.
        self._members += 1
        if self._members > MAX_GZIP_MEMBERS:
            raise DAMAGED_GZIP.error(name=self._name)
        self._stream = zlib.decompressobj(wbits=31)


def check_growth(name: str, inflated_bytes: int, packed_bytes: int, max_bytes: int, before_bytes: int = 0) -> None:
    """Refuse packed data that has grown past the cap, or past the ratio that calendars have.

    Args:
        name: for the message.
        inflated_bytes: what it has grown to.
        packed_bytes: what it was, together with what was unpacked before it.
        max_bytes: the most it may grow to.
        before_bytes: what that has grown to.

    Raises:
        RefusedError: it has.
    """
    is_bomb = before_bytes + inflated_bytes > max(MIN_SUSPECT_BYTES, MAX_INFLATE_RATIO * packed_bytes)
    if inflated_bytes > max_bytes or is_bomb:
        raise BOMB.error(name=name, ratio=MAX_INFLATE_RATIO, megabytes=in_megabytes(max_bytes))


def _elements(name: str) -> list[str]:
    return [element for element in name.replace("\\", "/").split("/") if element not in ("", ".", "..")]


def _is_refused_name(name: str) -> bool:
    return is_packed_name(name) or bool(foreign_format(name))


def _decoded_name(info: zipfile.ZipInfo) -> str:
    """Return the name of a member, read as UTF-8 where it is UTF-8.

    Archives of macOS hold UTF-8 names without the flag that says so, and the library then reads them as cp437.
    """
    if info.flag_bits & _IS_UTF8:
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.orig_filename


def _has_overlap(infos: list[zipfile.ZipInfo]) -> bool:
    """Say whether members share bytes, the way a small archive claims the same data thousands of times."""
    end = 0
    for info in sorted(infos, key=lambda found: found.header_offset):
        if info.header_offset < end:
            return True
        end = info.header_offset + _LOCAL_HEADER_BYTES + info.compress_size
    return False


def _refuse_member(info: zipfile.ZipInfo, name: str, shown: str) -> None:
    path = name.replace("\\", "/")
    file_type = stat.S_IFMT(info.external_attr >> 16)
    if path.startswith("/") or path[1:2] == ":" or "\0" in path or ".." in path.split("/"):
        raise MEMBER_OUTSIDE.error(name=shown)
    if file_type not in (0, stat.S_IFREG):
        raise MEMBER_LINK.error(name=shown)
    if foreign := foreign_format(name):
        raise FOREIGN_FORMAT.error(name=shown, format=foreign)
    if is_packed_name(name):
        raise NESTED.error(name=shown)
    if info.flag_bits & _IS_ENCRYPTED:
        raise ENCRYPTED.error(name=shown)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise MEMBER_METHOD.error(name=shown)
