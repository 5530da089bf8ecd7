"""Private files that are either whole or absent: secrets, sign-ins and caches, for their owner's eyes only."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import secrets
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Buffer

PRIVATE_FILE_MODE = 0o600
PRIVATE_FOLDER_MODE = 0o700
LEFTOVER_SECONDS = 600.0
_LOCK_SECONDS = 0.02

_TEMPORARY_PREFIX = ".meetlint-"
_TEMPORARY_SUFFIX = ".tmp"


def write_private(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a file that only its owner may read, whole or not at all; see :func:`private_file`.

    Args:
        path: the file; its folder exists (see :func:`make_private_folder`).
        data: the whole content, or its pieces in order.

    Raises:
        OSError: the folder or the disk does not take it; ``path`` is as it was and no temporary file is left.
    """
    with private_file(path) as file:
        for piece in [data] if isinstance(data, bytes) else data:
            file.write(piece)


@contextlib.contextmanager
def private_file(path: Path) -> Iterator[io.RawIOBase]:
    """Give a file to write to that takes the name ``path`` when the ``with`` ends, whole or not at all.

    The bytes go to a new file beside ``path`` that is 0600 from birth, reach the disk, and take the name in one step;
    so another program sees the old file or the new one, and a full disk, a crash or a power cut leaves the old one.
    An existing file of wider rights, or a symlink of that name, is replaced by the new private file. Windows knows no
    modes: there the rights are those of the folder.

    Raises:
        OSError: the folder or the disk does not take it; ``path`` is as it was and no temporary file is left, as it is
            when whoever writes breaks off.
    """
    temporary = path.parent / f"{_TEMPORARY_PREFIX}{secrets.token_hex(8)}{_TEMPORARY_SUFFIX}"
    # A name of its own makes O_EXCL certain: nobody can lay a file or a link there first.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, PRIVATE_FILE_MODE)
    try:
        try:
            yield _Whole(descriptor)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


def append_private(path: Path, line: bytes) -> None:
    """Add one line to a file that only its owner may read, whole or not at all; it is on the disk when this returns.

    A file that ends within a line, as a power cut leaves it, gets an end of that line first.

    Args:
        path: the file, which is made where it is not there; its folder exists.
        line: with the newline at its end.

    Raises:
        OSError: the disk does not take it, or ``path`` is a link; the file is as it was.
    """
    is_new = not path.exists()
    flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, PRIVATE_FILE_MODE)
    try:
        narrow(path)
        size = os.lseek(descriptor, 0, os.SEEK_END)
        if size:
            os.lseek(descriptor, size - 1, os.SEEK_SET)
            line = line if os.read(descriptor, 1) == b"\n" else b"\n" + line
        try:
            _Whole(descriptor).write(line)
            os.fsync(descriptor)
        except BaseException:
            os.ftruncate(descriptor, size)
            raise
    finally:
        os.close(descriptor)
    if is_new:
        _sync_folder(path.parent)


@contextlib.contextmanager
def held(path: Path, wait_seconds: float) -> Iterator[None]:
    """Hold a file for this run alone, while the ``with`` lasts; whoever dies lets go of it.

    It is held by a file beside it, which stays: the file itself may be replaced meanwhile.

    Args:
        path: the file, which may be absent; its folder exists.
        wait_seconds: how long to wait for another run that holds it.

    Raises:
        TimeoutError: another run holds it longer.
        OSError: the folder does not take the file beside it.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path.with_name(f"{path.name}.lock"), flags, PRIVATE_FILE_MODE)
    try:
        give_up = time.monotonic() + wait_seconds
        while not _locked(descriptor):
            if time.monotonic() > give_up:
                raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT), str(path))
            time.sleep(_LOCK_SECONDS)
        yield
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    """Lock a file that is open, and say whether nobody else has; closing it lets go."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return False
        raise
    return True


def make_folder(path: Path) -> bool:
    """Make a folder that somebody named, private, and tell whether it was made: one that is there stays as it is.

    Raises:
        OSError: it cannot be made.
    """
    if path.is_dir():
        return False
    make_private_folder(path)
    return True


def is_open_to_writers(path: Path) -> bool:
    """Tell whether others than its owner may put files into a folder, or take them away.

    Raises:
        OSError: it is not there.
    """
    return os.name != "nt" and bool(stat.S_IMODE(path.stat().st_mode) & 0o022)


def make_private_folder(path: Path) -> None:
    """Make a folder of meetlint's own, with its parents, 0700; one that exists with wider rights is narrowed.

    Only for folders that hold nothing but meetlint's files: a folder the user named stays as it is.

    Raises:
        OSError: it cannot be made, belongs to somebody else, or its name is taken by a file.
    """
    missing = []
    folder = path
    while not folder.exists() and folder != folder.parent:
        missing.append(folder)
        folder = folder.parent
    for folder in reversed(missing):
        folder.mkdir(mode=PRIVATE_FOLDER_MODE, exist_ok=True)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        path.chmod(PRIVATE_FOLDER_MODE)


def narrow(path: Path) -> None:
    """Take away the rights of others on a private file that somebody copied back with wider ones.

    Raises:
        OSError: it is not there, or belongs to somebody else.
    """
    if os.name != "nt" and stat.S_IMODE(path.lstat().st_mode) & 0o077:
        path.chmod(PRIVATE_FILE_MODE)


def remove_leftovers(folder: Path, older_than_seconds: float = LEFTOVER_SECONDS) -> None:
    """Remove the temporary files that a killed run left in a folder, since they may hold a secret.

    Args:
        folder: a folder in which :func:`write_private` writes; it may be absent.
        older_than_seconds: younger ones may belong to a run that is still writing.
    """
    # The machine's clock is right here: it is compared with what the same machine wrote into the file's own entry.
    oldest_kept = time.time() - older_than_seconds
    for leftover in folder.glob(f"{_TEMPORARY_PREFIX}*{_TEMPORARY_SUFFIX}"):
        with contextlib.suppress(FileNotFoundError):
            if leftover.lstat().st_mtime < oldest_kept:
                leftover.unlink()


class _Whole(io.RawIOBase):
    """A file to write to in which every write is a whole one; who opened the descriptor closes it."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer, /) -> int:
        rest = memoryview(data).cast("B")
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]
        return memoryview(data).nbytes

    def tell(self) -> int:
        return os.lseek(self._descriptor, 0, os.SEEK_CUR)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there, and NTFS journals the rename itself
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
