"""The digests of many people, from their calendars to a mail server: ``python -m benchmarks.digest --people 1000``.

Everybody has a calendar of 300 events, and gets a mail of text, page and picture over TLS: from Debian's postfix, to
which one signs in and which delivers to mailboxes (``make counterparts``, and root), or with ``--server sink`` from a
server that throws the body away. The memory of each worker is looked at all the time. A second run right after the
first tells what it costs when nothing is due. With ``--dask`` the workers are those of a Dask scheduler, and the outbox
is PostgreSQL (``make counterparts``).
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from benchmarks.calendars import google_like
from benchmarks.launcher import processes_below, resident_bytes
from benchmarks.processes import Cost, measure
from connectors.workers.dask import WORKER_ENVIRONMENT

TODAY = date(2026, 11, 18)
EVENTS = 300
_OWNER = "anna@example.org"
_COUNTERPARTS = Path(__file__).parents[1] / "tests"
_PAUSE_SECONDS = 0.25
_DELIVERY_SECONDS = 120
_LOOKED_AT = (0.1, 0.5, 0.95)
"""Shares of a worker's time."""


class Server(Protocol):
    """Where mails go.

    Attributes:
        settings: the lines of ``[mail]`` by which it is reached.
    """

    settings: dict[str, Any]

    def recipients(self) -> Counter[str]:
        """Return how many mails each address got."""
        ...

    def octets(self) -> int:
        """Return how long all mails are together."""
        ...


class Sink:
    """A mail server inside TLS that takes everything and counts whom it was for."""

    def __init__(self, folder: Path) -> None:
        import trustme

        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(folder / "ca.pem"))
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(self._context)
        self._recipients: Counter[str] = Counter()
        self._octets = 0
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=128)
        port: int = self._listening.getsockname()[1]
        self.settings = {"port": port, "security": "tls", "authorities": str(folder / "ca.pem")}
        threading.Thread(target=self._serve, daemon=True).start()

    def recipients(self) -> Counter[str]:
        """Return how many mails each address got."""
        return self._recipients

    def octets(self) -> int:
        """Return how long all mails are together."""
        return self._octets

    def _serve(self) -> None:
        while True:
            connection, _ = self._listening.accept()
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with (
            suppress(OSError),
            self._context.wrap_socket(connection, server_side=True) as line,
            line.makefile("rb") as file,
        ):
            line.sendall(b"220 ready\r\n")
            recipient = ""
            while heard := file.readline():
                verb = heard[:4].upper()
                if verb == b"RCPT":
                    recipient = heard.decode("ascii").partition("<")[2].partition(">")[0]
                if verb == b"DATA":
                    line.sendall(b"354 go on\r\n")
                    self._octets += sum(len(part) for part in iter(file.readline, b".\r\n"))
                    self._recipients[recipient] += 1
                line.sendall(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")


class Postfix:
    """Debian's postfix and dovecot, as the tests of mail have them: what arrives lies in mailboxes."""

    def __init__(self, servers: Any, folder: Path, counterparts: Any) -> None:
        password = folder / "mail-password"
        password.write_text(counterparts.PASSWORD, "utf-8")
        password.chmod(0o600)
        self._boxes = Path(servers.folder) / "boxes"
        self._domain = counterparts.DOMAIN
        self.settings = {
            "port": servers.submission_port,
            "user": counterparts.USER,
            "password_file": str(password),
            "authorities": str(servers.authority),
            "imap_host": "localhost",
            "imap_port": servers.imaps_port,
        }

    def recipients(self) -> Counter[str]:
        """Return how many mails each address got."""
        return Counter(f"{mail.parts[-3]}@{self._domain}" for mail in self._boxes.glob("*/new/*"))

    def octets(self) -> int:
        """Return how long all mails are together."""
        return sum(mail.stat().st_size for mail in self._boxes.glob("*/new/*"))


@contextmanager
def serving(name: str, folder: Path) -> Iterator[Server]:
    """Give a server of mail: ``postfix``, ``sink``, or "" for the first where it is to be had."""
    sys.path.insert(0, str(_COUNTERPARTS))
    counterparts: Any = import_module("counterparts.mail_servers")
    if name == "sink" or (not name and not counterparts.is_installed()):
        yield Sink(folder)
        return
    with counterparts.running_mail_servers() as servers:
        yield Postfix(servers, folder, counterparts)


@contextmanager
def organisation(people: int, server: str = "sink") -> Iterator[tuple[Path, Server]]:
    """Give a folder with a roster of people who joined, and the server that their mails go to."""
    with tempfile.TemporaryDirectory() as name, serving(server, Path(name)) as mails:
        folder = Path(name)
        lines = ["person,source,address,joined"]
        for number in range(people):
            address = f"person{number}@example.org"
            text = google_like(EVENTS, TODAY, seed=number).replace(_OWNER, address)
            (folder / f"{number}.ics").write_text(text, "utf-8", newline="")
            lines.append(f"person{number},{number}.ics,{address},2026-09-01")
        (folder / "people.csv").write_text("\n".join(lines) + "\n", "utf-8")
        mail = {"host": "localhost", "from_address": "digest@example.org", **mails.settings}
        (folder / "meetlint.toml").write_text(
            '[agreements]\ntimezone = "Europe/Amsterdam"\nlanguage = "en"\n[mail]\n'
            + "".join(f"{key} = {json.dumps(value)}\n" for key, value in mail.items()),
            "utf-8",
        )
        yield folder, mails


def run_digests(folder: Path, engine: Sequence[str]) -> Cost:
    """Run the digest once, and return what it cost.

    Args:
        folder: of :func:`organisation`.
        engine: the options that say who works.
    """
    command = [
        *(sys.executable, "-c", "from cli import main; main()", "digest", "send", "--first-time", f"--today={TODAY}"),
        *(f"--config={folder / 'meetlint.toml'}", f"--roster={folder / 'people.csv'}", *engine),
    ]
    return measure(command, variables={"MEETLINT_STATE_DIR": str(folder / "state")})


@contextmanager
def machines(folder: Path, workers: int) -> Iterator[tuple[list[str], list[int]]]:
    """Give the options that name workers of a Dask scheduler, whose outbox is in PostgreSQL, and their processes."""
    postgres: Any = import_module("counterparts.postgres")
    file = folder / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    words = ["--no-dashboard", "--scheduler-file", str(file)]
    started_with = os.environ | WORKER_ENVIRONMENT
    with ExitStack() as stack:

        def start(*command: str) -> int:
            process = subprocess.Popen(
                [*dask, *command, *words], cwd=folder, stderr=subprocess.DEVNULL, env=started_with
            )
            stack.enter_context(process)
            stack.callback(process.terminate)
            return process.pid

        database = stack.enter_context(postgres.running_postgres())
        with (folder / "meetlint.toml").open("a", encoding="utf-8") as settings:
            settings.write(f"[digest]\noutbox = {json.dumps(database.make_schema())}\n")
        start("scheduler", "--host", "127.0.0.1", "--port", "0")
        while not file.exists():
            time.sleep(0.05)
        started = [start("worker", "--no-nanny", "--nthreads", "1", "--host", "127.0.0.1") for _ in range(workers)]
        yield ["--scheduler", json.loads(file.read_text("utf-8"))["address"]], started


@dataclass
class Watch:
    """The memory of each worker as it was seen: when, and how many bytes."""

    seen: dict[int, list[tuple[float, int]]] = field(default_factory=dict)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Look at all workers below this process for the length of a ``with``."""
        ended = threading.Event()

        def look() -> None:
            while not ended.wait(_PAUSE_SECONDS):
                for process in processes_below(os.getpid()):
                    if _is_worker(process) and (size := resident_bytes(process)):
                        self.seen.setdefault(process, []).append((time.monotonic(), size))

        thread = threading.Thread(target=look, daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def lines(self) -> Iterator[str]:
        """Yield for each worker its memory after a tenth of its time, after half of it, at its end, and at most."""
        for number, seen in enumerate(self.seen.values(), 1):
            first, last = seen[0][0], seen[-1][0]
            at = [
                next(size for when, size in reversed(seen) if when <= first + share * (last - first))
                for share in _LOOKED_AT
            ]
            yield (
                f"worker {number}: {', '.join(f'{size / 1e6:.0f}' for size in at)} MB after 10, 50 and 95 % of "
                f"{last - first:.0f} s; at most {max(size for _, size in seen) / 1e6:.0f} MB"
            )


def _is_worker(process: int) -> bool:
    with suppress(OSError):
        words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
        return b"--multiprocessing-fork" in words or words[1:4] == [b"-m", b"dask", b"worker"]
    return False


@dataclass(frozen=True)
class Taken:
    """What a run cost, and the CPU seconds that workers elsewhere, servers and other programs took meanwhile."""

    cost: Cost
    workers: float
    servers: float
    others: float

    @classmethod
    def by(cls, work: Callable[[], Cost], workers: Sequence[int]) -> Taken:
        """Do some work, and return what it took.

        Args:
            work: what is done.
            workers: the processes of a scheduler's workers.
        """
        servers = set(processes_below(os.getpid())[1:]) - set(workers)
        before = _busy_seconds(), _seconds_of(workers), _seconds_of(servers)
        cost = work()
        servers = set(processes_below(os.getpid())[1:]) - set(workers)
        after = _busy_seconds(), _seconds_of(workers), _seconds_of(servers)
        busy, of_workers, of_servers = (late - early for late, early in zip(after, before, strict=True))
        return cls(cost, of_workers, of_servers, max(0.0, busy - cost.cpu - of_workers - of_servers))


def _busy_seconds() -> float:
    user, nice, system, _, _, interrupts, soft, *_ = map(int, Path("/proc/stat").read_text().split("\n")[0].split()[1:])
    return (user + nice + system + interrupts + soft) / os.sysconf("SC_CLK_TCK")


def _seconds_of(processes: Iterable[int]) -> float:
    """Return the CPU seconds of processes, and of those that they have waited for."""
    ticks = 0
    for process in processes:
        with suppress(OSError):
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def wait_for(server: Server, mails: int) -> Counter[str]:
    """Return how many mails each address got, when so many are there: postfix delivers after it has accepted."""
    last = time.monotonic() + _DELIVERY_SECONDS
    while sum((found := server.recipients()).values()) < mails and time.monotonic() < last:
        time.sleep(0.1)
    return found


def main() -> None:
    """Say what the digests of so many people cost, and check that each went out once."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.digest", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--server", choices=("postfix", "sink"), default="")
    parser.add_argument("--dask", action="store_true")
    chosen = parser.parse_args()
    with organisation(chosen.people, chosen.server) as (folder, server), ExitStack() as stack:
        engine, workers = [f"--workers={chosen.workers}"], list[int]()
        if chosen.dask:
            engine, workers = stack.enter_context(machines(folder, chosen.workers))
        watch = Watch()
        with watch.watching():
            first = Taken.by(lambda: run_digests(folder, engine), workers)
        sent = wait_for(server, chosen.people)
        second = Taken.by(lambda: run_digests(folder, engine), workers)
        if server.recipients() != sent or any(number > 1 for number in sent.values()):
            raise SystemExit("a mail went out twice")
        kilobytes = server.octets() / max(sum(sent.values()), 1) / 1000
        print(
            f"{chosen.people} people, {len(sent)} mails of {kilobytes:.0f} kB to {type(server).__name__.lower()}, "
            f"{chosen.workers} workers{' of a scheduler' * chosen.dask}"
        )
        for name, taken in (("first run", first), ("second run", second)):
            print(
                f"{name}: {taken.cost.wall:.1f} s, {taken.cost.cpu + taken.workers:.1f} s of CPU; "
                f"servers {taken.servers:.1f} s, other programs {taken.others:.1f} s of CPU"
            )
        print(*watch.lines(), sep="\n")


if __name__ == "__main__":
    main()
