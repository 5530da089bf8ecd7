"""The meeting load by weekday and hour, over the whole period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analyzer.judging.context import Mask
from analyzer.run import Run
from analyzer.time.intervals import Ints

LEVELS = 5
"""Shades, from 0 for nothing; the number itself stands in every cell."""

MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True)
class Cell:
    """One hour of one weekday.

    Attributes:
        minutes: average minutes of meeting in this hour on such a day.
        level: 0 to LEVELS, for its shade.
    """

    minutes: int
    level: int


@dataclass(frozen=True)
class HeatMap:
    """Average minutes of meeting.

    Attributes:
        weekdays: the columns, 0 for Monday.
        hours: the rows.
        cells: by row, then column.
        days: how many days each column stands for.
    """

    weekdays: Sequence[int]
    hours: Sequence[int]
    cells: Sequence[Sequence[Cell]]
    days: Sequence[int]

    @property
    def fullest(self) -> tuple[int, int, int] | None:
        """Weekday, hour and minutes of the fullest cell, the first of equals; None when all are empty."""
        best = max(
            (
                (cell.minutes, -row, -column)
                for row, cells in enumerate(self.cells)
                for column, cell in enumerate(cells)
            ),
            default=(0, 0, 0),
        )
        return (self.weekdays[-best[2]], self.hours[-best[1]], best[0]) if best[0] else None


def heat_map(run: Run) -> HeatMap:
    """Return the load: minutes with at least one meeting, averaged over the workdays of each weekday.

    A weekday on which the owner does not work has a column only where it holds meetings; its average is over all such
    days of the period.
    """
    context = run.judgement.context
    period_days = len(run.period.days())
    first = np.datetime64(run.period.first, "m")
    edges = np.zeros(period_days * MINUTES_A_DAY + 1, dtype=np.int64)
    start, end = (
        (run.table.column(column)[context.meeting_rows].astype("M8[m]") - first).astype(np.int64)
        for column in ("start_local", "end_local")
    )
    last = len(edges) - 1
    np.add.at(edges, np.clip(start, 0, last), 1)
    # On the night the clock goes back a meeting may end at an earlier time of day than it starts.
    np.add.at(edges, np.clip(np.maximum(start, end), 0, last), -1)
    is_met = (np.cumsum(edges[:-1]) > 0).reshape(period_days, 24, 60)
    by_hour = is_met.sum(axis=2)
    weekday, is_workday = context.days.weekday[:period_days], context.days.is_workday[:period_days]
    weekdays = [
        number for number in range(7) if (is_workday & (weekday == number)).any() or by_hour[weekday == number].any()
    ]
    chosen = [_days_of(number, weekday, is_workday) for number in weekdays]
    means = np.array([by_hour[mask].mean(axis=0) for mask in chosen]).reshape(len(weekdays), 24)
    filled = np.flatnonzero(means.sum(axis=0))
    hours = list(range(int(filled[0]), int(filled[-1]) + 1)) if len(filled) else []
    return HeatMap(
        weekdays=weekdays,
        hours=hours,
        cells=[[_cell(float(means[column, hour])) for column in range(len(weekdays))] for hour in hours],
        days=[int(mask.sum()) for mask in chosen],
    )


def _days_of(number: int, weekday: Ints, is_workday: Mask) -> Mask:
    worked = is_workday & (weekday == number)
    return np.asarray(worked if worked.any() else weekday == number, dtype=bool)


def _cell(minutes: float) -> Cell:
    return Cell(round(minutes), int(np.ceil(min(minutes, 60) / 60 * LEVELS)) if minutes >= 0.5 else 0)
