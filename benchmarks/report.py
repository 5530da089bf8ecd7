"""How long a year's page takes and how large it is: whole processes. ``python -m benchmarks.report``."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks.calendars import google_like

EVENTS = 2000
MIDDLE = date(2026, 7, 1)
MOST_SECONDS = 5.0
MOST_MEGABYTES = 3.0
RUNS = 3


def ics_of_events(occurrences: int) -> str:
    """Return a calendar of about so many events in the year around MIDDLE; a seventh of its entries are series."""
    return google_like(int(occurrences / (0.85 + 0.15 * 15)), MIDDLE)


def main() -> int:
    """Print seconds and megabytes of the report and of check; 1 when a limit is passed."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MEETLINT_STATE_DIR"] = folder
        calendar, page = Path(folder) / "year.ics", Path(folder) / "year.html"
        calendar.write_text(ics_of_events(EVENTS), newline="")
        shared = [str(calendar), "--from", "2026-01-01", "--to", "2026-12-31", "--today", "2026-11-18", "--lang", "en"]
        times: dict[str, list[float]] = {"report": [], "check": []}
        for _ in range(RUNS):
            for command in times:
                output = ["-o", str(page)] if command == "report" else ["--exit-zero"]
                begin = time.perf_counter()
                done = subprocess.run(
                    [sys.executable, "-m", "cli", command, *shared, *output],
                    capture_output=True, text=True, check=True,
                )  # fmt: skip
                times[command].append(time.perf_counter() - begin)
                if command == "check":
                    read = done.stdout
        events = read.partition("Read: ")[2].partition(" from")[0]
        seconds = {command: statistics.median(each) for command, each in times.items()}
        megabytes = page.stat().st_size / 1e6
    print(f"a year of {events}")
    print(f"report: {seconds['report']:.2f} s (limit {MOST_SECONDS:.0f} s)")
    print(f"check of the same: {seconds['check']:.2f} s")
    print(f"page: {megabytes:.2f} MB (limit {MOST_MEGABYTES:.0f} MB)")
    return int(seconds["report"] > MOST_SECONDS or megabytes > MOST_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
