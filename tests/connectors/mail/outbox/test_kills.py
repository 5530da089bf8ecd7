"""Senders that are killed, and senders that start at once: a sample of ``python -m tests.outbox_kills``."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from counterparts import postgres
from running import GUARD_SECONDS

ROOT = Path(__file__).parents[4]


def kills(*options: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.outbox_kills", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=GUARD_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
def test_killed_senders_lose_nothing_and_send_nothing_twice() -> None:
    said = kills("--kills", "12", "--starts", "10", "--seed", "7")
    assert "12 of 12 senders killed" in said
    assert "10 senders at once" in said


def test_the_same_in_postgresql(need: Callable[[bool, str], None]) -> None:
    need(postgres.is_installed(), "PostgreSQL")
    pytest.importorskip("psycopg")
    said = kills("--kills", "6", "--starts", "10", "--seed", "7", "--postgres")
    assert "6 of 6 senders killed" in said
    assert "10 senders at once: 10 sent" in said
