"""ICS: the findings as a calendar that can be laid over one's own."""

from __future__ import annotations

import hashlib
from datetime import datetime

from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import Translator


def render_ics(run: Run, translate: Translator, *, now: datetime) -> str:
    """Return one event per finding (RFC 5545), shown as free so that it blocks nothing.

    Args:
        run: what was found.
        translate: the reader's language.
        now: the stamp of the events.
    """
    from icalendar import Calendar, Event

    wording = Wording(translate, run.zone.zone)
    calendar = Calendar()
    calendar.add("prodid", "-//meetlint//findings//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", translate("meetlint findings"))
    for finding in run.judgement.findings:
        uids = [run.table["uid"].iloc[row] for row in finding.events]
        name = "\n".join([finding.rule, finding.start.isoformat(), *uids])
        event = Event()
        event.add("uid", f"{hashlib.sha256(name.encode()).hexdigest()[:32]}@meetlint")
        event.add("dtstamp", now)
        event.add("dtstart", finding.start.to_pydatetime())
        event.add("dtend", finding.end.to_pydatetime())
        event.add("summary", f"{finding.rule}: {wording.finding_message(run, finding)}")
        event.add("description", wording.finding_advice(run, finding))
        event.add("categories", ["meetlint", finding.severity])
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return str(calendar.to_ical().decode())
