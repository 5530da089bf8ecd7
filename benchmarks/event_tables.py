"""Made-up event tables of many people, whole people per table, for measuring what judges them.

Only what the rules of the card read stands in them: no texts, no people.
"""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from analyzer.events.table import COLUMNS
from analyzer.time.period import Period

ZONE = ZoneInfo("Europe/Amsterdam")
YEAR = Period(date(2025, 12, 29), date(2026, 12, 27))
"""52 whole weeks, with both changes of the clock."""

EVENTS_A_PERSON = 1_000
"""About twenty a week."""

_DURATIONS = np.array((15, 25, 30, 30, 45, 50, 60, 60, 60, 90, 120))


def calendars_of(people: int) -> list[str]:
    """Return the names of the calendars, in order."""
    return [f"p{number:06d}@example.org" for number in range(people)]


def event_columns(people: int, seed: int) -> pd.DataFrame:
    """Return the events of so many people over :data:`YEAR`, in no order: the columns that the card's rules read.

    Meetings start on the quarter from 8:00 to 17:45 on the local clock, Monday to Friday, now and then on a Saturday.
    Six in ten events are meetings that count, half of them calls; the others are declined or cancelled, focus time,
    appointments of one's own, hours that are only busy, and days and hours of leave.
    """
    chance = np.random.default_rng(seed)
    size = people * EVENTS_A_PERSON
    calendar = np.repeat(np.arange(people), EVENTS_A_PERSON)
    weekday = chance.choice(6, size, p=(0.2, 0.21, 0.19, 0.2, 0.19, 0.01))
    day = chance.integers(0, 52, size) * 7 + weekday
    minute = 480 + 60 * chance.integers(0, 10, size) + chance.choice((0, 0, 0, 15, 30, 30, 45), size)
    minutes = chance.choice(_DURATIONS, size)
    what = chance.choice(8, size, p=(0.60, 0.05, 0.03, 0.10, 0.15, 0.04, 0.02, 0.01))
    reason = np.array(("", "declined", "cancelled", "focus", "alone", "busy-only", "absence", "absence"))[what]
    kind = np.array(("meeting",) * 3 + ("focus", "appointment", "appointment", "absence", "absence"))[what]
    is_whole_day = what == 7
    is_call = (what < 3) & (chance.random(size) < 0.5)
    minute = np.where(is_whole_day, 0, minute)
    minutes = np.where(is_whole_day, 1440 * np.minimum(chance.integers(1, 4, size), 364 - day), minutes)
    midnight = np.datetime64(YEAR.first) + day
    start_local = midnight.astype("datetime64[us]") + minute.astype("timedelta64[m]")
    end_local = start_local + minutes.astype("timedelta64[m]")
    start, end = (pd.DatetimeIndex(clock).tz_localize(ZONE).tz_convert("UTC") for clock in (start_local, end_local))
    series, uids = chance.integers(0, 200, size), np.array([f"{n}@benchmark.example" for n in range(200)], dtype=object)
    table = pd.DataFrame(
        {
            "calendar": pd.Categorical.from_codes(calendar, calendars_of(people)),
            "uid": uids[series],
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
    )
    table = table.astype({name: COLUMNS[name] for name in table.columns if name != "calendar"})
    return table.sample(frac=1, random_state=seed, ignore_index=True)


def days_of_year() -> list[date]:
    """Return the days of the period."""
    return [YEAR.first + timedelta(days=offset) for offset in range(364)]
