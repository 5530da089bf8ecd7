"""What services gave, kept between runs, so that the next run reads only what changed.

One SQLite file in the user's own cache, 0600. It holds events in the service's own form, as few of their fields as
meetlint asks for. The words of a private event never enter it, only its id: whoever reads from the cache asks for those
events again. It can be thrown away at any time, and what is damaged or comes from another version is.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Set
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from analyzer.errors import reason_of
from analyzer.problems import Problem, ProblemKind
from analyzer.text import N_, Msg
from connectors.options import Window
from connectors.private_files import PRIVATE_FILE_MODE, make_private_folder, narrow

VERSION = 1
MAX_AGE = timedelta(days=30)
"""Calendars nobody asked for in this time are removed, as are the answers of published addresses."""
_FILE = "services.sqlite3"
_BUSY_SECONDS = 10.0

_SCHEMA = """
CREATE TABLE calendars (
    service TEXT NOT NULL, account TEXT NOT NULL, calendar TEXT NOT NULL, access TEXT NOT NULL,
    window_start TEXT NOT NULL, window_end TEXT NOT NULL, mark TEXT NOT NULL, about TEXT NOT NULL, used TEXT NOT NULL,
    number INTEGER PRIMARY KEY,
    UNIQUE (service, account, calendar, access)
);
CREATE TABLE events (
    calendar INTEGER NOT NULL REFERENCES calendars (number) ON DELETE CASCADE,
    id TEXT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('event', 'private', 'master')), body TEXT NOT NULL,
    PRIMARY KEY (calendar, kind, id)
) WITHOUT ROWID;
"""

SET_ASIDE = ProblemKind(
    "cache-set-aside",
    N_("The cache of calendars was damaged or of another version; it was made anew."),
    effect="repaired",
)
UNUSABLE = ProblemKind("cache-unusable", N_("The cache of calendars could not be used: {reason}."), effect="repaired")


@dataclass(frozen=True)
class CacheKey:
    """Which calendar: read by whom, and with which access."""

    service: str
    account: str
    calendar: str
    access: str


@dataclass
class CachedCalendar:
    """One calendar as the cache holds it.

    Attributes:
        window: the span it was read for.
        mark: where the service goes on from: a sync token or a delta link.
        about: what is known of the calendar itself.
        items: events by id, in the service's own form; never a private one.
        private_ids: events whose words are not kept.
        masters: what is known of series, by the id of their master: no words.
    """

    window: Window
    mark: str
    about: dict[str, Any] = field(default_factory=dict)
    items: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)
    private_ids: set[str] = field(default_factory=set)
    masters: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)


class EventCache:
    """The cache of one user.

    Attributes:
        problems: what was wrong with it; it never fails a run.
    """

    def __init__(self, cache_dir: Path) -> None:
        """Keep it under ``cache_dir``, which need not exist."""
        self._folder = cache_dir / "services"
        self._path = self._folder / _FILE
        self.problems: list[Problem] = []

    def load(self, key: CacheKey) -> CachedCalendar | None:
        """Return what is kept of a calendar, None when there is nothing that can be used."""
        with self._open() as base:
            return _load(base, key) if base is not None else None
        return None

    def replace(self, key: CacheKey, calendar: CachedCalendar) -> None:
        """Keep a calendar in place of what was kept of it, in one step: whoever reads sees the old one or the new."""
        with self._open() as base:
            if base is not None:
                _write_calendar(base, key, calendar)
                _remove_old(base)

    def update(
        self,
        key: CacheKey,
        expected_mark: str,
        *,
        changed: Mapping[str, dict[str, Any]],
        removed: Set[str],
        private: Set[str],
        masters: Mapping[str, dict[str, Any]],
        mark: str,
        about: Mapping[str, Any],
    ) -> bool:
        """Keep what changed since ``expected_mark``, in one step.

        Args:
            key: of the calendar.
            expected_mark: what the changes were asked with.
            changed: events that are new or different, by id.
            removed: ids of events that are gone.
            private: ids of events that are private now.
            masters: of series that are new or different.
            mark: where the service goes on from.
            about: of the calendar itself.

        Returns:
            Whether it was kept. Another run that was first has changed the mark; nothing is kept then, and nothing is
            lost, since the next run asks from that mark.
        """
        with self._open() as base:
            if base is None:
                return False
            found = base.execute(_SELECT, _values(key)).fetchone()
            if found is None or found[1] != expected_mark:
                return False
            number = found[0]
            gone = [(number, one) for one in {*changed, *removed, *private}]
            base.executemany("DELETE FROM events WHERE calendar = ? AND kind <> 'master' AND id = ?", gone)
            _write_events(base, number, changed, private, masters)
            base.execute(
                "UPDATE calendars SET mark = ?, about = ?, used = ? WHERE number = ?",
                (mark, json.dumps(dict(about)), _today(), number),
            )
            return True
        return False

    def forget(self, service: str, account: str) -> None:
        """Remove everything of one account."""
        if not self._path.exists():
            return
        with self._open() as base:
            if base is not None:
                base.execute("DELETE FROM calendars WHERE service = ? AND account = ?", (service, account))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection | None]:
        """Give the database inside one transaction that is committed at the end; None when it cannot be used."""
        try:
            base = self._connect()
        except (OSError, sqlite3.Error) as error:
            self._note(error)
            yield None
            return
        is_damaged = False
        with closing(base):
            try:
                base.execute("BEGIN IMMEDIATE")
                yield base
                base.execute("COMMIT")
            except (sqlite3.Error, ValueError) as error:
                # What is not committed is rolled back by closing. A text that is none is damage, too.
                is_damaged = not isinstance(error, sqlite3.OperationalError)
                if not is_damaged:
                    self._note(error)
        if is_damaged:
            self._set_aside()

    def _connect(self) -> sqlite3.Connection:
        make_private_folder(self._folder)
        # Made 0600 before SQLite opens it; the files that SQLite lays beside it take their rights from it.
        self._path.touch(mode=PRIVATE_FILE_MODE, exist_ok=True)
        narrow(self._path)
        base = self._opened()
        try:
            version = base.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                self._make(base)
            elif version != VERSION or base.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("another version, or damaged")
        except sqlite3.DatabaseError as error:
            base.close()
            if isinstance(error, sqlite3.OperationalError):
                raise
            self._set_aside()
            base = self._opened()
            self._make(base)
        return base

    def _opened(self) -> sqlite3.Connection:
        base = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)
        base.execute("PRAGMA foreign_keys = ON")
        base.execute("PRAGMA secure_delete = ON")
        return base

    def _make(self, base: sqlite3.Connection) -> None:
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("BEGIN IMMEDIATE")
        # Another run may have made it between our look and our turn.
        if base.execute("PRAGMA user_version").fetchone()[0] == 0:
            for statement in _SCHEMA.split(";"):
                base.execute(statement)
            base.execute(f"PRAGMA user_version = {VERSION}")
        base.execute("COMMIT")

    def _set_aside(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(_FILE + suffix).unlink(missing_ok=True)
        self._path.touch(mode=PRIVATE_FILE_MODE)
        self.problems.append(Problem(_FILE, SET_ASIDE))

    def _note(self, error: Exception) -> None:
        reason = reason_of(error) if isinstance(error, OSError) else Msg(str(error))
        self.problems.append(Problem(_FILE, UNUSABLE, fields={"reason": reason}))


_SELECT = """
SELECT number, mark, window_start, window_end, about FROM calendars
WHERE service = ? AND account = ? AND calendar = ? AND access = ?
"""
_DELETE = "DELETE FROM calendars WHERE service = ? AND account = ? AND calendar = ? AND access = ?"


def _values(key: CacheKey) -> tuple[str, str, str, str]:
    return key.service, key.account, key.calendar, key.access


def _today() -> str:
    # The machine's clock is right here: it is compared only with what the same machine wrote.
    return datetime.now(UTC).date().isoformat()


def _load(base: sqlite3.Connection, key: CacheKey) -> CachedCalendar | None:
    found = base.execute(_SELECT, _values(key)).fetchone()
    if found is None:
        return None
    number, mark, start, end, about = found
    window = Window(datetime.fromisoformat(start), datetime.fromisoformat(end))
    calendar = CachedCalendar(window, mark, json.loads(about))
    for identity, kind, body in base.execute("SELECT id, kind, body FROM events WHERE calendar = ?", (number,)):
        if kind == "private":
            calendar.private_ids.add(identity)
        else:
            (calendar.items if kind == "event" else calendar.masters)[identity] = json.loads(body)
    base.execute("UPDATE calendars SET used = ? WHERE number = ?", (_today(), number))
    return calendar


def _write_calendar(base: sqlite3.Connection, key: CacheKey, calendar: CachedCalendar) -> None:
    base.execute(_DELETE, _values(key))
    number = base.execute(
        "INSERT INTO calendars (service, account, calendar, access, window_start, window_end, mark, about, used) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *_values(key),
            calendar.window.start.isoformat(),
            calendar.window.end.isoformat(),
            calendar.mark,
            json.dumps(calendar.about),
            _today(),
        ),
    ).lastrowid
    assert number is not None
    _write_events(base, number, calendar.items, calendar.private_ids, calendar.masters)


def _write_events(
    base: sqlite3.Connection,
    number: int,
    items: Mapping[str, dict[str, Any]],
    private: Set[str],
    masters: Mapping[str, dict[str, Any]],
) -> None:
    rows = [(number, one, "event", json.dumps(body)) for one, body in items.items() if one not in private]
    rows += [(number, one, "private", "") for one in private]
    rows += [(number, one, "master", json.dumps(body)) for one, body in masters.items()]
    base.executemany("INSERT OR REPLACE INTO events (calendar, id, kind, body) VALUES (?, ?, ?, ?)", rows)


def _remove_old(base: sqlite3.Connection) -> None:
    oldest = (datetime.now(UTC) - MAX_AGE).date().isoformat()
    with suppress(sqlite3.OperationalError):
        base.execute("DELETE FROM calendars WHERE used < ?", (oldest,))
