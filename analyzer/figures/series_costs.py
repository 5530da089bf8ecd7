"""The series that take most time of all who are invited: people times minutes, or minutes where people are unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analyzer.events.table import numbered
from analyzer.run import Run

MOST_SERIES = 8


@dataclass(frozen=True)
class SeriesCost:
    """A series and what it takes in this period.

    Attributes:
        row: the first of its events in the event table.
        occurrences: how many of them count as a meeting.
        minutes: of all of them together.
        people: the largest number of people in one of them, None when it is known of none.
        is_at_least: the number of people is a lower bound.
        person_minutes: people times minutes, added up over the occurrences; None when no number of people is known.
        findings: how many of its occurrences stand in findings, by rule, those with most first.
    """

    row: int
    occurrences: int
    minutes: int
    people: int | None
    is_at_least: bool
    person_minutes: int | None
    findings: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class SeriesCosts:
    """The costliest series first, at most :data:`MOST_SERIES`; behind them those whose people are unknown, by time.

    Attributes:
        others: how many more series there are.
    """

    shown: Sequence[SeriesCost]
    others: int

    @property
    def unknown(self) -> int:
        """How many of those shown are weighed by the owner's own time alone."""
        return sum(cost.people is None for cost in self.shown)


def series_costs(run: Run) -> SeriesCosts:
    """Return what the series of the period take. Occurrences whose number of people is unknown do not add to it."""
    table, context = run.table, run.judgement.context
    rows = np.flatnonzero(context.is_counted & table.column("recurring"))
    number, uids = numbered(table.column("uid")[rows])
    people, seconds = context.people_count[rows], context.event_spans.length[rows]
    is_at_least = table.column("people_at_least")[rows]
    findings = _findings_by_series(run)
    by_series = np.split(np.argsort(number, kind="stable"), np.cumsum(np.bincount(number))[:-1])
    costs = []
    for uid, own in zip(uids, by_series, strict=False):
        known = own[people[own] >= 0]
        costs.append(
            SeriesCost(
                row=int(rows[own[0]]),
                occurrences=len(own),
                minutes=int(seconds[own].sum()) // 60,
                people=int(people[known].max()) if len(known) else None,
                is_at_least=bool(is_at_least[own].any()),
                person_minutes=int((people[known] * seconds[known]).sum()) // 60 if len(known) else None,
                findings=findings.get(uid, Counter()).most_common(),
            )
        )
    costs.sort(key=lambda one: (one.people is None, -(one.person_minutes or 0), -one.minutes, one.row))
    return SeriesCosts(costs[:MOST_SERIES], max(len(costs) - MOST_SERIES, 0))


def _findings_by_series(run: Run) -> dict[str, Counter[str]]:
    uids = run.table.column("uid").tolist()
    found: dict[str, Counter[str]] = {}
    for finding in run.judgement.findings:
        for uid in {uids[row] for row in finding.events}:
            found.setdefault(uid, Counter())[finding.rule] += finding.occurrences
    return found
