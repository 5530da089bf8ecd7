"""A meeting with many people that has to decide something.

## What it flags

A meeting whose title or agenda says that something is decided, with more than `most_people` people. A series is one
finding, with the number of its meetings.

## Why it matters

A small group with the right knowledge decides better and sooner than a large one: everybody gets to speak, and nobody
can hide behind the others. Those who only need to know the outcome save an hour by reading it.

## What to do

Invite the people who decide and those whose knowledge is needed. Send the proposal beforehand and the decision
afterwards to everybody else.

## When to ignore it

When a rule or statute says who has to be there, such as a general meeting, or when the decision is only confirmed.

## Limits

Deciding is read from words such as "decision", "go/no-go" or "ter besluitvorming". A decision list or a decision log is
no decision. Where the number of people or the description is hidden, nothing is judged, and the report says how often.
"""

from __future__ import annotations

import numpy as np

from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.findings import Findings
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings, setting
from analyzer.patterns.series import findings_per_series
from analyzer.text import N_, Text


class Settings(RuleSettings):
    """Settings of large-decision-meeting."""

    most_people: int = setting(8, N_("largest meeting that decides well"), unit=N_("people"), ge=2, le=1000)


def find(events: EventTable, context: Context, settings: Settings) -> Findings:
    """Return one finding per series that decides with too many; evidence: ``people``, the largest number.

    Reads ``decides``, ``people_count``, ``people_at_least``, ``readable`` and ``private``.
    """
    del events  # the context holds its columns as arrays
    people = context.people_count
    is_large = people > settings.most_people
    is_unsure = (people < 0) | (context.flag("people_at_least") & ~is_large)
    decides = context.told("decides", context.is_counted & (is_large | is_unsure))
    is_hidden = context.flag("private") | ~context.has_word("readable", "all")
    rows = np.flatnonzero(decides & is_large)
    return findings_per_series(
        context,
        rows,
        context.event_spans.length[rows],
        "warning",
        largest={"people": people[rows]},
        not_judged={
            "people-unknown": int((decides & is_unsure).sum()),
            "text-unreadable": int((context.is_counted & is_large & is_hidden & ~decides).sum()),
        },
    )


RULE = Rule(
    name="large-decision-meeting",
    theme=N_("Purpose of meetings"),
    severity="warning",
    reach="series",
    grounds=(
        Ground(N_("Small teams of people with different knowledge take better decisions."), "factsheet"),
        Ground(N_("Above seven people, each one more makes a decision harder (rule of seven)."), "convention"),
        Ground(N_("Microsoft Viva calls a meeting of nine people or more large."), "convention"),
    ),
    find=find,
    settings=Settings,
    message=Text(
        N_("{title} decides with {people} people."),
        N_("{title}: {occurrences} meetings decide with up to {people} people."),
        "occurrences",
    ),
    advice=Text(N_("Invite those who decide, and send the others the decision.")),
    examples=(
        Example(
            N_("Twelve people who have to decide together."),
            ("mon 10:00-11:00 Decision: office move | people=12",),
            findings=1,
            minutes=(60,),
        ),
        Example(
            N_("Eight can decide, and a large meeting that decides nothing is something else."),
            ("mon 10:00-11:00 Decision: office move | people=8", "tue 10:00-11:00 Town hall | people=80"),
            findings=0,
        ),
    ),
)
