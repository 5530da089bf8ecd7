"""A meeting in lunch.

## What it flags

A meeting on a workday that overlaps your lunch, 12:00 to 13:00 unless you agreed on other times. It is an error when
the meetings of that day together leave nothing of it.

## Why it matters

Lunch is when people get outside, move and see daylight. That only works when nobody plans in it: one meeting at 12:30
keeps everybody who is invited indoors.

## What to do

Ask whether the meeting can start after lunch, or end before it. For a series one question gives every lunch back.

## When to ignore it

When the people of the meeting chose this hour together, or when you take your lunch at another time: write that time
in your agreements.

## Limits

Eating together is no lunch meeting, as long as it is no call and the title says only that it is lunch, and with whom.
Days off, holidays and days of leave are not looked at. Lunch that you move from day to day is not seen.
"""

from __future__ import annotations

import numpy as np

from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.findings import Findings, severities
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings
from analyzer.patterns.meetings import meeting_findings
from analyzer.text import N_, Text


def find(events: EventTable, context: Context, settings: RuleSettings) -> Findings:
    """Return one finding per meeting in lunch; evidence: ``lunch_left_minutes``, what that day's meetings leave of it.

    Reads the column ``shared_lunch``. Of a meeting in the lunches of two days, the day with the least left counts.
    """
    del events, settings  # the context holds the columns as arrays; lunch is an agreement
    inside, lunch = context.in_lunch, context.days.agreed.lunch
    order = np.argsort(inside.interval, kind="stable")  # one of several days may stand behind another of its last day
    row, taken = inside.interval.take(order), (inside.end - inside.start).take(order)
    day = lunch.group.take(inside.window.take(order))
    left = context.days.agreed.lunch_seconds.take(day) - context.lunch_seconds.take(day)
    first = np.flatnonzero(np.append(True, row[1:] != row[:-1])[: len(row)])
    if len(first) < len(row):
        taken, left = np.add.reduceat(taken, first), np.minimum.reduceat(left, first)
    return meeting_findings(
        context,
        row.take(first),
        taken // 60,
        severities(left == 0, "error", "warning"),
        lunch_left_minutes=left // 60,
    )


RULE = Rule(
    name="lunch-meeting",
    theme=N_("Lunch"),
    severity="warning",
    reach="day",
    grounds=(Ground(N_("No appointments between 12:00 and 13:00, so that people get outside."), "factsheet"),),
    find=find,
    message=Text(N_("{title} takes {duration} of lunch.")),
    advice=Text(N_("Ask whether it can start after lunch, so that there is time to go outside.")),
    because=N_("Then lunch stays free."),
    speaks_first=True,
    examples=(
        Example(
            N_("Half of lunch goes to a meeting."),
            ("mon 12:30-13:30 Vendor demo | call people=4",),
            findings=1,
            minutes=(30,),
        ),
        Example(
            N_("Eating together is no lunch meeting, and one that ends at noon is in time."),
            ("mon 12:00-13:00 Teamlunch | people=6", "tue 11:00-12:00 Planning | people=6"),
            findings=0,
        ),
    ),
)
