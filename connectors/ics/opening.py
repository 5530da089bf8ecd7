"""The door to all ICS sources: a locator in, opened calendars and named problems out."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import cast

from analyzer.calendars import OpenedCalendar
from analyzer.errors import Show, SourceError, shown_fields
from analyzer.problems import Problem
from analyzer.text import N_, Translator, translator
from connectors.ics.calendar import IcsCalendar, read_calendars
from connectors.ics.getting import archives, files
from connectors.ics.getting.files import FOLDER_TOO_LARGE, MAX_FOLDER_BYTES, TOO_LARGE
from connectors.ics.getting.stored import AnswerCache, load_address
from connectors.ics.versions import settle_versions
from connectors.ics.work import Work
from connectors.locators import Locator
from connectors.options import Contents, OpenOptions
from connectors.refusals import Refusal, problem_of

Reader = Callable[[bytes, str], Sequence[OpenedCalendar]]


_STDIN_BLOCK = 1 << 16
"""So many bytes are read of a pipe at once."""

KIND_LIMIT = 100
"""So many files that have the same kind of problem are named one by one."""

NO_INPUT = Refusal(
    "no-input",
    N_("Nothing comes in on standard input."),
    N_("Pipe a calendar into it: `… | meetlint check -`, or name a file."),
)
NO_CALENDAR = Refusal(
    "no-calendar-file",
    N_("{name} holds no calendar file (files of other kinds: {ignored})."),
    N_("Calendar files end in .ics; meetlint explain sources says how to get one out of your calendar."),
)
EMPTY = Refusal(
    "no-calendar-inside",
    N_("{name} holds no calendar."),
    N_("Export it again; meetlint explain sources says how to get a calendar out of each program."),
)


@dataclass
class Opened(Contents):
    """What one locator gave.

    Attributes:
        ignored: files of a folder or archive that are no calendar by their name.
    """

    ignored: int = 0


class NothingReadableError(SourceError):
    """Of several files in one source not one could be read; it says the first reason.

    Attributes:
        problems: all reasons, file by file.
    """

    def __init__(self, name: str, problems: list[Problem]) -> None:
        super().__init__(
            N_("None of the {count} files in {name} could be read; the first: {reason}"),
            N_("Export the calendars again, or name one file to hear what it needs."),
            name=name,
            count=sum(problem.count for problem in problems),
        )
        self.problems = problems

    @property
    def code(self) -> str:
        """The stable name of the first reason."""
        return self.problems[0].code

    def say(self, translate: Translator, show: Show | None = None) -> str:
        """Return the sentence, with the first reason in the same language."""
        reason = self.problems[0].say(translate, show)
        return translate(self.message, **shown_fields(self.fields, show), reason=reason)

    def __str__(self) -> str:
        return self.say(translator("en"))


def open_all(locators: Sequence[Locator], options: OpenOptions) -> list[tuple[Locator, Contents | SourceError]]:
    """Open every locator by itself; one that fails costs only itself. Versions are chosen over all of them."""
    found: list[tuple[Locator, Contents | SourceError]] = []
    for locator in locators:
        try:
            found.append((locator, open_ics(locator, options)))
        except SourceError as error:
            found.append((locator, error))
    opened = [calendar for _, contents in found if isinstance(contents, Contents) for calendar in contents.calendars]
    settle_versions(calendar for calendar in opened if isinstance(calendar, IcsCalendar))
    return found


def open_ics(locator: Locator, options: OpenOptions, read: Reader | None = None) -> Opened:
    """Open a file, folder, archive, standard input, address or stored address and read its calendars.

    Args:
        locator: of one of these kinds.
        options: how to open it.
        read: turns the bytes of one file into calendars; by default within one budget of work for the whole source.

    Raises:
        SourceError: nothing at all could be read; the sentence says why, the hint what to do.
    """
    if read is None:
        # The protocol's lists may be replaced, the calendar's own may only grow: nobody here replaces one.
        read = cast(Reader, partial(read_calendars, work=Work(), is_careful=options.reader == "careful"))
    match locator.kind:
        case "file" | "archive":
            return _open_file(Path(locator.value), locator.text, options, read)
        case "folder":
            return _open_folder(Path(locator.value), locator.text.rstrip("/\\") or locator.text, options, read)
        case "stdin":
            return _open_bytes(_read_stdin(options), locator.text, options, read)
        case "address":
            return _open_address(locator.value, locator.text, options, read)
        case "stored":
            return _open_address(load_address(locator.value, options.state_dir), locator.text, options, read)
        case _:
            raise ValueError(f"not an ICS source: {locator.kind}")


def _open_file(path: Path, name: str, options: OpenOptions, read: Reader) -> Opened:
    files.refuse_by_name(name)
    with files.open_file(path, name) as file:
        is_zip = file.read(4) in archives.ZIP_MAGICS or name.lower().endswith(".zip")
        file.seek(0)
        if is_zip:
            return _open_archive(archives.Archive(file, name, options.max_file_bytes), name, options, read)
        data = files.read_file(file, name, options.max_file_bytes)
    return _open_bytes(data, name, options, read)


def _open_bytes(data: bytes, name: str, options: OpenOptions, read: Reader) -> Opened:
    if data.startswith(archives.ZIP_MAGICS):
        archive = archives.Archive(io.BytesIO(data), name, options.max_file_bytes)
        return _open_archive(archive, name, options, read)
    opened = Opened(calendars=_read_one(data, name, options, read))
    if not opened.calendars:
        raise EMPTY.error(name=name)
    return opened


def _read_one(data: bytes, name: str, options: OpenOptions, read: Reader) -> list[OpenedCalendar]:
    if data.startswith(archives.GZIP_MAGIC):
        data = archives.inflate(data, name, options.max_file_bytes)
    return list(read(data, name))


def _open_archive(archive: archives.Archive, name: str, options: OpenOptions, read: Reader) -> Opened:
    opened = Opened(ignored=archive.ignored)
    for number, member in enumerate(archive.read(), start=1):
        if member.problem:
            opened.problems.append(member.problem)
        else:
            data = member.data or b""
            _add(opened, member.name, partial(_read_one, data, member.name, options, read))
        _report(options, name, number, archive.members)
    return _checked(opened, name)


def _open_folder(folder: Path, name: str, options: OpenOptions, read: Reader) -> Opened:
    listing = files.list_folder(folder, name)
    opened = Opened(problems=listing.problems, ignored=listing.ignored)
    left_bytes = MAX_FOLDER_BYTES

    def read_path(path: Path, shown: str) -> list[OpenedCalendar]:
        nonlocal left_bytes
        with files.open_file(path, shown, follow_link=False) as file:
            data = files.read_file(file, shown, options.max_file_bytes)
        left_bytes -= len(data)
        return _read_one(data, shown, options, read)

    for number, (path, shown) in enumerate(listing.files, start=1):
        if left_bytes < 0:
            rest = len(listing.files) - number + 1
            megabytes = files.in_megabytes(MAX_FOLDER_BYTES)
            opened.problems.append(FOLDER_TOO_LARGE.problem(name, name=name, megabytes=megabytes, count=rest))
            break
        _add(opened, shown, partial(read_path, path, shown))
        _report(options, name, number, len(listing.files))
    return _checked(opened, name)


def _open_address(address: str, name: str, options: OpenOptions, read: Reader) -> Opened:
    from connectors.ics.getting import addresses

    fetched = addresses.fetch(
        address,
        name,
        allow_private=options.allow_private,
        cache=AnswerCache(options.cache_dir, options.state_dir) if options.use_cache else None,
        progress=options.progress,
    )
    opened = _open_bytes(fetched.body, name, options, read)
    opened.problems += fetched.problems
    return opened


def _read_stdin(options: OpenOptions) -> bytes:
    stdin = options.stdin or sys.stdin.buffer
    # Without a pipe the program would wait for somebody to type a calendar.
    blocks: list[bytes] = []
    left_bytes = options.max_file_bytes
    # Python hears of Ctrl-C between two reads, and within one only where the pipe has run dry.
    while not stdin.isatty() and left_bytes >= 0 and (block := stdin.read(_STDIN_BLOCK)):
        blocks.append(block)
        left_bytes -= len(block)
    if not blocks:
        raise NO_INPUT.error()
    if left_bytes < 0:
        raise TOO_LARGE.error(name="-", megabytes=files.in_megabytes(options.max_file_bytes))
    return b"".join(blocks)


def _add(opened: Opened, name: str, read: Callable[[], list[OpenedCalendar]]) -> None:
    """Add the calendars of one file among several, or the problem it has."""
    try:
        calendars = read()
    except SourceError as error:
        opened.problems.append(problem_of(error, name))
    else:
        opened.calendars += calendars
        if not calendars:
            opened.problems.append(EMPTY.problem(name, name=name))


def _shorten(problems: list[Problem]) -> list[Problem]:
    """Return the problems with no more of one kind than a reader can use; the last of these stands for the rest."""
    shown: list[Problem] = []
    places: dict[str, list[int]] = {}
    for problem in problems:
        found = places.setdefault(problem.code, [])
        if len(found) < KIND_LIMIT:
            found.append(len(shown))
            shown.append(problem)
        else:
            shown[found[-1]] = replace(shown[found[-1]], count=shown[found[-1]].count + problem.count)
    return shown


def _checked(opened: Opened, name: str) -> Opened:
    """Return what was opened, or raise when it is nothing."""
    opened.problems = _shorten(opened.problems)
    if opened.calendars:
        return opened
    if not opened.problems:
        raise NO_CALENDAR.error(name=name, ignored=opened.ignored)
    if len(opened.problems) == 1 and (cause := opened.problems[0].cause):
        raise cause
    raise NothingReadableError(name, opened.problems)


def _report(options: OpenOptions, name: str, done: int, total: int) -> None:
    if options.progress:
        options.progress(name, done, total)
