"""How long the best set of changes takes to prove: one person, and a team.

``python -m benchmarks.plan [SEEDS [FIRST]]``: how many, five without it, and the first of them.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import rules
from analyzer.agreements import Agreements
from analyzer.changing.options import Conditions, options_of
from analyzer.changing.planning import best_set
from analyzer.changing.trials import Bench
from analyzer.events.examples import EXAMPLE_ZONE, read_examples
from analyzer.events.table import together
from analyzer.judging.context import Context
from analyzer.judging.engine import judge
from analyzer.judging.rule import ActiveRule
from analyzer.rulebook.loading import load_rules
from analyzer.time.period import Period

MONDAY = date(2026, 11, 9)
CHANGES = 5
PERSON_SECONDS, TEAM_SECONDS = 10, 60
MEETINGS = 60
TEAM = 15
LENGTHS = (15, 30, 30, 30, 30, 45, 60, 60, 60, 90)


def weeks_of_meetings(chance: random.Random, meetings: int, own_share: float) -> list[str]:
    """Return lines of two weeks of so many occurrences: two thirds from weekly series, on quarters of working hours."""
    lines, count = [], 0
    while count < meetings:
        is_series = chance.random() < 0.5
        first = chance.randrange(5) + (0 if is_series else 7 * chance.randrange(2))
        days = [first, first + 7] if is_series else [first]
        start, length = chance.choice(range(510, 1005, 15)), chance.choice(LENGTHS)
        when = ",".join(str(MONDAY + timedelta(days=day)) for day in days)
        clock = f"{start // 60:02}:{start % 60:02}-{(start + length) // 60:02}:{(start + length) % 60:02}"
        words = [f"people={chance.choice((2, 3, 4, 6, 9))}", f"{'series' if is_series else 'uid'}=m{count}"]
        words += ["call"] * (chance.random() < 0.6) + ["mine"] * (chance.random() < own_share)
        lines.append(f"{when} {clock} Meeting {count} | {' '.join(words)}")
        count += len(days)
    return lines


def bench_of(calendars: dict[str, Sequence[str]]) -> Bench:
    """Return the bench of these calendars, each of lines, in the two weeks from MONDAY."""
    tables = [read_examples(lines, zone=EXAMPLE_ZONE, calendar=name) for name, lines in calendars.items()]
    table = together(tables)
    period, agreed = Period(MONDAY, MONDAY + timedelta(days=13)), Agreements()
    active = [ActiveRule(rule, rule.settings()) for rule in load_rules(rules).values() if not rule.is_preview]
    context = Context(period, ZoneInfo(EXAMPLE_ZONE), sorted(calendars), [agreed] * len(calendars), table)
    return Bench.of(judge(context, active))


def person(seed: int) -> Bench:
    """Return two weeks of one person."""
    return bench_of({"anna@example.org": weeks_of_meetings(random.Random(seed), MEETINGS, 0.3)})


def team(seed: int) -> Bench:
    """Return two weeks of a team whose meetings are shared by three to eight of them."""
    chance = random.Random(seed)
    names = [f"p{number:02}@example.org" for number in range(TEAM)]
    calendars: dict[str, list[str]] = {name: [] for name in names}
    for line in weeks_of_meetings(chance, MEETINGS, 0):
        members = chance.sample(names, chance.randint(3, 8))
        for number, name in enumerate(members):
            calendars[name].append(line + (" mine" if not number else ""))
    return bench_of({name: lines for name, lines in calendars.items() if lines})


def main() -> int:
    """Print what was proven in which time; 1 when something was not proven within its limit."""
    given = [int(each) for each in sys.argv[1:]]
    count, first = given[0] if given else 5, given[1] if len(given) > 1 else 0
    seeds = range(first, first + count)
    late = 0
    for name, made, limit in (("person", person, PERSON_SECONDS), ("team", team, TEAM_SECONDS)):
        for seed in seeds:
            bench = made(seed)
            begin, worked = time.perf_counter(), time.process_time()
            options = options_of(bench, Conditions(int(bench.midnights[0])))
            proof = best_set(bench, options, CHANGES, limit).proof
            seconds, worked = time.perf_counter() - begin, time.process_time() - worked
            is_proven = proof.status == "optimal"
            late += not is_proven
            print(
                f"{name} {seed}: {len(bench.context.table)} meetings in {len(bench.context.calendars)} calendars, "
                f"{len(options)} options: {proof.before} -> {proof.after} findings, bound {proof.bound}, "
                f"{proof.status} in {seconds:.1f} s (limit {limit} s), {worked:.1f} s of it working",
                flush=True,
            )
    return int(late > 0)


if __name__ == "__main__":
    sys.exit(main())
