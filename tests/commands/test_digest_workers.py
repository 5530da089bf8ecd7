"""The digest by workers of a Dask scheduler: machines that share nothing but the outbox in PostgreSQL."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from counterparts import postgres
from digest_weeks import WEDNESDAY, quiet_calendar_of, write_calendars, write_settings
from running import GUARD_SECONDS, running
from scripted_smtp import MailServer

from commands.many.digests.office import _refusals

from .conftest import Call

PEOPLE = tuple(f"p{number:02}" for number in range(8))
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Machines:
    """A scheduler, and two workers in folders and with a state of their own."""

    scheduler: str
    workers: tuple[subprocess.Popen[bytes], ...]

    def runs(self) -> list[int]:
        """Return how many runs of the digest each worker had a part in."""
        from distributed import Client

        with Client(self.scheduler, set_as_default=False) as client:
            return sorted(seen.misses for seen in client.run(_refusals.cache_info).values())


@pytest.fixture
def machines(tmp_path: Path, need: Callable[[bool, str], None]) -> Iterator[Machines]:
    """Start them as an organisation does, without a nanny: who is killed stays dead."""
    need(find_spec("distributed") is not None, "Dask, which meetlint[scale] brings,")
    file = tmp_path / "scheduler.json"
    dask, quiet = [sys.executable, "-m", "dask"], ["--no-dashboard", "--scheduler-file", str(file)]
    with ExitStack() as stack:

        def start(name: str, *words: str) -> subprocess.Popen[bytes]:
            folder = tmp_path / name
            folder.mkdir()
            environment = {**os.environ, "PYTHONPATH": str(ROOT), "MEETLINT_STATE_DIR": str(folder / "state")}
            said = stack.enter_context((folder / "said").open("wb"))
            return stack.enter_context(running([*dask, *words, *quiet], cwd=folder, env=environment, stderr=said))

        start("scheduler", "scheduler", "--host", "127.0.0.1", "--port", "0")
        end = time.monotonic() + GUARD_SECONDS
        while not file.exists():
            assert time.monotonic() < end, (tmp_path / "scheduler" / "said").read_text()
            time.sleep(0.02)
        words = ("worker", "--no-nanny", "--nthreads", "1", "--host", "127.0.0.1")
        workers = tuple(start(name, *words) for name in ("one", "two"))
        yield Machines(json.loads(file.read_text())["address"], workers)


@pytest.fixture
def settings(tmp_path: Path, mail_server: MailServer) -> Path:
    """Eight people who joined, one of whom has nothing to hear."""
    write_calendars(tmp_path, PEOPLE)
    (tmp_path / "p03.ics").write_text(quiet_calendar_of("p03@example.org"), "utf-8")
    # Named from the folder of the settings, in which no worker stands.
    return write_settings(tmp_path, mail_server.port, Path("ca.pem"), PEOPLE)


def counts_of(meetlint: Call) -> dict[str, int]:
    code, out, err = meetlint("digest", "status", "--format", "json", "--today", WEDNESDAY)
    assert code == 0, err
    return {state: number for state, number in json.loads(out)["counts"].items() if number}


def set_outbox(settings: Path, place: str) -> None:
    text = re.sub(r'outbox = ".*"\n', "", settings.read_text("utf-8"))
    settings.write_text(text.replace("[digest]\n", f'[digest]\noutbox = "{place}"\n'), "utf-8")


def mails_of(server: MailServer) -> dict[str, bytes]:
    """Return what everybody got, but for the name and the time of the run, and see that nobody got two."""
    assert set(Counter(map(tuple, server.recipients)).values()) <= {1}
    return {
        person: re.sub(rb"(?:X-Run-Id|Date): .*\r\n", b"", body)
        for (person,), body in zip(server.recipients, server.bodies, strict=True)
    }


def test_workers_of_a_scheduler_send_the_same_mails_as_processes_do(
    meetlint: Call, settings: Path, mail_server: MailServer, machines: Machines, running_postgres: postgres.Postgres
) -> None:
    send = ("digest", "send", "--first-time", "--today", WEDNESDAY)
    code, _, err = meetlint(*send, "--workers", "2")
    assert code == 0, err
    by_processes, counts = mails_of(mail_server), counts_of(meetlint)
    assert counts == {"sent": len(PEOPLE) - 1, "nothing-to-say": 1}
    mail_server.bodies.clear()
    mail_server.recipients.clear()
    set_outbox(settings, running_postgres.make_schema())
    code, _, err = meetlint(*send, "--scheduler", machines.scheduler)
    assert code == 0, err
    assert mails_of(mail_server) == by_processes
    assert counts_of(meetlint) == counts
    assert machines.runs() == [1, 1]
    code, _, err = meetlint(*send, "--scheduler", machines.scheduler)
    assert (code, len(mail_server.bodies)) == (0, len(PEOPLE) - 1), err


def test_a_machine_that_dies_costs_one_mail_at_most_and_leaves_nobody_without_a_state(
    meetlint: Call, settings: Path, mail_server: MailServer, machines: Machines, running_postgres: postgres.Postgres
) -> None:
    set_outbox(settings, running_postgres.make_schema())
    doomed, ended = machines.workers[0], threading.Event()

    def kill() -> None:
        while len(mail_server.bodies) < 3 and not ended.wait(0.001):
            pass
        doomed.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        code, _, err = meetlint(
            "digest", "send", "--first-time", "--today", WEDNESDAY, "--scheduler", machines.scheduler
        )
    finally:
        ended.set()
        killer.join()
    assert code in (0, 4), err
    assert doomed.wait(GUARD_SECONDS) != 0
    assert machines.workers[1].poll() is None
    counts = counts_of(meetlint)
    assert sum(counts.values()) == len(PEOPLE)
    assert counts.keys() <= {"sent", "unknown", "nothing-to-say"}
    # Who has nothing to hear may be the one whom the machine had in its hands.
    unknown = counts.get("unknown", 0)
    assert unknown <= 1 <= counts.get("nothing-to-say", 0) + unknown
    assert counts["sent"] <= len(mails_of(mail_server)) < len(PEOPLE)


def test_an_outbox_that_is_a_file_is_not_shared_with_other_machines(
    meetlint: Call, settings: Path, mail_server: MailServer
) -> None:
    code, _, err = meetlint("digest", "send", "--first-time", "--today", WEDNESDAY, "--scheduler", "tcp://127.0.0.1:9")
    assert code == 2
    assert "cannot share an outbox that is a file" in err
    assert "postgresql://" in err
    assert not mail_server.connections
