"""CSV: findings or events, one row each, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from analyzer.events.table import UNKNOWN
from analyzer.reports.inert import inert
from analyzer.reports.words.sayings import sayings
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import Translator
from analyzer.time.instants import iso_texts

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

PIECE = 1000
"""Rows that are handed on together."""


def cell(value: object) -> object:
    """Return a value that no spreadsheet takes for a formula: such text gets a leading apostrophe."""
    if not isinstance(value, str):
        return value
    shown = inert(value)
    starts = value.lstrip(" \n")[:1], shown.lstrip()[:1]
    return f"'{shown}" if any(start in _FORMULA_STARTS for start in starts if start) else shown


def _cells(values: Sequence[object]) -> list[object]:
    """Return a column as cells, each distinct text made safe once."""
    made = {value: cell(value) for value in set(values)}
    return [made[value] for value in values]


def csv_table(columns: Mapping[str, Sequence[object]]) -> Iterator[str]:
    """Yield columns under their names as CSV (RFC 4180), in pieces."""
    cells = [_cells(values) for values in columns.values()]
    rows = [list(columns), *zip(*cells, strict=True)]
    for first in range(0, len(rows), PIECE):
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerows(rows[first : first + PIECE])
        yield out.getvalue()


def render_csv(run: Run, translate: Translator) -> Iterator[str]:
    """Return the findings as CSV, in their order and in pieces."""
    found, zone = run.judgement.found, run.zone.zone
    facts, actions = sayings(found, run, Wording(translate, zone))
    titles = run.table.column("title").tolist()
    return csv_table(
        {
            "rule": [found.rules[number] for number in found.rule.tolist()],
            "severity": found.severity.tolist(),
            "calendar": [run.name] * len(found),
            "start": iso_texts(found.start, zone),
            "end": iso_texts(found.end, zone),
            "minutes": found.minutes.tolist(),
            "occurrences": found.occurrences.tolist(),
            "titles": ["; ".join(dict.fromkeys([titles[row] for row in rows])) for rows in found.members()],
            "message": facts,
            "advice": actions,
        }
    )


def render_events_csv(run: Run, translate: Translator) -> Iterator[str]:
    """Return every event of the period as CSV, counted or not, in pieces."""
    del translate  # the columns are data, the same in every language
    table, spans, zone = run.table, run.judgement.context.event_spans, run.zone.zone
    reasons = table.column("reason").tolist()
    return csv_table(
        {
            "calendar": table.column("calendar").tolist(),
            "start": iso_texts(spans.start, zone),
            "end": iso_texts(spans.end, zone),
            "title": table.column("title").tolist(),
            "counted": ["yes" if reason == "" else "no" for reason in reasons],
            "reason": reasons,
            "kind": table.column("kind").tolist(),
            "call": table.column("call").tolist(),
            "people": ["" if count == UNKNOWN else count for count in table.column("people_count").tolist()],
            "uid": table.column("uid").tolist(),
        }
    )
