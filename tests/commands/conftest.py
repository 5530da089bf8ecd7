"""How commands are tried: through the front door, in an empty folder."""

from __future__ import annotations

import pickle
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

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


@pytest.fixture
def meetlint(capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Call]:
    """Run meetlint in an empty folder; gives exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MEETLINT_STATE_DIR", str(tmp_path / "state"))

    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    yield call
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
