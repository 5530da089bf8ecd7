"""Findings that are one day each, from the start to the end of its working hours, shown by meetings of that day."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from analyzer.judging.context import Context
from analyzer.judging.findings import Findings, findings
from analyzer.time.intervals import Ints


def day_findings(
    context: Context,
    found: Ints,
    minutes: Ints,
    shown: tuple[Ints, Ints],
    severity: npt.ArrayLike = "warning",
    **evidence: Any,
) -> Findings:
    """Return one finding per day.

    Args:
        context: whose days.
        found: day numbers, ascending, each once, of days with working hours.
        minutes: what weighs each.
        shown: day numbers, ascending, and beside each the position in the event table of a meeting that shows it; those
            of days that are not found are passed over.
        severity: one for all, or one each.
        evidence: further columns, one value per day.
    """
    start, end = context.days.hours_bounds(found)
    finding, event = shown_on(found, shown)
    return findings(
        context.days.calendar[found],
        start,
        end,
        minutes,
        severity,
        finding=finding,
        event=event,
        **evidence,
    )


def shown_on(found: Ints, shown: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    """Return those of ``shown``, as above, that stand on days that are found: positions in ``found``, and events."""
    day, event = shown
    if not len(day) or not len(found):
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing
    number = np.full(max(int(day[-1]), int(found[-1])) + 1, -1)
    number[found] = np.arange(len(found))
    finding = number.take(day)
    place = np.flatnonzero(finding >= 0)
    return finding.take(place), event.take(place)
