"""What a connector hands over: entries in meetlint's own words, and when they occur.

An *entry* is one item as its source holds it: an ICS component, a Google or Graph event. An entry of a series occurs
many times; an occurrence refers to its entry by position. Everything a vendor calls by another name is translated by
the connector; everything RULES decide (call, people, kind, reason, privacy) is decided from here on, once for all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Response = Literal["", "accepted", "tentative", "declined", "needs-action", "organizer"]
AttendeeKind = Literal["person", "group", "room", "resource"]
DeclaredKind = Literal["", "focus", "absence", "working-place"]
WorkingPlace = Literal["", "home", "office", "other"]
"""Where the owner works: at home, at the office, somewhere else, or not known."""
Readable = Literal["all", "title", "none"]
"""Which text a source lets through: title and description, title only, or neither."""


@dataclass(frozen=True, slots=True)
class Attendee:
    """One invited party.

    Attributes:
        address: e-mail address in lower case, or another stable name when there is none; "" when the source hides it.
        name: display name, "" when unknown.
        kind: a room or resource is no person, nor is an address that stands for a calendar or a hidden organiser; a
            group makes the number of people "at least".
        is_chair: the source calls this attendee the chair (RFC 5545 section 3.2.16).
        is_self: the source says that this is the owner of the calendar.
        groups: addresses of the invited groups of which this attendee is a member.
        additional_guests: people this attendee brings along.
    """

    address: str
    name: str = ""
    response: Response = ""
    kind: AttendeeKind = "person"
    is_chair: bool = False
    is_self: bool = False
    groups: tuple[str, ...] = ()
    additional_guests: int = 0


@dataclass(slots=True)
class Entry:
    """One item of a calendar, in meetlint's words. Times stand with its occurrences.

    Attributes:
        uid: iCalendar uid; equal for all occurrences of a series.
        conference_links: addresses the source itself marks as the way into a video conference.
        is_online: the source says that it is an online meeting, even without an address.
        declared_kind: what the source declares it to be, by event type or busy status.
        working_place: of a working-place entry, the place when the source states it apart from the title.
        own_response: the owner's response when the source states it apart from the attendees.
        is_organizer_self: the source says that the owner organises it (None: it does not say).
        are_people_hidden: the source keeps the guests, or some of them, from the reader.
        is_free: shown as free.
        is_busy_only: nothing but "busy" is visible.
        is_private: private or confidential; its words leave before the event table.
        readable: which text the source lets through at all.
        is_all_day: starts and ends on calendar days.
        is_recurring: one of a series.
        series_start: first day of the series, None when not recurring or unknown.
        is_endless: the series has no end.
        line: line in the source file where it begins, counted from 1.
        source: the file it stands in when that is not the one of its calendar, else "".
        vendor_id: the vendor's own id, "" for files.
        series_uid: what all parts of a series that was cut in two have in common; "" means the uid.
    """

    uid: str
    title: str = ""
    description: str = ""
    location: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    conference_links: tuple[str, ...] = ()
    is_online: bool = False
    declared_kind: DeclaredKind = ""
    working_place: WorkingPlace = ""
    attendees: tuple[Attendee, ...] = ()
    organizer: Attendee | None = None
    own_response: Response = ""
    is_organizer_self: bool | None = None
    are_people_hidden: bool = False
    is_free: bool = False
    is_cancelled: bool = False
    is_busy_only: bool = False
    is_private: bool = False
    readable: Readable = "all"
    is_all_day: bool = False
    is_recurring: bool = False
    series_start: date | None = None
    is_endless: bool = False
    line: int | None = None
    source: str = ""
    vendor_id: str = ""
    series_uid: str = ""


@dataclass(frozen=True, slots=True)
class Occurrences:
    """When entries occur: four arrays of equal length, in any order.

    Attributes:
        entry: position of the entry in the calendar's columns.
        start: UTC instants, ``datetime64[us]``.
        end: UTC instants, exclusive, not before the start.
        recurrence_start: the original start of the occurrence in its series (the start itself outside a series).
    """

    entry: npt.NDArray[np.intp]
    start: npt.NDArray[np.datetime64]
    end: npt.NDArray[np.datetime64]
    recurrence_start: npt.NDArray[np.datetime64]

    @classmethod
    def of(cls, rows: Sequence[tuple[int, datetime, datetime, datetime]]) -> Occurrences:
        """Build the arrays from rows of (entry, start, end, recurrence start), the times aware or in UTC."""

        def instants(position: int) -> npt.NDArray[np.datetime64]:
            values = [_naive_utc(row[position]) for row in rows]  # type: ignore[arg-type]
            return np.array(values, dtype="datetime64[us]")

        entry = np.fromiter((row[0] for row in rows), dtype=np.intp, count=len(rows))
        return cls(entry, instants(1), instants(2), instants(3))


def _naive_utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo is None else moment.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)


@dataclass(frozen=True)
class WorkingHours:
    """When somebody works, as a source tells it.

    Attributes:
        days: days of the week, Monday is 0.
        start: wall clock.
        end: wall clock, exclusive, after the start.
        timezone: IANA zone of that clock.
    """

    days: frozenset[int]
    start: time
    end: time
    timezone: str


@dataclass(frozen=True)
class Identity:
    """What a source says of the person and the clock behind it.

    Attributes:
        owner: the owner's address where the source names it outright, else "".
        timezone: IANA zone the source declares for the calendar, else "".
        zone_votes: how many entries use each IANA zone; UTC counts only as UTC.
        has_floating_times: some entries carry no zone and are read in the owner's.
        tells_people: the source is known to list the people of an event, so that nobody listed means nobody else.
            A file tells it only by naming somebody somewhere.
        working_hours: when the owner works where the source tells it, else None.
        aliases: further addresses of the owner that the source names.
        ends: the last day that an export covers, on the clock of UTC, None where it does not say.
    """

    owner: str = ""
    timezone: str = ""
    zone_votes: Counter[str] = field(default_factory=Counter)
    has_floating_times: bool = False
    tells_people: bool = False
    working_hours: WorkingHours | None = None
    aliases: frozenset[str] = frozenset()
    ends: date | None = None
