"""Random calendars read both ways: ``python -m tests.columns_fuzz --series 100000``.

Every calendar goes the fast and the careful road; what differs in any column, occurrence or problem is printed with its
seed, which is the whole case.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from datetime import datetime

from connectors.ics.calendar import read_calendars
from tests.connectors.ics.columns.both_roads import differences, random_windows
from tests.connectors.ics.columns.random_calendars import Maker

MIDDLE = datetime(2026, 3, 1)


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
    chosen = parser.parse_args()
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


if __name__ == "__main__":
    sys.exit(main())
