"""What a change claims is what judging again gives: random calendars are changed as it says, and judged as a whole."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from random_calendars import RandomCalendars, calendars
from working_weeks import MONDAY, drawn, working_weeks

import rules
from analyzer.agreements import Agreements
from analyzer.changing.change import Change
from analyzer.changing.options import Conditions, options_of
from analyzer.changing.outcomes import applied, arrangements, try_each
from analyzer.changing.search import find_changes
from analyzer.changing.trials import Bench
from analyzer.events.examples import EXAMPLE_OWNER
from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.engine import Judgement, judge
from analyzer.judging.rule import ActiveRule
from analyzer.rulebook.loading import load_rules
from analyzer.time.period import Period
from benchmarks.plan import weeks_of_meetings
from tests.event_rows import events, table_of

RULES = [ActiveRule(rule, rule.settings()) for rule in load_rules(rules).values()]
RUN = drawn(30)


@st.composite
def any_calendars(draw: st.DrawFn) -> RandomCalendars:
    """Draw weeks as people work them, and one in four times calendars in which everything is odd."""
    if draw(st.integers(0, 3)) == 0:
        return draw(calendars())
    agreed = Agreements(
        focus_days=draw(st.sampled_from(((), ("wed",)))),
        focus_half_day=draw(st.sampled_from(("", "", "morning"))),
        working_days=draw(st.sampled_from((("mon", "tue", "wed", "thu", "fri"), ("mon", "tue", "thu")))),
    )
    weeks = draw(st.integers(1, 2))
    period = Period(MONDAY, MONDAY + timedelta(days=7 * weeks - 1))
    table = draw(working_weeks(weeks=weeks, fewest=8))
    return RandomCalendars(period, ZoneInfo("Europe/Amsterdam"), (EXAMPLE_OWNER,), (agreed,), table, {})


def full_weeks(seed: int) -> RandomCalendars:
    """Return two weeks full of meetings, in which every kind of change and of finding comes up."""
    table = events(*weeks_of_meetings(random.Random(seed), 40, 0.3))
    period = Period(MONDAY, MONDAY + timedelta(days=13))
    return RandomCalendars(period, ZoneInfo("Europe/Amsterdam"), (EXAMPLE_OWNER,), (Agreements(),), table, {})


def judgement_of(some: RandomCalendars, table: pd.DataFrame | None = None) -> Judgement:
    """Judge the first of the calendars."""
    name = some.names[0]
    table = some.table if table is None else table
    own = table[table["calendar"] == name].reset_index(drop=True)
    return judge(Context(some.period, some.zone, [name], some.agreements[:1], EventTable.of(own)), RULES)


def since_of(some: RandomCalendars) -> int:
    """Return the third day of the period as today."""
    return int(datetime.combine(some.period.first + timedelta(days=2), time(), some.zone).timestamp())


def written(table: EventTable, change: Change, some: RandomCalendars) -> pd.DataFrame:
    """Return the table with a change written into it, occurrence by occurrence, the way a person would."""
    rows = table.frame.to_dict("records")
    for one in change.occurrences:
        hit = [
            row
            for row in rows
            if row["reason"] == ""
            and (row["start"], row["end"]) == (one.start, one.end)
            and change.uid in (row["uid"], "")
        ]
        assert hit, change
        for row in hit:
            if one.new_start is None:
                rows.remove(row)
                continue
            for name, moment in (("start", one.new_start), ("end", one.new_end)):
                row[name] = moment
                row[f"{name}_local"] = moment.astimezone(some.zone).replace(tzinfo=None)
    return table_of(rows)


def heavy(judgement: Judgement) -> Counter[str]:
    return Counter(finding.rule for finding in judgement.findings if finding.severity != "note")


def by_day(judgement: Judgement) -> Counter[tuple[str, object]]:
    """Return the findings of the rules that look at one day, by that day."""
    local = {one.rule.name for one in judgement.rules if one.rule.reach == "day"}
    zone = judgement.context.zone
    return Counter(
        (finding.rule, finding.start.astimezone(zone).date())
        for finding in judgement.findings
        if finding.severity != "note" and finding.rule in local
    )


def check_place(change: Change, judgement: Judgement, since: int) -> None:
    """Check minute by minute that a meeting is moved only to where it is free."""
    context = judgement.context
    table, days, zone = context.table.frame, context.days, context.zone
    kept = context.better_left_free
    for one in change.occurrences:
        assert one.start.timestamp() >= since
        if change.kind not in ("move", "one-occurrence") or one.new_start is None:
            continue
        assert one.new_start.timestamp() >= since
        assert one.new_end - one.new_start == one.end - one.start
        others = table[~((table["uid"] == change.uid) & (table["reason"] == ""))]
        if change.kind == "one-occurrence":
            others = table[~((table["uid"] == change.uid) & (table["start"] == one.start) & (table["reason"] == ""))]
        busy = others[others["busy"]]
        assert not ((busy["start"] < one.new_end) & (busy["end"] > one.new_start) & (busy["end"] > busy["start"])).any()
        (number,) = np.flatnonzero(days.day == np.datetime64(one.new_start.astimezone(zone).date()))
        assert days.not_worked[number] == ""
        hours = days.hours.where(days.hours.group == number)
        lunch = days.lunch.where(days.lunch.group == number)
        focus = kept.where(kept.group == number)
        for moment in range(int(one.new_start.timestamp()), int(one.new_end.timestamp()), 60):
            assert ((hours.start <= moment) & (moment < hours.end)).any()
            assert not ((lunch.start <= moment) & (moment < lunch.end)).any()
            assert not ((focus.start <= moment) & (moment < focus.end)).any()


def test_changes_claim_what_judging_again_gives() -> None:
    kinds: Counter[str] = Counter()

    @RUN
    @given(any_calendars())
    def check(some: RandomCalendars) -> None:
        before, since = judgement_of(some), since_of(some)
        for change in find_changes(before, Conditions(since)):
            kinds[change.kind] += 1
            if change.kind == "book":
                continue
            check_place(change, before, since)
            table = written(before.context.table, change, some)
            after = judgement_of(some, table)
            assert change.removes == dict(heavy(before) - heavy(after))
            assert change.removes
            assert change.adds == {}
            assert not heavy(after) - heavy(before)
            assert not by_day(after) - by_day(before)
            old, new = before.metrics[0], after.metrics[0]
            rise = {name: new[name] - old[name] for name in ("lunches_kept", "focus_days", "focus_minutes")}
            assert change.gains == {name: more for name, more in rise.items() if more > 0}
            assert change.losses == {name: -more for name, more in rise.items() if more < 0}
            assert change.reason in change.removes
            before = after

    check()
    for seed in range(8):
        check.hypothesis.inner_test(full_weeks(seed))
    assert {"move", "one-occurrence", "setting"} <= set(kinds), kinds
    assert {"end-earlier", "start-later"} & set(kinds), kinds


def test_arrangements_judged_at_once_are_judged_as_each_alone() -> None:
    tried = 0

    @RUN
    @given(any_calendars())
    def check(some: RandomCalendars) -> None:
        nonlocal tried
        bench = Bench.of(judgement_of(some))
        options = options_of(bench, Conditions(since_of(some)))[:12]
        outcomes = try_each(bench, options)
        for number, option in enumerate(options, 1):
            alone = judge(applied(bench, [option]).context, RULES)
            counts = dict(zip((one.rule.name for one in bench.rules), outcomes.found.by_rule[number], strict=True))
            assert {name: count for name, count in counts.items() if count} == heavy(alone), option
            tried += 1

    check()
    assert tried > 100


def test_a_rule_that_looks_at_one_day_finds_the_same_without_the_other_days() -> None:
    seen: Counter[str] = Counter()

    @RUN
    @given(any_calendars())
    def check(some: RandomCalendars) -> None:
        whole = judgement_of(some)
        table, night = whole.context.table.frame, timedelta(seconds=Bench.of(whole).night_seconds)
        for (rule, day), count in by_day(whole).items():
            begin = datetime.combine(day, time(), some.zone).astimezone(UTC) - night
            end = datetime.combine(day + timedelta(days=1), time(), some.zone).astimezone(UTC) + night
            near = table[(table["start"] < end) & (table["end"] >= begin)].reset_index(drop=True)
            assert by_day(judgement_of(some, near))[rule, day] == count, (rule, day)
            seen[rule] += 1

    check()
    for seed in range(4):
        check.hypothesis.inner_test(full_weeks(seed))
    assert {"lunch-meeting", "double-booking", "back-to-back-calls", "scattered-day"} <= set(seen), seen


def test_cells_of_a_bench_are_its_findings_day_by_day() -> None:
    @RUN
    @given(any_calendars())
    def check(some: RandomCalendars) -> None:
        judgement = judgement_of(some)
        bench = Bench.of(judgement)
        found = bench.found(arrangements(bench, [[]]))
        expected = by_day(judgement)
        days = some.period.days()
        for number, active in enumerate(bench.rules):
            if active.rule.reach == "day":
                for position, day in enumerate(days[1:], 1):
                    assert found.by_day[0, number, position] == expected[active.rule.name, day]

    check()
