"""From calendars to one run, in a straight line: whose they are, then (with the period) the judgement of what was read.

A run asks :func:`analyzer.events.whose.identify` first, since the owner's zone and today give the period; then the
calendars are read for it, and :func:`analyse` judges what was read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

import numpy as np

from analyzer.calendars import Reading, SourceCalendar
from analyzer.changing.change import Change
from analyzer.events.rows import build_table
from analyzer.events.table import EventTable
from analyzer.events.whose import Known, Whose
from analyzer.judging.context import Context
from analyzer.judging.engine import Judgement, judge
from analyzer.judging.exceptions import Excepted, Ignore, unknown_tags
from analyzer.judging.listing import Finding, Listing
from analyzer.judging.rule import ActiveRule
from analyzer.run import Run, SourceSummary
from analyzer.time.period import Period


@dataclass(frozen=True, kw_only=True)
class Terms(Known):
    """By what calendars are judged, whosever they are.

    Attributes:
        rules: the rules to judge by; none for a listing of events.
        known_rules: the names of all rules there are, chosen or not.
        ignore: the exceptions that were agreed on.
        is_known: whether a finding, shown by events of the table, stands in a baseline; None without one.
        reads_titles: titles may tell absence, days on call and a working place: only in a person's own run.
        proposes: the few changes that help most are looked for.
        is_dated: they stand in order of time, as in a letter; else the best first.
    """

    rules: Sequence[ActiveRule]
    known_rules: Collection[str] = ()
    ignore: Sequence[Ignore] = ()
    is_known: Callable[[Finding, EventTable], bool] | None = None
    reads_titles: bool = True
    proposes: bool = True
    is_dated: bool = False


def analyse(readings: Sequence[Reading], whose: Whose, period: Period, terms: Terms) -> Run:
    """Judge what was read of the calendars of one person.

    Args:
        readings: each calendar with what occurs in the period, those that are left out too.
        whose: whose they are.
        period: the days to judge.
        terms: by what they are judged.
    """
    zone, today, since = whose.zone.zone, whose.today, _since(whose, terms)
    table = build_table(
        readings,
        whose.owner,
        zone,
        whose.agreements,
        name=whose.name,
        is_shared=terms.is_shared,
        reads_titles=terms.reads_titles,
    )
    context = Context(period, zone, [whose.name], [whose.agreements], table)
    judgement = judge(context, terms.rules, [entry for entry in terms.ignore if not entry.is_expired(today)])
    if terms.is_known is not None:
        judgement = _without_known(judgement, terms.is_known)
    # Against a baseline only what is new matters; a change that removes known findings would confuse.
    proposes, lost = terms.proposes and terms.is_known is None, list[str]()
    changes = _changes(judgement, since, terms, lost) if proposes and len(judgement.found) else []
    return Run(
        judgement=judgement,
        period=period,
        today=today,
        owner=whose.owner,
        zone=whose.zone,
        name=whose.name,
        since=since,
        sources=[_summary(reading.calendar, table) for reading in readings],
        problems=[problem for reading in readings for problem in reading.calendar.problems],
        changes=changes,
        lost=lost,
        hours_origin=whose.hours_origin,
        lunch_origin=whose.lunch_origin,
        ends=_end(readings, period),
        extent=None if len(table) else _extent(readings),
        is_shared=terms.is_shared,
        unknown_exceptions=unknown_tags(table, terms.known_rules) if terms.known_rules else [],
        expired=[entry for entry in terms.ignore if entry.is_expired(today)],
    )


def _changes(judgement: Judgement, since: int, terms: Terms, lost: list[str]) -> list[Change]:
    # Imported where something was found: a list of events needs none of it.
    from analyzer.changing.options import Conditions
    from analyzer.changing.search import find_changes

    conditions = Conditions(since, is_shared=terms.is_shared, is_dated=terms.is_dated)
    return find_changes(judgement, conditions, lost.append)


def _since(whose: Whose, terms: Terms) -> int:
    """Return from when on meetings can change, in seconds since 1970, UTC: now, or the start of a day given for now."""
    if terms.today is None:
        return int(terms.now.timestamp())
    return int(datetime.combine(terms.today, time(), whose.zone.zone).timestamp())


def _without_known(judgement: Judgement, is_known: Callable[[Finding, EventTable], bool]) -> Judgement:
    """Return the judgement with the findings of a baseline among the ignored ones."""
    found = judgement.found
    known = np.array([is_known(finding, judgement.context.table) for finding in judgement.findings], dtype=bool)
    return replace(
        judgement,
        found=found.at(~known),
        aside=Listing.together([judgement.aside, found.at(known)]),
        excepted=[*judgement.excepted, *[Excepted("baseline", "")] * int(known.sum())],
    )


def _summary(calendar: SourceCalendar, table: EventTable) -> SourceSummary:
    if calendar.is_subscription:
        return SourceSummary(calendar.source, 0, left_out="subscription", left_out_events=len(calendar.columns()))
    events = int((table.column("source") == calendar.source).sum())
    return SourceSummary(calendar.source, events, calendar.is_incomplete, calendar.is_windowed)


def _end(readings: Sequence[Reading], period: Period) -> date | None:
    """Return the day on which the first of the exports ends that do not reach the end of the period."""
    ends = [reading.calendar.identity.ends for reading in readings if reading.calendar.identity.ends]
    return min((day for day in ends if day < period.last), default=None)


def _extent(readings: Sequence[Reading]) -> tuple[date, date] | None:
    """Return the first and last day on which any calendar holds events."""
    spans = [reading.extent for reading in readings if reading.extent is not None]
    if not spans:
        return None
    return min(first for first, _ in spans), max(last for _, last in spans)
