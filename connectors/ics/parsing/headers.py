"""What a VCALENDAR says of itself: its name, owner, zone and method, and whether it is subscribed to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import unquote

from analyzer.entries import WorkingHours
from connectors.ics.parsing.decoding import Line
from connectors.ics.parsing.lines import ContentLine, name_of, split_line
from connectors.ics.parsing.people import email_in
from connectors.stand_ins import is_calendar_of_days
from connectors.zone_names import find_zone

_WANTED = ("X-WR-CALNAME", "NAME", "X-WR-RELCALID", "X-WR-TIMEZONE", "METHOD", "PRODID", "X-OWNER", "URL", "SOURCE")
# What Outlook writes of the working week, and of how far an export goes ([MS-OXCICAL] section 2.1.3.1).
_HOURS = ("X-MS-OLK-WKHRSTART", "X-MS-OLK-WKHREND", "X-MS-OLK-WKHRDAYS")
_END = "X-CALEND"
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# Addresses of calendars that are nobody's mailbox.
_CALENDAR_ADDRESS = re.compile(r"@(?:group|import|resource)\.(?:v\.)?calendar\.google\.com\Z", re.IGNORECASE)
# Words for public holidays and birthdays that nobody uses for leave; "holidays" alone may be somebody's own.
_SUBSCRIBED_NAMES = re.compile(
    r"feestdagen|feiertage|jours f[ée]ri[ée]s|d[ií]as festivos|festivit[àa]"
    r"|\bholidays (?:in|of)\b|\b(?:public|national|bank|federal|religious|christian|jewish|muslim|us|uk|dutch|belgian"
    r"|german|french) holidays\b"
    r"|\bbirthdays?\b|\bverjaardag(?:en)?\b|\bgeburtstage?\b|\banniversaires\b|\bcumplea[ñn]os\b",
    re.IGNORECASE,
)
_HOLIDAY_MAKERS = re.compile(r"office ?holidays|holiday ?api|calendarlabs|feestdagen", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """The properties of one VCALENDAR that matter here.

    Attributes:
        owner: e-mail address, only where the file names it outright.
        name: the calendar's own name.
        timezone: X-WR-TIMEZONE as written.
        method: METHOD in capitals (RFC 5546).
        product: PRODID.
        ids: every other name the calendar goes by.
        working_hours: the owner's, None where they do not stand there.
        ends: the last day that the export covers, None where it does not say.
    """

    owner: str = ""
    name: str = ""
    timezone: str = ""
    method: str = ""
    product: str = ""
    ids: tuple[str, ...] = ()
    working_hours: WorkingHours | None = None
    ends: date | None = None

    @property
    def is_exchange(self) -> bool:
        """Whether Exchange or Outlook on the web wrote the file."""
        return "microsoft exchange" in self.product.casefold()


def read_header(lines: Iterable[Line]) -> Header:
    """Return what the own lines of a VCALENDAR say; of a property given twice the first one that says anything."""
    found: dict[str, str] = {}
    hours: dict[str, ContentLine] = {}
    for line in lines:
        name = name_of(line)
        if name in (*_WANTED, _END) and not found.get(name) and (parts := split_line(line)):
            found[name] = parts.text
        elif name in _HOURS and name not in hours and (parts := split_line(line)):
            hours[name] = parts
    name = found.get("X-WR-CALNAME") or found.get("NAME", "")
    ids = tuple(found[key] for key in ("X-WR-RELCALID", "URL", "SOURCE") if found.get(key))
    candidates = (found.get("X-WR-CALNAME", ""), found.get("X-WR-RELCALID", ""), found.get("X-OWNER", ""))
    owner = next((email for email in map(email_in, candidates) if email and not _CALENDAR_ADDRESS.search(email)), "")
    return Header(
        owner=owner,
        name=name,
        timezone=found.get("X-WR-TIMEZONE", ""),
        method=found.get("METHOD", "").upper(),
        product=found.get("PRODID", ""),
        ids=ids,
        working_hours=_working_hours(hours),
        ends=_last_day(found.get(_END, "")),
    )


def _working_hours(lines: Mapping[str, ContentLine]) -> WorkingHours | None:
    """Return the working week that Outlook writes, None unless all of it can be read."""
    if set(lines) != set(_HOURS):
        return None
    start, end, days = (lines[name] for name in _HOURS)
    numbers = frozenset(_DAYS.index(day) for day in days.value.strip().upper().split(",") if day in _DAYS)
    opens, closes = _clock(start.value), _clock(end.value)
    if opens is None or closes is None or not numbers or closes <= opens:
        return None
    zone = find_zone(start.parameters.get("TZID", ""))
    return WorkingHours(numbers, opens, closes, zone.name if zone else "")


def _clock(text: str) -> time | None:
    match = re.fullmatch(r"(\d\d)(\d\d)\d\d", text.strip())
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    return time(int(match[1]), int(match[2]))


def _last_day(text: str) -> date | None:
    """Return the last day before an end in UTC; an end at midnight leaves the day before it."""
    match = re.fullmatch(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z", text.strip())
    if match is None:
        return None
    try:
        end = datetime(*map(int, match.groups()), tzinfo=UTC)  # type: ignore[misc, arg-type]
        return (end - timedelta(microseconds=1)).date()
    except (ValueError, OverflowError):
        return None


def is_subscription(header: Header, source: str, *, is_days: bool) -> bool:
    """Return whether a calendar is a subscribed one of holidays or birthdays: by its name, and only days, no people.

    One with hours in it is none, whatever its name: its hours are taken.

    Args:
        header: what the calendar says of itself.
        source: what people see as its place.
        is_days: it holds something, and all of it lasts whole days and invites nobody.
    """
    if not is_days:
        return False
    if any(is_calendar_of_days(unquote(text)) for text in (header.name, source, *header.ids)):
        return True
    return bool(_SUBSCRIBED_NAMES.search(header.name) or _HOLIDAY_MAKERS.search(header.product))
