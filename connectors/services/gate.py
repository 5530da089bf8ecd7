"""The gate that all readers of one service pass."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """What all readers of one service share: so many requests at once, and nobody before the time it asked for."""

    def __init__(self, concurrent: int) -> None:
        """Let ``concurrent`` requests through at once."""
        self._places = threading.BoundedSemaphore(concurrent)
        self._lock = threading.Lock()
        self._closed_until = 0.0
        self.renewing = threading.Lock()

    def close_until(self, moment: float) -> None:
        """Let nobody through before a moment of the monotonic clock."""
        with self._lock:
            self._closed_until = max(self._closed_until, moment)

    def closed_seconds(self, now: float) -> float:
        """Return how long nobody may pass."""
        with self._lock:
            return max(0.0, self._closed_until - now)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold one of the places."""
        with self._places:
            yield
