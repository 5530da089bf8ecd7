"""The engine: an event table and rules in, one judgement out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from analyzer.judging.context import Context
from analyzer.judging.exceptions import Excepted, Ignore, excepted_findings, tagged_rows
from analyzer.judging.findings import Findings, only
from analyzer.judging.listing import Finding, Listing
from analyzer.judging.metrics import measure
from analyzer.judging.rule import ActiveRule


@dataclass(frozen=True)
class FailedRule:
    """A rule that broke off: its name and the exception. The other rules go on."""

    name: str
    error: Exception


@dataclass(frozen=True)
class Share:
    """How many of the judged meetings of a calendar lack what a rule asks for."""

    rule: str
    calendar: int
    judged: int
    missing: int


@dataclass(frozen=True)
class IgnoredFinding:
    """A finding that people agreed to live with, and why."""

    finding: Finding
    excepted: Excepted


@dataclass(frozen=True)
class Judgement:
    """Everything the engine has to say of one run.

    Attributes:
        context: the days, the calendars and the event table.
        rules: the rules that judged, with their settings.
        found: the findings as columns, ordered by calendar, start, rule.
        metrics: one dict per calendar, in the order of the calendars; the keys of RULES "Metrics".
        shares: of the rules that give one.
        not_judged: per rule, how many events it could not judge, by reason.
        failed: rules that broke off.
        aside: findings that an exception takes out, as columns, in the same order.
        excepted: for each of those, why.
        unused: exceptions that excepted nothing.
        exceptions: the exceptions in force.
    """

    context: Context
    rules: Sequence[ActiveRule]
    found: Listing
    metrics: list[dict[str, Any]]
    shares: list[Share] = field(default_factory=list)
    not_judged: dict[str, dict[str, int]] = field(default_factory=dict)
    failed: list[FailedRule] = field(default_factory=list)
    aside: Listing = field(default_factory=Listing.empty)
    excepted: Sequence[Excepted] = ()
    unused: list[Ignore] = field(default_factory=list)
    exceptions: Sequence[Ignore] = ()

    @property
    def findings(self) -> list[Finding]:
        """The findings, an object each; made when they are asked for."""
        return self.found.findings

    @cached_property
    def ignored(self) -> list[IgnoredFinding]:
        """The findings that an exception takes out, an object each."""
        return [IgnoredFinding(one, why) for one, why in zip(self.aside.findings, self.excepted, strict=True)]


def judge(context: Context, rules: Sequence[ActiveRule], exceptions: Sequence[Ignore] = ()) -> Judgement:
    """Judge the events of ``context`` by ``rules``.

    A rule that raises is named in ``failed`` and the others go on.

    Args:
        context: the events and days.
        rules: the rules, with their settings.
        exceptions: the ``[[ignore]]`` sections in force; events may carry exceptions of their own.
    """
    tagged = tagged_rows(context.table)
    used: set[int] = set()
    found: dict[str, Findings] = {}
    kept: list[Listing] = []
    aside: list[Listing] = []
    excepted: list[Excepted] = []
    shares: list[Share] = []
    failed: list[FailedRule] = []
    for active in rules:
        name = active.rule.name
        try:
            result = active.rule.find(context.table, context, active.settings)
            listed = Listing.of_rule(name, result)
            reasons, used_here = excepted_findings(name, result, context.table, tagged, exceptions)
            stands = np.array([one is None for one in reasons], dtype=bool) if reasons else None
            if stands is not None:
                result = only(result, stands)
            parts = _shares(name, result)
        except Exception as error:  # a broken rule costs its own findings only, and is named
            failed.append(FailedRule(name, error))
        else:
            found[name] = result
            used |= used_here
            kept.append(listed if stands is None else listed.at(stands))
            if stands is not None:
                aside.append(listed.at(~stands))
                excepted += [one for one in reasons if one is not None]
            shares += parts
    metrics = measure(context, list(found.values()))
    metric_names = {active.rule.name: active.rule.share_metric for active in rules}
    for share in shares:
        if metric_names[share.rule] and share.judged:
            metrics[share.calendar][metric_names[share.rule]] = round(1 - share.missing / share.judged, 3)
    put_aside = Listing.together(aside)
    order = put_aside.order()
    return Judgement(
        context=context,
        rules=rules,
        found=Listing.together(kept).ordered(),
        metrics=metrics,
        shares=shares,
        not_judged={name: counts for name, result in found.items() if (counts := _without_zeros(result.not_judged))},
        failed=failed,
        aside=put_aside.at(order),
        excepted=[excepted[place] for place in order.tolist()],
        unused=[entry for position, entry in enumerate(exceptions) if position not in used],
        exceptions=exceptions,
    )


def _without_zeros(counts: Mapping[str, int]) -> dict[str, int]:
    return {reason: count for reason, count in counts.items() if count}


def _shares(name: str, result: Findings) -> list[Share]:
    return [
        Share(name, calendar, judged, int(result.occurrences[result.calendar == calendar].sum()))
        for calendar, judged in sorted(result.judged.items())
    ]
