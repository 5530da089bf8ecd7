"""Figures by week: what each week of the period held, and the key figures with the week before beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from analyzer.judging.context import Context
from analyzer.judging.metrics import measure
from analyzer.judging.parts import within
from analyzer.patterns.chains import call_chains
from analyzer.run import Run
from analyzer.time.period import Period, monday_of, weeks_of


@dataclass(frozen=True)
class CallRun:
    """A chain of calls: how many, minutes from the first start to the latest end, and the day on which it starts."""

    calls: int
    minutes: int
    day: date


@dataclass(frozen=True)
class WeekFigures:
    """What a week, or the part of it that lies in the period, held.

    Attributes:
        monday: its Monday, also where that day lies before the period.
        days: its days that lie in the period.
        metrics: as in RULES "Metrics", of this week alone.
        lunches: how many lunches there are on its workdays.
        focus_blocks: how many stretches are long enough to concentrate.
        call_run: the longest calls in a row, None where no two follow one another.
    """

    monday: date
    days: int
    metrics: Mapping[str, Any]
    lunches: int
    focus_blocks: int
    call_run: CallRun | None

    @property
    def is_full(self) -> bool:
        """All seven days lie in the period."""
        return self.days == 7


def week_figures(run: Run) -> list[WeekFigures]:
    """Return the figures of every week of the period, in order."""
    whole = run.judgement.context
    figures = []
    for monday in weeks_of(run.period):
        period = Period(max(monday, run.period.first), min(monday + timedelta(days=6), run.period.last))
        context = within(whole, period)
        figures.append(
            WeekFigures(
                monday=monday,
                days=(period.last - period.first).days + 1,
                metrics=measure(context, ())[0],
                lunches=int(context.days.has_lunch.sum()),
                focus_blocks=len(context.focus_blocks.start),
                call_run=longest_calls(context),
            )
        )
    return figures


def longest_calls(context: Context) -> CallRun | None:
    """Return the longest chain of calls without a break, the first of equals; None without any."""
    chains = context.once(call_chains)
    if not len(chains.kept):
        return None
    longest = int(np.argmax(chains.end - chains.start))
    calls = int((chains.runs.run == chains.kept[longest]).sum())
    start = datetime.fromtimestamp(int(chains.start[longest]), context.zone)
    return CallRun(calls, int(chains.minutes[longest]), start.date())


def coming_week(run: Run) -> date:
    """Return the Monday of the week that a report puts first.

    This week while at least half of its workdays are still to come, today included; else the next one. Of a period that
    is over, its last week with workdays; of one that is yet to begin, its first week.
    """
    worked = _workdays_by_week(run)
    ahead = [monday for monday in worked if monday >= monday_of(run.today)]
    if not ahead:
        return max((monday for monday, days in worked.items() if days), default=max(worked))
    days = worked[ahead[0]]
    left = sum(day >= run.today for day in days)
    is_spent = not days or 2 * left < len(days)
    return ahead[1] if is_spent and len(ahead) > 1 else ahead[0]


def _workdays_by_week(run: Run) -> dict[date, list[date]]:
    worked: dict[date, list[date]] = {monday: [] for monday in weeks_of(run.period)}
    # The days of further calendars come after those of the first one.
    for day, is_worked in zip(run.period.days(), run.judgement.context.days.is_workday.tolist(), strict=False):
        if is_worked:
            worked[monday_of(day)].append(day)
    return worked


def week_before(figures: Sequence[WeekFigures], monday: date) -> WeekFigures | None:
    """Return the last full week before ``monday`` that has workdays, None without one."""
    before = [week for week in figures if week.monday < monday and week.is_full and week.metrics["workdays"]]
    return before[-1] if before else None


def last_full_weeks(figures: Sequence[WeekFigures], today: date) -> tuple[WeekFigures, WeekFigures] | None:
    """Return the last full week and the one before it, None when the period does not hold two such weeks.

    Full is a week whose seven days lie in the period and are over: one that can still fill up would compare badly.
    """
    full = [week for week in figures if week.is_full and week.monday + timedelta(days=7) <= today]
    if len(full) < 2:
        return None
    return full[-1], full[-2]
