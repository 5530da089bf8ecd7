"""Call after call without a break in between.

## What it flags

A chain of two or more calls in which each next call starts less than `minimum_break` minutes (an agreement) after the
calls before it have ended. A chain of `long_chain` minutes or more is an error.

## Why it matters

From online meeting to online meeting means sitting still behind a screen with no moment to stand up, look away or
write down what was agreed. The pause between two rooms is gone when the rooms are links.

## What to do

Let meetings end earlier: both Google Calendar and Outlook have a setting that shortens every meeting you plan by five
or ten minutes. Or move one call of the chain.

## When to ignore it

When the calls are short and meant as one session, such as a row of interviews that you planned with your own breaks.

## Limits

Calls at the same hour are a double booking and no chain. A break of five to nine minutes is fine here; it is counted
in the figures as a short break. Calls without a link in the calendar are not seen.
"""

from __future__ import annotations

import numpy as np

from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.findings import Findings, severities
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings, setting
from analyzer.patterns.chains import call_chains, chain_findings
from analyzer.text import N_, Text


class Settings(RuleSettings):
    """Settings of back-to-back-calls."""

    long_chain: int = setting(120, N_("a chain of this length is an error"), unit=N_("minutes"), ge=1, le=1440)


def find(events: EventTable, context: Context, settings: Settings) -> Findings:
    """Return one finding per chain of calls; evidence as :func:`chain_findings` gives it, ``minimum_break``.

    Reads the column ``hybrid``. The breaks stand in order; a call that begins inside another gives none.
    """
    del events  # the context holds its columns as arrays
    chains = context.once(call_chains)
    severity = severities(chains.minutes >= settings.long_chain, "error", "warning")
    minimum_break = context.agreed_seconds("minimum_break").take(chains.group) // 60
    return chain_findings(context, chains, np.arange(len(chains.kept)), severity, minimum_break=minimum_break)


RULE = Rule(
    name="back-to-back-calls",
    theme=N_("Breaks"),
    severity="warning",
    reach="day",
    grounds=(
        Ground(N_("All day from online meeting to online meeting, behind a screen, wears people out."), "factsheet"),
        Ground(N_("Five minutes is what Google Calendar and Outlook leave when they shorten meetings."), "convention"),
    ),
    find=find,
    settings=Settings,
    message=Text(
        N_("{calls} calls in a row without a break of {minimum_break} minutes: {duration}, {start_time} to {end_time}.")
    ),
    advice=Text(N_("Let one of them end ten minutes earlier, or move one.")),
    because=N_("Then there is a short break between two calls."),
    examples=(
        Example(
            N_("Two calls that touch are a chain; five minutes in between are enough."),
            ("mon 09:00-10:00 Review | call", "mon 10:00-10:30 Intake | call", "mon 10:35-11:00 Retro | call"),
            findings=1,
            minutes=(90,),
        ),
        Example(
            N_("Two calls at the same hour are a double booking, not a chain."),
            ("mon 09:00-10:00 Review | call", "mon 09:00-10:00 Intake | call"),
            findings=0,
        ),
    ),
)
