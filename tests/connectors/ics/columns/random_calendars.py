"""Random calendars: the shapes that exports have, and among them everything known to lead a quick reader astray.

All comes from one ``random.Random``, so that a seed is a case.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from connectors.ics.recurrence.expansion import RuleRefused, expand_rule, parse_rule
from tests.connectors.ics.ics_samples import vtimezone

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
NAMED_ZONES = ("Europe/Amsterdam", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu", "Africa/Cairo", "UTC")
OTHER_ZONES = (
    "W. Europe Standard Time",
    "Eastern Standard Time",
    "/mozilla.org/20050126_1/Europe/Berlin",
    "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
    "Eastern Standard Time 1",
    "Own Time",
    "Nowhere/Land",
    "UTC+2",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Australia/Lord_Howe",
)
CHANGING_DAYS = (date(2026, 3, 29), date(2026, 10, 25), date(2026, 3, 8), date(2026, 11, 1), date(2026, 4, 5))
"""Days on which a clock changes somewhere."""
WORDS = ("Weekly", "Überprüfung", "a\\, b\\; c", "line\\nnext", "back\\\\slash", "½ → ☕", "<p>html</p>", "Busy", "")


class Maker:
    """Makes one calendar after the other.

    Attributes:
        chance: where everything comes from.
        oddity: how likely anything odd is, from 0 to 1.
    """

    def __init__(self, seed: int, oddity: float = 0.15) -> None:
        self.chance = random.Random(seed)
        self.oddity = oddity

    def stream(self, series: int) -> bytes:
        """One stream with so many series and single events."""
        chance = self.chance
        zones = chance.sample(NAMED_ZONES, k=chance.randint(1, 3))
        if self._odd(2):
            zones += chance.sample(OTHER_ZONES, k=chance.randint(1, 2))
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *self._header()]
        for zone in zones:
            if chance.random() < 0.6 or zone == "Own Time":
                offsets = chance.choice(
                    (("+0100", "+0200"), ("+0100", "+0200"), ("-0500", "-0400"), ("+0545", "+0545"))
                )
                lines += vtimezone(zone, *offsets).split("\n")
        parts = [part for number in range(series) for part in self._series(number, zones)]
        if self._odd(1):
            chance.shuffle(parts)
        for part in parts:
            lines += part
            if self._odd(0.1):
                lines += ["BEGIN:VTODO", "UID:todo", "SUMMARY:Not an event", "DTSTART:20260101T100000Z", "END:VTODO"]
        lines.append("END:VCALENDAR")
        return self._written(lines)

    def _odd(self, times: float = 1.0) -> bool:
        return self.chance.random() < self.oddity * times

    def _header(self) -> list[str]:
        chance = self.chance
        lines = []
        if chance.random() < 0.5:
            lines.append(f"PRODID:{chance.choice(('-//x//EN', 'Microsoft Exchange Server 2010'))}")
        if chance.random() < 0.5:
            lines.append(f"X-WR-CALNAME:{chance.choice(('anna@example.org', 'Anna', 'Feestdagen'))}")
        if chance.random() < 0.5:
            lines.append(f"X-WR-TIMEZONE:{chance.choice(('Europe/Amsterdam', 'UTC', 'Nowhere', 'Asia/Tokyo'))}")
        if self._odd(0.1):
            lines.append(f"METHOD:{chance.choice(('PUBLISH', 'REQUEST', 'CANCEL', 'REPLY'))}")
        return lines

    def _written(self, lines: Sequence[str]) -> bytes:
        chance = self.chance
        ending = chance.choice(("\r\n", "\r\n", "\n"))
        blank = chance.choice((" ", " ", "\t"))
        width = chance.choice((75, 75, 30, 10_000))
        text = []
        for line in lines:
            data = line.encode()
            pieces = [data[at : at + width] for at in range(0, len(data), width)] or [b""]
            if len(data) > 12 and self._odd(0.02):
                at = chance.randrange(1, len(data))
                pieces = [data[:at], data[at:]]
            text.append((ending + blank).encode().join(pieces))
            if self._odd(0.01):
                text.append(chance.choice((b"", b"   ", b"garbage", b"x-lower:1", b"X-FOO;A=b:c", b"X-FOO;A=b")))
        whole = ending.encode().join(text) + ending.encode()
        if self._odd(0.05):
            whole = chance.choice((b"\xef\xbb\xbf" + whole, whole[:-3], whole.replace(b"e", b"\xe9", 1), whole + b"\n"))
        return whole

    # one series -------------------------------------------------------------------------------------------------------

    def _series(self, number: int, zones: Sequence[str]) -> list[list[str]]:
        chance = self.chance
        uid = f"{number}@x" if chance.random() < 0.8 else f"s{number // 2}{('', '_R20260301T080000')[number % 2]}@x"
        if self._odd():
            uid = chance.choice(
                (f"u{number // 2}@x", f"long-{number}" * 9, f"ü{number}", f"{number}\\,x", f"{number} ")
            )
        start = self._start()
        kind = chance.choice(("zone", "zone", "zone", "utc", "floating", "date"))
        zone = chance.choice(zones)
        rule = self._rule(start, kind) if chance.random() < 0.6 else ""
        master = self._event(uid, start, kind, zone, rule)
        events = [master]
        occurrences = self._guesses(start, rule)
        chance.shuffle(occurrences)
        if rule:
            for moment in self._some(occurrences, (0, 0, 1, 3)):
                master.insert(-1, self._time("EXDATE", moment, kind, zone))
            if chance.random() < 0.1 and (listed := self._some(occurrences, (3,))):
                master.insert(-1, self._times("EXDATE", listed, kind, zone))
        if (rule and chance.random() < 0.4) or self._odd(0.3):
            for moment in self._some(occurrences, (1, 1, 2, 3)):
                events.append(self._override(uid, moment, kind, zone))
        if self._odd(0.2) and len(events) > 1:
            events.pop(0)
        for event in events:
            while self._odd(0.3):
                chance.choice(TRAPS)(self, event)
        if self._odd(0.2):
            again = list(chance.choice(events))
            if chance.random() < 0.5:
                again.insert(-1, "SEQUENCE:3")
            events.append(again)
        if chance.random() < 0.1:
            chance.shuffle(events)
        return events

    def _start(self) -> datetime:
        chance = self.chance
        day = date(2026, 3, 1) + timedelta(days=chance.randint(-500, 300))
        if chance.random() < 0.15:
            day = chance.choice(CHANGING_DAYS) + timedelta(days=chance.randint(-1, 1))
        if chance.random() < 0.05:
            day = date(chance.randint(1900, 2200), chance.randint(1, 12), chance.choice((1, 28)))
        if chance.random() < 0.1:
            day = day.replace(day=chance.choice((1, 28))) + timedelta(days=chance.choice((-1, 0, 1, 2)))
        hour = chance.choice((0, 1, 2, 3, 9, 10, 14, 23))
        return datetime(day.year, day.month, day.day, hour, chance.choice((0, 0, 30, 15)), chance.choice((0, 0, 0, 5)))

    def _event(self, uid: str, start: datetime, kind: str, zone: str, rule: str) -> list[str]:
        chance = self.chance
        lines = ["BEGIN:VEVENT", f"UID:{uid}", self._time("DTSTART", start, kind, zone)]
        form = chance.choice(("end", "end", "end", "duration", "none"))
        if form == "end":
            lines.append(self._end(start, kind, zone))
        elif form == "duration":
            lengths = (
                ("P1D", "P2D", "P1W") if kind == "date" else ("PT1H", "PT90M", "P1DT2H", "P1D", "PT0S", "PT45M30S")
            )
            lines.append(f"DURATION:{chance.choice(lengths)}")
        lines += [rule] if rule else []
        lines += self._words()
        lines.append("END:VEVENT")
        return lines

    def _end(self, start: datetime, kind: str, zone: str) -> str:
        chance = self.chance
        if kind == "date":
            return self._time("DTEND", start + timedelta(days=chance.choice((1, 1, 2, 7))), kind, zone)
        length = timedelta(minutes=chance.choice((30, 60, 60, 90, 0, 1440, 4000)))
        other = chance.choice(NAMED_ZONES) if kind in ("zone", "utc") and self._odd(0.5) else zone
        return self._time("DTEND", start + length, "utc" if kind != "floating" and self._odd(0.3) else kind, other)

    def _override(self, uid: str, moment: datetime, kind: str, zone: str) -> list[str]:
        chance = self.chance
        moved = moment + timedelta(hours=chance.choice((0, 1, -2, 30, 24 * 60, -24 * 60)))
        event = self._event(uid, moved, kind, zone, "")
        event.insert(2, self._time("RECURRENCE-ID", moment, kind, zone))
        return event

    def _rule(self, start: datetime, kind: str) -> str:
        chance = self.chance
        frequency = chance.choice(FREQUENCIES)
        parts = [f"FREQ={frequency}"]
        if chance.random() < 0.4:
            parts.append(f"INTERVAL={chance.choice((1, 2, 2, 3, 5))}")
        parts += self._by(frequency, start)
        if chance.random() < 0.3:
            parts.append(f"WKST={chance.choice(WEEKDAYS)}")
        end = chance.random()
        if end < 0.35:
            parts.append(f"COUNT={chance.choice((1, 2, 3, 10, 50, 400))}")
        elif end < 0.7:
            parts.append(f"UNTIL={self._until(start, kind)}")
        if self._odd():
            parts.append(
                chance.choice(("COUNT=0", "X-A=1", "BYHOUR=9", "BYMONTH=3", "BYSETPOS=1", "INTERVAL=0", "FOO"))
            )
        if chance.random() < 0.1:
            first, *rest = parts
            chance.shuffle(rest)
            parts = [first, *rest]
        return "RRULE:" + ";".join(parts)

    def _by(self, frequency: str, start: datetime) -> list[str]:
        chance = self.chance
        weekday = WEEKDAYS[start.weekday()]
        which = (start.day - 1) // 7 + 1
        days = ",".join(sorted({weekday, *chance.sample(WEEKDAYS, k=chance.randint(0, 3))}, key=WEEKDAYS.index))
        if self._odd():
            return [f"BYDAY={','.join(chance.sample(WEEKDAYS, k=2))}"]
        choices = {
            "DAILY": [[], [], [f"BYDAY={days}"], ["BYMONTH=3,4"]],
            "WEEKLY": [[], [f"BYDAY={days}"], [f"BYDAY={weekday}"]],
            "MONTHLY": [
                [],
                [f"BYMONTHDAY={start.day}"],
                [f"BYDAY={which}{weekday}"],
                [f"BYDAY={weekday}", f"BYSETPOS={which}"],
                ["BYDAY=-1FR"],
                ["BYMONTHDAY=-1"],
                ["BYDAY=MO,TU,WE,TH,FR", "BYSETPOS=-1"],
            ],
            "YEARLY": [
                [],
                [f"BYMONTH={start.month}"],
                [f"BYMONTH={start.month}", f"BYMONTHDAY={start.day}"],
                [f"BYMONTH={start.month}", f"BYDAY={which}{weekday}"],
                [f"BYMONTHDAY={start.day}"],
                ["BYWEEKNO=20"],
            ],
        }
        return chance.choice(choices[frequency])

    def _until(self, start: datetime, kind: str) -> str:
        chance = self.chance
        until = start + timedelta(days=chance.choice((0, 7, 30, 100, 700, -5)), hours=chance.choice((0, 0, 1, -1)))
        if self._odd():
            kind = chance.choice(("zone", "utc", "floating", "date"))
        if kind == "date":
            return f"{until:%Y%m%d}"
        return f"{until:%Y%m%dT%H%M%S}" + ("Z" if kind in ("zone", "utc") else "")

    def _some(self, occurrences: list[datetime], counts: Sequence[int]) -> list[datetime]:
        """Take some of them, which then are none of the others' any more; seldom leave them."""
        chosen = occurrences[: self.chance.choice(counts)]
        if not self._odd():
            del occurrences[: len(chosen)]
        return chosen

    def _guesses(self, start: datetime, rule: str) -> list[datetime]:
        """Some occurrences of a series, and seldom what is none."""
        chance = self.chance
        if self._odd() or not rule:
            step = chance.choice((1, 7, 28))
            return [start + timedelta(days=step * number, hours=chance.choice((0, 0, 5))) for number in range(8)]
        try:
            read, _ = parse_rule(rule.removeprefix("RRULE:"), is_all_day=False, zone=None)
            return expand_rule(read, start, start, start + timedelta(days=800))[: chance.choice((8, 100))]
        except RuleRefused:
            return []

    def _time(self, name: str, moment: datetime, kind: str, zone: str) -> str:
        return self._times(name, [moment], kind, zone)

    def _times(self, name: str, moments: Sequence[datetime], kind: str, zone: str) -> str:
        chance = self.chance
        if self._odd(0.1):
            kind = chance.choice(("zone", "utc", "floating", "date"))
        if kind == "date":
            return f"{name};VALUE=DATE:" + ",".join(f"{moment:%Y%m%d}" for moment in moments)
        values = ",".join(f"{moment:%Y%m%dT%H%M%S}" + ("Z" if kind == "utc" else "") for moment in moments)
        if kind != "zone":
            return f"{name}:{values}"
        quote = '"' if ":" in zone and chance.random() < 0.5 else ""
        return f"{name};TZID={quote}{zone}{quote}:{values}"

    def _words(self) -> list[str]:
        chance = self.chance
        lines = [f"SUMMARY:{chance.choice(WORDS)}"] if chance.random() < 0.9 else []
        known = set()
        for line, likely in _LINES:
            name = line.replace(";", ":").partition(":")[0]
            if chance.random() < likely and (name not in known or self._odd()):
                lines.append(line)
                known.add(name)
        for _ in range(chance.choice((0, 0, 1, 3))):
            person = chance.choice(("anna", "bo", "cy"))
            status = chance.choice(("ACCEPTED", "DECLINED", "NEEDS-ACTION"))
            lines.append(f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT={status};CN={person}:mailto:{person}@example.org")
        if chance.random() < 0.3:
            lines += ["BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Ring", "TRIGGER:-PT10M", "END:VALARM"]
        return lines


_LINES = (
    ("DESCRIPTION:Agenda: one\\, two\\n" + "long text " * 12, 0.4),
    ("DESCRIPTION;LANGUAGE=en:<html><body>Hi <b>you</b></body></html>", 0.05),
    ('X-ALT-DESC;FMTTYPE=text/html:<html><body>Other <a href="https://x.example">way</a></body></html>', 0.1),
    ("LOCATION:Room 1", 0.3),
    ('LOCATION;ALTREP="http://x.example/a:b":Room 2', 0.02),
    ("URL:https://example.org/a?b=c\\,d", 0.1),
    ("STATUS:CONFIRMED", 0.5),
    ("STATUS:CANCELLED", 0.03),
    ("TRANSP:OPAQUE", 0.4),
    ("TRANSP:TRANSPARENT", 0.1),
    ("CLASS:PRIVATE", 0.1),
    ("CLASS:PUBLIC", 0.2),
    ("SEQUENCE:1", 0.3),
    ("DTSTAMP:20260101T000000Z", 0.7),
    ("LAST-MODIFIED:20260101T000000Z", 0.3),
    ("CATEGORIES:Work,Home\\, sweet home", 0.1),
    ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", 0.05),
    ("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", 0.05),
    ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", 0.05),
    ("X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij", 0.1),
    ("CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:https://meet.example/x", 0.05),
    ("CONFERENCE;VALUE=URI;FEATURE=PHONE:tel:+31", 0.03),
    ("ORGANIZER;CN=Bo:mailto:bo@example.org", 0.3),
    ('X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE="a;b":geo:1,2', 0.05),
)


# what leads astray

Trap = Callable[[Maker, list[str]], None]


def _adding(*lines: str) -> Trap:
    def trap(maker: Maker, event: list[str]) -> None:
        event.insert(maker.chance.randrange(1, len(event)), maker.chance.choice(lines))

    return trap


def _changing(find: str, replacement: str) -> Trap:
    def trap(maker: Maker, event: list[str]) -> None:
        for place, line in enumerate(event):
            if find in line:
                event[place] = line.replace(find, replacement, 1)
                return

    return trap


def _dropping(name: str) -> Trap:
    def trap(maker: Maker, event: list[str]) -> None:
        event[:] = [line for line in event if not line.startswith(name)]

    return trap


def _doubling(name: str) -> Trap:
    def trap(maker: Maker, event: list[str]) -> None:
        found = [line for line in event if line.startswith(name)]
        if found:
            event.insert(-1, found[0])

    return trap


TRAPS: tuple[Trap, ...] = (
    _adding(
        "RRULE:FREQ=DAILY;COUNT=3", "RRULE:FREQ=WEEKLY", "EXRULE:FREQ=WEEKLY", "RRULE:", "RRULE:FREQ=HOURLY;COUNT=9"
    ),
    _adding("RDATE:20260310T090000Z", "RDATE;VALUE=DATE:20260311", "RDATE;VALUE=PERIOD:20260310T090000Z/PT1H"),
    _adding(
        "EXDATE;VALUE=DATE:20260310", "EXDATE:20260310T090000", "EXDATE:rubbish", "EXDATE:20260310T240000Z", "EXDATE:"
    ),
    _adding("EXDATE;TZID=Europe/London:20260310T090000,20260311T090000", "EXDATE:20260310T090000Z,20260311T090000Z"),
    _adding("RECURRENCE-ID:20260310T090000Z", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260310T090000Z"),
    _adding("DURATION:PT1H", "DURATION:-PT1H", "DURATION:P1DT0S", "DURATION:forever", "DURATION:PT1.5H"),
    _adding("DTEND:20260101T000000Z", "DTEND;VALUE=DATE:20260401", "DTSTART:20260301T100000Z"),
    _adding("SUMMARY:Again", "SEQUENCE:x", "SEQUENCE:-1", "UID:other@x", "STATUS:TENTATIVE", "TRANSP:transparent"),
    _adding("ATTENDEE:", 'ATTENDEE;CN="a"b":mailto:c@example.org', "ATTENDEE;CN=no colon", "ORGANIZER:mailto:"),
    _adding('ATTENDEE;CN="O\'Neil, Pat";X-A=1:mailto:Pat@Example.org', "ORGANIZER;SENT-BY=mailto:a@b.c:mailto:d@e.f"),
    _adding("no colon here", "garbage", "X-FOO;A=b", "x y:z", ":empty name", "SUMMARY ;X=1:blank", "summary:lower"),
    _adding("CLASS:CONFIDENTIAL", "CLASS:x-own", "X-CALENDARSERVER-ACCESS:RESTRICTED", "STATUS:CANCELED"),
    _adding("SUMMARY;ENCODING=QUOTED-PRINTABLE:a=20b", "LOCATION;TZID=Europe/Paris:a:b", 'DESCRIPTION;X="a:b:text'),
    _adding("X-MICROSOFT-CDO-BUSYSTATUS:BUSY", 'CONFERENCE;FEATURE="VIDEO":https://x', "CONFERENCE:https://y"),
    _changing("DTSTART", "dtstart"),
    _changing("DTSTART;TZID=", "DTSTART;X-A=1;TZID="),
    _changing("DTSTART;VALUE=DATE:", "DTSTART:"),
    _changing("DTSTART;VALUE=DATE", "DTSTART;VALUE=DATE-TIME"),
    _changing("DTSTART;TZID=", "DTSTART;VALUE=DATE-TIME;TZID="),
    _changing("DTSTART;TZID=", "DTSTART;VALUE=DATE;TZID="),
    _changing("0000", "0060"),
    _changing("T09", "T24"),
    _changing("UID:", "UID: "),
    _changing("UID:", "UID:\\"),
    _changing("UID:", "UID;X=1:"),
    _changing("UID:", "UID:\xa0"),
    _changing("BEGIN:VEVENT", "begin:vevent"),
    _changing("END:VALARM", "END:VALARN"),
    _changing("RECURRENCE-ID", "RECURRENCE-ID;RANGE=THISANDFUTURE"),
    _changing("RRULE:", "RRULE;X=1:"),
    _changing("RRULE:", "rrule:"),
    _changing("FREQ=", "FREQ =  "),
    _changing("DTEND", "DTEND "),
    _changing("SUMMARY:", "SUMMARY;LANGUAGE=nl:"),
    _dropping("UID"),
    _dropping("DTSTART"),
    _dropping("DTEND"),
    _dropping("END:VEVENT"),
    _doubling("DTSTART"),
    _doubling("UID"),
    _doubling("RRULE"),
    _doubling("EXDATE"),
    _doubling("RECURRENCE-ID"),
)
