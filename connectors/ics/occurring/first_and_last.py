"""The first and the last day on which a calendar holds events, without working out everything between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.ics.occurring.expansion import Expansion, Row, TooDense
from connectors.ics.occurring.series import Series
from connectors.ics.parsing.events import Component
from connectors.ics.parsing.moments import DAY, shift, to_local
from connectors.ics.recurrence.expansion import RuleRefused
from connectors.ics.work import Work

ROW_LIMIT = 200_000
"""Occurrences looked at; once there were so many, a series counts with its start."""

_OWN_DAYS = 100
YEAR = timedelta(days=400)
MONTH = timedelta(days=35)
GENERATION = timedelta(days=365 * 30)
"""Stretches in which the last occurrence is looked for."""


def edge_instants(components: Iterable[Component], zone: ZoneInfo, work: Work) -> tuple[list[datetime], int]:
    """Return instants, in UTC, among which are the first and the last at which something takes place.

    A series without an end counts with its start, one with COUNT with at most thirty years.

    Args:
        components: series, single events and overrides.
        zone: the owner's zone, in which the days are counted.
        work: that of the source; a series for which no steps are left counts with nothing.

    Returns:
        The instants, and how many occurrences were looked at; from :data:`ROW_LIMIT` on no more ends are looked for.
    """
    rows_left = ROW_LIMIT
    instants: list[datetime] = []
    for component in components:
        expansion = Expansion(Series(replace(component, recurrence_id=None)), zone, work, _OWN_DAYS)
        for number, window in enumerate(_windows(component, zone, has_end=rows_left > 0)):
            rows = _rows(expansion, *window)
            rows_left -= len(rows)
            if number == 0:  # a wide window where the start may be excluded; only what then is the start is asked for
                rows = sorted(rows, key=_start)[:1]
            if rows:
                instants += [min(map(_start, rows)), max(map(_last_instant, rows))]
            if rows and window[0] > component.timing.start.instant(zone):
                break
    return instants, ROW_LIMIT - rows_left


def edge_days(instants: Sequence[datetime], zone: ZoneInfo) -> tuple[date, date] | None:
    """Return the days, in a zone, of the first and the last of some instants, None when there are none."""
    return (to_local(min(instants), zone).date(), to_local(max(instants), zone).date()) if instants else None


def _windows(component: Component, zone: ZoneInfo, *, has_end: bool) -> Iterator[tuple[datetime, datetime]]:
    """Yield where the first occurrence is, then where the last one can be, the narrowest window first."""
    begin = component.timing.start.instant(zone)
    may_miss_start = bool(component.excluded or component.excluding_rules)
    yield begin, shift(begin, YEAR if may_miss_start else DAY)
    if not component.is_series or component.entry.is_endless or not has_end:
        return
    ends = [rule.until for rule in component.rules if rule.until is not None]
    last = shift(max([*ends, *(addition.start.local for addition in component.added), begin]), DAY)
    if any(rule.count is not None for rule in component.rules):
        yield begin, shift(last, GENERATION)
        return
    for stretch in (MONTH, YEAR):
        yield max(begin, shift(last, -stretch)), shift(last, DAY)


def _rows(expansion: Expansion, start: datetime, end: datetime) -> list[Row]:
    try:
        return expansion.own_rows(start, end)
    except (RuleRefused, TooDense):
        # Named where the occurrences are asked for; here it only narrows what can be said.
        return []


def _start(row: Row) -> datetime:
    return row[1]


def _last_instant(row: Row) -> datetime:
    _, start, end, _ = row
    return max(start, shift(end, -datetime.resolution))
