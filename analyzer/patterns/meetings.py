"""Findings that are one meeting each, shown by that meeting alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from analyzer.judging.context import Context
from analyzer.judging.findings import Findings, Severities, findings
from analyzer.time.intervals import Ints


def meeting_findings(
    context: Context, rows: Ints, minutes: Ints, severity: Severities = "warning", **evidence: Any
) -> Findings:
    """Return one finding per meeting, with the meeting's own start and end.

    Args:
        context: whose meetings.
        rows: their positions in the event table, ascending.
        minutes: what weighs each.
        severity: one for all, or one each.
        evidence: further columns, one value per meeting.
    """
    meetings = context.event_spans.where(rows)
    return findings(
        meetings.group,
        meetings.start,
        meetings.end,
        minutes,
        severity,
        finding=np.arange(len(rows)),
        event=rows,
        **evidence,
    )
