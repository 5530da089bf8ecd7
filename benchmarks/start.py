"""How quickly meetlint starts: whole processes, medians, side by side. ``python -m benchmarks.start``.

Everything runs from compiled files, as after a first run; a machine that forbids Python to write them down would
measure compiling, and only that of meetlint's own modules.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from benchmarks.calendars import google_like

RUNS = 9
MIDDLE = date(2026, 11, 18)
SERVICES = ("googleapiclient", "google.auth", "msal", "keyring", "requests")
HEAVY = ("pandas", "numpy", "icalendar", "requests", "rich", "pydantic", "googleapiclient", "msal")


def seconds(commands: Sequence[Sequence[str]]) -> list[float]:
    """Return the median CPU seconds of each command, run in turn so that a noisy moment hits them alike."""
    times: list[list[float]] = [[] for _ in commands]
    for run in range(RUNS + 1):
        for position, command in enumerate(commands):
            before = os.times()
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            after = os.times()
            if run:  # the first run compiles
                spent = after.children_user + after.children_system - before.children_user - before.children_system
                times[position].append(spent)
    return [statistics.median(each) for each in times]


def main() -> None:
    """Print what --help imports, and how long --help and a check take."""
    python = sys.executable
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    shown = subprocess.run(
        [python, "-X", "importtime", "-m", "cli", "--help"], capture_output=True, text=True, check=True
    ).stderr
    imported = {line.rpartition("|")[2].strip() for line in shown.splitlines()}
    print("--help imports of the heavy packages:", ", ".join(sorted(imported & set(HEAVY))) or "none")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MEETLINT_STATE_DIR"] = folder
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(folder) / "compiled")
        files = {}
        for events in (300, 1000):
            files[events] = Path(folder) / f"{events}.ics"
            files[events].write_text(google_like(events, MIDDLE), newline="")
        check = [python, "-m", "cli", "check", "--today", MIDDLE.isoformat(), "--lang", "en"]
        results = seconds(
            [
                [python, "-c", "import click"],
                [python, "-m", "cli", "--help"],
                [python, "-c", "import pandas"],
                [*check, str(files[300])],
                [*check, str(files[1000])],
                [python, "-c", "import googleapiclient.discovery, google_auth_oauthlib.flow, msal, requests"],
            ]
        )
        code = f"import cli; cli.main({[*check[3:], str(files[300])]})"
        loaded = subprocess.run(
            [python, "-X", "importtime", "-c", code], capture_output=True, text=True, check=False
        ).stderr
    imported = {line.rpartition("|")[2].strip() for line in loaded.splitlines()}
    print("a check of a file imports of the services:", ", ".join(sorted(imported & set(SERVICES))) or "none")
    click, help_, pandas, small, large, services = results
    print(f"import click: {click:.3f} s; --help: {help_:.3f} s, {help_ / click:.2f} times")
    print(f"import pandas: {pandas:.3f} s")
    print(f"import of what both services need, which a check of a file does without: {services:.2f} s")
    print(f"check of 300 events: {small:.2f} s, {small / pandas:.1f} times import pandas")
    print(f"check of 1,000 events: {large:.2f} s, {large / pandas:.1f} times import pandas")


if __name__ == "__main__":
    main()
