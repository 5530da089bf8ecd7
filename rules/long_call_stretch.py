"""Hours of calls with hardly a pause.

## What it flags

Two or more calls with less than `short_break` minutes between them, that together last `long_stretch` minutes or more.

## Why it matters

Five minutes are enough to fetch a glass of water, and too short to let go of a screen. Attention sags when that is all
there is for hours, and the last call of the row gets what is left.

## What to do

Put one real pause into the row: move a call by a quarter of an hour, or do one of them on the phone while you walk.

## When to ignore it

When you planned the row yourself and know that the calls end well before their time.

## Limits

One long call is no stretch, because a pause may be planned inside it. Where the calls make a chain of this length
without any break, back-to-back-calls says so and this rule is silent. Calls without a link in the calendar are not
seen.
"""

from __future__ import annotations

import numpy as np

from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.findings import Findings
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings, setting
from analyzer.patterns.chains import call_chains, chain_findings, chains_of_calls
from analyzer.text import N_, Text


class Settings(RuleSettings):
    """Settings of long-call-stretch."""

    short_break: int = setting(
        10, N_("a shorter break between two calls does not end the stretch"), unit=N_("minutes"), ge=1, le=120
    )
    long_stretch: int = setting(120, N_("a stretch of this length is found"), unit=N_("minutes"), ge=30, le=1440)


def find(events: EventTable, context: Context, settings: Settings) -> Findings:
    """Return one finding per stretch of calls; evidence: ``calls``, ``hybrid_calls``, ``breaks_minutes``.

    Reads the column ``hybrid``. Silent where a chain without breaks is as long, and shares calls with the stretch.
    """
    del events  # the context holds its columns as arrays
    stretches = chains_of_calls(context, settings.short_break * 60)
    chains = context.once(call_chains)
    told = np.isin(chains.runs.run, chains.kept[chains.minutes >= settings.long_stretch])
    is_told = np.isin(stretches.kept, stretches.runs.run[told])
    found = np.flatnonzero((stretches.minutes >= settings.long_stretch) & ~is_told)
    return chain_findings(context, stretches, found, "warning")


RULE = Rule(
    name="long-call-stretch",
    theme=N_("Breaks"),
    severity="warning",
    reach="day",
    grounds=(
        Ground(N_("All day from online meeting to online meeting, behind a screen, wears people out."), "factsheet"),
        Ground(N_("Signs of fatigue rise after about two hours of video meetings (Microsoft, 2020)."), "vendor study"),
    ),
    find=find,
    settings=Settings,
    message=Text(
        N_("{calls} calls in {duration}, {start_time} to {end_time}, with no break of {short_break} minutes.")
    ),
    advice=Text(N_("Move one of them by a quarter of an hour, so that there is one real pause.")),
    because=N_("Then there is one real pause in the row of calls."),
    examples=(
        Example(
            N_("Three calls with five minutes in between last more than two hours together."),
            ("mon 09:00-09:50 Review | call", "mon 09:55-10:45 Intake | call", "mon 10:50-11:30 Retro | call"),
            findings=1,
            minutes=(150,),
        ),
        Example(
            N_("Ten minutes in the middle end the stretch."),
            ("mon 09:00-09:50 Review | call", "mon 10:00-10:45 Intake | call", "mon 10:50-11:30 Retro | call"),
            findings=0,
        ),
    ),
)
