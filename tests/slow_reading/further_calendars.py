"""Random calendars with what only the further rules look at: old series, decisions, places, private time, long days."""

from __future__ import annotations

import random as chance
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from event_rows import table_of
from hypothesis import strategies as st
from random_calendars import RandomCalendars, calendars, row_of

from analyzer.time.period import Period
from slow_reading.records import wall_clock

BOSS = "boss@example.org"
BO = "bo@example.org"

Chosen = dict[str, dict[str, Any]]
"""The settings that differ from the text, per rule."""

_SETTINGS: dict[str, dict[str, tuple[Any, ...]]] = {
    "long-call-stretch": {"short_break": (1, 5, 10, 16), "long_stretch": (30, 60, 120)},
    "no-lunch-break": {
        "lunch_break": (15, 30, 60),
        "break_window": ("11:30-13:30", "12:00-13:00", "02:15-03:45", "23:00-00:30"),
        "long_day": (0, 330, 480),
    },
    "overfull-day": {"full_share": (0.1, 0.4, 0.75), "full_meeting_day_share": (0.2, 0.6, 0.9)},
    "outside-working-hours": {"tolerance": (0, 1, 15, 60)},
    "late-to-early": {"minimum_rest": (4, 11, 16)},
    "no-transition": {"transition": (1, 15, 60)},
    "double-booking": {"shortest_overlap": (1, 5, 30)},
    "endless-series": {"oldest_months": (1, 11, 12)},
    "large-decision-meeting": {"most_people": (2, 8, 9)},
    "no-agenda": {"minimum_people": (2, 3, 9)},
    "meeting-over-private-time": {"shortest_overlap": (1, 5, 30)},
    "costs-others-their-lunch": {"tolerance": (0, 1, 15, 60)},
    "too-many-days-apart": {"most_days": (0, 0.5, 1.5, 2.5), "weeks": (1, 2, 4), "agreed": (False, False, True)},
    "calls-on-office-day": {"call_share": (0.1, 0.3, 0.5)},
    "no-one-on-one": {"people": ((BOSS,), (" Boss@example.org", "", BO, BOSS)), "weeks": (1, 2)},
    "no-team-moment": {"weeks": (1, 2), "member_share": (0.1, 0.6, 1.0)},
    "no-informal-moment": {"weeks": (1, 2, 4), "minimum_members": (2, 3)},
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
    end = die.choice((1200, 1380, 1440, 1500, 1560, 1700))
    start = die.choice((end + 660, end + 660, end + 659, 1440 + 400, end + 240, end + 960))
    return _meetings(die, day, zone, (end - die.choice((15, 60, 300)), end), (start, start + die.choice((15, 90))))


def at_the_edges(die: chance.Random, day: date, zone: ZoneInfo) -> Drawn:
    """A meeting about the start of usual hours and one about their end."""
    start, end = 510 + die.choice((-16, -15, 0, 1, 14, 15, 15, 16)), 1050 + die.choice((-16, -15, -15, -14, 0, 15, 16))
    columns = {"people_count": die.choice((2, 2, 3)), "organized_by_owner": die.random() < 0.7}
    return _meetings(die, day, zone, (start, 560), (1000, end), **columns)


def around_noon(die: chance.Random, day: date, zone: ZoneInfo) -> Drawn:
    """Meetings that leave about half an hour between half past eleven and half past one."""
    start = die.choice((690, 690, 705, 719, 720, 721, 750))
    free = die.choice((0, 15, 29, 30, 30, 31, 60))
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


def private_time(die: chance.Random, day: date, zone: ZoneInfo) -> Drawn:
    """A block or a lunch of one's own, and a meeting over some minutes of it."""
    start = die.choice((690, 720, 750, 780, 900, 1020, 1200))
    own: dict[str, Any] = {
        "reason": die.choice(("alone", "alone", "alone", "free", "people-unknown")),
        "people_count": 1,
    }
    own[die.choice(("private_time", "shared_lunch"))] = True
    own["private_time"] = own.get("private_time", die.random() < 0.2)
    end = start + die.choice((30, 45, 60))
    drawn = _meetings(die, day, zone, (start, end), kind="appointment", **own)
    over = start + die.choice((-30, -26, -25, 0, 15, 25, 26, 40))
    shared = {"shared_lunch": True} if die.random() < 0.15 else {}
    drawn += _meetings(die, day, zone, (over, over + die.choice((30, 60))), **shared)
    if die.random() < 0.2:
        drawn += _meetings(die, day, zone, (start - 20, start + 20), kind="focus", reason="focus", people_count=1)
    return drawn


def places(die: chance.Random, day: date, zone: ZoneInfo) -> Drawn:
    """Weeks of days at home and in the office, most of them whole days, and sometimes calls in the office."""
    entry = {"kind": "working-place", "people_count": 1}
    drawn: Drawn = []
    usual = die.choice(("home", "home", "home", "office", "office", "other"))
    calls = die.choice(("", "teams", "zoom"))
    for number in range(die.choice((1, 5, 14, 36, 36, 36, 36))):
        place = die.choice((usual, usual, usual, "home", "office", "other", "", "none"))
        today = day + timedelta(days=number)
        window = (
            (0, 1440) if die.random() < 0.8 else die.choice(((540, 780), (-60, 0), (1380, 1500), (0, 2880), (600, 600)))
        )
        if place != "none":
            reason = die.choice(("working-place",) * 9 + ("declined",))
            columns = {**entry, "place": place, "reason": reason, "all_day": window == (0, 1440)}
            drawn += _meetings(die, today, zone, window, **columns)
        if place == "office" and calls:
            window = (510, die.choice((600, 809, 810, 811, 900)))
            drawn += _meetings(die, today, zone, window, call=calls, hybrid=die.random() < 0.2)
    return drawn


def one_on_ones(die: chance.Random, day: date, zone: ZoneInfo) -> Drawn:
    """Meetings of two every week or two, of which some hide with whom."""
    drawn: Drawn = []
    for number in range(die.randint(1, 3)):
        people = die.choice(((BOSS, "anna@example.org"), (BOSS, "anna@example.org"), (BO, "cem@example.org"), ()))
        columns = {"people": people, "people_count": die.choice((2, 2, 2, 3))}
        drawn += _meetings(die, day + timedelta(days=7 * number), zone, (600, die.choice((600, 630))), **columns)
    return drawn


SHAPES: list[Shape] = [
    full_day,
    late_and_early,
    at_the_edges,
    around_noon,
    calls_in_a_row,
    private_time,
    one_on_ones,
]


def _team_event(die: chance.Random, random: RandomCalendars, day: date, uid: str) -> list[dict[str, Any]]:
    """Return the rows of a meeting that stands in several calendars, not always counted, not always at its hour."""
    start = wall_clock(day, die.choice((540, 600, 960, 1425)), random.zone)
    rows = []
    social = die.random() < 0.5
    for calendar in random.names:
        for _ in range(die.choice((0, 1, 1, 1, 1, 2))):
            here = start + timedelta(days=die.choice((0,) * 12 + (-7, 1, 7)))
            reason = die.choice(("",) * 8 + ("declined", "open-room", "free", "all-day"))
            columns = {"reason": reason, "social": social, "recurrence_start": start.astimezone(UTC)}
            if reason == "all-day":
                columns["all_day"] = True
            rows.append(row_of(calendar, uid, here, here + timedelta(minutes=30), random.zone, **columns))
    return rows


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


def _of_row(die: chance.Random, row: dict[str, Any]) -> dict[str, Any]:
    """Return the further columns of one row: what it says, and who organised it for how many."""
    columns: dict[str, Any] = {"decides": die.random() < 0.2, "agenda": die.random() < 0.4}
    if row["private"]:
        columns = {"private_time": die.random() < 0.8}
    if die.random() < 0.3:
        columns["organized_by_owner"] = die.random() < 0.7
        columns["people_at_least"] = die.random() < 0.4
        columns["people_count"] = die.choice((2, 2, 3, 8, 9, 12, 1))
        if die.random() < 0.1:
            columns["people_count"] = pd.NA
    if not row["private"] and not row["people"]:
        columns["people"] = die.choice(((), (BO,), ("dee@example.org",), ("dee@example.org",), (BOSS,)))
    return columns


def decorated(random: RandomCalendars, die: chance.Random) -> RandomCalendars:
    """Return the calendars with a few shapes more and sometimes more weeks, and with the further columns filled in."""
    if die.random() < 0.5:
        longer = Period(random.period.first, random.period.last + timedelta(days=die.choice((7, 14, 28, 28))))
        random = replace(random, period=longer)
    rows = random.table.to_dict("records")
    period_start, period_end = random.period.instants(random.zone)
    days = [random.period.first - timedelta(days=1), *random.period.days()]
    drawn: list[dict[str, Any]] = []
    for number in range(die.choice((1, 3, 6, 9))):
        shape, calendar, day = die.choice(SHAPES), die.choice(random.names), die.choice(days)
        for position, (start, end, columns) in enumerate(shape(die, day, random.zone)):
            drawn.append(row_of(calendar, f"s{number}.{position}", start, end, random.zone, **columns))
    if die.random() < 0.5:
        calendar = die.choice(random.names)
        for position, (start, end, columns) in enumerate(places(die, days[0], random.zone)):
            drawn.append(row_of(calendar, f"w{position}", start, end, random.zone, **columns))
    for number in range(die.choice((0, 0, 1, 3))):
        drawn += _team_event(die, random, die.choice(days), f"t{number}")
    for row in drawn:
        is_inside = row["start"] < period_end and row["end"] > period_start
        if is_inside or (row["start"] == row["end"] and period_start <= row["start"] < period_end):
            rows.append(row)
    series = {uid: _of_series(die, random.period.first) for uid in sorted({row["uid"] for row in rows})}
    for row in rows:
        row.update(series[row["uid"]])
        row.update(_of_row(die, row))
    agreements = tuple(
        each.model_copy(update={"lunch": die.choice(((), (), ((735, 750),))), "days": {}})
        if die.random() < 0.35
        else each
        for each in random.agreements
    )
    return replace(random, table=table_of(rows), agreements=agreements)


def _chosen(die: chance.Random) -> Chosen:
    chosen = {
        rule: {name: die.choice(values) for name, values in settings.items()} for rule, settings in _SETTINGS.items()
    }
    # Whom to meet is never agreed by itself.
    return chosen if die.random() < 0.6 else {"no-one-on-one": {"people": (BOSS,)}}


@st.composite
def further_calendars(draw: st.DrawFn) -> FurtherCalendars:
    """Draw random calendars, and everything further from one seed, so that drawing stays quick."""
    die = chance.Random(draw(st.integers(0, 2**32 - 1)))
    return FurtherCalendars(decorated(draw(calendars()), die), _chosen(die))
