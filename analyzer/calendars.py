"""What a connector hands over: calendars, and when their entries occur in the period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from analyzer.entries import Identity, Occurrences
from analyzer.entry_table import Column, EntryTable
from analyzer.problems import Problem


class SourceCalendar(Protocol):
    """One calendar as its source gave it: what the core knows of it.

    Attributes:
        source: what people see as its source: the locator as typed, or the file inside a folder or archive.
        name: the calendar's own name, "" when it has none.
        is_subscription: a subscribed calendar that only says what days they are, such as holidays and birthdays: left
            out and counted. Every other one counts, and its hours are taken.
        is_incomplete: only a part could be read (a cut file, a page that failed): never shown as empty.
        is_windowed: only the days around the period were asked for.
        problems: found while opening, and while its occurrences were read.
    """

    source: str
    name: str
    identity: Identity
    problems: list[Problem]
    is_subscription: bool
    is_incomplete: bool
    is_windowed: bool

    def columns(self) -> EntryTable[Column]:
        """Return the entries as columns; occurrences refer to them by position."""
        ...


@dataclass(frozen=True)
class Reading:
    """One calendar and when its entries occur in the period.

    Attributes:
        calendar: what was read.
        occurrences: those that overlap the period; None for a subscribed calendar, which is left out.
        extent: the first and the last day on which the calendar holds events, where none of them is in the period.
    """

    calendar: SourceCalendar
    occurrences: Occurrences | None
    extent: tuple[date, date] | None = None


class OpenedCalendar(SourceCalendar, Protocol):
    """One opened calendar, which can still be asked when its entries occur. Connectors return one or more of them."""

    def occurrences(self, start: datetime, end: datetime, zone: ZoneInfo) -> Occurrences:
        """Return what overlaps the half-open window [start, end), or has no length and starts in it.

        Floating and all-day times are read in ``zone``, the owner's. Bounded in time and memory; what is refused
        becomes a problem.
        """
        ...

    def first_and_last(self, zone: ZoneInfo) -> tuple[date, date] | None:
        """Return the first and the last day on which the calendar holds events, None when it holds none.

        A series without an end counts with its start; the days are the owner's.
        """
        ...
