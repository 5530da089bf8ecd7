"""Who is sending now, seen by locks that die with their process.

A lease with an end, or a heartbeat, is read off a clock: one that jumps takes mails away from a worker that is alive,
or leaves them with a dead one for years. A lock needs no clock. For a file it is the operating system's, and one run
holds it; for PostgreSQL an advisory lock of the worker's own session, and there may be many.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError

from connectors.mail.outbox.storage import AlreadyRunningError, Storage, said
from connectors.mail.outbox.tables import MAILS
from connectors.private_files import PRIVATE_FILE_MODE

_CLASS = 0x6D656577  # "meew": the first half of the advisory locks of workers
_LOOKS, _LOOK_SECONDS = 3, 0.05
"""Whoever looks whether a run is at work holds its lock for a moment: that is no run."""
_AFTER_THE_TEXT = 1 << 20
"""The byte that Windows locks: what is locked there cannot be read, and the text in front of it should be."""


class Worker(Protocol):
    """One that sends.

    Attributes:
        number: by which its mails can be told from those of others.
    """

    number: int

    def dead(self, connection: Connection) -> list[int]:
        """Return the workers whose mails are under way though they are gone; nobody else finds them meanwhile."""

    def transaction(self) -> contextlib.AbstractContextManager[Connection]:
        """Give a transaction that only goes through while the worker's lock is held."""


def at_work(storage: Storage, connection: Connection, unended: Sequence[tuple[str, int | None]]) -> set[str]:
    """Return which of some runs are at work: those whose locks are held.

    Args:
        storage: the outbox.
        connection: an open transaction of it.
        unended: name and worker of each run that has no end, the latest first.
    """
    if not unended:
        return set()
    if storage.file is not None:
        # One run at a time holds the lock of a file, and it is the latest.
        return {unended[0][0]} if _is_held(_lock_of(storage.file)) else set()
    return {
        run
        for run, worker in unended
        if worker is not None
        and not connection.scalar(
            text("SELECT pg_try_advisory_xact_lock(:kind, :number)"), {"kind": _CLASS, "number": worker}
        )
    }


@contextlib.contextmanager
def working(storage: Storage, now: datetime) -> Iterator[Worker]:
    """Hold the lock of a worker for the length of a ``with``.

    Raises:
        AlreadyRunningError: another run sends from the same file.
        OutboxError: the lock cannot be taken.
    """
    if storage.file is not None:
        with _locked(_lock_of(storage.file), storage.name, now):
            yield FileWorker(storage)
        return
    worker = DatabaseWorker(storage)
    try:
        yield worker
    finally:
        worker.close()


def _number() -> int:
    return secrets.randbelow((1 << 31) - 1) + 1


class FileWorker:
    """The only run that sends from a file."""

    def __init__(self, storage: Storage) -> None:
        self.number = _number()
        self._storage = storage

    def dead(self, connection: Connection) -> list[int]:
        """Return all workers but this one: while it holds the lock no other lives."""
        return [number for number in _at_work(connection) if number != self.number]

    def transaction(self) -> contextlib.AbstractContextManager[Connection]:
        """Give a transaction; the lock is held as long as the process lives."""
        return self._storage.transaction()


class DatabaseWorker:
    """One of several workers, whose lock hangs on a connection of its own."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._turn = threading.Lock()
        self._take()

    def _take(self) -> None:
        with said(self._storage.name):
            connection = self._storage.engine.connect()
            try:
                while True:
                    number = _number()
                    if connection.scalar(
                        text("SELECT pg_try_advisory_lock(:kind, :number)"), {"kind": _CLASS, "number": number}
                    ):
                        break
                connection.commit()
            except BaseException:
                connection.close()
                raise
        self.number = number
        self._connection = connection

    def dead(self, connection: Connection) -> list[int]:
        """Return the workers whose lock can be had: it is kept until the transaction ends."""
        return [
            number
            for number in _at_work(connection)
            if number != self.number
            and connection.scalar(
                text("SELECT pg_try_advisory_xact_lock(:kind, :number)"), {"kind": _CLASS, "number": number}
            )
        ]

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Give a transaction on the connection that holds the lock.

        When the connection is lost between two of them, another lock is taken: mails that are under way may then be
        called unknown by others, until their outcome is settled.
        """
        with self._turn:
            try:
                self._connection.execute(text("SELECT 1"))
                self._connection.rollback()
            except DBAPIError:
                self.close()
                self._take()
            with said(self._storage.name), self._connection.begin():
                yield self._connection

    def close(self) -> None:
        """End the session, and the lock with it, rather than give the connection to somebody else."""
        self._connection.invalidate()
        self._connection.close()


def _at_work(connection: Connection) -> list[int]:
    found = connection.scalars(
        select(MAILS.c.worker).where(MAILS.c.state == "sending", MAILS.c.worker.is_not(None)).distinct()
    )
    return sorted(int(number) for number in found)


@contextlib.contextmanager
def _locked(path: Path, name: str, now: datetime) -> Iterator[None]:
    with said(name):
        # Never removed: whoever had opened it before would lock a file that has no name any more.
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), PRIVATE_FILE_MODE)
    try:
        if not _is_had(descriptor):
            raise AlreadyRunningError(*_holder(path))
        with said(name):
            os.ftruncate(descriptor, 0)
            since = now.astimezone(UTC).isoformat(timespec="seconds")
            os.write(descriptor, json.dumps({"pid": os.getpid(), "since": since}).encode())
        yield
    finally:
        os.close(descriptor)


def _lock_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.lock")


def _is_held(path: Path) -> bool:
    """Tell whether somebody holds the lock of a file."""
    try:
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        return False
    try:
        return not _is_taken(descriptor)
    finally:
        os.close(descriptor)


def _is_had(descriptor: int) -> bool:
    """Take the lock of a file, also where somebody looks at it just now."""
    for _ in range(_LOOKS - 1):
        if _is_taken(descriptor):
            return True
        time.sleep(_LOOK_SECONDS)
    return _is_taken(descriptor)


def _is_taken(descriptor: int) -> bool:
    """Take the lock of a file, which the operating system gives back when the process ends in whatever way."""
    if os.name == "nt":
        import msvcrt

        os.lseek(descriptor, _AFTER_THE_TEXT, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(path: Path) -> tuple[int, str]:
    try:
        found = json.loads(path.read_text("ascii"))
        return int(found["pid"]), str(found["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0, ""  # it has just begun and not yet said so
