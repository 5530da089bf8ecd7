"""The engine on one machine: processes side by side, each of which may die without taking another along."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from connectors.workers.mapping import LOST, Lost, Person, Result, Work


class ProcessPool:
    """Some processes, started when there is work, kept for more of it, and ended at the end of a ``with``."""

    def __init__(self, workers: int) -> None:
        self.workers = max(1, workers)
        # A pool of its own for each process: of a pool that breaks it is known which group broke it.
        self._pools: list[ProcessPoolExecutor] = []
        self._strangers = set(multiprocessing.active_children())

    def __enter__(self) -> ProcessPool:
        """Return it."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes; what one of them still does is waited for."""
        for pool in self._pools:
            pool.shutdown()
        self._pools.clear()

    def run(
        self, work: Work[Person, Result], groups: Sequence[Sequence[Person]]
    ) -> Iterator[tuple[int, Result | Lost]]:
        """Yield the number of each group with what came of it, as they get ready."""
        while len(self._pools) < min(self.workers, len(groups)):
            self._pools.append(_new_pool())
        waiting, idle = deque(range(len(groups))), deque(range(len(self._pools)))
        running: dict[Future[Any], tuple[int, int]] = {}
        try:
            while waiting or running:
                while waiting and idle:
                    place, number = idle.popleft(), waiting.popleft()
                    running[self._pools[place].submit(work, groups[number])] = place, number
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    place, number = running.pop(future)
                    idle.append(place)
                    try:
                        yield number, future.result()
                    except BrokenProcessPool:
                        self._pools[place].shutdown(wait=False)
                        self._pools[place] = _new_pool()
                        yield number, LOST
        finally:
            if running:
                self._break_off()

    def _break_off(self) -> None:
        """End the processes at once: nobody waits for what they still do."""
        for pool in self._pools:
            pool.shutdown(wait=False, cancel_futures=True)
        self._pools.clear()
        for process in set(multiprocessing.active_children()) - self._strangers:
            process.terminate()


def _new_pool() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """Let an interrupt end a worker without a word: the one who started it says what there is to say."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
