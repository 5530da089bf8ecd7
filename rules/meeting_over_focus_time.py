"""A meeting in time that is booked to concentrate.

## What it flags

A meeting that overlaps focus time in your own calendar, on any day.

## Why it matters

Time to concentrate is easy to give away, because nobody else is waiting in it. Booked time that any meeting may take is
no time to count on.

## What to do

Propose another time for the meeting. If the meeting has to stay, move the focus time, so that your calendar says what
you do.

## When to ignore it

When you booked the focus time wide on purpose, and meant to take meetings in it.

## Limits

Only focus time that your calendar calls so is seen: by its kind, its category or a title such as "Focus" or "Deep
work" without other people. Something you planned for yourself under another title is not.
"""

from __future__ import annotations

import numpy as np

from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.findings import Findings
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings
from analyzer.patterns.meetings import meeting_findings
from analyzer.text import N_, Text
from analyzer.time.intervals import is_meeting_any, overlap


def find(events: EventTable, context: Context, settings: RuleSettings) -> Findings:
    """Return one finding per meeting over booked focus time; minutes are those inside it, overlaps counted once."""
    del events, settings  # the context holds both as intervals on one line; there is nothing to set
    on_line, is_booked = context.events_on_line, context.is_focus_time
    focus = on_line.where(is_booked)
    # Most meetings are over nothing.
    is_over = is_meeting_any(on_line, focus, np.cumsum(is_booked, dtype=np.int64))
    rows = np.flatnonzero(context.is_counted & is_over)
    taken = overlap(on_line.where(rows), focus)
    found = np.flatnonzero(taken)
    return meeting_findings(context, rows.take(found), taken.take(found) // 60)


RULE = Rule(
    name="meeting-over-focus-time",
    theme=N_("Focus time"),
    severity="warning",
    reach="day",
    grounds=(Ground(N_("Keep time for meeting and time for concentration apart."), "factsheet"),),
    find=find,
    message=Text(N_("{title} takes {duration} of booked focus time.")),
    advice=Text(N_("Propose another time, or move the focus time so that you keep it.")),
    because=N_("That keeps time for work that needs concentration."),
    examples=(
        Example(
            N_("A meeting takes the second half of focus time."),
            ("mon 09:00-11:00 Focus | focus people=1", "mon 10:00-11:30 Sync | people=4"),
            findings=1,
            minutes=(60,),
        ),
        Example(
            N_("A meeting right after focus time leaves it whole."),
            ("mon 09:00-11:00 Focus | focus people=1", "mon 11:00-11:30 Sync | people=4"),
            findings=0,
        ),
    ),
)
