"""Weeks in which a team does not meet as a team.

## What it flags

A team that had no meeting of at least `member_share` of its members in `weeks` weeks in a row. Weeks in which nobody of
the team works are left out.

## Why it matters

Where people work at several places, a team keeps together by short and regular moments of its own: to see each other,
to know who does what, and to ask what does not deserve a meeting.

## What to do

Plan a quarter of an hour every week in which everybody can join, at the office or by video.

## When to ignore it

When the team meets without a calendar, for instance at the coffee machine on a fixed day at the office.

## Limits

Only the calendars that take part are looked at, each member as one; people without a calendar here do not count. A
meeting is the same one when its calendars give it the same identity. Only whole weeks of the period are looked at. With
one calendar nothing is judged.
"""

from __future__ import annotations

import numpy as np

from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.findings import Findings
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings, setting
from analyzer.patterns.team import FEWEST_MEMBERS, missing_moments
from analyzer.text import N_, Text


class Settings(RuleSettings):
    """Settings of no-team-moment."""

    weeks: int = setting(2, N_("weeks in a row without a moment of the team"), unit=N_("weeks"), ge=1, le=52)
    member_share: float = setting(0.6, N_("share of the members that makes it one"), unit=N_("share"), gt=0, le=1)


def find(events: EventTable, context: Context, settings: Settings) -> Findings:
    """Return one note per run of weeks; there are no events to show, and no minutes.

    Evidence: ``weeks_without``, ``members`` and ``needed``.
    """
    del events  # the context holds its columns as arrays
    # The share of ten members that is six tenths is six, whatever a float makes of it.
    needed = max(FEWEST_MEMBERS, int(np.ceil(round(settings.member_share * len(context.calendars), 9))))
    return missing_moments(context, context.is_counted, needed, settings.weeks)


RULE = Rule(
    name="no-team-moment",
    theme=N_("Contact with colleagues"),
    severity="note",
    grounds=(Ground(N_("Short and regular moments keep a team together at a distance."), "factsheet"),),
    find=find,
    settings=Settings,
    audience=("team",),
    message=Text(
        N_("No meeting of {needed} or more of the {members} members in {weeks_without} week."),
        N_("No meeting of {needed} or more of the {members} members in {weeks_without} weeks."),
        "weeks_without",
    ),
    advice=Text(N_("Plan a short moment every week in which everybody can join.")),
    examples=(
        Example(
            N_("A team of three of whom no two met."),
            ("mon 10:00-11:00 Intake | people=3", "tue 09:00-10:00 Own work | people=1 members=bo,cem"),
            findings=1,
            minutes=(0,),
            settings={"weeks": 1},
        ),
        Example(
            N_("Two of three at the start of the week are enough."),
            ("mon 09:00-09:15 Start | people=3 members=bo", "tue 09:00-10:00 Own work | people=1 members=bo,cem"),
            findings=0,
            settings={"weeks": 1},
        ),
    ),
)
