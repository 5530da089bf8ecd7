"""A plan: what is aimed at, what is left, and which rules it does not heed."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

import rules
from analyzer.changing.options import Conditions
from analyzer.changing.plan import Plan, make_plan
from analyzer.judging.engine import judge
from analyzer.rulebook.loading import load_rules
from tests.event_rows import activated, context_of, events, judge_table, seconds

pytest.importorskip("ortools")

ALL = list(load_rules(rules).values())
WEEK = ("2026-11-09", "2026-11-15")
SINCE = Conditions(seconds("2026-11-09 00:00"))
LINES = (
    "2026-11-10 12:00-13:00 Demo | people=4 uid=demo",
    "2026-11-11 12:00-13:00 Talk | people=4 uid=talk",
    "2026-11-12 09:00-09:30 A | call people=4 uid=a",
    "2026-11-12 09:30-10:00 B | call people=4 uid=b",
)


def planned(most: int, *aims: str) -> Plan:
    return make_plan(judge_table(ALL, events(*LINES), period=WEEK), SINCE, most=most, seconds=30, aims=aims)


def test_what_is_left_of_what_is_aimed_at_is_named() -> None:
    everything = planned(1)
    assert (everything.proof.before, everything.proof.after, len(everything.changes)) == (3, 2, 1)
    assert len(everything.remaining) == 2
    lunches = planned(1, "lunch-meeting")
    assert (lunches.proof.before, lunches.proof.after) == (2, 1)
    assert [one.rule for one in lunches.remaining.findings] == ["lunch-meeting"]
    chain = planned(5, "back-to-back-calls")
    assert (chain.proof.before, chain.proof.after, chain.proof.bound, chain.proof.status) == (1, 0, 0, "optimal")
    assert list(chain.remaining.findings) == []
    assert [change.removes for change in chain.changes] == [{"back-to-back-calls": 1}]
    # What is not aimed at is judged all the same.
    assert [one.rule for one in chain.after.findings if one.severity != "note"] == ["lunch-meeting"] * 2


def test_notes_are_never_left_over() -> None:
    plan = planned(5)
    assert plan.proof.after == 0
    assert list(plan.remaining.findings) == []
    assert {one.severity for one in plan.after.findings} == {"note"}


def test_the_rule_that_breaks_off_on_what_is_tried_is_named_once_and_left_out_of_the_proof() -> None:
    lunch = next(rule for rule in ALL if rule.name == "lunch-meeting")

    def find(table: pd.DataFrame, context: object, settings: object) -> object:
        if (table["start_local"].dt.hour == 13).any():
            raise ZeroDivisionError
        return lunch.find(table, context, settings)  # type: ignore[arg-type]

    fragile = replace(lunch, name="fragile", find=find)
    judgement = judge(context_of(events(*LINES[:2]), period=WEEK), activated([lunch, fragile]))
    assert len(judgement.findings) == 4
    plan = make_plan(judgement, SINCE, most=2, seconds=30)
    assert list(plan.lost) == ["fragile"]
    assert (plan.proof.before, plan.proof.after) == (2, 0)
    assert list(make_plan(judge_table(lunch, events(*LINES[:2]), period=WEEK), SINCE, most=2, seconds=30).lost) == []
