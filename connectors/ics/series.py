"""Components to series, and when a series occurs: rules, added and excluded dates, overrides (RFC 5545 section 3.8.5).

All work is done inside the window asked for, each series by itself, within a budget of steps and of occurrences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from connectors.ics.dates import Addition
from connectors.ics.events import Component
from connectors.ics.moments import DAY, NO_TIME, UTC, Duration, Moment, shift, to_local, to_utc
from connectors.ics.problems import ProblemLog
from connectors.ics.recurrence import STEP_BUDGET, RecurrenceRule, RuleRefused, expand_rule
from connectors.ics.timing import end_of

Row = tuple[int, datetime, datetime, datetime]
"""Position of the entry, start, end, original start; UTC without tzinfo."""

SERIES_LIMIT = 50_000
"""Occurrences of one series in one window."""
SMALL_BUDGET = 5_000
HEAVY_SERIES = 100
"""So many series of one calendar may take the whole step budget; all others get by on the small one."""

_INSTANT = timedelta(seconds=1)
_MARGIN = timedelta(hours=3)
_CYCLE_YEARS = 400


class TooDense(Exception):  # noqa: N818
    """A series with more occurrences in the window than :data:`SERIES_LIMIT`."""


class Budget:
    """What one call may spend on all series together, so that many costly series cost no more than a few."""

    def __init__(self, window_days: int) -> None:
        """Allow for a window of so many days."""
        self._small = SMALL_BUDGET + 20 * window_days
        self._heavy = HEAVY_SERIES

    def expand(self, rule: RecurrenceRule, dtstart: datetime, start: datetime, end: datetime) -> list[datetime]:
        """Expand one rule; raises :class:`RuleRefused` when that takes too long."""
        try:
            return expand_rule(rule, dtstart, start, end, step_budget=min(self._small, STEP_BUDGET))
        except RuleRefused:
            if self._heavy <= 0:
                raise
            self._heavy -= 1
            return expand_rule(rule, dtstart, start, end)


@dataclass(slots=True)
class Series:
    """All components of one uid: the series or single event itself, and what overrides its occurrences."""

    master: Component | None = None
    overrides: list[Component] = field(default_factory=list)

    @property
    def components(self) -> list[Component]:
        """The components, the master first."""
        return ([self.master] if self.master else []) + self.overrides


def group_series(components: Iterable[Component], log: ProblemLog) -> list[Series]:
    """Return the components by uid, of several versions the newest only; the others are named in ``log``.

    Newer is a greater SEQUENCE, then a later LAST-MODIFIED or DTSTAMP, then a cancellation, then what comes first.
    """
    by_uid: dict[str, list[Component]] = {}
    for component in components:
        by_uid.setdefault(component.entry.uid, []).append(component)
    grouped = []
    for group in by_uid.values():
        series = Series(_find_master(group, log))
        overrides: dict[object, list[Component]] = {}
        for component in group:
            if component.recurrence_id is not None:
                _drop_rules(component, log)
                overrides.setdefault(_key(component.recurrence_id, series.master, UTC), []).append(component)
        excluded = {_key(moment, series.master, UTC) for moment in series.master.excluded} if series.master else set()
        for key, same in overrides.items():
            newest = max(same, key=_newness)
            if key in excluded:
                # A deleted occurrence stays deleted: clients that delete a changed one leave the change behind.
                log.add("override-excluded", "skipped", newest.entry.line, newest.entry.uid)
            else:
                series.overrides.append(newest)
            for other in same:
                if other is not newest:
                    log.add("override-twice", "skipped", other.entry.line, other.entry.uid)
        _tell_overrides_of_series(series)
        grouped.append(series)
    return grouped


def _find_master(group: list[Component], log: ProblemLog) -> Component | None:
    """Return the newest version of the series or event itself among the components of one uid."""
    masters = [component for component in group if component.recurrence_id is None]
    if not masters:
        # Some programs (Lotus Notes, ConnectDaily) give the series itself a RECURRENCE-ID: alone, with its rule.
        masters = [component for component in group if component.is_series][:1]
        for component in masters:
            component.recurrence_id, component.is_range = None, False
    if not masters:
        return None
    newest = max(masters, key=_newness)
    for other in masters:
        if other is not newest:
            log.add("duplicate-uid", "skipped", other.entry.line, other.entry.uid)
    return newest


def _drop_rules(override: Component, log: ProblemLog) -> None:
    """Make an override what it is: one occurrence, or the change of all later ones (RFC 5545 section 3.8.4.4)."""
    if override.is_series:
        log.add("override-rule-ignored", "repaired", override.entry.line, override.entry.uid)
        override.rules, override.added = [], []
        override.entry.series_start, override.entry.is_endless = None, False


def _newness(component: Component) -> tuple[int, str, bool]:
    return (*component.version, component.entry.is_cancelled)


def _tell_overrides_of_series(series: Series) -> None:
    if series.master is None or not series.master.is_series:
        return
    for override in series.overrides:
        override.entry.series_start = series.master.entry.series_start
        override.entry.is_endless = series.master.entry.is_endless


def _key(moment: Moment, master: Component | None, owner_zone: ZoneInfo) -> date | datetime:
    """Return what says which occurrence is meant: its day where the series or the value has days, else its instant."""
    if master is not None and master.timing.is_all_day:
        return _day_of(moment, owner_zone)
    if moment.is_date:
        return moment.local.date()
    zone = moment.zone or (master.timing.start.zone if master else None) or owner_zone
    return to_utc(moment.local, zone)


def _day_of(moment: Moment, owner_zone: ZoneInfo) -> date:
    # Midnight is how a day is written by those who write days as times, in whatever zone.
    if moment.zone is None or moment.local == moment.local.replace(hour=0, minute=0, second=0):
        return moment.local.date()
    return to_local(to_utc(moment.local, moment.zone), owner_zone).date()


@dataclass(frozen=True, slots=True)
class _Change:
    """What RANGE=THISANDFUTURE does to all occurrences from one on."""

    since: datetime
    by: timedelta
    length: Duration
    position: int


class Expansion:
    """One series, its owner's zone known, ready to be asked for windows."""

    def __init__(self, series: Series, owner_zone: ZoneInfo, budget: Budget) -> None:
        """Resolve what the zone of the owner decides; nothing is expanded yet."""
        self._series = series
        self._owner_zone = owner_zone
        self._budget = budget
        master = series.master
        self._zone = (master.timing.start.zone if master else None) or owner_zone
        self._is_all_day = master is not None and master.timing.is_all_day
        self._excluded = {_key(moment, master, owner_zone) for moment in master.excluded} if master else set()
        self._overridden = {self._key_of(override) for override in series.overrides}
        self._changes = self._read_changes()
        self.strays: list[Component] = []

    def own_rows(self, start: datetime, end: datetime) -> list[Row]:
        """Return the occurrences of the series or event itself that overlap [start, end).

        Those without length count when they start in it. The window is in UTC without tzinfo, as the rows are.

        Raises:
            RuleRefused: the rule takes too many steps.
            TooDense: there are more than :data:`SERIES_LIMIT`.
        """
        return list(self._master_rows(self._series.master, start, end)) if self._series.master else []

    def override_rows(self, start: datetime, end: datetime) -> list[Row]:
        """Return the overriding occurrences in the window; what the series does not have is added to ``strays``."""
        rows = (self._override_row(override, start, end) for override in self._series.overrides)
        return [row for row in rows if row is not None]

    def _key_of(self, override: Component) -> date | datetime:
        assert override.recurrence_id is not None
        return _key(override.recurrence_id, self._series.master, self._owner_zone)

    def _read_changes(self) -> list[_Change]:
        if self._series.master is None:
            return []
        changes = []
        for override in self._series.overrides:
            if not override.is_range or override.recurrence_id is None:
                continue
            key = self._key_of(override)
            clock = self._series.master.timing.start.local.time()
            local = to_local(key, self._zone) if isinstance(key, datetime) else datetime.combine(key, clock)
            moved_to = to_local(override.timing.start.instant(self._owner_zone), self._zone)
            length = override.timing.length(self._owner_zone)
            changes.append(_Change(to_utc(local, self._zone), moved_to - local, length, override.position))
        return sorted(changes, key=lambda change: change.since)

    def _master_rows(self, master: Component, start: datetime, end: datetime) -> Iterator[Row]:
        length = master.timing.length(self._owner_zone)
        lengths = [length, *(change.length for change in self._changes), *self._added_lengths(master)]
        reach = max(_longest(one) for one in lengths) + DAY
        shifts = [NO_TIME, *(change.by for change in self._changes)]
        first = shift(start, -reach - max(shifts))
        last = shift(end, DAY - min(shifts))
        for instant, local, addition in self._candidates(master, first, last):
            if self._is_replaced(instant, local):
                continue
            position, moved, its_length = master.position, local, length
            for change in self._changes:
                if instant >= change.since:
                    position, moved, its_length = change.position, shift(local, change.by), change.length
            begin = to_utc(moved, self._zone)
            if addition is not None and position == master.position:
                finish = self._end_of_addition(addition, moved, its_length)
            else:
                finish = end_of(moved, its_length, self._zone)
            if _overlaps(begin, finish, start, end):
                yield position, begin, finish, instant

    def _added_lengths(self, master: Component) -> Iterator[Duration]:
        for addition in master.added:
            if addition.duration is not None:
                yield addition.duration
            elif addition.end is not None:
                yield Duration(exact=addition.end.instant(self._owner_zone) - addition.start.instant(self._owner_zone))

    def _end_of_addition(self, addition: Addition, local: datetime, length: Duration) -> datetime:
        if addition.end is not None:
            return max(addition.end.instant(self._owner_zone), to_utc(local, self._zone))
        return end_of(local, addition.duration or length, self._zone)

    def _is_replaced(self, instant: datetime, local: datetime) -> bool:
        keys = {local.date()} if self._is_all_day else {instant, local.date()}
        return not self._overridden.isdisjoint(keys)

    def _candidates(
        self, master: Component, first: datetime, last: datetime
    ) -> Iterator[tuple[datetime, datetime, Addition | None]]:
        """Yield (instant, wall clock, addition) of the series in [first, last), exclusions left out, in no order."""
        begin, end = to_local(first, self._zone), to_local(last, self._zone)
        dtstart = master.timing.start.local
        found: dict[datetime, tuple[datetime, Addition | None]] = {}
        for rule in master.rules:
            for local in self._budget.expand(rule, dtstart, begin, end):
                found[to_utc(local, self._zone)] = (local, None)
                if len(found) > SERIES_LIMIT:
                    raise TooDense
        if not master.rules and begin <= dtstart < end:
            found[to_utc(dtstart, self._zone)] = (dtstart, None)
        for addition in master.added:
            instant = addition.start.instant(self._owner_zone)
            if first <= instant < last:
                found[instant] = (to_local(instant, self._zone), addition)
        if not found:
            return
        for rule in master.excluding_rules:
            for local in self._excluded_by(rule, dtstart, begin, end):
                found.pop(to_utc(local, self._zone), None)
        for instant, (local, added) in found.items():
            keys = {local.date()} if self._is_all_day else {instant, local.date()}
            if self._excluded.isdisjoint(keys):
                yield instant, local, added

    def _excluded_by(
        self, rule: RecurrenceRule, dtstart: datetime, begin: datetime, end: datetime
    ) -> Iterator[datetime]:
        for local in self._budget.expand(rule, dtstart, begin, end):
            # As a recurrence rule would, the expansion counts the start of the series as its first, fitting or not.
            if local != dtstart or self._fits(rule, dtstart):
                yield local

    def _fits(self, rule: RecurrenceRule, dtstart: datetime) -> bool:
        """Whether a rule means its own start: the Gregorian calendar repeats after 400 years, weekdays included."""
        if dtstart.year <= _CYCLE_YEARS:
            return True
        earlier = dtstart.replace(year=dtstart.year - _CYCLE_YEARS)
        every = replace(rule, interval=1, count=None, until=None)
        return bool(self._budget.expand(every, earlier, dtstart, dtstart + _INSTANT))

    def _override_row(self, override: Component, start: datetime, end: datetime) -> Row | None:
        timing = override.timing
        zone = timing.start.zone or self._owner_zone
        begin = to_utc(timing.start.local, zone)
        finish = end_of(timing.start.local, timing.length(self._owner_zone), zone)
        if not _overlaps(begin, finish, start, end):
            return None
        key = self._key_of(override)
        original = key if isinstance(key, datetime) else to_utc(datetime.combine(key, time()), self._zone)
        try:
            found = self._original(key, original)
        except (RuleRefused, TooDense):
            # The rule is named with the series itself; whether it has this occurrence cannot be known.
            found = original
        if found is None:
            self.strays.append(override)
        return override.position, begin, finish, found or original

    def _original(self, key: date | datetime, instant: datetime) -> datetime | None:
        """Return the occurrence of the series that ``key`` means, None when it has no such occurrence."""
        master = self._series.master
        if master is None:
            return instant
        # A few hours around it, for the clock of an occurrence in the gap of spring is not the clock of its instant.
        first, last = shift(instant, -_MARGIN), shift(instant, _MARGIN if isinstance(key, datetime) else DAY + _MARGIN)
        for found, local, _ in self._candidates(master, first, last):
            if key in (found, local.date()):
                return found
        return None


def _longest(length: Duration) -> timedelta:
    return timedelta(days=length.days) + length.exact


def _overlaps(begin: datetime, finish: datetime, start: datetime, end: datetime) -> bool:
    return begin < end and (finish > start or (begin == finish and begin >= start))
