"""What may be true, given all that was released of a few companies: a mixed-integer program for HiGHS.

Nothing is relaxed: each person has values and stands in one quarter of each scale; the numbers of people in the
quarters are any for which the gate would have shown the very same bands and withheld the very same figures; a median is
the mean of the one or two values in the middle, within half a step.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from itertools import combinations, pairwise
from typing import Any

from analyzer.team import gate
from analyzer.team.ledger import Company, Key
from analyzer.team.released import STEPS, Measure, Share

SECONDS = 60.0
"""So long one program may take."""
QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)
TINY = 1e-6

Truth = Mapping[str, Mapping[Key, float]]
"""By person the value of each measure as a part of its scale and, of what is shown as a share, 0 or 1."""


@dataclass(frozen=True)
class Relations:
    """What everybody knows of how values hang together.

    Attributes:
        parts: a value, and what it has at least for each of other values: what these are a part of it.
        same: two values that tell the same: the second is the first times a factor of the person.
        factors: by person, which everybody knows. Only people of the same factor can be exchanged.
    """

    parts: Sequence[tuple[Key, Mapping[Key, float]]] = ()
    same: tuple[Key, Key] | None = None
    factors: Mapping[str, float] = field(default_factory=dict)

    def linked(self, key: Key) -> frozenset[Key]:
        """Return a value and all that hang together with it, by way of others too."""
        sets = [{whole, *parts} for whole, parts in self.parts] + ([set(self.same)] if self.same else [])
        found = {key}
        while more := [one for one in sets if one & found and not one <= found]:
            found.update(*more)
        return frozenset(found)

    def allow(self, person: str, values: Mapping[Key, float]) -> bool:
        """Return whether one person can have such values."""
        if not all(-TINY <= value <= 1 + TINY for value in values.values()):
            return False
        if self.same and abs(values[self.same[1]] - values[self.same[0]] * self.factors[person]) > TINY:
            return False
        return all(
            values[whole] >= sum(values[key] * each for key, each in parts.items()) - TINY
            for whole, parts in self.parts
        )

    def changed(self, person: str, values: Mapping[Key, float], key: Key, value: float) -> dict[Key, float]:
        """Return a person's values with another one, and with what has to go up or down with it."""
        changed = {**values, key: value}
        if self.same and key == self.same[1]:
            changed[self.same[0]] = value / self.factors[person]
        for whole, parts in self.parts:
            if key in parts:
                changed[whole] = max(changed[whole], sum(changed[part] * each for part, each in parts.items()))
            elif len(parts) == 1:
                ((part, each),) = parts.items()
                changed[part] = min(changed[part], changed[whole] / each)
        if self.same:
            changed[self.same[1]] = changed[self.same[0]] * self.factors[person]
        return changed


class World:
    """The values that people may have, given what was released."""

    def __init__(
        self, group: Sequence[Company], truth: Truth, known: frozenset[str], relations: Relations, key: Key
    ) -> None:
        """Write down what was released of a value, and of all that hangs together with it."""
        from ortools.math_opt.python import mathopt

        self._mathopt: Any = mathopt
        self._program: Any = mathopt.Model()
        self.values: dict[tuple[str, Key], Any] = {}
        self._relations = relations
        self._known: dict[tuple[str, Key], float] = {}
        self._quarters: dict[tuple[str, Key], list[Any]] = {}
        self._cells: dict[tuple[str, Key, int], list[Any]] = {}
        linked = relations.linked(key)
        for company in group:
            # In order of the keys: what tells the same as hours ("meeting_hours") comes after them ("meeting_share").
            for one, measure in sorted(company.measures.items()):
                if one in linked:
                    self._take_measure(company, one, measure, truth, known)
            for one, share in sorted(company.shares.items()):
                if one in linked:
                    self._take_share(company, one, share, truth, known)
        self._take_relations(relations)

    def put_in_order(self, people: Sequence[str], key: Key) -> None:
        """Let values rise from one to the next of people who can be exchanged."""
        for one, other in pairwise([person for person in people if (person, key) in self.values]):
            self._program.add_linear_constraint(self.values[one, key] <= self.values[other, key])

    def take(self, person: str, key: Key, value: float) -> None:
        """Let a value be true."""
        self._program.add_linear_constraint(self.values[person, key] == value)

    def least(self, person: str, key: Key) -> float:
        """Return the least that a value can be.

        Raises:
            ValueError: nothing can be true at all.
        """
        self._program.minimize(self.values[person, key])
        return self._solved()

    def most(self, person: str, key: Key) -> float:
        """Return the most that a value can be.

        Raises:
            ValueError: nothing can be true at all.
        """
        self._program.maximize(self.values[person, key])
        return self._solved()

    def is_possible(self, condition: Any = None) -> bool:
        """Return whether anything can be true, or a condition can be."""
        self._program.minimize(0.0)
        held = None if condition is None else self._program.add_linear_constraint(condition)
        reason = self._result().termination.reason
        if held is not None:
            self._program.delete_linear_constraint(held)
        reasons = self._mathopt.TerminationReason
        if reason not in (reasons.OPTIMAL, reasons.INFEASIBLE):
            raise ValueError(f"the solver gives up: {reason}")
        return bool(reason == reasons.OPTIMAL)

    def _solved(self) -> float:
        result = self._result()
        if result.termination.reason != self._mathopt.TerminationReason.OPTIMAL:
            raise ValueError("nothing can be true: the program is wrong")
        return float(result.objective_value())

    def _result(self) -> Any:
        with _silence():
            limit = self._mathopt.SolveParameters(time_limit=timedelta(seconds=SECONDS))
            try:
                result = self._mathopt.solve(self._program, self._mathopt.SolverType.HIGHS, params=limit)
            except (
                AttributeError
            ) as error:  # how this ortools says that HiGHS failed within: no answer, so none is taken
                raise TimeoutError from error
        if result.termination.limit == self._mathopt.Limit.TIME:
            raise TimeoutError
        return result

    def _take_measure(self, company: Company, key: Key, measure: Measure, truth: Truth, known: frozenset[str]) -> None:
        people = sorted(company.people)
        top = gate.scale_edges(measure.name, measure.unit)[-1]
        for person in people:
            if (person, key) not in self.values:
                self._begin(person, key, truth[person][key] if person in known else None)
        # The numbers of people in the quarters are any of those with which the same bands would have been shown.
        possible = _possible_counts((gate.KNOWN, gate.LEAST_IN_BAND), len(people), _bands(measure))
        chosen = [self._program.add_binary_variable() for _ in possible]
        self._program.add_linear_constraint(sum(chosen) == 1)
        for quarter in range(len(QUARTERS) - 1):
            inside = sum(self._quarters[person, key][quarter] for person in people)
            self._program.add_linear_constraint(
                inside == sum(one * counts[quarter] for one, counts in zip(chosen, possible, strict=True))
            )
        self._take_likeness(people, key, measure)
        if measure.median is not None:
            median, half = measure.median / top, STEPS[measure.unit] / top / 2
            lower, upper = ((len(people) + 1) // 2, len(people) // 2 + 1)
            end = gate.median_top(measure.name, measure.unit) / top
            middle = [self._at_most(self._ranked(people, key, rank), end) for rank in (lower, upper)]
            self._program.add_linear_constraint(sum(middle) >= 2 * (median - half))
            self._program.add_linear_constraint(sum(middle) <= 2 * (median + half))

    def _begin(self, person: str, key: Key, value: float | None) -> None:
        same = self._relations.same
        most = min(1.0, 1 / self._relations.factors[person]) if same and key == same[0] else 1.0
        lower, upper = (0.0, most) if value is None else (value, value)
        if value is not None:
            self._known[person, key] = value
        if same and key == same[1] and (person, same[0]) in self.values:
            self.values[person, key] = self.values[person, same[0]] * self._relations.factors[person]
            self._program.add_linear_constraint(self.values[person, key] <= 1.0)
        else:
            self.values[person, key] = self._program.add_variable(lb=lower, ub=upper)
        self._quarters[person, key] = self._stand_in(person, key, QUARTERS)

    def _take_likeness(self, people: Sequence[str], key: Key, measure: Measure) -> None:
        """Add what a median that is shown or withheld tells of how many people stand in one cell or two."""
        if (len(people) - 1) // 2 <= gate.KNOWN or measure.withheld == gate.PART:
            return
        most, number = len(people) - gate.KNOWN - 1, len(gate.cell_edges(measure.name, measure.unit)) - 1
        crowds = [([cell], most + 1) for cell in range(number)]
        if number > len(QUARTERS) - 1:
            crowds += [([cell, cell + 1], len(people)) for cell in range(number - 1)]
        inside = [
            sum(self._cells_of(person, key, number)[cell] for person in people for cell in some) for some, _ in crowds
        ]
        if measure.median is not None:
            for crowd, (_, least) in zip(inside, crowds, strict=True):
                self._program.add_linear_constraint(crowd <= least - 1)
        else:
            is_one = [self._program.add_binary_variable() for _ in crowds]
            self._program.add_linear_constraint(sum(is_one) >= 1)
            for crowd, one, (_, least) in zip(inside, is_one, crowds, strict=True):
                self._program.add_linear_constraint(crowd >= least * one)

    def _cells_of(self, person: str, key: Key, number: int) -> list[Any]:
        """Return for each of so many equal cells of a scale whether a person stands in it."""
        if number == len(QUARTERS) - 1:
            return self._quarters[person, key]
        if (person, key, number) not in self._cells:
            edges = [place / number for place in range(number + 1)]
            self._cells[person, key, number] = self._stand_in(person, key, edges)
        return self._cells[person, key, number]

    def _stand_in(self, person: str, key: Key, edges: Sequence[float]) -> list[Any]:
        """Return for each cell between edges whether a person stands in it: in exactly one."""
        number, (lower, upper) = self.values[person, key], (edges[:-1], edges[1:])
        cells = [self._program.add_binary_variable() for _ in lower]
        self._program.add_linear_constraint(sum(cells) == 1)
        self._program.add_linear_constraint(number >= sum(one * edge for one, edge in zip(cells, lower, strict=True)))
        self._program.add_linear_constraint(number <= sum(one * edge for one, edge in zip(cells, upper, strict=True)))
        value = self._known.get((person, key))
        if value is not None:
            # A value on an edge belongs above it: the program's intervals are closed on both sides.
            at = max(place for place, edge in enumerate(lower) if edge <= value)
            self._program.add_linear_constraint(cells[at] == 1)
        return cells

    def _ranked(self, people: Sequence[str], key: Key, rank: int) -> Any:
        """Return the value at a rank, from 1: so many are at most it, and all others but those before it at least."""
        ranked = self._program.add_variable(lb=0.0, ub=1.0)
        below = [self._program.add_binary_variable() for _ in people]
        above = [self._program.add_binary_variable() for _ in people]
        for person, is_below, is_above in zip(people, below, above, strict=True):
            self._program.add_linear_constraint(self.values[person, key] <= ranked + (1 - is_below))
            self._program.add_linear_constraint(self.values[person, key] >= ranked - (1 - is_above))
        self._program.add_linear_constraint(sum(below) >= rank)
        self._program.add_linear_constraint(sum(above) >= len(people) - rank + 1)
        return ranked

    def _at_most(self, value: Any, end: float) -> Any:
        """Return a value, or the end when it is larger."""
        if end >= 1.0:
            return value
        least, is_value = self._program.add_variable(lb=0.0, ub=end), self._program.add_binary_variable()
        self._program.add_linear_constraint(least <= value)
        self._program.add_linear_constraint(least >= value - (1 - is_value))
        self._program.add_linear_constraint(least >= end - is_value)
        return least

    def _take_share(self, company: Company, key: Key, share: Share, truth: Truth, known: frozenset[str]) -> None:
        people = sorted(company.people)
        for person in people:
            if (person, key) not in self.values:
                self.values[person, key] = self._program.add_binary_variable()
                if person in known:
                    self._program.add_linear_constraint(self.values[person, key] == truth[person][key])
        if share.from_ is not None and share.to is not None:
            number = sum(self.values[person, key] for person in people)
            self._program.add_linear_constraint(number >= share.from_ * len(people) - TINY)
            self._program.add_linear_constraint(number <= share.to * len(people) + TINY)

    def _take_relations(self, relations: Relations) -> None:
        for whole, parts in relations.parts:
            for person in sorted({person for person, key in self.values if key == whole}):
                taken = [self.values[person, key] * each for key, each in parts.items() if (person, key) in self.values]
                if taken:
                    self._program.add_linear_constraint(self.values[person, whole] >= sum(taken) - TINY)


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Keep from the terminal what HiGHS prints past its own settings."""
    sys.stdout.flush()
    terminal, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(terminal, 1)
        os.close(terminal)
        os.close(nowhere)


def _bands(measure: Measure) -> tuple[int | None, ...]:
    """Return the people in each band at the quarter where it begins; -1 where none begins."""
    edges = gate.scale_edges(measure.name, measure.unit)
    by_edge = {band.from_: band.people for band in measure.bands}
    return tuple(by_edge.get(edge, -1) for edge in edges[:-1])


@cache
def _possible_counts(
    rules: tuple[int, ...],  # noqa: ARG001 - the numbers by which the gate decides, which may be weakened
    people: int,
    bands: tuple[int | None, ...],
) -> tuple[tuple[int, ...], ...]:
    """Return the numbers of people in the quarters of which the gate would show the same bands."""
    found = []
    for bars in combinations(range(people + 3), 3):
        counts = (bars[0], bars[1] - bars[0] - 1, bars[2] - bars[1] - 1, people + 2 - bars[2])
        partition = gate.shown_partition(counts)
        numbers: list[int | None] = [-1 if partition else None for _ in counts]
        for first, end in partition:
            numbers[first] = sum(counts[first:end])
        if tuple(numbers) == bands:
            found.append(counts)
    return tuple(found)
