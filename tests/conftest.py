"""What all tests share: the data beside the repository, an odd zone, no network but loopback."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from scripted_server import Server

if TYPE_CHECKING:
    from counterparts.postgres import Postgres

SHARED = Path(__file__).parents[1] / ".." / "shared" / "data"

# The same examples in every run, and no verdict from the clock of a busy machine.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


@pytest.fixture(autouse=True, scope="session")
def _odd_zone() -> None:
    """Run in a zone nobody expects, so that a leak of the machine's zone shows."""
    os.environ["TZ"] = "Australia/Lord_Howe"
    time.tzset()


@pytest.fixture(autouse=True, scope="session")
def _no_keyring() -> None:
    """Keep the keyring of whoever runs the tests out of them."""
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"


@pytest.fixture(autouse=True, scope="session")
def _interrupts_arrive() -> None:
    """Undo what a shell does to jobs in the background: children would inherit that an interrupt is ignored."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put back what a run of meetlint leaves in its process: the language of click's words, and what ends it."""
    monkeypatch.setenv("LANGUAGE", "")
    yield
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


@pytest.fixture
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the proxies and authorities of whoever runs the tests out of them."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "requests_ca_bundle", "curl_ca_bundle"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(scope="session")
def plain() -> Iterator[Server]:
    running = Server()
    yield running
    running.stop()


@pytest.fixture
def server(plain: Server, no_proxies: None) -> Iterator[Server]:
    """A server on 127.0.0.1 without answers yet, in a process without proxies."""
    yield plain
    plain.reset()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of shared data, or skip visibly where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the data beside the repository (../shared/data) is absent")
    return SHARED.resolve()


@pytest.fixture(scope="session")
def need() -> Callable[[bool, str], None]:
    """Return what skips a test whose counterpart is not installed, by name; in CI, where it must be, the test fails."""

    def check(is_there: bool, name: str) -> None:
        if is_there:
            return
        text = f"{name} is not installed: make counterparts"
        if os.environ.get("CI") == "true":
            pytest.fail(text)
        pytest.skip(text)

    return check


@pytest.fixture(scope="session")
def running_postgres(need: Callable[[bool, str], None]) -> Iterator[Postgres]:
    """PostgreSQL on the loopback."""
    from counterparts import postgres  # no module for every system

    need(postgres.is_installed(), "PostgreSQL")
    pytest.importorskip("psycopg")
    with postgres.running_postgres() as server:
        yield server


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their argument: packed bytes hold the time, and every worker must collect the same names."""
    return argname if isinstance(val, bytes) else None
