from __future__ import annotations

from types import ModuleType
from typing import Any

from pydantic import Field

from analyzer.judging.findings import Findings
from analyzer.judging.rule import Rule, RuleSettings, activate, durations_of
from analyzer.text import Text


class Limits(RuleSettings):
    most: int = Field(8)


def find(events: Any, context: Any, settings: Any) -> Findings:
    raise NotImplementedError


def plain(name: str = "too-long") -> Rule:
    return Rule(name, "Breaks", "warning", (), find, Text("Long."), Text("Shorten it."), (), settings=Limits)


def test_a_rule_is_on_and_for_everybody_unless_it_says_otherwise() -> None:
    rule = plain()
    assert not rule.is_preview
    assert rule.audience == ("self", "team", "organisation")
    assert not rule.needs_series


def test_a_day_is_mended_once_its_rule_is_silent_and_anything_may_decide_that_unless_the_rule_says_otherwise() -> None:
    rule = plain()
    assert not rule.mended_by_block
    assert rule.reach == "period"


def test_a_rule_has_the_agreed_settings_and_its_defaults_where_none_were_agreed() -> None:
    agreed, default = activate({"one": plain("one"), "two": plain("two")}, {"one": Limits(most=5)})
    assert (agreed.rule.name, agreed.settings) == ("one", Limits(most=5))
    assert (default.rule.name, default.settings) == ("two", Limits(most=8))


def test_the_page_of_a_rule_is_the_docstring_of_its_file() -> None:
    assert plain().with_page(ModuleType("too_long", "Meetings that take long.\n\nMore.\n")).page == (
        "Meetings that take long.\n\nMore."
    )
    assert plain().with_page(ModuleType("too_long")).page == ""


def test_minutes_in_the_evidence_have_a_second_name_and_nothing_else_has() -> None:
    evidence = {"working_minutes": 450, "longest_block": 90, "is_odd": True, "day": "2026-11-16", "meeting_share": 0.5}
    assert durations_of(evidence) == {"working_duration": 450, "longest_block_duration": 90}
