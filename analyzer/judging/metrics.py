"""The metrics of RULES: what a calendar's period held, in numbers.

Everything is clipped to the days of the period, so that the figures of consecutive periods add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from analyzer.judging.context import Context, Mask, overlap_by_day
from analyzer.judging.findings import Findings
from analyzer.time.intervals import Ints, Spans, merge, subtract, total

SHORT_BREAK_SECONDS = 600
"""A break between two calls that is shorter than this, yet long enough by agreement, is a short one."""


def measure(context: Context, found: Sequence[Findings]) -> list[dict[str, Any]]:
    """Return the metrics of each calendar, in the order of the calendars.

    Args:
        context: the judged events and days.
        found: the findings of the rules that ran, for ``meetings_without_findings``.
    """
    groups = len(context.calendars)
    days = context.days
    meetings = _inside_period(context, context.meetings)
    calls = _inside_period(context, context.event_spans.where(context.is_call))
    blocks = context.focus_blocks
    block_calendar = days.calendar[blocks.group]
    longest = np.zeros(groups, dtype=np.int64)
    np.maximum.at(longest, block_calendar, blocks.length)
    workdays = np.bincount(days.calendar[days.is_workday], minlength=groups)
    outside = subtract(meetings, context.worked_hours)
    flagged = np.zeros(len(context.table), dtype=bool)
    for result in found:
        heavy = np.asarray(result.severity != "note", dtype=bool)
        flagged[result.event[heavy[result.finding]]] = True
    group = context.event_spans.group
    return [
        {
            "meeting_minutes": int(values[0]) // 60,
            "call_minutes": int(values[1]) // 60,
            "meetings": int(values[2]),
            "workdays": int(values[3]),
            "lunches_kept": int(values[4]),
            "focus_minutes": int(values[5]) // 60,
            "longest_focus_minutes": int(values[6]) // 60,
            "focus_days": int(values[7]),
            "outside_hours_minutes": int(values[8]) // 60,
            "meetings_without_findings": int(values[9]),
            "short_breaks": int(values[10]),
            "facilitator_share": None,
            "decision_keeper_share": None,
        }
        for values in zip(
            total(meetings, groups),
            total(calls, groups),
            np.bincount(group[context.is_counted], minlength=groups),
            workdays,
            np.bincount(days.calendar[lunches_kept(context)], minlength=groups),
            total(Spans(block_calendar, blocks.start, blocks.end), groups),
            longest,
            np.bincount(days.calendar[context.is_focus_day], minlength=groups),
            total(outside, groups),
            np.bincount(group[context.is_counted & ~flagged], minlength=groups),
            short_breaks(context),
            strict=True,
        )
    ]


def lunches_kept(context: Context) -> Mask:
    """Return which days are workdays with a lunch window that no meeting, other than a shared lunch, overlaps."""
    days = context.days
    disturbing = context.is_counted & ~context.flag("shared_lunch")
    lost = overlap_by_day(days, days.lunch, context.event_spans.where(disturbing))
    return np.asarray(days.has_lunch & (lost == 0), dtype=bool)


def short_breaks(context: Context) -> Ints:
    """Return per calendar how many breaks between calls are long enough by agreement, yet under ten minutes."""
    calls = merge(context.event_spans.where(context.is_call))
    least = context.agreed_seconds("minimum_break")[calls.group[1:]]
    gap = calls.start[1:] - calls.end[:-1]
    is_short = (calls.group[1:] == calls.group[:-1]) & (gap >= least) & (gap < SHORT_BREAK_SECONDS)
    return np.bincount(calls.group[1:][is_short], minlength=len(context.calendars)).astype(np.int64)


def _inside_period(context: Context, some: Spans) -> Spans:
    """Return the union of intervals grouped by calendar, clipped to the period."""
    bounds = context.days.bounds
    if not len(bounds.start):
        return some
    first, last = int(bounds.start.min()), int(bounds.end.max())
    return merge(Spans(some.group, np.clip(some.start, first, last), np.clip(some.end, first, last)))
