"""A meeting in which nobody keeps the decisions.

## What it flags

A meeting of at least `minimum_people` people whose title and description name nobody who keeps the decision list and
its progress. A series is one note, with the number of its meetings that name nobody. It is no more than a note, because
about one invitation in twenty names anybody at all.

## Why it matters

A decision that nobody writes down is easily taken again, by the same people in the next meeting. Somebody who keeps the
list, and asks what became of it, saves that meeting.

## What to do

Agree on one person and write it in the invitation: "Decision keeper: …". Keep the list where everybody can find it.

## When to ignore it

When your team has a fixed keeper: agree on that once in `meetlint.toml`, for all meetings with its title. Coffee,
drinks and birthdays are left alone by themselves.

## Limits

Only what the invitation says is read; a keeper agreed on elsewhere is not seen. Where the number of people or the
description is hidden, nothing is judged, and the report says how often. An automatic note-taker writes down what is
said but asks after no decision; it counts only with `allow_automatic_keeper`.
"""

from __future__ import annotations

from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.findings import Findings
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings, setting
from analyzer.patterns.roles import asked_for_roles, judge_role
from analyzer.text import N_, Text


class Settings(RuleSettings):
    """Settings of no-decision-keeper."""

    minimum_people: int = setting(3, N_("smallest meeting that needs the role"), unit=N_("people"), ge=2, le=1000)
    allow_automatic_keeper: bool = setting(False, N_("an automatic note-taker keeps the decisions"))


def find(events: EventTable, context: Context, settings: Settings) -> Findings:
    """Return one note per series without a keeper; reads ``decision_keeper`` and ``automatic_keeper``."""
    del events  # the context holds its columns as arrays
    asked = asked_for_roles(context, settings.minimum_people)
    is_filled = context.told("decision_keeper", asked)
    if settings.allow_automatic_keeper:
        is_filled = is_filled | context.told("automatic_keeper", asked)
    return judge_role(context, is_filled, settings.minimum_people)


RULE = Rule(
    name="no-decision-keeper",
    theme=N_("Roles in meetings"),
    severity="note",
    grounds=(Ground(N_("Every meeting has somebody who keeps the decision list and its progress."), "factsheet"),),
    find=find,
    settings=Settings,
    message=Text(
        N_("{title} names nobody who keeps the decisions."),
        N_("{title}: {occurrences} meetings name nobody who keeps the decisions."),
        "occurrences",
    ),
    advice=Text(N_("Agree on who keeps the decision list, and write the name in the invitation.")),
    share_metric="decision_keeper_share",
    share_text=Text(
        N_("{missing} of {judged} meeting has nobody who keeps the decisions."),
        N_("{missing} of {judged} meetings have nobody who keeps the decisions."),
        "judged",
    ),
    paste=N_("Decision keeper: …"),
    examples=(
        Example(
            N_("A facilitator guards the process, and keeps no decisions."),
            ("mon 10:00-11:00 Planning | people=5 facilitator",),
            findings=1,
            minutes=(60,),
        ),
        Example(
            N_("A named keeper is enough, and two people need none."),
            ("mon 10:00-11:00 Planning | people=5 keeper", "tue 10:00-10:30 Catch up | people=2"),
            findings=0,
        ),
    ),
)
