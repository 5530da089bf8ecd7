"""What holds for every rule, whatever it flags."""

from __future__ import annotations

import re
import string
from typing import Any

import pandas as pd
import pytest
from event_rows import context_of, events, judge_lines, judge_table, period_of, permuted, together
from pandas.testing import assert_frame_equal

import rules
from analyzer.agreements import Agreements
from analyzer.events.examples import EXAMPLE_WEEK
from analyzer.events.table import COLUMNS, EventTable, empty_table, event_table
from analyzer.judging.engine import Judgement
from analyzer.judging.rule import CONTRACT_VERSION, Rule, durations_of
from analyzer.rulebook.loading import load_rules
from analyzer.text import Text, translator
from analyzer.time.period import Period

RULES = load_rules(rules)
EVERY_RULE = pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())

SECTIONS = ["What it flags", "Why it matters", "What to do", "When to ignore it", "Limits"]
GENERAL_FIELDS = {"title", "minutes", "duration", "occurrences", "day", "start_time", "end_time", "count"}

BUSY_WEEK = (
    "mon,tue,wed,thu,fri 09:30-10:15 Daily | call people=6",
    "mon,wed 10:15-11:00 Review | hybrid people=4 facilitator",
    "tue,thu 12:15-13:30 Planning | people=8 keeper endless since=2024-01-09",
    "mon,fri 12:00-13:00 Demo | call people=12",
    "mon,tue,thu 14:30-15:45 Workshop | people=5 auto chair",
    "wed 14:00-16:00 Focus | focus people=1",
    "wed 15:00-15:30 Sync | call people=3 private",
    "wed 15:00-15:30 Other sync | call people=?",
    "thu 15:45-16:30 Drinks | people=20",
    "thu 16:30-16:30 Mark | call people=3",
    "fri 12:00-13:00 Teamlunch | people=6",
    "fri 14:40-15:40 Gone | declined people=6",
    "fri 15:00-15:30 Retro | people=5",
    "sat 10:00-11:00 Release | call people=4",
    "sat 11:00-12:30 Test | call people=4 text=title",
    "sun Fair | people=9",
    "sun 10:00-11:00 Clinic | call people=3",
    "sun 11:07-12:30 Second clinic | call people=3",
    "thu 22:00-22:45 Late call | call people=2",
    "fri 08:30-12:00 Training | people=9",
    "fri 13:00-16:30 More training | people=9",
    "mon 16:00-16:45 Budget | people=12 decides",
    "tue 16:00-17:00 Care time | people=1",
    "tue 16:30-17:00 Check | people=3",
    "mon..wed Home | place=home",
    "thu Office | place=office",
    "thu 08:30-12:00 Call day | call people=4",
    "thu 16:30-17:30 Wrap up | call people=4",
    "wed 12:30-13:15 Preparation | mine people=4",
)
"""A week in which every rule finds something, but those that are about what is missing."""

ABOUT_WHAT_IS_MISSING = {"no-one-on-one", "no-team-moment", "no-informal-moment"}
"""They find where nothing stands: they show no events, and a longer period without any is a longer finding."""

PREVIEW = {"calls-on-office-day", "no-informal-moment", "no-transition"}
"""Off unless selected: their limits still have to prove themselves."""

ABOUT_PLACES = {"too-many-days-apart"}
"""They show entries that are no meetings."""


def busy_lines(rule: Rule) -> tuple[str, ...]:
    """Return events that break the rule."""
    if rule.name in ABOUT_WHAT_IS_MISSING:
        return next(example.events for example in rule.examples if example.findings)
    return BUSY_WEEK


def agreed(rule: Rule) -> dict[str, Any]:
    """Return the agreements under which the rule's own example shows a finding."""
    return dict(next(example.agreements for example in rule.examples if example.findings))


def chosen(rule: Rule) -> dict[str, Any]:
    """Return the settings with which the rule's own example shows a finding."""
    return dict(next(example.settings for example in rule.examples if example.findings))


def judge_busy_week(rule: Rule) -> Judgement:
    return judge_busy(rule, events(*busy_lines(rule)))


def judge_busy(rule: Rule, table: pd.DataFrame | EventTable, **context: Any) -> Judgement:
    return judge_table(rule, table, **{"agreements": agreed(rule), "settings": chosen(rule), **context})


def shown(judgement: Judgement, calendar: int = 0) -> list[dict[str, Any]]:
    """Return the findings of one calendar without positions and calendar number."""
    table = judgement.context.table
    return [
        {
            "start": finding.start,
            "end": finding.end,
            "minutes": finding.minutes,
            "severity": finding.severity,
            "occurrences": finding.occurrences,
            "evidence": finding.evidence,
            "events": [(table.column("uid")[position], table.column("start")[position]) for position in finding.events],
        }
        for finding in judgement.findings
        if finding.calendar == calendar
    ]


def shares(judgement: Judgement, calendar: int = 0) -> list[tuple[int, int]]:
    return [(share.judged, share.missing) for share in judgement.shares if share.calendar == calendar]


@EVERY_RULE
def test_busy_week_breaks_the_rule(rule: Rule) -> None:
    assert judge_busy_week(rule).findings


@EVERY_RULE
def test_empty_table_gives_no_findings(rule: Rule) -> None:
    judgement = judge_table(rule, empty_table())
    assert (judgement.findings, judgement.not_judged, judgement.shares) == ([], {}, [])


@EVERY_RULE
def test_no_calendar_at_all_gives_no_findings(rule: Rule) -> None:
    context = context_of(empty_table(), agreements=[], period=EXAMPLE_WEEK)
    none = type(context)(context.period, context.zone, [], [], context.table)
    assert len(rule.find(none.table, none, rule.settings()).rows) == 0


@EVERY_RULE
def test_table_is_left_as_it_was(rule: Rule) -> None:
    before = events(*busy_lines(rule))
    table = EventTable.of(before.copy(deep=True))
    judge_busy(rule, table)
    assert_frame_equal(table.settled().frame, before)


@EVERY_RULE
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_order_of_the_rows_is_of_no_importance(rule: Rule, seed: int) -> None:
    table = events(*busy_lines(rule))
    assert shown(judge_busy(rule, permuted(table, seed))) == shown(judge_busy(rule, table))


@EVERY_RULE
def test_calendars_are_judged_each_alone(rule: Rule) -> None:
    if "self" not in rule.audience:
        pytest.skip("a rule about a team")
    lines = busy_lines(rule)
    anna, bo = events(*lines), events(*lines[1::2], *lines[:6], calendar="bo@example.org")
    other_lunch = {**agreed(rule), "lunch": "12:30-13:30"}
    both = judge_busy(rule, together(anna, bo), agreements=[agreed(rule), other_lunch], period=EXAMPLE_WEEK)
    alone = judge_busy(rule, anna, period=EXAMPLE_WEEK)
    other = judge_busy(rule, bo, agreements=other_lunch, period=EXAMPLE_WEEK)
    assert shown(both, 0) == shown(alone)
    assert shown(both, 1) == shown(other)
    assert (shares(both, 0), shares(both, 1)) == (shares(alone), shares(other))


@EVERY_RULE
@pytest.mark.parametrize("weeks", [1, 9, -2])
def test_whole_week_later_gives_the_same_a_week_later(rule: Rule, weeks: int) -> None:
    table = events(*busy_lines(rule))
    later = pd.Timedelta(weeks=weeks)
    times = [name for name, dtype in COLUMNS.items() if dtype.startswith("datetime64")]
    moved = event_table({name: table[name] + later if name in times else table[name] for name in COLUMNS})
    judged, judged_later = judge_busy(rule, table), judge_busy(rule, moved)
    assert len(judged_later.findings) == len(judged.findings)
    for one, other in zip(judged.findings, judged_later.findings, strict=True):
        assert (one.start + later, one.end + later) == (other.start, other.end)
        assert (one.minutes, one.severity, one.occurrences) == (other.minutes, other.severity, other.occurrences)
        assert one.events == other.events


@EVERY_RULE
def test_days_outside_the_period_change_nothing_in_it(rule: Rule) -> None:
    if rule.name in ABOUT_WHAT_IS_MISSING:
        pytest.skip("days without events are what it is about")
    table = events(*BUSY_WEEK)
    wide = Period(EXAMPLE_WEEK.first - pd.Timedelta(weeks=2).to_pytimedelta(), EXAMPLE_WEEK.last)
    assert shown(judge_busy(rule, table, period=wide)) == shown(judge_busy(rule, table))


@EVERY_RULE
def test_findings_show_their_events(rule: Rule) -> None:
    judgement = judge_busy_week(rule)
    for finding in judgement.findings:
        assert bool(finding.events) == (rule.name not in ABOUT_WHAT_IS_MISSING)
        assert list(finding.events) == sorted(set(finding.events))
        assert finding.severity in ("note", "warning", "error")
        reasons = set(judgement.context.table.column("reason")[list(finding.events)])
        assert reasons <= ({"working-place"} if rule.name in ABOUT_PLACES else {""})


@EVERY_RULE
def test_findings_lie_in_the_calendars_time(rule: Rule) -> None:
    for finding in judge_busy_week(rule).findings:
        assert finding.start <= finding.end
        assert finding.minutes >= 0
        assert finding.occurrences >= 1


@EVERY_RULE
def test_examples_hold(rule: Rule) -> None:
    assert len(rule.examples) == 2
    assert {bool(example.findings) for example in rule.examples} == {True, False}
    for example in rule.examples:
        judgement = judge_lines(
            rule,
            *example.events,
            agreements=dict(example.agreements),
            settings=dict(example.settings),
            period=EXAMPLE_WEEK,
        )
        assert len(judgement.findings) == example.findings, example.title
        assert tuple(finding.minutes for finding in judgement.findings) == example.minutes, example.title


@EVERY_RULE
def test_page_has_its_sections_in_order(rule: Rule) -> None:
    assert re.findall(r"^## (.*)$", rule.page, re.MULTILINE) == SECTIONS
    opening, *sections = re.split(r"^## .*$", rule.page, flags=re.MULTILINE)
    assert opening.strip().endswith(".")
    assert "\n" not in opening.strip()
    assert all(len(section.strip()) > 40 for section in sections)


@EVERY_RULE
def test_page_names_settings_that_exist(rule: Rule) -> None:
    known = set(rule.settings.model_fields) | set(Agreements.model_fields) | {"meetlint.toml"}
    assert set(re.findall(r"`([^`]+)`", rule.page)) <= known


@EVERY_RULE
def test_name_is_that_of_its_file_and_contract_is_the_present_one(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert rule.find.__module__ == f"rules.{rule.name.replace('-', '_')}"
    assert rule.contract == CONTRACT_VERSION
    assert rule.theme
    assert rule.audience
    assert rule.grounds
    assert all(ground.text.endswith(".") for ground in rule.grounds)


@EVERY_RULE
def test_only_preview_rules_are_off(rule: Rule) -> None:
    assert rule.is_preview == (rule.name in PREVIEW)


@EVERY_RULE
def test_settings_have_unit_and_help(rule: Rule) -> None:
    for name, setting in rule.settings.model_fields.items():
        assert setting.description, name
        extra = setting.json_schema_extra
        assert isinstance(extra, dict)
        assert extra["unit"] or setting.annotation is bool, name


def fields_of(text: Text) -> set[str]:
    forms = [text.singular] + ([text.plural] if text.plural else [])
    return {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}


@EVERY_RULE
def test_message_and_advice_can_be_said_of_every_finding(rule: Rule) -> None:
    for finding in judge_busy_week(rule).findings:
        own = {**rule.settings(**chosen(rule)).model_dump(), **durations_of(finding.evidence), **finding.evidence}
        general = {name: str(getattr(finding, name, name)) for name in GENERAL_FIELDS}
        general["minutes"] = str(finding.minutes)
        for text in (rule.message, rule.advice):
            assert fields_of(text) <= GENERAL_FIELDS | set(own)
            said = translator("en").text(text, **{**general, **own})
            assert "{" not in said
            assert said.endswith(".")


@EVERY_RULE
def test_plural_forms_speak_of_the_same_and_of_the_number_that_decides(rule: Rule) -> None:
    for text in filter(None, (rule.message, rule.advice, rule.share_text)):
        if text.plural:
            assert text.count in fields_of(text)


@EVERY_RULE
def test_share_comes_with_its_sentence_and_a_text_to_paste(rule: Rule) -> None:
    assert bool(rule.share_text) == bool(rule.paste)
    assert bool(rule.share_text) >= bool(rule.share_metric)
    assert bool(judge_busy_week(rule).shares) == bool(rule.share_text)
    if rule.share_text:
        assert fields_of(rule.share_text) == {"missing", "judged"}
        assert rule.paste.endswith(": …")


def test_every_rule_of_the_card_is_there() -> None:
    assert set(RULES) >= {
        "back-to-back-calls",
        "lunch-meeting",
        "no-facilitator",
        "no-decision-keeper",
        "scattered-day",
        "no-focus-day",
        "meeting-over-focus-time",
    }


def test_busy_week_lies_in_the_example_week() -> None:
    assert period_of(events(*BUSY_WEEK)) == EXAMPLE_WEEK
