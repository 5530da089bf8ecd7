"""The door to event tables: a locator in, calendars and named problems out."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from analyzer.errors import SourceError, reason_of
from analyzer.problems import Problem, ProblemKind
from analyzer.text import N_
from connectors.locators import Locator, safe_name
from connectors.options import MAX_FILE_BYTES, Contents, OpenOptions
from connectors.refusals import Refusal, problem_of

if TYPE_CHECKING:
    import pyarrow.parquet as pq

    from connectors.tables.label import Label

SUFFIX = ".parquet"
MAX_FILES = 2_000

INSTALL = "python -m pip install 'meetlint[scale]'"
NOT_INSTALLED = Refusal(
    "event-tables-not-installed",
    N_("{name} is an event table, and reading one needs pyarrow."),
    INSTALL,
)
NOT_OPENED = Refusal("event-table-unreadable", N_("{name} could not be read: {reason}."), N_("Check the path."))
NOT_A_FILE = Refusal("event-table-no-file", N_("{name} is no file."), N_("Name the file of an event table."))
TOO_LARGE = Refusal(
    "event-table-file-too-large",
    N_("{name} is larger than {megabytes} MB, the most meetlint reads of one file."),
    N_("Collect a shorter period."),
)
SHARED = Refusal(
    "event-table-shared",
    N_("{name} is a shared event table: it holds no texts, so nobody's week can be judged by it. It is for an audit."),
    N_("Name the calendar itself, or your own event table; meetlint collect --show says what a table holds."),
)
BESIDE = ProblemKind(
    "beside-event-tables",
    N_("{name} holds event tables, and calendars beside them ({count}), which were not read: name them themselves."),
    effect="source",
)
TOO_MANY = ProblemKind(
    "event-tables-too-many",
    N_("{name} holds more than {limit} event tables; the rest was not read."),
    effect="source",
)


def open_tables(locators: Sequence[Locator], options: OpenOptions) -> list[tuple[Locator, Contents | SourceError]]:
    """Open every locator by itself; one that fails costs only itself."""
    found: list[tuple[Locator, Contents | SourceError]] = []
    for locator in locators:
        try:
            found.append((locator, _open(locator, options)))
        except SourceError as error:
            found.append((locator, error))
    return found


def table_files(place: Path) -> list[Path]:
    """Return the event tables that a path names: itself, or those directly in a folder, in order of their names."""
    if not place.is_dir():
        return [place]
    return sorted(path for path in place.iterdir() if path.name.lower().endswith(SUFFIX) and path.name[0] != ".")


@contextmanager
def opened_table(path: Path, name: str) -> Iterator[tuple[pq.ParquetFile, Label]]:
    """Give an event table and what it says of itself, of whatever kind it is.

    Args:
        path: the file.
        name: what people call it.

    Raises:
        RefusedError: pyarrow is not installed, or the file is no event table that can be read.
    """
    try:
        from connectors.tables.reading import open_parquet
    except ImportError as error:
        if not (error.name or "").startswith("pyarrow"):
            raise
        raise NOT_INSTALLED.error(name=name) from error
    with _opened(path, name) as file:
        yield open_parquet(file, name)


@contextmanager
def _opened(path: Path, name: str) -> Iterator[BinaryIO]:
    try:
        # Without waiting: of a pipe that nobody writes to it would wait for ever.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else ""
        raise NOT_OPENED.error(name=name, reason=reason) from error
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise NOT_A_FILE.error(name=name)
        if status.st_size > MAX_FILE_BYTES:
            raise TOO_LARGE.error(name=name, megabytes=MAX_FILE_BYTES // 1_000_000)
        yield file


def _open(locator: Locator, options: OpenOptions) -> Contents:
    place = Path(locator.value)
    if not place.is_dir():
        return _read(place, locator.text)
    contents = Contents()
    files = table_files(place)
    for number, path in enumerate(files[:MAX_FILES], start=1):
        name = f"{locator.text.rstrip('/')}/{safe_name(path.name)}"
        try:
            one = _read(path, name)
        except SourceError as error:
            if len(files) == 1:
                raise
            contents.problems.append(problem_of(error, name))
        else:
            contents.calendars += one.calendars
            contents.problems += one.problems
        if options.progress:
            options.progress(locator.text, number, len(files))
    if len(files) > MAX_FILES:
        contents.problems.append(Problem(locator.text, TOO_MANY, fields={"name": locator.text, "limit": MAX_FILES}))
    beside = [path for path in place.iterdir() if path.name.lower().endswith((".ics", ".ical", ".zip", ".ics.gz"))]
    if beside:
        contents.problems.append(Problem(locator.text, BESIDE, fields={"name": locator.text, "count": len(beside)}))
    if not contents.calendars and contents.problems and (cause := contents.problems[0].cause):
        raise cause
    return contents


def _read(path: Path, name: str) -> Contents:
    with opened_table(path, name) as (parquet, label):
        from connectors.tables.label import problem_of_label
        from connectors.tables.reading import read_owner_table

        if label.kind != "owner":
            raise SHARED.error(name=name)
        calendars = read_owner_table(parquet, label, name)
        return Contents(list(calendars), [problem_of_label(problem) for problem in label.problems])
