"""How quickly meetlint starts, and how soon it is done with little: whole programs, medians, side by side.

``python -m benchmarks.start``. Files below a kilobyte are among them that ask for very much: rules that give an
occurrence each second, or never one.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from benchmarks.calendars import google_like
from benchmarks.processes import measure_in_turn
from benchmarks.table import Goal, Part, Row, markdown_rows

MIDDLE = date(2026, 11, 18)
SERVICES = ("googleapiclient", "google.auth", "msal", "keyring", "requests")
HEAVY = ("pandas", "numpy", "icalendar", "requests", "rich", "pydantic", "googleapiclient", "msal")
SMALL_BYTES = 1_000
CHECK = (sys.executable, "-m", "cli", "check", "--exit-zero", "--today", MIDDLE.isoformat(), "--lang", "en")
ALL_CODES = (0, 3, 4)
"""A check of a file that cannot be read, or only in part, ends with these."""

SMALL = {
    "each second": "RRULE:FREQ=SECONDLY",
    "each minute, a thousand million times": "RRULE:FREQ=MINUTELY;COUNT=1000000000",
    "each day since the year 1": "RRULE:FREQ=DAILY",
    "a day that never comes": "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "a Friday the thirteenth that is a Monday": "RRULE:FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR;BYWEEKNO=20;BYYEARDAY=1",
    "86,400 times a day": f"RRULE:FREQ=DAILY;BYHOUR={','.join(map(str, range(24)))};"
    f"BYMINUTE={','.join(map(str, range(60)))};BYSECOND={','.join(map(str, range(60)))}",
    "the last of very many": "RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=1,2,3,4,5,6,7,8,9;BYSETPOS=-366,-1,1",
    "an interval of nothing": "RRULE:FREQ=WEEKLY;INTERVAL=0",
    "no end before the year 9999": "RRULE:FREQ=HOURLY;INTERVAL=1;UNTIL=99991231T235959Z",
    "a length of centuries": "DURATION:P99999D",
    "nested brackets": "DESCRIPTION:" + "([{<" * 150,
    "an address without end": "DESCRIPTION:" + "a.@" * 200,
    "a role without end": "DESCRIPTION:" + "Facilitator: " * 45,
}


def small_file(line: str) -> str:
    """Return a calendar below a kilobyte: one meeting, with one more line."""
    start = "00010101T090000" if "year 1" in line else "20000103T090000"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:1", f"DTSTART:{start}", "SUMMARY:Meeting"]
    lines += ["ATTENDEE:mailto:anna@example.org", "ATTENDEE:mailto:bo@example.org", line]
    return "\r\n".join(filter(None, [*lines, "END:VEVENT", "END:VCALENDAR", ""]))


def start_part(runs: int = 9) -> Part:
    """Measure ``--help`` beside ``import click``, and a check of 300 events beside ``import pandas``."""
    python = sys.executable
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for events in (300, 1000):
            files[events] = Path(folder) / f"{events}.ics"
            files[events].write_text(google_like(events, MIDDLE), newline="")
        code = f"import cli; cli.main({[*CHECK[3:], str(files[300])]})"
        loaded = _imported("-c", code)
        costs = measure_in_turn(
            {
                "import click": [python, "-c", "import click"],
                "--help": [python, "-m", "cli", "--help"],
                "import pandas": [python, "-c", "import pandas"],
                "300": [*CHECK, str(files[300])],
                "1,000": [*CHECK, str(files[1000])],
            },
            runs,
        )
    seconds = {name: cost.cpu for name, cost in costs.items()}
    rows = []
    for name, beside, goal in (
        ("--help", "import click", Goal(1.4, 1.1, at_most=True)),
        ("300", "import pandas", Goal(2.2, 1.5, at_most=True)),
    ):
        what = f"`{name}`" if name == "--help" else f"check of {name} events"
        shown = (f"{seconds[name]:.3f} s", f"`{beside}`: {seconds[beside]:.3f} s")
        rows.append(Row(what, goal, seconds[name] / seconds[beside], *shown))
    below = [
        f"A check of 1,000 events takes {seconds['1,000'] / seconds['import pandas']:.1f} times `import pandas`. "
        f"Of the heavy packages `--help` imports {_listed(_imported('-m', 'cli', '--help') & set(HEAVY))}; of what the "
        f"services need, a check of a file imports {_listed(loaded & set(SERVICES))}."
    ]
    return Part("Start", rows, below)


def small_part(runs: int = 5) -> Part:
    """Measure files below a kilobyte beside one that holds a single meeting."""
    with tempfile.TemporaryDirectory() as folder:
        commands = {}
        for number, (name, line) in enumerate({"one meeting": "", **SMALL}.items()):
            file = Path(folder) / f"{number}.ics"
            file.write_text(small_file(line), newline="")
            commands[name] = [*CHECK, str(file)]
        costs = measure_in_turn(commands, runs, codes=ALL_CODES)
    start = costs.pop("one meeting").cpu
    worst = max(costs, key=lambda name: costs[name].cpu)
    row = Row(
        f"a file below 1 kB, the worst of {len(costs)}: {worst}",
        Goal(0.2, 0.2, "s", at_most=True),
        max(0.0, costs[worst].cpu - start),
        f"{costs[worst].cpu:.2f} s",
        f"a single meeting: {start:.2f} s",
    )
    return Part("Small files that ask for much", [row])


def _imported(*words: str) -> set[str]:
    told = subprocess.run(
        [sys.executable, "-X", "importtime", *words], capture_output=True, text=True, check=False
    ).stderr
    return {line.rpartition("|")[2].strip() for line in told.splitlines()}


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def main() -> None:
    """Print both parts."""
    for part in (start_part(), small_part()):
        print(part.title, markdown_rows(part.rows), *part.below, sep="\n\n", end="\n\n")


if __name__ == "__main__":
    main()
