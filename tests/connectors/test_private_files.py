from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from running import running

from connectors.private_files import append_private, held, make_private_folder, remove_leftovers, write_private

ROOT = Path(__file__).parents[2]

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_write_private_keeps_the_bytes(tmp_path: Path) -> None:
    data = bytes(range(256)) * 5_000 + b"\r\n"
    write_private(tmp_path / "secret", data)
    assert (tmp_path / "secret").read_bytes() == data
    assert names(tmp_path) == ["secret"]


@POSIX
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077, 0o277])
def test_write_private_is_for_the_owner_alone_under_every_umask(tmp_path: Path, mask: int) -> None:
    old = os.umask(mask)
    try:
        write_private(tmp_path / "secret", b"x")
    finally:
        os.umask(old)
    assert mode(tmp_path / "secret") & 0o177 == 0


@POSIX
def test_write_private_is_private_from_birth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    really_write = os.write

    def spy(descriptor: int, data: bytes) -> int:
        seen.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        return really_write(descriptor, data)

    monkeypatch.setattr(os, "write", spy)
    old = os.umask(0)
    try:
        write_private(tmp_path / "secret", b"x")
    finally:
        os.umask(old)
    assert seen == [0o600]


@POSIX
def test_write_private_narrows_an_existing_file(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_bytes(b"old")
    path.chmod(0o644)
    write_private(path, b"new")
    assert (mode(path), path.read_bytes()) == (0o600, b"new")


@POSIX
def test_write_private_replaces_a_link_and_spares_its_target(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"somebody else's")
    (tmp_path / "secret").symlink_to(target)
    write_private(tmp_path / "secret", b"new")
    assert target.read_bytes() == b"somebody else's"
    assert not (tmp_path / "secret").is_symlink()
    assert (tmp_path / "secret").read_bytes() == b"new"


def test_write_private_goes_on_after_a_short_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really_write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: really_write(descriptor, data[:3]))
    write_private(tmp_path / "secret", b"0123456789")
    assert (tmp_path / "secret").read_bytes() == b"0123456789"


@pytest.mark.parametrize("step", ["write", "fsync"])
def test_write_private_leaves_the_old_file_when_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "secret"
    write_private(path, b"old")

    def refuse(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, step, refuse)
    with pytest.raises(OSError, match="space"):
        write_private(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["secret"]


@POSIX
def test_write_private_leaves_the_old_file_when_the_system_cuts_the_write(tmp_path: Path) -> None:
    """A real limit of the kernel in a real process: half of the bytes fit, then the write fails."""
    path = tmp_path / "secret"
    write_private(path, b"old")
    program = (
        "import resource, sys; from pathlib import Path\n"
        "from connectors.private_files import write_private\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "try: write_private(Path(sys.argv[1]), b'n' * 100_000)\n"
        "except OSError as error: print(error.errno)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=Path(__file__).parents[2],
        check=True,
    )
    assert run.stdout.split() == [str(errno.EFBIG)]
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["secret"]


def test_write_private_shows_others_only_whole_files(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    versions = [bytes([letter]) * 200_000 for letter in b"abcd"]
    write_private(path, versions[0])
    writers = [threading.Thread(target=write_private, args=(path, version)) for version in versions]
    for writer in writers:
        writer.start()
    seen = [path.read_bytes() for _ in range(50)]
    for writer in writers:
        writer.join()
    assert set(seen) <= set(versions)
    assert names(tmp_path) == ["secret"]


def test_write_private_needs_the_folder(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_private(tmp_path / "absent" / "secret", b"x")


@POSIX
def test_make_private_folder_makes_and_narrows(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        make_private_folder(tmp_path / "a" / "b")
    finally:
        os.umask(old)
    assert mode(tmp_path / "a") == mode(tmp_path / "a" / "b") == 0o700
    (tmp_path / "a" / "b").chmod(0o755)
    make_private_folder(tmp_path / "a" / "b")
    assert mode(tmp_path / "a" / "b") == 0o700


@POSIX
def test_make_private_folder_leaves_existing_parents_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_private_folder(tmp_path / "own")
    assert mode(tmp_path) == 0o755


def test_make_private_folder_refuses_a_name_taken_by_a_file(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(OSError, match="taken"):
        make_private_folder(tmp_path / "taken" / "below")


def test_remove_leftovers_takes_old_temporary_files_only(tmp_path: Path) -> None:
    old, young, other = tmp_path / ".meetlint-0a.tmp", tmp_path / ".meetlint-0b.tmp", tmp_path / "secret"
    for path in (old, young, other):
        path.write_bytes(b"x")
    long_ago = time.time() - 3_600
    for path in (old, other):
        os.utime(path, (long_ago, long_ago))
    remove_leftovers(tmp_path)
    assert names(tmp_path) == [young.name, other.name]
    remove_leftovers(tmp_path / "absent")


@POSIX
def test_append_private_makes_a_private_file_and_adds_to_it(tmp_path: Path) -> None:
    path = tmp_path / "log"
    append_private(path, b"one\n")
    append_private(path, b"two\n")
    assert path.read_bytes() == b"one\ntwo\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@POSIX
def test_append_private_ends_a_torn_line_first_and_narrows_rights(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"one\ntw")
    path.chmod(0o644)
    append_private(path, b"three\n")
    assert path.read_bytes() == b"one\ntw\nthree\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@POSIX
def test_append_private_follows_no_link(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"kept\n")
    (tmp_path / "log").symlink_to(tmp_path / "other")
    with pytest.raises(OSError, match=r".+"):
        append_private(tmp_path / "log", b"one\n")
    assert (tmp_path / "other").read_bytes() == b"kept\n"


APPEND_ON_A_FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from connectors.private_files import append_private
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10, resource.RLIM_INFINITY))
try:
    append_private(Path(sys.argv[1]), b"seven more\\n")
except OSError as error:
    print(error.errno, Path(sys.argv[1]).stat().st_size)
"""


@POSIX
def test_append_private_takes_back_the_half_of_a_line_that_still_went_on_the_disk(tmp_path: Path) -> None:
    """The system itself takes six bytes of eleven here, and no more."""
    path = tmp_path / "log"
    path.write_bytes(b"one\n")
    done = subprocess.run(
        [sys.executable, "-c", APPEND_ON_A_FULL_DISK, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == f"{errno.EFBIG} 4\n"
    assert path.read_bytes() == b"one\n"


def test_a_file_that_is_held_is_held_by_one_alone_and_let_go(tmp_path: Path) -> None:
    path = tmp_path / "log"
    with held(path, 0), pytest.raises(TimeoutError), held(path, 0):
        pytest.fail("two hold it")
    with held(path, 0):
        path.write_bytes(b"")
    assert path.read_bytes() == b""


HOLD = """
import sys
from pathlib import Path
from connectors.private_files import held
with held(Path(sys.argv[1]), 60):
    print("holding", flush=True)
    sys.stdin.read()
"""


def test_a_file_that_another_program_holds_is_free_once_that_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "log"
    command = [sys.executable, "-c", HOLD, str(path)]
    with running(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "holding\n"
        with pytest.raises(TimeoutError), held(path, 0):
            pytest.fail("two hold it")
        program.kill()
        program.wait()
        with held(path, 60):
            pass
