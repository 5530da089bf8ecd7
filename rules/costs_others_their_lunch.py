"""A meeting that you plan in the lunch or the free time of others.

## What it flags

A meeting with others that you organise and that takes minutes of lunch, or reaches more than `tolerance` minutes
outside working hours. A series is one finding, with the number of its meetings.

## Why it matters

What somebody plans, others follow: few people refuse a meeting because it falls in their lunch. Who organises sets the
example, managers most of all, and can change it with one message.

## What to do

Move it, or let it end before lunch. You are the organiser, so nobody else has to agree first.

## When to ignore it

When the others asked for this hour themselves, for instance because they live in another time zone.

## Limits

Lunch and working hours of the others do not stand in your calendar, so your own agreed ones are taken for theirs. Days
on which you are on leave are left out. Eating together is no such meeting. Where nobody can see who is invited, nothing
is judged, and the report says how often.
"""

from __future__ import annotations

import numpy as np

from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.findings import Findings
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings, setting
from analyzer.patterns.series import findings_per_series
from analyzer.text import N_, Text
from analyzer.time.intervals import Spans, joined, overlap


class Settings(RuleSettings):
    """Settings of costs-others-their-lunch."""

    tolerance: int = setting(
        15, N_("a meeting may reach this far before or after working hours"), unit=N_("minutes"), ge=0, le=240
    )


def find(events: EventTable, context: Context, settings: Settings) -> Findings:
    """Return one finding per series; minutes are those in lunch, and those outside working hours beyond the tolerance.

    Evidence: ``others`` (the largest number of other people), ``lunch_minutes``, ``outside_minutes``. Reads
    ``organized_by_owner``, ``shared_lunch``, ``people_count`` and ``people_at_least``.
    """
    del events  # the context holds its columns as arrays
    days = context.days
    first, last = context.bounds
    is_mine = context.flag("organized_by_owner") & ~context.flag("shared_lunch")
    rows = np.flatnonzero(context.is_counted & is_mine)
    meetings = context.event_spans.where(rows)
    inside = Spans(meetings.group, np.clip(meetings.start, first, last), np.clip(meetings.end, first, last))
    leave = days.calendar_of(days.bounds._replace(group=np.arange(len(days.day))).where(days.not_worked == "absence"))
    worked = context.worked_hours
    tolerance = settings.tolerance * 60
    allowed = [Spans(worked.group, worked.start - tolerance, worked.end + tolerance), leave]
    reaches_out = inside.length > overlap(inside, joined(*allowed))
    lunch_windows = days.lunch_by_calendar
    lunch = overlap(inside, lunch_windows)
    # On a half day lunch may lie after the hours: its minutes are lunch, and count once.
    outside = np.where(reaches_out, inside.length - overlap(inside, joined(worked, leave, lunch_windows)), 0)
    people = context.people_count[rows]
    costs = lunch + outside > 0
    has_group = context.flag("people_at_least")[rows]
    found = np.flatnonzero(costs & ((people >= 2) | has_group))
    return findings_per_series(
        context,
        rows[found],
        (lunch + outside)[found],
        "warning",
        largest={"others": np.maximum(people[found] - 1, 1)},
        totals={"lunch_minutes": lunch[found], "outside_minutes": outside[found]},
        not_judged={"people-unknown": int((costs & (people < 0) & ~has_group).sum())},
    )


RULE = Rule(
    name="costs-others-their-lunch",
    theme=N_("Setting the example"),
    severity="warning",
    reach="series",
    grounds=(
        Ground(N_("Managers set the example: who breaks off and stops in time lets others do so."), "factsheet"),
        Ground(N_("No appointments between 12:00 and 13:00, so that people get outside."), "factsheet"),
    ),
    find=find,
    settings=Settings,
    audience=("self",),
    message=Text(
        N_("You organise {title}; it takes {duration} of lunch or free time."),
        N_("You organise {title}; {occurrences} meetings take {duration} of lunch or free time."),
        "occurrences",
    ),
    advice=Text(N_("Move it: you are the organiser, and the others get that time back.")),
    because=N_("Then it falls within working hours and outside lunch."),
    examples=(
        Example(
            N_("Half of lunch, every Monday and Wednesday, by your own invitation."),
            ("mon,wed 12:30-13:30 Review | mine people=5",),
            findings=1,
            minutes=(60,),
        ),
        Example(
            N_("Somebody else's meeting is not yours to move, and eating together costs nobody lunch."),
            ("mon 12:30-13:30 Demo | people=5", "tue 12:00-13:00 Teamlunch | mine people=5"),
            findings=0,
        ),
    ),
)
