"""Why a figure is not shown: each reason of the gate has its words, where one is told and where they are counted."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from team_audits import told_audit

from analyzer.reports.team.words import WITHHELD, left_out, reasons_of
from analyzer.reports.words.withheld import REASONS
from analyzer.reports.words.wording import Wording
from analyzer.team import gate
from analyzer.team.released import Measure
from analyzer.text import translator

NO_REASONS = {*gate.TOPS, "right"}
"""Single words in the gate that are none: units, and a side."""


def reasons_of_the_gate() -> set[str]:
    """Return the reasons as they stand in the gate, so that a new one is met here before it is met in an audit."""
    tree = ast.parse(Path(gate.__file__).read_text("utf-8"))
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {word for word in words if re.fullmatch("[a-z]+(-[a-z]+)*", word)} - NO_REASONS


def test_each_reason_of_the_gate_is_told_of_one_figure_and_counted_of_many() -> None:
    reasons = reasons_of_the_gate()
    assert len(reasons) >= 8
    assert set(REASONS) == reasons
    assert set(WITHHELD) == reasons


def test_each_reason_is_counted_in_words_of_its_own() -> None:
    audit = replace(told_audit(), not_shown=dict.fromkeys(reasons_of_the_gate(), 2))
    for language in ("en", "nl"):
        told = left_out(audit, Wording(translator(language), audit.team.zone))
        assert len(set(told)) == len(REASONS)


def test_a_reason_of_another_versions_ledger_is_told_in_words_that_always_hold() -> None:
    measure = Measure("meeting_hours", "hours", 0, None, (), "a-reason-to-come")
    assert reasons_of([measure], Wording(translator("en"), ZoneInfo("Europe/Amsterdam"))) == [
        "It could tell of few people."
    ]
