"""The attack finds nobody behind the gate, and everybody behind a gate of which a part is taken away."""

from __future__ import annotations

from datetime import date
from itertools import product

import numpy as np
import pytest

from analyzer.team.gate import Gate, Scope, Values
from analyzer.team.ledger import Company, Ledger
from analyzer.team.released import Band, Measure, Share
from benchmarks.attack import (
    CALLS,
    HOURS,
    IN_MEETINGS,
    LUNCHES,
    MEETING_SHARE,
    MONDAY,
    PRESENT,
    SELDOM,
    WEAKENINGS,
    History,
    Outcome,
    Run,
    attack_history,
    made_history,
    weakened,
)
from benchmarks.attack_world import Relations, World
from benchmarks.attacker import WIDE, Attack, attack

pytest.importorskip("ortools", reason="the attack needs the extra plan: ortools")

WEEK = date(2026, 1, 5)
NONE = Relations()
X = ("x", "")


def test_no_history_of_the_sample_tells_of_one_person() -> None:
    outcome = Outcome()
    for number in range(6):
        attack_history(made_history(7, number), outcome)
    assert outcome.attack.successes == []
    assert outcome.attack.tightest >= WIDE
    assert outcome.released > 100
    assert outcome.attack.programs > 0


def leaving() -> History:
    """Return twelve people of whom six meet on Monday at nine, and then the team without one of the six."""
    people = [f"person {number}" for number in range(12)]
    others = {HOURS: 10.0, MEETING_SHARE: 0.25, CALLS: 0.0, MONDAY: 4.0, **dict.fromkeys((*IN_MEETINGS, *PRESENT), 0.0)}
    truth = {person: {**others, IN_MEETINGS[0]: float(number < 6)} for number, person in enumerate(people)}
    runs = tuple(Run("north", (WEEK,), tuple(some), (IN_MEETINGS[0],), False) for some in (people, people[1:]))
    return History({WEEK: truth}, runs, frozenset(people[3:9:2]), dict.fromkeys(people, 40.0))


@pytest.mark.parametrize("weakening", WEAKENINGS)
def test_a_gate_without_one_of_its_parts_is_broken(weakening: str) -> None:
    history = leaving() if weakening == "ledger" else made_history(7, 0)
    whole, outcome = Outcome(), Outcome()
    attack_history(history, whole)
    assert whole.released
    assert whole.attack.successes == []
    with weakened(weakening) as (floor, has_ledger):
        attack_history(history, outcome, floor, has_ledger, until_first=True)
    assert len(outcome.attack.successes) == 1, "the attack cannot succeed, so it says nothing"
    if weakening == "ledger":
        assert outcome.attack.successes == [("person 0", IN_MEETINGS[0], 1.0, 1.0)]


def test_a_part_of_the_week_does_not_tell_of_part_timers() -> None:
    """Of one history in some thousands a median of calls, beside that of all meetings, held a part-timer to 9.4 %."""
    history, whole, outcome = made_history(5, 654), Outcome(), Outcome()
    attack_history(history, whole)
    assert whole.attack.successes == []
    with weakened("parts") as (floor, has_ledger):
        attack_history(history, outcome, floor, has_ledger)
    assert [(person, key) for person, key, *_ in outcome.attack.successes] == [("person 10", CALLS)]


def test_a_weakening_ends() -> None:
    for weakening in (*WEAKENINGS, *SELDOM):
        with weakened(weakening):
            pass
    with pytest.raises(ValueError, match="lower than 5"):
        Gate(4)


# What the attacker knows, worked out by hand


def company(names: str, measure: Measure | None = None, share: Share | None = None) -> Company:
    return Company("t", frozenset(names), {X: measure} if measure else {}, {X: share} if share else {})


def bounds(companies: list[Company], truth: dict[str, float], known: str, person: str) -> tuple[float, float]:
    facts = {one: {X: value} for one, value in truth.items()}
    world = World(companies, facts, frozenset(known), NONE, X)
    return round(world.least(person, X), 6), round(world.most(person, X), 6)


def shown(truth: dict[str, float]) -> Measure:
    values = Values("x", "share", np.array(list(truth.values())), list(truth))
    (measure,), _ = Gate(5).release([(Scope("t", WEEK), values)], Ledger())
    return measure


NINE = dict(zip("abcdefghi", (0.05, 0.1, 0.15, 0.2, 0.6, 0.8, 0.85, 0.9, 0.95), strict=True))


def test_whoever_knows_everybody_else_knows_the_middle_up_to_half_a_step() -> None:
    measure = shown(NINE)
    assert measure.median == 0.6
    assert bounds([company("abcdefghi", measure)], NINE, "abcdfghi", "e") == (0.575, 0.625)


def test_somebody_who_is_not_in_the_middle_may_be_anywhere_in_the_band() -> None:
    measure = shown(NINE)
    assert [band.people for band in measure.bands] == [4, 0, 5]
    # Of the others four stand below the middle, and so the last one in it or above it.
    assert bounds([company("abcdefghi", measure)], NINE, "abcdefgh", "i") == (0.575, 1.0)


def test_people_who_can_be_exchanged_have_the_values_of_each_other() -> None:
    measure = shown(NINE)
    assert bounds([company("abcdefghi", measure)], NINE, "abc", "e") == (0.0, 1.0)


def test_a_share_that_is_told_of_one_more_tells_of_that_one() -> None:
    truth = dict.fromkeys("abcdef", 1.0) | dict.fromkeys("ghijkl", 0.0)
    all_of_them = company("abcdefghijkl", share=Share("x", 12, 0.5, 6 / 12, 6 / 12))
    without = company("bcdefghijkl", share=Share("x", 11, 0.45, 5 / 11, 5 / 11))
    facts = {one: {X: value} for one, value in truth.items()}
    found = Attack()
    attack([all_of_them, without], facts, frozenset("klj"), NONE, found)
    assert found.successes == [("a", X, 1.0, 1.0)]
    found = Attack()
    attack([all_of_them], facts, frozenset("klj"), NONE, found)
    assert found.successes == []


def test_what_cannot_be_true_is_a_fault_of_the_program() -> None:
    measure = Measure("x", "share", 9, 0.9, (Band(0.0, 0.25, 4), Band(0.25, None, 5)))
    world = World([company("abcdefghi", measure)], {one: {X: 0.1} for one in NINE}, frozenset("abcdefghi"), NONE, X)
    with pytest.raises(ValueError, match="nothing can be true"):
        world.least("a", X)


def test_relations_bind_what_one_person_can_have() -> None:
    whole, part = ("whole", ""), ("part", "")
    relations = Relations(((whole, {part: 0.5}),))
    assert relations.allow("a", {whole: 0.5, part: 1.0})
    assert not relations.allow("a", {whole: 0.4, part: 1.0})


# The program leaves no truth out: whatever else shows the same lies within what it finds


@pytest.mark.parametrize("seed", range(2))
def test_every_other_truth_that_shows_the_same_lies_within_what_is_found(seed: int) -> None:
    random = np.random.default_rng(seed)
    names = "abcdefghi"
    truth = dict(
        zip(names, np.round(random.choice((0.2, 0.45, 0.7), 9) + random.normal(0, 0.15, 9), 3).clip(0, 1), strict=True)
    )
    measure = shown(truth)
    least, most = bounds([company(names, measure)], truth, "abc", "d")
    met = []
    for _ in range(1_500):
        other = dict(truth)
        for person in random.choice(list("defghi"), random.integers(1, 7), replace=False):
            other[person] = float(random.choice((random.random(), other[random.choice(list("defghi"))])))
        if shown(other) == measure:
            met.append(other["d"])
    assert len(met) > 20
    assert least - 1e-6 <= min(met) <= max(met) <= most + 1e-6
    # And it is not much wider than what was met by chance.
    assert min(met) - least < 0.2
    assert most - max(met) < 0.2


def test_trying_other_truths_changes_no_answer() -> None:
    """What the attack skips because another truth was found would have been wider than the tightest."""
    history = made_history(7, 5)
    outcome = Outcome()
    attack_history(history, outcome)
    tightest = outcome.attack.tightest
    door, ledger = Gate(), Ledger()
    for run in history.runs:
        asked = [
            (
                Scope(run.team, week),
                Values(
                    LUNCHES[0], "share", np.array([history.truth[week][p][LUNCHES] for p in run.people]), run.people
                ),
            )
            for week in run.weeks
        ]
        _, ledger = door.release(asked, ledger)
    widths = []
    for week, companies in ledger.weeks.items():
        for one, person in product(companies, history.truth[week]):
            if person in one.people - history.known:
                world = World([one], history.truth[week], history.known, history.relations(), LUNCHES)
                widths.append(world.most(person, LUNCHES) - world.least(person, LUNCHES))
    assert widths
    assert min(widths) >= tightest - 1e-6
