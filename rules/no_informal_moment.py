"""Weeks in which a team has no coffee, walk or drink together.

## What it flags

A team that had nothing informal in its calendars in `weeks` weeks in a row: no coffee, lunch, walk, drinks or birthday
with at least `minimum_members` of its members. Weeks in which nobody of the team works are left out.

## Why it matters

Informal contact is the first thing that is lost at a distance, because nobody plans it. It is where people get to know
each other, ask small things and notice that somebody is quiet.

## What to do

Plan something without a purpose: an online coffee machine that is open for an hour, a lunch or a walk on an office day.

## When to ignore it

When your team sees each other often anyway, at the office or elsewhere.

## Limits

Only what stands in the calendars is seen, and only under a title that says nothing else, such as "Coffee" or "Borrel".
An open room counts too. People without a calendar here do not count. Only whole weeks of the period are looked at. With
one calendar nothing is judged.
"""

from __future__ import annotations

from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.findings import Findings
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings, setting
from analyzer.patterns.team import missing_moments
from analyzer.text import N_, Text

INFORMAL_REASONS = ("", "open-room", "all-day", "free")
"""A coffee machine that is open all morning, a day out and drinks shown as free are informal moments too."""


class Settings(RuleSettings):
    """Settings of no-informal-moment."""

    weeks: int = setting(4, N_("weeks in a row without an informal moment"), unit=N_("weeks"), ge=1, le=52)
    minimum_members: int = setting(2, N_("fewest members that make it one"), unit=N_("people"), ge=2, le=1000)


def find(events: EventTable, context: Context, settings: Settings) -> Findings:
    """Return one note per run of weeks; there are no events to show, and no minutes. Reads ``social`` and ``reason``.

    Evidence: ``weeks_without``, ``members`` and ``needed``.
    """
    del events  # the context holds its columns as arrays
    is_informal = context.flag("social") & context.has_word("reason", *INFORMAL_REASONS)
    return missing_moments(context, is_informal, settings.minimum_members, settings.weeks)


RULE = Rule(
    name="no-informal-moment",
    theme=N_("Contact with colleagues"),
    severity="note",
    grounds=(Ground(N_("Informal contact is the first thing that is lost at a distance."), "factsheet"),),
    find=find,
    settings=Settings,
    audience=("team",),
    is_preview=True,
    message=Text(
        N_("No coffee, walk or drink of the team in {weeks_without} week."),
        N_("No coffee, walk or drink of the team in {weeks_without} weeks."),
        "weeks_without",
    ),
    advice=Text(N_("Plan something without a purpose, such as a coffee or a walk.")),
    examples=(
        Example(
            N_("A team that met for work only."),
            ("mon 09:00-09:15 Start | people=3 members=bo,cem",),
            findings=1,
            minutes=(0,),
            settings={"weeks": 1},
        ),
        Example(
            N_("Two of the team had coffee."),
            ("mon 09:00-09:15 Start | people=3 members=bo,cem", "fri 15:00-15:30 Coffee | people=2 members=bo"),
            findings=0,
            settings={"weeks": 1},
        ),
    ),
)
