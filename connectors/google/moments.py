"""Google's ``EventDateTime`` to moments: a day, or an instant in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from analyzer.problems import NotReadError, ProblemKind
from analyzer.text import N_
from connectors.services.calendar import Moment
from connectors.services.parts import Part, part_of, text_of
from connectors.zone_names import find_zone

_FIRST_YEAR, _LAST_YEAR = 1600, 9900
"""Beyond these, every other clock of the world may fall out of the calendar; nobody meets there."""


WITHOUT_START = ProblemKind("google-event-without-start", N_("An event of Google has no start; it was skipped."))
WITHOUT_ZONE = ProblemKind(
    "google-time-without-zone", N_("The time of an event of Google has no zone; it was skipped.")
)
UNREADABLE = ProblemKind("google-time-unreadable", N_("The time of an event of Google cannot be read; it was skipped."))
TIMES_DIFFER = ProblemKind(
    "google-times-differ",
    N_("An event of Google starts on a day and ends at a time, or the other way round; it was skipped."),
)
END_BEFORE_START = ProblemKind(
    "google-end-before-start", N_("An event of Google ends before it starts; it was skipped.")
)


def zone_of(part: Part) -> ZoneInfo | None:
    """Return the zone that a time names, None when it names none that is known."""
    name = find_zone(text_of(part, "timeZone"))
    return ZoneInfo(name.name) if name else None


def read_moment(part: Part, calendar_zone: ZoneInfo | None) -> Moment | None:
    """Return the day or the instant that a start, an end or an original start says; None when it says nothing.

    Times carry an offset (RFC 3339); one without is read in the zone it names, else in the calendar's.

    Raises:
        NotReadError: it is no time, or one without a zone.
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
            raise NotReadError(WITHOUT_ZONE)
        _checked(moment.date())
        return moment.astimezone(UTC)
    except ValueError as error:
        raise NotReadError(UNREADABLE) from error


def _checked(day: date) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(day.year)
    return day


def read_span(item: Part, calendar_zone: ZoneInfo | None) -> tuple[Moment, Moment] | None:
    """Return start and end of an event, the end exclusive and of the kind of the start; None when it has no start.

    An event without an end, or with one that Google only makes up (``endTimeUnspecified``), has no length; on whole
    days it lasts one day, as one does that ends on the day it starts.

    Raises:
        NotReadError: the times make no span.
    """
    start = read_moment(part_of(item, "start"), calendar_zone)
    if start is None:
        return None
    end = read_moment(part_of(item, "end"), calendar_zone)
    if isinstance(start, datetime):
        if end is None or item.get("endTimeUnspecified") is True:
            return start, start
        if not isinstance(end, datetime):
            raise NotReadError(TIMES_DIFFER)
        if end < start:
            raise NotReadError(END_BEFORE_START)
        return start, end
    if isinstance(end, datetime):
        raise NotReadError(TIMES_DIFFER)
    if end is not None and end < start:
        raise NotReadError(END_BEFORE_START)
    return start, end if end is not None and end > start else start + timedelta(days=1)


def first_day(part: Part, calendar_zone: ZoneInfo | None) -> date | None:
    """Return the day on which a series begins, on the clock it was made in; None when it does not say."""
    try:
        moment = read_moment(part, calendar_zone)
    except NotReadError:
        return None
    if not isinstance(moment, datetime):
        return moment
    zone = zone_of(part) or calendar_zone
    if zone is not None:
        return moment.astimezone(zone).date()
    return datetime.fromisoformat(text_of(part, "dateTime")).date()
