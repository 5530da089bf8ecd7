"""An audit for other programs: JSON, and the meetings as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analyzer.reports.csv_report import csv_table
from analyzer.reports.json_report import change_record
from analyzer.reports.json_text import json_document
from analyzer.reports.team.run import run_of
from analyzer.reports.words.wording import Wording
from analyzer.team.audit import Audit, Moment
from analyzer.team.meetings import LEAST_MEMBERS, TeamMeeting
from analyzer.team.released import Measure
from analyzer.text import Translator
from analyzer.time.period import iso_week

SCHEMA = "meetlint-audit/1"


def render_audit_json(audit: Audit, translate: Translator) -> Iterator[str]:
    """Return an audit as one JSON object, in pieces."""
    team = audit.team
    return json_document(
        {
            "schema": SCHEMA,
            "period": {"from": audit.period.first.isoformat(), "to": audit.period.last.isoformat()},
            "team": {
                "id": team.id,
                "name": team.name,
                "timezone": team.zone.key,
                "members": team.asked,
                "read": team.read,
                "floor": audit.floor,
                "fingerprint": audit.fingerprint,
            },
            "measures": [measure_record(one) for one in audit.measures],
            "weeks": [
                {"week": iso_week(week.monday), "measures": [measure_record(one) for one in week.measures]}
                for week in audit.weeks
            ],
            "weekdays": [_moment(one) for one in audit.moments],
            "meetings": [_meeting(one) for one in audit.meetings],
            "changes": _changes(audit, translate),
            "proof": _proof(audit),
            "agree": list(audit.agreed) or None,
            "roles": {
                "meetings": audit.shares.judged,
                "facilitator": audit.shares.facilitator,
                "decision_keeper": audit.shares.decision_keeper,
                "agenda": audit.shares.agenda,
            },
            "moments": {
                "weeks": audit.weeks_read,
                "team": audit.team_moments,
                "informal": audit.informal_moments,
            },
            "likely_doubles": audit.likely_doubles,
            "not_shown": dict(sorted(audit.not_shown.items())),
            "problems": [
                {"source": one.source, "message": one.texts.get(translate.language, one.texts.get("en", ""))}
                for one in audit.unread
            ],
            "source_problems": dict(audit.problems),
        }
    )


def measure_record(one: Measure) -> dict[str, Any]:
    """Return a measure as it stands in JSON."""
    return {
        "name": one.name,
        "unit": one.unit,
        "people": one.people,
        "median": one.median,
        "bands": [{"from": band.from_, "to": band.to, "people": band.people} for band in one.bands],
        "withheld": one.withheld,
    }


def _moment(one: Moment) -> dict[str, Any]:
    return {
        "weekday": one.weekday + 1,
        "hour": one.hour,
        "in_meetings": one.share.value,
        "withheld": one.share.withheld,
    }


def _meeting(one: TeamMeeting) -> dict[str, Any]:
    return {
        "uid": one.uid,
        "title": one.title or None,
        "start": one.start.isoformat(),
        "people": one.people,
        "members": one.members if one.members >= LEAST_MEMBERS else None,
        "occurrences": one.occurrences,
        "recurring": one.recurring,
        "minutes": one.minutes,
        "person_minutes": one.person_minutes,
        "rules": dict(one.rules),
        "copies_disagree": one.disagree,
    }


def _changes(audit: Audit, translate: Translator) -> list[dict[str, Any]]:
    if audit.plan is None:
        return []
    run = run_of(audit, audit.plan)
    wording = Wording(translate, audit.team.zone)
    return [{**change_record(one.change, run, wording), "people": one.people} for one in audit.plan.changes]


def _proof(audit: Audit) -> dict[str, Any] | None:
    # Without a change it would tell whether anything that is not shown could have changed.
    proof = audit.plan.proof if audit.plan and audit.plan.changes else None
    return None if proof is None else {"status": proof.status}


def render_audit_csv(audit: Audit) -> Iterator[str]:
    """Return the meetings of an audit as CSV, in their order and in pieces."""
    meetings = audit.meetings
    rules = sorted({name for meeting in meetings for name in meeting.rules})
    return csv_table(
        {
            "uid": [one.uid for one in meetings],
            "title": [one.title for one in meetings],
            "start": [one.start.isoformat() for one in meetings],
            "people": [one.people for one in meetings],
            "members": [one.members for one in meetings],
            "occurrences": [one.occurrences for one in meetings],
            "minutes": [one.minutes for one in meetings],
            "person_minutes": [one.person_minutes for one in meetings],
            "copies_disagree": [one.disagree for one in meetings],
            **{name: [one.rules.get(name, 0) for one in meetings] for name in rules},
        }
    )
