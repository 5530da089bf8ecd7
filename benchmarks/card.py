"""The rules of the card on the tables of many people, as ``benchmarks.engine`` measures them, held to the goals."""

from __future__ import annotations

import importlib
import statistics
from collections.abc import Sequence
from typing import Any

from benchmarks.table import Goal, Part, Row, markdown_table

WAYS = ("engine", "pandas", "sort")
COMPARED_ROWS = 10_000_000
MANY_ROWS = 100_000_000
CORES = 2
AGAINST_PANDAS, MANY = Goal(7, 19), Goal(25, 5, "s", at_most=True)


def card_part(runs: int = 3, divisor: int = 1, *, has_many: bool = False) -> Part:
    """Measure 1 and 10 million rows beside pandas and a bare sort, and where asked 100 million on two cores."""
    part = Part("Rules")
    engine: Any = importlib.import_module("benchmarks.engine")
    cells: list[Sequence[str]] = []
    for rows in (COMPARED_ROWS // 10 // divisor, COMPARED_ROWS // divisor):
        people = max(1, rows // engine.EVENTS_A_PERSON)
        results: dict[str, list[dict[str, Any]]] = {way: [] for way in WAYS}
        for way in list(WAYS) * (max(1, runs - 1) if rows >= COMPARED_ROWS else runs):
            results[way] += engine.in_processes(way, people)
        if results["engine"][0]["answers"] != results["pandas"][0]["answers"]:
            part.faults.append(f"rules: the engine and pandas give different findings of {rows:,} rows")
        seconds = {way: statistics.median(one["seconds"] for one in results[way]) for way in WAYS}
        for way in WAYS:
            megabytes = max(one["megabytes"] for one in results[way])
            ratio = seconds[way] / seconds["engine"]
            cells.append((f"{rows:,}", way, f"{seconds[way]:.3f}", f"{megabytes:,.0f}", f"{ratio:.3g}"))
    ratio = seconds["pandas"] / seconds["engine"]
    shown = (f"{seconds['engine']:.2f} s", f"pandas: {seconds['pandas']:.2f} s, a sort: {seconds['sort']:.2f} s")
    part.rows.append(Row(f"the card's rules, {rows:,} rows", AGAINST_PANDAS, ratio, *shown))
    many = f"{MANY_ROWS // divisor:,} rows judged on {CORES} cores"
    if has_many:
        both = engine.in_processes("engine", MANY_ROWS // divisor // engine.EVENTS_A_PERSON, CORES)
        slowest, most = (max(one[what] for one in both) for what in ("seconds", "megabytes"))
        part.rows.append(Row(many, MANY, slowest, f"{slowest:.2f} s, {most:,.0f} MB each"))
    else:
        part.rows.append(Row(many, MANY, why="only with --all"))
    part.below = [
        "The events of whole people, made up table by table; making them is not counted. The engine gets one table of "
        "people after the other, pandas all of them at once, as one would. The findings are "
        "compared by number, minutes, start, end and the events that show them. The sort is `numpy.sort` of as many "
        "random 64-bit keys.",
        markdown_table(("rows", "what", "CPU s", "peak MB", "times the engine"), cells),
    ]
    return part
