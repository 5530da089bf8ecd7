"""A series without an end that has run for a long time.

## What it flags

A series of meetings that repeats without an end and began more than `oldest_months` months ago. A series is one
finding, with the number of its meetings in the period.

## Why it matters

A series is planned once and costs time for years. What it was for may be long done, while nobody has a reason to be
the one who asks.

## What to do

Ask together whether you would start it today: as often, as long, with the same people. Then give it an end date, so
that the question comes back by itself.

## When to ignore it

When you looked at it lately and meant to go on.

## Limits

Age is that of the series as your calendar holds it: a series that was planned anew or cut in two counts from then. Some
sources do not say when a series began; those are not judged, and the report says how many meetings that are.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.findings import Findings, findings
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings, setting
from analyzer.text import N_, Text


class Settings(RuleSettings):
    """Settings of endless-series."""

    oldest_months: int = setting(12, N_("a series without an end may run this long"), unit=N_("months"), ge=1, le=120)


def find(events: EventTable, context: Context, settings: Settings) -> Findings:
    """Return one finding per series, over its meetings on days later than so many months after its first day.

    Minutes are those of these meetings together; start and end are those of the first. Evidence: ``series_start`` and
    ``months``, the whole months from there to the first of them. Reads ``endless``, ``series_start``, ``start_local``
    and ``uid``.
    """
    is_endless = context.is_counted & context.flag("endless")
    began, day = (events.column(name).astype("M8[D]") for name in ("series_start", "start_local"))
    is_old = day > months_after(began, settings.oldest_months)
    rows = np.flatnonzero(is_endless & is_old)
    spans = context.event_spans.where(rows)
    # Rows stand in the order of time within a calendar, so the first row of a series is its first meeting.
    number = spans.group * max(1, len(context.series)) + context.series[rows]
    _, first, series = np.unique(number, return_index=True, return_inverse=True)
    since, until = began[rows[first]], day[rows[first]]
    is_short = until - until.astype("M8[M]") < since - since.astype("M8[M]")  # the last of them is not over
    months = (until.astype("M8[M]") - since.astype("M8[M]")).astype(np.int64) - is_short
    return findings(
        spans.group[first],
        spans.start[first],
        spans.end[first],
        np.bincount(series, weights=spans.length, minlength=len(first)).astype(np.int64) // 60,
        "warning",
        finding=series,
        event=rows,
        occurrences=np.bincount(series, minlength=len(first)),
        not_judged={"series-start-unknown": int((is_endless & np.isnat(began)).sum())},
        series_start=np.datetime_as_string(since, unit="D").astype(object),
        months=months,
    )


def months_after(day: npt.NDArray[np.datetime64], months: int) -> npt.NDArray[np.datetime64]:
    """Return the days so many months later, the last of the month where it is shorter."""
    month = day.astype("M8[M]")
    later = month + months
    same_day = later.astype("M8[D]") + (day - month.astype("M8[D]"))
    return np.asarray(np.minimum(same_day, (later + 1).astype("M8[D]") - 1), dtype="M8[D]")


RULE = Rule(
    name="endless-series",
    theme=N_("Clear agreements"),
    severity="warning",
    reach="series",
    grounds=(
        Ground(N_("Use meetings deliberately."), "factsheet"),
        Ground(N_("A year is our own choice of how long a series may go on unasked."), "convention"),
    ),
    find=find,
    settings=Settings,
    needs_series=True,
    message=Text(N_("{title} has repeated for {months} months and has no end.")),
    advice=Text(N_("Ask together whether you would start it today, and give it an end date.")),
    examples=(
        Example(
            N_("A weekly meeting that began more than two years ago and has no end."),
            ("mon 10:00-11:00 Project | people=5 endless since=2024-09-02",),
            findings=1,
            minutes=(60,),
        ),
        Example(
            N_("A young series, and an old one with an end."),
            (
                "mon 10:00-11:00 Project | people=5 endless since=2026-03-02",
                "tue 10:00-11:00 Course | people=5 since=2024-09-03",
            ),
            findings=0,
        ),
    ),
)
