"""Two meetings at the same time.

## What it flags

Meetings that run at the same time for `shortest_overlap` minutes or more. Meetings that overlap one after another are
one finding.

## Why it matters

You can be in one place. As long as both stand in your calendar, both count on you, and you decide at the last minute
whom to disappoint.

## What to do

Choose the one where you are needed, and say so to the other while there is time to do something with it.

## When to ignore it

When one of the two is there so that you know of it: ask to have it shown as free, and it no longer counts as a
meeting.

## Limits

Invitations that you have not answered yet count. The same meeting from two sources counts once. Meetings of only a few
minutes overlap nothing.
"""

from __future__ import annotations

import numpy as np

from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.findings import Findings, findings
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings, setting
from analyzer.patterns.chains import runs
from analyzer.text import N_, Text
from analyzer.time.intervals import Spans, merge, total


class Settings(RuleSettings):
    """Settings of double-booking."""

    shortest_overlap: int = setting(5, N_("a shorter overlap is left alone"), unit=N_("minutes"), ge=1, le=120)


def find(events: EventTable, context: Context, settings: Settings) -> Findings:
    """Return one finding per group of meetings that overlap one after another; minutes are those with two or more.

    Start and end are the first and the last moment at which two of them run. Evidence: ``meetings``.
    """
    del events  # the context holds the meetings as intervals
    least = settings.shortest_overlap * 60
    rows = context.meeting_rows[context.meetings.length >= least]
    meetings = context.event_spans.where(rows)
    # In whole seconds, an overlap of at least this much is a gap of less than one second more than its negative.
    linked = runs(meetings, 1 - least)
    doubled = np.flatnonzero(~linked.is_head)
    latest_end = meetings.start[doubled] - linked.gap[doubled]
    twice = merge(Spans(linked.run[doubled], meetings.start[doubled], np.minimum(meetings.end[doubled], latest_end)))
    found, first = np.unique(twice.group, return_index=True)
    last = np.append(first[1:], len(twice.group)) - 1 if len(found) else first
    shown = np.isin(linked.run, found)
    return findings(
        meetings.group[linked.heads[found]],
        twice.start[first],
        twice.end[last],
        total(twice, len(linked.heads))[found] // 60,
        "warning",
        finding=np.searchsorted(found, linked.run[shown]),
        event=rows[shown],
        meetings=np.bincount(linked.run, minlength=len(linked.heads))[found],
    )


RULE = Rule(
    name="double-booking",
    theme=N_("Clear agreements"),
    severity="warning",
    reach="day",
    grounds=(Ground(N_("Nearly every calendar warns of two meetings at the same time."), "convention"),),
    find=find,
    settings=Settings,
    message=Text(N_("{title}: {meetings} meetings that overlap for {duration}.")),
    advice=Text(N_("Choose where you are needed, and tell the other one in time.")),
    because=N_("It now overlaps another meeting of mine."),
    because_for_team=N_("It now overlaps another meeting."),
    examples=(
        Example(
            N_("The second meeting begins half an hour before the first one ends."),
            ("mon 09:00-10:00 Review | people=4", "mon 09:30-10:30 Intake | people=3"),
            findings=1,
            minutes=(30,),
        ),
        Example(
            N_("One meeting right after another is no double booking, and neither are four minutes."),
            ("mon 09:00-10:00 Review | people=4", "mon 10:00-11:00 Intake | people=3", "mon 10:56-11:30 Retro"),
            findings=0,
        ),
    ),
)
