"""ICS: findings, or a plan, as a calendar that can be laid over one's own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from analyzer.reports.plans.planned import Planned
from analyzer.reports.words.changes import text_of
from analyzer.reports.words.plans import occurrence, title_of
from analyzer.reports.words.sayings import sayings
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import N_, Translator


def render_ics(run: Run, translate: Translator, *, now: datetime) -> str:
    """Return one event per finding (RFC 5545), shown as free so that it blocks nothing.

    Args:
        run: what was found.
        translate: the reader's language.
        now: the stamp of the events.
    """
    wording = Wording(translate, run.zone.zone)
    events = []
    table_uids = run.table.column("uid").tolist()
    for finding, fact, action in zip(run.judgement.findings, *sayings(run.judgement.found, run, wording), strict=True):
        uids = [table_uids[row] for row in finding.events]
        event = _event([finding.rule, finding.start.isoformat(), *uids], finding.start, finding.end, now)
        event.add("summary", f"{finding.rule}: {fact}")
        event.add("description", action)
        event.add("categories", ["meetlint", finding.severity])
        events.append(event)
    return _calendar("findings", translate("meetlint findings"), events)


def render_plan_ics(planned: Planned, translate: Translator, *, now: datetime) -> str:
    """Return one event per occurrence that changes, at its new time, or where it goes at its old one.

    Nobody is invited and nothing is blocked: each is private and shown as free, and names nobody.
    """
    run = planned.run
    wording = Wording(translate, run.zone.zone)
    events = []
    for change in planned.plan.changes:
        text = text_of(change, run, wording)
        for one in change.occurrences:
            is_gone = one.new_start is None or one.new_end is None
            start, end = one.new_start or one.start, one.new_end or one.end
            event = _event([change.uid, one.start.isoformat(), one.end.isoformat()], start, end, now)
            event.add("summary", f"{'✗' if is_gone else '→'} {title_of(one, change, run, wording)}")
            event.add("description", f"{occurrence(one, change, run, wording)}\n{text}")
            event.add("categories", ["meetlint"])
            events.append(event)
    return _calendar("proposed", translate(N_("meetlint: proposed")), events)


def _event(parts: Sequence[str], start: datetime, end: datetime, now: datetime) -> Any:
    """Return an event that is the same one whenever its parts are, private and shown as free."""
    from icalendar import Event

    event = Event()
    event.add("uid", f"{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()[:32]}@meetlint")
    event.add("dtstamp", now)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _calendar(kind: str, name: str, events: Sequence[Any]) -> str:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//meetlint//{kind}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(event)
    return str(calendar.to_ical().decode())
