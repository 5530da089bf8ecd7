"""How long an audit takes: ``python -m benchmarks.audit [--people 50] [--weeks 52]``.

An organisation is made (:mod:`benchmarks.organisation`), and all of its people are audited as one team over the whole
time: once from their calendars, once from the event tables that they handed over. Wall and CPU seconds and the peak of
memory, of all processes together, stand beside what is asked of two processors.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from benchmarks.made_meetings import Organisation
from benchmarks.organisation import FIRST, files_of
from benchmarks.processes import Cost, measure

MEETLINT = (sys.executable, "-m", "cli")
CALENDAR_SECONDS, TABLE_SECONDS, MOST_BYTES = 15, 5, 1_000_000_000
"""What fifty people and a year of calendars, about 100,000 events, may take on two processors."""


def main(words: list[str] | None = None) -> int:
    """Print what the audits took; 1 when one took more than is asked of it."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.audit", description=(__doc__ or "").partition("\n\n")[0]
    )
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(words)
    last = FIRST + timedelta(weeks=options.weeks, days=-1)
    period = ("--from", str(FIRST), "--to", str(last), "--today", str(last - timedelta(days=6)))
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        calendars, tables, key = place / "calendars", place / "tables", place / "team.key"
        calendars.mkdir()
        files = files_of(Organisation(options.people, options.weeks, options.seed, FIRST))
        for file_name, text in files.items():
            if file_name.endswith(".ics"):
                (calendars / file_name).write_text(text, encoding="utf-8", newline="")
        megabytes = sum(path.stat().st_size for path in calendars.iterdir()) / 1e6
        print(f"{options.people} people, {options.weeks} weeks, {megabytes:.0f} MB of calendars")
        keyed = ("--team-key", str(key))
        collected = measure(
            [
                *MEETLINT,
                "collect",
                "--roster",
                str(calendars),
                "--for",
                "audit",
                *keyed,
                "--titles",
                "-o",
                str(tables),
                *period,
            ]
        )
        print(f"tables made         {_told(collected)}")
        late = 0
        for said, folder, seconds in (
            ("from calendars", calendars, CALENDAR_SECONDS),
            ("from tables", tables, TABLE_SECONDS),
        ):
            audit = [
                *MEETLINT,
                "audit",
                str(folder),
                *keyed,
                *period,
                "--format",
                "json",
                "-o",
                str(place / "audit.json"),
            ]
            cost = measure(audit)
            late += cost.wall > seconds or cost.peak_bytes > MOST_BYTES
            print(f"audit {said:<14}{_told(cost)}  (asked: {seconds} s, {MOST_BYTES / 1e6:.0f} MB)")
    return int(late > 0)


def _told(cost: Cost) -> str:
    return f"{cost.wall:6.1f} s  {cost.cpu:6.1f} s CPU  {cost.peak_bytes / 1e6:5.0f} MB"


if __name__ == "__main__":
    sys.exit(main())
