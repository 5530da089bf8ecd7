"""Which weeks of a period are drawn hour by hour, and which get one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analyzer.time.period import Period, monday_of, weeks_of

MOST_DRAWN = 6
"""Weeks drawn hour by hour: as many as the default period has, and as anybody will look at."""

MOST_COMING = 3
"""Of those, weeks from this one on in a longer period; the others are the last weeks before, which show the pattern."""


@dataclass(frozen=True)
class WeekChoice:
    """The weeks of a period, by their Mondays, in order of time.

    Attributes:
        coming: drawn, from this week on: these can still change.
        past: drawn, before this week: the pattern.
        others: one line each.
    """

    coming: Sequence[date]
    past: Sequence[date]
    others: Sequence[date]

    @property
    def drawn(self) -> Sequence[date]:
        """Every week that is drawn."""
        return [*self.past, *self.coming]


def choose_weeks(period: Period, today: date) -> WeekChoice:
    """Return which weeks to draw: all of a short period; of a long one those next to today."""
    mondays = weeks_of(period)
    this_week = monday_of(today)
    past = [monday for monday in mondays if monday < this_week]
    coming = [monday for monday in mondays if monday >= this_week]
    if len(mondays) > MOST_DRAWN:
        room_for_coming = max(MOST_COMING, MOST_DRAWN - len(past))
        coming = coming[:room_for_coming]
        past = past[len(past) - min(len(past), MOST_DRAWN - len(coming)) :]
    drawn = {*past, *coming}
    return WeekChoice(coming, past, [monday for monday in mondays if monday not in drawn])
