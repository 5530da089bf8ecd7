"""A day at the office, spent in calls.

## What it flags

A workday at the office on which calls take `call_share` or more of your working time.

## Why it matters

The office is the place to meet each other, home the place to concentrate and to call. Who travels to the office and
sits in calls there has the drawbacks of both.

## What to do

Keep calls for the days at home, and plan on office days what asks for being together. Or stay at home that day.

## When to ignore it

When you come to the office for the quiet, or because calling at home is not possible.

## Limits

The place is the one your calendar names as working location, for the whole day; a day that also names another place is
left out. Calls that also have a room are no calls here: somebody sits in that room. Calls at the same time count once.
"""

from __future__ import annotations

import numpy as np

from analyzer.events.table import EventTable
from analyzer.judging.context import Context, overlap_by_day
from analyzer.judging.findings import Findings
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings, setting
from analyzer.patterns.days import day_findings
from analyzer.patterns.weeks import places_of_days
from analyzer.text import N_, Text


class Settings(RuleSettings):
    """Settings of calls-on-office-day."""

    call_share: float = setting(0.5, N_("from this share of working time on"), unit=N_("share"), gt=0, le=1)


def find(events: EventTable, context: Context, settings: Settings) -> Findings:
    """Return one finding per office day full of calls, with the calls that touch its working time.

    Minutes are those in calls inside working time, overlaps counted once. Evidence: ``call_share_of_day``. Reads
    ``hybrid`` beside the columns of :func:`analyzer.patterns.weeks.places_of_days`.
    """
    del events  # the context holds its columns as arrays
    days = context.days
    is_office, is_elsewhere, _, _ = context.once(places_of_days)
    is_call = context.is_call & ~context.flag("hybrid")
    seconds = overlap_by_day(days, days.working_time, context.event_spans.where(is_call))
    share = seconds / np.maximum(context.working_seconds, 1)
    is_full = is_office & ~is_elsewhere & (share >= settings.call_share)
    found = np.flatnonzero(is_full)
    day, event = context.day_meetings
    shown = day[is_call[event]], event[is_call[event]]
    return day_findings(context, found, seconds[found] // 60, shown, "note", call_share_of_day=share[found].round(3))


RULE = Rule(
    name="calls-on-office-day",
    theme=N_("Contact with colleagues"),
    severity="note",
    reach="day",
    grounds=(
        Ground(N_("The office is for meeting each other, home for work that asks for concentration."), "factsheet"),
    ),
    find=find,
    settings=Settings,
    is_preview=True,
    message=Text(N_("A day at the office with {duration} of calls.")),
    advice=Text(N_("Keep calls for a day at home, and meet colleagues on this one.")),
    examples=(
        Example(
            N_("Four hours of calls in eight hours of work at the office."),
            ("mon Office | place=office", "mon 09:00-12:00 Calls | call", "mon 14:00-15:00 Review | call"),
            findings=1,
            minutes=(240,),
        ),
        Example(
            N_("The same calls at home, and a room full of colleagues at the office."),
            (
                "mon Home | place=home",
                "mon 09:00-12:00 Calls | call",
                "mon 14:00-15:00 Review | call",
                "tue Office | place=office",
                "tue 09:00-12:00 Workshop | hybrid people=8",
                "tue 14:00-15:00 Review | call",
            ),
            findings=0,
        ),
    ),
)
