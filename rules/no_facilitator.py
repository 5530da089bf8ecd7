"""A meeting in which nobody guards the process.

## What it flags

A meeting of at least `minimum_people` people whose title and description name no facilitator. A series is one note,
with the number of its meetings that name nobody. It is no more than a note, because about one invitation in twenty
names anybody at all.

## Why it matters

Meeting online asks more of a chair: somebody has to watch the time, see who wants to speak and bring the talk back to
its purpose. When that is nobody's task, it easily stays undone.

## What to do

Agree on one person and write it in the invitation: "Facilitator: …". For a series, take turns, and name the person of
this time.

## When to ignore it

When your team has a fixed facilitator: agree on that once in `meetlint.toml`, for all meetings with its title. Coffee,
drinks and birthdays are left alone by themselves.

## Limits

Only what the invitation says is read; a facilitator agreed on elsewhere is not seen. Where the number of people or the
description is hidden, nothing is judged, and the report says how often. Many calendar programs call the organiser
"chair" by themselves; that counts only with `trust_chair`.
"""

from __future__ import annotations

from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.findings import Findings
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings, setting
from analyzer.patterns.roles import asked_for_roles, judge_role
from analyzer.text import N_, Text


class Settings(RuleSettings):
    """Settings of no-facilitator."""

    minimum_people: int = setting(3, N_("smallest meeting that needs the role"), unit=N_("people"), ge=2, le=1000)
    trust_chair: bool = setting(False, N_("a chair that the calendar itself names is the facilitator"))


def find(events: EventTable, context: Context, settings: Settings) -> Findings:
    """Return one note per series without a facilitator; reads ``facilitator`` and ``chair``."""
    del events  # the context holds its columns as arrays
    is_filled = context.told("facilitator", asked_for_roles(context, settings.minimum_people))
    if settings.trust_chair:
        is_filled = is_filled | context.flag("chair")
    return judge_role(context, is_filled, settings.minimum_people)


RULE = Rule(
    name="no-facilitator",
    theme=N_("Roles in meetings"),
    severity="note",
    grounds=(Ground(N_("Every meeting has somebody who guards the process."), "factsheet"),),
    find=find,
    settings=Settings,
    message=Text(
        N_("{title} names no facilitator."), N_("{title}: {occurrences} meetings name no facilitator."), "occurrences"
    ),
    advice=Text(N_("Agree on who guards the process, and write the name in the invitation.")),
    share_metric="facilitator_share",
    share_text=Text(
        N_("{missing} of {judged} meeting has no facilitator."),
        N_("{missing} of {judged} meetings have no facilitator."),
        "judged",
    ),
    paste=N_("Facilitator: …"),
    examples=(
        Example(
            N_("A series is one note, over the meetings that name nobody."),
            ("mon,wed 10:00-11:00 Planning | people=5", "tue 10:00-11:00 Retro | people=5 facilitator"),
            findings=1,
            minutes=(120,),
        ),
        Example(
            N_("Two people need no facilitator, and neither does coffee."),
            ("mon 10:00-10:30 Catch up | people=2", "mon 15:00-15:30 Coffee | people=8"),
            findings=0,
        ),
    ),
)
