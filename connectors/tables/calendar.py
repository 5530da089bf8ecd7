"""A calendar out of an owner's event table: what was collected of it, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from analyzer.entries import Identity, Occurrences
from analyzer.entry_table import Column, EntryTable
from analyzer.problems import Problem, ProblemKind
from analyzer.text import N_
from connectors.tables.label import Label

NOT_COLLECTED = ProblemKind(
    "days-not-collected",
    N_("The event table holds {first} to {last} only; of the other days that were asked for nothing is known."),
    effect="source",
)
OTHER_CLOCK = ProblemKind(
    "collected-on-another-clock",
    N_(
        "The event table was collected on the clock of {zone} and holds times without a zone, which mean other hours "
        "on the clock of {asked}: collect it again with --tz {asked}."
    ),
    effect="source",
)

_MICROSECOND = np.timedelta64(1, "us")


@dataclass
class TableCalendar:
    """One calendar out of an event table; an :class:`analyzer.entries.OpenedCalendar`.

    Attributes:
        label: what the table says of itself.
        entries: those that occur in the days that were collected, without the words of private ones.
        collected: when they occur; whole days on the clock on which they were collected.
        extent: where the calendar holds events, when none was in those days.
    """

    source: str
    label: Label
    entries: EntryTable[Column] = field(repr=False)
    collected: Occurrences = field(repr=False)
    name: str = ""
    identity: Identity = field(default_factory=Identity)
    problems: list[Problem] = field(default_factory=list)
    is_subscription: bool = False
    is_incomplete: bool = False
    is_windowed: bool = False
    extent: tuple[date, date] | None = None

    def columns(self) -> EntryTable[Column]:
        """Return the entries as columns; occurrences refer to them by position."""
        return self.entries

    def occurrences(self, start: datetime, end: datetime, zone: ZoneInfo) -> Occurrences:
        """Return what overlaps the half-open window [start, end), or has no length and starts in it.

        On another clock than that of the collecting whole days are the same days; times without a zone cannot be told
        from others, so a table with such times is then given as it is, with a problem. So are days not collected.
        """
        label = self.label
        if zone.key != label.zone and self.identity.has_floating_times:
            self._note(Problem(self.source, OTHER_CLOCK, fields={"zone": label.zone, "asked": zone.key}))
        if start < label.start or end > label.end:
            fields = {"first": label.first.isoformat(), "last": label.last.isoformat()}
            self._note(Problem(self.source, NOT_COLLECTED, fields=fields))
        found = self._on_clock_of(zone)
        begin, finish = (np.datetime64(moment.astimezone(UTC).replace(tzinfo=None), "us") for moment in (start, end))
        inside = (found.start < finish) & ((found.end > begin) | ((found.start == found.end) & (found.start >= begin)))
        return Occurrences(found.entry[inside], found.start[inside], found.end[inside], found.recurrence_start[inside])

    def first_and_last(self, zone: ZoneInfo) -> tuple[date, date] | None:
        """Return the first and the last day of the events that were collected, or where the calendar held others."""
        found = self._on_clock_of(zone)
        if not len(found.entry):
            return self.extent
        ends = np.maximum(found.start, found.end - _MICROSECOND)
        first, last = (_aware(moment).astimezone(zone).date() for moment in (found.start.min(), ends.max()))
        return first, last

    def _on_clock_of(self, zone: ZoneInfo) -> Occurrences:
        """Return the occurrences with whole days on the clock of ``zone``."""
        found = self.collected
        if zone.key == self.label.zone or not len(found.entry):
            return found
        of_days = self.entries.is_all_day[found.entry]
        old = ZoneInfo(self.label.zone)
        moved = [
            np.where(of_days, _moved(each, of_days, old, zone), each)
            for each in (found.start, found.end, found.recurrence_start)
        ]
        return Occurrences(found.entry, *moved)

    def _note(self, problem: Problem) -> None:
        """Add a problem once, however often the calendar is asked."""
        if problem not in self.problems:
            self.problems.append(problem)


def _moved(
    instants: npt.NDArray[np.datetime64], which: npt.NDArray[np.bool_], old: ZoneInfo, new: ZoneInfo
) -> npt.NDArray[np.datetime64]:
    """Return instants that show on the clock of ``new`` what they show on that of ``old``; each distinct one once."""
    moved = instants.copy()
    distinct, place = np.unique(instants[which], return_inverse=True)
    shown = [_aware(moment).astimezone(old).replace(tzinfo=new).astimezone(UTC) for moment in distinct]
    moved[which] = np.array([one.replace(tzinfo=None) for one in shown], dtype="datetime64[us]")[place]
    return moved


def _aware(moment: np.datetime64) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=int(moment.astype("datetime64[us]").astype(int)))
