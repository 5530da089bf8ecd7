"""A person's copies of entries as an ICS file, in the manner of the program that wrote it.

What differs is what real files differ in: Google keeps what was declined and takes cancelled occurrences out, Exchange
leaves cancelled ones standing as cancelled, takes declined ones out and tells no guest what others answered, classic
Outlook tells no answers, a published calendar of Outlook names nobody, and one that shows availability tells nothing
but that a time is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from benchmarks.made_calendar import escaped, folded, zone_lines
from benchmarks.made_meetings import Answer, Entry
from benchmarks.made_people import Person

_STAMP = "20260901T080000Z"
_MARCH, _OCTOBER = "BYMONTH=3;BYDAY=-1SU", "BYMONTH=10;BYDAY=-1SU"
_WESTERN = (("+0000", f"19701025T020000 {_OCTOBER}"), ("+0100", f"19700329T010000 {_MARCH}"))
_ZONES = {
    "Europe/Amsterdam": (("+0100", f"19701025T030000 {_OCTOBER}"), ("+0200", f"19700329T020000 {_MARCH}")),
    "Europe/London": _WESTERN,
    "Europe/Lisbon": _WESTERN,
    "America/New_York": (
        ("-0500", "19701101T020000 BYMONTH=11;BYDAY=1SU"),
        ("-0400", "19700308T020000 BYMONTH=3;BYDAY=2SU"),
    ),
}
_WINDOWS = {
    "Europe/Amsterdam": "W. Europe Standard Time",
    "Europe/London": "GMT Standard Time",
    "Europe/Lisbon": "GMT Standard Time",
    "America/New_York": "Eastern Standard Time",
}
"""What Outlook calls the zones."""


@dataclass(frozen=True, slots=True)
class Held:
    """One occurrence, or something single, as it stands in one calendar.

    Attributes:
        day: its original start on the clock of the entry.
        start: where it stands.
        answer: the owner's.
    """

    day: datetime
    start: datetime
    answer: Answer
    is_cancelled: bool = False

    @property
    def is_attended(self) -> bool:
        """Whether the owner takes part, as far as this calendar tells."""
        return not self.is_cancelled and self.answer != "DECLINED"


def held_by(person: Person, entry: Entry) -> list[Held]:
    """Return what stands of an entry in the calendar of one of those invited; what was taken out is not there."""
    answer, keeps_declined = entry.answers[person.id], person.manner == "google"
    if answer == "DECLINED" and not keeps_declined:
        return []
    skipped, found = set(entry.skipped.get(person.id, ())), []
    for day in entry.days:
        start = entry.start_for(person, day)
        if start is None:
            if person.manner == "exchange" and person is not entry.organizer:
                found.append(Held(day, day, answer, is_cancelled=True))
        elif day not in skipped:
            found.append(Held(day, start, answer))
        elif keeps_declined:
            found.append(Held(day, start, "DECLINED"))
    return found


def file_of(person: Person, entries: list[Entry], last: date) -> str:
    """Return the ICS text of a calendar.

    Args:
        person: whose it is.
        entries: those that stand in it.
        last: the last day of the export.
    """
    writer = _WRITERS[person.manner](person, last)
    lines = writer.head(list(dict.fromkeys(entry.zone for entry in entries if entry.rule and not entry.is_all_day)))
    for entry in entries:
        if held := held_by(person, entry):
            lines += writer.entry(entry, held)
    return "\r\n".join([*(folded(line) for line in lines), "END:VCALENDAR", ""])


def answer_seen(person: Person, entry: Entry, other: Person, one: Held) -> Answer:
    """Return the answer of one of those invited as it stands in a person's calendar.

    With Exchange only who organises a meeting sees what others answered.
    """
    if other is person:
        return one.answer
    is_hidden = person.manner != "google" and person is not entry.organizer and other is not entry.organizer
    return "NEEDS-ACTION" if is_hidden else entry.answers[other.id]


class _Google:
    """Google's export: series in their zone, single meetings in UTC."""

    product = "-//Google Inc//Google Calendar 70.9054//EN"
    names_people = True

    def __init__(self, person: Person, last: date) -> None:
        self.person, self.last = person, last

    def head(self, zones: list[str]) -> list[str]:
        lines = ["BEGIN:VCALENDAR", f"PRODID:{self.product}", "VERSION:2.0", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
        return [*lines, *self.about(), *(line for zone in zones for line in zone_lines(self.zone(zone), *_ZONES[zone]))]

    def about(self) -> list[str]:
        return [f"X-WR-CALNAME:{self.person.address}", f"X-WR-TIMEZONE:{self.person.zone}"]

    def zone(self, name: str) -> str:
        return name

    def moment(self, name: str, value: datetime, entry: Entry) -> str:
        if entry.is_all_day:
            return f"{name};VALUE=DATE:{value:%Y%m%d}"
        if not entry.rule and self.writes_utc:
            return f"{name}:{value.replace(tzinfo=ZoneInfo(entry.zone)).astimezone(UTC):%Y%m%dT%H%M%SZ}"
        return f"{name};TZID={self.parameter(self.zone(entry.zone))}:{value:%Y%m%dT%H%M%S}"

    writes_utc = True

    def parameter(self, text: str) -> str:
        return text

    def entry(self, entry: Entry, held: list[Held]) -> list[str]:
        if not entry.rule:
            (one,) = held
            return self.component(entry, one, int(one.start != one.day), [])
        usual = Held(entry.days[0], entry.days[0], entry.answers[self.person.id])
        there = {one.day for one in held}
        extra = [f"RRULE:{self.rule(entry)}"]
        extra += [self.moment("EXDATE", day, entry) for day in entry.days if day not in there]
        lines = self.component(entry, usual, 0, extra)
        for one in held:
            if one.start != one.day or one.is_cancelled or one.answer != usual.answer:
                lines += self.component(entry, one, 1, [self.moment("RECURRENCE-ID", one.day, entry)])
        return lines

    def rule(self, entry: Entry) -> str:
        end = entry.days[-1]
        if entry.is_all_day:
            return f"{entry.rule};UNTIL={end:%Y%m%d}"
        return f"{entry.rule};UNTIL={end.replace(tzinfo=ZoneInfo(entry.zone)).astimezone(UTC):%Y%m%dT%H%M%SZ}"

    def component(self, entry: Entry, one: Held, sequence: int, extra: list[str]) -> list[str]:
        end = one.start + entry.length
        lines = ["BEGIN:VEVENT", self.moment("DTSTART", one.start, entry), self.moment("DTEND", end, entry)]
        lines += [*extra, f"DTSTAMP:{_STAMP}", f"UID:{entry.uid}", f"SEQUENCE:{sequence}"]
        if self.names_people and (len(entry.invited) > 1 or entry.guests):
            lines += self.people(entry, one)
        return [*lines, *self.words(entry, one), *self.marks(entry, one), "END:VEVENT"]

    def people(self, entry: Entry, one: Held) -> Iterator[str]:
        yield f"ORGANIZER;CN={entry.organizer.name}:mailto:{entry.organizer.address}"
        for each in entry.invited:
            yield f"ATTENDEE;PARTSTAT={answer_seen(self.person, entry, each, one)};CN={each.name}:mailto:{each.address}"
        for guest in entry.guests:
            yield f"ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:{guest}"
        if entry.room:
            address = f"{entry.room.lower()}@resource.calendar.google.com"
            yield f"ATTENDEE;CUTYPE=RESOURCE;PARTSTAT=ACCEPTED;CN={entry.room}:mailto:{address}"

    def words(self, entry: Entry, one: Held) -> list[str]:
        text = "\n\n".join(part for part in (entry.text, entry.link) if part)
        lines = [f"SUMMARY:{escaped(('Canceled: ' if one.is_cancelled else '') + entry.title)}"]
        lines += [f"DESCRIPTION:{escaped(text)}"] if text else []
        return lines + ([f"LOCATION:{escaped(entry.room)}"] if entry.room else [])

    def marks(self, entry: Entry, one: Held) -> list[str]:
        lines = [f"STATUS:{'CANCELLED' if one.is_cancelled else 'CONFIRMED'}"]
        lines.append(f"TRANSP:{'TRANSPARENT' if entry.kind == 'working-place' else 'OPAQUE'}")
        lines += ["CLASS:PRIVATE"] if entry.is_private else []
        if "meet.google.com" in entry.link:
            lines.append(f"X-GOOGLE-CONFERENCE:{entry.link}")
        return lines


class _Exchange(_Google):
    """Exchange, as an Outlook on the web exports it."""

    product = "Microsoft Exchange Server 2010"
    writes_utc = False

    def about(self) -> list[str]:
        return [f"X-WR-CALNAME:{self.person.address}"]

    def zone(self, name: str) -> str:
        return _WINDOWS[name]

    def marks(self, entry: Entry, one: Held) -> list[str]:
        shown = {"absence": "OOF", "working-place": "WORKINGELSEWHERE"}.get(entry.kind, "BUSY")
        if one.is_cancelled:
            shown = "FREE"
        elif entry.kind == "meeting" and one.answer in ("TENTATIVE", "NEEDS-ACTION"):
            shown = "TENTATIVE"
        lines = [f"CLASS:{'PRIVATE' if entry.is_private else 'PUBLIC'}", "PRIORITY:5"]
        lines.append(f"TRANSP:{'TRANSPARENT' if shown in ('FREE', 'WORKINGELSEWHERE') else 'OPAQUE'}")
        lines.append(f"STATUS:{'CANCELLED' if one.is_cancelled else 'CONFIRMED'}")
        lines.append(f"X-MICROSOFT-CDO-BUSYSTATUS:{shown}")
        return lines + (["CATEGORIES:Focus time"] if entry.kind == "focus" else [])


class _Outlook(_Exchange):
    """Classic Outlook for Windows: quoted zones, no answers, and the owner's working hours."""

    product = "-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN"

    def head(self, zones: list[str]) -> list[str]:
        # All zones that Outlook calls alike are one.
        return super().head(list({_WINDOWS[zone]: zone for zone in reversed(zones)}.values()))

    def about(self) -> list[str]:
        start, end = (clock.replace(":", "") + "00" for clock in self.person.hours.split("-"))
        zone = _WINDOWS[self.person.zone]
        days = ",".join(day[:2].upper() for day in self.person.days)
        lines = [
            f"X-CALEND:{self.last + timedelta(days=1):%Y%m%d}T000000Z",
            f'X-MS-OLK-WKHRSTART;TZID="{zone}":{start}',
        ]
        return [*lines, f'X-MS-OLK-WKHREND;TZID="{zone}":{end}', f"X-MS-OLK-WKHRDAYS:{days}", "X-WR-CALNAME:Calendar"]

    def parameter(self, text: str) -> str:
        return f'"{text}"'

    def people(self, entry: Entry, one: Held) -> Iterator[str]:  # noqa: ARG002  Outlook tells no answers
        yield f'ORGANIZER;CN="{entry.organizer.name}":mailto:{entry.organizer.address}'
        for each in entry.invited:
            yield f'ATTENDEE;CN="{each.name}";RSVP=TRUE:mailto:{each.address}'
        for guest in entry.guests:
            yield f"ATTENDEE;CN={guest};RSVP=TRUE:mailto:{guest}"


class _Published(_Exchange):
    """A published calendar of Outlook with all details, which names nobody all the same."""

    names_people = False

    def about(self) -> list[str]:
        return ["X-WR-CALNAME:Calendar"]


class _Busy(_Published):
    """A published calendar of Outlook that shows availability alone."""

    def words(self, entry: Entry, one: Held) -> list[str]:  # noqa: ARG002  it tells nothing of them
        return ["SUMMARY:Busy"]

    def marks(self, entry: Entry, one: Held) -> list[str]:
        return [line for line in super().marks(entry, one) if line[:5] not in ("CATEG", "CLASS")]


_WRITERS: dict[str, type[_Google]] = {
    "google": _Google,
    "exchange": _Exchange,
    "outlook": _Outlook,
    "published": _Published,
    "busy": _Busy,
}
