"""What a bench knows of the calendars as they are, and in which order the rules see what is tried."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

import rules
from analyzer.changing.options import Conditions, options_of
from analyzer.changing.outcomes import arrangements
from analyzer.changing.search import find_changes
from analyzer.changing.trials import Arrangements, Bench
from analyzer.judging.context import Context
from analyzer.judging.engine import Judgement, judge
from analyzer.judging.exceptions import Ignore
from analyzer.judging.findings import Findings, findings
from analyzer.judging.rule import Rule
from analyzer.rulebook.loading import load_rules
from tests.event_rows import activated, context_of, events, judge_table, seconds, together

ALL = list(load_rules(rules).values())
LUNCH = next(rule for rule in ALL if rule.name == "lunch-meeting")
WEEKS = ("2026-11-09", "2026-11-22")
SINCE = Conditions(seconds("2026-11-09 00:00"))
DEMO = "2026-11-10 12:00-13:00 Demo | people=4 uid=demo"
CHAIN = ("2026-11-11 09:00-09:30 A | call people=4 uid=a", "2026-11-11 09:30-10:00 B | call people=4 uid=b")


def breaks(table: pd.DataFrame, context: object, settings: object) -> Findings:
    raise ZeroDivisionError


def breaks_in_the_afternoon(table: pd.DataFrame, context: object, settings: object) -> Findings:
    if (table["start_local"].dt.hour == 13).any():
        raise ZeroDivisionError
    return LUNCH.find(table, context, settings)  # type: ignore[arg-type]


def as_it_is(judgement: Judgement) -> Counter[str]:
    """Return how many findings of each rule a bench finds in the calendars as they are."""
    bench = Bench.of(judgement)
    counts = bench.found(arrangements(bench, [[]])).by_rule.sum(axis=0)
    return Counter({one.rule.name: int(count) for one, count in zip(bench.rules, counts, strict=True) if count})


def judged(judgement: Judgement) -> Counter[str]:
    return Counter(finding.rule for finding in judgement.findings if finding.severity != "note")


def test_notes_and_what_broke_off_are_not_tried() -> None:
    names = ("lunch-meeting", "no-facilitator")
    some = [rule for rule in ALL if rule.name in names]
    assert {rule.severity for rule in some} == {"warning", "note"}
    judgement = judge(
        context_of(events(DEMO), period=WEEKS), activated([*some, replace(LUNCH, name="broken", find=breaks)])
    )
    assert [one.rule.name for one in Bench.of(judgement).rules] == ["lunch-meeting"]


def test_where_the_only_rule_breaks_off_nothing_is_proposed_and_the_rule_is_named() -> None:
    lost: list[str] = []
    fragile = replace(LUNCH, name="fragile", find=breaks_in_the_afternoon)
    judgement = judge(context_of(events(DEMO), period=WEEKS), activated(fragile))
    assert len(judgement.findings) == 1
    assert find_changes(judgement, SINCE, lost.append) == []
    assert lost == ["fragile"]


def test_only_what_shows_a_finding_aimed_at_is_made_shorter() -> None:
    judgement = judge_table(ALL, events(DEMO, *CHAIN), period=WEEKS)

    def shortened(*aims: str) -> set[str]:
        return {one.uid for one in options_of(Bench.of(judgement, aims), SINCE) if one.kind == "end-earlier"}

    assert shortened() == {"demo", "a", "b"}
    assert shortened("lunch-meeting") == {"demo"}
    assert shortened("back-to-back-calls") == {"a", "b"}


def test_the_days_of_a_bench_begin_at_midnight_and_the_last_one_ends_at_one() -> None:
    both = together(events(DEMO), events(DEMO, calendar="bo@example.org"))
    bench = Bench.of(judge_table(ALL, both, period=("2026-10-24", "2026-10-26")))
    # The night of the 25th is an hour longer.
    days = ("2026-10-24 00:00", "2026-10-25 00:00", "2026-10-26 00:00", "2026-10-27 00:00")
    assert bench.midnights.tolist() == [seconds(day) for day in days]


def test_the_rules_see_what_is_tried_in_the_order_of_any_table() -> None:
    lines = (
        "2026-11-10 09:00-10:00 B | people=4 uid=b",
        "2026-11-10 11:00-12:00 A | people=4 uid=a",
        "2026-11-10 14:00-15:00 C | people=4 uid=c",
    )
    bench = Bench.of(judge_table(ALL, events(*lines), period=WEEKS))
    assert bench.context.table["uid"].tolist() == ["b", "a", "c"]
    nine, ten, noon = (seconds(f"2026-11-10 {clock}") for clock in ("09:00", "10:00", "12:00"))

    def order(start: list[int], end: list[int]) -> list[str]:
        some = Arrangements(*(np.array(each) for each in ([0, 0, 0], [0, 1, 2], start, end, [0])))
        _, row = bench.arranged(some, bench.context.period)
        return bench.context.table.column("uid")[row].tolist()

    # By start, then by end, then by uid.
    assert order([ten, ten, nine], [noon, noon, noon]) == ["c", "a", "b"]
    assert order([nine, nine, nine], [ten, noon, ten]) == ["b", "c", "a"]


def test_what_is_found_at_midnight_counts_on_the_day_that_begins() -> None:
    judgement = judge_table(ALL, events("2026-11-11 00:00-00:30 Release | people=4 uid=x"), period=WEEKS)
    bench = Bench.of(judgement)
    found = bench.found(arrangements(bench, [[]]))
    (number,) = (number for number, one in enumerate(bench.rules) if one.rule.name == "outside-working-hours")
    assert np.flatnonzero(found.by_day[0, number]).tolist() == [2]


@pytest.mark.parametrize(("last", "stands"), [(10, 1), (11, 0)])
def test_an_exception_holds_to_the_midnight_that_ends_its_last_day(last: int, stands: int) -> None:
    table = events("2026-11-11 00:00-00:30 Release | people=4 uid=x")
    exception = Ignore(rule="outside-working-hours", title="Release", until=date(2026, 11, last), reason="agreed")
    judgement = judge(context_of(table, period=WEEKS), activated(ALL), [exception])
    assert as_it_is(judgement)["outside-working-hours"] == stands == judged(judgement)["outside-working-hours"]


def test_what_no_event_shows_is_excepted_by_none() -> None:
    def find(table: pd.DataFrame, context: Context, settings: object) -> Findings:
        start = context.days.bounds.start[:1]
        return findings(np.zeros(1, dtype=int), start, start + 60, 1, "warning", finding=[], event=[])

    bare: Rule = replace(LUNCH, name="bare", find=find)
    exception = Ignore(rule="bare", title="*", reason="agreed")
    judgement = judge(context_of(events(DEMO), period=WEEKS), activated([bare, LUNCH]), [exception])
    assert as_it_is(judgement) == judged(judgement) == Counter({"bare": 1, "lunch-meeting": 1})


def test_findings_about_two_weeks_are_about_two_things_however_short_the_weeks() -> None:
    focus = next(rule for rule in ALL if rule.name == "no-focus-day")
    days = [f"2026-11-{day} 09:00-12:00 Project {day} | people=4" for day in (15, 16)]
    agreed = {"working_days": ("sun", "mon")}
    bench = Bench.of(
        judge_table(
            focus,
            events(*days),
            settings={"minimum_workdays": 1},
            period=("2026-11-15", "2026-11-16"),
            agreements=agreed,
        )
    )
    found = bench.found(arrangements(bench, [[]]))
    assert len(found.about) == len(set(found.about.tolist())) == 2


def test_a_finding_is_about_the_series_of_its_first_event_and_without_events_about_none() -> None:
    def find(table: pd.DataFrame, context: Context, settings: object) -> Findings:
        start = context.event_spans.start[[0] * 5]
        shown = {"finding": [1, 2, 2, 3, 4, 4], "event": [2, 1, 0, 1, 2, 0]}
        return findings(np.zeros(5, dtype=int), start, start + 60, 1, "warning", **shown)

    some: Rule = replace(LUNCH, name="some", reach="series", find=find)
    bench = Bench.of(judge(context_of(events(DEMO, *CHAIN), period=WEEKS), activated(some)))
    about = bench.found(arrangements(bench, [[]])).about.tolist()
    assert (about[1], about[2]) == (about[4], about[3])
    assert len(set(about)) == 3


def test_findings_count_on_their_days_and_what_began_before_the_first_day_on_the_first() -> None:
    lines = (
        "2026-11-08 23:00-2026-11-09 00:30 Release | people=4 uid=release",
        "2026-11-09 12:00-13:00 Demo | people=4 uid=demo",
        "2026-11-11 12:00-13:00 Talk | people=4 uid=talk",
    )
    bench = Bench.of(judge_table(ALL, events(*lines), period=("2026-11-09", "2026-11-11")))
    found = bench.found(arrangements(bench, [[]]))
    by_day = {one.rule.name: found.by_day[0, number].tolist() for number, one in enumerate(bench.rules)}
    assert by_day["lunch-meeting"] == [1, 0, 1]
    assert by_day["outside-working-hours"] == [1, 0, 0]
