"""Runs the cases of every rule: one file per rule in ``cases``, one sentence per case.

A case has a ``name``, ``events`` (lines of :mod:`analyzer.events.examples`), the expected ``findings``, and where it
matters ``others`` (calendar -> lines), ``zone``, ``period`` (first and last day), ``agreements``, ``settings``,
``judged`` and ``not_judged``. A finding names what the case is about; ``minutes`` always. Times are the owner's wall
clock, ``events`` the titles of its events.
"""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from event_rows import AMSTERDAM, ANNA, at, events, judge_table, together

import rules
from analyzer.agreements import WEEKDAYS
from analyzer.events.examples import EXAMPLE_WEEK
from analyzer.judging.engine import Judgement
from analyzer.judging.listing import Finding
from analyzer.rulebook.loading import load_rules

RULES = load_rules(rules)
FOLDER = Path(__file__).parent / "cases"
KEYS = {"name", "events", "findings", "others", "zone", "period", "agreements", "settings", "judged", "not_judged"}
OWN = {"start", "end", "minutes", "severity", "occurrences"}
"""Fields of a finding; what is neither these nor calendar and events is evidence."""


def cases() -> list[Any]:
    read = [
        (path.stem, case) for path in sorted(FOLDER.glob("*.toml")) for case in tomllib.loads(path.read_text())["case"]
    ]
    return [pytest.param(rule, case, id=f"{rule}: {case['name']}") for rule, case in read]


@pytest.mark.parametrize(("rule", "case"), cases())
def test_rule_gives_the_findings_of_the_case(rule: str, case: dict[str, Any]) -> None:
    assert set(case) <= KEYS
    zone = case.get("zone", AMSTERDAM)
    calendars = {ANNA: case["events"], **case.get("others", {})}
    agreements = case.get("agreements")
    tables = [events(*lines, zone=zone, calendar=name, agreements=agreements) for name, lines in calendars.items()]
    judgement = judge_table(
        RULES[rule],
        together(*tables),
        settings=case.get("settings"),
        agreements=agreements,
        period=tuple(case["period"]) if "period" in case else None,
        zone=zone,
        calendars=list(calendars),
    )
    assert len(judgement.findings) == len(case["findings"]), judgement.findings
    side_by_side = zip(judgement.findings, case["findings"], strict=True)
    shown = [shown_as(finding, judgement, wanted) for finding, wanted in side_by_side]
    assert shown == [read_times(wanted, zone) for wanted in case["findings"]]
    assert sum(share.judged for share in judgement.shares) == case.get("judged", 0)
    assert judgement.not_judged.get(rule, {}) == case.get("not_judged", {})


def shown_as(finding: Finding, judgement: Judgement, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return of ``finding`` what the case speaks of."""
    assert "minutes" in wanted
    titles = judgement.context.table["title"]
    every = {
        "calendar": judgement.context.calendars[finding.calendar],
        "events": [titles[position] for position in finding.events],
        **{name: getattr(finding, name) for name in OWN},
        **finding.evidence,
    }
    return {name: every[name] for name in wanted}


def read_times(wanted: dict[str, Any], zone: str) -> dict[str, Any]:
    return {name: moment(value, zone) if name in ("start", "end") else value for name, value in wanted.items()}


def moment(text: str, zone: str) -> Any:
    day, _, clock = text.partition(" ")
    if day in WEEKDAYS:
        date = EXAMPLE_WEEK.first + timedelta(days=WEEKDAYS.index(day))
        return at(f"{date} {clock}", zone)
    return at(datetime.fromisoformat(text).isoformat(" "), zone)


def test_every_rule_has_cases_and_every_case_file_a_rule() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(RULES)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_case_file_says_when_the_rule_speaks_and_when_not(path: Path) -> None:
    read = tomllib.loads(path.read_text())["case"]
    names = [case["name"] for case in read]
    assert len(set(names)) == len(names)
    assert any(case["findings"] for case in read)
    assert any(not case["findings"] for case in read)
