"""One finding per series: for what an invitation says once and every occurrence repeats."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analyzer.judging.context import Context
from analyzer.judging.findings import Findings, Severity, findings
from analyzer.time.intervals import Ints


def findings_per_series(
    context: Context,
    rows: Ints,
    seconds: Ints,
    severity: Severity,
    *,
    largest: Mapping[str, Ints] | None = None,
    totals: Mapping[str, Ints] | None = None,
    judged: Mapping[int, int] | None = None,
    not_judged: Mapping[str, int] | None = None,
) -> Findings:
    """Return one finding per series and calendar over the events in ``rows``.

    Start and end are those of its first occurrence among them; ``minutes`` is the total of ``seconds``.

    Args:
        context: the events as intervals; reads ``uid``.
        rows: positions in the event table, ascending.
        seconds: what each of them weighs.
        severity: of all findings.
        largest: evidence: per row a number, of which the finding gets the largest.
        totals: evidence: per row a number of seconds, of which the finding gets the total in minutes.
        judged: events judged per calendar number.
        not_judged: events not judged by reason.
    """
    group = context.event_spans.group[rows]
    uid = context.series[rows]
    # Rows stand in the order of time within a calendar, so the first row of a series is its first occurrence.
    _, first, series = np.unique(group * max(1, len(context.series)) + uid, return_index=True, return_inverse=True)
    spans = context.event_spans.where(rows)
    evidence: dict[str, Ints] = {}
    for name, values in (largest or {}).items():
        evidence[name] = np.zeros(len(first), dtype=np.int64)
        np.maximum.at(evidence[name], series, values)
    for name, values in (totals or {}).items():
        evidence[name] = np.bincount(series, weights=values, minlength=len(first)).astype(np.int64) // 60
    return findings(
        spans.group[first],
        spans.start[first],
        spans.end[first],
        np.bincount(series, weights=seconds, minlength=len(first)).astype(np.int64) // 60,
        severity,
        finding=series,
        event=rows,
        occurrences=np.bincount(series, minlength=len(first)),
        judged=judged,
        not_judged=not_judged,
        **evidence,
    )
