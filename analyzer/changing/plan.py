"""A plan: the best few changes of the coming weeks, what is proven of them, and what stands in the way of the rest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analyzer.changing.change import Change
from analyzer.changing.options import Conditions, Option, options_of
from analyzer.changing.outcomes import applied, as_changes
from analyzer.changing.planning import Proof, best_set
from analyzer.changing.trials import Bench, steadily
from analyzer.judging.engine import Judgement, judge
from analyzer.judging.listing import Listing


@dataclass(frozen=True)
class Plan:
    """What to change.

    Attributes:
        changes: in the order in which they help most, each counted on top of those before it.
        proof: how many findings there are before and after, and what is proven.
        remaining: the findings aimed at that are left, with the table they speak of.
        after: the calendars as they are then, judged.
        lost: names of the rules that broke off on what was tried; neither changes nor proof heed them.
    """

    changes: Sequence[Change]
    proof: Proof
    remaining: Listing
    after: Judgement
    lost: Sequence[str] = ()


def make_plan(
    judgement: Judgement,
    conditions: Conditions,
    *,
    most: int,
    seconds: float,
    aims: Collection[str] = (),
    tell: Callable[[int, int], None] | None = None,
) -> Plan:
    """Return the best plan of at most ``most`` changes.

    Args:
        judgement: the coming weeks, judged.
        conditions: from when on meetings can change, and what stays as it is.
        most: how many changes at most.
        seconds: how long the proof may take, about.
        aims: names of the rules whose findings should go, all of them when empty. No rule may find more than before.
        tell: hears how many findings are left at best, and the bound, each time they are better known.

    Raises:
        ImportError: ortools is not installed.
    """
    lost: list[str] = []
    made = steadily(
        Bench.of(judgement, aims),
        lambda bench: _made(bench, judgement, options_of(bench, conditions), (most, seconds), tell),
        lost.append,
    )
    return replace(made, lost=lost)


def _made(
    bench: Bench,
    judgement: Judgement,
    options: Sequence[Option],
    limits: tuple[int, float],
    tell: Callable[[int, int], None] | None,
) -> Plan:
    best = best_set(bench, options, *limits, tell=tell)
    after = judge(applied(bench, best.options).context, judgement.rules, judgement.exceptions)
    aimed = {one.rule.name for one, is_aim in zip(bench.rules, bench.is_aim, strict=True) if is_aim}
    found = after.found
    is_aim = np.array([name in aimed for name in found.rules], dtype=bool)
    remaining = found.at(found.is_heavy & is_aim[found.rule])
    return Plan(as_changes(bench, best.options), best.proof, remaining, after)
