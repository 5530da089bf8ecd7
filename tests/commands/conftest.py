"""How commands are tried: through the front door, in an empty folder."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from digest_weeks import vouched
from scripted_smtp import MailServer

from cli import main

Call = Callable[..., tuple[int, str, str]]


class Here:
    """An engine in this very process, so that what it does can be watched."""

    workers = 1

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def run(self, work: Any, groups: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        for number, group in enumerate(groups):
            yield number, pickle.loads(pickle.dumps(work(pickle.loads(pickle.dumps(group)))))


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.workers.pool.ProcessPool", lambda workers: Here())


@pytest.fixture(params=["pool", "dask"])
def engine_options(request: pytest.FixtureRequest) -> Iterator[tuple[str, ...]]:
    """Give what names each engine on the command line."""
    if request.param == "pool":
        yield ("--workers", "2")
        return
    distributed = pytest.importorskip("distributed")
    with ExitStack() as stack:
        cluster = stack.enter_context(
            distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50)
        )
        yield ("--scheduler", cluster.scheduler_address)


@pytest.fixture
def mail_server(tmp_path: Path) -> Iterator[MailServer]:
    """Run a mail server on localhost; ``ca.pem`` in the folder of the test vouches for it."""
    context, _ = vouched(tmp_path)
    server = MailServer(context)
    yield server
    server.close()


@pytest.fixture
def meetlint(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_before: None
) -> Call:
    """Run meetlint in an empty folder; gives exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MEETLINT_STATE_DIR", str(tmp_path / "state"))

    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    return call
