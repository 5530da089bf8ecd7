"""Random calendars read both ways: ``python -m tests.columns_fuzz --series 100000``; with ``--corpus`` the real ones.

Every calendar goes the fast and the careful road; what differs in any column, occurrence or problem is printed with its
seed, which is the whole case, or with its file.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from connectors.ics.calendar import read_calendars
from tests.connectors.ics.columns.both_roads import differences, random_windows
from tests.connectors.ics.columns.random_calendars import Maker

MIDDLE = datetime(2026, 3, 1)
CORPUS = Path(__file__).parents[1] / ".." / "shared" / "data"
FOLDERS = ("badinputs", "badinputs_second", "corpus_faults", "field", "newcomer", "corpus")
OTHER_FILES = (".json", ".jsonl", ".csv", ".zip", ".md", ".recurson", ".py", ".gz", ".png")


def calendars_in(folder: Path) -> Iterator[Path]:
    """The files of a folder that may be calendars."""
    paths = sorted(folder.rglob("*"))
    return (path for path in paths if path.is_file() and path.suffix.lower() not in OTHER_FILES)


def check_file(path: Path) -> list[str]:
    """What the two roads give differently for a file, in windows around the times that it names."""
    data = path.read_bytes()
    years = sorted(int(year) for year in re.findall(rb"DTSTART[^\n]*:(\d{4})\d{4}", data))
    middle = datetime(min(max(years[len(years) // 2] if years else MIDDLE.year, 1903), 2190), 6, 1)
    return differences(data, random_windows(random.Random(len(data)), 2, middle, 300), path.name)


def check(seed: int) -> tuple[list[str], int]:
    """What the two roads give differently for one seed, and how many series that were."""
    chance = random.Random(seed)
    series = chance.choice((1, 2, 3, 10, 30))
    data = Maker(seed, oddity=chance.choice((0.0, 0.05, 0.15, 0.4))).stream(series)
    return differences(data, random_windows(chance, 3, MIDDLE, 400)), series


def shares(seeds: range) -> Counter[str]:
    """How many entries of some seeds went which way."""
    found: Counter[str] = Counter()
    for seed in seeds:
        chance = random.Random(seed)
        series = chance.choice((1, 2, 3, 10, 30))
        for calendar in read_calendars(Maker(seed, chance.choice((0.0, 0.05, 0.15, 0.4))).stream(series), "x.ics"):
            careful = len(calendar.entries) if calendar.fast is None else len(calendar.fast.part.careful)
            found["careful"] += careful
            found["fast"] += len(calendar.entries) - careful
    return found


def main() -> int:
    """Compare until so many series are done; 1 when anything differed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--series", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--corpus", action="store_true")
    chosen = parser.parse_args()
    if chosen.corpus:
        return _check_corpus()
    seed, done, bad = chosen.seed, 0, 0
    while done < chosen.series:
        found, series = check(seed)
        if found:
            bad += 1
            print(f"seed {seed}:", *found[:3], sep="\n    ", flush=True)
        seed, done = seed + 1, done + series
    ways = shares(range(chosen.seed, min(seed, chosen.seed + 300)))
    print(f"{done} series in {seed - chosen.seed} calendars, {bad} calendars differ; entries by road: {dict(ways)}")
    return bad > 0


def _check_corpus() -> int:
    """Compare all files; 1 when anything differed."""
    checked = bad = 0
    for folder in FOLDERS:
        for path in calendars_in(CORPUS / folder):
            found = check_file(path)
            checked, bad = checked + 1, bad + bool(found)
            if found:
                print(f"{path.relative_to(CORPUS)}:", *found[:3], sep="\n    ", flush=True)
    print(f"{checked} files, {bad} differ")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
