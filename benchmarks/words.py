"""How quickly roles are found in many texts, beside a search for the words alone. ``python -m benchmarks.words``.

Most texts name no role, and a series repeats its text. What is found must be the same: all texts into which a line with
a role was put, and no other.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analyzer.reading.roles.roles import RoleReader
from analyzer.reading.roles.words import ROLE_STEMS
from analyzer.reading.scanning import texts_holding
from benchmarks import phrases
from benchmarks.table import Goal, Part, Row, markdown_rows

Flags = NDArray[np.bool_]

TEXTS = 333_000
DISTINCT_SHARE = 0.4
ROLE_SHARE = 0.04
MOST_SECONDS = 20
"""Whoever took longer together is not run again."""

WORDS = (
    *("facilitator", "facilitators", "voorzitter", "chair", "chairs", "chairperson", "moderator", "procesbewaker"),
    *("gespreksleider", "notulist", "notulen", "note taker", "notetaker", "note keeper", "minutes", "secretaris"),
    *("scribe", "leidt", "besluiten", "decision log", "schriftführer"),
)


def texts(count: int, seed: int = 4) -> tuple[list[str], NDArray[np.intp], Flags]:
    """Return distinct texts, which of them each of ``count`` meetings has, and into which a role was put."""
    chance = random.Random(seed)
    distinct: dict[str, bool] = {}
    while len(distinct) < int(count * DISTINCT_SHARE):
        has_role = chance.random() < ROLE_SHARE
        distinct[phrases.description(chance, address="", has_role=has_role)] = has_role
    which = np.random.default_rng(seed).integers(0, len(distinct), count)
    return list(distinct), which, np.fromiter(distinct.values(), bool)


def words_part(runs: int = 3, divisor: int = 1) -> Part:
    """Measure meetlint's scan of many texts beside ``str.contains``, and what its close reading takes.

    pandas has a row for each occurrence; meetlint has each entry's text once, and which entry each occurrence is of.
    """
    distinct, which, has_role = texts(TEXTS // divisor)
    column = pd.Series(np.array(distinct, dtype=object)[which]).astype("str")
    bounded = rf"\b(?:{'|'.join(WORDS)})\b"

    def by_pandas() -> Flags:
        return np.asarray(column.str.contains(bounded, case=False, regex=True), dtype=bool)

    def by_scan() -> Flags:
        return texts_holding(WORDS, distinct)[which]

    def by_look() -> Flags:
        reader = RoleReader()
        reader.scan(distinct)
        return np.fromiter((reader.speaks("", text) for text in distinct), bool, len(distinct))[which]

    def by_reading() -> Flags:
        reader = RoleReader()
        reader.scan(distinct)
        told = (reader.read("", text) for text in distinct)
        return np.fromiter((bool(one.facilitator or one.decision_keeper) for one in told), bool, len(distinct))[which]

    ways: dict[str, Callable[[], Flags]] = {
        "contains": by_pandas,
        "scan": by_scan,
        "look": by_look,
        "reading": by_reading,
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    found: dict[str, Flags] = {}
    for name, search in list(ways.items()) * runs:
        if sum(seconds[name]) < MOST_SECONDS:
            begin = time.process_time()
            found[name] = search()
            seconds[name].append(time.process_time() - begin)
    medians = {name: statistics.median(each) for name, each in seconds.items()}
    plain, scan, look, reading = (medians[name] for name in ways)
    row = Row(
        f"{len(WORDS)} role words in {len(column):,} texts ({column.str.len().sum() / 1e6:.0f} million letters)",
        Goal(30, 40),
        plain / scan,
        f"{scan:.2f} s",
        f"`str.contains`: {plain:.2f} s",
    )
    is_hit = has_role[which]
    slow = "" if find_spec("pyarrow") else " (without pyarrow, so the scan asks text by text)"
    below = [
        f"{len(distinct):,} texts are distinct and {is_hit.sum():,} of all name a role; both find "
        f"{found['scan'].sum():,}{slow}. What a check does is more: a look for {len(ROLE_STEMS)} stems takes "
        f"{look:.2f} s ({plain / look:.1f}x) and leaves {found['look'].sum():,} texts to be read closely; with the "
        f"reading of who fills which role it is {reading:.2f} s ({plain / reading:.2f}x), and finds "
        f"{found['reading'].sum():,}."
    ]
    lost = {
        "the scan and `str.contains` differ on": found["scan"] != found["contains"],
        "the look passes over": is_hit & ~found["look"],
        "the close reading is wrong about": found["reading"] != is_hit,
    }
    faults = [f"role words: {what} {flags.sum():,} texts" for what, flags in lost.items() if flags.any()]
    return Part("Role words", [row], below, faults)


if __name__ == "__main__":
    part = words_part()
    print(markdown_rows(part.rows), *part.below, *part.faults, sep="\n\n")
