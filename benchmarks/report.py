"""How long a year's page takes and how large it is: whole processes. ``python -m benchmarks.report``."""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

from benchmarks.calendars import google_like
from benchmarks.processes import measure_in_turn
from benchmarks.table import Goal, Part, Row, markdown_rows

EVENTS = 2000
MIDDLE = date(2026, 7, 1)
MOST_SECONDS = 5.0
MOST_MEGABYTES = 3.0
RUNS = 3


def ics_of_events(occurrences: int) -> str:
    """Return a calendar of about so many events in the year around MIDDLE; a seventh of its entries are series."""
    return google_like(int(occurrences / (0.85 + 0.15 * 15)), MIDDLE)


def report_part(runs: int = 3) -> Part:
    """Measure the report of a year as a page, beside a check of the same, and how large the page is."""
    with tempfile.TemporaryDirectory() as folder:
        calendar, page = Path(folder) / "year.ics", Path(folder) / "year.html"
        calendar.write_text(ics_of_events(EVENTS), newline="")
        year = ("--from", "2026-01-01", "--to", "2026-12-31", "--today", "2026-11-18", "--lang", "en")
        costs = measure_in_turn(
            {
                "report": [sys.executable, "-m", "cli", "report", str(calendar), *year, "-o", str(page)],
                "check": [sys.executable, "-m", "cli", "check", str(calendar), *year, "--exit-zero"],
            },
            runs,
        )
        megabytes = page.stat().st_size / 1e6
    report, check = costs["report"].cpu, costs["check"].cpu
    seconds = Goal(MOST_SECONDS, MOST_SECONDS, "s", at_most=True)
    size = Goal(MOST_MEGABYTES, MOST_MEGABYTES, "MB", at_most=True)
    return Part(
        "The page of a year",
        [
            Row(f"report of about {EVENTS:,} occurrences", seconds, report, f"{report:.2f} s", f"check: {check:.2f} s"),
            Row("the page", size, megabytes, f"{megabytes:.2f} MB"),
        ],
    )


def main() -> int:
    """Print seconds and megabytes; 1 when a limit is passed."""
    part = report_part(RUNS)
    print(markdown_rows(part.rows))
    return int(any(row.verdict == "**missed**" for row in part.rows))


if __name__ == "__main__":
    sys.exit(main())
