"""The findings of a run as columns, in the order in which they are shown; an object each only when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from analyzer.judging.findings import Findings
from analyzer.time.instants import instants_of
from analyzer.time.intervals import Ints


@dataclass(frozen=True)
class Finding:
    """One finding, ready to be shown.

    Attributes:
        rule: the name of the rule.
        calendar: number of the calendar.
        start: UTC instant.
        end: UTC instant, exclusive.
        minutes: the number that weighs it.
        occurrences: how many occurrences of a series it speaks of.
        evidence: the rule's own figures.
        events: positions in the event table, in its order.
    """

    rule: str
    severity: str
    calendar: int
    start: datetime
    end: datetime
    minutes: int
    occurrences: int
    evidence: dict[str, Any]
    events: tuple[int, ...]


@dataclass(frozen=True)
class Listing:
    """Findings of several rules in one order, one element each.

    Attributes:
        rules: names of rules.
        results: what each of these rules found, whether it stands in the list or not.
        rule: position of its rule.
        row: position of it in what its rule found.
        calendar: number of the calendar.
        start: seconds since 1970, UTC.
        end: likewise, exclusive.
        minutes: the number that weighs it.
        severity: str.
        occurrences: how many occurrences of a series it speaks of.
        cuts: finding i is shown by ``event[cuts[i]:cuts[i + 1]]``; one more than there are findings.
        event: positions in the event table, ascending within each finding.
    """

    rules: Sequence[str]
    results: Sequence[Findings]
    rule: Ints
    row: Ints
    calendar: Ints
    start: Ints
    end: Ints
    minutes: Ints
    severity: npt.NDArray[np.object_]
    occurrences: Ints
    cuts: Ints
    event: Ints

    @classmethod
    def empty(cls) -> Listing:
        """Return a list of no findings."""
        none = np.zeros(0, dtype=np.int64)
        columns = dict.fromkeys(("rule", *_ALONE), none)
        return cls(
            rules=(), results=(), cuts=np.zeros(1, dtype=np.int64), **columns | {"severity": none.astype(object)}
        )

    @classmethod
    def of_rule(cls, name: str, result: Findings) -> Listing:
        """Return what one rule found, in its own order."""
        size = len(result)
        order = np.lexsort((result.event, result.finding))
        return cls(
            rules=[name],
            results=[result],
            rule=np.zeros(size, dtype=np.int64),
            row=np.arange(size),
            calendar=result.calendar,
            start=result.start,
            end=result.end,
            minutes=result.minutes,
            severity=result.severity,
            occurrences=result.occurrences,
            cuts=np.searchsorted(result.finding, np.arange(size + 1)).astype(np.int64),
            event=result.event[order].astype(np.int64),
        )

    @classmethod
    def together(cls, parts: Sequence[Listing]) -> Listing:
        """Return several lists as one, behind each other."""
        if not parts:
            return cls.empty()
        rules = np.cumsum([0, *(len(part.rules) for part in parts)])
        events = np.cumsum([0, *(len(part.event) for part in parts)])

        def joined(name: str) -> npt.NDArray[Any]:
            return np.concatenate([getattr(part, name) for part in parts])

        return cls(
            rules=[name for part in parts for name in part.rules],
            results=[result for part in parts for result in part.results],
            rule=np.concatenate([part.rule + first for part, first in zip(parts, rules[:-1], strict=True)]),
            cuts=np.append(
                np.concatenate([part.cuts[:-1] + first for part, first in zip(parts, events[:-1], strict=True)]),
                events[-1],
            ),
            **{name: joined(name) for name in _ALONE},
        )

    def __len__(self) -> int:
        return len(self.rule)

    def at(self, chosen: npt.NDArray[np.bool_] | Ints) -> Listing:
        """Return the findings that a mask or an array of positions chooses, in that order."""
        places = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
        first, sizes = self.cuts[places], self.sizes[places]
        cuts = np.append(0, np.cumsum(sizes))
        # Each event of the new list: how far it is behind the first of its finding, from where that one was.
        event = self.event[np.arange(cuts[-1]) + np.repeat(first - cuts[:-1], sizes)]
        columns = {name: getattr(self, name)[places] for name in ("rule", *_ALONE) if name != "event"}
        return Listing(rules=self.rules, results=self.results, cuts=cuts, event=event, **columns)

    def ordered(self) -> Listing:
        """Return the findings by calendar, start and rule, and then by what makes the order total: end and events."""
        return self.at(self.order())

    def order(self) -> Ints:
        """Return the positions of the findings in the order of :meth:`ordered`."""
        by_name = np.unique(np.array(self.rules, dtype=str), return_inverse=True)[1][self.rule]
        first = np.full(len(self), -1, dtype=np.int64)
        first[self.sizes > 0] = self.event[self.cuts[:-1][self.sizes > 0]]
        keys = (first, self.end, by_name, self.start, self.calendar)
        order = np.lexsort(keys)
        # Alike in all that and in their first event: told apart by the others, one run of equals at a time.
        alike = np.all([key[order][1:] == key[order][:-1] for key in keys], axis=0) & (self.sizes[order][1:] > 0)
        edges = np.flatnonzero(np.diff(np.concatenate([[False], alike, [False]]).astype(np.int8)))
        for begin, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            run = order[begin : last + 1].tolist()
            order[begin : last + 1] = sorted(run, key=lambda place: tuple(self.events_of(place)))
        return order

    @cached_property
    def sizes(self) -> Ints:
        """By how many events each finding is shown."""
        return np.diff(self.cuts)

    @cached_property
    def finding(self) -> Ints:
        """Beside each of ``event``, the position of its finding."""
        return np.repeat(np.arange(len(self)), self.sizes)

    @cached_property
    def is_heavy(self) -> npt.NDArray[np.bool_]:
        """Which findings are more than a note."""
        return np.asarray(self.severity != "note", dtype=bool)

    def events_of(self, place: int) -> list[int]:
        """Return the events that show one finding, in the order of the table."""
        events: list[int] = self.event[self.cuts[place] : self.cuts[place + 1]].tolist()
        return events

    def members(self) -> Iterator[list[int]]:
        """Yield the events that show each finding, in the order of the table."""
        events = self.event.tolist()
        return (events[begin:end] for begin, end in pairwise(self.cuts.tolist()))

    def of_each_rule(self) -> Iterator[tuple[str, Ints, dict[str, list[Any]]]]:
        """Yield for each rule that found something: its name, the positions of its findings, and their evidence.

        The evidence is one list for each of the rule's own columns, as plain Python values.
        """
        for number, name in enumerate(self.rules):
            places = np.flatnonzero(self.rule == number)
            if len(places):
                rows = self.row[places]
                result = self.results[number]
                own = {column: values.take(rows).tolist() for column, values in result.evidence.items()}
                yield name, places, own

    @cached_property
    def findings(self) -> list[Finding]:
        """Each finding as one object."""
        evidence: list[dict[str, Any]] = [{} for _ in range(len(self))]
        for _, places, columns in self.of_each_rule():
            names, values = list(columns), zip(*columns.values(), strict=True)
            for place, one in zip(places.tolist(), values, strict=False):
                evidence[place] = dict(zip(names, one, strict=True))
        fixed = (self.rule, self.severity, self.calendar, self.minutes, self.occurrences)
        return [
            Finding(self.rules[rule], severity, calendar, start, end, minutes, occurrences, shown, tuple(events))
            for rule, severity, calendar, minutes, occurrences, start, end, shown, events in zip(
                *(column.tolist() for column in fixed),
                instants_of(self.start),
                instants_of(self.end),
                evidence,
                self.members(),
                strict=True,
            )
        ]


_ALONE = ("row", "calendar", "start", "end", "minutes", "severity", "occurrences", "event")
"""The columns that mean the same in any list."""
