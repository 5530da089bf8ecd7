"""Weeks drawn small, to be seen side by side: what filled each day, without words of any event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from analyzer.figures.days import KINDS, day_facts, fillings
from analyzer.reports.html.week_grid import week_anchor
from analyzer.reports.html.week_hours import ORDINARY_HOURS
from analyzer.reports.html.week_parts import GridStyle
from analyzer.reports.words.wording import Wording
from analyzer.run import Run

LEAST_HOUR, MOST_HOUR = 7, 20
"""What lies outside these hours has no room in a small picture."""

DRAWN = tuple(KINDS.index(kind) for kind in ("lunch", "focus", "away", "meeting", "call"))


@dataclass(frozen=True)
class SmallWeek:
    """One week.

    Attributes:
        anchor: the name to which links lead.
        name: which week it is.
        sentence: what it holds.
        classes: of the whole.
        days: the first letters of each day's name, and the classes of what fills it.
    """

    anchor: str
    name: str
    sentence: str
    classes: str
    days: Sequence[tuple[str, Sequence[str]]]


def draw_small_weeks(
    run: Run, mondays: Sequence[date], wording: Wording, sentences: Mapping[date, str], style: GridStyle
) -> list[SmallWeek]:
    """Return the weeks that begin on ``mondays``, all over the same hours, without empty days that are not worked."""
    if not mondays:
        return []
    grid, not_worked = fillings(run), day_facts(run).not_worked
    met = np.flatnonzero((grid >= KINDS.index("meeting")).any(axis=0)) // 60
    first = max(min(int(met.min(initial=24)), ORDINARY_HOURS[0]), LEAST_HOUR)
    last = min(max(int(met.max(initial=0)) + 1, ORDINARY_HOURS[1]), MOST_HOUR)
    weeks = []
    for monday in mondays:
        days = []
        for day in (monday + timedelta(days=offset) for offset in range(7)):
            position = (day - run.period.first).days
            if not 0 <= position < len(grid):
                continue
            filled = [
                f"{kind} {style.at(at)} {style.lasting(length)}"
                for kind, at, length in _filled(grid[position, first * 60 : last * 60], first * 60)
            ]
            if filled or not_worked[position] != "not-agreed":
                days.append((wording.weekday(day.weekday())[:2], filled))
        weeks.append(
            SmallWeek(
                anchor=week_anchor(monday),
                name=wording.week(monday, run.today),
                sentence=sentences.get(monday, ""),
                classes=style.hours(first, last),
                days=days,
            )
        )
    return weeks


def _filled(minutes: npt.NDArray[np.int8], first: int) -> list[tuple[str, int, int]]:
    """Return the stretches of one kind that are drawn: kind, minutes after midnight, length."""
    edges = [0, *(np.flatnonzero(np.diff(minutes)) + 1).tolist(), len(minutes)]
    return [
        (KINDS[int(minutes[start])], first + start, end - start)
        for start, end in pairwise(edges)
        if end > start and int(minutes[start]) in DRAWN
    ]
