"""How fast meetlint is beside others, and how it stands to its goals: ``python -m benchmarks.bench``.

Makes calendars, runs meetlint and the readers of ``benchmarks/peers`` on them in turn, compares what they found, and
writes ``docs/performance.md``. Ends with 1 when readers differ without a known reason or something could not be
measured; a goal that is missed is said, and is no error.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from benchmarks import peers
from benchmarks.calendars import google_like
from benchmarks.card import card_part
from benchmarks.processes import ProgramError, measure
from benchmarks.report import report_part
from benchmarks.start import MIDDLE, small_part, start_part
from benchmarks.table import Part, markdown_rows, markdown_table
from benchmarks.whole import Bench, collect_part, crowded_year_part, daily_series_part, ten_years_part
from benchmarks.words import words_part

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "performance.md"
QUICK_DIVISOR = 10
QUICK_NOTE = (
    f"**A quick run**: sizes are divided by {QUICK_DIVISOR}, each program ran once. The goals are for the full sizes; "
    "here much of the time is the start of a program."
)

INTRODUCTION = """# How fast meetlint is

Written by `make bench`, which measures meetlint and other readers of calendars in one run and in turn; figures are
medians of whole programs, from their start to their end. Seconds are of the CPU, all processes of a program together,
since others used the machine as well: what holds elsewhere are the **ratios**. Memory is the peak. Nothing is kept
between runs, so each reads its calendar anew.

The calendars are made up (`benchmarks/calendars.py`), the same each time: like a Google export, with attendees, folded
descriptions, calls, overrides, cancelled occurrences, whole days, private events and several zones. The plain peer
(`benchmarks/peers/plain.py`) does what a program of thirty lines does with icalendar and recurring-ical-events: read,
expand, a pandas table, JSON. It judges nothing; where a row says `check`, meetlint does that as well.
"""


def sections(bench: Bench, *, is_all: bool) -> dict[str, Callable[[], Part]]:
    """Return what is measured, by name, in the order of the page; short programs are run more often than long ones."""
    sizes = ["--quick"] if bench.divisor > 1 else ["--all"] if is_all else []
    return {
        "ten-years": lambda: ten_years_part(bench),
        "crowded-year": lambda: crowded_year_part(bench),
        "collect": lambda: collect_part(bench),
        "daily": lambda: daily_series_part(bench),
        "start": lambda: start_part(3 * bench.runs),
        "small": lambda: small_part(bench.runs),
        "page": lambda: report_part(bench.runs),
        "words": lambda: words_part(bench.runs, bench.divisor),
        "rules": lambda: card_part(bench.runs, bench.divisor, has_many=is_all),
        "scale": lambda: scale_part(sizes),
    }


def scale_part(words: Sequence[str]) -> Part:
    """Return what ``benchmarks.scale`` prints of one and two workers, and of Dask beside the pool of processes."""
    part = Part("Several workers")
    if find_spec("benchmarks.scale") is None:
        part.below = ["Not measured: there is no benchmark of it yet."]
        return part
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.scale", *words], stdout=subprocess.PIPE, text=True, check=False, cwd=ROOT
    )
    part.below = [f"```text\n{done.stdout.rstrip()}\n```"]
    if done.returncode:
        part.faults = [f"benchmarks.scale ended with {done.returncode}"]
    return part


def machine(found: Sequence[peers.Peer]) -> str:
    """Return what was measured on, and with which versions; no name of the machine and no path."""
    lines = [
        ("cores", f"{os.cpu_count()} ({_processor()})"),
        ("memory", f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"),
        ("system", f"{platform.system()} {platform.machine()}"),
        ("Python", platform.python_version()),
        ("meetlint with", ", ".join(f"{name} {version(name)}" for name in ("numpy", "pandas", "icalendar"))),
        *((peer.name, peer.version) for peer in found),
    ]
    return markdown_table(("", "measured on"), lines)


def page_of(parts: Sequence[Part], found: Sequence[peers.Peer], missing: dict[str, str], *, note: str = "") -> str:
    """Return the page: the machine, a note, all rows against their goals, and then each part by itself."""
    rows = [row for part in parts for row in part.rows]
    missed = [row.what for row in rows if row.verdict == "**missed**"]
    counted = (
        f"{len(rows)} figures: {sum(row.verdict == 'aim reached' for row in rows)} reach their aim, "
        f"{sum(row.verdict == 'must reached' for row in rows)} what they must, {len(missed)} miss it, "
        f"{sum(row.figure is None for row in rows)} are not measured."
    )
    blocks = [INTRODUCTION.rstrip(), machine(found)]
    blocks += [f"{name} is not measured: {why}." for name, why in missing.items()]
    blocks += [*filter(None, [note]), "## The goals", counted, markdown_rows(rows)]
    faults = [f"- {fault}" for part in parts for fault in part.faults]
    if faults:
        blocks += ["**What must not be:**", "\n".join(faults)]
    for part in parts:
        if part.below:
            blocks += [f"## {part.title}", *part.below]
    return "\n\n".join(map(_wrapped, blocks)) + "\n"


def _wrapped(block: str) -> str:
    """Return a block whose lines fit an editor; the lines of tables stay whole."""
    if block.startswith(("|", "#", "```")):
        return block
    lines = block.splitlines()
    return "\n".join(textwrap.fill(line, 118, break_long_words=False, break_on_hyphens=False) for line in lines)


def those_that_run(found: Sequence[peers.Peer], missing: dict[str, str], folder: Path) -> list[peers.Peer]:
    """Return the peers that read a small calendar; why another does not goes to ``missing``."""
    file = folder / "few.ics"
    file.write_text(google_like(3, MIDDLE), newline="")
    window = ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "Europe/Amsterdam")
    running = []
    for peer in found:
        try:
            measure((*peer.program, str(file), *window, str(folder / f"few{peer.suffix}")))
            running.append(peer)
        except ProgramError as error:
            missing[peer.name] = f"it does not run here ({str(error).splitlines()[-1].strip()})"
    return running


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    names = [line.partition(":")[2].strip() for line in known.read_text().splitlines() if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown"


def main(words: Sequence[str] | None = None) -> int:
    """Measure, print and write the page."""
    parser = argparse.ArgumentParser(prog="benchmarks.bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="a tenth of everything, once: two minutes, nothing written"
    )
    parser.add_argument("--all", action="store_true", help="also what takes long: 100 million events")
    parser.add_argument("--runs", type=int, help="how often each program is run; 3 unless told")
    parser.add_argument("--only", nargs="+", metavar="PART", default=[], help="only these parts; nothing is written")
    parser.add_argument("--output", type=Path, help="write the page there")
    options = parser.parse_args(words)
    output = options.output or (None if options.quick or options.only else PAGE)
    begin = time.monotonic()
    parts = []
    with tempfile.TemporaryDirectory() as name:
        found, missing = peers.installed()
        found = those_that_run(found, missing, Path(name))
        runs = options.runs or (1 if options.quick else 3)
        bench = Bench(Path(name), found, missing, runs, QUICK_DIVISOR if options.quick else 1)
        known = sections(bench, is_all=options.all)
        if unknown := set(options.only) - set(known):
            parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
        for part_name, measured in known.items():
            if options.only and part_name not in options.only:
                continue
            print(f"{time.monotonic() - begin:5.0f} s  {part_name}", file=sys.stderr, flush=True)
            try:
                parts.append(measured())
            except (ProgramError, ImportError) as error:
                parts.append(Part(part_name, faults=[f"{part_name} could not be measured: {error}"]))
    page = page_of(parts, found, missing, note=QUICK_NOTE if options.quick else "")
    print(page)
    print(f"{time.monotonic() - begin:5.0f} s in all", file=sys.stderr)
    if output:
        output.write_text(page, encoding="utf-8")
    return int(any(part.faults for part in parts))


if __name__ == "__main__":
    sys.exit(main())
