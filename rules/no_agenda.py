"""A meeting whose invitation does not say what it is for.

## What it flags

A meeting of at least `minimum_people` people whose description holds nothing but how to join it. A series is one note,
with the number of its meetings. As this is said of many meetings, reports say it once, as a share.

## Why it matters

A meeting is time of everybody who comes. When the invitation says what it is for, people can prepare, see whether they
are needed, and stop when it is done.

## What to do

Write one line in the invitation: what has to be clear, decided or made when you leave. Or ask the organiser for it.

## When to ignore it

When the team knows by heart what a short meeting is for, such as a stand-up, or when the agenda stands somewhere else:
put the link in the invitation.

## Limits

Only the invitation is read; an agenda in an attachment or a chat is not seen. Join links, numbers to dial, notices of
the platforms, greetings, signatures and an agenda that is still to come are no agenda; any other line or link is.
Coffee, drinks and birthdays need none. Where the number of people or the description is hidden, nothing is judged.
"""

from __future__ import annotations

from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.findings import Findings
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings, setting
from analyzer.patterns.roles import asked_for_roles, judge_role
from analyzer.text import N_, Text


class Settings(RuleSettings):
    """Settings of no-agenda."""

    minimum_people: int = setting(3, N_("smallest meeting that needs an agenda"), unit=N_("people"), ge=2, le=1000)


def find(events: EventTable, context: Context, settings: Settings) -> Findings:
    """Return one note per series without an agenda; reads ``agenda``."""
    del events  # the context holds its columns as arrays
    has_agenda = context.told("agenda", asked_for_roles(context, settings.minimum_people))
    return judge_role(context, has_agenda, settings.minimum_people)


RULE = Rule(
    name="no-agenda",
    theme=N_("Purpose of meetings"),
    severity="note",
    grounds=(
        Ground(N_("Meet on purpose: with a clear goal, and with those who are needed for it."), "factsheet"),
        Ground(N_("Nearly every guide to meetings asks for an agenda beforehand."), "convention"),
    ),
    find=find,
    settings=Settings,
    message=Text(
        N_("{title} does not say what it is for."),
        N_("{title}: {occurrences} meetings do not say what they are for."),
        "occurrences",
    ),
    advice=Text(N_("Write in the invitation what has to be clear when you leave.")),
    share_text=Text(
        N_("{missing} of {judged} meeting does not say what it is for."),
        N_("{missing} of {judged} meetings do not say what they are for."),
        "judged",
    ),
    paste=N_("Goal of this meeting: …"),
    examples=(
        Example(
            N_("An invitation that only tells how to join."),
            ("mon 10:00-11:00 Project Atlas | call people=5",),
            findings=1,
            minutes=(60,),
        ),
        Example(
            N_("A line about the goal is enough, and two people need none."),
            ("mon 10:00-11:00 Project Atlas | people=5 agenda", "tue 10:00-10:30 Catch up | people=2"),
            findings=0,
        ),
    ),
)
