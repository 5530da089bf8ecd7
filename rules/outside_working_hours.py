"""A meeting outside working hours.

## What it flags

A meeting that reaches more than `tolerance` minutes before or after your working hours, or that lies on a day you do
not work. A conversation of two that you planned there yourself is your own choice, and no more than a note.

## Why it matters

At home nobody switches off the light at half past five. When meetings spread into the evening, work does too, and it
gets harder to stop in time.

## What to do

Propose a time inside working hours. When people in other zones are in it, take turns in who meets at an odd hour.

## When to ignore it

When you moved your hours for the day, such as an evening for an afternoon with the children. Hours of your own, per
weekday or per shift, belong in the agreements: `working_hours`, `working_days`, `days` and `shifts`.

## Limits

Holidays count only when a country was agreed on, and a day of leave only when your calendar says so. Lunch is no time
outside working hours. Only what lies in the period is counted.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analyzer.judging.context import Context
from analyzer.judging.findings import Findings
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings, setting
from analyzer.patterns.meetings import meeting_findings
from analyzer.text import N_, Text
from analyzer.time.intervals import Spans, overlap


class Settings(RuleSettings):
    """Settings of outside-working-hours."""

    tolerance: int = setting(
        15, N_("a meeting may reach this far before or after working hours"), unit=N_("minutes"), ge=0, le=240
    )


def find(events: pd.DataFrame, context: Context, settings: Settings) -> Findings:
    """Return one finding per meeting that leaves the working hours of workdays, each widened by the tolerance.

    Minutes are all of its minutes in the period outside working hours. Reads ``people_count``, ``people_at_least`` and
    ``organized_by_owner``.
    """
    first, last = (int(instant.timestamp()) for instant in context.period.instants(context.zone))
    meetings, worked = context.meetings, context.worked_hours
    inside = Spans(meetings.group, np.clip(meetings.start, first, last), np.clip(meetings.end, first, last))
    widened = Spans(worked.group, worked.start - settings.tolerance * 60, worked.end + settings.tolerance * 60)
    found = np.flatnonzero(inside.length > overlap(inside, widened))
    rows = context.meeting_rows[found]
    two = (events["people_count"].fillna(-1) == 2).to_numpy(dtype=bool) & ~events["people_at_least"].to_numpy(
        dtype=bool
    )
    is_own_choice = (two & events["organized_by_owner"].to_numpy(dtype=bool))[rows]
    minutes = (inside.length - overlap(inside, worked))[found] // 60
    return meeting_findings(context, rows, minutes, np.where(is_own_choice, "note", "warning"))


RULE = Rule(
    name="outside-working-hours",
    theme=N_("Stopping in time"),
    severity="warning",
    grounds=(
        Ground(N_("Working from home, people easily work too long; they should be able to stop in time."), "factsheet"),
    ),
    find=find,
    settings=Settings,
    message=Text(N_("{title} takes {duration} outside working hours.")),
    advice=Text(N_("Propose a time inside working hours.")),
    examples=(
        Example(
            N_("An hour after work, and a conversation of two that you planned yourself."),
            ("mon 17:30-18:30 Review | people=4", "sat 10:00-10:30 Catch up | mine people=2"),
            findings=2,
            minutes=(60, 30),
        ),
        Example(
            N_("A quarter of an hour before and after work is left alone."),
            ("mon 08:15-09:00 Stand-up | people=4", "mon 17:00-17:45 Review | people=4"),
            findings=0,
        ),
    ),
)
