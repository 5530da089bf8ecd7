"""Where an outbox stands: a private SQLite file or a PostgreSQL database, opened with care and whole whatever happens.

What stands in it keeps people from getting a mail twice, or one they no longer want. So what cannot be read is refused
and never begun anew.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select, text, update
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

from analyzer.errors import MeetlintError, reason_of
from analyzer.text import N_
from connectors.mail.outbox.tables import ADDED, OUTBOX, TABLES, VERSION
from connectors.private_files import PRIVATE_FILE_MODE, narrow

_APPLICATION = 0x6D65656F  # "meeo": a SQLite file of something else is not taken for an outbox
_LEAST_PAGE = 512
"""Of SQLite, in bytes: a file that is no multiple of it was cut off."""
_MAKING = 0x6D65656F_00000001
"""The advisory lock under which one of several first runs makes the tables in PostgreSQL."""
_NOT_WRITABLE = frozenset(("25006", "42501", "58030"))  # only to be read, no permission, the disk does not answer
_LOCK_NOT_HAD = "55P03"
_ROOM = N_("Nothing was lost. Look whether the disk is full or can only be read.")
# A worker whose machine is gone holds its lock until the server notices; by default that takes two hours.
_KEEPALIVES = "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"


class OutboxError(MeetlintError):
    """The outbox cannot be used; it is as it was."""


class AlreadyRunningError(OutboxError):
    """Another run of this machine is sending from the same file.

    Attributes:
        pid: its process, 0 when it does not say.
        since: when it began, as ISO 8601 in UTC; "" when it does not say.
    """

    def __init__(self, pid: int, since: str) -> None:
        super().__init__(
            N_("Another run is already sending: process {pid}, since {since}."),
            N_("It does what this one would have done."),
            pid=pid,
            since=since,
        )
        self.pid = pid
        self.since = since


@dataclass(frozen=True)
class Storage:
    """An open outbox.

    Attributes:
        engine: its connections.
        name: what people call it: the file, or host and name of the database. No password.
        file: the SQLite file, None for PostgreSQL.
    """

    engine: Engine
    name: str
    file: Path | None

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give a connection that nobody else writes beside (SQLite) or that locks the rows it takes (PostgreSQL).

        Raises:
            OutboxError: the database does not take it, is held by somebody else or damaged; nothing is changed.
        """
        with said(self.name), self.engine.begin() as connection:
            yield connection


def open_storage(place: Path | str, key_check: str, wait_seconds: float) -> Storage:
    """Open an outbox, and make it when there is none.

    Args:
        place: a file, made 0600, whose folder exists; or the URL of a PostgreSQL database. Leave the password out of
            the URL: libpq takes it from PGPASSWORD or its own file.
        key_check: of the key by which people are named.
        wait_seconds: how long to wait for another program that writes.

    Raises:
        OutboxError: it is no outbox, was written by a newer meetlint or with another key, is damaged, or cannot be
            reached or written; it is as it was.
    """
    if isinstance(place, Path) or "://" not in place:
        opened = _opened_file(Path(place), key_check, wait_seconds)
    else:
        opened = _opened_database(place, key_check, wait_seconds)
    try:
        with opened.transaction() as connection:
            if _checked(connection, opened.name, key_check) < VERSION:
                _move_up(connection)
    except BaseException:
        opened.engine.dispose()
        raise
    return opened


@contextlib.contextmanager
def said(name: str) -> Iterator[None]:
    """Say in a sentence what goes wrong with an outbox. The database's own words stay out: they may hold a password."""
    try:
        yield
    except OSError as error:
        raise OutboxError(
            N_("The outbox cannot be kept in {name}: {reason}."), _ROOM, name=name, reason=reason_of(error)
        ).named("outbox-unwritable") from error
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise _refusal_of(error, name) from error


def _refusal_of(error: SQLAlchemyError | sqlite3.Error, name: str) -> OutboxError:
    original = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(original, sqlite3.OperationalError):
        code = getattr(original, "sqlite_errorcode", 0) & 0xFF  # errors of the module itself have none
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            return _held(name)
        # A table or column is missing, or the disk does not take it.
        return _damaged(name) if code == sqlite3.SQLITE_ERROR else _not_written(name)
    state = getattr(original, "sqlstate", None) or ""
    if state.startswith("53") or state in _NOT_WRITABLE:
        return _not_written(name)
    if state == _LOCK_NOT_HAD:
        return _held(name)
    if isinstance(error, (OperationalError, InterfaceError)):
        return OutboxError(
            N_("The database of the outbox, {name}, does not answer."),
            N_("Check that it runs, its address, and the password in PGPASSWORD; then type the command again."),
            name=name,
        ).named("outbox-silent")
    return _damaged(name)


def _held(name: str) -> OutboxError:
    return OutboxError(
        N_("Another program holds the outbox in {name}."), N_("Try again when it is done."), name=name
    ).named("outbox-held")


def _not_written(name: str) -> OutboxError:
    return OutboxError(N_("The outbox in {name} cannot be written."), _ROOM, name=name).named("outbox-unwritable")


def _damaged(name: str) -> OutboxError:
    return OutboxError(
        N_("The outbox in {name} is damaged."),
        N_(
            "Put back a copy of it. Without one it is not known who already has this period's mail, nor who wants none "
            "any more."
        ),
        name=name,
    ).named("outbox-damaged")


def _foreign(name: str) -> OutboxError:
    return OutboxError(
        N_("{name} is no outbox of meetlint."), N_("Name another place for it; this one stays as it is."), name=name
    ).named("outbox-foreign")


def _checked(connection: Connection, name: str, key_check: str) -> int:
    """Return the version of an outbox that can be used.

    Raises:
        OutboxError: it cannot.
    """
    rows = connection.execute(select(OUTBOX.c.version, OUTBOX.c.key_check)).all()
    if len(rows) != 1:
        raise _damaged(name)
    version, check = rows[0]
    if version > VERSION:
        raise _newer(name)
    if check != key_check:
        raise OutboxError(
            N_("The outbox in {name} names people by another key."),
            N_("Put the key back. With another one nobody is recognised, and who has left would get mail again."),
            name=name,
        ).named("outbox-other-key")
    return int(version)


def _move_up(connection: Connection) -> None:
    """Give the tables of an older version what they lack; every row stays. It is done wholly or not at all."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MAKING})
        connection.execute(text("SET LOCAL lock_timeout = '30s'"))
    # Another run may have been first; in a file nobody else writes meanwhile.
    version = connection.scalar(select(OUTBOX.c.version)) or VERSION
    for later in range(version + 1, VERSION + 1):
        for column in ADDED[later]:
            kind = column.type.compile(dialect=connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {column.table.name} ADD COLUMN {column.name} {kind}")
    connection.execute(update(OUTBOX).values(version=VERSION))
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")


def _newer(name: str) -> OutboxError:
    return OutboxError(
        N_("The outbox in {name} was written by a newer meetlint."),
        N_("Update meetlint here; until then nothing is sent from it."),
        name=name,
    ).named("outbox-newer")


def _make_tables(connection: Connection, key_check: str) -> None:
    TABLES.create_all(connection)
    connection.execute(insert(OUTBOX).values(version=VERSION, key_check=key_check))


def _opened_file(path: Path, key_check: str, wait_seconds: float) -> Storage:
    with said(str(path)):
        if not path.exists():
            _make_file(path, key_check)
        narrow(path)
        _look_at_file(path, wait_seconds)
        engine = create_engine(
            URL.create("sqlite", database=str(path)), connect_args={"timeout": wait_seconds}, hide_parameters=True
        )
    event.listen(engine, "connect", _settle_connection)
    event.listen(engine, "begin", _begin_at_once)
    return Storage(engine, str(path), path)


def _make_file(path: Path, key_check: str) -> None:
    """Make an empty outbox that takes its name in one step; when another run was first, its outbox stays."""
    new = path.parent / f".meetlint-{os.urandom(8).hex()}.tmp"
    os.close(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE_MODE))
    try:
        engine = create_engine(URL.create("sqlite", database=str(new)))
        with engine.begin() as connection:
            _make_tables(connection, key_check)
            connection.exec_driver_sql(f"PRAGMA application_id = {_APPLICATION}")
            connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
        engine.dispose()
        with contextlib.suppress(FileExistsError):
            os.link(new, path)
    finally:
        new.unlink()


def _look_at_file(path: Path, wait_seconds: float) -> None:
    """Refuse a file that is surely no outbox of ours, before anything is written to it."""
    size = path.stat().st_size
    if size == 0 or size % _LEAST_PAGE:
        raise _damaged(str(path))
    with contextlib.closing(sqlite3.connect(path, timeout=wait_seconds, isolation_level=None)) as connection:
        try:
            application, version = (
                connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
            )
            if application != _APPLICATION:
                raise _foreign(str(path))
            if version > VERSION:
                raise _newer(str(path))
            connection.execute("PRAGMA journal_mode = WAL")
            if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise _damaged(str(path))
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            raise _damaged(str(path)) from error


def _settle_connection(connection: Any, _: object) -> None:
    # Transactions begin where SQLAlchemy says so, not where the module guesses.
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")


def _begin_at_once(connection: Connection) -> None:
    # Whoever reads in order to write takes the place of the writer first: two readers could both find a mail unsent.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _opened_database(place: str, key_check: str, wait_seconds: float) -> Storage:
    try:
        url = make_url(place)
        if url.get_backend_name() != "postgresql":
            raise ArgumentError("of another kind")
        options = url.query.get("options", "")
        engine = create_engine(
            url.set(drivername="postgresql+psycopg").difference_update_query(["options"]),
            connect_args={"connect_timeout": max(2, round(wait_seconds)), "options": f"{_KEEPALIVES} {options}"},
            pool_pre_ping=True,
            hide_parameters=True,
        )
    except (SQLAlchemyError, ValueError) as error:
        raise OutboxError(
            N_("The address of the outbox cannot be understood."),
            N_("Write a file, or postgresql://USER@HOST/DATABASE."),
        ).named("outbox-address") from error
    except ImportError as error:
        raise OutboxError(N_("PostgreSQL needs psycopg."), "python -m pip install 'meetlint[postgres]'") from error
    name = f"{url.host or 'localhost'}/{url.database or ''}"
    try:
        with said(name), engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MAKING})
            connection.execute(text(f"SET LOCAL lock_timeout = {round(wait_seconds * 1000)}"))
            if not inspect(connection).has_table(OUTBOX.name):
                _make_tables(connection, key_check)
    except BaseException:
        engine.dispose()
        raise
    return Storage(engine, name, None)
