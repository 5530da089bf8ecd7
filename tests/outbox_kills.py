"""Kills senders at seeded points, and starts many at once: nothing acknowledged is lost, and nothing is sent twice.

``python -m tests.outbox_kills --kills 200 --starts 10 [--postgres] [--seed 1]``. Senders are real processes, killed
with SIGKILL when they reach the n-th line of the outbox or of a server's answer; a server counts what arrives.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from connectors.mail.names import Names  # noqa: E402
from connectors.mail.outbox.box import Outbox  # noqa: E402
from connectors.mail.outbox.storage import AlreadyRunningError  # noqa: E402
from connectors.mail.outcomes import Outcome  # noqa: E402

NAMES = Names(b"0123456789abcdef" * 2, "example.org")
NOW = datetime(2026, 11, 30, 7, tzinfo=UTC)
WEEK = "2026-W48"
WATCHED = str(ROOT / "connectors" / "mail")


class CountingServer:
    """Takes one Message-ID a line, counts it, and says so."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=self._talk, args=self._listening.accept()[:1], daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rwb") as file, contextlib.suppress(OSError):
            for line in file:
                self.taken[line.decode().strip()] += 1
                file.write(b"250\n")
                file.flush()

    def close(self) -> None:
        self._listening.close()


def send_all(place: Path | str, people: list[str], port: int, settled: Callable[[str], None]) -> None:
    """Do what a run does: plan, claim one, send it, settle it, until nothing is due."""
    with Outbox(place, NAMES, wait_seconds=60) as outbox:
        outbox.plan(people, WEEK, NOW)
        with (
            outbox.sending(f"run-{os.getpid()}", NOW) as sending,
            socket.create_connection(("127.0.0.1", port)) as line,
        ):
            file = line.makefile("rwb")
            (claim,) = sending.claim(NOW, period=WEEK) or (None,)
            while claim:
                file.write(f"{claim.message_id}\n".encode())
                file.flush()
                answer = int(file.readline())
                done = claim
                is_settled, claim = sending.settle_and_claim(done, Outcome("accepted", answer), NOW, period=WEEK)
                if is_settled:
                    settled(done.message_id)
            sending.end(NOW)


def killed_at(count: int) -> None:
    """Kill this process when it reaches the line of that number, in the outbox or in :func:`send_all`."""
    left = count

    def step(frame: Any, event: str, argument: object) -> Any:
        nonlocal left
        if not (frame.f_code.co_filename.startswith(WATCHED) or frame.f_code is send_all.__code__):
            return None
        if event == "line":
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return step

    sys.settrace(step)


def counted_lines(work: Callable[[], None]) -> int:
    """Return how many such lines some work goes through."""
    seen = 0

    def step(frame: Any, event: str, argument: object) -> Any:
        nonlocal seen
        if not (frame.f_code.co_filename.startswith(WATCHED) or frame.f_code is send_all.__code__):
            return None
        seen += event == "line"
        return step

    sys.settrace(step)
    try:
        work()
    finally:
        sys.settrace(None)
    return seen


def child(work: Callable[[Callable[[str], None]], None], journal: Path) -> int:
    """Start a process that notes every mail it settled, and return its id."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        with journal.open("ab", buffering=0) as file:
            work(lambda message_id: file.write(f"{message_id}\n".encode()) and None)
        code = 0
    except AlreadyRunningError:
        code = 75
    finally:
        os._exit(code)


def check(place: Path | str, people: list[str], server: CountingServer, journal: Path, before: Counter[str]) -> int:
    """Hold what must hold, and return how many mails are unknown."""
    with Outbox(place, NAMES, wait_seconds=60) as outbox:
        rows = outbox.rows(WEEK)
    acknowledged = set(journal.read_text("ascii").split()) if journal.exists() else set()
    assert [row.person for row in rows] == sorted(people), "a mail is lost"
    for row in rows:
        arrived = server.taken[row.message_id] - before[row.message_id]
        assert row.state in {"sent", "unknown"}, row.state
        assert arrived <= 1, "a second mail"
        assert arrived == 1 or row.state == "unknown", "called sent, and never sent"
        assert row.state == "sent" or row.message_id not in acknowledged, "an acknowledged state is lost"
    return sum(row.state == "unknown" for row in rows)


def kill_many(place_of: Callable[[int], Path | str], kills: int, seed: int, mails: int = 6) -> tuple[int, int]:
    """Kill a sender at each of so many points, let the next run finish, and check; return kills and unknown mails."""
    people = sorted(NAMES.person(f"person{number}@example.org") for number in range(mails))
    server = CountingServer()
    chooser = random.Random(seed)
    total = counted_lines(lambda: send_all(place_of(-1), people, server.port, lambda _: None))
    unknown = killed = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(kills):
            place, journal = place_of(number), Path(folder) / f"{number}.txt"
            before = Counter(server.taken)
            count = chooser.randrange(1, total)

            def dying(settled: Callable[[str], None], place: Path | str = place, count: int = count) -> None:
                killed_at(count)
                send_all(place, people, server.port, settled)

            def whole(settled: Callable[[str], None], place: Path | str = place) -> None:
                send_all(place, people, server.port, settled)

            _, status = os.waitpid(child(dying, journal), 0)
            killed += os.WIFSIGNALED(status)
            _wait_for_locks(place)
            _, status = os.waitpid(child(whole, journal), 0)
            assert status == 0, f"the run after kill {number} at line {count} failed"
            found = check(place, people, server, journal, before)
            assert found <= 1, "one kill leaves at most one mail unknown"
            unknown += found
    server.close()
    return killed, unknown


def _wait_for_locks(place: Path | str) -> None:
    """Let PostgreSQL notice that the session is gone; a file's lock went with the process."""
    if isinstance(place, Path):
        return
    import psycopg

    query = b"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with psycopg.connect(place, autocommit=True) as connection:
        while connection.execute(query).fetchone() != (0,):
            time.sleep(0.005)


def start_many(place: Path | str, starts: int, mails: int = 40) -> Counter[int]:
    """Start so many senders at once, check that each mail is sent once, and return how they ended."""
    people = sorted(NAMES.person(f"person{number}@example.org") for number in range(mails))
    server = CountingServer()
    with tempfile.TemporaryDirectory() as folder:
        journal = Path(folder) / "settled.txt"
        ready, gate = os.pipe()

        def waiting(settled: Callable[[str], None]) -> None:
            os.close(gate)
            os.read(ready, 1)  # until the parent closes its end
            send_all(place, people, server.port, settled)

        pids = [child(waiting, journal) for _ in range(starts)]
        os.close(ready)
        os.close(gate)
        ends = Counter(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids)
        assert check(place, people, server, journal, Counter()) == 0, "nobody died"
        assert sum(server.taken.values()) == mails, "each mail once"
    server.close()
    return ends


@contextlib.contextmanager
def files() -> Iterator[Callable[[int], Path]]:
    """Give a function that returns a new file for each number."""
    with tempfile.TemporaryDirectory() as folder:
        yield lambda number: Path(folder) / f"outbox{number}.sqlite"


@contextlib.contextmanager
def schemas() -> Iterator[Callable[[int], str]]:
    """Give a function that returns a new schema of PostgreSQL for each number."""
    sys.path.insert(0, str(ROOT / "tests"))
    from counterparts.postgres import running_postgres

    with running_postgres() as server:
        yield lambda _: server.make_schema()


def main() -> int:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--starts", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", action="store_true", help="in PostgreSQL instead of a file")
    options = parser.parse_args()
    with schemas() if options.postgres else files() as place_of:
        if options.kills:
            killed, unknown = kill_many(place_of, options.kills, options.seed)
            print(f"{killed} of {options.kills} senders killed; {unknown} mails unknown, none lost, none twice")
        if options.starts:
            ends = start_many(place_of(-2), options.starts)
            print(f"{options.starts} senders at once: {ends[0]} sent, {ends[75]} found another at work; each mail once")
            assert ends[0] + ends[75] == options.starts
            assert ends[0] >= 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
