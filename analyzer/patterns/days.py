"""Findings that are one day each, from the start to the end of its working hours, shown by meetings of that day."""

from __future__ import annotations

from typing import Any

import numpy as np

from analyzer.judging.context import Context
from analyzer.judging.findings import Findings, Severities, findings
from analyzer.time.intervals import Ints, stretches


def day_findings(
    context: Context,
    found: Ints,
    minutes: Ints,
    shown: tuple[Ints, Ints] | None = None,
    severity: Severities = "warning",
    **evidence: Any,
) -> Findings:
    """Return one finding per day.

    Args:
        context: whose days.
        found: day numbers, ascending, each once, of days with working hours.
        minutes: what weighs each.
        shown: day numbers, ascending, and beside each the position in the event table of a meeting that shows it; those
            of days that are not found are passed over. None means all meetings that touch working time.
        severity: one for all, or one each.
        evidence: further columns, one value per day.
    """
    start, end = context.days.hours_bounds(found)
    finding, event = meetings_of(context, found) if shown is None else _shown_on(found, shown)
    return findings(
        context.days.calendar.take(found),
        start,
        end,
        minutes,
        severity,
        finding=finding,
        event=event,
        **evidence,
    )


def meetings_of(context: Context, found: Ints) -> tuple[Ints, Ints]:
    """Return the meetings that touch the working time of days, ascending: positions in ``found``, and events."""
    count = context.meeting_counts
    place, finding = stretches((np.cumsum(count) - count).take(found), count.take(found))
    return finding, context.day_meetings[1].take(place)


def _shown_on(found: Ints, shown: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    """Return those of ``shown``, as above, that stand on days that are found: positions in ``found``, and events."""
    day, event = shown
    first, after = (np.searchsorted(day, found, side=side) for side in ("left", "right"))
    place, finding = stretches(first, after - first)
    return finding, event.take(place)
