"""A calendar made by hand, for tests of everything behind the connectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from analyzer.entries import Entry, Identity, Occurrences
from analyzer.entry_table import Column, EntryTable
from analyzer.problems import Problem

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@dataclass
class FakeCalendar:
    """An :class:`analyzer.calendars.OpenedCalendar`: occurrences are given as (entry, start, end) in wall clock."""

    entries: list[Entry]
    times: Sequence[tuple[int, datetime, datetime]] = ()
    source: str = "fake.ics"
    name: str = ""
    identity: Identity = field(default_factory=Identity)
    problems: list[Problem] = field(default_factory=list)
    is_subscription: bool = False
    is_incomplete: bool = False
    is_windowed: bool = False

    def columns(self) -> EntryTable[Column]:
        """Return the entries as columns."""
        return EntryTable.of(self.entries)

    def occurrences(self, start: datetime, end: datetime, zone: ZoneInfo) -> Occurrences:
        """Return the given times that overlap the window."""
        rows = [(index, first.replace(tzinfo=zone), last.replace(tzinfo=zone)) for index, first, last in self.times]
        inside = [row for row in rows if row[1] < end and (row[2] > start or row[1] == row[2] >= start)]
        return Occurrences.of([(index, first, last, first) for index, first, last in inside])

    def first_and_last(self, zone: ZoneInfo) -> tuple[date, date] | None:
        """Return the first and the last day of the given times."""
        days = [moment.date() for _, *moments in self.times for moment in moments]
        return (min(days), max(days)) if days else None
