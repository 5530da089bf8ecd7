"""A calendar as a service gave it: events that are already expanded, for one window."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from analyzer.entries import Entry, Identity, Occurrences
from analyzer.entry_table import Column, EntryTable
from analyzer.problems import Problem

Moment = datetime | date
"""An aware instant, or a day on the owner's wall clock."""


@dataclass(frozen=True, slots=True)
class ServiceEvent:
    """One event of a service: one occurrence, with the entry that says what it is.

    Attributes:
        entry: what it is; each occurrence has an entry of its own, since services change them one by one.
        start: aware, or a day when the event is all-day.
        end: exclusive, of the same kind as the start.
        recurrence_start: the original start in its series; the start itself outside a series.
    """

    entry: Entry
    start: Moment
    end: Moment
    recurrence_start: Moment


@dataclass
class ServiceCalendar:
    """One calendar of a service; an :class:`analyzer.calendars.OpenedCalendar`.

    It holds what the service gave for the window that was asked for; a run asks for a window that surely covers its
    period (:class:`connectors.options.Window`), because the owner's zone, and with it the period, is known only after
    reading.
    """

    source: str
    events: list[ServiceEvent] = field(repr=False, default_factory=list)
    name: str = ""
    identity: Identity = field(default_factory=Identity)
    problems: list[Problem] = field(default_factory=list)
    is_subscription: bool = False
    is_incomplete: bool = False
    is_windowed: bool = field(init=False, default=True)
    entries: list[Entry] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """List the entries, one for each event."""
        self.entries = [event.entry for event in self.events]

    def columns(self) -> EntryTable[Column]:
        """Return the entries as columns, one for each event."""
        return EntryTable.of(self.entries)

    def occurrences(self, start: datetime, end: datetime, zone: ZoneInfo) -> Occurrences:
        """Return what overlaps the half-open window [start, end), or has no length and starts in it."""
        rows = []
        for position, event in enumerate(self.events):
            first, last, original = (_instant(each, zone) for each in (event.start, event.end, event.recurrence_start))
            if first < end and (last > start or first == last >= start):
                rows.append((position, first, last, original))
        return Occurrences.of(rows)

    def first_and_last(self, zone: ZoneInfo) -> tuple[date, date] | None:
        """Return the first and the last day of the events that were read, None when there are none."""
        days = list(_days(self.events, zone))
        return (min(days), max(days)) if days else None


def _instant(moment: Moment, zone: ZoneInfo) -> datetime:
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time(), tzinfo=zone)


def _days(events: Iterable[ServiceEvent], zone: ZoneInfo) -> Iterable[date]:
    for event in events:
        first, last = _instant(event.start, zone), _instant(event.end, zone)
        yield first.astimezone(zone).date()
        # The end is exclusive: a day that ends at midnight is not the next one.
        yield max(first, last - timedelta(microseconds=1)).astimezone(zone).date()
