"""CSV: findings or events, one row each, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import pandas as pd

from analyzer.reports.inert import inert
from analyzer.reports.json_report import local_iso
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import Translator

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> object:
    """Return a value that no spreadsheet takes for a formula: such text gets a leading apostrophe."""
    if not isinstance(value, str):
        return value
    shown = inert(value)
    starts = value.lstrip(" \n")[:1], shown.lstrip()[:1]
    return f"'{shown}" if any(start in _FORMULA_STARTS for start in starts if start) else shown


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()


def render_csv(run: Run, translate: Translator) -> str:
    """Return the findings as CSV (RFC 4180), in their order."""
    wording = Wording(translate, run.zone.zone)
    header = ("rule", "severity", "calendar", "start", "end", "minutes", "occurrences", "titles", "message", "advice")
    return _table(
        header,
        (
            (
                finding.rule,
                finding.severity,
                run.name,
                local_iso(finding.start, run),
                local_iso(finding.end, run),
                finding.minutes,
                finding.occurrences,
                "; ".join(dict.fromkeys(run.table["title"].iloc[row] for row in finding.events)),
                wording.finding_message(run, finding),
                wording.finding_advice(run, finding),
            )
            for finding in run.judgement.findings
        ),
    )


def render_events_csv(run: Run, translate: Translator) -> str:
    """Return every event of the period as CSV (RFC 4180), counted or not."""
    del translate  # the columns are data, the same in every language
    header = ("calendar", "start", "end", "title", "counted", "reason", "kind", "call", "people", "uid")
    return _table(
        header,
        (
            (
                row.calendar,
                local_iso(row.start, run),
                local_iso(row.end, run),
                row.title,
                "yes" if row.reason == "" else "no",
                row.reason,
                row.kind,
                row.call,
                "" if pd.isna(row.people_count) else int(row.people_count),
                row.uid,
            )
            for row in run.table.itertuples()
        ),
    )
