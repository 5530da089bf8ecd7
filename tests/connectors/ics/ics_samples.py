"""Small calendars for the tests of the ICS reader, and what is read from them in a form that is easy to compare."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from connectors.ics.calendar import IcsCalendar, read_calendars

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

VTIMEZONE = """BEGIN:VTIMEZONE
TZID:{tzid}
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:{summer}
TZOFFSETTO:{winter}
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:{winter}
TZOFFSETTO:{summer}
END:DAYLIGHT
END:VTIMEZONE"""


def vtimezone(tzid: str, winter: str = "+0100", summer: str = "+0200") -> str:
    return VTIMEZONE.format(tzid=tzid, winter=winter, summer=summer)


def event(*lines: str, uid: str = "a@example.test") -> str:
    """One VEVENT of these lines; an uid of "" leaves it out."""
    named = (f"UID:{uid}",) if uid else ()
    return "\n".join(("BEGIN:VEVENT", *named, *lines, "END:VEVENT"))


def meeting(*lines: str, uid: str = "a@example.test", start: str = "20260303T090000", hours: int = 1) -> str:
    """One VEVENT in Amsterdam, an hour long."""
    end = f"{start[:9]}{int(start[9:11]) + hours:02}{start[11:]}"
    times = (f"DTSTART;TZID=Europe/Amsterdam:{start}", f"DTEND;TZID=Europe/Amsterdam:{end}")
    return event(*times, *lines, uid=uid)


def stream(*parts: str) -> bytes:
    """One VCALENDAR of these parts, with CRLF."""
    text = "\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *parts, "END:VCALENDAR", ""))
    return text.replace("\n", "\r\n").encode()


def read(*parts: str) -> IcsCalendar:
    """The one calendar in a stream of these parts."""
    (calendar,) = read_calendars(stream(*parts), "week.ics")
    return calendar


class Shown(NamedTuple):
    """One occurrence: start in UTC, length in minutes, title."""

    start: str
    minutes: int
    title: str = ""


def occurrences(
    calendar: IcsCalendar, first: str = "2026-03-02", last: str = "2026-03-30", zone: ZoneInfo = AMSTERDAM
) -> list[Shown]:
    """What takes place from the first day to before the last, cancelled ones included, in order."""
    window = (datetime.fromisoformat(day).replace(tzinfo=zone) for day in (first, last))
    found = calendar.occurrences(*window, zone)
    return sorted(
        Shown(
            start.astype("datetime64[m]").item().isoformat(timespec="minutes") + "Z",
            int((end - start).astype("timedelta64[m]").astype(int)),
            calendar.entries[entry].title,
        )
        for entry, start, end in zip(found.entry.tolist(), found.start, found.end, strict=True)
    )


def starts(calendar: IcsCalendar, first: str = "2026-03-02", last: str = "2026-03-30") -> list[str]:
    """The starts of what takes place, in UTC."""
    return [shown.start for shown in occurrences(calendar, first, last)]


def codes(calendar: IcsCalendar) -> list[str]:
    """The codes of the problems, in the order in which they were found."""
    return [problem.code for problem in calendar.problems]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
