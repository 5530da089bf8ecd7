"""The engine: an event table and rules in, one judgement out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from analyzer.judging.context import Context
from analyzer.judging.exceptions import Excepted, Ignore, excepted_findings
from analyzer.judging.findings import FIXED, Findings, only
from analyzer.judging.metrics import measure
from analyzer.judging.rule import ActiveRule


@dataclass(frozen=True)
class FailedRule:
    """A rule that broke off: its name and the exception. The other rules go on."""

    name: str
    error: Exception


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
    start: pd.Timestamp
    end: pd.Timestamp
    minutes: int
    occurrences: int
    evidence: dict[str, Any]
    events: tuple[int, ...]


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
        findings: ordered by calendar, start, rule.
        metrics: one dict per calendar, in the order of the calendars; the keys of RULES "Metrics".
        shares: of the rules that give one.
        not_judged: per rule, how many events it could not judge, by reason.
        failed: rules that broke off.
        ignored: findings that an exception takes out, in the order of the findings.
        unused: exceptions that excepted nothing.
        exceptions: the exceptions in force.
    """

    context: Context
    rules: Sequence[ActiveRule]
    findings: list[Finding]
    metrics: list[dict[str, Any]]
    shares: list[Share] = field(default_factory=list)
    not_judged: dict[str, dict[str, int]] = field(default_factory=dict)
    failed: list[FailedRule] = field(default_factory=list)
    ignored: list[IgnoredFinding] = field(default_factory=list)
    unused: list[Ignore] = field(default_factory=list)
    exceptions: Sequence[Ignore] = ()


def judge(context: Context, rules: Sequence[ActiveRule], exceptions: Sequence[Ignore] = ()) -> Judgement:
    """Judge the events of ``context`` by ``rules``.

    A rule that raises is named in ``failed`` and the others go on.

    Args:
        context: the events and days.
        rules: the rules, with their settings.
        exceptions: the ``[[ignore]]`` sections in force; events may carry exceptions of their own.
    """
    ignored: list[IgnoredFinding] = []
    used: set[int] = set()
    found: dict[str, Findings] = {}
    listed: list[Finding] = []
    shares: list[Share] = []
    failed: list[FailedRule] = []
    for active in rules:
        name = active.rule.name
        try:
            result = active.rule.find(context.table, context, active.settings)
            excepted, used_here = excepted_findings(name, result, context.table, exceptions)
            everything = list(zip(_listed(name, result), excepted, strict=True))
            if any(excepted):
                result = only(result, np.array([one is None for one in excepted], dtype=bool))
            parts = _shares(name, result)
        except Exception as error:  # a broken rule costs its own findings only, and is named
            failed.append(FailedRule(name, error))
        else:
            found[name] = result
            used |= used_here
            ignored += [IgnoredFinding(finding, why) for finding, why in everything if why is not None]
            listed += [finding for finding, why in everything if why is None]
            shares += parts
    metrics = measure(context, list(found.values()))
    metric_names = {active.rule.name: active.rule.share_metric for active in rules}
    for share in shares:
        if metric_names[share.rule] and share.judged:
            metrics[share.calendar][metric_names[share.rule]] = round(1 - share.missing / share.judged, 3)
    return Judgement(
        context=context,
        rules=rules,
        findings=sorted(listed, key=_place),
        metrics=metrics,
        shares=shares,
        not_judged={name: counts for name, result in found.items() if (counts := _without_zeros(result.not_judged))},
        failed=failed,
        ignored=sorted(ignored, key=lambda one: _place(one.finding)),
        unused=[entry for position, entry in enumerate(exceptions) if position not in used],
        exceptions=exceptions,
    )


def _listed(name: str, result: Findings) -> list[Finding]:
    rows = result.rows
    cuts = np.searchsorted(result.finding, np.arange(len(rows) + 1)).tolist()
    members = result.event.tolist()
    evidence_names = [column for column in rows.columns if column not in FIXED]
    evidence = [dict(zip(evidence_names, values, strict=True)) for values in _values(rows, evidence_names)]
    starts, ends = _instants(rows["start"]), _instants(rows["end"])
    light = _values(rows, ["calendar", "minutes", "severity", "occurrences"])
    return [
        Finding(
            rule=name,
            severity=severity,
            calendar=calendar,
            start=starts[position],
            end=ends[position],
            minutes=minutes,
            occurrences=occurrences,
            evidence=evidence[position],
            events=tuple(sorted(members[cuts[position] : cuts[position + 1]])),
        )
        for position, (calendar, minutes, severity, occurrences) in enumerate(light)
    ]


def _place(finding: Finding) -> tuple[int, float, str, float, tuple[int, ...]]:
    """Return where a finding stands: by calendar, start and rule, then by what makes the order total."""
    return finding.calendar, finding.start.timestamp(), finding.rule, finding.end.timestamp(), finding.events


def _instants(seconds: pd.Series) -> list[pd.Timestamp]:
    return list(pd.DatetimeIndex(seconds.to_numpy().astype("datetime64[s]"), tz="UTC"))


def _without_zeros(counts: Mapping[str, int]) -> dict[str, int]:
    return {reason: count for reason, count in counts.items() if count}


def _values(rows: pd.DataFrame, names: list[str]) -> list[tuple[Any, ...]]:
    """Return the columns as rows of plain Python values."""
    if not names:
        return [()] * len(rows)
    return list(zip(*(rows[name].tolist() for name in names), strict=True))


def _shares(name: str, result: Findings) -> list[Share]:
    missing: dict[int, int] = {}
    if len(result.rows):
        missing = result.rows.groupby("calendar")["occurrences"].sum().to_dict()
    return [
        Share(name, calendar, judged, int(missing.get(calendar, 0)))
        for calendar, judged in sorted(result.judged.items())
    ]
