"""One VEVENT to an entry with its rule: each property by itself, so that a bad one costs only what it must."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analyzer.entries import Attendee, DeclaredKind, Entry
from analyzer.problems import NotReadError, ProblemKind
from connectors.ics.parsing import problems
from connectors.ics.parsing.availability import is_busy_title
from connectors.ics.parsing.components import RawComponent, uid_of
from connectors.ics.parsing.dates import Addition, read_additions, read_exclusions
from connectors.ics.parsing.lines import ContentLine, name_of, split_line
from connectors.ics.parsing.moments import Moment, TimeUnreadable, read_moment
from connectors.ics.parsing.people import read_attendee
from connectors.ics.parsing.problems import ProblemLog
from connectors.ics.parsing.timing import Timing, read_timing
from connectors.ics.parsing.zones import ZoneBook
from connectors.ics.recurrence.expansion import RecurrenceRule, RuleRefused, check_start, parse_rule
from connectors.ics.recurrence.problems import EMPTY
from connectors.ics.work import Work
from connectors.stand_ins import unsplit_uid
from connectors.texts import is_html, plain_text

ONCE = ("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "STATUS", "TRANSP", "SEQUENCE", "DURATION")
"""Properties of which an event has one."""
WANTED = frozenset(
    (
        *ONCE,
        *("DTSTART", "DTEND", "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "DTSTAMP", "LAST-MODIFIED"),
        *("ATTENDEE", "ORGANIZER", "CATEGORIES", "CLASS", "CONFERENCE", "X-ALT-DESC", "X-CALENDARSERVER-ACCESS"),
        *("X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-MICROSOFT-ONLINEMEETINGCONFLINK"),
        *("X-OPENPAAS-VIDEOCONFERENCE", "X-MICROSOFT-CDO-BUSYSTATUS"),
    )
)
"""Properties that are read; the lines of all others are left aside."""
_TIMES = ("DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID")
# Stamps of the export and the edit, not of the event.
_CHANGING = {"DTSTAMP", "LAST-MODIFIED", "SEQUENCE"}
LINK_PROPERTIES = (
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGCONFLINK",
    "X-OPENPAAS-VIDEOCONFERENCE",
)
"""Properties whose value is the way into a video conference."""
METHODS_WITHOUT_EVENT = ("REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER")
"""What no event is: an answer, a proposal or a question about one (RFC 5546 section 1.4)."""


@dataclass(slots=True)
class Component:
    """One VEVENT as read.

    Attributes:
        entry: what it is.
        timing: its first, or only, occurrence.
        rules: what repeats it.
        rule_texts: the same rules as written; what they mean for whole days depends on the owner's zone.
        excluding_rules: what takes occurrences away (EXRULE of RFC 2445).
        added: RDATE.
        excluded: EXDATE.
        recurrence_id: which occurrence of its series it replaces, None for a series or a single event.
        is_range: it replaces all later occurrences as well (RANGE=THISANDFUTURE).
        version: newer versions are greater: SEQUENCE, whether it withdraws the event, LAST-MODIFIED, DTSTAMP.
        has_stale_end: it ends before it starts, as an occurrence does whose start alone was moved; it has no length.
        content: the same, within one process, for components that say the same; the stamp of an export left aside.
        position: place of the entry among those of its calendar, -1 until it has one.
    """

    entry: Entry
    timing: Timing
    rules: list[RecurrenceRule] = field(default_factory=list)
    rule_texts: list[str] = field(default_factory=list)
    excluding_rules: list[RecurrenceRule] = field(default_factory=list)
    added: list[Addition] = field(default_factory=list)
    excluded: list[Moment] = field(default_factory=list)
    recurrence_id: Moment | None = None
    is_range: bool = False
    version: tuple[int, bool, str, str] = (0, False, "", "")
    has_stale_end: bool = False
    content: int = 0
    position: int = -1

    @property
    def is_withdrawal(self) -> bool:
        """Whether its organiser calls it off with it (METHOD:CANCEL)."""
        return self.version[1]

    @property
    def is_series(self) -> bool:
        """Whether it repeats by itself."""
        return bool(self.rules or self.added)


class EventReader:
    """Reads the events of one VCALENDAR."""

    def __init__(self, definitions: list[RawComponent], log: ProblemLog, method: str, work: Work) -> None:
        """Take the VTIMEZONEs of the calendar, its METHOD in capitals, and the log and the work of the source."""
        self._zones = ZoneBook(definitions, self.report, work)
        self._log = log
        self._method = method
        self._line = 0
        self._uid = ""
        self._has_said_floating = False

    def report(self, kind: ProblemKind, **fields: object) -> None:
        """Note something about the event that is being read."""
        self._log.add(kind, self._line, self._uid, **fields)

    def read(self, raw: RawComponent) -> Component | None:
        """Return one event, None when it is skipped; why stands in the log."""
        self._line, self._uid = raw.line, uid_of(raw)
        try:
            return self._read(raw)
        except NotReadError as error:
            self.report(error.kind, **error.fields)
        except Exception as error:  # a defect met in one event must not cost its neighbours; the class of it is shown
            self.report(problems.EVENT_UNREADABLE, cause=type(error).__name__)
        return None

    def _read(self, raw: RawComponent) -> Component:
        if self._method in METHODS_WITHOUT_EVENT:
            raise NotReadError(problems.REPLY_NOT_EVENT, method=self._method)
        properties = self._properties(raw)
        self._uid = self._text(properties, "UID")
        is_cancelled = self._method == "CANCEL" or _value(properties, "STATUS") in ("CANCELLED", "CANCELED")
        recurrence_id = self._recurrence_id(properties)
        timing, has_stale_end = self._timing(properties, recurrence_id, is_cancelled)
        self._check_zone(properties, timing)
        component = Component(
            entry=self._entry(properties, timing, raw.line),
            timing=timing,
            added=read_additions(properties.get("RDATE", ()), timing.start, self._zones.zone, self.report),
            excluded=read_exclusions(properties.get("EXDATE", ()), self._zones.zone, self.report),
            recurrence_id=recurrence_id,
            is_range=_is_range(properties),
            version=(self._sequence(properties), self._method == "CANCEL", *_stamps(properties)),
            has_stale_end=has_stale_end,
            content=hash((is_cancelled, _content(properties))),
        )
        component.entry.is_cancelled = is_cancelled
        self._read_rules(properties, component)
        component.entry.is_recurring = component.is_series or recurrence_id is not None
        if component.is_series:
            component.entry.series_start = timing.start.local.date()
            component.entry.is_endless = any(rule.is_endless for rule in component.rules)
        if not self._uid:
            component.entry.uid = _derived_uid(properties, component.entry)
            self.report(problems.UID_MISSING)
        return component

    def _timing(
        self, properties: Mapping[str, list[ContentLine]], recurrence_id: Moment | None, is_cancelled: bool
    ) -> tuple[Timing, bool]:
        """Return when it takes place, and whether its end was left behind when its start was moved."""
        original = recurrence_id if is_cancelled else None
        try:
            return read_timing(properties, self._zones.zone, self.report, original), False
        except NotReadError as error:
            if recurrence_id is None or error.kind is not problems.END_BEFORE_START:
                raise
        self.report(problems.OVERRIDE_END_STALE)
        endless = {name: lines for name, lines in properties.items() if name != "DTEND"}
        return read_timing(endless, self._zones.zone, self.report, original), True

    def _properties(self, raw: RawComponent) -> dict[str, list[ContentLine]]:
        properties: dict[str, list[ContentLine]] = {}
        for line in raw.lines:
            name = name_of(line)
            if name and name not in WANTED:
                continue
            parts = split_line(line) if name else None
            if parts is None:
                self._log.add(problems.LINE_UNREADABLE, line.number, self._uid)
                continue
            if parts.has_lost_parameters:
                self._log.add(problems.PARAMETERS_UNREADABLE, line.number, self._uid, property=parts.name)
            if parts.has_odd_quotes:
                self._log.add(problems.QUOTES_ODD, line.number, self._uid, property=parts.name)
            properties.setdefault(parts.name, []).append(parts)
        for name in ONCE:
            if len(properties.get(name, ())) > 1:
                self.report(problems.PROPERTY_TWICE, property=name)
        return properties

    def _check_zone(self, properties: Mapping[str, list[ContentLine]], timing: Timing) -> None:
        if timing.is_all_day:
            return
        tzid = properties["DTSTART"][0].parameters.get("TZID") if "DTSTART" in properties else ""
        if tzid is not None:
            self._zones.compare(tzid, timing.start.local)
        elif timing.start.zone is None and not self._has_said_floating:
            self._has_said_floating = True
            self.report(problems.FLOATING_TIMES)

    def _recurrence_id(self, properties: Mapping[str, list[ContentLine]]) -> Moment | None:
        lines = properties.get("RECURRENCE-ID")
        if not lines:
            return None
        try:
            return read_moment(lines[0], self._zones.zone, self.report)
        except TimeUnreadable as error:
            raise NotReadError(problems.RECURRENCE_ID_UNREADABLE) from error

    def _read_rules(self, properties: Mapping[str, list[ContentLine]], component: Component) -> None:
        start = component.timing.start
        for name, rules in (("RRULE", component.rules), ("EXRULE", component.excluding_rules)):
            for line in properties.get(name, ()):
                if not line.value.strip(" \t;"):
                    self.report(EMPTY)
                    continue
                try:
                    rule, warnings = parse_rule(line.value, is_all_day=start.is_date, zone=start.zone)
                except RuleRefused as error:
                    # The event itself is healthy: its first occurrence stays.
                    if component.recurrence_id is None:
                        self.report(error.kind, **error.fields)
                    else:
                        self.report(problems.OVERRIDE_RULE_IGNORED)
                    continue
                rules.append(rule)
                if name == "RRULE":
                    component.rule_texts.append(line.value)
                    if component.recurrence_id is None:
                        warnings += check_start(rule, start.local)
                for kind, fields in warnings:
                    self.report(kind, **fields)

    def _entry(self, properties: Mapping[str, list[ContentLine]], timing: Timing, line: int) -> Entry:
        attendees = [self._party(found) for found in properties.get("ATTENDEE", ())]
        organizers = [self._party(found) for found in properties.get("ORGANIZER", ())]
        busy_status = _value(properties, "X-MICROSOFT-CDO-BUSYSTATUS")
        entry = Entry(
            uid=self._uid,
            series_uid=unsplit_uid(self._uid),
            title=self._text(properties, "SUMMARY"),
            description=self._description(properties),
            location=self._text(properties, "LOCATION"),
            url=self._text(properties, "URL"),
            categories=read_categories(properties.get("CATEGORIES", ())),
            conference_links=read_conference_links(properties),
            declared_kind=declared_kind_of(busy_status, timing.is_all_day),
            attendees=tuple(party for party in attendees if party),
            organizer=next((party for party in organizers if party), None),
            is_free=_value(properties, "TRANSP") == "TRANSPARENT" or busy_status == "FREE",
            is_private=_is_private(properties),
            is_all_day=timing.is_all_day,
            line=line,
        )
        if says_only_busy(entry):
            entry.is_busy_only, entry.readable = True, "none"
        return entry

    def _party(self, line: ContentLine) -> Attendee | None:
        party = read_attendee(line)
        if party is None:
            self.report(problems.ATTENDEE_UNREADABLE, property=line.name)
        return party

    def _text(self, properties: Mapping[str, list[ContentLine]], name: str) -> str:
        return next((line.text for line in properties.get(name, ()) if line.value), "")

    def _description(self, properties: Mapping[str, list[ContentLine]]) -> str:
        text = self._text(properties, "DESCRIPTION")
        if not text:
            return plain_text(self._text(properties, "X-ALT-DESC"))
        return plain_text(text) if is_html(text) else text

    def _sequence(self, properties: Mapping[str, list[ContentLine]]) -> int:
        value = _value(properties, "SEQUENCE")
        if not value:
            return 0
        if value.isascii() and value.isdigit() and len(value) <= 12:
            return int(value)
        self.report(problems.NUMBER_UNREADABLE, property="SEQUENCE")
        return 0


def _value(properties: Mapping[str, list[ContentLine]], name: str) -> str:
    lines = properties.get(name)
    return lines[0].value.strip().upper() if lines else ""


def _is_range(properties: Mapping[str, list[ContentLine]]) -> bool:
    lines = properties.get("RECURRENCE-ID")
    return lines is not None and lines[0].parameters.get("RANGE", "").upper() == "THISANDFUTURE"


def _stamps(properties: Mapping[str, list[ContentLine]]) -> tuple[str, str]:
    stamp = _value(properties, "DTSTAMP")
    return _value(properties, "LAST-MODIFIED") or stamp, stamp


def _content(properties: Mapping[str, list[ContentLine]]) -> int:
    return hash(tuple(line.value for name, lines in properties.items() if name != "DTSTAMP" for line in lines))


def _is_private(properties: Mapping[str, list[ContentLine]]) -> bool:
    """Whether a class is private, confidential or unknown (RFC 5545 section 3.8.1.3: unknown is as private)."""
    lines = [*properties.get("CLASS", ()), *properties.get("X-CALENDARSERVER-ACCESS", ())]
    return any(line.value.strip().upper() not in ("", "PUBLIC") for line in lines)


def declared_kind_of(busy_status: str, is_all_day: bool) -> DeclaredKind:
    """Return what Outlook's busy status, in capitals, declares an event to be."""
    if busy_status == "OOF":
        return "absence"
    return "working-place" if busy_status == "WORKINGELSEWHERE" and is_all_day else ""


def read_categories(lines: Iterable[ContentLine]) -> tuple[str, ...]:
    """Return what the CATEGORIES lines of an event list, each once."""
    found = [part.strip() for line in lines for part in _parts_of_list(line.value)]
    return tuple(dict.fromkeys(category for category in found if category))


def _parts_of_list(value: str) -> list[str]:
    """Return the texts of a list: what stands between commas that are not escaped."""
    if "\\" not in value:
        return value.split(",")
    from icalendar.parser import split_on_unescaped_comma

    return split_on_unescaped_comma(value)


def read_conference_links(properties: Mapping[str, Sequence[ContentLine]]) -> tuple[str, ...]:
    """Return the ways into a video conference; a CONFERENCE by phone or for chat is none (RFC 7986 section 5.11)."""
    links = [line.text for name in LINK_PROPERTIES for line in properties.get(name, ())]
    for line in properties.get("CONFERENCE", ()):
        features = {feature.strip().upper() for feature in line.parameters.get("FEATURE", "").split(",")} - {""}
        is_phone = line.value.strip().lower().startswith("tel:")
        if not is_phone and (not features or features & {"VIDEO", "AUDIO", "SCREEN"}):
            links.append(line.text)
    return tuple(dict.fromkeys(link for link in links if link))


def says_only_busy(entry: Entry) -> bool:
    """Return whether an entry says that somebody is busy and nothing else."""
    return is_busy_title(entry.title) and not (
        entry.description or entry.location or entry.attendees or entry.organizer or entry.conference_links
    )


def _derived_uid(properties: Mapping[str, list[ContentLine]], entry: Entry) -> str:
    """Return an id that is the same whenever the same event is read: from its times, and its words unless private."""
    names = _TIMES if entry.is_private else sorted(WANTED - _CHANGING)
    parts = [f"{line.name}:{line.value}" for name in names for line in properties.get(name, ())]
    return "derived-" + hashlib.sha256("\n".join(parts).encode("utf-8", errors="replace")).hexdigest()[:20]
