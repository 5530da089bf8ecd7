"""Other readers of calendars, each one small program: reads FILE, expands it from START to END, writes OUTPUT.

All take the same words: ``FILE START END ZONE OUTPUT``, instants in ISO 8601 as UTC, whole days beginning at midnight
in ZONE. OUTPUT gets a line of uid, tab and start for each occurrence, or, ending in ``.json``, a list of such rows.
``make peers`` installs them; one that is not there is not measured.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
PLAIN = "icalendar + recurring-ical-events"
_PYTHON = FOLDER / "venv" / "bin" / "python"


@dataclass(frozen=True, slots=True)
class Peer:
    """A reader that is here: how it is started, its version, and how its output's name ends."""

    name: str
    program: tuple[str, ...]
    version: str
    suffix: str = ".tsv"


def installed() -> tuple[list[Peer], dict[str, str]]:
    """Return the peers that are here, the plain one first, and why each of the others is not measured."""
    found, missing = [], {}
    for name, packages, file, suffix in (
        (PLAIN, ("icalendar", "recurring-ical-events", "pandas"), "plain.py", ".json"),
        ("ical", ("ical",), "ical_events.py", ".tsv"),
    ):
        if (FOLDER / "venv" / ".ready").exists():
            version = ", ".join(f"{package} {_of_python(package)}" for package in packages)
            found.append(Peer(name, (str(_PYTHON), str(FOLDER / file)), version, suffix))
        else:
            missing[name] = "its environment is not here: make peers"
    for name, file in (("node-ical", "node_ical.mjs"), ("ical.js", "ical_js.mjs")):
        package = FOLDER / "node_modules" / name / "package.json"
        if package.exists() and shutil.which("node"):
            version = f"{name} {json.loads(package.read_text())['version']}, Node.js {_said('node', '--version')}"
            found.append(Peer(name, ("node", str(FOLDER / file)), version))
        else:
            missing[name] = "it is not here, or Node.js is not: make peers"
    if (FOLDER / "libical").exists():
        found.append(Peer("libical", (str(FOLDER / "libical"),), f"libical {_said(str(FOLDER / 'libical'))}"))
    else:
        missing["libical"] = "it is not here: make peers (Debian's libical-dev and a C compiler)"
    return found, missing


def _of_python(package: str) -> str:
    return _said(str(_PYTHON), "-c", f"import importlib.metadata; print(importlib.metadata.version('{package}'))")


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
