"""A plan as reports show it: what was judged, what the plan makes of it, and what was asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analyzer.changing.plan import Plan
from analyzer.judging.listing import Listing
from analyzer.run import Run


@dataclass(frozen=True)
class Planned:
    """A plan and what belongs to it.

    Attributes:
        run: the weeks as they are, with what is tried; its changes are those of the plan.
        plan: the changes, and what is proven of them.
        most: how many changes were asked for at most.
        seconds: how long the proof was allowed to take.
        aims: the rules whose findings should go, all of them when empty.
        tried: agreements that are tried, as typed.
        more: how many findings that can still change come with what is tried.
    """

    run: Run
    plan: Plan
    most: int
    seconds: int
    aims: Sequence[str] = ()
    tried: Sequence[str] = ()
    more: int = 0

    @property
    def after(self) -> Run:
        """The run as it is when the changes are made; the findings that are left speak of its events."""
        return replace(self.run, judgement=self.plan.after, changes=())

    @property
    def left(self) -> Listing:
        """The findings aimed at that are left, those of what is over left aside."""
        remaining = self.plan.remaining
        return remaining.at(remaining.end > self.run.since)

    @property
    def over(self) -> int:
        """How many findings aimed at are about what is over: nothing takes them away."""
        return len(self.plan.remaining) - len(self.left)

    @property
    def found(self) -> int:
        """How many findings aimed at there are without the changes, those of what is over left aside."""
        return self.plan.proof.before - self.over

    @property
    def bound(self) -> int:
        """No plan leaves fewer findings than this, those of what is over left aside."""
        return max(self.plan.proof.bound - self.over, 0)

    @property
    def is_whole(self) -> bool:
        """Whether nothing but what stands in the way is left: it is proven, and more changes were allowed."""
        return self.plan.proof.status == "optimal" and len(self.plan.changes) < self.most


def coming_counts(run: Run) -> Counter[str]:
    """Return how many findings that can still change each rule has, notes not counted."""
    found = run.judgement.found
    return Counter(found.rules[number] for number in found.rule[found.is_heavy & (found.end > run.since)].tolist())
