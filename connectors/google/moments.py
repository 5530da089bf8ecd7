"""Google's ``EventDateTime`` to moments: a day, or an instant in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.services.calendar import Moment
from connectors.services.parts import Part, part_of, text_of
from connectors.zone_names import find_zone

_FIRST_YEAR, _LAST_YEAR = 1600, 9900
"""Beyond these, every other clock of the world may fall out of the calendar; nobody meets there."""


class TimeRefused(Exception):  # noqa: N818  a verdict on one event, not a failure of the program
    """A time that cannot be used.

    Attributes:
        code: of the problem that the event becomes.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def zone_of(part: Part) -> ZoneInfo | None:
    """Return the zone that a time names, None when it names none that is known."""
    name = find_zone(text_of(part, "timeZone"))
    return ZoneInfo(name.name) if name else None


def read_moment(part: Part, calendar_zone: ZoneInfo | None) -> Moment | None:
    """Return the day or the instant that a start, an end or an original start says; None when it says nothing.

    Times carry an offset (RFC 3339); one without is read in the zone it names, else in the calendar's.

    Raises:
        TimeRefused: it is no time, or one without a zone.
    """
    day, time = text_of(part, "date"), text_of(part, "dateTime")
    if not day and not time:
        return None
    try:
        if day:
            return _checked(date.fromisoformat(day))
        moment = datetime.fromisoformat(time)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=zone_of(part) or calendar_zone)
        if moment.tzinfo is None:
            raise TimeRefused("google-time-without-zone")
        _checked(moment.date())
        return moment.astimezone(UTC)
    except ValueError as error:
        raise TimeRefused("google-time-unreadable") from error


def _checked(day: date) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(day.year)
    return day


def read_span(item: Part, calendar_zone: ZoneInfo | None) -> tuple[Moment, Moment] | None:
    """Return start and end of an event, the end exclusive and of the kind of the start; None when it has no start.

    An event without an end, or with one that Google only makes up (``endTimeUnspecified``), has no length; on whole
    days it lasts one day, as one does that ends on the day it starts.

    Raises:
        TimeRefused: the times make no span.
    """
    start = read_moment(part_of(item, "start"), calendar_zone)
    if start is None:
        return None
    end = read_moment(part_of(item, "end"), calendar_zone)
    if isinstance(start, datetime):
        if end is None or item.get("endTimeUnspecified") is True:
            return start, start
        if not isinstance(end, datetime):
            raise TimeRefused("google-times-differ")
        if end < start:
            raise TimeRefused("google-end-before-start")
        return start, end
    if isinstance(end, datetime):
        raise TimeRefused("google-times-differ")
    if end is not None and end < start:
        raise TimeRefused("google-end-before-start")
    return start, end if end is not None and end > start else start + timedelta(days=1)


def first_day(part: Part, calendar_zone: ZoneInfo | None) -> date | None:
    """Return the day on which a series begins, on the clock it was made in; None when it does not say."""
    try:
        moment = read_moment(part, calendar_zone)
    except TimeRefused:
        return None
    if not isinstance(moment, datetime):
        return moment
    zone = zone_of(part) or calendar_zone
    if zone is not None:
        return moment.astimezone(zone).date()
    return datetime.fromisoformat(text_of(part, "dateTime")).date()
