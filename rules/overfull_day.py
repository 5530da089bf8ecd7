"""A day that is full of meetings.

## What it flags

A workday of which meetings take three quarters of the working time or more, or the share you agreed on
(`full_share`). On an agreed meeting day, nine tenths (`full_meeting_day_share`).

## Why it matters

What comes out of a meeting has to be done somewhere. A day without room for it moves the work to the evening, and
leaves no moment to prepare the next conversation.

## What to do

Look at the shortest or the largest meeting first: the one could be a message, and in the other you may not be needed.
Or move one to a quieter day.

## When to ignore it

On a day that is meant so, such as a conference, a training or interviews. Days that your team keeps for meetings stand
in `meeting_days`.

## Limits

Only planned meetings are seen, and they are taken to last as long as planned. Minutes are counted inside working hours
without lunch, and meetings at the same time count once.
"""

from __future__ import annotations

import numpy as np

from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.findings import Findings
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings, setting
from analyzer.patterns.days import day_findings
from analyzer.text import N_, Text


class Settings(RuleSettings):
    """Settings of overfull-day."""

    full_share: float = setting(
        0.75, N_("from this share of working time on, a day is overfull"), unit=N_("share"), gt=0, le=1
    )
    full_meeting_day_share: float = setting(0.9, N_("the same on an agreed meeting day"), unit=N_("share"), gt=0, le=1)


def find(events: EventTable, context: Context, settings: Settings) -> Findings:
    """Return one finding per overfull day, with the meetings that touch its working time; minutes are those inside it.

    Evidence: ``meetings``, ``meeting_share`` and ``working_minutes``.
    """
    del events  # the context holds its meetings day by day
    days = context.days
    share = context.meeting_seconds / np.maximum(context.working_seconds, 1)
    full = np.where(context.agreed_days("meeting_days"), settings.full_meeting_day_share, settings.full_share)
    is_full = days.is_workday & (share >= full)
    found = np.flatnonzero(is_full)
    return day_findings(
        context,
        found,
        context.meeting_seconds[found] // 60,
        meetings=context.meeting_counts[found],
        meeting_share=share[found].round(3),
        working_minutes=context.working_seconds[found] // 60,
    )


RULE = Rule(
    name="overfull-day",
    theme=N_("Amount of meetings"),
    severity="warning",
    reach="day",
    grounds=(
        Ground(N_("Keep measure in how much you meet."), "factsheet"),
        Ground(N_("Six hours of meetings on a day of eight is where several tools warn."), "convention"),
    ),
    find=find,
    settings=Settings,
    message=Text(N_("Meetings take {duration} of {working_duration} of working time.")),
    advice=Text(N_("Move one of them to a quieter day, or ask whether you are needed in all of them.")),
    because=N_("That day is full of meetings; this gives it some room."),
    examples=(
        Example(
            N_("Six hours of meetings fill a day of eight."),
            ("mon 09:00-12:00 Review | people=4", "mon 13:00-16:00 Workshop | people=9"),
            findings=1,
            minutes=(360,),
        ),
        Example(
            N_("On an agreed meeting day they may take more."),
            ("mon 09:00-12:00 Review | people=4", "mon 13:00-16:00 Workshop | people=9"),
            findings=0,
            agreements={"meeting_days": ["mon"]},
        ),
    ),
)
