"""When a series occurs: rules, added and excluded dates, overrides (RFC 5545 section 3.8.5).

All work is done inside the window asked for, each series by itself, within a limit of occurrences and the steps that
its source has left.
Instants are UTC without tzinfo; wall clock is that of the series' zone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from connectors.ics.occurring.series import Series, key_of
from connectors.ics.parsing.dates import Addition
from connectors.ics.parsing.events import Component
from connectors.ics.parsing.moments import DAY, NO_TIME, Duration, shift, to_local, to_utc
from connectors.ics.parsing.timing import end_of
from connectors.ics.recurrence.expansion import RecurrenceRule, RuleRefused, expand_rule, parse_rule
from connectors.ics.recurrence.problems import WORK_SPENT
from connectors.ics.work import Work, WorkSpent

Row = tuple[int, datetime, datetime, datetime]
"""Position of the entry, start, end, original start."""

SERIES_LIMIT = 50_000
"""Occurrences of one series in one window."""
OWN_STEPS = 500
DAY_STEPS = 60
"""Steps that each series may take of its own, in all and for each day of the window: an ordinary one needs no more."""
_EXPANSION_STEPS = 40
_START_STEPS = 40

_INSTANT = timedelta(seconds=1)
# An occurrence in the gap of spring stands an hour or two from the clock of its instant.
_MARGIN = timedelta(hours=3)
_CYCLE_YEARS = 400


class TooDense(Exception):  # noqa: N818
    """A series with more occurrences in the window than :data:`SERIES_LIMIT`."""


@dataclass(frozen=True, slots=True)
class _Change:
    """What RANGE=THISANDFUTURE does to all occurrences from one on."""

    since: datetime
    by: timedelta
    length: Duration
    position: int


@dataclass(frozen=True, slots=True)
class _Start:
    """One occurrence of a series before any override."""

    instant: datetime
    local: datetime
    addition: Addition | None = None


class Expansion:
    """One series, its owner's zone known, ready to be asked for windows.

    Attributes:
        strays: overrides met in a window whose series has no such occurrence; they are kept.
    """

    def __init__(self, series: Series, owner_zone: ZoneInfo, work: Work, window_days: int) -> None:
        """Resolve what the zone of the owner decides.

        Args:
            series: the series.
            owner_zone: the zone in which floating times and whole days are read.
            work: that of the source, for what takes more steps than are the series' own.
            window_days: how many days are asked for.
        """
        self.strays: list[Component] = []
        self._series = series
        self._owner_zone = owner_zone
        own = (OWN_STEPS + DAY_STEPS * window_days) * (1 + len(series.overrides))
        self._work = Work(own, work)
        master = series.master
        self._zone = (master.timing.start.zone if master else None) or owner_zone
        self._is_all_day = master is not None and master.timing.is_all_day
        self._rules = _rules_of(master, owner_zone) if master else []
        self._excluded = {key_of(moment, master, owner_zone) for moment in master.excluded} if master else set()
        self._hit: set[date | datetime] = set()
        self._added = sorted(self._read_added(master), key=lambda start: start.instant) if master else []
        self._keys_of = {id(override): self._meant(override) for override in series.overrides}
        self._overridden = set(self._keys_of.values())
        self._changes = self._read_changes(master) if master else []

    def own_rows(self, start: datetime, end: datetime) -> list[Row]:
        """Return the occurrences of the series or event itself that overlap [start, end).

        Those without length count when they start in it.

        Raises:
            RuleRefused: the rule takes too many steps.
            TooDense: there are more than :data:`SERIES_LIMIT`.
        """
        master = self._series.master
        if master is None:
            return []
        lengths = [master.timing.length(self._owner_zone), *(change.length for change in self._changes)]
        lengths += [self._added_length(added) for added in master.added]
        shifts = [NO_TIME, *(change.by for change in self._changes)]
        first = shift(start, -max(timedelta(days=one.days) + one.exact for one in lengths) - DAY - max(shifts))
        last = shift(end, DAY - min(shifts))
        changed_since = [change.since for change in self._changes]
        rows = []
        for one in self._starts(master, first, last):
            if not self._overridden.isdisjoint(self._keys(one)):
                continue
            change = self._changes[place - 1] if (place := bisect_right(changed_since, one.instant)) else None
            row = self._changed_row(one, change) if change else self._row(master, one, lengths[0])
            if _overlaps(row, start, end):
                rows.append(row)
        return rows

    def override_rows(self, start: datetime, end: datetime) -> list[Row]:
        """Return the overriding occurrences that overlap [start, end)."""
        met = []
        for override in self._series.overrides:
            timing = override.timing
            zone = timing.start.zone or self._owner_zone
            finish = end_of(timing.start.local, timing.length(self._owner_zone), zone)
            key = self._key(override)
            original = key if isinstance(key, datetime) else to_utc(datetime.combine(key, time()), self._zone)
            row = (override.position, to_utc(timing.start.local, zone), finish, original)
            if _overlaps(row, start, end):
                met.append((override, key, row))
        if not met or self._series.master is None:
            return [row for _, _, row in met]
        found = self._originals(self._series.master, [row[3] for _, _, row in met])
        if found is None:
            return [row for _, _, row in met]
        self.strays += [override for override, key, _ in met if key not in found]
        return [(*row[:3], found.get(key, row[3])) for _, key, row in met]

    def first_row(self, start: datetime, end: datetime) -> list[Row]:
        """Return the first occurrence of a series that cannot be worked out, when it overlaps [start, end)."""
        master = self._series.master
        if master is None:
            return []
        local = master.timing.start.local
        first = _Start(to_utc(local, self._zone), local)
        row = self._row(master, first, master.timing.length(self._owner_zone))
        is_taken = not (self._overridden | self._excluded).isdisjoint(self._keys(first))
        return [] if is_taken or not _overlaps(row, start, end) else [row]

    def idle_exclusions(self, start: datetime, end: datetime) -> bool:
        """Return whether EXDATE names something in [start, end) that does not occur there; asked after the rows."""
        noon = time(12)
        left = (
            to_utc(datetime.combine(key, noon), self._zone) if not isinstance(key, datetime) else key
            for key in self._excluded - self._hit
        )
        return any(start <= instant < end for instant in left)

    def _key(self, override: Component) -> date | datetime:
        return self._keys_of[id(override)]

    def _meant(self, override: Component) -> date | datetime:
        """Return the key of the occurrence that an override means.

        Exchange writes midnight for the day of an occurrence that starts at another hour, and some programs leave out
        the Z of a time in UTC. Either is believed where nothing occurs at the time as written.
        """
        moment, master = override.recurrence_id, self._series.master
        assert moment is not None
        key = key_of(moment, master, self._owner_zone)
        if master is None or not isinstance(key, datetime):
            return key
        is_midnight = moment.local.time() == time()
        lacks_zone = moment.zone is None and master.timing.start.zone is not None
        if not is_midnight and not lacks_zone:
            return key
        try:
            near = list(self._starts(master, shift(key, -DAY - _MARGIN), shift(key, 2 * DAY + _MARGIN)))
        except (RuleRefused, TooDense):
            return key
        instants = {one.instant for one in near}
        if key in instants:
            return key
        if lacks_zone and moment.local in instants:
            return moment.local
        of_day = [one.instant for one in near if one.local.date() == moment.local.date()]
        return of_day[0] if is_midnight and len(of_day) == 1 else key

    def _keys(self, one: _Start) -> tuple[date | datetime, ...]:
        return (one.local.date(),) if self._is_all_day else (one.instant, one.local.date())

    def _read_changes(self, master: Component) -> list[_Change]:
        changes = []
        for override in self._series.overrides:
            if not override.is_range:
                continue
            key = self._key(override)
            day_start = master.timing.start.local.time()
            local = to_local(key, self._zone) if isinstance(key, datetime) else datetime.combine(key, day_start)
            moved_to = to_local(override.timing.start.instant(self._owner_zone), self._zone)
            length = override.timing.length(self._owner_zone)
            changes.append(_Change(to_utc(local, self._zone), moved_to - local, length, override.position))
        return sorted(changes, key=lambda change: change.since)

    def _read_added(self, master: Component) -> Iterator[_Start]:
        for addition in master.added:
            instant = addition.start.instant(self._owner_zone)
            yield _Start(instant, to_local(instant, self._zone), addition)

    def _added_length(self, addition: Addition) -> Duration:
        if addition.end is None:
            return addition.duration or Duration()
        exact = addition.end.instant(self._owner_zone) - addition.start.instant(self._owner_zone)
        return Duration(exact=max(exact, NO_TIME))

    def _row(self, master: Component, one: _Start, length: Duration) -> Row:
        if one.addition is not None and (one.addition.end is not None or one.addition.duration is not None):
            length = self._added_length(one.addition)
        return master.position, one.instant, end_of(one.local, length, self._zone), one.instant

    def _changed_row(self, one: _Start, change: _Change) -> Row:
        local = shift(one.local, change.by)
        return change.position, to_utc(local, self._zone), end_of(local, change.length, self._zone), one.instant

    def _starts(self, master: Component, first: datetime, last: datetime) -> Iterator[_Start]:
        """Yield what starts in [first, last), exclusions left out, overrides not applied, in no order."""
        begin, end = to_local(first, self._zone), to_local(last, self._zone)
        dtstart = master.timing.start.local
        found: dict[datetime, _Start] = {}
        for rule in self._rules:
            for local in self._expand(rule, dtstart, begin, end):
                instant = to_utc(local, self._zone)
                found[instant] = _Start(instant, local)
            if len(found) > SERIES_LIMIT:
                raise TooDense
        if not self._rules and begin <= dtstart < end:
            instant = to_utc(dtstart, self._zone)
            found[instant] = _Start(instant, dtstart)
        if self._added:
            place = bisect_left(self._added, first, key=lambda start: start.instant)
            while place < len(self._added) and self._added[place].instant < last:
                found[self._added[place].instant] = self._added[place]
                place += 1
        if not found:
            return
        for rule in master.excluding_rules:
            for local in self._excluded_by(rule, dtstart, begin, end):
                found.pop(to_utc(local, self._zone), None)
        if not self._excluded:
            yield from found.values()
            return
        for one in found.values():
            excluded_by = self._excluded.intersection(self._keys(one))
            self._hit |= excluded_by
            if not excluded_by:
                yield one

    def _excluded_by(
        self, rule: RecurrenceRule, dtstart: datetime, begin: datetime, end: datetime
    ) -> Iterator[datetime]:
        for local in self._expand(rule, dtstart, begin, end):
            # As a recurrence rule would, the expansion counts the start of the series as its first, fitting or not.
            if local != dtstart or self._fits(rule, dtstart):
                yield local

    def _fits(self, rule: RecurrenceRule, dtstart: datetime) -> bool:
        """Return whether a rule means its own start: the calendar repeats after 400 years, weekdays included."""
        if dtstart.year <= _CYCLE_YEARS:
            return True
        earlier = dtstart.replace(year=dtstart.year - _CYCLE_YEARS)
        every = replace(rule, interval=1, count=None, until=None)
        return bool(self._expand(every, earlier, dtstart, shift(dtstart, _INSTANT)))

    def _expand(self, rule: RecurrenceRule, dtstart: datetime, start: datetime, end: datetime) -> list[datetime]:
        """Return what a rule gives, and pay for what will be made of it; raises :class:`RuleRefused`."""
        try:
            self._work.spend(_EXPANSION_STEPS)
            found = expand_rule(rule, dtstart, start, end, work=self._work)
            if len(found) <= SERIES_LIMIT:  # else nothing will be made of it
                self._work.spend(_START_STEPS * len(found))
        except WorkSpent:
            raise RuleRefused(WORK_SPENT) from None
        return found

    def _originals(self, master: Component, instants: list[datetime]) -> dict[date | datetime, datetime] | None:
        """Return the occurrences around some instants by their keys, None when they cannot be worked out."""
        first, last = shift(min(instants), -_MARGIN), shift(max(instants), DAY + _MARGIN)
        try:
            return {key: one.instant for one in self._starts(master, first, last) for key in self._keys(one)}
        except (RuleRefused, TooDense):
            # The series itself is named for it; whether it has these occurrences nobody can tell.
            return None


def _rules_of(master: Component, owner_zone: ZoneInfo) -> list[RecurrenceRule]:
    """Return the rules of a series; those of whole days end on the owner's day when UNTIL is an instant."""
    if not master.timing.is_all_day:
        return master.rules
    return [
        rule if rule.until is None else parse_rule(text, is_all_day=True, zone=owner_zone)[0]
        for rule, text in zip(master.rules, master.rule_texts, strict=True)
    ]


def _overlaps(row: Row, start: datetime, end: datetime) -> bool:
    _, begin, finish, _ = row
    return begin < end and (finish > start or (begin == finish and begin >= start))
