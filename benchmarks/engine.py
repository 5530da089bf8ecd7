"""How quickly calendars of many people are judged by the rules of the card, against pandas and against a bare sort.

``python -m benchmarks.engine [--rows 1e6,1e7,1e8]``. The engine gets tables of whole people one after the other, as
they come from files of whole people; pandas gets the same events as one table, as one would do it, and for comparison
table by table as well. Each runs in a process of its own, in seconds of the processor, and making up the events is not
counted. The findings must agree in number, minutes, start, end and events. Of 1e8 rows only the engine runs, in two
processes.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

import rules
from analyzer.agreements import Agreements
from analyzer.events.table import EventTable, sort_table
from analyzer.judging.context import Context
from analyzer.judging.rule import activate
from analyzer.rulebook.loading import load_rules
from benchmarks import pandas_rules
from benchmarks.event_tables import EVENTS_A_PERSON, YEAR, ZONE, bytes_of, calendars_of, event_columns, together
from connectors.workers.processor import suit

CARD = ("back-to-back-calls", "lunch-meeting", "scattered-day", "no-focus-day", "meeting-over-focus-time")

PEOPLE_A_TABLE = 120
"""So many make a table of 120,000 rows: its columns lie in a processor's own cache, calls of NumPy cost little, and the
seconds of a year of one person after the other fit into 32 bits."""

READ = ("calendar", "start", "end", "all_day", "kind", "reason", "call", "hybrid", "busy", "shared_lunch")
"""The columns that the rules of the card read; the others only put the rows in order."""

TOO_MANY_FOR_PANDAS = 50_000_000

ENGINE = ("engine", "engine-in-order")
"""Tables in no order, and tables in the order in which event tables stand and are written."""

WAYS = (*ENGINE, "pandas", "pandas-by-table", "sort")

KEEPING_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "1073741824", "MALLOC_TRIM_THRESHOLD_": "1073741824"}
"""Makes glibc keep memory for the next array, or much of the time goes into getting the same pages again and again."""


def judge_by_engine(table: EventTable, names: Sequence[str]) -> Counter[tuple[str, str]]:
    """Return what the rules of the card give, in numbers that hardly agree by chance: see :data:`TOLD`."""
    events = sort_table(table, READ)
    context = Context(YEAR, ZONE, names, [_AGREED] * len(names), events)
    answers: Counter[tuple[str, str]] = Counter()
    for active in _ACTIVE:
        found = active.rule.find(events, context, active.settings)
        seconds = (int(times.sum()) - len(found) * _BEGIN for times in (found.start, found.end))
        sums = (len(found), int(found.minutes.sum()), *seconds, len(found.event))
        answers.update({(active.rule.name, what): told for what, told in zip(TOLD, sums, strict=True)})
    return answers


def judge_by_pandas(table: pd.DataFrame, names: Sequence[str]) -> Counter[tuple[str, str]]:
    """Return the same by pandas."""
    del names
    answers: Counter[tuple[str, str]] = Counter()
    for rule, (findings, shown) in pandas_rules.card_rules(table, ZONE.key, YEAR).items():
        begin = pd.Timestamp(_BEGIN, unit="s", tz="UTC")
        seconds = (int(((findings[edge] - begin) // pd.Timedelta(seconds=1)).sum()) for edge in ("start", "end"))
        sums = (len(findings), int(findings["minutes"].sum()), *seconds, len(shown))
        answers.update({(rule, what): told for what, told in zip(TOLD, sums, strict=True)})
    return answers


TOLD = ("findings", "minutes", "seconds to their start", "seconds to their end", "events that show them")
"""What is compared of each rule: how many findings, their minutes, when they start and end, and their events."""

_BEGIN = int(YEAR.instants(ZONE)[0].timestamp())

_AGREED = Agreements()
_ACTIVE = [active for active in activate(load_rules(rules), {}) if active.rule.name in CARD]


def work(how: str, people: range) -> dict[str, object]:
    """Judge the events of people, and return seconds, peak memory and answers."""
    judge: Callable[[Any, Sequence[str]], Counter[tuple[str, str]]]
    judge = judge_by_engine if how in ENGINE else judge_by_pandas
    parts = [people[first : first + PEOPLE_A_TABLE] for first in range(0, len(people), PEOPLE_A_TABLE)]
    seconds, answers = 0.0, Counter[tuple[str, str]]()
    row_bytes = 0.0
    if how == "sort":
        keys = np.random.default_rng(0).integers(0, 2**62, len(people) * EVENTS_A_PERSON)
        begin = time.process_time()
        keys.sort()
        return {"seconds": time.process_time() - begin, "megabytes": _peak_megabytes(), "answers": {}}
    tables: Iterable[tuple[EventTable, Sequence[str]]]
    if how == "pandas":
        tables = [(together([event_columns(part) for part in parts]), calendars_of(people))]
    else:
        first = event_columns(people[:1])
        judge(first if how in ENGINE else first.frame, calendars_of(people[:1]))  # what is imported and read once
        made = map(event_columns, parts)
        tables = zip(map(sort_table, made) if how == "engine-in-order" else made, map(calendars_of, parts), strict=True)
    for table, names in tables:
        row_bytes = bytes_of(table) / len(table)
        given = table if how in ENGINE else table.frame
        begin = time.process_time()
        answers += judge(given, names)
        seconds += time.process_time() - begin
    told = {f"{rule} {what}": count for (rule, what), count in sorted(answers.items())}
    return {"seconds": seconds, "megabytes": _peak_megabytes(), "answers": told, "row_bytes": row_bytes}


def _peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def in_processes(how: str, people: int, processes: int = 1) -> list[dict[str, Any]]:
    """Run :func:`work` over so many people in one or more processes at once."""
    cuts = np.linspace(0, people, processes + 1).round().astype(int)
    command = [sys.executable, "-m", "benchmarks.engine", "--work", how, "--people"]
    environment = os.environ | KEEPING_MEMORY
    suit(environment)  # as a run of meetlint has it; pandas and the sort have the same
    started = [
        subprocess.Popen([*command, f"{first}:{last}"], stdout=subprocess.PIPE, env=environment)
        for first, last in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True)
    ]
    results = [json.loads(process.communicate()[0]) for process in started]
    if any(process.returncode for process in started):
        raise RuntimeError("a part broke off")
    return results


def main() -> int:
    """Print seconds and ratios for each number of rows; 1 when answers differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", default="1e6,1e7,1e8")
    parser.add_argument("--work", choices=WAYS)
    parser.add_argument("--people")
    chosen = parser.parse_args()
    if chosen.work:
        first, last = map(int, chosen.people.split(":"))
        print(json.dumps(work(chosen.work, range(first, last))))
        return 0
    is_equal = True
    for rows in (int(float(text)) for text in chosen.rows.split(",")):
        people = max(1, rows // EVENTS_A_PERSON)
        if rows > TOO_MANY_FOR_PANDAS:
            results = in_processes("engine", people, 2)
            slowest, most = (max(result[what] for result in results) for what in ("seconds", "megabytes"))
            print(f"{rows:,} rows on two cores: engine {slowest:.2f} s, {most:.0f} MB each")
            continue
        is_equal &= _compared(people)
    return int(not is_equal)


def _compared(people: int) -> bool:
    """Print one size, and return whether both found the same."""
    runs = {how: in_processes(how, people)[0] for how in WAYS}
    engine = runs["engine"]
    print(f"{people * EVENTS_A_PERSON:,} rows, {people:,} people, {engine['row_bytes']:.0f} bytes a row")
    for how, run in runs.items():
        print(
            f"  {how:<16} {run['seconds']:8.3f} s {run['seconds'] / engine['seconds']:7.2f} x "
            f"{run['seconds'] * 1e9 / people / EVENTS_A_PERSON:7.0f} ns a row {run['megabytes']:7.0f} MB"
        )
    same = all(run["answers"] == engine["answers"] for how, run in runs.items() if how != "sort")
    print("  the same findings" if same else "  DIFFERENT FINDINGS")
    for what, count in engine["answers"].items():
        print(f"    {what}: {count:,}")
    return bool(same)


if __name__ == "__main__":
    sys.exit(main())
