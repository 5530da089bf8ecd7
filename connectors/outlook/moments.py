"""Times as Graph writes them: wall clock with seven decimals, and the zone beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from connectors.zone_names import find_zone

_TEXT = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(\.\d+)?)?(Z|[+-]\d\d:\d\d)?\Z", re.ASCII)
# Graph writes the year 1 for "never", and years outside this span cannot be moved to every zone.
_FIRST_YEAR, _LAST_YEAR = 1601, 9998


def zone_of(name: str) -> ZoneInfo | None:
    """Return the zone of a Windows or IANA name, None when it is not known."""
    found = find_zone(name) if name else None
    return ZoneInfo(found.name) if found else None


def read_moment(value: object) -> tuple[datetime | None, bool]:
    """Return a dateTimeTimeZone as an aware instant, None when it is none, and whether its zone was known.

    Without a zone it is UTC, which is what is asked for; an unknown zone is read as UTC too.
    """
    if not isinstance(value, Mapping):
        return None, True
    name = value.get("timeZone")
    zone = zone_of(name) if isinstance(name, str) else None
    moment = _read(value.get("dateTime"), zone)
    is_known = zone is not None or not name or (moment is not None and _has_offset(value.get("dateTime")))
    return moment, is_known


def read_instant(value: object) -> datetime | None:
    """Return a dateTimeOffset as an aware instant, None when it is none; without an offset it is UTC."""
    return _read(value, None)


def whole_days(start: datetime, end: datetime, zone: ZoneInfo | None) -> tuple[date, date]:
    """Return the days of an all-day event, the last one exclusive.

    They run from midnight to midnight. Where they do not as given, they do in the zone the event was made in; what
    then still ends within a day takes that whole day.
    """
    if start.timetz().replace(tzinfo=None) != time() and zone is not None:
        start, end = start.astimezone(zone), end.astimezone(zone)
    first, last = start.date(), end.date()
    if end.time() != time():
        last += timedelta(days=1)
    return first, max(last, first + timedelta(days=1))


def calendar_day(moment: datetime, zone: ZoneInfo | None) -> date:
    """Return the day on which an all-day event of a zone begins."""
    if moment.time() == time() or zone is None:
        return moment.date()
    return moment.astimezone(zone).date()


def _has_offset(text: Any) -> bool:
    found = _TEXT.match(text) if isinstance(text, str) else None
    return found is not None and found[4] is not None


def _read(text: object, zone: ZoneInfo | None) -> datetime | None:
    found = _TEXT.match(text) if isinstance(text, str) else None
    if found is None:
        return None
    day, clock, fraction, offset = found.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{clock or '00:00'}{(offset or '').replace('Z', '+00:00')}")
    except ValueError:
        return None
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return None
    if fraction:
        moment = moment.replace(microsecond=int(f"{fraction[1:]:0<6}"[:6]))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone or UTC)
    return moment.astimezone(zone or UTC)
