"""A meeting on a day that is kept for concentration.

## What it flags

A meeting inside the working hours of a day that you or your team agreed to keep free: `focus_days` in the agreements.
Without such an agreement the rule finds nothing. With `focus_half_day` only the morning or the afternoon of these days
is kept; noon divides them.

## Why it matters

A day for concentration works because everybody leaves it alone. One meeting in the middle cuts it in two, and the
next one finds the door already open.

## What to do

Propose one of the other days. For a series one question gives all of these days back.

## When to ignore it

When it cannot wait, or when your team chose the moment on purpose, such as a stand-up of ten minutes.

## Limits

Days off, holidays and days of leave are not looked at, and neither are lunch and the time outside working hours.
Time that you plan for yourself is no meeting.
"""

from __future__ import annotations

import numpy as np

from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.findings import Findings
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings
from analyzer.patterns.meetings import meeting_findings
from analyzer.text import N_, Text
from analyzer.time.intervals import overlap


def find(events: EventTable, context: Context, settings: RuleSettings) -> Findings:
    """Return one finding per meeting on an agreed focus day; minutes are its own in the working time of such days."""
    del events, settings  # the context holds the meetings as intervals; the days are an agreement
    taken = overlap(context.meetings, context.days.calendar_of(context.kept_for_focus))
    found = np.flatnonzero(taken)
    return meeting_findings(context, context.meeting_rows[found], taken[found] // 60)


RULE = Rule(
    name="meeting-on-focus-day",
    theme=N_("Focus time"),
    severity="warning",
    reach="day",
    grounds=(Ground(N_("Keep meeting days and concentration days apart."), "factsheet"),),
    find=find,
    message=Text(N_("{title} takes {duration} of a day agreed on for concentration.")),
    advice=Text(N_("Propose another day for it.")),
    because=N_("That leaves a longer stretch for work that needs concentration."),
    examples=(
        Example(
            N_("A meeting on a Wednesday that was agreed on for concentration."),
            ("tue 10:00-11:00 Review | people=4", "wed 10:00-11:00 Review | people=4"),
            findings=1,
            minutes=(60,),
            agreements={"focus_days": ["wed"]},
        ),
        Example(
            N_("Without an agreement every day is open."),
            ("wed 10:00-11:00 Review | people=4",),
            findings=0,
        ),
    ),
)
