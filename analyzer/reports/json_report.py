"""JSON: the contract for other programs (schema ``meetlint/1``)."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pandas as pd

from analyzer.changing.change import Change
from analyzer.judging.listing import Finding
from analyzer.problems import Problem
from analyzer.reports.planned import Planned
from analyzer.reports.words.changes import text_of
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import Translator

SCHEMA = "meetlint/1"

_UNSAFE = re.compile("[\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
"""Characters that could drive a terminal; JSON may write any character as an escape."""


def render_json(run: Run, translate: Translator) -> str:
    """Return the result of ``check`` as one JSON object. Times carry the owner's UTC offset."""
    wording = Wording(translate, run.zone.zone)
    return dump(
        {
            "schema": SCHEMA,
            "period": _period(run),
            "calendars": _calendars(run),
            "metrics": [{"calendar": run.name, **metrics} for metrics in run.judgement.metrics] if run.sources else [],
            "findings": [_finding(run, finding, wording) for finding in run.judgement.findings],
            "changes": [change_record(change, run, wording) for change in run.changes],
            "ignored": [
                {
                    **_finding(run, one.finding, wording),
                    "ignored_by": one.excepted.origin,
                    "reason": one.excepted.reason or None,
                }
                for one in run.judgement.ignored
            ],
            "not_judged": run.judgement.not_judged,
            "left_out": _left_out(run),
            "problems": [problem_record(problem, translate) for problem in (*run.failed, *run.problems)],
        }
    )


def render_plan_json(planned: Planned, translate: Translator) -> str:
    """Return a plan as one JSON object; the findings that are left speak of the times after the changes."""
    run, after, proof = planned.run, planned.after, planned.plan.proof
    wording = Wording(translate, run.zone.zone)
    left = [_finding(after, finding, wording) for finding in planned.left]
    return dump(
        {
            "schema": SCHEMA,
            "period": _period(run),
            "calendars": _calendars(run),
            "changes": [change_record(change, run, wording) for change in planned.plan.changes],
            "proof": {
                "status": proof.status,
                "findings_before": proof.before,
                "findings_after": proof.after,
                "bound": proof.bound,
                "over": planned.over,
            },
            "aims": list(planned.aims) or None,
            **(
                {"agree": list(planned.tried), "findings_more": planned.more, "in_the_way": left}
                if planned.tried
                else {"left": left}
            ),
            "left_out": _left_out(run),
            "problems": [problem_record(problem, translate) for problem in (*run.failed, *run.problems)],
        }
    )


def _calendars(run: Run) -> list[dict[str, Any]]:
    """Return the one calendar of a run as the contract has it, none where nothing was read."""
    if not run.sources:
        return []
    return [
        {
            "calendar": run.name,
            "owner": run.owner.address or None,
            "timezone": run.zone.zone.key,
            "source": ", ".join(source.source for source in run.sources),
            "events": len(run.table),
            "meetings": int((run.table["reason"] == "").sum()),
            "not_counted": {name: int(count) for name, count in run.not_counted().items()},
            "incomplete": any(source.is_incomplete for source in run.sources),
        }
    ]


def render_events_json(run: Run, translate: Translator) -> str:
    """Return every event of the period, counted or not, as one JSON object."""
    return dump(
        {
            "schema": SCHEMA,
            "period": _period(run),
            "events": [
                {
                    "calendar": row.calendar,
                    "uid": row.uid,
                    "start": local_iso(row.start, run),
                    "end": local_iso(row.end, run),
                    "title": row.title,
                    "counted": row.reason == "",
                    "reason": row.reason or None,
                    "call": row.call or None,
                    "people": None if pd.isna(row.people_count) else int(row.people_count),
                    "people_at_least": bool(row.people_at_least),
                    "kind": row.kind,
                    "private": bool(row.private),
                }
                for row in run.table.itertuples()
            ],
            "left_out": _left_out(run),
            "problems": [problem_record(problem, translate) for problem in (*run.failed, *run.problems)],
        }
    )


def dump(content: object) -> str:
    """Return JSON text that no terminal obeys, with a newline at its end."""
    text = json.dumps(content, ensure_ascii=False, indent=2, default=_plain)
    text = text.encode("utf-8", "replace").decode("utf-8")
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(type(value).__name__)


def _period(run: Run) -> dict[str, str]:
    return {"from": run.period.first.isoformat(), "to": run.period.last.isoformat()}


def local_iso(moment: pd.Timestamp, run: Run) -> str:
    """Return an instant as ISO 8601 to the second, on the owner's clock with its offset."""
    return str(moment.tz_convert(run.zone.zone).isoformat(timespec="seconds"))


def _finding(run: Run, finding: Finding, wording: Wording) -> dict[str, Any]:
    table = run.table
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "calendar": run.judgement.context.calendars[finding.calendar],
        "start": local_iso(finding.start, run),
        "end": local_iso(finding.end, run),
        "minutes": finding.minutes,
        "occurrences": finding.occurrences,
        "evidence": finding.evidence,
        "events": [
            {
                "uid": table["uid"].iloc[row],
                "start": local_iso(table["start"].iloc[row], run),
                "title": table["title"].iloc[row],
            }
            for row in finding.events
        ],
        "message": wording.finding_message(run, finding),
        "advice": wording.finding_advice(run, finding),
    }


def change_record(change: Change, run: Run, wording: Wording) -> dict[str, Any]:
    """Return one change as the contract has it."""
    return {
        "kind": change.kind,
        "uid": change.uid or None,
        "title": change.title,
        "occurrences": [
            {
                "start": local_iso(one.start, run),
                "end": local_iso(one.end, run),
                "new_start": None if one.new_start is None else local_iso(one.new_start, run),
                "new_end": None if one.new_end is None else local_iso(one.new_end, run),
            }
            for one in change.occurrences
        ],
        "actor": change.actor,
        "text": text_of(change, run, wording),
        "reason": change.reason or None,
        "removes": change.removes,
        "adds": change.adds,
        "gains": change.gains,
        "losses": change.losses,
    }


def _left_out(run: Run) -> list[dict[str, Any]]:
    """Return the calendars that were left out, with the number of their entries."""
    return [
        {"source": source.source, "reason": source.left_out, "events": source.left_out_events}
        for source in run.sources
        if source.left_out
    ]


def problem_record(problem: Problem, translate: Translator) -> dict[str, Any]:
    """Return one problem as the contract has it."""
    return {
        "source": problem.source,
        "line": problem.line,
        "uid": problem.uid or None,
        "code": problem.code,
        "effect": problem.effect,
        "count": problem.count,
        "message": problem.say(translate),
    }
