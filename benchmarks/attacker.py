"""Somebody who has all that was ever released, knows the truth of three colleagues, and wants that of the others.

What may be true is written down exactly (:mod:`benchmarks.attack_world`); the least and the most that a person's value
can be are what the attacker knows: no more and no less.

Two things make it quick and change no answer. People who stand in the same releases are exchangeable: whatever is true
of one may as well be true of another, so one interval is that of them all, and their values may be put in order. And
where some other truth is found by trying with which the gate shows the very same, and which lies far away, no program
has to be solved to know that an interval is no narrower.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from analyzer.team import gate
from analyzer.team.ledger import Company, Key
from benchmarks.attack_world import TINY, Relations, Truth, World

NARROW = 0.1
"""An interval of at most this share of the scale is a success of the attacker."""
WIDE = 0.125
"""What is proven for each measure by itself: narrower intervals are looked for, wider ones are not measured."""
_STEPS, _WALK = 400, 50
"""So many changes are tried before a program is solved, so many of them one after another."""
_SHIFTS = (0.25, -0.25, 0.125, -0.125, 0.5, -0.5)
_TRIED = (0.0, 1.0, *(place / 8 + nudge for place in range(1, 8) for nudge in (0.0, -1e-9)))
"""Values with which the same may be shown: the ends of the cells, just below which the value above is none."""


@dataclass
class Attack:
    """What came of it.

    Attributes:
        tightest: the narrowest interval found, as a share of its scale; :data:`WIDE` when none is narrower.
        successes: who, what, and the interval.
        intervals: how many people and values were attacked.
        programs: how many programs were solved.
        undecided: how many of them took too long to be solved.
    """

    tightest: float = WIDE
    successes: list[tuple[str, Key, float, float]] = field(default_factory=list)
    intervals: int = 0
    programs: int = 0
    undecided: int = 0

    def add(self, other: Attack) -> None:
        """Add what came of another one."""
        self.tightest = min(self.tightest, other.tightest)
        self.successes += other.successes
        self.intervals += other.intervals
        self.programs += other.programs
        self.undecided += other.undecided


def attack(
    companies: Sequence[Company],
    truth: Truth,
    known: frozenset[str],
    relations: Relations,
    found: Attack,
    until_first: bool = False,
) -> None:
    """Try to find the values of everybody who is not known in the companies of one week; add what comes of it.

    Args:
        companies: with what was released of each. Without a ledger people stand in several.
        truth: of everybody, to see who can be exchanged for whom, and that of those who are known.
        known: whose truth the attacker has.
        relations: between values.
        found: is added to.
        until_first: stop when one attack succeeded.
    """
    for group in _linked(companies):
        everybody = frozenset[str]().union(*(company.people for company in group))
        shares = {key for company in group for key in company.shares}
        classes = _classes(group, everybody - known, relations)
        for alike, key in _targets(group, classes):
            if until_first and found.successes:
                return
            found.intervals += len(alike)
            possible = _possible_values(group, truth, known, relations, alike, key, key in shares, found.tightest)
            if key in shares:
                if len(set(possible)) == 1:
                    found.programs += 1
                    try:
                        _try_share(group, truth, known, relations, alike, key, found)
                    except TimeoutError:
                        found.undecided += 1
            elif max(possible) - min(possible) < found.tightest - TINY:
                world = World(group, truth, known, relations, key)
                for some in classes.values():
                    world.put_in_order(some, key)
                try:
                    _try_value(world, alike, key, (min(possible), max(possible)), found)
                except TimeoutError:
                    found.undecided += 1


def _possible_values(
    group: Sequence[Company],
    truth: Truth,
    known: frozenset[str],
    relations: Relations,
    alike: Sequence[str],
    key: Key,
    is_share: bool,
    enough: float,
) -> list[float]:
    """Return some values that people alike may have: those of each other, and those with which the same is shown.

    It goes on until they lie ``enough`` apart.
    """
    possible = [truth[person][key] for person in alike]
    for other in _other_truths(group, truth, known, relations, alike, key, is_share):
        possible += [other[person][key] for person in alike]
        if max(possible) - min(possible) >= enough - TINY:
            break
    return possible


def _other_truths(
    group: Sequence[Company],
    truth: Truth,
    known: frozenset[str],
    relations: Relations,
    alike: Sequence[str],
    key: Key,
    is_share: bool,
) -> Iterator[Truth]:
    """Yield other truths with which the gate shows the same: one person changed, and then one after another."""

    def changed(now: Truth, values: Mapping[str, float]) -> Truth | None:
        other = {**now, **{one: relations.changed(one, now[one], key, value) for one, value in values.items()}}
        if not all(relations.allow(person, other[person]) for person in values):
            return None
        keys = {one for person in values for one in other[person] if other[person][one] != now[person][one]}
        return other if all(_shows_the_same(company, one, other) for company in group for one in keys) else None

    tried = (0.0, 1.0) if is_share else _TRIED
    for person, value in product(alike, tried):
        if other := changed(truth, {person: value}):
            yield other
    if is_share:
        return
    random = np.random.default_rng(len(alike))
    others = sorted(frozenset[str]().union(*(company.people for company in group)) - known)
    others = [person for person in others if key in truth[person]]
    starts = [truth]
    for by in _SHIFTS:  # everybody a little higher or lower
        if other := changed(truth, {one: float(np.clip(truth[one][key] + by, 0.0, 1.0)) for one in others}):
            starts.append(other)
            yield other
    now = truth
    for step in range(_STEPS):
        now = now if step % _WALK else starts[step // _WALK % len(starts)]
        value = float(random.choice(tried)) if random.random() < 0.5 else float(random.random())
        if other := changed(now, {str(random.choice(others)): value}):
            now = other
            yield now


def _shows_the_same(company: Company, key: Key, truth: Truth) -> bool:
    numbers = np.array([truth[person][key] for person in company.people])
    if key in company.shares:
        share = company.shares[key]
        return gate.shown_share(share.name, int(numbers.sum()), len(numbers)) == share
    if key not in company.measures:
        return True
    measure = company.measures[key]
    top = gate.scale_edges(measure.name, measure.unit)[-1]
    return gate.shown_measure(measure.name, measure.unit, numbers * top, is_part=bool(key[1])) == measure


def _try_share(
    group: Sequence[Company],
    truth: Truth,
    known: frozenset[str],
    relations: Relations,
    alike: Sequence[str],
    key: Key,
    found: Attack,
) -> None:
    """See whether what holds of people alike could also not hold."""
    world = World(group, truth, known, relations, key)
    held = truth[alike[0]][key]
    world.take(alike[0], key, 1 - held)
    if not world.is_possible():
        found.successes.append((alike[0], key, held, held))


def _try_value(world: World, alike: Sequence[str], key: Key, met: tuple[float, float], found: Attack) -> None:
    """Find the least and the most that the value of people alike can be, when that is tighter than the tightest.

    Args:
        world: what can be true.
        alike: people who can be exchanged.
        key: of the value.
        met: two values that are surely possible: with one that is far from either, the interval is not the tightest.
        found: is added to.
    """
    first, last = world.values[alike[0], key], world.values[alike[-1], key]
    for is_far in (first <= met[1] - found.tightest, last >= met[0] + found.tightest):
        found.programs += 1
        if world.is_possible(is_far):
            return
    found.programs += 2
    least, most = world.least(alike[0], key), world.most(alike[-1], key)
    found.tightest = min(found.tightest, most - least)
    if most - least <= NARROW:
        found.successes.append((alike[0], key, least, most))


def _linked(companies: Sequence[Company]) -> Iterator[list[Company]]:
    """Yield companies that hang together by people whom they share."""
    rest = [company for company in companies if company.measures or company.shares]
    while rest:
        group = [rest.pop()]
        people = set(group[0].people)
        while more := [company for company in rest if company.people & people]:
            group += more
            people.update(*(company.people for company in more))
            rest = [company for company in rest if company not in more]
        yield group


_Classes = Mapping[tuple[float, tuple[int, ...]], list[str]]


def _classes(group: Sequence[Company], people: Iterable[str], relations: Relations) -> _Classes:
    """Return people who can be exchanged: of the same factor, in the same companies."""
    alike: dict[tuple[float, tuple[int, ...]], list[str]] = {}
    for person in sorted(people):
        places = tuple(place for place, company in enumerate(group) if person in company.people)
        alike.setdefault((relations.factors.get(person, 1.0), places), []).append(person)
    return alike


def _targets(group: Sequence[Company], classes: _Classes) -> Iterator[tuple[list[str], Key]]:
    """Yield people who can be exchanged, with each of what was released of them: shares first."""
    for kind in ("shares", "measures"):
        for (_, places), some in classes.items():
            for key in sorted({key for place in places for key in getattr(group[place], kind)}):
                yield some, key
