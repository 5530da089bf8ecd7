"""The engine and the slow reading side by side: same calendars in, same findings and metrics out."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from random_calendars import RandomCalendars

from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.engine import Judgement, judge
from analyzer.judging.listing import Finding
from analyzer.judging.rule import ActiveRule, Rule
from slow_reading.metrics import measure_slowly
from slow_reading.records import Agenda, agenda_of, events_of
from slow_reading.rules import (
    RULES,
    Settings,
    SlowFinding,
    has_decision_keeper,
    has_facilitator,
    judge_slowly,
    not_judged,
)


def card_rules() -> dict[str, Rule]:
    """Return the seven rules of the card by name, each from the file that is named as it is.

    Raises:
        ModuleNotFoundError: one of them is not there.
    """
    loaded = {name: importlib.import_module(f"rules.{name.replace('-', '_')}").RULE for name in RULES}
    assert all(name == rule.name for name, rule in loaded.items())
    return loaded


def judged(random: RandomCalendars) -> Judgement:
    """Return what the engine says by the seven rules of the card; a rule that is not there is an error."""
    context = Context(random.period, random.zone, random.names, random.agreements, EventTable.of(random.table))
    return judge(context, [activated(rule, random.settings) for rule in card_rules().values()])


def activated(rule: Rule, chosen: Mapping[str, Any]) -> ActiveRule:
    """Return the rule with those of the chosen settings that are its own."""
    own = {name: value for name, value in chosen.items() if name in rule.settings.model_fields}
    return ActiveRule(rule, rule.settings(**own))


def agendas_of(random: RandomCalendars) -> list[Agenda]:
    """Return the agenda of each calendar for the slow reading."""
    events = events_of(random.table)
    return [
        agenda_of(number, name, events, random.period, random.zone, random.agreements[number])
        for number, name in enumerate(random.names)
    ]


def fast(finding: Finding, evidence: Mapping[str, Any]) -> dict[str, Any]:
    """Return the finding as plain fields, of its evidence only what the text of the rules speaks of."""
    missing = set(evidence) - set(finding.evidence)
    assert not missing, f"{finding.rule} gives no {missing}"
    return {
        "calendar": finding.calendar,
        "start": finding.start,
        "end": finding.end,
        "minutes": finding.minutes,
        "severity": finding.severity,
        "occurrences": finding.occurrences,
        "events": finding.events,
        "evidence": {name: _plain(finding.evidence[name]) for name in evidence},
    }


def slow(finding: SlowFinding) -> dict[str, Any]:
    """Return the finding of the slow reading as the same plain fields."""
    return {**vars(finding), "evidence": {name: _plain(value) for name, value in finding.evidence.items()}}


def _plain(value: Any) -> Any:
    """Return a day as text: it may stand as a date or as its text."""
    return value.isoformat()[:10] if isinstance(value, date) else value


def assert_same_findings(name: str, judgement: Judgement, found: list[SlowFinding]) -> None:
    """Assert that one rule finds the same, field by field."""

    def order(finding: Finding | SlowFinding) -> Any:
        return finding.calendar, finding.start, finding.end, finding.events

    of_rule = sorted((each for each in judgement.findings if each.rule == name), key=order)
    assert [order(each) for each in of_rule] == [order(each) for each in found], name
    for one, other in zip(of_rule, found, strict=True):
        assert fast(one, other.evidence) == slow(other), name


def assert_same_metrics(engine: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    """Assert that the metrics of one calendar are the same."""
    # The engine counts the lacking meetings and the slow reading the others, so rounding may differ in the last digit.
    shares = {"facilitator_share", "decision_keeper_share"}
    assert {name: value for name, value in engine.items() if name not in shares} == {
        name: value for name, value in expected.items() if name not in shares
    }
    for name in shares:
        assert engine[name] == (expected[name] and pytest.approx(expected[name], abs=0.0011))


def compare(random: RandomCalendars) -> dict[str, list[SlowFinding]]:
    """Assert that the engine says of these calendars what the slow reading says, and return its findings."""
    judgement = judged(random)
    assert judgement.failed == []
    chosen = Settings(**random.settings)
    agendas = agendas_of(random)
    found = judge_slowly(agendas, chosen)
    for name in RULES:
        assert_same_findings(name, judgement, found[name])
    for agenda in agendas:
        assert_same_metrics(judgement.metrics[agenda.number], measure_slowly(agenda, chosen, found))
    for name, is_filled in (("no-facilitator", has_facilitator), ("no-decision-keeper", has_decision_keeper)):
        could_not = sum(not_judged(agenda, chosen, is_filled) for agenda in agendas)
        assert sum(judgement.not_judged.get(name, {}).values()) == could_not
    return found
