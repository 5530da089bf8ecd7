"""What is written by column is, character for character, what one record after the other gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from event_rows import ANNA, activated, context_of, events, table_of
from hypothesis import given
from hypothesis import strategies as st
from random_calendars import RandomCalendars, calendars, row_of
from report_runs import BUSY_WEEK, retitled, speaker
from slow_reading import reports as slowly
from working_weeks import drawn, working_weeks

import rules as own
from analyzer.changing.options import Conditions
from analyzer.changing.search import find_changes
from analyzer.events.owner import Owner, ZoneChoice
from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.engine import judge
from analyzer.judging.exceptions import Ignore
from analyzer.judging.findings import Findings, findings
from analyzer.judging.rule import ActiveRule, Rule, RuleSettings, Situation, setting
from analyzer.problems import Problem, ProblemKind
from analyzer.reports import csv_report, json_report
from analyzer.reports.csv_report import render_csv, render_events_csv
from analyzer.reports.json_report import render_events_json, render_json
from analyzer.reports.words.sayings import saying, sayings
from analyzer.reports.words.wording import Wording
from analyzer.rulebook.loading import load_rules
from analyzer.run import Run, SourceSummary
from analyzer.text import Msg, Text

RULES = list(load_rules(own).values())
TITLES = (
    "Plan",
    'quote " and \\ back',
    "\x1b[2J\x1b]52;c;eA==\x07",
    "half \ud83d a pair",
    "a whole \ud83d\ude00 pair in halves",
    "line\u2028and\u2029paragraph",
    "tab\tnew\nline\r\x00\x7f\x9b31m",
    "\u202eevil\u2066 \ufeff\u200e",
    "=cmd|' /C calc'!A0",
    "deleted \x7f",
    " \n@sum",
    "漢字會議" * 20,
    "{title} {0} %s 100% {",
    "Café – “overleg”",
    "  two  blanks  ",
    "x" * 300,
    "",
)
LANGUAGES = ("en", "nl")


def run_of(context: Context, active: list[ActiveRule], ignore: tuple[Ignore, ...] = (), **parts: Any) -> Run:
    judgement = judge(context, active, ignore)
    for failed in judgement.failed:
        raise failed.error
    run = Run(
        judgement=judgement,
        period=context.period,
        today=date(2026, 11, 18),
        owner=Owner(ANNA, origin="source"),
        zone=ZoneChoice(context.zone, "source"),
        name=ANNA,
        sources=[SourceSummary("work.ics", len(context.table))],
    )
    return replace(run, **parts)


def assert_written_alike(run: Run) -> None:
    for language in LANGUAGES:
        translate = speaker(language)
        assert "".join(render_json(run, translate)) == slowly.check_json(run, translate)
        assert "".join(render_csv(run, translate)) == slowly.check_csv(run, translate)
    assert "".join(render_events_json(run, translate)) == slowly.events_json(run, translate)
    assert "".join(render_events_csv(run, translate)) == slowly.events_csv(run)


@st.composite
def ignores(draw: st.DrawFn, table: pd.DataFrame) -> tuple[Ignore, ...]:
    """Draw exceptions for some of the events, and mark one event with an exception of its own."""
    some = st.builds(
        Ignore,
        rule=st.sampled_from([rule.name for rule in RULES]),
        uid=st.sampled_from([*table["uid"].unique(), "none"]),
        reason=st.sampled_from(["agreed", "\x1b[31m “so”"]),
    )
    return tuple(draw(st.lists(some, max_size=6)))


@given(some=calendars(), data=st.data())
@drawn(25)
def test_random_calendars_are_written_as_record_by_record(some: RandomCalendars, data: st.DataObject) -> None:
    titles = data.draw(st.lists(st.sampled_from(TITLES), min_size=1, max_size=5))
    table = retitled(some.table, titles)
    table.loc[table["private"], "title"] = ""
    if len(table) and not table["private"].iloc[0]:
        table.loc[0, "description"] = f"meetlint: ignore {data.draw(st.sampled_from(RULES)).name}, \x1b we agreed"
    context = Context(some.period, some.zone, list(some.names), list(some.agreements), EventTable.of(table))
    assert_written_alike(run_of(context, activated(RULES, None), data.draw(ignores(table))))


@given(table=working_weeks(), data=st.data())
@drawn(15)
def test_working_weeks_are_written_as_record_by_record(table: pd.DataFrame, data: st.DataObject) -> None:
    table = retitled(table, data.draw(st.lists(st.sampled_from(TITLES), min_size=1, max_size=5)))
    assert_written_alike(run_of(context_of(table), activated(RULES), data.draw(ignores(table))))


def test_changes_problems_and_calendars_left_out_are_written_as_record_by_record() -> None:
    run = run_of(context_of(retitled(events(*BUSY_WEEK), TITLES[:1])), activated(RULES))
    problem = Problem("w.ics", ProblemKind("x", "The end {end}."), 3, "u", {"end": "\x1b\u2028"})
    run = replace(
        run,
        changes=find_changes(run.judgement, Conditions(0)),
        problems=[problem],
        sources=[*run.sources, SourceSummary("h.ics", 0, left_out="subscription", left_out_events=9)],
    )
    assert run.changes
    assert_written_alike(run)


def test_a_run_without_events_and_one_without_sources_are_written_as_record_by_record() -> None:
    empty = run_of(context_of(events()), activated(RULES))
    assert_written_alike(replace(empty, judgement=replace(empty.judgement, found=empty.judgement.found.empty())))
    assert_written_alike(replace(empty, sources=[]))


@pytest.mark.parametrize("piece", [1, 3, 4])
def test_pieces_lie_end_to_end(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    run = run_of(context_of(retitled(events(*BUSY_WEEK), TITLES)), activated(RULES))
    monkeypatch.setattr(json_report, "PIECE", piece)
    monkeypatch.setattr(csv_report, "PIECE", piece)
    assert len(list(render_json(run, speaker("en")))) > len(run.judgement.findings) / piece
    assert_written_alike(run)


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns"])
def test_both_hours_of_a_clock_change_are_written_with_their_own_offset(zone: str) -> None:
    starts = pd.date_range("2026-10-24T12:00", "2026-10-25T14:00", freq="25min30s", tz="UTC")
    rows = [
        row_of(ANNA, f"u{number}", start, start + pd.Timedelta(minutes=20), ZoneInfo(zone), title="Night")
        for number, start in enumerate(starts)
    ]
    run = run_of(context_of(table_of(rows), zone=zone), activated(RULES))
    assert len(run.judgement.findings) > 20
    assert_written_alike(run)


def test_parts_of_a_second_are_left_out() -> None:
    start = pd.Timestamp("1969-12-31T10:00:00.750", tz="UTC")
    rows = [row_of(ANNA, "u", start, start + pd.Timedelta(minutes=90.001), ZoneInfo("UTC"))]
    run = run_of(context_of(table_of(rows), zone="UTC"), activated(RULES))
    assert '"start": "1969-12-31T10:00:00+00:00"' in "".join(render_events_json(run, speaker("en")))
    assert_written_alike(run)


class Own(RuleSettings):
    limit: int = setting(5, "a limit")
    names: tuple[str, ...] = setting(("Bo", "\x1b[1mCem"), "names")
    share: float = setting(0.5, "a share")


def some_rule(message: Text, advice: Text, evidence: dict[str, Any], **parts: Any) -> Rule:
    """Return a rule that finds as many things as there are rows of evidence, shown by 0, 1, 2, 3 … of the events."""

    def find(table: pd.DataFrame, context: Context, settings: Own) -> Findings:
        size = max(map(len, evidence.values()), default=3)
        shown = [(number, row) for number in range(size) for row in range(min(number, len(table)))]
        start = context.event_spans.start[np.arange(size) % len(table)]
        return findings(
            np.zeros(size, dtype=np.int64),
            start,
            start + 3600,
            np.arange(size) * 35,
            "warning",
            finding=[number for number, _ in shown],
            event=[row for _, row in reversed(shown)] if size < 3 else [row for _, row in shown],
            occurrences=np.arange(size) + 1,
            **{name: pd.Series(values, dtype=object) for name, values in evidence.items()},
        )

    return replace(RULES[0], name="some-rule", find=find, message=message, advice=advice, settings=Own, **parts)


EVIDENCE: dict[str, Any] = {
    "number": [1, 2, -3, 0],
    "meeting_minutes": [60, None, 95, True],
    "share": [0.25, float("nan"), 2.0, float("inf")],
    "who": ["Bo \x1b[1m", None, "2026-11-17", "half \ud83d"],
    "breaks": [[], [0, 5], ["a", "2026-11-18"], [[1], None]],
    "is_so": [True, False, None, True],
    "kind": [Msg("cancelled"), "cancelled", Msg(""), "x"],
    "when": [pd.NA, 1, 2, 3],
}
TOLD = [
    Text("{title}|{minutes}|{duration}|{occurrences}|{day}|{start_time}|{end_time}|{count}"),
    Text("{limit}|{names}|{share}|{number}|{who}|{breaks}|{is_so}|{kind}"),
    Text("{meeting_duration}"),
    Text("{number_duration} of {share}"),
    Text("nothing to fill in, {{braces}}"),
    Text("{unknown} of {title}"),
    Text("{weekday}"),
    Text("no pattern {title"),
    Text("no pattern either }"),
    Text("{} and {0}"),
    Text("{title!r:>20}|{share:.1f}|{number:{limit}}"),
    Text("{number:d}|{share:d}"),
    Text("{breaks[0]}"),
    Text("one {title}", "{number} of {title}", "number"),
    Text("one", "{minutes} minutes", "minutes"),
    Text("one", "many", "who"),
    Text("one", "many", "nowhere"),
    Text(""),
]


@pytest.mark.parametrize("text", TOLD, ids=lambda text: str(text.singular))
@pytest.mark.parametrize("is_situation", [False, True])
def test_any_text_of_any_rule_says_what_it_says_alone(text: Text, is_situation: bool) -> None:
    plain = {name: values for name, values in EVIDENCE.items() if name != "when"}
    always = Situation(text, Text("{weekday} {holiday} {hours_start} {hours_end} {title}"))
    rule = some_rule(text, TOLD[0], plain, situations={"": always} if is_situation else {})
    run = run_of(context_of(retitled(events(*BUSY_WEEK), TITLES)), activated(rule))
    assert len(run.judgement.findings) == 4
    for language in LANGUAGES:
        wording = Wording(speaker(language), run.zone.zone)
        alone = [slowly.said(run, finding, wording) for finding in run.judgement.findings]
        assert list(zip(*sayings(run.judgement.found, run, wording), strict=True)) == alone
        assert [saying(finding, run, wording) for finding in run.judgement.findings] == alone
    assert_written_alike(run)


def test_each_finding_is_said_in_its_own_situation() -> None:
    situations = {name: Situation(Text(f"{name}: {{title}}"), Text(f"{name}!")) for name in ("late", "early")}
    names = ["late", "early", "other", None, "late", ""]
    rule = some_rule(Text("as always: {situation}"), Text("no"), {"situation": names}, situations=situations)
    run = run_of(context_of(events(*BUSY_WEEK)), activated(rule))
    facts, actions = sayings(run.judgement.found, run, Wording(speaker("en"), run.zone.zone))
    assert sorted(set(actions)) == ["early!", "late!", "no"]
    assert sorted(fact for fact in facts if fact.startswith("as")) == [
        "as always: ",
        "as always: None",
        "as always: other",
    ]
    assert_written_alike(run)


def test_what_json_cannot_say_is_a_fault() -> None:
    rule = some_rule(TOLD[4], TOLD[4], {"when": EVIDENCE["when"]})
    run = run_of(context_of(events(*BUSY_WEEK)), activated(rule))
    with pytest.raises(TypeError):
        "".join(render_json(run, speaker("en")))
