"""One ICS stream to calendars: entries in meetlint's words, and when they occur."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from zoneinfo import ZoneInfo

import numpy as np

from analyzer.entries import Entry, Identity, Occurrences
from analyzer.entry_table import Column, EntryTable
from analyzer.problems import Problem, ProblemKind
from connectors.ics.columns.buffer import integers
from connectors.ics.columns.part import FastRows
from connectors.ics.columns.reading import ReadStream, read_stream
from connectors.ics.columns.scan import Irregular
from connectors.ics.columns.starts import Refused
from connectors.ics.columns.table import Entries
from connectors.ics.occurring.expansion import SERIES_LIMIT, Expansion, Row, TooDense
from connectors.ics.occurring.first_and_last import ROW_LIMIT, edge_days, edge_instants
from connectors.ics.occurring.halves import choose, without_halves
from connectors.ics.occurring.series import Series, group_series
from connectors.ics.parsing import problems
from connectors.ics.parsing.availability import mark_availability
from connectors.ics.parsing.components import RawCalendar, split_components
from connectors.ics.parsing.decoding import LIMIT_BYTES, Decoded, decode
from connectors.ics.parsing.events import Component, EventReader
from connectors.ics.parsing.headers import Header, is_subscription, read_header
from connectors.ics.parsing.moments import UTC
from connectors.ics.parsing.problems import ProblemLog
from connectors.ics.parsing.zones import UTC_NAMES
from connectors.ics.recurrence.expansion import RuleRefused
from connectors.ics.work import Work
from connectors.zone_names import find_zone

OCCURRENCE_LIMIT = 500_000
"""Occurrences of one calendar in one window."""


@dataclass(frozen=True)
class Roads:
    """How the entries of a calendar were read.

    Attributes:
        entries: all of them.
        careful: those that were read event by event.
        reasons: why, with the number of events.
    """

    entries: int
    careful: int
    reasons: Counter[str]


@dataclass
class IcsCalendar:
    """One calendar out of an ICS stream; an :class:`analyzer.calendars.OpenedCalendar`.

    All VCALENDAR objects of a stream that name the same owner and the same calendar (most name neither) are one
    calendar, since invitations and changes often come as objects of their own.

    Attributes:
        problems: what could not be read as it stands; :meth:`occurrences` may add to it.
        log: what writes the problems.
        series: the entries as they belong together.
        work: the steps that are left for the source, which may hold more calendars.
        careful: the entries, where the fast road read none.
        fast: what the fast road read, and where the careful entries stand among it.
        road: why the whole stream went the careful road, "" where it did not.
    """

    source: str
    name: str = ""
    identity: Identity = field(default_factory=Identity)
    is_subscription: bool = False
    is_incomplete: bool = False
    is_windowed: bool = field(init=False, default=False)
    log: ProblemLog = field(repr=False, default_factory=lambda: ProblemLog(""))
    series: list[Series] = field(repr=False, default_factory=list)
    work: Work = field(repr=False, default_factory=Work)
    careful: list[Entry] = field(repr=False, default_factory=list)
    fast: Entries | None = field(repr=False, default=None)
    road: str = ""
    problems: list[Problem] = field(init=False)
    _taken: Work = field(init=False, repr=False)
    _columns: EntryTable[Column] | None = field(init=False, repr=False, default=None)
    _entries: list[Entry] | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        """Show what the log holds."""
        self.problems = self.log.problems
        self._taken = Work(0, self.work)

    @property
    def entries(self) -> list[Entry]:
        """The entries as objects, for those who look at a few; of the fast road they are made when asked for."""
        if self.fast is None:
            return self.careful
        if self._entries is None:
            self._entries = self.fast.entries()
        return self._entries

    def columns(self) -> EntryTable[Column]:
        """Return the entries as columns; to be asked for when the versions are settled."""
        if self._columns is None:
            self._columns = EntryTable.of(self.careful) if self.fast is None else self.fast.table()
        return self._columns

    def roads(self) -> Roads:
        """Return how many entries went which road."""
        if self.fast is None:
            return Roads(len(self.careful), len(self.careful), Counter({self.road: len(self.careful)}))
        part = self.fast.part
        return Roads(len(self.fast), len(part.careful), part.reasons())

    def uids(self) -> Collection[str]:
        """Return the uids of everything that counts."""
        own = [series.components[0].entry.uid for series in self.series]
        return own if self.fast is None else [*own, *self.fast.part.uids()]

    def forget(self) -> None:
        """Make the entries anew when they are asked for again."""
        self._columns = self._entries = None

    def release(self, uids: Collection[str]) -> None:
        """Read the series of some uids with care from now on, and list them among ``series``."""
        if self.fast is None:
            return
        part = self.fast.part
        numbers = [number for uid, number in part.uids().items() if uid in uids]
        self.series = sorted([*self.series, *part.release(numbers)], key=attrgetter("line"))
        self.forget()

    def adopt(self, component: Component, source: str) -> None:
        """Add an entry that stands in another file."""
        component.entry.source = source
        if self.fast is None:
            component.position = len(self.careful)
            self.careful.append(component.entry)
        else:
            self.fast.part.append(component)
        self.forget()

    def occurrences(self, start: datetime, end: datetime, zone: ZoneInfo) -> Occurrences:
        """Return what overlaps the half-open window [start, end), or has no length and starts in it.

        Args:
            start: first instant of the window, aware, or in UTC without tzinfo.
            end: first instant after it.
            zone: the owner's zone, in which floating times and whole days are read.

        Returns:
            The occurrences, series by series. A series that is refused becomes a problem; when the calendar holds more
            than :data:`OCCURRENCE_LIMIT`, the rest is left out, a problem says so and ``is_incomplete`` is set.
        """
        begin, finish = _utc(start), _utc(end)
        self._taken.give_back()  # whoever asks again gets the same
        fast = None if self.fast is None else self.fast.part.rows(begin, finish, zone, OCCURRENCE_LIMIT)
        ranks: list[int] = []
        rows: list[Row] = []
        for series in self._with_care(fast):
            if fast is not None and len(rows) + int(np.searchsorted(fast.rank, series.line)) > OCCURRENCE_LIMIT:
                break
            expansion = Expansion(series, zone, self._taken, (finish - begin).days)
            rows.extend(self._rows(series, expansion, begin, finish))
            ranks.extend([series.line] * (len(rows) - len(ranks)))
            if len(rows) > OCCURRENCE_LIMIT:
                break
        found = Occurrences.of(rows)
        if fast is not None and len(fast.rank):
            found = fast.merged(found, ranks)
        if len(found.entry) > OCCURRENCE_LIMIT:
            found = choose(found, np.arange(OCCURRENCE_LIMIT))
            self.is_incomplete = True
            self.log.add(problems.TOO_MANY_OCCURRENCES, limit=OCCURRENCE_LIMIT)
        return self._without_overlaps(found)

    def first_and_last(self, zone: ZoneInfo) -> tuple[date, date] | None:
        """Return the first and the last day on which the calendar holds events, None when it holds none.

        A series without an end counts with its start; the days are those of ``zone``, the owner's.
        """
        self._taken.give_back()
        components = [component for series in self.series for component in series.components]
        instants, looked = edge_instants(components, zone, self._taken)
        if self.fast is not None:
            try:
                fast, looked_fast = self.fast.part.edges(zone)
            except Refused:
                fast, looked_fast = [], ROW_LIMIT
            if looked + looked_fast < ROW_LIMIT:
                instants += fast
            else:  # where there is so much to look at that it is not looked at to the end, the order decides
                self._taken.give_back()
                every = [one for series in self._with_care(None) for one in series.components]
                instants, _ = edge_instants(every, zone, self._taken)
        return edge_days(instants, zone)

    def _with_care(self, fast: FastRows | None) -> list[Series]:
        """Return the series that are worked out with care in one window, in their order.

        Args:
            fast: what the fast road found in it; None for all series.
        """
        if self.fast is None:
            return self.series
        part = self.fast.part
        odd = part.uids().values() if fast is None else fast.odd
        return sorted([*self.series, *map(part.series, odd)], key=attrgetter("line"))

    def _rows(self, series: Series, expansion: Expansion, start: datetime, end: datetime) -> Iterator[Row]:
        master = series.master
        try:
            yield from expansion.own_rows(start, end)
        except RuleRefused as error:
            self._skip(master, error.kind, error.fields)
            yield from expansion.first_row(start, end)
        except TooDense:
            self._skip(master, problems.SERIES_TOO_DENSE, {"limit": SERIES_LIMIT})
            yield from expansion.first_row(start, end)
        else:
            if master is not None and expansion.idle_exclusions(start, end):
                self.log.add(problems.EXCLUDED_DATE_IDLE, master.entry.line, master.entry.uid)
        yield from expansion.override_rows(start, end)
        for stray in expansion.strays:
            self.log.add(problems.OVERRIDE_OUTSIDE_SERIES, stray.entry.line, stray.entry.uid)

    def _without_overlaps(self, found: Occurrences) -> Occurrences:
        """Leave out what both halves of a split series give."""
        fast = self.fast
        positions = integers(range(len(self.careful))) if fast is None else fast.part.split_entries()
        uids = {position: self._uid(position) for position in positions[np.isin(positions, found.entry)].tolist()}
        kept, twice = without_halves(found, uids)
        for position in twice:
            self.log.add(problems.SPLIT_SERIES_TWICE, self._line(position), uids[position])
        return kept

    def _uid(self, position: int) -> str:
        return self.careful[position].uid if self.fast is None else self.fast.part.uid(position)

    def _line(self, position: int) -> int | None:
        return self.careful[position].line if self.fast is None else self.fast.part.line(position)

    def _skip(self, component: Component | None, kind: ProblemKind, fields: dict[str, object]) -> None:
        if component is not None:
            self.log.add(kind, component.entry.line, component.entry.uid, **fields)


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)


def read_calendars(
    data: bytes,
    source: str,
    *,
    limit_bytes: int = LIMIT_BYTES,
    work: Work | None = None,
    is_careful: bool = False,
) -> list[IcsCalendar]:
    """Return the calendars in the bytes of one ICS stream, one for each owner and name that its objects give.

    Everything healthy is read; what is not stands in the problems of the calendar with its line, uid and reason. What
    goes wrong before a calendar is known stands with the first one.

    Args:
        data: the stream, in any encoding and with any line ends that calendars come in.
        source: what people see as its place: the locator as typed, or the file inside a folder or archive.
        limit_bytes: refuse a longer stream.
        work: what the whole source may still cost, where the stream is a part of one.
        is_careful: read all of it with care, event by event, also what the fast road would read the same.

    Raises:
        SourceError: the stream is too large or no calendar at all (empty, a web page, JSON, contacts, an archive ...).
    """
    work = work or Work()
    log = ProblemLog(source)
    road = "asked for"
    if not is_careful and len(data) <= limit_bytes:
        try:
            return [_fast_calendar(read_stream(data, log, work), source, log, work)]
        except Irregular as reason:
            road = str(reason)
    decoded = decode(data, source, limit_bytes)
    _note_encoding(decoded, log)
    groups: dict[tuple[str, str], list[tuple[RawCalendar, Header]]] = {}
    for raw in split_components(decoded.lines, log):
        header = read_header(raw.lines)
        groups.setdefault((header.owner, header.name), []).append((raw, header))
    calendars = []
    for members in groups.values():
        calendars.append(_read_group(members, source, log, work))
        calendars[-1].road = road
        log = ProblemLog(source)
    return calendars


def _fast_calendar(read: ReadStream, source: str, log: ProblemLog, work: Work) -> IcsCalendar:
    """Return the calendar in a stream that the fast road read."""
    header, entries = read.header, Entries(read.part)
    calendar = IcsCalendar(
        source=source,
        name=header.name,
        identity=Identity(
            owner=header.owner,
            timezone=_calendar_zone([(read.raw, header)], log, has_zones=read.has_zones),
            zone_votes=Counter({key: count for key, count in read.votes.items() if _is_iana(key)}),
            has_floating_times=read.has_floating_times,
            working_hours=header.working_hours,
            ends=header.ends,
        ),
        is_subscription=is_subscription(header, source, is_days=entries.is_days()),
        log=log,
        series=read.series,
        work=work,
        fast=entries,
    )
    if entries.is_feed():
        mark_availability(calendar.entries, header.owner)
        entries.take_over(calendar.entries)
    if header.is_exchange and not entries.has_descriptions() and len(entries) >= _ENOUGH_TO_TELL:
        entries.mark_titles_only()
    calendar.forget()
    return calendar


def _note_encoding(decoded: Decoded, log: ProblemLog) -> None:
    if decoded.guessed_line is not None:
        log.add(problems.ENCODING_GUESSED, decoded.guessed_line)
    if decoded.indented_line is not None:
        log.add(problems.LINES_INDENTED, decoded.indented_line)
    if decoded.replaced_line is not None:
        log.add(problems.BYTES_REPLACED, decoded.replaced_line)


def _read_group(members: list[tuple[RawCalendar, Header]], source: str, log: ProblemLog, work: Work) -> IcsCalendar:
    components: list[Component] = []
    votes: Counter[str] = Counter()
    has_floating_times = has_zones = False
    for raw, header in members:
        reader = EventReader(raw.zones, log, header.method, work)
        found = [component for component in map(reader.read, raw.events) if component is not None]
        components.extend(found)
        votes.update(_zone_votes(found))
        has_floating_times |= any(_is_floating(component) for component in found)
        has_zones |= any(component.timing.start.zone not in (None, UTC) for component in found)
    series = group_series(components, log)
    entries: list[Entry] = []
    for component in sorted((one for each in series for one in each.components), key=lambda one: one.entry.line or 0):
        component.position = len(entries)
        entries.append(component.entry)
    first = members[0][1]
    calendar = IcsCalendar(
        source=source,
        name=first.name,
        identity=Identity(
            owner=first.owner,
            timezone=_calendar_zone(members, log, has_zones=has_zones),
            zone_votes=votes,
            has_floating_times=has_floating_times,
            working_hours=first.working_hours,
            ends=first.ends,
        ),
        careful=entries,
        is_subscription=is_subscription(
            first, source, is_days=bool(entries) and all(one.is_all_day and not one.attendees for one in entries)
        ),
        is_incomplete=any(raw.is_incomplete for raw, _ in members),
        log=log,
        series=series,
        work=work,
    )
    mark_availability(entries, first.owner)
    if first.is_exchange and not any(entry.description for entry in entries):
        _mark_titles_only(entries)
    return calendar


def _zone_votes(components: Iterable[Component]) -> Iterator[str]:
    for component in components:
        zone = component.timing.start.zone
        if zone is not None and _is_iana(zone.key):
            yield zone.key


def _is_iana(key: str) -> bool:
    name = find_zone(key)
    return name is not None and name.name == key


def _is_floating(component: Component) -> bool:
    return component.timing.start.zone is None and not component.timing.is_all_day


def _calendar_zone(members: list[tuple[RawCalendar, Header]], log: ProblemLog, *, has_zones: bool) -> str:
    """Return the IANA zone that X-WR-TIMEZONE declares; one that says UTC is believed only when no event says more."""
    for raw, header in members:
        if not header.timezone:
            continue
        found = find_zone(header.timezone)
        if found is None:
            log.add(problems.CALENDAR_ZONE_UNKNOWN, raw.line, zone=header.timezone[:80])
        elif found.name not in UTC_NAMES:
            return found.name
        elif not has_zones:
            return "UTC"
    return ""


def _mark_titles_only(entries: list[Entry]) -> None:
    """A published Outlook calendar in which no event has a description is published with titles and places only."""
    if len(entries) >= _ENOUGH_TO_TELL:
        for entry in entries:
            entry.readable = "none" if entry.readable == "none" else "title"


_ENOUGH_TO_TELL = 5
