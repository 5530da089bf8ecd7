"""Events as plain records, and the calendar of one owner with the days that are judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pandas as pd

from analyzer.agreements import Agreements
from analyzer.time.period import Period

UTC = ZoneInfo("UTC")


@dataclass(frozen=True)
class Event:
    """One row of the event table, as far as the rules look at it.

    Attributes:
        row: the position of the event in the event table.
        people_count: None when the source hides the people.
    """

    row: int
    calendar: str
    uid: str
    start: datetime
    end: datetime
    title: str = ""
    kind: str = "meeting"
    reason: str = ""
    all_day: bool = False
    free: bool = False
    call: str = ""
    hybrid: bool = False
    people_count: int | None = 4
    readable: str = "all"
    private: bool = False
    social: bool = False
    shared_lunch: bool = False
    facilitator: bool = False
    decision_keeper: bool = False
    chair: bool = False
    automatic_keeper: bool = False

    def minutes(self) -> set[int]:
        """Return the minutes that the event takes; none when it has no length."""
        return minutes_between(self.start, self.end)

    def duration(self) -> int:
        """Return how many whole minutes it takes."""
        return minute_of(self.end) - minute_of(self.start)


@dataclass(frozen=True, eq=False)
class Agenda:
    """The calendar of one owner: number, events in table order, and what its days are judged by."""

    number: int
    events: tuple[Event, ...]
    period: Period
    zone: ZoneInfo
    agreements: Agreements = field(default_factory=Agreements)


def minute_of(moment: datetime) -> int:
    """Return the minute in which an aware ``moment`` lies."""
    return int(moment.timestamp() // 60)


def moment_of(minute: int) -> datetime:
    """Return the instant at which ``minute`` begins."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)


def minutes_between(start: datetime, end: datetime) -> set[int]:
    """Return the minutes of the half-open stretch of time from ``start`` to ``end``."""
    return set(range(minute_of(start), minute_of(end)))


def wall_clock(day: date, minutes_after_midnight: int, zone: ZoneInfo) -> datetime:
    """Return the instant at which the clock on the wall shows this; past 1440 it is the next day.

    A time that the clock skips is read with the offset before the gap, and one that it shows twice is the first of the
    two (RFC 5545 section 3.3.5).
    """
    days, minutes = divmod(minutes_after_midnight, 1440)
    return datetime.combine(day + timedelta(days=days), time(minutes // 60, minutes % 60), zone)


def period_minutes(agenda: Agenda) -> set[int]:
    """Return the minutes of the days of the period, taken in the owner's zone."""
    after = agenda.period.last + timedelta(days=1)
    return minutes_between(wall_clock(agenda.period.first, 0, agenda.zone), wall_clock(after, 0, agenda.zone))


def events_of(table: pd.DataFrame) -> list[Event]:
    """Return the rows of an event table as plain records."""
    events = []
    for row, values in enumerate(table.to_dict("records")):
        plain = {name: values[name] for name in Event.__dataclass_fields__ if name != "row"}
        plain["start"] = values["start"].to_pydatetime()
        plain["end"] = values["end"].to_pydatetime()
        plain["people_count"] = None if pd.isna(values["people_count"]) else int(values["people_count"])
        events.append(Event(row, **plain))
    return events


def agenda_of(
    number: int, calendar: str, events: list[Event], period: Period, zone: ZoneInfo, agreements: Agreements
) -> Agenda:
    """Return the agenda of ``calendar`` with those events that belong to the period.

    An event belongs to the period when it overlaps it; one of no length when it lies in it.
    """
    empty = Agenda(number, (), period, zone, agreements)
    inside = period_minutes(empty)
    own = tuple(
        event
        for event in events
        if event.calendar == calendar and (event.minutes() & inside or minute_of(event.start) in inside)
    )
    return Agenda(number, own, period, zone, agreements)
