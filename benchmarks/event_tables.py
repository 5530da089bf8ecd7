"""Made-up event tables of many people, whole people per table, for measuring what judges them.

Only what the rules of the card read stands in them: no texts, no people.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from analyzer.events.table import COLUMNS, EventTable, Words
from analyzer.time.period import Period

ZONE = ZoneInfo("Europe/Amsterdam")
YEAR = Period(date(2025, 12, 29), date(2026, 12, 27))
"""52 whole weeks, with both changes of the clock."""

EVENTS_A_PERSON = 1_000
"""About twenty a week."""

_DURATIONS = np.array((15, 25, 30, 30, 45, 50, 60, 60, 60, 90, 120))


_WORDS = (
    ("", "meeting"),
    ("declined", "meeting"),
    ("cancelled", "meeting"),
    ("focus", "focus"),
    ("alone", "appointment"),
    ("busy-only", "appointment"),
    ("absence", "absence"),
    ("absence", "absence"),
)
"""Reason and kind of what an event may be; the last is absence for whole days."""

_SHARES = (0.60, 0.05, 0.03, 0.10, 0.15, 0.04, 0.02, 0.01)


def calendars_of(people: range) -> list[str]:
    """Return the names of the calendars of people by their numbers, in order."""
    return [f"p{number:06d}@example.org" for number in people]


def event_columns(people: range) -> EventTable:
    """Return the events of people by their numbers over :data:`YEAR`, in no order: the columns the card's rules read.

    Meetings start on the quarter from 8:00 to 17:45 on the local clock, most of them on the hour, Monday to Friday, now
    and then on a Saturday. Six in ten events are meetings that count, half of them calls; the others are declined or
    cancelled, focus time, appointments of one's own, hours that are only busy, and days and hours of leave.
    """
    chance = np.random.default_rng(people.start)
    size = len(people) * EVENTS_A_PERSON
    day = chance.integers(0, 52, size) * 7 + np.minimum(chance.integers(0, 501, size) // 100, 5)
    minute = 480 + 60 * chance.integers(0, 10, size) + np.array((0, 0, 0, 15, 30, 30, 45))[chance.integers(0, 7, size)]
    minutes = _DURATIONS[chance.integers(0, len(_DURATIONS), size)]
    what = np.searchsorted(np.cumsum(_SHARES)[:-1], chance.random(size), side="right")
    is_whole_day = what == len(_WORDS) - 1
    minute[is_whole_day] = 0
    minutes = np.where(is_whole_day, 1440 * np.minimum(chance.integers(1, 4, size), 364 - day), minutes)
    is_call = (what < 3) & (chance.random(size) < 0.5)
    start, end = (_instants(day * 1440 + minute + length) for length in (0, minutes))
    reason, kind = (np.array(words)[what] for words in zip(*_WORDS, strict=True))
    uids = np.array([f"{number}@benchmark.example" for number in range(200)], dtype=object)
    order = chance.permutation(size)
    columns = {
        "calendar": np.repeat(np.array(calendars_of(people), dtype=object), EVENTS_A_PERSON),
        "uid": uids[chance.integers(0, len(uids), size)],
        "recurrence_start": start,
        "start": start,
        "end": end,
        "all_day": is_whole_day,
        "kind": kind,
        "reason": reason,
        "call": np.where(is_call, "meet", ""),
        "hybrid": is_call & (chance.random(size) < 0.1),
        "busy": ~np.isin(reason, ("declined", "cancelled")),
        "shared_lunch": (what == 0) & ~is_call & (chance.random(size) < 0.02),
    }
    return EventTable.of(pd.DataFrame({name: values[order] for name, values in columns.items()}))


def together(tables: Sequence[EventTable]) -> EventTable:
    """Return the events of several such tables as one, in no order."""
    calendars = [table.words("calendar") for table in tables]
    before = np.cumsum([0, *(len(calendar.names) for calendar in calendars)])
    codes = np.concatenate([calendar.codes + first for calendar, first in zip(calendars, before, strict=False)])
    names = tuple(name for calendar in calendars for name in calendar.names)
    columns = {name: np.concatenate([table.column(name) for table in tables]) for name in tables[0]}
    whole = EventTable.of(pd.DataFrame(columns)).replaced(calendar=Words(codes, names))
    return whole.take(np.random.default_rng(0).permutation(len(whole))).settled()


def bytes_of(table: EventTable) -> int:
    """Return what the columns take as they are held: words as their numbers, and of texts where they stand."""
    held = [table.words(name).codes if COLUMNS[name] == "category" else table.column(name) for name in table]
    return sum(int(one.nbytes) for one in held)


def _instants(minutes: npt.NDArray[np.int64]) -> pd.DatetimeIndex:
    """Return when the local clock shows so many minutes after the first midnight of the period."""
    clock = np.datetime64(YEAR.first).astype("datetime64[us]") + minutes.astype("timedelta64[m]")
    return pd.DatetimeIndex(clock).tz_localize(ZONE).tz_convert("UTC")
