"""The series that take most time of all who are invited: people times minutes, or minutes where people are unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

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
    table = run.table
    rows = np.flatnonzero(run.judgement.context.is_counted & table["recurring"].to_numpy(dtype=bool))
    frame = pd.DataFrame(
        {
            "row": rows,
            "uid": table["uid"].to_numpy()[rows],
            "people": table["people_count"].astype("float64").to_numpy()[rows],
            "is_at_least": table["people_at_least"].to_numpy()[rows],
            "minutes": ((table["end"] - table["start"]) / pd.Timedelta(minutes=1)).to_numpy()[rows],
        }
    )
    frame["person_minutes"] = frame["people"] * frame["minutes"]
    grouped = frame.groupby("uid", sort=False).agg(
        row=("row", "first"),
        occurrences=("row", "size"),
        minutes=("minutes", "sum"),
        people=("people", "max"),
        is_at_least=("is_at_least", "any"),
        person_minutes=("person_minutes", "sum"),
    )
    grouped["person_minutes"] = grouped["person_minutes"].where(grouped["people"].notna())  # a sum of nothing is 0
    grouped = grouped.sort_values(["person_minutes", "minutes", "row"], ascending=[False, False, True])
    findings = _findings_by_series(run)
    shown = [
        SeriesCost(
            row=int(one.row),
            occurrences=int(one.occurrences),
            minutes=int(one.minutes),
            people=None if pd.isna(one.people) else int(one.people),
            is_at_least=bool(one.is_at_least),
            person_minutes=None if pd.isna(one.people) else int(one.person_minutes),
            findings=findings.get(str(one.Index), Counter()).most_common(),
        )
        for one in grouped.head(MOST_SERIES).itertuples()
    ]
    return SeriesCosts(shown, len(grouped) - len(shown))


def _findings_by_series(run: Run) -> dict[str, Counter[str]]:
    uids = run.table["uid"].tolist()
    found: dict[str, Counter[str]] = {}
    for finding in run.judgement.findings:
        for uid in {uids[row] for row in finding.events}:
            found.setdefault(uid, Counter())[finding.rule] += finding.occurrences
    return found
