"""Which weeks of a period are drawn hour by hour, which small, and which get one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analyzer.time.period import Period, monday_of, weeks_of

MOST_SMALL = 6
"""Weeks before the ones that are drawn, and after them, that are drawn small: enough to see a pattern."""


@dataclass(frozen=True)
class WeekChoice:
    """The weeks of a period, by their Mondays, in order of time.

    Attributes:
        shown: the one that stands first, hour by hour.
        further: of this week and the next, what else can still change: hour by hour too.
        small: those next to them, side by side.
        others: one line each.
    """

    shown: date
    further: Sequence[date]
    small: Sequence[date]
    others: Sequence[date]

    @property
    def large(self) -> Sequence[date]:
        """The weeks that are drawn hour by hour."""
        return sorted([self.shown, *self.further])

    @property
    def drawn(self) -> Sequence[date]:
        """Every week that is drawn."""
        return sorted([*self.large, *self.small])


def choose_weeks(period: Period, shown: date, today: date) -> WeekChoice:
    """Return which weeks to draw.

    Args:
        period: the days that are judged.
        shown: the Monday of the week that stands first.
        today: the day it is.
    """
    mondays = weeks_of(period)
    this_week = monday_of(today)
    ahead = [monday for monday in mondays if monday >= this_week]
    large = sorted({shown, *ahead[:2]})
    before = [monday for monday in mondays if monday < large[0]][-MOST_SMALL:]
    after = [monday for monday in mondays if monday > large[-1]][:MOST_SMALL]
    drawn = {*large, *before, *after}
    return WeekChoice(
        shown=shown,
        further=[monday for monday in large if monday != shown],
        small=[*before, *after],
        others=[monday for monday in mondays if monday not in drawn],
    )
