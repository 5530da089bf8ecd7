"""Values of time as ICS writes them: DATE, DATE-TIME, PERIOD and DURATION (RFC 5545 sections 3.3.4 to 3.3.9)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from connectors.ics.parsing import problems
from connectors.ics.parsing.lines import ContentLine

UTC = ZoneInfo("UTC")
DAY = timedelta(days=1)
NO_TIME = timedelta()
FIRST, LAST = datetime.min, datetime.max  # noqa: DTZ901  the ends of Python's calendar, on any clock

_VALUE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z)?)?\Z", re.IGNORECASE)

_UTC_NAMES = ("UTC", "GMT", "UCT", "ZULU", "UNIVERSAL", "GREENWICH", "Z")

ZoneOf = Callable[[str], ZoneInfo | None]
"""Turns a TZID into its zone; None when it is unknown and the time is the owner's wall clock."""
Note = Callable[..., None]
"""Takes the kind of a repair and the fields of its sentence."""


class TimeUnreadable(ValueError):  # noqa: N818  named as a fact, as the other refusals are
    """A value that is no time: its words stay out of the message, for they may be anything."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or a time of day on a clock.

    Attributes:
        local: wall clock as written; midnight for a day.
        is_date: a calendar day, without time and zone.
        zone: the zone of the wall clock, None for days and for floating times (both are the owner's).
    """

    local: datetime
    is_date: bool = False
    zone: ZoneInfo | None = None

    def instant(self, owner_zone: ZoneInfo) -> datetime:
        """Return the instant in UTC, without tzinfo."""
        return to_utc(self.local, self.zone or owner_zone)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length as DURATION says it (RFC 5545 section 3.3.6): days are nominal, hours and less are exact."""

    days: int = 0
    exact: timedelta = NO_TIME


def to_utc(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the UTC instant of a wall clock time, without tzinfo.

    A time in the gap of spring is read with the offset before the gap, a time that comes twice in autumn is the first
    (RFC 5545 section 3.3.5): what ``fold=0`` means in Python. At the ends of the calendar the result is clamped.
    """
    offset = local.replace(tzinfo=zone).utcoffset() or NO_TIME
    try:
        return local - offset
    except OverflowError:
        return FIRST if local.year == 1 else LAST


def to_local(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return the wall clock of a UTC instant without tzinfo, clamped at the ends of the calendar."""
    try:
        return instant.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None, fold=0)
    except OverflowError:
        return FIRST if instant.year == 1 else LAST


def shift(moment: datetime, by: timedelta) -> datetime:
    """Return ``moment + by``, clamped at the ends of the calendar."""
    try:
        return moment + by
    except OverflowError:
        return FIRST if by < NO_TIME else LAST


def read_moment(line: ContentLine, zone_of: ZoneOf, note: Note, value: str | None = None) -> Moment:
    """Return the DATE or DATE-TIME of a property.

    Args:
        line: the property; its TZID and VALUE count.
        zone_of: the zones of the calendar.
        note: told of every repair.
        value: one value out of a list, instead of the whole value of the line.

    Raises:
        TimeUnreadable: the value is no date and no time of day on any clock.
    """
    found = _VALUE.match((line.value if value is None else value).strip())
    if found is None:
        raise TimeUnreadable(line.name)
    year, month, day, hour, minute, second, is_utc = found.groups()
    try:
        local = datetime(int(year), int(month), int(day))  # noqa: DTZ001  wall clock; the zone stands beside it
        if hour is None:
            return Moment(local, is_date=True)
        is_leap_second = second == "60"
        local = local.replace(hour=int(hour), minute=int(minute), second=59 if is_leap_second else int(second))
    except ValueError as error:
        raise TimeUnreadable(line.name) from error
    if is_leap_second:
        note(problems.LEAP_SECOND, property=line.name)
    if line.parameters.get("VALUE", "").upper() == "DATE":
        # Exporters that write VALUE=DATE with midnight mean the day; with any other time they mean the time.
        if local.time() == time():
            return Moment(local, is_date=True)
        note(problems.DATE_WITH_TIME, property=line.name)
    tzid = line.parameters.get("TZID")
    if is_utc:
        if tzid and tzid.upper().removeprefix("ETC/") not in _UTC_NAMES:
            note(problems.ZONE_AND_UTC, property=line.name)
        return Moment(local, zone=UTC)
    return Moment(local, zone=zone_of(tzid) if tzid is not None else None)


def read_duration(text: str) -> Duration:
    """Return the length that a DURATION value says; negative lengths are returned as they are.

    Raises:
        TimeUnreadable: it is no duration.
        OverflowError: it is longer than the calendar of Python.
    """
    from icalendar.prop import vDuration

    sign = -1 if text.strip().startswith("-") else 1
    dates, separator, times = text.strip().upper().lstrip("+-").partition("T")
    try:
        days = vDuration.from_ical(dates).days if dates != "P" else 0  # type: ignore[no-untyped-call]
        exact = vDuration.from_ical("PT" + times) if separator else NO_TIME  # type: ignore[no-untyped-call]
    except ValueError as error:
        raise TimeUnreadable("DURATION") from error
    if dates == "P" and not times:
        raise TimeUnreadable("DURATION")
    return Duration(sign * days, sign * exact)
