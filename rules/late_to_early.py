"""A late meeting, and an early one the next morning.

## What it flags

Less than `minimum_rest` hours between the end of the last meeting of a day and the start of the first one of the next
day.

## Why it matters

A day has to end before the next one begins. With too little in between, people sleep short, or skip the hour in which
work leaves their head.

## What to do

Move one of the two: the first meeting of the morning is often the easier one.

## When to ignore it

When it is a rare exception that you chose yourself. Dutch law, too, allows one night of eight hours in seven days where
the work asks for it.

## Limits

Only meetings are seen: work before, after or in between is not. A night shift that you agreed on is one day, also
where it runs past midnight.
"""

from __future__ import annotations

import numpy as np

from analyzer.events.order import order_by
from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.findings import Findings, findings
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings, setting
from analyzer.text import N_, Text
from analyzer.time.intervals import Ints, Spans, pairs


class Settings(RuleSettings):
    """Settings of late-to-early."""

    minimum_rest: int = setting(11, N_("least rest between two days"), unit=N_("hours"), ge=2, le=20)


def find(events: EventTable, context: Context, settings: Settings) -> Findings:
    """Return one finding per short night, with the meeting that ends last and the one that starts first.

    Start and end are those of the rest, of no length where the meetings touch or overlap; minutes are what it lacks.
    Evidence: ``rest_minutes``. Reads ``start_local``.
    """
    del events  # the context holds its columns as arrays
    rows = context.meeting_rows[context.meetings.length > 0]
    meetings, day = context.event_spans.where(rows), _days_of(context, rows)
    # Meetings stand by start, so day by day the first one starts first. The one that ends last is the first of those
    # that end where the day's latest does:
    #   day      Mon  Mon  Mon  Tue  Wed
    #   end       10   17   17   12   15
    #   first    yes   no   no  yes  yes
    #   last      no  yes   no  yes  yes      as many as there are first ones, one a day
    order = order_by(meetings.group, day)
    rows, meetings, day = rows[order], meetings.where(order), day[order]
    first = np.flatnonzero(np.append(True, (np.diff(meetings.group) != 0) | (np.diff(day) != 0))[: len(rows)])
    number = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(rows))))
    latest = np.maximum.reduceat(meetings.end, first) if len(first) else first
    at_latest = np.flatnonzero(meetings.end == latest[number])
    last = at_latest[np.append(True, np.diff(number[at_latest]) != 0)[: len(at_latest)]]
    # Pairs of neighbouring days are nights where the second day follows the first: Mon-Tue, Tue-Wed, not Wed-Mon.
    is_next = (np.diff(meetings.group[first]) == 0) & (np.diff(day[first]) == 1)
    late, early = last[:-1][is_next], first[1:][is_next]
    lacking = settings.minimum_rest * 3600 - np.maximum(meetings.start[early] - meetings.end[late], 0)
    found = np.flatnonzero(lacking > 0)
    start = meetings.end[late[found]]
    end = np.maximum(meetings.start[early[found]], start)
    return findings(
        meetings.group[late[found]],
        start,
        end,
        -(-lacking[found] // 60),
        "warning",
        finding=np.repeat(np.arange(len(found)), 2),
        event=np.column_stack((rows[late[found]], rows[early[found]])).ravel(),
        rest_minutes=(end - start) // 60,
    )


def _days_of(context: Context, rows: Ints) -> Ints:
    """Return the day each meeting belongs to, as days since 1970: that of the hours it starts in, or else its own."""
    day = context.start_day[rows]
    days, starts = context.days, context.event_spans.where(rows)
    hours = days.hours.where(days.is_workday[days.hours.group])
    meeting, window = pairs(Spans(starts.group, starts.start, starts.start + 1), days.calendar_of(hours))
    # The first of these windows is the earliest, so where two shifts overlap the meeting ends the older day.
    first = np.append(True, meeting[1:] != meeting[:-1])[: len(meeting)]
    day[meeting[first]] = days.day[hours.group[window[first]]].astype(np.int64)
    return day


RULE = Rule(
    name="late-to-early",
    theme=N_("Stopping in time"),
    severity="warning",
    grounds=(
        Ground(N_("Working from home, people easily work too long; they should be able to stop in time."), "factsheet"),
        Ground(N_("Dutch law (Arbeidstijdenwet) asks for eleven hours of rest between two days of work."), "law"),
    ),
    find=find,
    settings=Settings,
    message=Text(
        N_("From the last meeting to the first one of the next day, {start_time} to {end_time}: {duration} too short.")
    ),
    advice=Text(N_("Move the early meeting to later in the morning, or the late one to another day.")),
    because=N_("That leaves enough rest between two days."),
    examples=(
        Example(
            N_("A call that ends at 22:30 and a meeting at 08:30."),
            ("mon 21:30-22:30 Call with Boston | call people=4", "tue 08:30-09:00 Stand-up | people=6"),
            findings=1,
            minutes=(60,),
        ),
        Example(
            N_("Eleven hours are enough."),
            ("mon 21:30-22:00 Call with Boston | call people=4", "tue 09:00-09:15 Stand-up | people=6"),
            findings=0,
        ),
    ),
)
