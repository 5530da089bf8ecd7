"""Event tables from lines that people can read, for the examples of rules and for tests.

One line is one entry of a calendar: when it is, its title, and after a bar the words that say what is special about
it::

    mon 12:30-13:30 Vendor demo | call people=4
    tue,thu 09:00-09:15 Stand-up | call people=6 facilitator
    wed..fri Away | absence

When: ``DAY[,DAY…] HH:MM-HH:MM`` (an end before the start lies on the next day; several days are one series),
``DAY HH:MM-DAY HH:MM`` across days, and ``DAY`` or ``DAY..DAY`` (last day included) for an entry on calendar days.
A DAY is mon … sun of the example week, or a date such as 2026-10-25. Times are the owner's wall clock.

A word is a fact that a source tells of an entry, never what follows from it: whether the event counts, is social, a
lunch or an open room is read from it by the same code as from every calendar (:mod:`analyzer.events.rows`).

====================== ============================================================================================
word                   meaning
====================== ============================================================================================
people=4               people, the owner included (2 without it); ``4+``: the last one is a group; ``?``: the guests
                       are hidden; ``unnamed``: from a second calendar, in which nobody is named
members=bo,cem         among the people are bo@example.org and cem@example.org, in whose calendars it stands too
call, call=zoom        the way into a call; ``hybrid``: a call with an accepted room
focus, absence, place  declared focus time, absence, working place; ``place=home``, ``office`` or ``other``: which
agenda, decides        the description gives a topic; it says what is decided
facilitator, keeper    the description names a facilitator, a keeper of the decision list
auto                   the description names an automatic note-taker
text=title             the source lets no description through
chair                  the source names the organiser the chair
busy                   only "busy" is visible
private                private: the words are for nobody else
free                   shown as free
cancelled, declined    cancelled; the owner said no
tentative, unanswered  the owner has not said yes
series=x, uid=x        the uid; with ``series`` it is one of a series
endless                the series has no end
since=2024-03-04       the first day of the series (without it the first of the line)
mine, by=ADDRESS       organised by the owner, or by somebody else (the second of the people without it)
====================== ============================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np

from analyzer.agreements import WEEKDAYS, Agreements, RoleAgreement
from analyzer.calendars import Reading
from analyzer.entries import Attendee, DeclaredKind, Entry, Identity, Occurrences, Response, WorkingPlace
from analyzer.entry_table import Column, EntryTable
from analyzer.events.owner import Owner
from analyzer.events.rows import build_table
from analyzer.events.table import EventTable, together
from analyzer.problems import Problem
from analyzer.time.period import Period

EXAMPLE_WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))
"""The week in which weekday names lie: 2026-W47."""

EXAMPLE_OWNER = "anna@example.org"
EXAMPLE_ZONE = "Europe/Amsterdam"

_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun|\d{4}-\d\d-\d\d)"
_TIME = r"\d\d:\d\d"
_LINE = re.compile(
    rf"(?P<days>{_DAY}(?:(?:,{_DAY})*|\.\.{_DAY}))"
    rf"(?: (?P<start>{_TIME})-(?:(?P<end_day>{_DAY}) )?(?P<end>{_TIME}))?(?: (?P<title>.*))?"
)
_LINKS = {
    "meet": "https://meet.google.com/abc-defg-hij",
    "teams": "https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0",
    "zoom": "https://zoom.us/j/123456789",
}
_PLACES: dict[str, WorkingPlace] = {"home": "home", "office": "office", "other": "other"}
_KINDS: dict[str, DeclaredKind] = {"focus": "focus", "absence": "absence", "place": "working-place"}
_RESPONSES: dict[str, Response] = {"declined": "declined", "tentative": "tentative", "unanswered": "needs-action"}
_SAID = {
    "agenda": "We look at the figures of October.",
    "decides": "Decision: which of the two offers we take.",
    "facilitator": "Facilitator: Bo Jansen",
    "keeper": "Decision keeper: Cem Yilmaz",
    "auto": "Notes: Fireflies.ai",
}
"""What the description says for a word."""

_FLAGS = {
    *_KINDS, *_RESPONSES, *_SAID, "busy", "call", "cancelled", "chair", "endless", "free", "hybrid", "mine", "private",
}  # fmt: skip
_VALUES = {
    "by": r"\S+@\S+", "call": "|".join(_LINKS), "members": r"[a-z]+(?:,[a-z]+)*", "people": r"[1-9]\d*\+?|\?|unnamed",
    "place": "|".join(_PLACES), "series": r"\S+", "since": r"\d{4}-\d\d-\d\d", "text": "title", "uid": r"\S+",
}  # fmt: skip
"""The words with a value, and its form."""


class ExampleError(ValueError):
    """A line that does not keep to the grammar."""


@dataclass(frozen=True)
class _Line:
    """One line: its title, its words, and when its occurrences start and end on the wall clock."""

    number: int
    title: str
    words: dict[str, str]
    clocks: list[tuple[datetime, datetime]]
    is_all_day: bool

    @property
    def people(self) -> str:
        """How many, as the line says it."""
        return self.words.get("people", "2")

    @property
    def members(self) -> list[str]:
        return [f"{name}@example.org" for name in self.words.get("members", "").split(",") if name]

    @property
    def named(self) -> list[str]:
        """The people beside the owner whom the line names, the organiser first."""
        return list(dict.fromkeys([*filter(None, [self.words.get("by")]), *self.members]))

    @property
    def others(self) -> list[str]:
        """The people beside the owner: whom the line names, and whoever else comes."""
        count = {"?": 2, "unnamed": 1}.get(self.people) or int(self.people.removesuffix("+"))
        more = [f"person-{position}@example.org" for position in range(len(self.named) + 2, count + 1)]
        return [*self.named, *more][: count - 1]


@dataclass
class _Calendar:
    """The calendar that the lines describe."""

    identity: Identity
    entries: list[Entry]
    source: str
    name: str = ""
    problems: list[Problem] = field(default_factory=list)
    is_subscription: bool = False
    is_incomplete: bool = False
    is_windowed: bool = False

    def columns(self) -> EntryTable[Column]:
        return EntryTable.of(self.entries)


def read_examples(
    lines: Sequence[str],
    *,
    zone: str = EXAMPLE_ZONE,
    calendar: str = EXAMPLE_OWNER,
    agreements: Agreements | None = None,
) -> EventTable:
    """Return the event table of ``lines``, read like any calendar: one owner's, and those of its ``members``.

    Args:
        lines: one entry each, in the grammar of this module; their order is of no importance.
        zone: the owner's zone.
        calendar: the owner.
        agreements: what was agreed on about reading (unanswered invitations, roles); the defaults without it.

    Raises:
        ExampleError: a line does not keep to the grammar.
    """
    agreed = agreements or Agreements()
    table = _table(tuple(lines), ZoneInfo(zone), calendar, agreed.count_unanswered, agreed.roles)
    return table.take(np.arange(len(table))).settled()  # a copy: what is done to it is not read again


@lru_cache(maxsize=256)  # the same few lines are read again and again
def _table(
    lines: tuple[str, ...],
    zone: ZoneInfo,
    calendar: str,
    count_unanswered: bool,
    roles: tuple[RoleAgreement, ...],
) -> EventTable:
    agreements = Agreements(count_unanswered=count_unanswered, roles=roles)
    read = [_read(line, number) for number, line in enumerate(lines, 1)]
    tables = []
    for owner in dict.fromkeys([calendar, *(member for line in read for member in line.members)]):
        own = [line for line in read if owner == calendar or owner in line.members]
        # A calendar names people or it does not: lines of both kinds are two calendars of one owner.
        parts = {tells: [line for line in own if (line.people != "unnamed") is tells] for tells in (True, False)}
        readings = [_reading(part, zone, calendar, owner, tells_people=tells) for tells, part in parts.items() if part]
        tables.append(build_table(readings, Owner(owner, origin="given"), zone, agreements, name=owner))
    return together(tables)


def _read(line: str, number: int) -> _Line:
    text, _, tail = line.partition("|")
    match = _LINE.fullmatch(text.strip())
    if match is None:
        raise ExampleError(f"no day, times and title: {line!r}")
    read = _Line(number, (match["title"] or "").strip(), _words(tail, line), _clocks(match), match["start"] is None)
    # What one has for oneself may stand in the calendars of others too, each for themselves.
    if not set(read.named).issubset(read.others) and (read.others or "by" in read.words):
        raise ExampleError(f"more people are named than come: {line!r}")
    return read


def _words(tail: str, line: str) -> dict[str, str]:
    words: dict[str, str] = {}
    for word in tail.split():
        key, equals, value = word.partition("=")
        if not (re.fullmatch(_VALUES.get(key, "(?!)"), value) if equals else key in _FLAGS):
            raise ExampleError(f"no such word {word!r}: {line!r}")
        words[key] = value
    if not _SAID.keys().isdisjoint(words) and not {"text", "busy"}.isdisjoint(words):
        raise ExampleError(f"words of a description that cannot be read: {line!r}")
    return words


def _clocks(match: re.Match[str]) -> list[tuple[datetime, datetime]]:
    """Return start and end of every occurrence, on the wall clock."""
    first, _, last = match["days"].partition("..")
    days = [_day(name) for name in first.split(",")]
    if match["start"] is None:
        until = _day(last) if last else None
        return [(day, (until or day) + timedelta(days=1)) for day in days]
    if last or (match["end_day"] and len(days) > 1):
        raise ExampleError(f"days and times do not fit together: {match[0]!r}")
    clocks = []
    for day in days:
        start, end = (
            _clock(day, match["start"]),
            _clock(_day(match["end_day"]) if match["end_day"] else day, match["end"]),
        )
        clocks.append((start, end + timedelta(days=1) if end < start and not match["end_day"] else end))
    return clocks


def _day(name: str) -> datetime:
    day = EXAMPLE_WEEK.first + timedelta(days=WEEKDAYS.index(name)) if name in WEEKDAYS else date.fromisoformat(name)
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001  a wall clock


def _clock(day: datetime, text: str) -> datetime:
    return day + timedelta(hours=int(text[:2]), minutes=int(text[3:]))


def _reading(lines: Sequence[_Line], zone: ZoneInfo, calendar: str, owner: str, *, tells_people: bool) -> Reading:
    """Return what of the lines in ``calendar`` stands in that of ``owner``, and when it occurs."""
    rows = []
    for index, line in enumerate(lines):
        for clock in line.clocks:
            start, end = (moment.replace(tzinfo=zone).astimezone(ZoneInfo("UTC")) for moment in clock)
            if end < start:
                raise ExampleError(f"ends before it starts: {line.title!r}")
            rows.append((index, start, end, start))
    entries = [_entry(line, calendar, owner) for line in lines]
    identity = Identity(owner=owner, tells_people=tells_people)
    return Reading(_Calendar(identity, entries, "example" if tells_people else "unnamed"), Occurrences.of(rows))


def _entry(line: _Line, calendar: str, owner: str) -> Entry:
    words = line.words
    is_series = bool({"series", "since"} & words.keys()) or len(line.clocks) > 1
    first = date.fromisoformat(words["since"]) if "since" in words else line.clocks[0][0].date()
    entry = Entry(
        uid=words.get("series") or words.get("uid") or f"line-{line.number}",
        declared_kind=next((kind for word, kind in _KINDS.items() if word in words), ""),
        working_place=_PLACES.get(words.get("place", ""), ""),
        is_free="free" in words,
        is_cancelled="cancelled" in words,
        is_private="private" in words,
        is_all_day=line.is_all_day,
        is_recurring=is_series,
        series_start=first if is_series else None,
        is_endless="endless" in words,
        line=line.number,
    )
    if "busy" in words:
        entry.is_busy_only, entry.readable = True, "none"
        return entry
    entry.title = line.title
    said = [text for word, text in _SAID.items() if word in words]
    if "call" in words or "hybrid" in words:
        link = _LINKS[words.get("call") or "meet"]
        entry.conference_links = (link,)
        said.append(f"Join the meeting: {link}")
    if "text" in words:
        entry.readable = "title"
    else:
        entry.description = "\n".join(said)
    if line.people != "unnamed":
        _invite(entry, line, calendar, owner)
    return entry


def _invite(entry: Entry, line: _Line, calendar: str, owner: str) -> None:
    """Give an entry its organiser and its people."""
    words, others, is_group_last = line.words, line.others, line.people.endswith("+")
    persons = others[:-1] if is_group_last else others
    first = calendar if others else owner
    organizer = first if "mine" in words or not persons else persons[0]
    response: Response = next((response for word, response in _RESPONSES.items() if word in words), "")
    people = [first, *persons] if others or response else []
    if line.people == "?":
        people, entry.are_people_hidden = [owner], True
    entry.organizer = Attendee(organizer, is_self=organizer == owner)
    entry.attendees = tuple(
        Attendee(
            one,
            response=response if response and one == owner else "accepted",
            is_self=one == owner,
            is_chair="chair" in words and one == organizer,
        )
        for one in people
    )
    if is_group_last:
        entry.attendees += (Attendee(others[-1], kind="group"),)
    if "hybrid" in words:
        entry.attendees += (Attendee("room@example.org", response="accepted", kind="room"),)
