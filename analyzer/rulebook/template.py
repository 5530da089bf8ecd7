"""A rule of one's own to start from: a whole file with its page, setting, function and examples."""

from __future__ import annotations

TEMPLATE = '''"""A meeting that starts very early.

## What it flags

A meeting that starts before `earliest_hour` on the owner's clock.

## Why it matters

Say here, in your own words, why your team agreed on this.

## What to do

Ask whether it can start later.

## When to ignore it

When a colleague far east can meet at no other time.

## Limits

Only meetings that stand in the calendar are seen.
"""

from __future__ import annotations

import numpy as np

from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.findings import Findings, findings
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings, setting
from analyzer.text import N_, Text


class Settings(RuleSettings):
    """The settings, as they stand under [rules.@NAME@] in meetlint.toml."""

    earliest_hour: int = setting(9, N_("first hour in which a meeting may start"), unit=N_("o'clock"), ge=0, le=23)


def find(events: EventTable, context: Context, settings: Settings) -> Findings:
    """Return one finding per meeting; no loop over rows: work on whole columns."""
    start = events.column("start_local")  # an array; events["start_local"] is the same as pandas has it
    starts_early = start - start.astype("M8[D]") < np.timedelta64(settings.earliest_hour, "h")
    rows = np.flatnonzero(context.is_counted & starts_early)
    meetings = context.event_spans.where(rows)
    return findings(
        meetings.group,
        meetings.start,
        meetings.end,
        meetings.length // 60,
        "note",
        finding=np.arange(len(rows)),
        event=rows,
    )


RULE = Rule(
    name="@NAME@",
    theme=N_("Own agreements"),
    severity="note",
    grounds=(Ground(N_("Our team agreed on it."), "convention"),),
    find=find,
    settings=Settings,
    message=Text(N_("{title} starts at {start_time}.")),
    advice=Text(N_("Ask whether it can start at {earliest_hour}:00.")),
    examples=(
        Example(N_("Eight o'clock is early."), ("mon 08:00-09:00 Review",), findings=1, minutes=(60,)),
        Example(N_("Nine o'clock is not."), ("mon 09:00-10:00 Review",), findings=0),
    ),
)
'''


def own_rule_source(name: str) -> str:
    """Return the source of a new rule called ``name``."""
    return TEMPLATE.replace("@NAME@", name)
