"""Figures of a group of people, summed where they are read: nothing of a single person is kept or shown.

What is shown are averages by person and week, rounded so far that one person more or less hardly shows; none of them is
shown of fewer people than the floor, or where one person makes out nearly all of a sum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from analyzer.team.gate import FLOOR
from analyzer.text import N_

LARGEST_SHARE = 0.85
"""Of no sum that is shown does one person make out more."""

Unit = Literal["hours", "share", "count"]
Withheld = Literal["", "few-people", "one-person"]

HOURS = ("meeting_minutes", "call_minutes", "focus_minutes", "outside_hours_minutes")
"""Metrics that are shown as hours by person and week, in halves."""
SHARES = {"lunches_kept": "workdays", "focus_days": "workdays", "meetings_without_findings": "meetings"}
"""Metrics that are shown as a share of another, in steps of 5 %."""
COUNTS = ("meetings", "short_breaks")
"""Metrics that are shown as a number by person and week, in halves."""

TITLES = {
    "meeting_minutes": N_("in meetings, hours a week"),
    "call_minutes": N_("in calls, hours a week"),
    "focus_minutes": N_("in one piece to concentrate, hours a week"),
    "outside_hours_minutes": N_("outside working hours, hours a week"),
    "lunches_kept": N_("lunches kept free"),
    "focus_days": N_("days to concentrate"),
    "meetings_without_findings": N_("meetings without a finding"),
    "meetings": N_("meetings a week"),
    "short_breaks": N_("breaks between calls that are short, a week"),
}


@dataclass(frozen=True)
class Figure:
    """One figure of a group.

    Attributes:
        name: of the metric, or of the rule.
        unit: what it is counted in; a count and hours are by person and week.
        value: rounded; None when it is withheld.
        withheld: why.
    """

    name: str
    unit: Unit
    value: float | None
    withheld: Withheld = ""


@dataclass
class Sums:
    """What is added up of people: sums, and the largest part of each that one person has.

    Attributes:
        people: how many were read.
        metrics: the sums of the metrics.
        largest: the largest part of one person in each of them.
        findings: the same by rule.
        largest_findings: likewise.
    """

    people: int = 0
    metrics: Counter[str] = field(default_factory=Counter)
    largest: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    largest_findings: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, metrics: Mapping[str, object], findings: Iterable[str]) -> Sums:
        """Return what one person adds.

        Args:
            metrics: the person's metrics; those that are no whole number are left out.
            findings: the rule of each finding.
        """
        numbers = Counter({name: value for name, value in metrics.items() if isinstance(value, int)})
        found = Counter(findings)
        return cls(1, numbers, Counter(numbers), found, Counter(found))

    def add(self, other: Sums) -> None:
        """Add what others have; in whatever order it is done, the result is the same."""
        self.people += other.people
        self.metrics.update(other.metrics)
        self.findings.update(other.findings)
        self.largest |= other.largest
        self.largest_findings |= other.largest_findings

    def figures(self, days: int) -> list[Figure]:
        """Return the figures of the metrics, in a fixed order.

        Args:
            days: of the period.
        """
        weeks = days / 7
        found = []
        for name, unit in (*((name, "hours") for name in HOURS), *((name, "count") for name in COUNTS)):
            by_person = self.metrics[name] / max(1, self.people) / weeks / (60 if unit == "hours" else 1)
            value = round(by_person * 2) / 2
            found.append(self._shown(name, "hours" if unit == "hours" else "count", value, self.metrics, self.largest))
        for name, whole in SHARES.items():
            share = self.metrics[name] / max(1, self.metrics[whole])
            found.append(self._shown(name, "share", round(share * 20) / 20, self.metrics, self.largest))
        return found

    def rules(self, days: int) -> list[Figure]:
        """Return how many findings of each rule there are by person and week, in order of the rules' names."""
        weeks = days / 7
        return [
            self._shown(
                name,
                "count",
                round(self.findings[name] / max(1, self.people) / weeks * 2) / 2,
                self.findings,
                self.largest_findings,
            )
            for name in sorted(self.findings)
        ]

    def _shown(
        self, name: str, unit: Unit, value: float, sums: Mapping[str, int], largest: Mapping[str, int]
    ) -> Figure:
        if self.people < FLOOR:
            return Figure(name, unit, None, "few-people")
        if sums[name] and largest[name] > LARGEST_SHARE * sums[name]:
            return Figure(name, unit, None, "one-person")
        return Figure(name, unit, value)
