"""Several reads at once, that an interrupt ends at once: nobody waits for a server to finish."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

Result = TypeVar("Result")

_LOOK_SECONDS = 0.2


def run_side_by_side(tasks: Sequence[Callable[[], Result]], concurrent: int) -> list[Result]:
    """Return what each task returns, in their order, at most ``concurrent`` of them at once.

    One task runs where it is asked for. More run in threads that do not hold up the end of the program, as those of
    a pool would: an interrupt is raised here while they are still waiting for an answer.

    Raises:
        BaseException: what the first task in order raised.
    """
    if len(tasks) < 2:
        return [task() for task in tasks]
    left: queue.SimpleQueue[int] = queue.SimpleQueue()
    for position in range(len(tasks)):
        left.put(position)
    done: queue.SimpleQueue[tuple[int, Any, BaseException | None]] = queue.SimpleQueue()

    def work() -> None:
        while True:
            try:
                position = left.get_nowait()
            except queue.Empty:
                return
            try:
                done.put((position, tasks[position](), None))
            except BaseException as error:  # handed to whoever asked, who raises it
                done.put((position, None, error))

    for _ in range(min(concurrent, len(tasks))):
        threading.Thread(target=work, daemon=True, name="reader").start()
    found = sorted((_next(done) for _ in tasks), key=lambda each: each[0])
    for _, _, error in found:
        if error is not None:
            raise error
    return [result for _, result, _ in found]


def _next(done: queue.SimpleQueue[tuple[int, Any, BaseException | None]]) -> tuple[int, Any, BaseException | None]:
    while True:
        try:
            # Not without an end: a signal that another thread receives would not wake this one.
            return done.get(timeout=_LOOK_SECONDS)
        except queue.Empty:
            continue
