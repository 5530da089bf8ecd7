"""A calendar of which most is columns: its fast series, the careful ones among them, and the way between the two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from analyzer.entries import Entry, Occurrences
from connectors.ics.columns.buffer import Flags, Ints, integers
from connectors.ics.columns.clocks import Clock
from connectors.ics.columns.expansion import MICROSECONDS, Found, changed_occurrences, own_occurrences
from connectors.ics.columns.grouping import Groups, keys_of, select
from connectors.ics.columns.recognition import Columns, Reason
from connectors.ics.columns.rules import ENDLESS, EPOCH, seconds_of
from connectors.ics.columns.starts import Refused, TooMany
from connectors.ics.columns.times import DAY_SECONDS, FIRST_YEAR, LAST_YEAR, UNREAD
from connectors.ics.occurring.first_and_last import GENERATION, MONTH, YEAR
from connectors.ics.occurring.series import Series, group_series
from connectors.ics.parsing.components import RawComponent
from connectors.ics.parsing.decoding import Line
from connectors.ics.parsing.events import Component, EventReader
from connectors.ics.parsing.problems import ProblemLog
from connectors.stand_ins import unsplit_uid


@dataclass(frozen=True, slots=True)
class FastRows:
    """Occurrences of the fast series in one window, series by series.

    Attributes:
        rank: line at which the series of each begins.
        entry: position of the entry.
        start, end, original: seconds since 1970, UTC.
        odd: series, by their numbers, that the careful road has to work out for this window.
    """

    rank: Ints
    entry: Ints
    start: Ints
    end: Ints
    original: Ints
    odd: list[int]

    def merged(self, careful: Occurrences, lines: Sequence[int]) -> Occurrences:
        """Return all occurrences of a calendar, series by series in the order of the stream.

        Args:
            careful: those of the series that were worked out with care.
            lines: at which the series of each begins.
        """

        def instants(seconds: Ints) -> npt.NDArray[np.datetime64]:
            return (seconds * MICROSECONDS).view("datetime64[us]")

        order = np.argsort(np.concatenate((integers(lines), self.rank)), kind="stable")
        return Occurrences(
            np.concatenate((careful.entry, self.entry))[order],
            np.concatenate((careful.start, instants(self.start)))[order],
            np.concatenate((careful.end, instants(self.end)))[order],
            np.concatenate((careful.recurrence_start, instants(self.original)))[order],
        )


@dataclass
class Part:
    """The events of a stream that the fast road read, and what it takes to read any of them with care.

    Attributes:
        columns: of all events of the stream, the careful ones included.
        groups: the same as series.
        clocks: those of the zones.
        reader: reads single events once more; what it has to say was said.
        own_lines: gives the lines of an event.
        position: for each event the position of its entry, -1 where it has none.
        event: for each entry its event while it is on the fast road, -1 for a careful one.
        careful: entries that were read with care, by position.
    """

    columns: Columns
    groups: Groups
    clocks: Sequence[Clock]
    reader: EventReader
    own_lines: Callable[[int], list[Line]]
    position: Ints = field(default_factory=lambda: integers([]))
    event: Ints = field(default_factory=lambda: integers([]))
    careful: dict[int, Entry] = field(default_factory=dict)
    _split: Ints | None = None
    _released: int = 0
    _worked_out: dict[int, Series] = field(default_factory=dict)
    _silent: ProblemLog = field(default_factory=lambda: ProblemLog(""))

    def __post_init__(self) -> None:
        """Number the events of each series."""
        of_event = self.groups.of_event
        self._order = np.argsort(of_event, kind="stable")
        self._first = np.searchsorted(of_event[self._order], np.arange(len(self.groups.uid) + 1))

    def place(self, careful: Sequence[Component]) -> None:
        """Give every entry its position, in the order of the lines.

        Args:
            careful: what was read with care and counts.
        """
        fast = np.flatnonzero(self.is_fast)
        lines = np.concatenate((self.columns.line[fast], integers([one.entry.line or 0 for one in careful])))
        order = np.argsort(lines, kind="stable")
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        self.position = np.full(len(self.columns.reason), -1, dtype=np.int64)
        self.position[fast] = rank[: len(fast)]
        self.event = np.full(len(order), -1, dtype=np.int64)
        self.event[rank[: len(fast)]] = fast
        for component, position in zip(careful, rank[len(fast) :].tolist(), strict=True):
            component.position = position
            self.careful[position] = component.entry

    def append(self, component: Component) -> None:
        """Add an entry that came from elsewhere, behind all others."""
        self._split = None
        component.position = len(self.event)
        self.careful[component.position] = component.entry
        self.event = np.append(self.event, -1)

    @property
    def is_fast(self) -> Flags:
        """Which events are on the fast road."""
        is_fast: Flags = np.append(self.groups.is_fast, False)[self.groups.of_event]
        is_fast &= self.columns.reason == Reason.NONE
        return is_fast

    def uids(self) -> dict[str, int]:
        """Return the uids of the fast series, each with the number of the series."""
        return {self.groups.uid[number].decode(): number for number in np.flatnonzero(self.groups.is_fast).tolist()}

    def uid(self, position: int) -> str:
        """Return the uid of an entry."""
        event = int(self.event[position])
        return self.careful[position].uid if event < 0 else self.columns.uid[event].decode()

    def line(self, position: int) -> int | None:
        """Return the line of an entry."""
        event = int(self.event[position])
        return self.careful[position].line if event < 0 else int(self.columns.line[event])

    def split_entries(self) -> Ints:
        """Return the positions of entries whose uid shares with another what is left when it is unsplit."""
        if self._split is None:
            careful = self.careful
            events = self.event.tolist()
            uids = [
                careful[place].uid.encode("utf-8", "replace") if event < 0 else self.columns.uid[event]
                for place, event in enumerate(events)
            ]
            plain = {uid: unsplit_uid(uid.decode()).encode() for uid in uids if b"_R" in uid}
            parts: dict[bytes, set[bytes]] = {}
            wholes = set(plain.values())
            for uid in uids if plain else ():
                if uid in plain or uid in wholes:
                    parts.setdefault(plain.get(uid, uid), set()).add(uid)
            shared = {uid for several in parts.values() if len(several) > 1 for uid in several}
            self._split = integers([place for place, uid in enumerate(uids) if uid in shared] if shared else [])
        return self._split

    def release(self, numbers: Collection[int]) -> Iterator[Series]:
        """Read series with care from now on, and yield them."""
        for number in numbers:
            series = self.series(number)
            self.groups.is_fast[number] = False
            self._released += len(series.components)
            for component in series.components:
                self.event[component.position] = -1
                self.careful[component.position] = component.entry
            yield series

    def series(self, number: int) -> Series:
        """Return a fast series as the careful road reads it: nothing in it is worth a word."""
        if number not in self._worked_out:
            components = []
            for event in self.events_of(number):
                component = self.reader.read(self.raw(event))
                assert component is not None
                component.position = int(self.position[event])
                components.append(component)
            (series,) = group_series(components, self._silent)
            self._worked_out[number] = series
        return self._worked_out[number]

    def events_of(self, number: int) -> list[int]:
        """Return the events of a series, in the order of the stream."""
        found: list[int] = self._order[self._first[number] : self._first[number + 1]].tolist()
        return found

    def rank(self, number: int) -> int:
        """Return the line at which a series begins."""
        return int(self.columns.line[self._order[self._first[number]]])

    def raw(self, event: int) -> RawComponent:
        """Return one event as the careful road takes it."""
        return RawComponent("VEVENT", int(self.columns.line[event]), self.own_lines(event), has_end=True)

    def rows(self, start: datetime, end: datetime, zone: ZoneInfo, limit: int) -> FastRows:
        """Return what overlaps [start, end), both in UTC without tzinfo.

        Once there are more than ``limit``, series further down in the stream may be left out.
        """
        numbers = np.flatnonzero(self.groups.is_fast)
        if start.year <= FIRST_YEAR or end.year >= LAST_YEAR:
            return _left_to_care(numbers)
        window = (_microseconds(start), _microseconds(end))
        parts: list[FastRows] = []
        left = [numbers]
        while left and sum(len(part.rank) for part in parts) <= limit:
            numbers = left.pop(0)
            try:
                parts.append(self._rows_of(numbers, self._clock(zone), window))
            except TooMany:
                # In halves, the first first: a calendar with so many will be cut off anyway.
                middle = len(numbers) // 2
                if middle:
                    left = [numbers[:middle], numbers[middle:], *left]
                else:
                    parts.append(_left_to_care(numbers))
        rank, entry, begin, finish, original = (
            np.concatenate([getattr(part, name) for part in parts] or [integers([])])
            for name in ("rank", "entry", "start", "end", "original")
        )
        return FastRows(rank, entry, begin, finish, original, sorted(number for part in parts for number in part.odd))

    def _rows_of(self, numbers: Ints, owner: Clock, window: tuple[int, int]) -> FastRows:
        """Return the rows of some series, given in the order of the stream."""
        chosen = np.zeros(len(self.groups.uid) + 1, dtype=bool)
        chosen[numbers] = True
        fast: Flags = chosen[self.groups.of_event]
        odd: set[int] = set()
        while True:
            try:
                own, changed = self._rows(fast, owner, window)
                break
            except TooMany:
                raise
            except Refused as refused:
                refusing = np.unique(self.groups.of_event[refused.events])
                odd.update(refusing.tolist())
                fast = fast & ~np.isin(self.groups.of_event, refusing)
        odd.update(self.groups.of_event[np.concatenate((own.idle, own.dense))].tolist())
        event, begin, finish, original = (
            np.concatenate((getattr(own, name), getattr(changed, name)))
            for name in ("event", "start", "end", "original")
        )
        rank = self.columns.line[self._order[self._first[self.groups.of_event[event]]]]
        # Series by series, in each its own occurrences before those that were changed, as the careful road gives them.
        order = np.argsort(rank, kind="stable")
        if odd:
            order = order[~np.isin(self.groups.of_event[event[order]], integers(list(odd)))]
        return FastRows(
            rank[order], self.position[event[order]], begin[order], finish[order], original[order], sorted(odd)
        )

    def _rows(self, fast: Flags, owner: Clock, window: tuple[int, int]) -> tuple[Found, Found]:
        columns = self.columns
        has_original = columns.recurrence.zone != UNREAD
        own, overrides = np.flatnonzero(fast & ~has_original), np.flatnonzero(fast & has_original)
        master = self.groups.master[self.groups.of_event[overrides]]
        keys = keys_of(select(columns.recurrence, overrides), self.clocks, owner)
        edges = np.full(len(own), window[0]), np.full(len(own), window[1])
        return (
            own_occurrences(columns, self.clocks, owner, own, edges, (master[master >= 0], keys[master >= 0])),
            changed_occurrences(columns, self.clocks, owner, overrides, window),
        )

    def edges(self, zone: ZoneInfo) -> tuple[list[datetime], int]:
        """Return first and last instants of the fast events, and how many occurrences were looked at for that.

        The windows are those of the careful road, which looks no further where a series may end far away.

        Raises:
            Refused: a rule takes too many steps.
        """
        columns, owner = self.columns, self._clock(zone)
        event = np.flatnonzero(self.is_fast)
        if not len(event):
            return [], 0
        nothing, looked = (integers([]), integers([])), 0
        local, of_zone = columns.start.local[event], columns.start.zone[event]
        begin = owner.to_utc(local)
        for place in np.unique(of_zone[of_zone >= 0]).tolist():
            which = of_zone == place
            begin[which] = self.clocks[place].to_utc(local[which])
        has_dates = np.isin(event, columns.excluded_event)
        rule = columns.rule[event]
        is_ending = (rule > 0) & ~columns.rules.is_endless[rule]
        until = np.where(columns.rules.until[rule] < ENDLESS, columns.rules.until[rule], begin)
        last = np.maximum(until, begin) + DAY_SECONDS
        is_counted = columns.rules.count[rule] < ENDLESS

        def look(chosen: Ints, low: Ints, high: Ints) -> Found:
            nonlocal looked
            window = low * MICROSECONDS, high * MICROSECONDS
            found = own_occurrences(columns, self.clocks, owner, event[chosen], window, nothing)
            looked += len(found.event)
            return found

        every = np.arange(len(event))
        first = look(every, begin, begin + np.where(has_dates, _seconds(YEAR), DAY_SECONDS))
        order = np.lexsort((first.start, first.event))
        is_first = np.ones(len(order), dtype=bool)
        is_first[1:] = first.event[order][1:] != first.event[order][:-1]
        order = order[is_first]
        founds = [(first.start[order], first.end[order])]
        counted = np.flatnonzero(is_ending & is_counted)
        found = look(counted, begin[counted], last[counted] + _seconds(GENERATION))
        founds.append((found.start, found.end))
        left = np.flatnonzero(is_ending & ~is_counted)
        for stretch in (MONTH, YEAR):
            low = np.maximum(begin[left], last[left] - _seconds(stretch))
            found = look(left, low, last[left] + DAY_SECONDS)
            founds.append((found.start, found.end))
            left = left[~np.isin(event[left], found.event[:]) | (low <= begin[left])]
        starts = np.concatenate([start for start, _ in founds])
        ends = np.concatenate([np.maximum(start * MICROSECONDS, end * MICROSECONDS - 1) for start, end in founds])
        if not len(starts):
            return [], looked
        return [_moment(int(starts.min()) * MICROSECONDS), _moment(int(ends.max()))], looked

    def _clock(self, zone: ZoneInfo) -> Clock:
        if zone not in self._owners:
            self._owners[zone] = Clock(zone)
        return self._owners[zone]

    _owners: dict[ZoneInfo, Clock] = field(default_factory=dict)

    def reasons(self) -> Counter[str]:
        """Return how many events went the careful road, by reason."""
        reasons = self.columns.reason[self.columns.reason != Reason.NONE].tolist()
        found = Counter(Reason(reason).name.lower() for reason in reasons)
        found["versions"] += self._released
        return +found


def _left_to_care(numbers: Ints) -> FastRows:
    nothing = integers([])
    return FastRows(nothing, nothing, nothing, nothing, nothing, numbers.tolist())


def _seconds(length: timedelta) -> int:
    return length.days * DAY_SECONDS + length.seconds


def _microseconds(moment: datetime) -> int:
    return seconds_of(moment) * MICROSECONDS + moment.microsecond


def _moment(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)
