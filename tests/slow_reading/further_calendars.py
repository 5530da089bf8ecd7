"""Random calendars with what only the further rules look at: old series, decisions, places, private time, long days."""

from __future__ import annotations

import random as chance
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from hypothesis import strategies as st
from random_calendars import RandomCalendars, calendars, row_of, table_of

from slow_reading.records import wall_clock

Chosen = dict[str, dict[str, Any]]
"""The settings that differ from the text, per rule."""

_SETTINGS: dict[str, dict[str, tuple[Any, ...]]] = {
    "long-call-stretch": {"short_break": (1, 5, 10, 16), "long_stretch": (30, 60, 120)},
    "no-lunch-break": {
        "minimum_break": (15, 30, 60),
        "break_window": ("11:30-13:30", "12:00-13:00", "02:15-03:45", "23:00-00:30"),
        "long_day": (0, 330, 480),
    },
    "overfull-day": {"full_share": (0.1, 0.4, 0.75), "full_meeting_day_share": (0.2, 0.6, 0.9)},
    "outside-working-hours": {"tolerance": (0, 1, 15, 60)},
    "late-to-early": {"minimum_rest": (4, 11, 16)},
    "no-transition": {"transition": (1, 15, 60)},
    "double-booking": {"shortest_overlap": (1, 5, 30)},
    "endless-series": {"oldest_months": (1, 11, 12)},
}


@dataclass(frozen=True)
class FurtherCalendars:
    """Random calendars, and per rule the settings that differ from the text."""

    random: RandomCalendars
    chosen: Chosen


Drawn = list[tuple[datetime, datetime, dict[str, Any]]]
Shape = Callable[[chance.Random, date, ZoneInfo], Drawn]


def _meetings(die: chance.Random, day: date, zone: ZoneInfo, *windows: tuple[int, int], **columns: Any) -> Drawn:
    return [
        (wall_clock(day, start, zone), wall_clock(day, max(start, end), zone), dict(columns)) for start, end in windows
    ]


def full_day(die: chance.Random, day: date, zone: ZoneInfo) -> Drawn:
    """Meetings that fill most of the day, or just as much of eight hours as the limits ask."""
    first = die.choice((480, 510, 510, 540))
    noon = die.choice((690, 720, 720, 750))
    after = die.choice((720, 760, 780, 780, 800))
    last = die.choice((929, 930, 931, 1001, 1002, 1003, 1050, 1050, 1080))
    return _meetings(die, day, zone, (first, noon), (after, last), call=die.choice(("", "teams")))


def late_and_early(die: chance.Random, day: date, zone: ZoneInfo) -> Drawn:
    """A meeting late on a day and one early on the next, about eleven hours apart."""
    end = die.choice((1050, 1200, 1300, 1380, 1440, 1500, 1700))
    start = die.choice((end + 660, end + 659, end + 661, 1440 + 480, 1440 + 510, 1440 + 400))
    return _meetings(die, day, zone, (end - die.choice((15, 60, 300)), end), (start, start + die.choice((15, 90))))


def at_the_edges(die: chance.Random, day: date, zone: ZoneInfo) -> Drawn:
    """A meeting about the start of usual hours and one about their end."""
    start, end = 510 + die.choice((-60, -16, -15, 0, 14, 15, 16)), 1050 + die.choice((-16, -15, -14, 0, 15, 16, 60))
    columns = {"people_count": die.choice((2, 2, 3)), "organized_by_owner": die.random() < 0.7}
    return _meetings(die, day, zone, (start, 560), (1000, end), **columns)


def around_noon(die: chance.Random, day: date, zone: ZoneInfo) -> Drawn:
    """Meetings that leave about half an hour between half past eleven and half past one."""
    start = die.choice((690, 690, 700, 719, 720, 721, 750))
    free = die.choice((0, 15, 29, 30, 31))
    columns = {"shared_lunch": die.random() < 0.1}
    return _meetings(die, day, zone, (630, start), (start + free, die.choice((779, 790, 800, 810, 840))), **columns)


def calls_in_a_row(die: chance.Random, day: date, zone: ZoneInfo) -> Drawn:
    """Calls with short breaks, about two hours together."""
    start = die.choice((510, 540, 600, 840))
    drawn: Drawn = []
    for _ in range(die.randint(2, 4)):
        length = die.choice((25, 30, 50, 55, 56, 57))
        columns = {"call": "meet", "hybrid": die.random() < 0.3}
        drawn += _meetings(die, day, zone, (start, start + length), **columns)
        start += length + die.choice((0, 4, 5, 6, 9, 10, 15))
    return drawn


SHAPES: list[Shape] = [full_day, late_and_early, at_the_edges, around_noon, calls_in_a_row]


def _of_series(die: chance.Random, first: date) -> dict[str, Any]:
    """Return the columns that all occurrences of a series share: when it began, and whether it ever ends."""
    if die.random() < 0.6:
        return {}
    years_and_days = (0, 0), (1, -1), (1, 0), (1, 1), (1, 30), (3, 5)
    years, days = die.choice(years_and_days)
    began = date(first.year - years, first.month, min(first.day, 28)) + timedelta(days=days)
    began = die.choice((began, began, date(first.year - 1, 1, 31), date(2024, 2, 29)))
    unknown = die.random() < 0.15
    return {"endless": die.random() < 0.8, "series_start": pd.NaT if unknown else pd.Timestamp(began)}


def decorated(random: RandomCalendars, die: chance.Random) -> RandomCalendars:
    """Return the calendars with a few shapes more, and with the further columns filled in."""
    rows = random.table.to_dict("records")
    period_start, period_end = random.period.instants(random.zone)
    days = [random.period.first - timedelta(days=1), *random.period.days()]
    for number in range(die.randint(0, 5)):
        shape = die.choice(SHAPES)
        calendar = die.choice(random.names)
        for position, (start, end, columns) in enumerate(shape(die, die.choice(days), random.zone)):
            if start < period_end and end > period_start:
                rows.append(row_of(calendar, f"s{number}.{position}", start, end, random.zone, **columns))
    series = {uid: _of_series(die, random.period.first) for uid in sorted({row["uid"] for row in rows})}
    for row in rows:
        row.update(series[row["uid"]])
        if die.random() < 0.2:
            row["organized_by_owner"] = die.random() < 0.6
            row["people_at_least"] = die.random() < 0.5
            row["people_count"] = die.choice((2, 2, 3, 8, 9, 12))
    agreements = tuple(
        each.model_copy(update={"lunch": die.choice(((), ((735, 750),))), "days": {}}) if die.random() < 0.25 else each
        for each in random.agreements
    )
    return replace(random, table=table_of(rows), agreements=agreements)


def _chosen(die: chance.Random) -> Chosen:
    if die.random() < 0.5:
        return {}
    return {
        rule: {name: die.choice(values) for name, values in settings.items()} for rule, settings in _SETTINGS.items()
    }


@st.composite
def further_calendars(draw: st.DrawFn) -> FurtherCalendars:
    """Draw random calendars, and everything further from one seed, so that drawing stays quick."""
    die = chance.Random(draw(st.integers(0, 2**32 - 1)))
    return FurtherCalendars(decorated(draw(calendars()), die), _chosen(die))
