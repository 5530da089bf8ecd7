"""A meeting in time that you booked for yourself or your family.

## What it flags

A meeting that takes `shortest_overlap` minutes or more of a block of your own that is private or for care, or of a
lunch that you moved to another time than the agreed one.

## Why it matters

Working from home makes room to combine work and private life: to fetch children, to care for somebody, to walk at
another hour. That room only exists while a booked hour stays booked, and while nobody has to be within reach all day.

## What to do

Propose another time for the meeting. You need not say what you are doing: "I am not available then" is enough.

## When to ignore it

When you gave that hour away yourself, or when the block is only a reminder.

## Limits

Of a block marked as private no word is read, only its time. Other blocks are known by titles and categories such as
"Private", "School run" or "Lunch" that say nothing else. Blocks shown as free, of whole days, and with other people are
left out. In a calendar that names nobody, such as that of a family, only a title that says private or care counts: a
block marked as private, or a lunch, may be with others there. Minutes inside the agreed lunch and inside booked focus
time belong to the rules about those.
"""

from __future__ import annotations

import numpy as np

from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.findings import Findings
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings, setting
from analyzer.patterns.meetings import meeting_findings
from analyzer.text import N_, Text
from analyzer.time.intervals import joined, overlap, subtract


class Settings(RuleSettings):
    """Settings of meeting-over-private-time."""

    shortest_overlap: int = setting(5, N_("shortest overlap that counts"), unit=N_("minutes"), ge=1, le=120)


def find(events: EventTable, context: Context, settings: Settings) -> Findings:
    """Return one finding per meeting; minutes are those in private time, and of a moved lunch unless it is one itself.

    Evidence: ``lunch_minutes``, those in a moved lunch. Reads ``reason``, ``private``, ``private_time`` and
    ``shared_lunch``.
    """
    del events  # the context holds its columns as arrays
    is_own = context.has_word("reason", "alone")
    # The mark alone may hide a meeting with others where nobody is named; the title of a block of care does not.
    is_told = context.has_word("reason", "people-unknown") & ~context.flag("private")
    is_private = (is_own | is_told) & context.flag("private_time")
    is_lunch = context.flag("shared_lunch")
    covered = joined(context.days.lunch_by_calendar, context.event_spans.where(context.is_focus_time))
    private = subtract(context.event_spans.where(is_private), covered)
    moved = subtract(context.event_spans.where(is_own & is_lunch), covered)
    both = joined(private, moved)
    is_shared_lunch = is_lunch[context.meeting_rows]
    taken = overlap(context.meetings, private)
    taken = np.where(is_shared_lunch, taken, overlap(context.meetings, both))
    lunch_taken = np.where(is_shared_lunch, 0, overlap(context.meetings, moved))
    found = np.flatnonzero(taken >= settings.shortest_overlap * 60)
    return meeting_findings(
        context, context.meeting_rows[found], taken[found] // 60, lunch_minutes=lunch_taken[found] // 60
    )


RULE = Rule(
    name="meeting-over-private-time",
    theme=N_("Work and private life"),
    severity="warning",
    reach="day",
    grounds=(
        Ground(N_("Room to combine work and private life, without having to be within reach all day."), "factsheet"),
    ),
    find=find,
    settings=Settings,
    audience=("self",),
    message=Text(N_("{title} takes {duration} of time that you booked for yourself or your family.")),
    advice=Text(N_("Propose another time; that you are not available is reason enough.")),
    because=N_("The present time does not suit me."),
    examples=(
        Example(
            N_("A meeting that runs into fetching the children, and one in a lunch that was moved."),
            (
                "mon 15:00-16:00 School run | people=1",
                "mon 14:30-15:30 Review | people=4",
                "tue 13:00-13:30 Lunch | people=1",
                "tue 13:00-14:00 Intake | people=3",
            ),
            findings=2,
            minutes=(30, 30),
        ),
        Example(
            N_("A meeting right before it leaves it whole."),
            ("mon 15:00-16:00 School run | people=1", "mon 14:30-15:00 Review | people=4"),
            findings=0,
        ),
    ),
)
