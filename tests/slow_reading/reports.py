"""JSON and CSV as one would write them without a thought for speed: one record at a time, each said on its own.

What the reports write by column has to be this, character for character.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from analyzer.agreements import clock_of
from analyzer.judging.listing import Finding
from analyzer.judging.rule import ActiveRule, Situation, durations_of
from analyzer.reports.csv_report import cell
from analyzer.reports.json_report import SCHEMA, change_record, problem_record
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import Msg, Text, Translator

_UNSAFE = re.compile("[\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def check_json(run: Run, translate: Translator) -> str:
    """Return the result of ``check``."""
    wording = Wording(translate, run.zone.zone)
    judgement = run.judgement
    return _dumped(
        {
            "schema": SCHEMA,
            "period": _period(run),
            "calendars": _calendars(run),
            "metrics": [{"calendar": run.name, **metrics} for metrics in judgement.metrics] if run.sources else [],
            "findings": [_finding(run, finding, wording) for finding in judgement.findings],
            "changes": [change_record(change, run, wording) for change in run.changes],
            "ignored": [
                {
                    **_finding(run, one.finding, wording),
                    "ignored_by": one.excepted.origin,
                    "reason": one.excepted.reason or None,
                }
                for one in judgement.ignored
            ],
            "not_judged": judgement.not_judged,
            **_left_out_and_problems(run, translate),
        }
    )


def events_json(run: Run, translate: Translator) -> str:
    """Return every event of the period."""
    return _dumped(
        {
            "schema": SCHEMA,
            "period": _period(run),
            "events": [
                {
                    "calendar": row.calendar,
                    "uid": row.uid,
                    "start": _iso(row.start, run),
                    "end": _iso(row.end, run),
                    "title": row.title,
                    "counted": row.reason == "",
                    "reason": row.reason or None,
                    "call": row.call or None,
                    "people": None if pd.isna(row.people_count) else int(row.people_count),
                    "people_at_least": bool(row.people_at_least),
                    "kind": row.kind,
                    "private": bool(row.private),
                }
                for row in run.table.frame.itertuples()
            ],
            **_left_out_and_problems(run, translate),
        }
    )


def check_csv(run: Run, translate: Translator) -> str:
    """Return the findings."""
    wording = Wording(translate, run.zone.zone)
    header = ("rule", "severity", "calendar", "start", "end", "minutes", "occurrences", "titles", "message", "advice")
    return _table(
        header,
        (
            (
                finding.rule,
                finding.severity,
                run.name,
                _iso(finding.start, run),
                _iso(finding.end, run),
                finding.minutes,
                finding.occurrences,
                "; ".join(dict.fromkeys(run.table["title"].iloc[row] for row in finding.events)),
                *said(run, finding, wording),
            )
            for finding in run.judgement.findings
        ),
    )


def events_csv(run: Run) -> str:
    """Return every event of the period."""
    header = ("calendar", "start", "end", "title", "counted", "reason", "kind", "call", "people", "uid")
    return _table(
        header,
        (
            (
                row.calendar,
                _iso(row.start, run),
                _iso(row.end, run),
                row.title,
                "yes" if row.reason == "" else "no",
                row.reason,
                row.kind,
                row.call,
                "" if pd.isna(row.people_count) else int(row.people_count),
                row.uid,
            )
            for row in run.table.frame.itertuples()
        ),
    )


def said(run: Run, finding: Finding, wording: Wording) -> tuple[str, str]:
    """Return the fact of a finding, and the action it advises."""
    active = next(active for active in run.judgement.rules if active.rule.name == finding.rule)
    situation = active.rule.situations.get(str(finding.evidence.get("situation", "")))
    fields = _fields(run, finding, active, situation, wording)
    told = situation or active.rule
    return _filled(told.message, fields, wording), _filled(told.advice, fields, wording)


def _filled(text: Text, fields: dict[str, object], wording: Wording) -> str:
    try:
        return wording.translate.text(text, **fields)
    except (KeyError, IndexError, ValueError):
        return wording.translate(text.singular)


def _fields(
    run: Run, finding: Finding, active: ActiveRule, situation: Situation | None, wording: Wording
) -> dict[str, object]:
    titles = [
        wording.title({"title": run.table["title"].iloc[row], "private": run.table["private"].iloc[row]})
        for row in finding.events
    ]
    return {
        **{name: _value(value, wording) for name, value in active.settings.model_dump().items()},
        "title": wording.listed(list(dict.fromkeys(titles))),
        "minutes": finding.minutes,
        "duration": wording.minutes(finding.minutes),
        "occurrences": finding.occurrences,
        "day": wording.day(finding.start),
        "start_time": wording.time(finding.start),
        "end_time": wording.time(finding.end),
        "count": len(finding.events),
        **(_day_fields(run, finding, wording) if situation else {}),
        **{name: wording.minutes(value) for name, value in durations_of(finding.evidence).items()},
        **{name: _value(value, wording) for name, value in finding.evidence.items()},
    }


def _day_fields(run: Run, finding: Finding, wording: Wording) -> dict[str, object]:
    told, agreements = finding.evidence.get("hours_date"), run.judgement.context.agreements[finding.calendar]
    day = date.fromisoformat(str(told)) if told else wording.local(finding.start).date()
    hours, _ = agreements.hours_on(day)
    return {
        "weekday": wording.weekday_name(day.weekday()),
        "holiday": agreements.holiday_on(day, wording.translate.language),
        "hours_start": clock_of(hours[0][0]) if hours else "",
        "hours_end": clock_of(hours[-1][1]) if hours else "",
    }


def _value(value: object, wording: Wording) -> object:
    if isinstance(value, Msg | bool | int) or value is None:
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, date):
        return wording.day(value)
    if isinstance(value, list | tuple):
        return ", ".join(str(_value(item, wording)) for item in value)
    text = str(value)
    return wording.day(date.fromisoformat(text)) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else wording.shown(text)


def _finding(run: Run, finding: Finding, wording: Wording) -> dict[str, Any]:
    fact, action = said(run, finding, wording)
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "calendar": run.judgement.context.calendars[finding.calendar],
        "start": _iso(finding.start, run),
        "end": _iso(finding.end, run),
        "minutes": finding.minutes,
        "occurrences": finding.occurrences,
        "evidence": finding.evidence,
        "events": [
            {
                "uid": run.table["uid"].iloc[row],
                "start": _iso(run.table["start"].iloc[row], run),
                "title": run.table["title"].iloc[row],
            }
            for row in finding.events
        ],
        "message": fact,
        "advice": action,
    }


def _calendars(run: Run) -> list[dict[str, Any]]:
    if not run.sources:
        return []
    return [
        {
            "calendar": run.name,
            "owner": run.owner.address or None,
            "timezone": run.zone.zone.key,
            "source": ", ".join(source.source for source in run.sources),
            "events": len(run.table),
            "meetings": sum(reason == "" for reason in run.table["reason"]),
            "not_counted": dict(run.not_counted()),
            "incomplete": any(source.is_incomplete for source in run.sources),
        }
    ]


def _left_out_and_problems(run: Run, translate: Translator) -> dict[str, Any]:
    return {
        "left_out": [
            {"source": source.source, "reason": source.left_out, "events": source.left_out_events}
            for source in run.sources
            if source.left_out
        ],
        "problems": [problem_record(problem, translate) for problem in (*run.failed, *run.problems)],
    }


def _period(run: Run) -> dict[str, str]:
    return {"from": run.period.first.isoformat(), "to": run.period.last.isoformat()}


def _iso(moment: datetime, run: Run) -> str:
    return moment.astimezone(run.zone.zone).isoformat(timespec="seconds")


def _dumped(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, indent=2, default=_plain)
    text = text.encode("utf-8", "replace").decode("utf-8")
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(type(value).__name__)


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()
