"""One ICS stream to calendars: entries in meetlint's words, and when they occur."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from analyzer.entries import Entry, Identity, Occurrences
from analyzer.entry_table import Column, EntryTable
from analyzer.problems import Problem, ProblemKind
from connectors.ics.occurring.expansion import SERIES_LIMIT, Expansion, Row, TooDense
from connectors.ics.occurring.first_and_last import edge_days
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
from connectors.stand_ins import unsplit_uid
from connectors.zone_names import find_zone

OCCURRENCE_LIMIT = 500_000
"""Occurrences of one calendar in one window."""


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
    """

    source: str
    name: str = ""
    identity: Identity = field(default_factory=Identity)
    entries: list[Entry] = field(default_factory=list)
    is_subscription: bool = False
    is_incomplete: bool = False
    is_windowed: bool = field(init=False, default=False)
    log: ProblemLog = field(repr=False, default_factory=lambda: ProblemLog(""))
    series: list[Series] = field(repr=False, default_factory=list)
    work: Work = field(repr=False, default_factory=Work)
    problems: list[Problem] = field(init=False)
    _taken: Work = field(init=False, repr=False)
    _columns: EntryTable[Column] | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        """Show what the log holds."""
        self.problems = self.log.problems
        self._taken = Work(0, self.work)

    def columns(self) -> EntryTable[Column]:
        """Return the entries as columns; to be asked for when the versions are settled."""
        if self._columns is None or len(self._columns) != len(self.entries):
            self._columns = EntryTable.of(self.entries)
        return self._columns

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
        rows: list[Row] = []
        for series in self.series:
            rows.extend(self._rows(series, Expansion(series, zone, self._taken, (finish - begin).days), begin, finish))
            if len(rows) > OCCURRENCE_LIMIT:
                del rows[OCCURRENCE_LIMIT:]
                self.is_incomplete = True
                self.log.add(problems.TOO_MANY_OCCURRENCES, limit=OCCURRENCE_LIMIT)
                break
        return Occurrences.of(self._without_overlaps(rows))

    def first_and_last(self, zone: ZoneInfo) -> tuple[date, date] | None:
        """Return the first and the last day on which the calendar holds events, None when it holds none.

        A series without an end counts with its start; the days are those of ``zone``, the owner's.
        """
        self._taken.give_back()
        return edge_days((component for series in self.series for component in series.components), zone, self._taken)

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

    def _without_overlaps(self, rows: list[Row]) -> list[Row]:
        """Leave out what both halves of a split series give; the later half is the one that was meant to go on."""
        halves: dict[tuple[str, datetime], Row] = {}
        uids = {position: self.entries[position].uid for position in {row[0] for row in rows}}
        plain = {uid: unsplit_uid(uid) for uid in uids.values()}
        if len(set(plain.values())) == len(plain):
            return rows
        for row in rows:
            entry = self.entries[row[0]]
            known = halves.setdefault((plain[entry.uid], row[3]), row)
            other = self.entries[known[0]]
            if other.uid == entry.uid:
                continue
            earlier, later = (known, row) if other.uid < entry.uid else (row, known)
            halves[plain[entry.uid], row[3]] = later
            older = self.entries[earlier[0]]
            self.log.add(problems.SPLIT_SERIES_TWICE, older.line, older.uid)
        return [row for row in rows if self.entries[halves[plain[uids[row[0]]], row[3]][0]].uid == uids[row[0]]]

    def _skip(self, component: Component | None, kind: ProblemKind, fields: dict[str, object]) -> None:
        if component is not None:
            self.log.add(kind, component.entry.line, component.entry.uid, **fields)


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)


def read_calendars(
    data: bytes, source: str, *, limit_bytes: int = LIMIT_BYTES, work: Work | None = None
) -> list[IcsCalendar]:
    """Return the calendars in the bytes of one ICS stream, one for each owner and name that its objects give.

    Everything healthy is read; what is not stands in the problems of the calendar with its line, uid and reason. What
    goes wrong before a calendar is known stands with the first one.

    Args:
        data: the stream, in any encoding and with any line ends that calendars come in.
        source: what people see as its place: the locator as typed, or the file inside a folder or archive.
        limit_bytes: refuse a longer stream.
        work: what the whole source may still cost, where the stream is a part of one.

    Raises:
        SourceError: the stream is too large or no calendar at all (empty, a web page, JSON, contacts, an archive ...).
    """
    work = work or Work()
    decoded = decode(data, source, limit_bytes)
    log = ProblemLog(source)
    _note_encoding(decoded, log)
    groups: dict[tuple[str, str], list[tuple[RawCalendar, Header]]] = {}
    for raw in split_components(decoded.lines, log):
        header = read_header(raw.lines)
        groups.setdefault((header.owner, header.name), []).append((raw, header))
    calendars = []
    for members in groups.values():
        calendars.append(_read_group(members, source, log, work))
        log = ProblemLog(source)
    return calendars


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
        entries=entries,
        is_subscription=is_subscription(first, source, entries),
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
        if zone is not None and (name := find_zone(zone.key)) and name.name == zone.key:
            yield zone.key


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
