"""Call after call without a break in between.

## What it flags

A chain of two or more calls in which each next call starts less than `minimum_break` minutes after the calls before it
have ended. A chain of `long_chain` minutes or more is an error.

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
import pandas as pd

from analyzer.context import Context
from analyzer.findings import Findings, findings, ragged
from analyzer.rule import Example, Ground, Rule, RuleSettings, setting
from analyzer.text import N_, Text


class Settings(RuleSettings):
    """Settings of back-to-back-calls."""

    minimum_break: int = setting(5, N_("shortest break between two calls"), unit=N_("minutes"), ge=1, le=60)
    long_chain: int = setting(120, N_("a chain of this length is an error"), unit=N_("minutes"), ge=1, le=1440)


def find(events: pd.DataFrame, context: Context, settings: Settings) -> Findings:
    """Return one finding per chain of calls; evidence: ``calls``, ``hybrid_calls``, ``breaks_minutes``.

    Reads the column ``hybrid``. The breaks stand in order; a call that begins inside another gives none.
    """
    has_length = context.event_spans.length > 0
    rows = np.flatnonzero(context.is_call & has_length)
    calls = context.event_spans.where(rows)
    latest_end = np.zeros(len(rows), dtype=np.int64)
    new_calendar = np.append(True, calls.group[1:] != calls.group[:-1])[: len(rows)]
    # Calendars follow each other, so a running maximum over (calendar, end) never looks back into another one.
    lift = (int(calls.end.max()) - int(calls.start.min()) + 1) if len(rows) else 0
    latest_end[:] = np.maximum.accumulate(calls.end + calls.group * lift) - calls.group * lift
    gap = np.append(0, calls.start[1:] - latest_end[:-1])[: len(rows)]
    starts_chain = new_calendar | (gap >= settings.minimum_break * 60)
    chain = np.cumsum(starts_chain) - 1
    heads = np.flatnonzero(starts_chain)
    count = np.bincount(chain, minlength=len(heads))
    earliest_end = np.minimum.reduceat(calls.end, heads) if len(heads) else calls.end
    last_start = np.maximum.reduceat(calls.start, heads) if len(heads) else calls.start
    end = np.maximum.reduceat(calls.end, heads) if len(heads) else calls.end
    is_hybrid = events["hybrid"].to_numpy(dtype=bool)[rows]
    hybrid_calls = np.bincount(chain[is_hybrid], minlength=len(heads))
    kept = np.flatnonzero((count >= 2) & (last_start >= earliest_end))
    place = np.full(len(heads), -1, dtype=np.intp)
    place[kept] = np.arange(len(kept))
    member = place[chain] >= 0 if len(rows) else np.zeros(0, dtype=bool)
    has_break = member & ~starts_chain & (gap >= 0)
    start = calls.start[heads[kept]]
    minutes = (end[kept] - start) // 60
    return findings(
        calls.group[heads[kept]],
        start,
        end[kept],
        minutes,
        np.where(minutes >= settings.long_chain, "error", "warning"),
        finding=place[chain[member]],
        event=rows[member],
        calls=count[kept],
        hybrid_calls=hybrid_calls[kept],
        breaks_minutes=ragged(gap[has_break] // 60, place[chain[has_break]], len(kept)),
    )


RULE = Rule(
    name="back-to-back-calls",
    theme=N_("Breaks"),
    severity="warning",
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
