"""A week without a day for concentration.

## What it flags

A week of `minimum_workdays` workdays or more in which no day has little meeting: at most one hour, or what you agreed
on. It names the quietest day and how many minutes would have to go.

## Why it matters

A day with hardly any meeting is a day for work that asks for your whole attention, at home without travelling and
without being disturbed. Days for meeting and days for concentration each do better apart.

## What to do

Clear the quietest day: move what stands there to a day that is full of meetings already. Best is a day that your whole
team keeps free.

## When to ignore it

In an exceptional week, such as one with a conference or a training that you chose.

## Limits

Only the days of the week that lie in the period are looked at, and only your own workdays: holidays and leave do not
count. Minutes are counted inside working hours without lunch, and meetings at the same time count once.
"""

from __future__ import annotations

import numpy as np

from analyzer.events.order import order_by
from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.findings import Findings, findings
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings, setting
from analyzer.patterns.days import meetings_of
from analyzer.text import N_, Text


class Settings(RuleSettings):
    """Settings of no-focus-day. How much meeting a focus day holds stands in the agreements."""

    minimum_workdays: int = setting(3, N_("fewest workdays that make a week"), unit=N_("days"), ge=1, le=7)


def find(events: EventTable, context: Context, settings: Settings) -> Findings:
    """Return one finding per week, with the meetings of its quietest day; minutes are those to clear on it.

    Evidence: ``day``, the quietest day (the first of equals), and its ``meeting_minutes``.
    """
    del events  # the context holds its meetings day by day
    days = context.days
    # Days stand by calendar and date, so those of one week are neighbours.
    workdays = days.by_week(np.add, days.is_workday.astype(np.int8))
    has_focus_day = days.by_week(np.logical_or, context.is_focus_day)
    is_found = (workdays >= settings.minimum_workdays) & ~has_focus_day
    # Only the workdays of these weeks are sorted: week by week, the quietest first.
    candidates = np.flatnonzero(days.is_workday & days.of_weeks(is_found))
    count = workdays.take(np.flatnonzero(is_found))
    by_quiet = order_by(np.repeat(np.arange(len(count)), count), context.meeting_seconds.take(candidates))
    first, after = np.cumsum(count) - count, np.cumsum(count)
    quietest = candidates.take(by_quiet.take(first))
    start, _ = days.hours_bounds(candidates.take(first))
    _, end = days.hours_bounds(candidates.take(after - 1))
    calendar, met = days.calendar.take(quietest), context.meeting_seconds.take(quietest)
    to_clear = met - context.agreed_seconds("focus_day_meetings").take(calendar)
    finding, event = meetings_of(context, quietest)
    return findings(
        calendar,
        start,
        end,
        -(-to_clear // 60),
        "warning",
        finding=finding,
        event=event,
        day=days.names_of(quietest),
        meeting_minutes=met // 60,
    )


RULE = Rule(
    name="no-focus-day",
    theme=N_("Focus time"),
    severity="warning",
    reach="focus-days",
    grounds=(Ground(N_("Keep meeting days and concentration days apart."), "factsheet"),),
    find=find,
    settings=Settings,
    message=Text(
        N_("A week without a focus day: the quietest, {day}, has {meeting_duration} of meetings in working time.")
    ),
    advice=Text(N_("Move {duration} of meetings from that day to a fuller one.")),
    because=N_("That leaves a longer stretch for work that needs concentration."),
    examples=(
        Example(
            N_("An hour and a half of meeting on every day leaves no focus day."),
            ("mon,tue,wed,thu,fri 09:00-10:30 Project | people=5",),
            findings=1,
            minutes=(30,),
        ),
        Example(
            N_("One day with an hour of meeting is a focus day."),
            ("mon,tue,thu,fri 09:00-12:00 Project | people=5", "wed 09:00-10:00 Project | people=5"),
            findings=0,
        ),
    ),
)
