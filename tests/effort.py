"""What work costs beside other work of the same test, in processor time of its thread: no verdict on a machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise

ROUNDS = 5
FLOOR_SECONDS = 0.02
"""Below this the clock and the caches say more than the code."""

STEP = 4
LIMIT = 8
"""Four times the text may take eight times the time; what looks at each pair of characters takes sixteen times."""


def assert_at_most(times: float, work: Callable[[], object], yardstick: Callable[[], object]) -> None:
    """Fail when work takes more than so many times the effort of a yardstick, each time of several.

    A neighbour on the machine may slow down one of the two: one fair round is enough.
    """
    rounds = []
    for _ in range(ROUNDS):
        allowed = times * _seconds(yardstick) + FLOOR_SECONDS
        taken = _seconds(work)
        if taken <= allowed:
            return
        rounds.append(f"{taken:.3f} > {allowed:.3f}")
    raise AssertionError(f"seconds taken and allowed: {', '.join(rounds)}")


def assert_in_proportion(read: Callable[[str], object], text: str) -> None:
    """Fail when reading takes more than its share as the text grows, from a sixty-fourth of it to the whole.

    The short ones come first, so that a reading without end is found before it begins.
    """
    lengths = [len(text) // STEP**step for step in (3, 2, 1, 0)]
    for shorter, longer in pairwise(lengths):
        short, long = text[:shorter], text[:longer]
        assert_at_most(LIMIT, lambda long=long: read(long), lambda short=short: read(short))


def _seconds(work: Callable[[], object]) -> float:
    began = time.thread_time()
    work()
    return time.thread_time() - began
