"""JSON: the contract for other programs (schema ``meetlint/1``)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from analyzer.changing.change import Change
from analyzer.events.table import UNKNOWN, Mask, Words
from analyzer.judging.listing import Listing
from analyzer.problems import Problem
from analyzer.reports.json_text import PIECE, json_array, json_column, json_document, json_objects, json_rows
from analyzer.reports.plans.planned import Planned
from analyzer.reports.words.changes import text_of
from analyzer.reports.words.sayings import sayings
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import Translator
from analyzer.time.instants import iso_texts
from analyzer.time.intervals import Ints

SCHEMA = "meetlint/1"


def render_json(run: Run, translate: Translator) -> Iterator[str]:
    """Return the result of ``check`` as one JSON object, in pieces. Times carry the owner's UTC offset."""
    wording, judgement = Wording(translate, run.zone.zone), run.judgement
    excepted = {
        "ignored_by": json_column([one.origin for one in judgement.excepted]),
        "reason": json_column([one.reason or None for one in judgement.excepted]),
    }
    return json_document(
        {
            "schema": SCHEMA,
            "period": _period(run),
            "calendars": _calendars(run),
            "metrics": [{"calendar": run.name, **metrics} for metrics in judgement.metrics] if run.sources else [],
            "findings": _findings(judgement.found, run, wording),
            "changes": [change_record(change, run, wording) for change in run.changes],
            "ignored": _findings(judgement.aside, run, wording, excepted),
            "not_judged": judgement.not_judged,
            "left_out": _left_out(run),
            "problems": [problem_record(problem, translate) for problem in (*run.failed, *run.problems)],
        }
    )


def render_plan_json(planned: Planned, translate: Translator) -> Iterator[str]:
    """Return a plan as one JSON object, in pieces; what is left speaks of the times after the changes."""
    run, after, proof = planned.run, planned.after, planned.plan.proof
    wording = Wording(translate, run.zone.zone)
    left = _findings(planned.left, after, wording)
    return json_document(
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
            "meetings": int(run.judgement.context.is_counted.sum()),
            "not_counted": {name: int(count) for name, count in run.not_counted().items()},
            "incomplete": any(source.is_incomplete for source in run.sources),
        }
    ]


def render_events_json(run: Run, translate: Translator) -> Iterator[str]:
    """Return every event of the period, counted or not, as one JSON object, in pieces."""
    return json_document(
        {
            "schema": SCHEMA,
            "period": _period(run),
            "events": _events(run),
            "left_out": _left_out(run),
            "problems": [problem_record(problem, translate) for problem in (*run.failed, *run.problems)],
        }
    )


def _events(run: Run) -> Iterator[str]:
    table, spans = run.table, run.judgement.context.event_spans
    people = table.column("people_count").tolist()
    columns = {
        "calendar": _words(table.words("calendar")),
        "uid": json_column(table.column("uid").tolist()),
        "start": json_instants(spans.start, run.zone.zone),
        "end": json_instants(spans.end, run.zone.zone),
        "title": json_column(table.column("title").tolist()),
        "counted": _flags(table.holds("reason", "")),
        "reason": _words(table.words("reason"), or_none=True),
        "call": _words(table.words("call"), or_none=True),
        "people": json_column([None if count == UNKNOWN else count for count in people]),
        "people_at_least": _flags(table.column("people_at_least")),
        "kind": _words(table.words("kind")),
        "private": _flags(table.column("private")),
    }
    return json_rows(_parts(columns, len(table)))


def _words(words: Words, *, or_none: bool = False) -> list[str]:
    """Return a column of few words as JSON, each word encoded once; "" as null where that is told so."""
    names = json_column([None if or_none and not name else name for name in words.names])
    return _picked(names, words.codes)


def _flags(flags: Mask) -> list[str]:
    return _picked(("false", "true"), flags.view(np.int8))


def json_instants(seconds: Ints, zone: ZoneInfo) -> list[str]:
    """Return instants as JSON on a zone's clock; they hold nothing that has to be escaped."""
    return [f'"{text}"' for text in iso_texts(seconds, zone)]


def _parts(columns: Mapping[str, Sequence[str]], size: int) -> Iterator[list[str]]:
    """Yield rows as JSON objects, some at a time."""
    for first in range(0, size, PIECE):
        yield json_objects({name: texts[first : first + PIECE] for name, texts in columns.items()}, 2)


def _period(run: Run) -> dict[str, str]:
    return {"from": run.period.first.isoformat(), "to": run.period.last.isoformat()}


def local_iso(moment: datetime, run: Run) -> str:
    """Return an instant as ISO 8601 to the second, on the owner's clock with its offset."""
    return moment.astimezone(run.zone.zone).isoformat(timespec="seconds")


def _findings(
    listing: Listing, run: Run, wording: Wording, further: Mapping[str, Sequence[str]] | None = None
) -> Iterator[str]:
    """Return findings as JSON in pieces; all is worked out at once but how it is put together.

    Args:
        listing: the findings.
        run: in whose table their events are.
        wording: the reader's words.
        further: columns behind those of the contract, JSON already.
    """
    zone = run.zone.zone
    facts, actions = sayings(listing, run, wording)
    before = {
        "rule": _picked(json_column(listing.rules), listing.rule),
        "severity": json_column(listing.severity.tolist()),
        "calendar": _picked(json_column(run.judgement.context.calendars), listing.calendar),
        "start": json_instants(listing.start, zone),
        "end": json_instants(listing.end, zone),
        "minutes": json_column(listing.minutes.tolist()),
        "occurrences": json_column(listing.occurrences.tolist()),
        "evidence": _evidence(listing),
    }
    after = {"message": json_column(facts), "advice": json_column(actions), **(further or {})}
    return json_rows(_finding_parts(listing, before, _shown_events(listing, run), after))


def _finding_parts(
    listing: Listing, before: Mapping[str, Sequence[str]], events: Mapping[int, str], after: Mapping[str, Sequence[str]]
) -> Iterator[list[str]]:
    """Yield findings as JSON objects, some at a time: their events stand between the other columns."""
    members, cuts = listing.event.tolist(), listing.cuts.tolist()
    for first in range(0, len(listing), PIECE):
        some, edges = slice(first, first + PIECE), cuts[first : first + PIECE + 1]
        shown = [json_array([events[row] for row in members[begin:end]], 3) for begin, end in itertools.pairwise(edges)]
        columns = {
            **{name: texts[some] for name, texts in before.items()},
            "events": shown,
            **{name: texts[some] for name, texts in after.items()},
        }
        yield json_objects(columns, 2)


def _shown_events(listing: Listing, run: Run) -> dict[int, str]:
    """Return what a finding shows of an event as JSON, for every row of the table that any of them shows."""
    rows = np.unique(listing.event)
    start = run.judgement.context.event_spans.start[rows]
    columns = {
        "uid": json_column(run.table.column("uid")[rows].tolist()),
        "start": json_instants(start, run.zone.zone),
        "title": json_column(run.table.column("title")[rows].tolist()),
    }
    shown = json_objects(columns, 4)
    return dict(zip(rows.tolist(), shown, strict=True))


def _evidence(listing: Listing) -> list[str]:
    texts = np.full(len(listing), "{}", dtype=object)
    for _, places, columns in listing.of_each_rule():
        if columns:
            texts[places] = json_objects({name: json_column(values, 4) for name, values in columns.items()}, 3)
    return list(texts.tolist())


def _picked(texts: Sequence[str], number: npt.NDArray[np.integer[Any]]) -> list[str]:
    picked: list[str] = np.array(list(texts) or [""], dtype=object).take(number).tolist()
    return picked


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
