"""Random histories of a team's audits, and whether somebody who has all of them learns one person's value.

``python -m benchmarks.attack --histories 1000`` prints what was released, how much was withheld, the narrowest interval
in which a person's value in a week is known, and how often the attack succeeded: an interval of at most a tenth of the
scale, or knowing of one hour whether somebody met. ``--weaken floor``, ``ledger``, ``rounding`` or ``parts`` takes a
part of the gate away, and the attack succeeds (without the last of them seldom). The attacker stands in
:mod:`benchmarks.attacker`.
"""

from __future__ import annotations

import argparse
import contextlib
import resource
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import repeat
from unittest import mock

import numpy as np

from analyzer.team import gate
from analyzer.team.gate import Gate, Scope, Values
from analyzer.team.ledger import Company, Key, Ledger
from analyzer.team.released import STEPS, Measure, Share, Unit
from analyzer.team.terms import FLOOR
from benchmarks.attack_world import Relations
from benchmarks.attacker import WIDE, Attack, attack

FIRST = date(2026, 1, 5)
WEAKENINGS = ("floor", "ledger", "rounding")
"""Each breaks nearly every history."""
SELDOM = ("parts",)
"""Each breaks one history in thousands."""

HOURS, CALLS, MONDAY, LUNCHES = (
    *(("meeting_hours", ""), ("meeting_hours", "kind=call")),
    *(("meeting_hours_of_day", "weekday=mon"), ("lunches_kept", "")),
)
IN_MEETINGS = tuple(("in_meetings", f"weekday=mon hour={hour}") for hour in (9, 13))
PRESENT = tuple(("present", f"meeting={number}") for number in range(2))
MEETING_SHARE = ("meeting_share", "")
CONTRACTS = (40.0, 32.0)
"""Hours a week that people work, which everybody knows: so meeting hours and the share of meetings tell the same."""
UNITS: dict[Key, Unit] = {MEETING_SHARE: "share", HOURS: "hours", CALLS: "hours", MONDAY: "hours", LUNCHES: "share"}
MEETING_HOURS = (3.0, 1.5)
"""How long the shared meetings are, which everybody knows: with the share who attend, their hours of people."""
PARTS = (
    (HOURS, {CALLS: 1.0}),
    (HOURS, {MONDAY: 8 / 40}),
    (HOURS, {**dict.fromkeys(IN_MEETINGS, 0.5 / 40), PRESENT[0]: 3.0 / 40, PRESENT[1]: 1.5 / 40}),
    (MONDAY, dict.fromkeys(IN_MEETINGS, 0.5 / 8)),
)
"""What hangs together, in parts of the scales: who meets for half an hour on Monday at nine meets as long that week."""


@dataclass(frozen=True)
class Run:
    """One audit: of which team, weeks and people, and how it was asked."""

    team: str
    weeks: tuple[date, ...]
    people: tuple[str, ...]
    keys: tuple[Key, ...]
    in_shares: bool


@dataclass(frozen=True)
class History:
    """What happened: who has which value in which week, who asked what in which order, and who is known."""

    truth: dict[date, dict[str, dict[Key, float]]]
    runs: tuple[Run, ...]
    known: frozenset[str]
    contracts: dict[str, float]

    def relations(self) -> Relations:
        """Return what hangs together."""
        return Relations(PARTS, (HOURS, MEETING_SHARE), {one: 40 / hours for one, hours in self.contracts.items()})


@dataclass
class Outcome:
    """What came of histories."""

    asked: int = 0
    released: int = 0
    withheld: Counter[str] = field(default_factory=Counter)
    attack: Attack = field(default_factory=Attack)

    def add(self, other: Outcome) -> None:
        """Add what came of other histories."""
        self.asked += other.asked
        self.released += other.released
        self.withheld.update(other.withheld)
        self.attack.add(other.attack)


def made_history(seed: int, number: int) -> History:
    """Return a random history: teams that overlap, people who join, leave, are away or cannot be read.

    Args:
        seed: of all.
        number: of this one.
    """
    random = np.random.default_rng((seed, number))
    people = [f"person {place}" for place in range(int(random.integers(9, 17)))]
    weeks = [FIRST + timedelta(weeks=place) for place in range(int(random.integers(1, 5)))]
    contracts = dict(zip(people, random.choice(CONTRACTS, len(people), p=(0.7, 0.3)).tolist(), strict=True))
    truth = {week: _made_truth(random, contracts) for week in weeks}
    teams = {
        name: set(random.choice(people, min(len(people), int(random.integers(7, 14))), replace=False).tolist())
        for name in ("north", "south", "both")[: int(random.integers(1, 4))]
    }
    runs: list[Run] = []
    for _ in range(int(random.integers(2, 7))):
        if runs and random.random() < 0.15:
            runs.append(runs[int(random.integers(len(runs)))])  # the same again
            continue
        name = str(random.choice(sorted(teams)))
        for _ in range(int(random.integers(0, 3))):  # somebody joins or leaves
            teams[name] ^= {str(random.choice(people))}
        first, last = sorted(random.integers(0, len(weeks), 2).tolist())
        read = [person for person in sorted(teams[name]) if random.random() > 0.04]
        keys = [HOURS, LUNCHES, *IN_MEETINGS, *PRESENT]
        keys += [key for key in (CALLS, MONDAY, MEETING_SHARE) if random.random() < 0.4]
        runs.append(Run(name, tuple(weeks[first : last + 1]), tuple(read), tuple(keys), bool(random.random() < 0.2)))
    known = frozenset(random.choice(people, 3, replace=False).tolist())
    return History(truth, tuple(runs), known, contracts)


def _made_truth(random: np.random.Generator, contracts: dict[str, float]) -> dict[str, dict[Key, float]]:
    """Return the values of a week: spread, alike, nearly all nothing, in two camps, or near the edge of a band."""
    many, contract = len(contracts), np.array(list(contracts.values()))
    shape = int(random.integers(5))
    middle = random.uniform(0.1, 0.9)
    spread = (
        random.normal(middle, 0.2, many),
        random.normal(middle, 0.01, many),
        np.where(random.random(many) < 0.85, 0.0, random.random(many)),
        np.where(random.random(many) < 0.5, 0.1, 0.9) + random.normal(0, 0.03, many),
        random.normal(int(random.integers(1, 4)) / 4, 0.03, many),
    )
    base = np.clip(spread[shape], 0, 1)
    lunches = np.clip(np.roll(spread[int(random.integers(5))], 1), 0, 1)
    likely = [float(random.choice((0.0, 0.05, 0.3, 0.5, 0.7, 0.95, 1.0))) for _ in (*IN_MEETINGS, *PRESENT)]
    held = (random.random((len(likely), many)) < np.array(likely)[:, None]).astype(float)
    monday = np.clip(base * 8 * random.uniform(0.5, 1.5), held[:2].sum(axis=0) * 0.5, 8)
    least = held[:2].sum(axis=0) * 0.5 + np.array(MEETING_HOURS) @ held[2:]
    hours = np.clip(np.maximum(base * contract, np.maximum(least, monday)), 0, contract)
    calls = hours * random.uniform(0, 1, many)
    return {
        person: {
            HOURS: float(hours[place]),
            MEETING_SHARE: float(hours[place] / contract[place]),
            CALLS: float(calls[place]),
            MONDAY: float(monday[place]),
            LUNCHES: float(lunches[place]),
            **{key: float(row[place]) for key, row in zip((*IN_MEETINGS, *PRESENT), held, strict=True)},
        }
        for place, person in enumerate(contracts)
    }


def released_of(history: History, outcome: Outcome, floor: int = FLOOR, has_ledger: bool = True) -> list[Ledger]:
    """Return the ledgers with everything that was released in a history: one, or without a ledger one for each run."""
    door = Gate(floor)
    ledger, ledgers = Ledger(), []
    for run in history.runs:
        measures: list[tuple[Scope, Values]] = []
        shares: list[tuple[Scope, Values]] = []
        for week in run.weeks:
            for key in run.keys:
                numbers = np.array([history.truth[week][person][key] for person in run.people])
                scope, unit = Scope(run.team, week, key[1]), UNITS.get(key, "share")
                if run.in_shares and unit == "hours":  # the same in another unit, so with another rounding
                    numbers, unit = numbers / gate.scale_edges(key[0], unit)[-1], "share"
                asked = (scope, Values(key[0], unit, numbers, run.people))
                (measures if key in UNITS else shares).append(asked)
        shown, ledger = door.release(measures, ledger if has_ledger else Ledger())
        shown_shares, ledger = door.release_shares(shares, ledger)
        _count([*shown, *shown_shares], outcome)
        _hold_to_ledger([*shown, *shown_shares], ledger)
        ledgers.append(ledger)
    return ledgers[-1:] if has_ledger else ledgers


def _count(figures: list[Measure | Share], outcome: Outcome) -> None:
    outcome.asked += len(figures)
    outcome.withheld.update(one.withheld for one in figures if one.withheld is not None)
    outcome.released += sum(_is_shown(one) for one in figures)


def _is_shown(figure: Measure | Share) -> bool:
    if isinstance(figure, Share):
        return figure.value is not None
    return figure.median is not None or any(band.people is not None for band in figure.bands)


def _hold_to_ledger(figures: list[Measure | Share], ledger: Ledger) -> None:
    """See that whatever was given stands in the ledger, so that attacking the ledger attacks everything.

    Raises:
        AssertionError: it does not.
    """
    kept = {
        id(figure)
        for companies in ledger.weeks.values()
        for company in companies
        for figure in (*company.measures.values(), *company.shares.values())
    }
    assert all(id(figure) in kept for figure in figures if _is_shown(figure)), "released beside the ledger"


def attack_history(
    history: History,
    outcome: Outcome,
    floor: int = FLOOR,
    has_ledger: bool = True,
    until_first: bool = False,
) -> None:
    """Release all that a history asks, attack it (until one attack succeeds), and add what comes of it."""
    ledgers = released_of(history, outcome, floor, has_ledger)
    for week, values in history.truth.items():
        truth = {
            person: {key: value / gate.scale_edges(key[0], UNITS.get(key, "share"))[-1] for key, value in row.items()}
            for person, row in values.items()
        }
        companies: list[Company] = []
        for ledger in ledgers:
            companies += [company for company in ledger.weeks.get(week, ()) if company not in companies]
        attack(companies, truth, history.known, history.relations(), outcome.attack, until_first)


@contextlib.contextmanager
def weakened(weakening: str) -> Iterator[tuple[int, bool]]:
    """Take a part of the gate away.

    Args:
        weakening: ``floor``: one person is enough, for a figure, for a band and around a median; ``ledger``: every run
            is the first; ``rounding``: medians and numbers are told as they are; ``parts``: of parts of a week medians
            are told as well. Empty for nothing.

    Yields:
        The floor, and whether there is a ledger.
    """
    with contextlib.ExitStack() as changed:
        if weakening == "floor":
            for name, least in (("LEAST_FLOOR", 1), ("LEAST_IN_BAND", 1), ("KNOWN", -1)):
                changed.enter_context(mock.patch.object(gate, name, least))
        if weakening == "rounding":
            changed.enter_context(mock.patch.dict(STEPS, dict.fromkeys(STEPS, _STEP)))
            changed.enter_context(mock.patch.object(gate, "shown_share", _told_as_it_is))
        if weakening == "parts":
            shown = gate.shown_measure
            changed.enter_context(mock.patch.object(gate, "shown_measure", lambda *given, **_: shown(*given)))
        yield 1 if weakening == "floor" else FLOOR, weakening != "ledger"


_PARTS = 40
"""Into so many parts histories are divided, so that processes are busy until the end."""
_STEP = 1e-5
"""A step that rounds nothing."""


def _told_as_it_is(name: str, number: int, people: int) -> Share:
    return Share(name, people, number / people, number / people, number / people)


def attack_some(seed: int, numbers: range, weakening: str) -> Outcome:
    """Attack the histories of some numbers, and return what came of it."""
    outcome = Outcome()
    with weakened(weakening) as (floor, has_ledger):
        for number in numbers:
            attack_history(made_history(seed, number), outcome, floor, has_ledger)
    return outcome


def main() -> None:
    """Attack as many histories as are asked, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.attack", description=__doc__)
    parser.add_argument("--histories", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2, help="processes side by side")
    parser.add_argument("--weaken", choices=("", *WEAKENINGS, *SELDOM), default="")
    given = parser.parse_args()
    outcome = Outcome()
    with ProcessPoolExecutor(given.jobs) as pool:
        for part in pool.map(
            attack_some,
            repeat(given.seed),
            [range(first, given.histories, _PARTS) for first in range(min(_PARTS, given.histories))],
            repeat(given.weaken),
        ):
            outcome.add(part)
    found = outcome.attack
    print(
        f"histories            {given.histories} (seed {given.seed}){', weakened: ' * bool(given.weaken)}{given.weaken}"
    )
    print(f"figures asked        {outcome.asked}")
    print(f"figures released     {outcome.released}")
    print(f"withheld, or partly  {outcome.withheld.total() / max(1, outcome.asked):.0%}")
    for reason, times in outcome.withheld.most_common():
        print(f"  {reason:<20} {times / outcome.asked:.0%}")
    print(f"values attacked      {found.intervals} (programs solved: {found.programs}, given up: {found.undecided})")
    wide = " or wider" * (found.tightest >= WIDE)
    print(f"tightest interval    {found.tightest:.1%} of the scale{wide}")
    print(f"successes            {len(found.successes)}")
    for person, key, least, most in found.successes[:5]:
        print(f"  {person}: {' '.join(key).strip()} is {least:.2f} to {most:.2f}")
    print(f"processor time       {sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]):.0f} s")


if __name__ == "__main__":
    main()
