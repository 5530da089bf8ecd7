"""A day cut to pieces by meetings.

## What it flags

A workday with two or more meetings that take less than half of the working time and still leave no stretch that is
long enough to concentrate (two hours, or what you agreed on). Too little meeting for a meeting day, too many pieces
for anything else.

## Why it matters

Concentrated work needs time at a stretch. The same meetings side by side would leave a whole morning or afternoon;
spread over the day they leave neither meeting nor concentration its own time.

## What to do

Move one meeting next to another. Or agree with your team on days for meeting and days for concentration.

## When to ignore it

When it is one of your team's meeting days: agree on `meeting_days`, and the rule is silent on them.

## Limits

Only planned meetings are seen. Lunch ends a stretch, and so does absence of a few hours. Things you planned for
yourself do not cut a day, and neither does focus time.
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
    """Settings of scattered-day. How long a focus block is stands in the agreements."""

    meeting_day_share: float = setting(
        0.5, N_("from this share of working time on, it is a meeting day"), unit=N_("share"), gt=0, le=1
    )


def find(events: EventTable, context: Context, settings: Settings) -> Findings:
    """Return one finding per scattered day, with the meetings that touch its working time.

    Evidence: ``longest_block`` (minutes of the longest unblocked stretch), ``meetings`` and ``meeting_share``.
    """
    del events  # the context holds its meetings day by day
    longest = context.longest_free_seconds
    count = context.meeting_counts
    is_cut = longest < context.daily(context.agreed_seconds("focus_block"))
    cut = np.flatnonzero((count >= 2) & is_cut & ~context.agreed_days("meeting_days"))
    share = context.meeting_seconds.take(cut) / np.maximum(context.working_seconds.take(cut), 1)
    little = np.flatnonzero(share < settings.meeting_day_share)
    found, share = cut.take(little), share.take(little)
    return day_findings(
        context,
        found,
        context.free_seconds.take(found) // 60,
        longest_block=longest.take(found) // 60,
        meetings=count.take(found),
        meeting_share=share.round(3),
    )


RULE = Rule(
    name="scattered-day",
    theme=N_("Focus time"),
    severity="warning",
    reach="day",
    mended_by_block=True,
    grounds=(
        Ground(N_("Keep meeting days and concentration days apart."), "factsheet"),
        Ground(N_("Two hours at a stretch is what most tools call focus time."), "convention"),
    ),
    find=find,
    settings=Settings,
    message=Text(N_("{meetings} meetings leave no longer stretch than {longest_block_duration}.")),
    advice=Text(N_("Move one of them next to another, so that a morning or an afternoon stays whole.")),
    because=N_("That leaves a longer stretch for work that needs concentration."),
    examples=(
        Example(
            N_("Three short meetings take the morning and the afternoon apart."),
            ("mon 10:00-10:30 Intake | people=3", "mon 13:30-14:00 Demo", "mon 15:15-15:45 Review | people=3"),
            findings=1,
            minutes=(390,),
        ),
        Example(
            N_("The same meetings side by side leave the afternoon whole."),
            ("mon 10:00-10:30 Intake | people=3", "mon 10:30-11:00 Review | people=3", "mon 11:00-11:30 Demo"),
            findings=0,
        ),
    ),
)
