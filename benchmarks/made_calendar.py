"""One calendar in the making, as a Google export writes it: zones, attendees, folded text, series and overrides.

How often texts are repeated and speak of roles is measured on real calendars: :mod:`benchmarks.shares`.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from analyzer.reading.roles.words import role_stems_in
from benchmarks import phrases
from benchmarks.shares import REAL, TextShares

OWNER = "anna@example.org"
HOME = "Europe/Amsterdam"
SERIES_SHARE = 0.15
ROLE_SHARE = 0.04
OVERRIDE_SHARE = 0.085
"""About so many of the entries with a text are changed occurrences, which repeat that of their series."""
FURTHER_ZONES = ("Europe/London", "America/New_York", "Asia/Kolkata")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_STAMP = "DTSTAMP:20260101T000000Z"


@dataclass(frozen=True, slots=True)
class Invitation:
    """What all occurrences of a meeting share: its lines before folding, and the words of an override."""

    uid: str
    title: str
    lines: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """The text of an invitation, and the call it names."""

    text: str
    address: str
    of_vendor: str
    has_role: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """How the moments of an entry are written: in a zone, in UTC (``zone`` is "UTC"), or as whole days ("")."""

    zone: str

    def moment(self, name: str, value: datetime) -> str:
        """Return the line of a property with this moment, ``value`` being the wall clock of the zone."""
        if not self.zone:
            return f"{name};VALUE=DATE:{value:%Y%m%d}"
        if self.zone == "UTC":
            return f"{name}:{value:%Y%m%dT%H%M%S}Z"
        return f"{name};TZID={self.zone}:{value:%Y%m%dT%H%M%S}"

    def until(self, day: datetime) -> str:
        """Return the end of a rule after the occurrence of ``day``, as Google writes it: in UTC, or a date."""
        if not self.zone:
            return f"{day:%Y%m%d}"
        end = day.replace(hour=23, minute=59, second=59, tzinfo=ZoneInfo(self.zone))
        return f"{end.astimezone(UTC):%Y%m%dT%H%M%SZ}"


@dataclass(frozen=True, slots=True)
class Repetition:
    """The rule of a series without its end, and the days it gives."""

    rule: str
    days: tuple[datetime, ...]


class Calendar:
    """A calendar that is being made, the same for the same seed.

    ``counts`` says how much of everything it holds, ``traits`` by uid what peers are known to read differently.
    """

    def __init__(self, seed: int, shares: TextShares = REAL) -> None:
        self.chance = random.Random(seed)
        self._shares = shares
        self._texts: list[_Words] = []
        self.lines = _header()
        self.counts: Counter[str] = Counter()
        self.traits: dict[str, str] = {}

    def text(self) -> str:
        """Return the ICS text, folded at 75 bytes as RFC 5545, 3.1 asks."""
        return "\r\n".join([*(folded(line) for line in self.lines), "END:VCALENDAR", ""])

    def single(self, day: datetime) -> None:
        """Add a meeting or an appointment that happens once."""
        clock, start, length = self._when(day, whole_day_share=0.04, utc_share=0.4)
        self._add(self._invitation("single", clock), clock, start, length)

    def series(self, first: datetime, occurrences: int, *, is_endless: bool = False, overrides: int = 3) -> None:
        """Add a series with so many occurrences, with at most so many of them moved, renamed, declined or cancelled."""
        clock, start, length = self._when(first, whole_day_share=0.01, utc_share=0.03)
        invitation = self._invitation("series", clock)
        if clock.zone == "UTC":
            self.traits[invitation.uid] = "series in UTC"
        repetition = _repetition(self.chance, start, occurrences)
        end = ""
        if is_endless:
            self.counts["endless"] += 1
        elif self.chance.random() < 0.5:
            end = f";COUNT={len(repetition.days)}"
        else:
            end = f";UNTIL={clock.until(repetition.days[-1])}"
        changed = self.chance.sample(repetition.days[1:], min(len(repetition.days) - 1, 5))
        skipped, moved = sorted(changed[:2]), changed[2:]
        skipped = skipped if self.chance.random() < 0.4 else []
        self.counts["excluded"] += len(skipped)
        extra = [f"RRULE:{repetition.rule}{end}", *(clock.moment("EXDATE", day) for day in skipped)]
        self._add(invitation, clock, start, length, extra)
        for day in moved[: self.chance.choices((0, 1, 2, 3), (70, 16, 9, 5))[0]][:overrides]:
            self._override(invitation, clock, day, length)

    def _override(self, invitation: Invitation, clock: Clock, day: datetime, length: timedelta) -> None:
        kind = self.chance.choices(("moved", "renamed", "declined", "cancelled"), (50, 20, 15, 15))[0]
        start = day
        if kind == "moved":
            start += timedelta(days=self.chance.choice((0, 0, 1, -1)), minutes=30 * self.chance.randrange(-3, 4))
            start = start if clock.zone else start.replace(hour=0, minute=0)
        changed = invitation
        if kind == "renamed":
            changed = replace(invitation, title=f"{invitation.title} (extra)")
        elif kind == "declined" and invitation.answers:
            changed = replace(invitation, answers=(_answer(OWNER, "DECLINED"), *invitation.answers[1:]))
        self.counts["override"] += 1
        self.counts[kind] += 1
        extra = [clock.moment("RECURRENCE-ID", day)]
        self._add(changed, clock, start, length, extra, is_cancelled=kind == "cancelled")

    def _when(self, day: datetime, *, whole_day_share: float, utc_share: float) -> tuple[Clock, datetime, timedelta]:
        chance = self.chance
        if chance.random() < whole_day_share:
            self.counts["all-day"] += 1
            return Clock(""), day, timedelta(days=chance.choice((1, 1, 1, 2, 5)))
        start = day + timedelta(hours=chance.randrange(8, 17), minutes=chance.choice((0, 0, 15, 30, 30, 45)))
        length = timedelta(minutes=chance.choice((15, 25, 30, 30, 45, 50, 60, 60, 90, 120)))
        zone = HOME
        if (draw := chance.random()) < utc_share:
            zone = "UTC"
        elif draw < utc_share + 0.05:
            zone = chance.choice(FURTHER_ZONES)
        self.counts["home" if zone == HOME else "utc" if zone == "UTC" else "other zone"] += 1
        return Clock(zone), start, length

    def _invitation(self, kind: str, clock: Clock) -> Invitation:
        chance, counts = self.chance, self.counts
        title = "" if clock.zone else phrases.all_day(chance)
        counts[kind] += 1
        lines = []
        if is_private := chance.random() < 0.03:
            lines.append("CLASS:PRIVATE")
        has_others = chance.random() < (0.98 if kind == "series" else 0.85)
        is_free = chance.random() < 0.03
        lines.append("TRANSP:TRANSPARENT" if is_free else "TRANSP:OPAQUE")
        counts["private"] += is_private
        counts["free"] += is_free
        uid = f"{chance.getrandbits(80):020x}@google.com"
        if not has_others:
            counts["appointment"] += 1
            return Invitation(uid, title or phrases.alone(chance), tuple(lines), ())
        words = self._words()
        address = words.address
        counts["call"] += bool(address)
        counts["role"] += words.has_role
        lines.append("DESCRIPTION:" + escaped(words.text))
        if words.of_vendor:
            lines.append(f"{words.of_vendor}:{address}")
        if not address or chance.random() < 0.2:
            lines.append(f"LOCATION:Room {chance.randrange(1, 60)}\\, floor {chance.randrange(0, 9)}")
        others = [f"{name.lower().replace('ë', 'e')}.{chance.randrange(40)}@example.org" for name in
                  chance.sample(phrases.PEOPLE, chance.choice((1, 1, 1, 2, 2, 3, 3, 4, 5, 7)))]  # fmt: skip
        organizer = OWNER if chance.random() < 0.25 else others[0]
        lines.append(f"ORGANIZER;CN={organizer}:mailto:{organizer}")
        own = chance.choices(("ACCEPTED", "TENTATIVE", "NEEDS-ACTION", "DECLINED"), (84, 5, 7, 4))[0]
        counts["declined by owner"] += own == "DECLINED"
        theirs = chance.choices(("ACCEPTED", "TENTATIVE", "NEEDS-ACTION", "DECLINED"), (70, 5, 20, 5), k=len(others))
        answers = [_answer(OWNER, own), *map(_answer, others, theirs)]
        return Invitation(uid, title or phrases.title(chance), tuple(lines), tuple(answers))

    def _words(self) -> _Words:
        """Return the text of a meeting, one of an earlier meeting as often as real calendars repeat theirs."""
        chance, shares = self.chance, self._shares
        if self._texts and chance.random() >= shares.distinct / (1 - OVERRIDE_SHARE):
            return chance.choice(self._texts)
        is_call, has_role = chance.random() < 0.7, chance.random() < ROLE_SHARE
        speaks = has_role or chance.random() < (shares.speaking - ROLE_SHARE) / (1 - ROLE_SHARE)
        while True:  # of the texts that chance gives, the first of the kind that is wanted
            address, of_vendor = phrases.link(chance) if is_call else ("", "")
            text = phrases.description(chance, address=address, has_role=has_role)
            if bool(role_stems_in(text)) == speaks:
                break
        self._texts.append(_Words(text, address, of_vendor, has_role))
        return self._texts[-1]

    def _add(
        self,
        invitation: Invitation,
        clock: Clock,
        start: datetime,
        length: timedelta,
        extra: Sequence[str] = (),
        *,
        is_cancelled: bool = False,
    ) -> None:
        self.counts["events"] += 1
        self.lines += [
            "BEGIN:VEVENT",
            clock.moment("DTSTART", start),
            clock.moment("DTEND", start + length),
            *extra,
            _STAMP,
            f"UID:{invitation.uid}",
            "CREATED:20260101T000000Z",
            *invitation.answers,
            *invitation.lines,
            "LAST-MODIFIED:20260101T000000Z",
            f"SEQUENCE:{int(bool(extra))}",
            f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}",
            f"SUMMARY:{escaped(invitation.title)}",
            "END:VEVENT",
        ]


def _repetition(chance: random.Random, start: datetime, occurrences: int) -> Repetition:
    """Return a rule of one of six common shapes, and its first days; ``start`` is one of them."""
    shape = chance.choices(("weekly", "two weeks", "twice a week", "workdays", "nth weekday", "day of month"),
                           (58, 15, 9, 6, 8, 4))[0]  # fmt: skip
    name, week = _WEEKDAYS[start.weekday()], timedelta(days=7)
    if shape == "weekly":
        return Repetition(f"FREQ=WEEKLY;BYDAY={name}", tuple(start + week * n for n in range(occurrences)))
    if shape == "two weeks":
        days = tuple(start + 2 * week * n for n in range(occurrences))
        return Repetition(f"FREQ=WEEKLY;WKST=MO;INTERVAL=2;BYDAY={name}", days)
    if shape == "twice a week":
        other = (start.weekday() + 2) % 7
        gap = timedelta(days=2)
        days = tuple(start + week * (n // 2) + gap * (n % 2) for n in range(occurrences))
        return Repetition(f"FREQ=WEEKLY;BYDAY={name},{_WEEKDAYS[other]}", days)
    if shape == "workdays" and start.weekday() < 5:
        near = [start + timedelta(days=n) for n in range(2 * occurrences + 7)]
        days = tuple(day for day in near if day.weekday() < 5)[:occurrences]
        return Repetition("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", days)
    months = [_later_month(start, n) for n in range(occurrences)]
    if shape == "day of month" and start.day <= 28:
        return Repetition(f"FREQ=MONTHLY;BYMONTHDAY={start.day}", tuple(months))
    nth = (start.day - 1) // 7
    if nth == 4:  # a fifth weekday is not in every month: people mean the last
        return Repetition(
            f"FREQ=MONTHLY;BYDAY=-1{name}", tuple(_last_weekday(month, start.weekday()) for month in months)
        )
    return Repetition(f"FREQ=MONTHLY;BYDAY={nth + 1}{name}", tuple(_nth_weekday(month, nth, start) for month in months))


def _later_month(start: datetime, months: int) -> datetime:
    """Return the same day so many months later, at most the 28th."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return start.replace(year=year, month=month + 1, day=min(start.day, 28))


def _nth_weekday(month: datetime, nth: int, start: datetime) -> datetime:
    first = month.replace(day=1)
    return first + timedelta(days=(start.weekday() - first.weekday()) % 7 + 7 * nth)


def _last_weekday(month: datetime, weekday: int) -> datetime:
    last = _later_month(month.replace(day=1), 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def _answer(person: str, answer: str) -> str:
    return (
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};CN={person};X-NUM-GUESTS=0:mailto:{person}"
    )


def escaped(text: str) -> str:
    """Return a text as it stands in a property (RFC 5545, 3.3.11)."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """Return a line in pieces of at most 75 bytes, none of which cuts a letter."""
    if line.isascii():
        if len(line) <= 75:
            return line
        return line[:75] + "".join("\r\n " + line[at : at + 74] for at in range(75, len(line), 74))
    pieces, piece, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > 75:
            pieces.append(piece)
            piece, size = " ", 1
        piece += letter
        size += width
    return "\r\n".join([*pieces, piece])


def zone_lines(name: str, standard: tuple[str, str], summer: tuple[str, str] | None) -> list[str]:
    """Return the VTIMEZONE of a zone; ``standard`` and ``summer`` are an offset and the first start with its rule."""
    offset = standard[0]
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}", f"X-LIC-LOCATION:{name}"]
    if summer is None:
        lines += ["BEGIN:STANDARD", f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}", "DTSTART:19700101T000000"]
        return [*lines, "END:STANDARD", "END:VTIMEZONE"]
    for kind, (there, rule), (back, _) in (("DAYLIGHT", summer, standard), ("STANDARD", standard, summer)):
        first, _, recurring = rule.partition(" ")
        lines += [f"BEGIN:{kind}", f"TZOFFSETFROM:{back}", f"TZOFFSETTO:{there}", f"DTSTART:{first}"]
        lines += [f"RRULE:FREQ=YEARLY;{recurring}", f"END:{kind}"]
    return [*lines, "END:VTIMEZONE"]


def _header() -> list[str]:
    lines = ["BEGIN:VCALENDAR", "PRODID:-//Google Inc//Google Calendar 70.9054//EN", "VERSION:2.0"]
    lines += ["CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{OWNER}", f"X-WR-TIMEZONE:{HOME}"]
    march, october = "BYMONTH=3;BYDAY=-1SU", "BYMONTH=10;BYDAY=-1SU"
    lines += zone_lines(HOME, ("+0100", f"19701025T030000 {october}"), ("+0200", f"19700329T020000 {march}"))
    lines += zone_lines("Europe/London", ("+0000", f"19701025T020000 {october}"), ("+0100", f"19700329T010000 {march}"))
    autumn, spring = "BYMONTH=11;BYDAY=1SU", "BYMONTH=3;BYDAY=2SU"
    lines += zone_lines(
        "America/New_York", ("-0500", f"19701101T020000 {autumn}"), ("-0400", f"19700308T020000 {spring}")
    )
    return lines + zone_lines("Asia/Kolkata", ("+0530", ""), None)
