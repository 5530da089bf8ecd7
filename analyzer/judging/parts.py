"""A part of a context: some of its days, such as one week of many."""

from __future__ import annotations

from analyzer.judging.context import Context
from analyzer.time.period import Period


def within(whole: Context, period: Period) -> Context:
    """Return the same calendars with only the events that touch ``period``."""
    start, end = (int(moment.timestamp()) for moment in period.instants(whole.zone))
    spans = whole.event_spans
    touches = (spans.start < end) & ((spans.end > start) | (spans.start >= start))
    return Context(period, whole.zone, whole.calendars, whole.agreements, whole.table.take(touches))
