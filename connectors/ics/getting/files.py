"""Calendar files and folders on the own disk: regular files only, under a cap, and never out of the folder named."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from analyzer.errors import reason_of
from analyzer.problems import Problem
from analyzer.text import N_
from connectors.locators import safe_name
from connectors.options import MAX_FILE_BYTES
from connectors.refusals import Refusal, RefusedError, problem_of

MAX_FOLDER_BYTES = 1_000_000_000
MAX_FOLDER_FILES = 2_000
MAX_FOLDER_DEPTH = 5
MAX_FOLDER_ENTRIES = 100_000


_GET_AN_ICS = N_(
    "In Outlook, open the calendar and choose File > Save Calendar; meetlint explain sources has the other ways."
)
_NAME_A_PART = N_("Name the folder or the files that you need as a source of their own.")

MISSING = Refusal("file-missing", N_("There is no file {name}."))
MISSING_FOLDER = Refusal("folder-missing", N_("There is no folder {name}."), N_("Check the path for a typing error."))
NO_PERMISSION = Refusal(
    "no-permission",
    N_("You have no permission to read {name}."),
    N_("Give yourself the right to read it, or copy it to a folder of your own."),
)
IS_FOLDER = Refusal("is-folder", N_("{name} is a folder, not a file."), N_("End the name with / to read a folder."))
NO_FOLDER = Refusal(
    "is-no-folder", N_("{name} is a file, not a folder."), N_("Type the name without the / at the end.")
)
NOT_REGULAR = Refusal(
    "not-a-file",
    N_("{name} is a device, a pipe or a socket, not a file."),
    N_("To read from another program, type - and pipe into meetlint."),
)
TOO_LARGE = Refusal(
    "file-too-large",
    N_("{name} is larger than {megabytes} MB, the most meetlint reads of one file."),
    N_("Export a shorter period, or fewer calendars at once."),
)
CHANGING = Refusal(
    "file-changing",
    N_("{name} was changed by another program while it was read."),
    N_("Wait until it is complete, and run the command again."),
)
UNREADABLE = Refusal(
    "file-unreadable", N_("{name} could not be read: {reason}."), N_("Copy the file to this machine and try that copy.")
)
FOREIGN_FORMAT = Refusal(
    "format-refused", N_("{name} is mail or a mailbox ({format}), not a calendar in ICS form."), _GET_AN_ICS
)
PACKED = Refusal(
    "archive-kind-refused",
    N_("{name} is an archive of a kind that is not read."),
    N_("Unpack it, and type the name of the folder, or download it as .zip."),
)
LINK_OUT = Refusal(
    "link-leads-out",
    N_("{name} is a link that leads out of the folder; it was not followed."),
    N_("Name the linked file itself as a source."),
)
LINK_BROKEN = Refusal(
    "link-broken", N_("{name} is a link that leads nowhere."), N_("Name the file itself as a source.")
)
TOO_MANY_FILES = Refusal(
    "too-many-files", N_("{name} holds more than {limit} calendar files; left out: {count}."), _NAME_A_PART
)
FOLDER_TOO_FULL = Refusal(
    "folder-too-full",
    N_("{name} holds more than {limit} files and folders; the search for calendars stopped there."),
    _NAME_A_PART,
)
FOLDER_TOO_LARGE = Refusal(
    "folder-too-large", N_("{name} holds more than {megabytes} MB of calendars; files left out: {count}."), _NAME_A_PART
)
TOO_DEEP = Refusal(
    "folder-too-deep",
    N_("{name} holds folders more than {limit} deep, which were not looked into; the first is {first}."),
    _NAME_A_PART,
)

_FOREIGN_FORMATS = {
    ".pst": "PST",
    ".ost": "OST",
    ".msg": "MSG",
    ".olm": "OLM",
    ".eml": "EML",
}
_PACKED_SUFFIXES = (".tgz", ".tar", ".tar.gz", ".tar.bz2", ".tar.xz", ".7z", ".rar", ".bz2", ".xz")


@dataclass
class Listing:
    """The calendar files of a folder.

    Attributes:
        files: (path to open, name people see), in the order of the names.
        problems: what was refused.
        ignored: how many files are no calendar by their name.
    """

    files: list[tuple[Path, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: int = 0


def is_calendar_name(name: str) -> bool:
    """Say whether a file name is that of a calendar: ``.ics``, or ``.ics.gz``, in any case."""
    return name.lower().endswith((".ics", ".ics.gz"))


def is_hidden_name(name: str) -> bool:
    """Say whether a name is none of the user's: a hidden one, or macOS's beside-files (``._``, ``__MACOSX``)."""
    return name.startswith(".") or name == "__MACOSX"


def foreign_format(name: str) -> str:
    """Return the format of a mail or mailbox file by its name, ``PST`` for ``mail.pst``, else ""."""
    return _FOREIGN_FORMATS.get(Path(name).suffix.lower(), "")


def is_packed_name(name: str) -> bool:
    """Say whether a file is an archive or compressed, by its name; ``.ics.gz`` is too."""
    return name.lower().endswith((*_PACKED_SUFFIXES, ".zip", ".gz"))


def refuse_by_name(name: str) -> None:
    """Refuse a file whose name says that no calendar can be read from it.

    Raises:
        RefusedError: a mailbox, a mail, or an archive other than ``.zip`` and ``.gz``.
    """
    if foreign := foreign_format(name):
        raise FOREIGN_FORMAT.error(name=name, format=foreign)
    if name.lower().endswith(_PACKED_SUFFIXES):
        raise PACKED.error(name=name)


def open_file(path: Path, name: str, *, follow_link: bool = True) -> BinaryIO:
    """Open a regular file to read from; a pipe or device is refused without being touched.

    Args:
        path: the file.
        name: what people see.
        follow_link: whether ``path`` may be a symlink.

    Raises:
        RefusedError: it is missing, a folder, no regular file, or not permitted.
    """
    try:
        # A look first: opening some devices does something, and a pipe without a writer waits for ever.
        _refuse_irregular((os.stat if follow_link else os.lstat)(path).st_mode, name)
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
        if not follow_link:
            flags |= getattr(os, "O_NOFOLLOW", 0)
        file = os.fdopen(os.open(path, flags), "rb")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise _explain(error, path, name) from error
    try:
        _refuse_irregular(os.fstat(file.fileno()).st_mode, name)
    except BaseException:
        file.close()
        raise
    return file


def read_file(file: BinaryIO, name: str, max_bytes: int = MAX_FILE_BYTES) -> bytes:
    """Return the whole content of a file from :func:`open_file`, as it stood at one moment.

    Raises:
        RefusedError: it holds more than ``max_bytes``, kept changing while it was read, or the disk fails.
    """
    # A program that writes while we read gives a file of two halves: once more, then say so.
    for _attempt in range(2):
        try:
            file.seek(0)
            before = os.fstat(file.fileno())
            data = b"" if before.st_size > max_bytes else file.read(max_bytes + 1)
            after = os.fstat(file.fileno())
        except OSError as error:
            raise _explain(error, Path(name), name) from error
        if max(before.st_size, len(data)) > max_bytes:
            raise TOO_LARGE.error(name=name, megabytes=in_megabytes(max_bytes))
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns):
            return data
    raise CHANGING.error(name=name)


def in_megabytes(size_bytes: int) -> str:
    """Return a number of bytes as people read it, in MB without useless digits."""
    return f"{size_bytes / 1_000_000:g}"


def list_folder(folder: Path, shown: str) -> Listing:
    """Return the calendar files in a folder and in those below it, in the order of their names.

    Hidden files and macOS's beside-files are skipped; links are followed inside the folder only, and what is reached
    twice is read once. At most 5 folders deep and 2,000 files; what is left out beyond that is a problem.

    Args:
        folder: the folder; it may itself be a link.
        shown: what people see of it, without a slash at the end.

    Raises:
        RefusedError: the folder is missing, is none, or not permitted.
    """
    try:
        mode = folder.stat().st_mode
        root = folder.resolve(strict=True)
        if stat.S_ISDIR(mode):
            os.scandir(root).close()
    except (OSError, ValueError, RuntimeError) as error:
        raise _explain(error, folder, shown, is_folder=True) from error
    if not stat.S_ISDIR(mode):
        raise NO_FOLDER.error(name=shown)
    listing = Listing()
    _collect(root, shown, listing)
    listing.files.sort(key=lambda found: (found[1], str(found[0])))
    if (surplus := len(listing.files) - MAX_FOLDER_FILES) > 0:
        listing.problems.append(TOO_MANY_FILES.problem(shown, name=shown, limit=MAX_FOLDER_FILES, count=surplus))
        del listing.files[MAX_FOLDER_FILES:]
    return listing


def _collect(root: Path, shown: str, listing: Listing) -> None:
    """Fill the listing; ``root`` is free of links, so what resolves below it is inside."""
    pending = [(root, shown, 0)]
    too_deep: list[str] = []
    seen = {root}
    budget = MAX_FOLDER_ENTRIES
    while pending:
        folder, folder_shown, depth = pending.pop()
        try:
            with os.scandir(folder) as scan:
                entries = list(islice(scan, budget + 1))
        except OSError as error:
            listing.problems.append(problem_of(_explain(error, folder, folder_shown, is_folder=True), folder_shown))
            continue
        if len(entries) > budget:
            listing.problems.append(FOLDER_TOO_FULL.problem(shown, name=shown, limit=MAX_FOLDER_ENTRIES))
            return
        budget -= len(entries)
        for entry in sorted(entries, key=lambda found: found.name):
            if is_hidden_name(entry.name):
                continue
            entry_shown = f"{folder_shown}/{safe_name(entry.name)}"
            place = _resolve(entry, root, entry_shown, listing)
            if place is None or place in seen:
                continue
            if place.is_dir():
                if depth == MAX_FOLDER_DEPTH:
                    too_deep.append(entry_shown)
                    continue
                pending.append((place, entry_shown, depth + 1))
            elif is_calendar_name(entry.name):
                listing.files.append((place, entry_shown))
            elif foreign := foreign_format(entry.name):
                listing.problems.append(FOREIGN_FORMAT.problem(entry_shown, name=entry_shown, format=foreign))
            else:
                listing.ignored += 1
                continue
            seen.add(place)
    if too_deep:
        listing.problems.append(TOO_DEEP.problem(shown, name=shown, limit=MAX_FOLDER_DEPTH, first=min(too_deep)))


def _resolve(entry: os.DirEntry[str], root: Path, shown: str, listing: Listing) -> Path | None:
    """Return where an entry really is, None when that is out of the folder or nowhere; links are named as problems."""
    path = Path(entry.path)
    if not entry.is_symlink() and not entry.is_dir(follow_symlinks=False):
        return path
    # Folders are resolved too: a junction of Windows is a link that does not say so.
    try:
        place = path.resolve(strict=True)
    except (OSError, RuntimeError):
        if is_calendar_name(entry.name):
            listing.problems.append(LINK_BROKEN.problem(shown, name=shown))
        return None
    if place.is_relative_to(root):
        return place
    if is_calendar_name(entry.name) or place.is_dir():
        listing.problems.append(LINK_OUT.problem(shown, name=shown))
    return None


def _refuse_irregular(mode: int, name: str) -> None:
    if stat.S_ISDIR(mode):
        raise IS_FOLDER.error(name=name)
    if not stat.S_ISREG(mode):
        raise NOT_REGULAR.error(name=name)


def _explain(
    error: OSError | ValueError | RuntimeError, path: Path, name: str, *, is_folder: bool = False
) -> RefusedError:
    """Return the sentence for what the system said; a missing file comes with the nearest name beside it."""
    code = error.errno if isinstance(error, OSError) else errno.ENOENT
    if code in (errno.EACCES, errno.EPERM):
        return NO_PERMISSION.error(name=name)
    if code in (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EINVAL):
        return MISSING_FOLDER.error(name=name) if is_folder else _missing(path, name)
    if code == errno.ELOOP:
        return LINK_BROKEN.error(name=name)
    return UNREADABLE.error(name=name, reason=reason_of(OSError(code or 0, os.strerror(code or 0))))


def _missing(path: Path, name: str) -> RefusedError:
    try:
        if not path.parent.is_dir():
            return MISSING_FOLDER.error(name=safe_name(str(path.parent)))
        with os.scandir(path.parent) as scan:
            beside = [entry.name for entry in islice(scan, MAX_FOLDER_FILES)]
    except (OSError, ValueError):
        return MISSING.error(N_("Check the name for a typing error."), name=name)
    beside = sorted(other for other in beside if is_calendar_name(other) or other.lower().endswith(".zip"))
    by_letters = {other.lower(): other for other in beside}
    import difflib  # a mistake has time for it, a start has not

    nearest = difflib.get_close_matches(path.name.lower(), by_letters, n=1, cutoff=0.0)
    if not nearest:
        return MISSING.error(
            N_(
                "That folder holds no calendar file; meetlint explain sources says how to get one out of your calendar."
            ),
            name=name,
        )
    found = safe_name(str(path.parent / by_letters[nearest[0]]))
    return MISSING.error(N_("The nearest name there is {nearest}."), name=name, nearest=found)
