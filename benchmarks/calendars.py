"""Made-up calendars of any size, like a Google export, for measuring."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from benchmarks.made_calendar import SERIES_SHARE, Calendar
from benchmarks.shares import REAL, TextShares

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


@dataclass(frozen=True, slots=True)
class Made:
    """A calendar in ICS and how much of everything it holds: "events" are VEVENTs, "single" and "series" masters.

    ``traits`` names by uid what peers are known to read differently.
    """

    text: str
    counts: Mapping[str, int]
    traits: Mapping[str, str]


def ten_years(
    events: int = 20_000,
    today: date = date(2026, 11, 18),
    *,
    endless: int = 12,
    seed: int = 1,
    shares: TextShares = REAL,
) -> Made:
    """Return a person's export of so many events in the ten years before ``today`` and the two months after it.

    Series last two to twelve occurrences, but for ``endless`` ones, which still run.
    """
    made = Calendar(seed, shares)
    first = datetime(today.year - 10, today.month, today.day)  # noqa: DTZ001
    _fill(made, events, first, 3_650 + 60, (2, 12), endless)
    return Made(made.text(), made.counts, made.traits)


def crowded_year(events: int = 20_000, year: int = 2026, *, seed: int = 2, shares: TextShares = REAL) -> Made:
    """Return a calendar of so many events in one year, with rather more than twice as many occurrences.

    Series last 6 to 26 occurrences, but for one in fifty, which goes on without end.
    """
    made = Calendar(seed, shares)
    _fill(made, events, datetime(year, 1, 1), 330, (6, 26), events * 15 // 100 // 50)  # noqa: DTZ001
    return Made(made.text(), made.counts, made.traits)


def daily_series(series: int = 1_000, year: int = 2028) -> str:
    """Return a small file of so many series, each on every day from the first of a year on, without end."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//meetlint//benchmark//EN",
        "X-WR-CALNAME:anna@example.org",
        "X-WR-TIMEZONE:Europe/Amsterdam",
    ]
    for number in range(series):
        start = datetime(year, 1, 1, 8) + timedelta(minutes=number % 540)  # noqa: DTZ001
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}@daily.example",
            f"DTSTART;TZID=Europe/Amsterdam:{start:%Y%m%dT%H%M%S}",
            f"DURATION:PT{15 + number % 30}M",
            f"SUMMARY:Stand-up {number}",
            "RRULE:FREQ=DAILY",
            "ATTENDEE:mailto:anna@example.org",
            "ATTENDEE:mailto:bo@example.org",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR"]) + "\r\n"


def _fill(made: Calendar, events: int, first: datetime, days: int, lengths: tuple[int, int], endless: int) -> None:
    """Add entries, spread evenly over so many days, until there are exactly so many events."""
    chance = made.chance
    while (left := events - made.counts["events"]) > 0:
        is_endless = made.counts["endless"] < endless
        day = first + timedelta(days=chance.randrange(days))
        if day.weekday() >= 5 and chance.random() < 0.95:
            day += timedelta(days=7 - day.weekday())
        if is_endless or chance.random() < SERIES_SHARE:
            made.series(day, chance.randint(*lengths), is_endless=is_endless, overrides=left - 1)
        else:
            made.single(day)
