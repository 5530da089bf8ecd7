"""One stream the fast road: what is surely understood becomes columns, the rest is read with care in its order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np

from analyzer.problems import NotReadError, ProblemKind
from connectors.ics.columns.buffer import Ints, integers
from connectors.ics.columns.clocks import Clock
from connectors.ics.columns.grouping import group
from connectors.ics.columns.part import Part
from connectors.ics.columns.recognition import Columns, Reason, recognise
from connectors.ics.columns.scan import Irregular, scan
from connectors.ics.columns.structure import find_events, lines_of
from connectors.ics.columns.times import DATE, FLOATING, Zones
from connectors.ics.occurring.series import Series, group_series
from connectors.ics.parsing.components import RawCalendar, split_components
from connectors.ics.parsing.decoding import Line
from connectors.ics.parsing.events import METHODS_WITHOUT_EVENT, Component, EventReader
from connectors.ics.parsing.headers import Header, read_header
from connectors.ics.parsing.problems import ProblemLog
from connectors.ics.parsing.zones import ZoneBook
from connectors.ics.work import Work


@dataclass(frozen=True, slots=True)
class ReadStream:
    """What one stream gave.

    Attributes:
        raw: the calendar, without its events.
        header: what it says of itself.
        part: the columns.
        series: the series that were read with care.
        votes: how many events start in each zone by its key, in the order in which the zones come up.
        has_floating_times: some event has a time without a zone.
        has_zones: some event has a zone that is not UTC.
    """

    raw: RawCalendar
    header: Header
    part: Part
    series: list[Series]
    votes: Counter[str]
    has_floating_times: bool
    has_zones: bool


def read_stream(data: bytes, log: ProblemLog, work: Work) -> ReadStream:
    """Read a stream that holds one calendar.

    Args:
        data: the bytes.
        log: told of every problem, in the order in which the careful road would tell it.
        work: what the source may still cost.

    Raises:
        Irregular: the stream is not of the plain kind; nothing was logged.
    """
    lines = scan(data)
    events = find_events(lines)
    silent = ProblemLog("")
    calendars = split_components(lines_of(lines, events.outside), silent)
    if silent.problems or len(calendars) != 1:
        raise Irregular("calendar")
    raw = calendars[0]
    header = read_header(raw.lines)
    if header.method == "CANCEL" or header.method in METHODS_WITHOUT_EVENT:
        raise Irregular("method")
    book = _Book(raw, work)
    zones = Zones(book.find)
    columns = recognise(lines, events, zones)
    clocks = [Clock(zone) for zone in zones.zones]
    groups = group(columns, clocks)

    def own_lines(event: int) -> list[Line]:
        between = np.arange(int(events.begin[event]) + 1, int(events.end[event]))
        return lines_of(lines, between[events.of_line[between] == event])

    silent_reader = EventReader(raw.zones, silent, header.method, work)
    part = Part(columns, groups, clocks, silent_reader, own_lines)
    reader = EventReader(raw.zones, log, header.method, work)
    components, votes = _read_rest(part, _witnesses(columns, clocks, book), reader, log)
    series = group_series((component for _, component in components), log)
    part.place([component for one in series for component in one.components])
    read = [component for _, component in components]
    is_timed = part.is_fast & (columns.start.zone != DATE)
    return ReadStream(
        raw,
        header,
        part,
        series,
        votes,
        has_floating_times=bool(np.any(is_timed & (columns.start.zone == FLOATING)))
        or any(one.timing.start.zone is None and not one.timing.is_all_day for one in read),
        has_zones=bool(np.any(is_timed & (columns.start.zone > 0)))
        or any(one.timing.start.zone not in (None, zones.zones[0]) for one in read),
    )


class _Book:
    """Looks zones up as the careful road does, and remembers of which it would have something to say."""

    def __init__(self, raw: RawCalendar, work: Work) -> None:
        self._book = ZoneBook(raw.zones, self._note, work)
        self._is_noisy = False
        self.noisy: set[str] = set()

    def _note(self, kind: ProblemKind, **fields: object) -> None:
        del kind, fields
        self._is_noisy = True

    def find(self, tzid: str) -> ZoneInfo | bool | None:
        self._is_noisy = False
        try:
            zone = self._book.zone(tzid)
        except NotReadError:
            return False
        if self._is_noisy:
            self.noisy.add(tzid)
        return zone

    def definition(self, tzid: str) -> ZoneInfo | None:
        return self._book.definition(tzid)


def _witnesses(columns: Columns, clocks: list[Clock], book: _Book) -> set[int]:
    """Return understood events that are read with care all the same, each for the one thing that is said but once.

    These are the first with a time without zone, the first of each zone that is unknown or was deduced, and the first
    at which the definition of a zone shows another clock than the world's. What is read is thrown away.
    """
    start, zones = columns.start, columns.zones
    is_read = columns.reason == Reason.NONE
    found = list(np.flatnonzero(is_read & (start.zone == FLOATING) & (start.tzid < 0))[:1])
    for place, tzid in enumerate(zones.tzids):
        if tzid in book.noisy:
            uses = [np.flatnonzero(times.tzid == place) for times in (start, columns.end, columns.recurrence)]
            uses.append(columns.excluded_event[columns.excluded.tzid == place])
            every = np.concatenate(uses)
            every = every[is_read[every]]
            found += [int(every.min())] if len(every) else []
        definition = book.definition(tzid)
        if definition is not None and zones.zone_of[place] >= 0:
            using = np.flatnonzero(is_read & (start.tzid == place))
            local = start.local[using]
            own, other = clocks[zones.zone_of[place]].offsets(local), Clock(definition).offsets(local)
            found += list(using[own != other][:1])
    return set(map(int, found))


def _read_rest(
    part: Part, witnesses: set[int], reader: EventReader, log: ProblemLog
) -> tuple[list[tuple[int, Component]], Counter[str]]:
    """Read with care what has to be, and say what is to be said of the rest, in the order of the stream.

    Returns:
        What was read, with its events, and the zones in use.
    """
    columns, groups = part.columns, part.groups
    declined = set(np.flatnonzero(columns.reason != Reason.NONE).tolist())
    components: list[tuple[int, Component]] = []
    also: set[int] = set()
    for event in sorted(declined | witnesses | columns.notes.keys()):
        if event not in declined and event not in witnesses:
            for kind, fields in columns.notes[event]:
                log.add(kind, int(columns.line[event]), columns.uid[event].decode(), **fields)
            continue
        component = reader.read(part.raw(event))
        if component is None or columns.reason[event] == Reason.NONE:
            continue
        components.append((event, component))
    if components:
        uids = part.uids()
        also = {uids[uid] for _, component in components if (uid := component.entry.uid) in uids}
    for number in sorted(also):  # an uid written another way turned out to be that of a series on the fast road
        groups.is_fast[number] = False
        for event in part.events_of(number):
            columns.decline(integers([event]), Reason.SERIES)
            again = reader.read(part.raw(event))
            components += [(event, again)] if again else []
    components.sort(key=lambda pair: pair[0])
    return components, _votes(part, components)


def _votes(part: Part, components: list[tuple[int, Component]]) -> Counter[str]:
    columns = part.columns
    fast = part.is_fast
    seen: dict[str, tuple[int, int]] = {}

    def add(zone: ZoneInfo, event: int, count: int) -> None:
        first, before = seen.get(zone.key, (event, 0))
        seen[zone.key] = min(first, event), before + count

    for place, zone in enumerate(columns.zones.zones):
        using: Ints = np.flatnonzero(fast & (columns.start.zone == place))
        if len(using):
            add(zone, int(using[0]), len(using))
    for event, component in components:
        if component.timing.start.zone is not None:
            add(component.timing.start.zone, event, 1)
    return Counter({key: count for key, (_, count) in sorted(seen.items(), key=lambda item: item[1][0])})
