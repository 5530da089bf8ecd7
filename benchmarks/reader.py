"""How much of the real calendars goes the careful road, and what either road takes: ``python -m benchmarks.reader``."""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.calendars import google_like
from connectors.ics.calendar import read_calendars

REAL = Path(__file__).parents[1] / ".." / "shared" / "data" / "corpus" / "real_calendars"
MIDDLE = date(2026, 6, 1)
ROUNDS = 3


def share(folder: Path) -> None:
    """Print how many entries of real calendars are read event by event, and why."""
    entries = careful = 0
    reasons: Counter[str] = Counter()
    for path in sorted(folder.rglob("*.ics")):
        for calendar in read_calendars(path.read_bytes(), path.name):
            roads = calendar.roads()
            entries, careful = entries + roads.entries, careful + roads.careful
            reasons.update(roads.reasons)
    print(
        f"real calendars: {careful} of {entries} entries with care ({careful / entries:.1%}), events: {dict(reasons)}"
    )


def _seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    taken = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)


def _peak_megabytes(work: Callable[[], object]) -> float:
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6


def roads(events: int) -> None:
    """Print what reading a made-up export, and working out a year of it, takes on either road, in processor seconds."""
    data = google_like(events, MIDDLE).encode()
    start = datetime(MIDDLE.year, 1, 1)  # noqa: DTZ001  UTC

    def run(*, is_careful: bool, length: timedelta) -> None:
        for calendar in read_calendars(data, "export.ics", is_careful=is_careful):
            calendar.occurrences(start, start + length, ZoneInfo("Europe/Amsterdam"))
            calendar.columns()

    for days in (49, 365):
        length = timedelta(days=days)
        fast = _seconds(lambda length=length: run(is_careful=False, length=length))  # type: ignore[misc]
        careful = _seconds(lambda length=length: run(is_careful=True, length=length), 1)  # type: ignore[misc]
        print(f"{events} events, {days} days: {fast:.2f} s, with care {careful:.2f} s ({careful / fast:.0f} x)")
    year = timedelta(days=365)
    fast, careful = (_peak_megabytes(lambda one=one: run(is_careful=one, length=year)) for one in (False, True))  # type: ignore[misc]
    print(
        f"{events} events, a year: {fast:.0f} MB at most, with care {careful:.0f}; the file has {len(data) / 1e6:.0f}"
    )


def main(events: int) -> None:
    """Print all of it."""
    if REAL.is_dir():
        share(REAL)
    roads(events)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
