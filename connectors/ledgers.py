"""The ledger of releases on disk: one private SQLite file, held while a run releases, whole whatever happens.

What stands in it protects people, so a file that cannot be read is refused and never begun anew; and whatever is to be
shown is written first.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from analyzer.errors import SettingsError, reason_of
from analyzer.team.ledger import Ledger, ledger_of
from analyzer.text import N_
from connectors.private_files import PRIVATE_FILE_MODE, narrow

VERSION = 2
"""Of the tables in the file; a file of a higher one was written by a newer meetlint."""
WAIT_SECONDS = 60.0
"""So long a run waits for another that is releasing."""

_APPLICATION = 0x6D65656C  # "meel": a SQLite file of something else is not taken for a ledger
_LEAST_PAGE = 512
"""Of SQLite, in bytes: a file that is no multiple of it was cut off."""
_TABLES = """
CREATE TABLE weeks (week TEXT PRIMARY KEY, companies TEXT NOT NULL, digest TEXT NOT NULL) STRICT;
CREATE TABLE closed (week TEXT PRIMARY KEY) STRICT;
CREATE TABLE closed_before (week TEXT PRIMARY KEY) STRICT;
"""
_NOISY = "CREATE TABLE noisy (place INTEGER PRIMARY KEY, release TEXT NOT NULL, digest TEXT NOT NULL) STRICT;"
"""Came with version 2."""


@dataclass
class Kept:
    """A ledger that is kept: what stands in ``ledger`` when the ``with`` ends is written."""

    ledger: Ledger


@contextlib.contextmanager
def kept_ledger(path: Path, wait_seconds: float = WAIT_SECONDS) -> Iterator[Kept]:
    """Give the ledger in a file, for this run alone, and write it when the ``with`` ends without an error.

    Show what was released after the ``with``: then it is on the disk. A run that breaks off leaves the ledger as it
    was. The file is made when there is none, 0600; its folder exists (see
    :func:`connectors.private_files.make_private_folder`).

    Args:
        path: the file.
        wait_seconds: how long to wait for another run that holds it.

    Raises:
        SettingsError: it is no ledger, was written by a newer meetlint, is damaged or held by another run, or the disk
            does not take it; it is as it was.
    """
    with _said(path):
        if not path.exists():
            _make(path)
        narrow(path)
        connection = _opened(path, wait_seconds)
    with contextlib.closing(connection):
        with _said(path):
            # Until this ends another run waits: it reads what this one has released, and none of it twice.
            connection.execute("BEGIN IMMEDIATE")
            _bring_up(connection)
            earlier = _read(connection, path)
        kept = Kept(earlier)
        yield kept  # closing without a commit leaves everything as it was
        with _said(path):
            _write(connection, earlier, kept.ledger)
            connection.commit()
            # Nothing that was erased stays behind in the log.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextlib.contextmanager
def _said(path: Path) -> Iterator[None]:
    """Say in a sentence what goes wrong with the file."""
    try:
        yield
    except OSError as error:
        raise SettingsError(
            N_("The ledger of releases cannot be kept in {file}: {reason}."),
            N_("Nothing was released. Choose another place for it, or make room."),
            file=path,
            reason=reason_of(error),
        ) from error
    except sqlite3.OperationalError as error:
        raise _refusal_of(error, path) from error
    except sqlite3.DatabaseError as error:
        raise _damaged(path) from error


def _make(path: Path) -> None:
    """Make an empty ledger that takes its name in one step, so that nobody meets half a file.

    When another run was first, its ledger stays.
    """
    new = path.parent / f".meetlint-{os.urandom(8).hex()}.tmp"
    os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE_MODE))
    try:
        with contextlib.closing(sqlite3.connect(new)) as connection:
            connection.executescript(
                f"PRAGMA application_id = {_APPLICATION}; PRAGMA user_version = {VERSION}; "
                f"BEGIN; {_TABLES} {_NOISY} COMMIT;"
            )
        with contextlib.suppress(FileExistsError):
            os.link(new, path)
    finally:
        new.unlink()


def _opened(path: Path, wait_seconds: float) -> sqlite3.Connection:
    """Return a connection to a file that is surely a ledger of ours."""
    if path.stat().st_size % _LEAST_PAGE or path.stat().st_size == 0:
        raise _damaged(path)
    connection = sqlite3.connect(path, timeout=wait_seconds, isolation_level=None)
    try:
        application, version = (
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        if application != _APPLICATION:
            raise SettingsError(
                N_("{file} is no ledger of releases."),
                N_("Name another file for it; this one stays as it is."),
                file=path,
            )
        if version > VERSION:
            raise SettingsError(
                N_("The ledger of releases in {file} was written by a newer meetlint."),
                N_("Update meetlint here; without the ledger nothing about a team is shown."),
                file=path,
            )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise _damaged(path)
    except BaseException:
        connection.close()
        raise
    return connection


def _bring_up(connection: sqlite3.Connection) -> None:
    """Bring a file of an older meetlint up to this version; it is one step with what is released, or not done."""
    if connection.execute("PRAGMA user_version").fetchone()[0] < 2:
        connection.execute(_NOISY)
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _read(connection: sqlite3.Connection, path: Path) -> Ledger:
    before = [week for (week,) in connection.execute("SELECT week FROM closed_before")]
    rows = connection.execute("SELECT week, companies, digest FROM weeks ORDER BY week").fetchall()
    # SQLite knows whether its pages hang together, not whether a text in them is the one that was written.
    noisy = connection.execute("SELECT place, release, digest FROM noisy ORDER BY place").fetchall()
    if any(digest != _digest(str(key), text) for key, text, digest in (*rows, *noisy)):
        raise _damaged(path)
    try:
        data: Mapping[str, Any] = {
            "weeks": {week: json.loads(companies) for week, companies, _ in rows},
            "closed": [week for (week,) in connection.execute("SELECT week FROM closed")],
            "closed_before": max(before, default=None),
            "noisy": [json.loads(release) for _, release, _ in noisy],
        }
        return ledger_of(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _damaged(path) from error


def _write(connection: sqlite3.Connection, earlier: Ledger, ledger: Ledger) -> None:
    """Write what changed, week by week."""
    changed = {
        week: companies for week, companies in ledger.weeks.items() if earlier.weeks.get(week, ()) is not companies
    }
    rows = Ledger(changed).as_data()["weeks"]
    gone = [(week.isoformat(),) for week in earlier.weeks if week not in ledger.weeks]
    connection.executemany("DELETE FROM weeks WHERE week = ?", gone)
    texts = [(week, json.dumps(companies, separators=(",", ":"))) for week, companies in rows.items()]
    connection.executemany(
        "INSERT OR REPLACE INTO weeks VALUES (?, ?, ?)",
        [(week, companies, _digest(week, companies)) for week, companies in texts],
    )
    connection.execute("DELETE FROM noisy")
    releases = [(str(place), json.dumps(one.as_data())) for place, one in enumerate(ledger.noisy)]
    connection.executemany(
        "INSERT INTO noisy VALUES (?, ?, ?)", [(int(place), text, _digest(place, text)) for place, text in releases]
    )
    for table, weeks in (
        ("closed", ledger.closed),
        ("closed_before", () if ledger.closed_before is None else (ledger.closed_before,)),
    ):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - one of two words of ours
        connection.executemany(
            f"INSERT INTO {table} VALUES (?)",  # noqa: S608
            [(week.isoformat(),) for week in _in_order(weeks)],
        )


def _digest(week: str, companies: str) -> str:
    return hashlib.sha256(f"{week}\0{companies}".encode()).hexdigest()


def _in_order(weeks: frozenset[date] | tuple[date, ...]) -> list[date]:
    return sorted(weeks)


def _refusal_of(error: sqlite3.OperationalError, path: Path) -> SettingsError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the module's own errors have none
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return SettingsError(
            N_("Another run holds the ledger of releases in {file}."), N_("Try again when it is done."), file=path
        )
    return SettingsError(
        N_("The ledger of releases in {file} cannot be written."),
        N_("Nothing was released. Look whether the disk is full or can only be read."),
        file=path,
    )


def _damaged(path: Path) -> SettingsError:
    return SettingsError(
        N_("The ledger of releases in {file} is damaged."),
        N_(
            "Put back a copy of it. Without one, what was shown earlier is not known any more, and what is shown next "
            "could tell of single people when it is laid beside that."
        ),
        file=path,
    )
