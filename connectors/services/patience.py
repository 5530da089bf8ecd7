"""How often and how long a service is asked again: pure arithmetic over an injected clock."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Verdict = Literal["again", "too-long", "enough"]


@dataclass
class Patience:
    """The patience with one calendar: made once for each calendar that is read.

    A server that names a time is waited for, up to a quarter of an hour in all: whoever asks for more is told of by
    name. A server that names none is asked again after pauses that double, each cut short by chance, so that many
    programs do not come back at once (Google and Microsoft both ask for exponential backoff with jitter).

    Attributes:
        tries: how often one request is sent at the most.
        own_seconds: what own pauses and failed attempts may take in all, over all requests of the calendar.
        asked_seconds: what pauses that the server asked for may take in all.
        first_pause_seconds: the longest first pause; each next one is twice as long, up to ``longest_pause_seconds``.
        monotonic: the clock; it never turns back, whatever the machine's clock does.
        sleep: waits a number of seconds.
        chance: gives a number in [0, 1).
    """

    tries: int = 8
    own_seconds: float = 120.0
    asked_seconds: float = 900.0
    first_pause_seconds: float = 1.0
    longest_pause_seconds: float = 30.0
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    spent_seconds: float = field(default=0.0, init=False)
    waited_seconds: float = field(default=0.0, init=False)

    def judge(self, attempt: int, asked_seconds: float | None, lost_seconds: float) -> tuple[Verdict, float]:
        """Return whether to ask again after a failure that may pass, and the seconds to wait first.

        Args:
            attempt: how often this request has been sent.
            asked_seconds: what the server asked for, None when it named no usable time.
            lost_seconds: what the failed attempt itself took.
        """
        self.spent_seconds += lost_seconds
        if asked_seconds is not None:
            if self.waited_seconds + asked_seconds > self.asked_seconds:
                return "too-long", asked_seconds
            return ("again" if attempt < self.tries else "enough"), asked_seconds
        longest = min(self.longest_pause_seconds, self.first_pause_seconds * 2.0 ** (attempt - 1))
        pause = longest * (0.5 + 0.5 * self.chance())
        if attempt >= self.tries or self.spent_seconds + pause > self.own_seconds:
            return "enough", pause
        self.spent_seconds += pause
        return "again", pause

    def wait(self, seconds: float, *, is_asked: bool) -> None:
        """Wait, and count what a server asked for."""
        if is_asked:
            self.waited_seconds += seconds
        self.sleep(seconds)
