"""From opened calendars to one run: owner, zone, period, event table, judgement, changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pandas as pd

from analyzer.agreements import Agreements, Person, agreements_of
from analyzer.changing.search import find_changes
from analyzer.entries import SourceCalendar
from analyzer.events.owner import Owner, find_owner, find_zone
from analyzer.events.rows import Reading, build_table
from analyzer.judging.context import Context
from analyzer.judging.engine import Finding, IgnoredFinding, Judgement, judge
from analyzer.judging.exceptions import Excepted, Ignore
from analyzer.judging.rule import ActiveRule
from analyzer.problems import Problem
from analyzer.run import Run, SourceSummary
from analyzer.time.period import Period


@dataclass(frozen=True)
class Request:
    """What somebody asked for, apart from the sources.

    Attributes:
        period: gives the period once the owner's today is known.
        rules: the rules to judge by; none for a listing of events.
        agreements: what was agreed on.
        people: what differs for single people.
        now: the instant it is, with a zone.
        today: the day given with ``--today``, or None to take it from ``now`` in the owner's zone.
        me: the owner's address from the command line, "" when not given.
        timezone: the zone from the command line, "" when not given.
        is_shared: a community or team calendar.
        is_default_period: nobody chose the period.
        settings_file: the file the agreements come from, "" for none.
        ignore: the exceptions that were agreed on.
        is_known: whether a finding, shown by events of the table, stands in a baseline; None without one.
        shows_ignored: the reader wants to see what exceptions take out.
        problems: parts of a source that could not be opened.
        failed: whole sources that could not be opened.
    """

    period: Callable[[date], Period]
    rules: Sequence[ActiveRule]
    agreements: Agreements
    now: datetime
    people: Sequence[Person] = ()
    today: date | None = None
    me: str = ""
    timezone: str = ""
    is_shared: bool = False
    is_default_period: bool = False
    settings_file: str = ""
    ignore: Sequence[Ignore] = ()
    is_known: Callable[[Finding, pd.DataFrame], bool] | None = None
    shows_ignored: bool = False
    problems: Sequence[Problem] = ()
    failed: Sequence[Problem] = ()


def analyse(calendars: Sequence[SourceCalendar], request: Request) -> Run:
    """Judge the calendars of one person.

    Args:
        calendars: every calendar that could be opened, subscriptions included.
        request: what was asked for.

    Raises:
        UsageError: the calendars belong to different people, or the period is none.
    """
    kept = [calendar for calendar in calendars if not calendar.is_subscription]
    owner = _owner(kept, request)
    agreements = agreements_of(request.agreements, request.people, owner.address)
    zone = find_zone(kept, request.timezone, agreements.timezone)
    today = request.today or request.now.astimezone(zone.zone).date()
    period = request.period(today)
    start, end = period.instants(zone.zone)
    readings = [Reading(calendar, calendar.occurrences(start, end, zone.zone)) for calendar in kept]
    name = owner.address or next((calendar.name for calendar in kept if calendar.name), "") or _place(kept)
    table = build_table(readings, owner, zone.zone, agreements, name=name, is_shared=request.is_shared)
    context = Context(period, zone.zone, [name], [agreements], table)
    judgement = judge(context, request.rules, [entry for entry in request.ignore if not entry.is_expired(today)])
    if request.is_known is not None:
        judgement = _without_known(judgement, request.is_known)
    return Run(
        judgement=judgement,
        period=period,
        today=today,
        owner=owner,
        zone=zone,
        name=name,
        sources=[_summary(calendar, judgement) for calendar in calendars],
        problems=[*request.problems, *(problem for calendar in calendars for problem in calendar.problems)],
        failed=request.failed,
        # Against a baseline only what is new matters; a change that removes known findings would confuse.
        changes=[] if request.is_known is not None else find_changes(judgement, today),
        extent=_extent(kept, zone.zone) if table.empty else None,
        is_shared=request.is_shared,
        is_default_period=request.is_default_period,
        settings_file=request.settings_file,
        shows_ignored=request.shows_ignored,
        expired=[entry for entry in request.ignore if entry.is_expired(today)],
    )


def _without_known(judgement: Judgement, is_known: Callable[[Finding, pd.DataFrame], bool]) -> Judgement:
    """Return the judgement with the findings of a baseline among the ignored ones."""
    known = [is_known(finding, judgement.context.table) for finding in judgement.findings]
    pairs = list(zip(judgement.findings, known, strict=True))
    return replace(
        judgement,
        findings=[finding for finding, was_known in pairs if not was_known],
        ignored=[
            *judgement.ignored,
            *(IgnoredFinding(finding, Excepted("baseline", "")) for finding, was_known in pairs if was_known),
        ],
    )


def _owner(calendars: Sequence[SourceCalendar], request: Request) -> Owner:
    if request.is_shared:
        return Owner()
    me = request.me or request.agreements.me
    known = request.agreements.aliases
    owner = find_owner(calendars, me, known, is_given=bool(request.me))
    person = next((one for one in request.people if one.is_called(owner.address)), None)
    if person is None:
        return owner
    found = find_owner(calendars, person.address, [*known, *person.aliases, owner.address], is_given=False)
    return replace(found, origin=owner.origin)


def _place(calendars: Sequence[SourceCalendar]) -> str:
    return calendars[0].source if calendars else ""


def _summary(calendar: SourceCalendar, judgement: Judgement) -> SourceSummary:
    if calendar.is_subscription:
        return SourceSummary(calendar.source, 0, left_out="subscription", left_out_events=len(calendar.entries))
    events = int((judgement.context.table["source"] == calendar.source).sum())
    return SourceSummary(calendar.source, events, calendar.is_incomplete, getattr(calendar, "is_windowed", False))


def _extent(calendars: Sequence[SourceCalendar], zone: ZoneInfo) -> tuple[date, date] | None:
    """Return the first and last day on which any calendar holds events."""
    spans = [span for calendar in calendars if (span := calendar.first_and_last(zone)) is not None]
    if not spans:
        return None
    return min(first for first, _ in spans), max(last for _, last in spans)
