"""Made-up calendars of any size, like a Google export, for measuring."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

_HEADER = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//meetlint//benchmark//EN
X-WR-CALNAME:anna@example.org
X-WR-TIMEZONE:Europe/Amsterdam
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE"""


def google_like(events: int, middle: date, *, seed: int = 1) -> str:
    """Return ICS text of ``events`` components around ``middle``: attendees, folded text, 15 % weekly series."""
    chance = random.Random(seed)
    lines = _HEADER.splitlines()
    for number in range(events):
        day = middle + timedelta(days=chance.randrange(-180, 180))
        start = datetime(day.year, day.month, day.day, chance.randrange(8, 17), chance.choice((0, 15, 30)))  # noqa: DTZ001
        end = start + timedelta(minutes=chance.choice((30, 45, 60, 90)))
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number:06d}@benchmark.example",
            "DTSTAMP:20260101T000000Z",
            f"DTSTART;TZID=Europe/Amsterdam:{start:%Y%m%dT%H%M%S}",
            f"DTEND;TZID=Europe/Amsterdam:{end:%Y%m%dT%H%M%S}",
            f"SUMMARY:Meeting {number}",
            "DESCRIPTION:Agenda: progress\\, risks and planning of the coming weeks. Read t",
            " he notes first.\\n\\nhttps://meet.google.com/abc-defg-hij",
            "ORGANIZER;CN=Bo:mailto:bo@example.org",
            "STATUS:CONFIRMED",
            "TRANSP:OPAQUE",
        ]
        if chance.random() < 0.15:
            lines.append("RRULE:FREQ=WEEKLY;COUNT=20")
        for person in ("anna", "bo", f"p{number % 50}"):
            lines.append(
                f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN={person}:mailto:{person}@example.org"
            )
        lines.append("END:VEVENT")
    return "\r\n".join([*lines, "END:VCALENDAR"]) + "\r\n"
