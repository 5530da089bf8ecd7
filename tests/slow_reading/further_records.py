"""Events with the columns that only the further rules look at, and what all of those rules are read with."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from slow_reading.records import Agenda, Event, minutes_between, wall_clock
from slow_reading.rules import SlowFinding

FindSlowly = Callable[..., list[SlowFinding]]
CountSlowly = Callable[..., dict[str, int]]


@dataclass(frozen=True)
class FurtherEvent(Event):
    """One row of the event table with the columns that only the further rules look at.

    Attributes:
        recurrence_start: the original start of the occurrence in its series.
        series_start: the first day of the series, None when it is unknown.
    """

    recurrence_start: datetime | None = None
    organized_by_owner: bool = False
    people: tuple[str, ...] = ()
    people_at_least: bool = False
    series_start: date | None = None
    endless: bool = False
    decides: bool = False
    agenda: bool = False
    place: str = ""
    private_time: bool = False


def further_events_of(table: pd.DataFrame) -> list[Event]:
    """Return the rows of an event table with those columns."""
    events: list[Event] = []
    for row, values in enumerate(table.to_dict("records")):
        plain = {name: values[name] for name in FurtherEvent.__dataclass_fields__ if name != "row"}
        plain["start"] = values["start"].to_pydatetime()
        plain["end"] = values["end"].to_pydatetime()
        plain["recurrence_start"] = values["recurrence_start"].to_pydatetime()
        plain["people_count"] = None if pd.isna(values["people_count"]) else int(values["people_count"])
        plain["series_start"] = None if pd.isna(values["series_start"]) else values["series_start"].date()
        events.append(FurtherEvent(row, **plain))
    return events


def every_event(agenda: Agenda) -> list[FurtherEvent]:
    """Return all events, with the further columns."""
    found = []
    for event in agenda.events:
        assert isinstance(event, FurtherEvent)
        found.append(event)
    return found


def meetings(agenda: Agenda) -> list[FurtherEvent]:
    """Return the events that have no reason not to count, with the further columns."""
    return [event for event in every_event(agenda) if event.reason == ""]


def whole_day(agenda: Agenda, day: date) -> set[int]:
    """Return the minutes from midnight to midnight."""
    return minutes_between(wall_clock(day, 0, agenda.zone), wall_clock(day, 1440, agenda.zone))


def local_date(agenda: Agenda, moment: datetime) -> date:
    """Return the date on the owner's wall."""
    return moment.astimezone(agenda.zone).date()


def rounded(share: Fraction) -> Any:
    """Return what equals the share in three digits, rounded up or down where it lies halfway."""
    return pytest.approx(float(share), abs=0.000501)


def settings_of(find: FindSlowly) -> dict[str, Any]:
    """Return the settings of a rule with their defaults."""
    arguments = list(inspect.signature(find).parameters.values())[1:]
    return {argument.name: argument.default for argument in arguments}
