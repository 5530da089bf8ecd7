from __future__ import annotations

import signal
import sys
import textwrap
import threading
from pathlib import Path

import pytest
from running import GUARD_SECONDS, running
from scripted_server import Crowd, Handler, Server

from connectors.services.side_by_side import run_side_by_side

ROOT = Path(__file__).parents[3]


def test_results_come_in_the_order_of_the_tasks() -> None:
    is_done = [threading.Event() for _ in range(6)]
    is_done[5].set()

    def task(number: int):
        def work() -> int:
            assert is_done[number + 1].wait(GUARD_SECONDS), "the last one ends first"
            is_done[number].set()
            return number

        return work

    assert run_side_by_side([task(number) for number in range(5)], 5) == [0, 1, 2, 3, 4]


def test_no_more_tasks_run_at_once_than_allowed() -> None:
    crowd = Crowd(3)

    def task() -> None:
        with crowd.inside():
            pass

    run_side_by_side([task] * 12, 3)
    assert crowd.most == 3


def test_the_first_error_in_order_is_raised_and_the_other_tasks_are_done() -> None:
    done = []

    def fail(text: str):
        def task() -> None:
            raise ValueError(text)

        return task

    with pytest.raises(ValueError, match="second"):
        run_side_by_side([lambda: done.append(1), fail("second"), fail("third"), lambda: done.append(4)], 2)
    assert sorted(done) == [1, 4]


def test_nothing_to_do_gives_nothing() -> None:
    assert run_side_by_side([], 4) == []


@pytest.mark.parametrize("tasks", [1, 3])
def test_an_interrupt_ends_reading_at_once(server: Server, tasks: int) -> None:
    """C01: Ctrl-C while a server does not answer ends the program, and the server has not answered yet."""
    asked, is_over = threading.Event(), threading.Event()

    def hang(to: Handler) -> None:
        asked.set()
        is_over.wait()

    server.answers["/a"] = hang
    code = textwrap.dedent(
        f"""
        import sys
        sys.path.insert(0, {str(ROOT)!r})
        from connectors.services.gate import Gate
        from connectors.services.http import ServiceHttp
        from connectors.services.side_by_side import run_side_by_side
        gate = Gate({tasks})
        def read():
            return ServiceHttp({server.url("/")!r}, "anna", gate=gate).request("GET", {server.url("/a")!r})
        try:
            run_side_by_side([read] * {tasks}, {tasks})
        except KeyboardInterrupt:
            sys.exit(130)
        """
    )
    try:
        with running([sys.executable, "-c", code]) as run:
            assert asked.wait(GUARD_SECONDS)
            run.send_signal(signal.SIGINT)
            assert run.wait(GUARD_SECONDS) == 130
    finally:
        is_over.set()
