"""Components to series: which of them belong together, and which version of each counts (RFC 5545 section 3.8.4.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from analyzer.problems import ProblemKind
from connectors.ics.parsing import problems
from connectors.ics.parsing.events import Component
from connectors.ics.parsing.moments import UTC, Moment, to_local, to_utc
from connectors.ics.parsing.problems import ProblemLog
from connectors.ics.parsing.timing import Timing

BEHIND_ALL = 1 << 40
"""Stands for the line of a series that was put together from several files: these come last."""


@dataclass(slots=True)
class Series:
    """All components of one uid: the series or single event itself, and what overrides its occurrences.

    Attributes:
        line: where the first component of its uid begins in the stream, also one that does not count.
    """

    master: Component | None = None
    overrides: list[Component] = field(default_factory=list)
    line: int = BEHIND_ALL

    @property
    def components(self) -> list[Component]:
        """The components, the master first."""
        return ([self.master] if self.master else []) + self.overrides


def group_series(components: Iterable[Component], log: ProblemLog) -> list[Series]:
    """Return the components by uid, of several versions the newest only; the others are named in ``log``."""
    by_uid: dict[str, list[Component]] = {}
    for component in components:
        by_uid.setdefault(component.entry.uid, []).append(component)
    found = []
    for group in by_uid.values():
        series = _series_of(group, log)
        series.line = group[0].entry.line or 0
        found.append(series)
    return found


def newest_of(versions: Sequence[Component]) -> Component:
    """Return the version that counts; of those equally new the first.

    Newer is a greater SEQUENCE; of the same a withdrawal (METHOD:CANCEL), then a later LAST-MODIFIED or DTSTAMP, then a
    cancellation. A withdrawal seldom repeats the rule of what it withdraws: then the series stays, as cancelled.
    """
    newest = max(versions, key=_newness)
    if newest.is_withdrawal and not newest.is_series:
        series = [version for version in versions if version.is_series]
        if series:
            newest = max(series, key=_newness)
            newest.entry.is_cancelled = True
    return newest


def adopt(series: Series) -> None:
    """Give the changed occurrences of a series what only the series knows: its start, its end, its length."""
    master = series.master
    if master is None:
        return
    for override in series.overrides:
        if master.is_series:
            override.entry.series_start = master.entry.series_start
            override.entry.is_endless = master.entry.is_endless
        if override.has_stale_end and override.timing.is_all_day == master.timing.is_all_day:
            override.timing = Timing(override.timing.start, duration=master.timing.length(UTC))
        if master.entry.is_cancelled and override.version[0] <= master.version[0]:
            override.entry.is_cancelled = True


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
        newest = newest_of(same)
        if key in excluded:
            # A deleted occurrence stays deleted: clients that delete a changed one leave the change behind.
            log.add(problems.OVERRIDE_EXCLUDED, newest.entry.line, newest.entry.uid)
        else:
            series.overrides.append(newest)
        _name_others(same, newest, problems.OVERRIDE_TWICE, log)
    adopt(series)
    return series


def _find_master(group: list[Component], log: ProblemLog) -> Component | None:
    """Return the newest version of the series or event itself among the components of one uid."""
    masters = [component for component in group if component.recurrence_id is None]
    if not masters:
        # Some programs (Lotus Notes, ConnectDaily) give the series itself a RECURRENCE-ID: alone, with its rule. Where
        # several occurrences carry a rule, each is one that somebody was invited to.
        masters = [component for component in group if component.is_series]
        if len({(one.recurrence_id, one.timing.start) for one in masters}) > 1:
            return None
        for component in masters:
            component.recurrence_id, component.is_range = None, False
    if not masters:
        return None
    newest = newest_of(masters)
    _name_others(masters, newest, problems.DUPLICATE_UID, log)
    return newest


def _name_others(versions: Iterable[Component], newest: Component, kind: ProblemKind, log: ProblemLog) -> None:
    for other in versions:
        if other is newest:
            continue
        if other.content == newest.content:
            log.add(problems.COPY_TWICE, other.entry.line, other.entry.uid)
        else:
            log.add(kind, other.entry.line, other.entry.uid)


def _drop_rules(override: Component, log: ProblemLog) -> None:
    """Make an override what it is: one occurrence, or the change of all later ones."""
    if override.is_series:
        log.add(problems.OVERRIDE_RULE_IGNORED, override.entry.line, override.entry.uid)
        override.rules, override.rule_texts, override.added = [], [], []
        override.entry.series_start, override.entry.is_endless = None, False


def _newness(component: Component) -> tuple[int, bool, str, str, bool]:
    return (*component.version, component.entry.is_cancelled)


def _day_of(moment: Moment, owner_zone: ZoneInfo) -> date:
    # Midnight is how a day is written by those who write days as times, in whatever zone.
    if moment.zone is None or moment.local == moment.local.replace(hour=0, minute=0, second=0):
        return moment.local.date()
    return to_local(to_utc(moment.local, moment.zone), owner_zone).date()
