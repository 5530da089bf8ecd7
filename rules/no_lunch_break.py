"""A workday without half an hour free around noon.

## What it flags

A long workday on which meetings leave no free half hour, neither around noon (`break_window`) nor in the lunch you
agreed on. Where a meeting takes lunch that you agreed on, lunch-meeting says so and this rule is silent. It is there
for people who eat when it suits: leave `lunch` empty in the agreements, and any half hour around noon will do.

## Why it matters

Half an hour to eat and go outside carries the afternoon. A lunch that moves from day to day is easily lost, because
nobody sees that it is gone until the day is over.

## What to do

Move one of the meetings around noon by half an hour, or let two of them touch, so that the time left is in one piece.

## When to ignore it

When you had your break at another time: write it in your agreements as `lunch`, also per weekday.

## Limits

Only days are looked at whose working hours reach over the whole of `break_window` and on which you work longer than
`long_day`. Eating together is a break. Things that you plan for yourself take no break away.
"""

from __future__ import annotations

import numpy as np
from pydantic import field_validator

from analyzer.agreements import parse_windows
from analyzer.events.table import EventTable
from analyzer.judging.context import Context, free_by_day, overlap_by_day
from analyzer.judging.findings import Findings, findings
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings, setting
from analyzer.text import N_, Text
from analyzer.time.intervals import joined, pairs
from analyzer.time.workdays import clock_windows


class Settings(RuleSettings):
    """Settings of no-lunch-break."""

    lunch_break: int = setting(30, N_("shortest break that counts"), unit=N_("minutes"), ge=5, le=120)
    break_window: str = setting("11:30-13:30", N_("when that break may lie"), unit=N_("from-to"))
    long_day: int = setting(330, N_("a day of no more working time needs no break"), unit=N_("minutes"), ge=0, le=1440)

    @field_validator("break_window")
    @classmethod
    def _is_one_window(cls, value: str) -> str:
        try:
            is_one = len(parse_windows(value)) == 1
        except ValueError:
            is_one = False  # its own message allows a list, which this is not
        if not is_one:
            raise ValueError(N_('one window such as "11:30-13:30"'))
        return value


def find(events: EventTable, context: Context, settings: Settings) -> Findings:
    """Return one finding per workday without a break, with the meetings in the window; minutes are theirs inside it.

    Start and end are those of the window. Evidence: ``longest_break`` in minutes. Reads the column ``shared_lunch``.
    """
    del events  # the context holds its columns as arrays
    days = context.days
    window = clock_windows(days, parse_windows(settings.break_window)[0])
    worked = np.flatnonzero(days.is_workday & (context.working_seconds > settings.long_day * 60))
    start, end = days.hours_bounds(worked)
    worked = worked[(start <= window.start[worked]) & (end >= window.end[worked])]
    rows = context.disturbing_rows
    meetings = context.event_spans.where(rows)
    places = joined(window.where(worked), days.lunch)
    free = free_by_day(days, places, meetings)
    longest = np.zeros(len(days.day), dtype=np.int64)
    np.maximum.at(longest, free.group, free.length)
    taken = overlap_by_day(days, window, meetings)
    is_told = context.lunch_seconds > 0
    has_break = longest >= settings.lunch_break * 60
    found = worked[(~has_break & ~is_told & (taken > 0))[worked]]
    meeting, place = pairs(meetings, days.calendar_of(window.where(found)))
    return findings(
        days.calendar[found],
        window.start[found],
        window.end[found],
        taken[found] // 60,
        "warning",
        finding=place,
        event=rows[meeting],
        longest_break=longest[found] // 60,
    )


RULE = Rule(
    name="no-lunch-break",
    theme=N_("Lunch"),
    severity="warning",
    reach="day",
    grounds=(
        Ground(N_("Take a lunch break, an active one when you can."), "factsheet"),
        Ground(
            N_("Dutch law (Arbeidstijdenwet) asks for half an hour of break in work of over five and a half hours."),
            "law",
        ),
    ),
    find=find,
    settings=Settings,
    message=Text(N_("From {start_time} to {end_time} the longest break is {longest_break} minutes.")),
    advice=Text(N_("Move one of these meetings by half an hour, so that there is time to eat and go outside.")),
    because=N_("Then there is time for lunch that day."),
    speaks_first=True,
    examples=(
        Example(
            N_("Who agreed on no fixed lunch needs half an hour somewhere around noon."),
            ("mon 11:00-12:15 Review | people=4", "mon 12:30-13:30 Vendor demo | call people=4"),
            findings=1,
            minutes=(105,),
            agreements={"lunch": ""},
        ),
        Example(
            N_("Half an hour in between is a break."),
            ("mon 11:00-12:15 Review | people=4", "mon 12:45-13:30 Vendor demo | call people=4"),
            findings=0,
            agreements={"lunch": ""},
        ),
    ),
)
