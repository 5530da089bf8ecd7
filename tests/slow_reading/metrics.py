"""The figures of a calendar over the period."""

from __future__ import annotations

from typing import Any

from slow_reading.days import (
    calls,
    counted,
    focus_blocks,
    hours_of_all_days,
    is_focus_day,
    union,
    workdays_of,
)
from slow_reading.records import Agenda, minute_of, period_minutes
from slow_reading.rules import RULES, Settings, SlowFinding, has_decision_keeper, has_facilitator, share


def short_breaks(agenda: Agenda) -> int:
    """Return how many breaks after the latest end so far are enough by agreement, and 9 minutes at most."""
    count = 0
    latest_end = None
    for call in sorted(calls(agenda), key=lambda event: event.start):
        if call.duration() == 0:
            continue
        if latest_end is not None and agenda.agreements.minimum_break <= minute_of(call.start) - latest_end <= 9:
            count += 1
        latest_end = max(minute_of(call.end), latest_end or minute_of(call.end))
    return count


def lunches_kept(agenda: Agenda) -> int:
    """Return on how many workdays with a lunch window no meeting other than a shared lunch overlaps it."""
    taken = union([event for event in counted(agenda) if not event.shared_lunch])
    return len([workday for workday in workdays_of(agenda) if workday.lunch and not workday.lunch & taken])


def measure_slowly(
    agenda: Agenda, settings: Settings, found: dict[str, list[SlowFinding]], names: list[str] | None = None
) -> dict[str, Any]:
    """Return the metrics of one calendar; a share is None where no meeting is judged.

    Args:
        agenda: the calendar.
        settings: of the rules.
        found: the findings of each rule, of all calendars.
        names: the rules that were selected; all seven when left out.
    """
    names = list(RULES) if names is None else names
    inside = period_minutes(agenda)
    meeting_time = union(counted(agenda)) & inside
    blocks = [length for workday in workdays_of(agenda) for length in focus_blocks(agenda, workday)]
    weighty = {
        row
        for name in names
        for finding in found[name]
        if finding.severity in ("warning", "error")
        for row in finding.events
    }
    metrics: dict[str, Any] = {
        "meetings": len(counted(agenda)),
        "meeting_minutes": len(meeting_time),
        "call_minutes": len(union(calls(agenda)) & inside),
        "workdays": len(workdays_of(agenda)),
        "lunches_kept": lunches_kept(agenda),
        "short_breaks": short_breaks(agenda),
        "focus_minutes": sum(blocks),
        "longest_focus_minutes": max(blocks, default=0),
        "focus_days": len([workday for workday in workdays_of(agenda) if is_focus_day(agenda, workday)]),
        "outside_hours_minutes": len(meeting_time - hours_of_all_days(agenda)),
        "meetings_without_findings": len([event for event in counted(agenda) if event.row not in weighty]),
    }
    for metric, name, is_filled in (
        ("facilitator_share", "no-facilitator", has_facilitator),
        ("decision_keeper_share", "no-decision-keeper", has_decision_keeper),
    ):
        role_share = share(agenda, settings, is_filled)
        metrics[metric] = None if name not in names or role_share is None else round(role_share, 3)
    return metrics
