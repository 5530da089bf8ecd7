"""No moment between private life and the first or last meeting.

## What it flags

A workday whose first meeting starts within `transition` minutes of the start of working hours, or whose last one ends
within as many of their end. A preview: it speaks only when you select it.

## Why it matters

The way to work used to be a border between home and the job. At home that border has to be made: a few minutes to see
what the day brings, and a few to close it off.

## What to do

Let the first meeting start a quarter of an hour later, and keep the last quarter for putting things away. A short walk
around the block does what the train did.

## When to ignore it

When you travel that day, or have another habit that marks the beginning and the end.

## Limits

It goes by agreed working hours: who starts earlier than agreed has had time already. Days without a meeting are not
looked at.
"""

from __future__ import annotations

import numpy as np

from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.findings import Findings
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings, setting
from analyzer.patterns.days import day_findings
from analyzer.text import N_, Text


class Settings(RuleSettings):
    """Settings of no-transition."""

    transition: int = setting(
        15, N_("minutes without a meeting at the start and at the end of the day"), unit=N_("minutes"), ge=1, le=120
    )


def find(events: EventTable, context: Context, settings: Settings) -> Findings:
    """Return one note per workday without a transition, with the meetings that stand in it.

    Start and end are the day's working hours, minutes what both transitions lack together. Evidence:
    ``minutes_before`` the first meeting and ``minutes_after`` the last one.
    """
    del events  # the context holds its meetings day by day
    days, spans, wanted = context.days, context.event_spans, settings.transition * 60
    day, event = context.day_meetings
    met = np.unique(day)
    start, end = days.hours_bounds(met)
    first, last = end.copy(), start.copy()
    place = np.searchsorted(met, day)
    np.minimum.at(first, place, spans.start[event])
    np.maximum.at(last, place, spans.end[event])
    before, after = np.maximum(first - start, 0), np.maximum(end - last, 0)
    lacking = np.maximum(wanted - before, 0) + np.maximum(wanted - after, 0)
    found = np.flatnonzero(lacking)
    stands_in = (spans.start[event] < start[place] + wanted) | (spans.end[event] > end[place] - wanted)
    return day_findings(
        context,
        met[found],
        -(-lacking[found] // 60),
        (day[stands_in], event[stands_in]),
        "note",
        minutes_before=before[found] // 60,
        minutes_after=after[found] // 60,
    )


RULE = Rule(
    name="no-transition",
    theme=N_("Stopping in time"),
    severity="note",
    reach="day",
    grounds=(
        Ground(N_("At home the transition between work and private life is gone, and has to be made."), "factsheet"),
        Ground(N_("A quarter of an hour is our own choice of what is enough."), "convention"),
    ),
    find=find,
    settings=Settings,
    is_preview=True,
    message=Text(N_("{minutes_before} min before the first meeting, {minutes_after} min after the last one.")),
    advice=Text(N_("Keep the first and the last {transition} minutes for yourself.")),
    examples=(
        Example(
            N_("A meeting at the very start of the day, and one that ends five minutes before it does."),
            ("mon 08:30-09:00 Stand-up | people=6", "mon 16:30-17:25 Review | people=4"),
            findings=1,
            minutes=(25,),
        ),
        Example(
            N_("A quarter of an hour on both sides is enough."),
            ("mon 08:45-09:00 Stand-up | people=6", "mon 16:30-17:15 Review | people=4"),
            findings=0,
        ),
    ),
)
