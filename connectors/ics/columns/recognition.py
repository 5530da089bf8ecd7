"""Which events are surely understood, and what they say as columns; the others go the careful road with their uid.

Everything here is a list of what is known, never of what is odd: an event stays on the fast road only while each of its
lines is of a shape whose reading is the careful road's to the letter, and gives no reason for a problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

import numpy as np

from analyzer.problems import ProblemKind
from connectors.ics.columns.buffer import Flags, Ints, integers
from connectors.ics.columns.people import People, read_people
from connectors.ics.columns.properties import Properties
from connectors.ics.columns.rules import EPOCH, Kind, RuleRows, Rules, is_of_clock
from connectors.ics.columns.scan import Lines
from connectors.ics.columns.structure import Events
from connectors.ics.columns.times import DATE, DAY_SECONDS, UNREAD, Times, Zones, read_list, read_times
from connectors.ics.parsing.dates import DATE_LIMIT
from connectors.ics.parsing.events import LINK_PROPERTIES, ONCE
from connectors.ics.parsing.moments import TimeUnreadable, read_duration
from connectors.ics.recurrence.expansion import RuleRefused, check_start, parse_rule
from connectors.ics.recurrence.problems import UNTIL_TIME
from connectors.ics.recurrence.rule import read_until

_LONGEST_DAYS = 10_000
"""A longer DURATION is the careful road's: it may end beyond the calendar."""


Notes = list[tuple[ProblemKind, dict[str, object]]]
"""Problems, with the fields of their sentences."""


class Reason(IntEnum):
    """Why an event goes the careful road."""

    NONE = 0
    LINES = 1
    UID = 2
    START = 3
    END = 4
    LENGTH = 5
    PEOPLE = 6
    TEXT = 7
    NUMBER = 8
    RULE = 9
    DATES = 10
    ZONE = 11
    SERIES = 12


@dataclass(slots=True)
class Spans:
    """Where the value of a property begins and ends in the text of the stream, for each event; both 0 for none."""

    start: Ints
    end: Ints


@dataclass(slots=True)
class Columns:
    """What the events of a stream say; one element for each event, right where ``reason`` is 0.

    Attributes:
        reason: a :class:`Reason`.
        uid: as written.
        line: physical line of the BEGIN.
        start: first occurrence.
        end: of DTEND; its zone is ``UNREAD`` where there is none.
        days, exact: the length where DTEND says none: whole days, and seconds.
        is_all_day: starts and ends on days.
        rule: place of its rule; 0 for none.
        recurrence: of RECURRENCE-ID; its zone is ``UNREAD`` where there is none.
        excluded_event, excluded: EXDATE, one element for each date.
        texts: by property.
        people: who is invited.
        is_cancelled, is_free, is_private: as the careful road says.
        busy_status: place in ``busy_statuses``, -1 for none.
        notes: what is to be said of the rules of some events.
    """

    lines: Lines
    properties: Properties
    zones: Zones
    reason: Ints
    uid: list[bytes]
    line: Ints
    start: Times
    end: Times
    days: Ints
    exact: Ints
    is_all_day: Flags
    rule: Ints
    rules: Rules
    recurrence: Times
    excluded_event: Ints
    excluded: Times
    texts: dict[str, Spans]
    people: People
    is_cancelled: Flags
    is_free: Flags
    is_private: Flags
    busy_status: Ints
    busy_statuses: list[str] = field(default_factory=list)
    notes: dict[int, Notes] = field(default_factory=dict)

    def decline(self, events: Ints | Flags, reason: Reason) -> None:
        """Send events the careful road; the first reason stays."""
        chosen = np.flatnonzero(events) if events.dtype == bool else events
        chosen = chosen[self.reason[chosen] == Reason.NONE]
        self.reason[chosen] = reason


_TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "URL")
_CHECKED = (*_TEXTS, "X-ALT-DESC", "CATEGORIES", "CONFERENCE", "DTSTAMP", "LAST-MODIFIED", *LINK_PROPERTIES)


def recognise(lines: Lines, events: Events, zones: Zones) -> Columns:
    """Return the columns of the events; what belongs together as a series is looked at afterwards."""
    size = len(events)
    properties = Properties(lines, events)
    nothing = Times(np.zeros(size, dtype=np.int64), np.full(size, UNREAD), np.full(size, -1))
    columns = Columns(
        lines=lines,
        properties=properties,
        zones=zones,
        reason=np.zeros(size, dtype=np.int64),
        uid=[],
        line=lines.number[events.begin].astype(np.int64),
        start=nothing,
        end=nothing,
        days=np.zeros(size, dtype=np.int64),
        exact=np.zeros(size, dtype=np.int64),
        is_all_day=np.zeros(size, dtype=bool),
        rule=np.zeros(size, dtype=np.int64),
        rules=Rules(RuleRows()),
        recurrence=nothing,
        excluded_event=integers([]),
        excluded=nothing,
        texts={},
        people=read_people(properties, size),
        is_cancelled=np.zeros(size, dtype=bool),
        is_free=np.zeros(size, dtype=bool),
        is_private=np.zeros(size, dtype=bool),
        busy_status=np.full(size, -1, dtype=np.int64),
    )
    columns.decline(properties.event_of(properties.odd), Reason.LINES)
    columns.decline(columns.people.unread, Reason.PEOPLE)
    for name in ONCE:
        columns.decline(_count(columns, name) > 1, Reason.LINES)
    _read_uids(columns)
    _read_texts(columns)
    _read_words(columns)
    _read_when(columns)
    _read_rules(columns)
    _read_exclusions(columns)
    return columns


def _count(columns: Columns, name: str) -> Ints:
    properties = columns.properties
    return np.bincount(properties.event_of(properties.of(name)), minlength=len(columns.reason))


def _only(columns: Columns, name: str, reason: Reason) -> tuple[Ints, Ints]:
    """Return the lines of a property and their events; events that have it twice are declined and have none here."""
    properties = columns.properties
    which = properties.of(name)
    is_double = _count(columns, name) > 1
    columns.decline(is_double, reason)
    which = which[~is_double[properties.event_of(which)]]
    return which, properties.event_of(which)


def _read_uids(columns: Columns) -> None:
    lines = columns.lines
    which, event = _only(columns, "UID", Reason.UID)
    begin, end = lines.sign[which] + 1, lines.end[which]
    # Blanks at its ends, signs that may be blanks, parameters and escapes: all these are read with care.
    first, last = lines.buffer.bytes[begin], lines.buffer.bytes[end - 1]
    is_plain = (lines.buffer.bytes[lines.sign[which]] == ord(":")) & (end > begin)
    is_plain &= (first > ord(" ")) & (first < 0x7F) & (last > ord(" ")) & (last < 0x7F)
    texts = lines.buffer.slices(begin, end)
    uids = [b""] * len(columns.reason)
    for at, text in zip(event.tolist(), texts, strict=True):
        uids[at] = text
    columns.uid = uids
    is_escaped = np.zeros(len(texts), dtype=bool)
    if b"\\" in b"".join(texts):
        is_escaped[:] = [b"\\" in text for text in texts]
    is_named = np.zeros(len(uids), dtype=bool)
    is_named[event[is_plain & ~is_escaped]] = True
    columns.decline(~is_named, Reason.UID)


def _read_texts(columns: Columns) -> None:
    lines, properties = columns.lines, columns.properties
    for name in _CHECKED:
        which = properties.of(name)
        event = properties.event_of(which)
        begin, is_plain = properties.values(which)
        columns.decline(event[~is_plain], Reason.TEXT)
        if name in _TEXTS:
            start, end = np.zeros_like(columns.reason), np.zeros_like(columns.reason)
            start[event], end[event] = begin, lines.end[which]
            columns.texts[name] = Spans(start, end)


def _words(columns: Columns, name: str) -> tuple[Ints, list[str], Ints]:
    """Return the values of a property: which of the distinct ones, those in capitals, and the events."""
    properties = columns.properties
    which = properties.of(name)
    begin, is_plain = properties.values(which)
    columns.decline(properties.event_of(which[~is_plain]), Reason.TEXT)
    which, begin = which[is_plain], begin[is_plain]
    found, texts = columns.lines.buffer.distinct(begin, columns.lines.end[which])
    return found, [text.decode().strip().upper() for text in texts], properties.event_of(which)


def _read_words(columns: Columns) -> None:
    """Read the properties that are one word out of few."""

    def mark(flags: Flags, name: str, is_meant: Callable[[str], bool]) -> None:
        found, words, event = _words(columns, name)
        meant = np.array([is_meant(word) for word in words], dtype=bool)
        flags[event[meant[found]]] = True

    mark(columns.is_cancelled, "STATUS", lambda word: word in ("CANCELLED", "CANCELED"))
    mark(columns.is_free, "TRANSP", lambda word: word == "TRANSPARENT")
    for name in ("CLASS", "X-CALENDARSERVER-ACCESS"):
        mark(columns.is_private, name, lambda word: word not in ("", "PUBLIC"))
    is_odd = np.zeros(len(columns.reason), dtype=bool)
    mark(is_odd, "SEQUENCE", lambda word: not (word.isascii() and word.isdigit() and len(word) <= 12))
    columns.decline(is_odd, Reason.NUMBER)
    found, columns.busy_statuses, event = _words(columns, "X-MICROSOFT-CDO-BUSYSTATUS")
    columns.busy_status[event[::-1]] = found[::-1]  # the first one of an event counts: written last, it stays
    is_shown_free = np.array([word == "FREE" for word in columns.busy_statuses] + [False], dtype=bool)
    columns.is_free |= is_shown_free[columns.busy_status]


def _spread(columns: Columns, name: str, reason: Reason) -> Times:
    """Return the one time of a property for each event; ``UNREAD`` where it has none, declined where it is not read."""
    which, event = _only(columns, name, reason)
    times = read_times(columns.lines, which, columns.zones)
    columns.decline(event[times.zone == UNREAD], reason)
    size = len(columns.reason)
    spread = Times(np.zeros(size, dtype=np.int64), np.full(size, UNREAD), np.full(size, -1))
    spread.local[event], spread.zone[event], spread.tzid[event] = times.local, times.zone, times.tzid
    return spread


def _read_when(columns: Columns) -> None:
    start = columns.start = _spread(columns, "DTSTART", Reason.START)
    columns.decline(start.zone == UNREAD, Reason.START)
    columns.is_all_day = start.zone == DATE
    end = columns.end = _spread(columns, "DTEND", Reason.END)
    has_end = end.zone != UNREAD
    is_same_kind = (start.zone == end.zone) | ((start.zone >= 0) & (end.zone >= 0))
    columns.decline(has_end & ~is_same_kind, Reason.END)
    columns.decline(has_end & columns.is_all_day & (end.local <= start.local), Reason.END)
    columns.decline(has_end & (start.zone == end.zone) & (end.local < start.local), Reason.END)
    _read_durations(columns, has_end)
    columns.recurrence = _spread(columns, "RECURRENCE-ID", Reason.SERIES)


def _read_durations(columns: Columns, has_end: Flags) -> None:
    columns.days[columns.is_all_day & ~has_end] = 1
    found, words, event = _words(columns, "DURATION")
    columns.decline(event[has_end[event]], Reason.LENGTH)
    lengths = integers([_length(word) for word in words]).reshape(-1, 3)
    days, exact, is_read = lengths[found, 0], lengths[found, 1], lengths[found, 2] > 0
    is_read &= ~columns.is_all_day[event] | ((exact == 0) & (days > 0))
    columns.decline(event[~is_read], Reason.LENGTH)
    columns.days[event], columns.exact[event] = days, exact


def _length(word: str) -> tuple[int, int, int]:
    """Return days, seconds, and 1 where a DURATION is plainly read."""
    try:
        duration = read_duration(word)
    except (TimeUnreadable, OverflowError):
        return 0, 0, 0
    exact = duration.exact.days * DAY_SECONDS + duration.exact.seconds
    is_plain = 0 <= duration.days <= _LONGEST_DAYS and 0 <= exact <= _LONGEST_DAYS * DAY_SECONDS
    return duration.days, exact, int(is_plain and not duration.exact.microseconds)


def _read_rules(columns: Columns) -> None:
    for name in ("EXRULE", "RDATE"):
        columns.decline(columns.properties.event_of(columns.properties.of(name)), Reason.RULE)
    lines, start = columns.lines, columns.start
    which, event = _only(columns, "RRULE", Reason.RULE)
    columns.decline(event[lines.buffer.bytes[lines.sign[which]] != ord(":")], Reason.RULE)
    numbers = RuleRows()
    reader = _RuleReader(numbers, columns.zones)
    known: dict[tuple[bytes, int], tuple[int, Notes]] = {}
    unread: list[int] = []
    texts = lines.buffer.slices(lines.sign[which] + 1, lines.end[which])
    for at, key in zip(event.tolist(), zip(texts, start.zone[event].tolist(), strict=True), strict=True):
        if key not in known:
            known[key] = reader.read(*key)
        columns.rule[at], notes = known[key]
        if not columns.rule[at]:
            unread.append(at)
        elif notes:
            columns.notes[at] = notes
    columns.decline(integers(unread), Reason.RULE)
    rules = columns.rules = Rules(numbers)
    # A start that does not fit its rule is one occurrence more, which only the careful expansion adds.
    columns.rule += ~rules.fit(columns.rule, start.local)
    is_asked = (rules.kind[columns.rule] == Kind.OTHER) | (start.local > rules.until[columns.rule])
    for at in np.flatnonzero(is_asked & (columns.reason == Reason.NONE)).tolist():
        rule = rules.rule(int(columns.rule[at]))
        if rule is not None and (notes := check_start(rule, EPOCH + timedelta(seconds=int(start.local[at])))):
            columns.notes[at] = [*columns.notes.get(at, ()), *notes]


_UNTIL = re.compile(rb"(.*;UNTIL=)([0-9]{8}(?:T[0-9]{6}(Z?))?)(|;.*)\Z")
_COUNT = re.compile(rb"(.*;COUNT=)([1-9][0-9]{0,3})(|;.*)\Z")


class _RuleReader:
    """Reads each distinct rule once; of those that differ in their end alone, everything but the end."""

    def __init__(self, numbers: RuleRows, zones: Zones) -> None:
        self._numbers, self._zones = numbers, zones
        self._known: dict[tuple[object, ...], tuple[int, Notes]] = {}

    def read(self, text: bytes, zone: int) -> tuple[int, Notes]:
        """Return the place of a rule, 0 where only the careful road reads it, and what is to be said of it."""
        if b"UNTIL=" not in text:
            return self._counted(text, zone)
        found = _UNTIL.match(text) if b"UNTIL=" not in text.partition(b"UNTIL=")[2] else None
        if found is None:
            return self._once((text, zone), text, zone)
        form = (found[1], len(found[2]), found[4], zone)
        if form not in self._known:
            return self._once(form, text, zone)
        place, notes = self._known[form]
        if not place:
            return self._rule(text, zone)
        try:
            until = read_until(found[2].decode(), zone == DATE, self._zone(zone), {})
        except RuleRefused:
            return 0, []
        other = self._numbers.add_until(place, until)
        self._numbers.add_until(place + 1, until)
        return other, notes

    def _counted(self, text: bytes, zone: int) -> tuple[int, Notes]:
        """Read a rule that ends after so many occurrences, or never."""
        found = _COUNT.match(text) if text.upper().count(b"COUNT=") == 1 else None
        if found is None:
            return self._once((text, zone), text, zone)
        form = (found[1], len(found[2]), found[3], zone)
        if form not in self._known:
            return self._once(form, text, zone)
        place, notes = self._known[form]
        if not place:
            return self._rule(text, zone)
        other = self._numbers.add_count(place, int(found[2]))
        self._numbers.add_count(place + 1, int(found[2]))
        return other, notes

    def _once(self, key: tuple[object, ...], text: bytes, zone: int) -> tuple[int, Notes]:
        if key not in self._known:
            self._known[key] = self._rule(text, zone)
        return self._known[key]

    def _rule(self, text: bytes, zone: int) -> tuple[int, Notes]:
        if zone == UNREAD or not text.strip(b" \t;"):
            return 0, []
        is_all_day = zone == DATE
        try:
            rule, notes = parse_rule(text.decode(), is_all_day=is_all_day, zone=self._zone(zone))
        except RuleRefused:
            return 0, []
        # The end of a series of whole days may be an instant: then it depends on whose days they are.
        if is_of_clock(rule) or (is_all_day and any(kind is UNTIL_TIME for kind, _ in notes)):
            return 0, []
        place = self._numbers.add(rule)
        self._numbers.add(rule, is_other=True)
        return place, notes

    def _zone(self, zone: int) -> ZoneInfo | None:
        return self._zones.zones[zone] if zone >= 0 else None


def _read_exclusions(columns: Columns) -> None:
    """Read EXDATE: all lines with one date at once, lists one by one."""
    lines, properties = columns.lines, columns.properties
    which = properties.of("EXDATE")
    times = read_times(lines, which, columns.zones)
    is_single = times.zone != UNREAD
    events = [properties.event_of(which[is_single])]
    parts = [(times.local[is_single], times.zone[is_single], times.tzid[is_single])]
    for at in which[~is_single].tolist():
        event = int(properties.event_of(integers([at]))[0])
        found = read_list(lines, at, columns.zones)
        if found is None:
            columns.decline(integers([event]), Reason.DATES)
            continue
        events.append(np.full(len(found.local), event))
        parts.append((found.local, found.zone, found.tzid))
    columns.excluded_event = np.concatenate(events)
    columns.excluded = Times(*(np.concatenate([part[place] for part in parts]) for place in range(3)))
    counts = np.bincount(columns.excluded_event, minlength=len(columns.reason))
    columns.decline(counts > DATE_LIMIT, Reason.DATES)
    # A date that takes away from a series is of its kind: a day from days, a time with a zone from such times.
    start, zone = columns.start.zone[columns.excluded_event], columns.excluded.zone
    is_same_kind = (start == zone) | ((start >= 0) & (zone >= 0))
    columns.decline(columns.excluded_event[~is_same_kind], Reason.DATES)
