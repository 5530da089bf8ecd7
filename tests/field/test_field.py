"""Calendars rebuilt from public bug reports, through the whole product: what ``events`` and ``check`` make of them.

``../shared/data/field/expected.json`` says for each calendar which events its period holds (``*``: not said; a list:
one of these; ``!``: anything but this), and for some a number that ``check`` must give. What it calls unclear is
decided in docs/ics.md.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import rules
from analyzer.agreements import Agreements
from analyzer.events.whose import identify
from analyzer.judging.rule import activate
from analyzer.pipeline import Terms, analyse
from analyzer.reports.json_report import render_events_json, render_json
from analyzer.rulebook.loading import choose_rules, load_rules
from analyzer.run import Run
from analyzer.text import translator
from analyzer.time.period import Period
from connectors.opening import open_sources, read_period
from connectors.options import OpenOptions
from tests.conftest import SHARED

FIELD = SHARED / "field"

DECIDED: dict[str, dict[str, dict[str, Any] | None]] = {
    # COUNT=-1 cannot be read and nothing else ends the series: its first occurrence is what is certain.
    "282-count-minus-one-alone.ics": {"2026-11-09T10:00": None},
    # The page of a town hall is that of a webinar, where people register: it is no link into a call.
    "255-teams-more-hosts.ics": {"2026-11-03T13:00": {"call": False}},
}
"""Unclear cases that were decided otherwise than ``expected.json`` proposes: what becomes of a row, by its start."""


@cache
def _cases() -> dict[str, dict[str, Any]]:
    path = FIELD / "expected.json"
    return {case["file"]: case for case in json.loads(path.read_text())} if path.is_file() else {}


@cache
def _rules() -> Any:
    return activate(choose_rules(load_rules(rules), (), ()), {})


def _run(case: dict[str, Any], folder: Path) -> Run:
    opened = open_sources([str(FIELD / "cases" / case["file"])], OpenOptions(state_dir=folder, cache_dir=folder))
    assert not opened.failed
    period = Period(date.fromisoformat(case["frm"]), date.fromisoformat(case["to"]))
    terms = Terms(
        rules=_rules() if case["check"] else (),
        agreements=Agreements(),
        now=datetime(2026, 11, 30, 8, tzinfo=UTC),
        me=case["me"],
        timezone=case["tz"],
    )
    whose = identify(opened.calendars, terms)
    readings = [read_period(calendar, period, whose.zone.zone) for calendar in opened.calendars]
    return analyse(readings, whose, period, terms)


def _rows(case: dict[str, Any]) -> list[dict[str, Any]]:
    decided = DECIDED.get(case["file"], {})
    assert not decided or case["verdict_on_2026_11_30"] == "unclear"
    rows = [(row, decided.get(row["s"], {})) for row in case["exp"]]
    return [row | change for row, change in rows if change is not None]


def _fits(expected: object, found: object) -> bool:
    if isinstance(expected, list):
        return found in expected
    if isinstance(expected, str) and expected.startswith("!"):
        return expected[1:] not in str(found)
    return expected in ("*", found)


def _is(row: dict[str, Any], event: dict[str, Any]) -> bool:
    """Return whether an event of the JSON list is the one that a row of ``expected.json`` describes."""
    call = row["call"] if row["call"] == "*" else bool(row["call"])
    edges = [(event[key][:16], event[key][:16] + event[key][19:]) for key in ("start", "end")]
    return (
        row["s"] in edges[0]
        and row["e"] in edges[1]
        and _fits(call, event["call"] is not None)
        and _fits(row["least"], event["people_at_least"])
        and all(_fits(row[key], event[key]) for key in ("counted", "reason", "people", "title", "private"))
    )


@pytest.mark.parametrize("name", sorted(_cases()))
def test_field_calendar_reads_as_its_people_meant_it(name: str, tmp_path: Path) -> None:
    case = _cases()[name]
    run = _run(case, tmp_path)
    left = json.loads("".join(render_events_json(run, translator("en"))))["events"]
    for row in _rows(case):
        found = next((event for event in left if _is(row, event)), None)
        assert found, f"missing {row}; there are {left} ({case['why']})"
        left.remove(found)
    assert not left, f"too many ({case['why']})"
    if case["check"]:
        _compare(case["check"], json.loads("".join(render_json(run, translator("en")))))


def _compare(check: dict[str, Any], report: dict[str, Any]) -> None:
    if "metric" in check:
        assert report["metrics"][0][check["metric"]] == check["value"]
        return
    findings = [finding for finding in report["findings"] if finding["rule"] == check["rule"]]
    assert len(findings) == check["n"]
    if "evidence_calls" in check:
        assert [finding["evidence"]["calls"] for finding in findings] == [check["evidence_calls"]] * check["n"]


def test_field_is_there_whole() -> None:
    if not FIELD.is_dir():
        pytest.skip("the data beside the repository (../shared/data) is absent")
    assert len(_cases()) == 149
