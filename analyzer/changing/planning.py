"""The best few changes of all, proven: a model of the options in CP-SAT, whose facts are what the rules found.

The model knows no rule. It asks :mod:`analyzer.changing.cells` what sets of changes do to single days, believes the
best of every set that was not asked for yet, and asks for the sets that its solution needs, until the best solution
holds only what was judged. So its bound is one on the judgement of the rules themselves, and a rule that is new or
changed needs no second form here.

What was never judged is taken for the best it could be, so the bound is right at any moment; it is only not tight while
there is more to ask.
"""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from analyzer.changing.cells import Cell, Cells, Move, Result
from analyzer.changing.options import Option
from analyzer.changing.outcomes import Outcomes, compare, judged, try_each
from analyzer.changing.search import best_first
from analyzer.changing.trials import Bench
from analyzer.judging.context import Mask
from analyzer.time.intervals import Spans, pairs

Status = Literal["optimal", "feasible"]

SURE_SIZE = 2
"""So many moves of one day are judged together in any case."""

MOST_FIRST, MOST_LATER = 3_000, 30_000
"""Up to how many sets of a size more are judged for a day: before anything is solved, and once a guess was wrong."""

COST_EFFORT = 1.0
"""How much the search for the least disturbing set may take once the proof stands, as the solver counts its own work:
about two seconds, and the same on every machine, so that the plan is too."""


@dataclass(frozen=True)
class Proof:
    """What is known of a plan.

    Attributes:
        status: "optimal" when no set of as many changes removes more, "feasible" when time ran out before that.
        before: findings as it is.
        after: findings with the plan.
        bound: no plan leaves fewer findings than this, of the options that :func:`best_set` uses.
    """

    status: Status
    before: int
    after: int
    bound: int


@dataclass(frozen=True)
class Best:
    """A set of options, and what is known of it; the options stand in the order in which they help most."""

    options: Sequence[Option]
    proof: Proof


def best_set(
    bench: Bench,
    options: Sequence[Option],
    most: int,
    seconds: float,
    *,
    tell: Callable[[int, int], None] | None = None,
) -> Best:
    """Return the set of at most ``most`` options that leaves fewest findings, and of those the least disturbing.

    Args:
        bench: the calendars and the rules.
        options: what can be changed. Those that alone bring a new finding, or take more time to concentrate than they
            are worth, are not used; and one series changes once.
        most: how many changes at most.
        seconds: how long it may take, about.
        tell: hears how many findings are left at best, and the bound, each time they are better known.

    Raises:
        ImportError: ortools is not installed.
    """
    from ortools.sat.python import cp_model

    outcomes = try_each(bench, options)
    is_useful = outcomes.is_sound & outcomes.is_worth_it
    useful = [
        replace(option, cost=option.cost + more)
        for option, is_used, more in zip(options, is_useful, outcomes.focus_cost.tolist(), strict=True)
        if is_used
    ]
    search = _Planning(cp_model, bench, useful, most, outcomes, time.monotonic() + seconds, tell)
    return search.solved()


class _Planning:
    """One run of the solver and the questions between its solutions."""

    def __init__(
        self,
        solver: Any,
        bench: Bench,
        options: Sequence[Option],
        most: int,
        outcomes: Outcomes,
        deadline: float,
        tell: Callable[[int, int], None] | None,
    ) -> None:
        self.sat, self.bench, self.options, self.most = solver, bench, options, most
        self.deadline, self.effort, self.tell = deadline, math.inf, tell or _nobody
        people = len(bench.context.calendars)
        base = outcomes.found.by_rule[:people].sum(axis=0)
        self.before = int(base[bench.is_aim].sum())
        # What no model sees ahead may go at best, so the bound makes room for it.
        self.unseen = int(base[bench.is_aim & bench.which("period")].sum())
        self.focus_seconds = bench.context.agreed_seconds("focus_day_meetings").tolist()
        self.model = solver.CpModel()
        self.chosen = [self.model.NewBoolVar(f"option {number}") for number in range(len(options))]
        self.model.Add(sum(self.chosen) <= most)
        self._exclude()
        self.cells = Cells.of(bench, options)
        self.cells.judge((cell, made) for cell in self.cells.cells for made in _asked_first(cell, most))
        self.days = [_Day(self.model, self.chosen, cell, most, bench.is_aim) for cell in self.cells.cells]
        self._aim(outcomes)
        self.best: tuple[int, int, list[int]] = (0, 0, [])

    def _exclude(self) -> None:
        """One change for one series, none of them twice for one event, and no two into the same time."""
        shared: dict[tuple[str, object], list[int]] = {}
        for number, option in enumerate(self.options):
            shared.setdefault(("uid", option.uid), []).append(number)
            for row in option.rows.tolist():
                shared.setdefault(("row", row), []).append(number)
        for numbers in {tuple(numbers) for numbers in shared.values() if len(numbers) > 1}:
            self.model.AddAtMostOne(self.chosen[number] for number in numbers)
        group = self.bench.context.event_spans.group
        placed = [(number, option) for number, option in enumerate(self.options) if not option.is_gone]
        columns = [
            np.stack([np.full(len(one.rows), number), group[one.rows], one.start, one.end]) for number, one in placed
        ]
        which, *edges = np.concatenate(columns, axis=1) if columns else np.zeros((4, 0), dtype=np.int64)
        spans = Spans(*edges)
        some, other = pairs(spans, spans)
        clashes = set(zip(which[some].tolist(), which[other].tolist(), strict=True))
        for one, two in clashes:
            if one < two and self.options[one].uid != self.options[two].uid:
                self.model.AddBoolOr(~self.chosen[one], ~self.chosen[two])

    def _aim(self, outcomes: Outcomes) -> None:
        """Aim at the fewest findings: those of days, weeks without a focus day, and what each option does besides."""
        alone = self.bench.is_aim & self.bench.which("series", "period")
        people = len(self.bench.context.calendars)
        counts = outcomes.found.by_rule.reshape(-1, people, len(alone)).sum(axis=1)[:, alone]
        less = (counts[0] - counts[1:][outcomes.is_sound & outcomes.is_worth_it]).sum(axis=1).tolist()
        self.goal = sum(day.removed for day in self.days) + sum(self._focus_weeks(outcomes))
        self.goal += sum(more * one for more, one in zip(less, self.chosen, strict=True) if more)
        self.cost = sum(option.cost * one for option, one in zip(self.options, self.chosen, strict=True))

    def _focus_weeks(self, outcomes: Outcomes) -> list[Any]:
        """Return, per week and calendar without a focus day, what goes when it gets one."""
        rules = self.bench.is_aim & self.bench.which("focus-days")
        people = len(self.bench.context.calendars)
        week = self.bench.context.days.week[: outcomes.found.days]
        lacking = outcomes.found.by_day[:people, rules].sum(axis=1)
        weeks = []
        for calendar in range(people):
            for number in np.unique(week[lacking[calendar] > 0]):
                inside = [day for day in self.days if day.cell.calendar == calendar and week[day.cell.day] == number]
                gained = self.model.NewBoolVar("")
                self.model.Add(gained <= sum(day.focus_day(self.focus_seconds[calendar]) for day in inside))
                weeks.append(int(lacking[calendar][week == number].sum()) * gained)
        return weeks

    def _keep_focus_weeks(self, made: list[int]) -> bool:
        """Let no week lose its last focus day that loses it now; return whether any was there to keep."""
        rules = self.bench.which("focus-days")
        people = len(self.bench.context.calendars)
        found = compare(self.bench, [[], [self.options[number] for number in made]]).found
        by_day = found.by_day.reshape(2, people, len(rules), found.days)[:, :, rules].sum(axis=2)
        week = self.bench.context.days.week[: found.days]
        lost = [
            (calendar, number)
            for calendar in range(people)
            for number in np.unique(week).tolist()
            if by_day[1, calendar, week == number].sum() > by_day[0, calendar, week == number].sum()
        ]
        for calendar, number in lost:
            inside = [day for day in self.days if day.cell.calendar == calendar and week[day.cell.day] == number]
            untouched = self.bench.context.is_focus_day.reshape(people, -1)[calendar] & (week == number)
            untouched[[day.cell.day for day in inside]] = False
            if not untouched.any():
                self.model.AddBoolOr(day.focus_day(self.focus_seconds[calendar]) for day in inside)
        return bool(lost)

    def solved(self) -> Best:
        """Find the fewest findings first, and then the least disturbing set that leaves as few."""
        self._start_from(best_first(self.bench, self.options, self.most))
        self.model.Maximize(self.goal)
        bound, is_proven = self._asked_and_solved(self.tell)
        if is_proven:
            self.model.Add(self.goal >= self.best[0])
            self.model.Minimize(self.cost)
            self.effort = COST_EFFORT
            self._asked_and_solved(_nobody)  # how many are left is known: this bound is one on what it asks of people
        return self._told(min(bound, self.before), is_proven=is_proven)

    def _asked_and_solved(self, tell: Callable[[int, int], None]) -> tuple[int, bool]:
        """Solve, ask, and solve again, until what is asked for changes nothing, or time runs out.

        Args:
            tell: hears how many findings are left at best, and the bound, after each solution.

        Returns:
            The best bound on the objective, and whether the best set reaches what the model proves.
        """
        bound = self.before
        while (left := self.deadline - time.monotonic()) > 0 and self.effort > 0:
            solver = self.sat.CpSolver()
            solver.parameters.max_time_in_seconds = left
            solver.parameters.max_deterministic_time = self.effort
            # One worker that leans on the linear relaxation proved in a second what two of the usual mix did not in
            # fifty (benchmarks/plan.py), and gives the same plan each time.
            solver.parameters.num_workers = 1
            solver.parameters.linearization_level = 2
            solver.parameters.random_seed = 1
            # With so tight a relaxation, looking closer before the search took as long as the search.
            solver.parameters.cp_model_probing_level = 0
            solver.parameters.symmetry_level = 0
            state = solver.Solve(self.model)
            self.effort -= solver.ResponseProto().deterministic_time
            if state not in (self.sat.OPTIMAL, self.sat.FEASIBLE):
                break
            bound = min(bound, math.floor(solver.BestObjectiveBound() + 1e-6))
            is_as_expected = self._is_as_expected(solver)
            tell(self.before - self.best[0], max(self.before - bound, 0))
            if is_as_expected and state == self.sat.OPTIMAL:
                return bound, True
        return bound, False

    def _start_from(self, options: Sequence[Option]) -> None:
        made = [number for number, one in enumerate(self.options) if any(one is other for other in options)]
        removed, is_sound = judged(self.bench, [self.options[number] for number in made])
        self._remember(made, removed, is_sound=is_sound)

    def _remember(self, made: list[int], removed: int, *, is_sound: bool) -> None:
        cost = sum(self.options[number].cost for number in made)
        if is_sound and (removed, -cost) > (self.best[0], -self.best[1]):
            self.best = (removed, cost, made)
            self.model.ClearHints()
            for number, one in enumerate(self.chosen):
                self.model.AddHint(one, number in made)

    def _is_as_expected(self, solver: Any) -> bool:
        """Return whether a solution does what the model expects; where it does not, the model learns why."""
        made = [number for number, one in enumerate(self.chosen) if solver.BooleanValue(one)]
        removed, is_sound = judged(self.bench, [self.options[number] for number in made])
        self._remember(made, removed, is_sound=is_sound)
        if is_sound and removed == solver.Value(self.goal):
            return True
        made_here = [(day, day.made(solver)) for day in self.days]
        self.cells.judge((day.cell, here) for day, here in made_here)
        learnt = [(day, here) for day, here in made_here if day.believes_too_much(here, solver)]
        for day, here in learnt:
            day.learn(here)
        guessed = [day for day, here in learnt if day.is_worth_knowing(here)]
        self.cells.judge((day.cell, some) for day in guessed for some in _of_size(day.cell, day.known + 1))
        for day in guessed:
            day.know_more()
        if not learnt and not self._keep_focus_weeks(made):
            # Rules that look further than a day: this very set is not what the model makes of it.
            chosen = set(made)
            self.model.AddBoolOr(~one if number in chosen else one for number, one in enumerate(self.chosen))
        return False

    def _told(self, bound: int, *, is_proven: bool) -> Best:
        removed, _, made = self.best
        left = self.before - removed
        lowest = left if is_proven and not self.unseen else min(max(self.before - bound - self.unseen, 0), left)
        options = best_first(self.bench, [self.options[number] for number in made], len(made), all_of_them=True)
        return Best(options, Proof("optimal" if lowest == left else "feasible", self.before, left, lowest))


def _nobody(left: int, bound: int) -> None:
    """Nobody listens."""
    del left, bound


def _leaving(cell: Cell) -> list[int]:
    """Return the moves that leave something undone of what is there."""
    return [number for number, move in enumerate(cell.moves[: cell.possible]) if not move.is_arrival]


def _of_size(cell: Cell, size: int) -> Iterator[frozenset[int]]:
    """Yield the sets of so many moves that leave something and can be made together."""
    rows = [{row for row, _, _ in move.places} for move in cell.moves]
    for made in itertools.combinations(_leaving(cell), size):
        if not any(rows[one] & rows[other] for one, other in itertools.combinations(made, 2)):
            yield frozenset(made)


def _whole(cell: Cell) -> list[int]:
    """Return what stands for the moves of a larger set: the series they touch, gone, and a move of many as it is."""
    wide = [number for number in _leaving(cell) if len(cell.moves[number].series) > 1]
    return [*wide, *range(cell.possible, len(cell.moves))]


def _largest(cell: Cell, most: int) -> int:
    """Return how many moves that leave something can be made together: a series changes once."""
    return min(most, len(_whole(cell)))


def _known_first(cell: Cell, most: int) -> int:
    """Return how many moves that leave something are judged together before anything is solved."""
    leaving, largest = len(_leaving(cell)), _largest(cell, most)
    size = min(SURE_SIZE, largest)
    while size < largest and math.comb(leaving, size + 1) <= MOST_FIRST:
        size += 1
    return size


def _asked_first(cell: Cell, most: int) -> Iterator[frozenset[int]]:
    """Yield the sets of moves of a cell that are judged before anything is solved.

    They are: each move alone, the smaller sets of those that leave something, and where there can be larger ones, what
    would be if whole series were gone, since no larger set can do more to a day than that.
    """
    yield from (frozenset([number]) for number, move in enumerate(cell.moves) if move.is_arrival)
    known = _known_first(cell, most)
    for size in range(known + 1):
        yield from _of_size(cell, size)
    if known < _largest(cell, most):
        for size in range(1, _largest(cell, most) + 1):
            yield from map(frozenset, itertools.combinations(_whole(cell), size))


Values = Mapping[frozenset[int], int]
"""What sets of moves are worth to a day."""


def _alike(values: Values, moves: Sequence[Move], numbers: Collection[int]) -> dict[int, list[int]]:
    """Return those of some moves that can stand for each other, by the first of them.

    Two moves of one series are never made together, and are alike when each is worth as much as the other in every set.
    """
    worth: dict[int, dict[frozenset[int], int]] = {number: {} for number in numbers}
    for made, value in values.items():
        for number in made:
            worth[number][made - {number}] = value
    alike: dict[tuple[frozenset[int], frozenset[tuple[frozenset[int], int]]], list[int]] = {}
    for number in numbers:
        alike.setdefault((moves[number].series, frozenset(worth[number].items())), []).append(number)
    return {numbers[0]: numbers for numbers in alike.values()}


def _better_than_less(values: Values) -> dict[frozenset[int], int]:
    """Return the sets that are worth more than each set they hold, and more than nothing, the smaller first."""
    best: dict[frozenset[int], int] = {frozenset(): 0}
    kept = {}
    for made in sorted(values, key=len):
        less = max((best.get(made - {number}, 0) for number in made), default=0)
        best[made] = max(less, values[made])
        if values[made] > less:
            kept[made] = values[made]
    return kept


def _is_focus_day(result: Result) -> int:
    return int(result.is_focus_day)


class _Day:
    """One cell in the model: which moves are made, and what goes by what is known of them.

    The best set of those known is believed, of all that are made: one of them at most, and each only as far as its
    moves are made. So half a move brings no more than half of what it is known to bring, and the linear relaxation is
    nearly as tight as the day itself; a variable for every finding, each allowed by any set that ends it, was not.

    Where more moves leave something than were judged together, what is believed is what there would be if the series
    they touch were gone. What other moves spoil is learnt when it matters.
    """

    def __init__(self, model: Any, chosen: Sequence[Any], cell: Cell, most: int, is_aim: Mask) -> None:
        self.model, self.cell, self.is_aim = model, cell, is_aim
        self.known, self.largest = _known_first(cell, most), _largest(cell, most)
        self.moves = [self._any_of([chosen[option] for option in move.options]) for move in cell.moves[: cell.possible]]
        leaving = _leaving(cell)
        self.leaving = frozenset(leaving)
        self.exactly = [model.NewBoolVar("") for _ in range(min(most, len(leaving)) + 1)]
        model.AddExactlyOne(self.exactly)
        model.Add(
            sum(self.moves[number] for number in leaving)
            == sum(number * one for number, one in enumerate(self.exactly))
        )
        self.focus: Any = None
        self.removed = model.NewIntVar(0, sum(itertools.compress(cell.results[frozenset()].left, is_aim)), "")
        model.Add(self.removed <= self._believed(self._goes))
        self._exclude(made for made in cell.results if len(made) < len(self.exactly))

    def _exclude(self, sets: Iterable[frozenset[int]]) -> None:
        """Exclude those of the sets that are not sound; what would be without whole series is none of them."""
        for made in sets:
            if not self.cell.results[made].is_sound and max(made, default=0) < self.cell.possible:
                self.model.AddBoolOr(~one for one in self._only(made))

    def _goes(self, result: Result) -> int:
        """Return how many findings go that are aimed at."""
        before = self.cell.results[frozenset()].left
        return sum(itertools.compress((was - left for was, left in zip(before, result.left, strict=True)), self.is_aim))

    def _any_of(self, options: Sequence[Any]) -> Any:
        if len(options) == 1:
            return options[0]
        one = self.model.NewBoolVar("")
        self.model.Add(one == sum(options))
        return one

    def _believed(self, worth: Callable[[Result], int]) -> Any:
        """Return how much of this the moves made bring at best, by all that is known."""
        results, moves = self.cell.results, self.cell.moves
        known = {
            made: worth(result) if result.is_sound else 0 for made, result in results.items() if made <= self.leaving
        }
        alike = _alike(known, moves, sorted(self.leaving))
        known = _better_than_less({made: value for made, value in known.items() if made <= alike.keys()})
        is_made = {number: sum(self.moves[one] for one in numbers) for number, numbers in alike.items()}
        sets = [(made, len(made), value) for made, value in known.items()]
        if self.known < self.largest:
            whole = set(_whole(self.cell))
            guessed = _better_than_less({made: worth(result) for made, result in results.items() if made <= whole})
            sets += [(made, max(len(made), self.known + 1), value) for made, value in guessed.items()]
            for number in whole - self.leaving:
                of_series = [one for one in self.leaving if moves[one].series == moves[number].series]
                is_made[number] = sum(self.moves[one] for one in of_series)
        believed = [self.model.NewBoolVar("") for _ in sets]
        self.model.AddAtMostOne(believed)
        for number, one in is_made.items():
            self.model.Add(sum(itertools.compress(believed, (number in made for made, _, _ in sets))) <= one)
        needed = sum(size * one for (_, size, _), one in zip(sets, believed, strict=True))
        self.model.Add(needed <= sum(self.moves[number] for number in self.leaving))
        return sum(value * one for (_, _, value), one in zip(sets, believed, strict=True))

    def _only(self, made: frozenset[int]) -> list[Any]:
        """Return literals that are all true only when these moves are made and no other one that leaves something."""
        return [*(self.moves[number] for number in sorted(made)), self.exactly[len(made & self.leaving)]]

    def focus_day(self, most_seconds: int) -> Any:
        """Return a variable that is only true when the day can be a focus day, which holds so much meeting at most."""
        if self.focus is None:
            results = self.cell.results
            self.focus = self.model.NewBoolVar("")
            if results[frozenset()].is_focus_day:
                # Where nothing leaves, what comes adds up: it comes to free time.
                before = results[frozenset()].meeting_seconds
                more = {
                    number: results[frozenset([number])].meeting_seconds - before
                    for number, move in enumerate(self.cell.moves)
                    if move.is_arrival
                }
                filled = before + sum(seconds * self.moves[number] for number, seconds in more.items())
                self.model.Add(filled <= most_seconds).OnlyEnforceIf(self.focus, self.exactly[0])
            else:
                self.model.Add(self.focus <= self._believed(_is_focus_day))
        return self.focus

    def made(self, solver: Any) -> frozenset[int]:
        """Return the moves that a solution makes."""
        return frozenset(number for number, one in enumerate(self.moves) if solver.BooleanValue(one))

    def believes_too_much(self, made: frozenset[int], solver: Any) -> bool:
        """Return whether a solution believes more of the moves it makes than what was judged."""
        result = self.cell.results[made]
        is_focus_day = self.focus is None or result.is_focus_day or not solver.BooleanValue(self.focus)
        return not (result.is_sound and is_focus_day and solver.Value(self.removed) <= self._goes(result))

    def learn(self, made: frozenset[int]) -> None:
        """Believe no more of some moves than what was judged."""
        result = self.cell.results[made]
        only = self._only(made)
        if not result.is_sound:
            self.model.AddBoolOr(~one for one in only)
            return
        self.model.Add(self.removed <= self._goes(result)).OnlyEnforceIf(*only)
        if self.focus is not None and not result.is_focus_day:
            self.model.AddBoolOr([*(~one for one in only), ~self.focus])

    def is_worth_knowing(self, made: frozenset[int]) -> bool:
        """Return whether a guess at these moves is better replaced by judging all sets of one move more."""
        is_guess = len(made & self.leaving) > self.known
        return is_guess and math.comb(len(self.leaving), self.known + 1) <= MOST_LATER

    def know_more(self) -> None:
        """Believe what is known now that all sets of one move more were judged; no more than before."""
        self.known += 1
        self._exclude(_of_size(self.cell, self.known))
        self.model.Add(self.removed <= self._believed(self._goes))
        if self.focus is not None and not self.cell.results[frozenset()].is_focus_day:
            self.model.Add(self.focus <= self._believed(_is_focus_day))
