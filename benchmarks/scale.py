"""How work on many people grows: one worker, two, and Dask beside the pool. ``python -m benchmarks.scale``.

Everything is warm: each engine has done the same work once before it is measured, and the runs of all engines
alternate, so that a noisy moment hits them alike. What counts are the ratios; the processor time of one person, which
other programs on the machine hardly change, answers how many workers an organisation needs.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.calendars import google_like
from commands.many.errands import Errand, Task
from commands.many.roster import Member
from commands.many.work import run_errand
from commands.request import Request
from connectors.workers.dask import WORKER_ENVIRONMENT, DaskWorkers
from connectors.workers.mapping import Engine, groups_of, map_groups
from connectors.workers.pool import ProcessPool

MIDDLE = date(2026, 11, 18)
RUNS = 5
ORGANISATION = 100_000
HOURS = 8


def people_in(folder: Path, people: int, events: int) -> list[Member]:
    """Write calendars of some people; each has as many events as a year of one person in an office holds."""
    members = []
    for number in range(people):
        path = folder / f"p{number}.ics"
        path.write_text(google_like(events, MIDDLE, seed=number), newline="")
        members.append(Member(f"p{number}", (str(path),), "anna@example.org"))
    return members


def errand(task: Task, folder: Path) -> Errand:
    """Return what is measured: a quarter of each person's calendar."""
    request = Request(sources=(), first=date(2026, 9, 1), last=date(2026, 11, 30), today=MIDDLE)
    now = datetime(2026, 11, 18, 12, tzinfo=UTC)
    return Errand(task=task, request=request, now=now, folder=folder, key=b"the key of a benchmark", again=True)


def timed(task: Errand, members: Sequence[Member]) -> tuple[int, float]:
    """Return how many people were done, and the processor seconds that it took; runs in a worker."""
    begin = time.process_time()
    done = run_errand(task, members).done
    return done, time.process_time() - begin


def seconds_of(engine: Engine, task: Errand, members: list[Member]) -> tuple[float, float]:
    """Return how long an engine takes for everybody, and the processor seconds; everybody has to come out of it."""
    begin, done, work = time.perf_counter(), 0, 0.0
    for _, result in map_groups(partial(timed, task), groups_of(members, 2), engine):
        if isinstance(result, tuple):
            done, work = done + result[0], work + result[1]
    taken = time.perf_counter() - begin
    if done != len(members):
        raise SystemExit(f"{len(members) - done} people did not come out of it")
    return taken, work


@contextmanager
def dask_workers(workers: int) -> Iterator[DaskWorkers]:
    """Give a scheduler on this machine with some workers of one thread each, started as ours are to be started."""
    dask: Any = import_module("dask")
    distributed: Any = import_module("distributed")
    with (
        dask.config.set({"distributed.nanny.pre-spawn-environ": dict(WORKER_ENVIRONMENT)}),
        distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address=":0", silence_logs=50
        ) as cluster,
        DaskWorkers(cluster.scheduler_address) as engine,
    ):
        yield engine


def main() -> None:
    """Print how long each engine takes, the ratios, and what an organisation needs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--events", type=int, default=1_000, help="of each person")
    parser.add_argument("--runs", type=int, default=RUNS)
    sizes = parser.add_mutually_exclusive_group()
    sizes.add_argument("--quick", dest="size", action="store_const", const=(12, 1), help="few people, once")
    sizes.add_argument("--all", dest="size", action="store_const", const=(200, 5), help="many people")
    asked = parser.parse_args()
    if asked.size:
        asked.people, asked.runs = asked.size
    with (
        tempfile.TemporaryDirectory() as name,
        ProcessPool(1) as one,
        ProcessPool(2) as two,
        dask_workers(2) as dask,
    ):
        folder = Path(name)
        members = people_in(folder, asked.people, asked.events)
        engines: dict[str, Engine] = {"pool, 1 worker": one, "pool, 2 workers": two, "Dask, 2 workers": dask}
        print(f"{asked.people} people with {asked.events} events each, a quarter of them, {asked.runs} runs, medians")
        tasks: tuple[Task, ...] = ("collect", "sum")
        for task in tasks:
            work = errand(task, folder)
            for engine in engines.values():
                seconds_of(engine, work, members)
            times: dict[str, list[float]] = {label: [] for label in engines}
            costs = []
            for _ in range(asked.runs):
                for label, engine in engines.items():
                    seconds, cost = seconds_of(engine, work, members)
                    times[label].append(seconds)
                    costs.append(cost / asked.people)
            middle = {label: statistics.median(each) for label, each in times.items()}
            single, double, spread = middle.values()
            print(f"\n{'collect --for audit' if task == 'collect' else 'check --summary'}")
            for label, seconds in middle.items():
                print(f"  {label:<16} {seconds:6.2f} s")
            print(f"  1 -> 2 workers: {single / double:.2f} times as fast")
            print(f"  Dask against the pool: {spread / double:.2f} times its time")
            hours = statistics.median(costs) * ORGANISATION / 3600
            print(f"  processor time of a person: {1000 * statistics.median(costs):.0f} ms")
            print(
                f"  {ORGANISATION:,} people: {hours:.1f} hours of one worker, {hours / HOURS:.1f} workers for {HOURS} h"
            )


if __name__ == "__main__":
    main()
