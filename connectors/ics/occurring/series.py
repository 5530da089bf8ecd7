"""Components to series: which of them belong together, and which version of each counts (RFC 5545 section 3.8.4.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from connectors.ics.parsing import problems
from connectors.ics.parsing.events import Component
from connectors.ics.parsing.moments import UTC, Moment, to_local, to_utc
from connectors.ics.parsing.problems import ProblemLog


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
    return [_series_of(group, log) for group in by_uid.values()]


def key_of(moment: Moment, master: Component | None, owner_zone: ZoneInfo) -> date | datetime:
    """Return what says which occurrence is meant: its day where the series or the value has days, else its instant."""
    if master is not None and master.timing.is_all_day:
        return _day_of(moment, owner_zone)
    if moment.is_date:
        return moment.local.date()
    zone = moment.zone or (master.timing.start.zone if master else None) or owner_zone
    return to_utc(moment.local, zone)


def _series_of(group: list[Component], log: ProblemLog) -> Series:
    if len(group) == 1 and group[0].recurrence_id is None:
        return Series(group[0])
    series = Series(_find_master(group, log))
    overrides: dict[object, list[Component]] = {}
    for component in group:
        if component.recurrence_id is not None:
            _drop_rules(component, log)
            overrides.setdefault(key_of(component.recurrence_id, series.master, UTC), []).append(component)
    excluded = {key_of(moment, series.master, UTC) for moment in series.master.excluded} if series.master else set()
    for key, same in overrides.items():
        newest = max(same, key=_newness)
        if key in excluded:
            # A deleted occurrence stays deleted: clients that delete a changed one leave the change behind.
            log.add(problems.OVERRIDE_EXCLUDED, newest.entry.line, newest.entry.uid)
        else:
            series.overrides.append(newest)
        for other in same:
            if other is not newest:
                log.add(problems.OVERRIDE_TWICE, other.entry.line, other.entry.uid)
    if series.master is not None and series.master.is_series:
        for override in series.overrides:
            override.entry.series_start = series.master.entry.series_start
            override.entry.is_endless = series.master.entry.is_endless
    return series


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
            log.add(problems.DUPLICATE_UID, other.entry.line, other.entry.uid)
    return newest


def _drop_rules(override: Component, log: ProblemLog) -> None:
    """Make an override what it is: one occurrence, or the change of all later ones."""
    if override.is_series:
        log.add(problems.OVERRIDE_RULE_IGNORED, override.entry.line, override.entry.uid)
        override.rules, override.rule_texts, override.added = [], [], []
        override.entry.series_start, override.entry.is_endless = None, False


def _newness(component: Component) -> tuple[int, str, bool]:
    return (*component.version, component.entry.is_cancelled)


def _day_of(moment: Moment, owner_zone: ZoneInfo) -> date:
    # Midnight is how a day is written by those who write days as times, in whatever zone.
    if moment.zone is None or moment.local == moment.local.replace(hour=0, minute=0, second=0):
        return moment.local.date()
    return to_local(to_utc(moment.local, moment.zone), owner_zone).date()
