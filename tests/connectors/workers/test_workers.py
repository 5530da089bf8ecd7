"""Both engines keep one contract: whole people, each once, and a worker that dies costs at most the one it died of."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from analyzer.errors import UsageError
from connectors.workers.dask import WORKER_ENVIRONMENT, DaskWorkers
from connectors.workers.mapping import Engine, Lost, groups_of, map_groups
from connectors.workers.pool import ProcessPool

WAIT_SECONDS = 300.0
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")


@pytest.fixture(scope="module", params=["pool", "dask"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Give each engine in turn, with two workers."""
    if request.param == "pool":
        with ProcessPool(2) as pool:
            yield pool
        return
    distributed = pytest.importorskip("distributed")
    dask = pytest.importorskip("dask")
    with ExitStack() as stack:
        stack.enter_context(
            dask.config.set(
                {
                    "distributed.nanny.pre-spawn-environ": dict(WORKER_ENVIRONMENT),
                    "distributed.scheduler.allowed-failures": 1,
                }
            )
        )
        cluster = stack.enter_context(
            distributed.LocalCluster(
                n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50, scheduler_port=0
            )
        )
        stack.enter_context(pytest.MonkeyPatch.context()).setattr("connectors.workers.dask.NO_WORKER_SECONDS", 90)
        yield stack.enter_context(DaskWorkers(cluster.scheduler_address))


def tell(people: Sequence[str]) -> dict[str, int]:
    """Return who was worked on, and by which process."""
    return dict.fromkeys(people, os.getpid())


def mark_and_die_of(poison: str, folder: Path, people: Sequence[str]) -> list[str]:
    """Leave a mark for each person; die of one of them, as the kernel kills a process that takes too much memory."""
    for person in people:
        (folder / f"{person}-{time.monotonic_ns()}").touch()
        if person == poison:
            os.kill(os.getpid(), signal.SIGKILL)
    return list(people)


def wait_to_be_killed_once(folder: Path, people: Sequence[str]) -> list[str]:
    """Say by which process a person is worked on, and wait, the first time, until somebody kills it."""
    for person in people:
        seen = folder / person
        if person == "slow" and not seen.exists():
            ready = folder / "pid.new"
            ready.write_text(str(os.getpid()))
            ready.rename(seen)
            time.sleep(WAIT_SECONDS)
    return list(people)


def outcomes(work: Callable[[Sequence[str]], Any], groups: list[list[str]], engine: Engine) -> dict[str, Any]:
    """Return what came of each person, and see that each came once."""
    found: dict[str, Any] = {}
    try:
        for people, result in map_groups(work, groups, engine):
            assert not found.keys() & set(people)
            found |= dict.fromkeys(people, result)
    except UsageError as error:
        # Dask's own nannies start what replaces a worker; when they give up, nothing can be said of our part.
        pytest.skip(f"Dask brought no worker back: {error}")
    return found


def test_every_person_is_worked_on_once_and_by_another_process(engine: Engine) -> None:
    groups = [[f"p{number}", f"q{number}"] for number in range(7)]
    found = outcomes(tell, groups, engine)
    assert sorted(found) == sorted(person for group in groups for person in group)
    assert all(
        set(result) == {person, f"{'pq'.replace(person[0], '')}{person[1:]}"} for person, result in found.items()
    )
    assert os.getpid() not in {process for result in found.values() for process in result.values()}


def test_no_people_are_no_work(engine: Engine) -> None:
    assert list(map_groups(tell, [], engine)) == []


@POSIX
def test_who_makes_every_worker_die_is_known_and_the_rest_is_done(engine: Engine, tmp_path: Path) -> None:
    groups = [["a", "poison", "b"], ["c", "d"], ["e"], ["f"]]
    found = outcomes(partial(mark_and_die_of, "poison", tmp_path), groups, engine)
    lost = {person for person, result in found.items() if isinstance(result, Lost)}
    assert lost == {"poison"}
    assert sorted(found) == ["a", "b", "c", "d", "e", "f", "poison"]
    tries = [path.name for path in tmp_path.iterdir() if path.name.startswith("poison")]
    assert len(tries) > 1


@POSIX
def test_a_worker_that_somebody_kills_costs_nobody(engine: Engine, tmp_path: Path) -> None:
    work = partial(wait_to_be_killed_once, tmp_path)
    found: dict[str, Any] = {}
    for people, result in map_groups(work, [["slow", "beside"], *([f"p{number}"] for number in range(6))], engine):
        found |= dict.fromkeys(people, result)
        seen = tmp_path / "slow"
        if len(found) == 6:  # the other worker has done all there was: now the one that waits is killed
            end = time.monotonic() + WAIT_SECONDS
            while not seen.exists() and time.monotonic() < end:
                time.sleep(0.01)
            os.kill(int(seen.read_text()), signal.SIGKILL)
    assert sorted(found) == ["beside", *(f"p{number}" for number in range(6)), "slow"]
    assert not [person for person, result in found.items() if isinstance(result, Lost)]


def test_a_pool_that_is_left_in_the_middle_leaves_no_process(tmp_path: Path) -> None:
    work = partial(wait_to_be_killed_once, tmp_path)
    going = ProcessPool(2).run(work, [["slow"], ["p1"]])
    assert next(going) == (1, ["p1"])
    seen = tmp_path / "slow"
    end = time.monotonic() + WAIT_SECONDS
    while not seen.exists() and time.monotonic() < end:
        time.sleep(0.01)
    process = int(seen.read_text())
    going.close()
    while time.monotonic() < end:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            break
        time.sleep(0.01)
    else:
        pytest.fail("the process is still there")


@pytest.mark.parametrize(
    ("people", "workers", "sizes"),
    [
        (0, 2, []),
        (1, 2, [1]),
        (7, 2, [1] * 7),
        (16, 2, [2] * 8),
        (17, 2, [2] * 8 + [1]),
        (1_000, 2, [20] * 50),
        (9, 1, [2, 2, 2, 2, 1]),
    ],
)
def test_groups_hold_whole_people_in_their_order(people: int, workers: int, sizes: list[int]) -> None:
    groups = groups_of(range(people), workers)
    assert [len(group) for group in groups] == sizes
    assert [person for group in groups for person in group] == list(range(people))


def test_a_scheduler_that_is_not_there_is_said() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(UsageError, match=r"The scheduler at tcp://127\.0\.0\.1:9 does not answer"):
        DaskWorkers("tcp://127.0.0.1:9", patience_seconds=0.5)


def test_a_scheduler_without_workers_is_said() -> None:
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=":0", silence_logs=50) as cluster,
        pytest.raises(UsageError, match="has no workers"),
    ):
        DaskWorkers(cluster.scheduler_address, patience_seconds=0.5)


def test_a_scheduler_without_workers_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr("connectors.workers.dask.NO_WORKER_SECONDS", 0)
    monkeypatch.setattr("connectors.workers.dask._ASKED_AGAIN_SECONDS", 0.1)
    with (
        distributed.LocalCluster(
            n_workers=1,
            threads_per_worker=1,
            processes=False,
            dashboard_address=":0",
            silence_logs=50,
            scheduler_port=0,
        ) as cluster,
        DaskWorkers(cluster.scheduler_address) as workers,
    ):
        cluster.scale(0)
        cluster.sync(cluster._correct_state)
        with pytest.raises(UsageError, match="lost all its workers"):
            list(workers.run(tell, [["a"], ["b"]]))
