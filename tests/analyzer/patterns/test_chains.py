"""Runs of events, and chains of calls: what the rules about breaks and double bookings build on."""

from __future__ import annotations

import numpy as np
import pytest
from event_rows import ANNA, activated, context_of, events, together

from analyzer.figures.weeks import longest_calls
from analyzer.judging.engine import judge
from analyzer.patterns.chains import call_chains, chains_of_calls, runs
from analyzer.time.intervals import spans
from rules import back_to_back_calls, long_call_stretch


def test_runs_of_nothing_are_none() -> None:
    none = runs(spans([], [], []), 300)
    assert (len(none.run), len(none.heads), len(none.gap), len(none.is_head)) == (0, 0, 0, 0)


@pytest.mark.parametrize(("gap", "expected"), [(4, [0, 1]), (5, [0, 1]), (6, [0, 0])])
def test_runs_join_what_starts_less_than_the_gap_after(gap: int, expected: list[int]) -> None:
    assert runs(spans([0, 0], [0, 15], [10, 20]), gap).run.tolist() == expected


def test_runs_look_back_to_the_latest_end_and_never_into_another_group() -> None:
    made = runs(spans([0, 0, 0, 1], [0, 10, 95, 96], [90, 20, 99, 100]), 6)
    assert made.run.tolist() == [0, 0, 0, 1]
    assert made.heads.tolist() == [0, 3]
    assert made.gap[:3].tolist() == [0, -80, 5]
    assert made.is_head.tolist() == [True, False, False, True]


def test_runs_with_a_negative_gap_ask_for_an_overlap() -> None:
    # The second shares five seconds with the first, the third four with the second.
    some = spans([0, 0, 0], [0, 95, 196], [100, 200, 300])
    assert runs(some, 1 - 5).run.tolist() == [0, 0, 1]
    assert runs(some, 1 - 4).run.tolist() == [0, 0, 0]


def test_call_chains_are_calls_one_after_another() -> None:
    context = context_of(
        events(
            "mon 09:00-10:00 A | call",
            "mon 10:07-11:00 B | call",
            "tue 09:00-10:00 C | call",
            "tue 09:00-10:00 D | call",
            "wed 09:00-10:00 E | call",
        )
    )
    assert len(call_chains(context).kept) == 0
    wide = chains_of_calls(context, 600)
    assert (wide.kept.tolist(), wide.minutes.tolist(), wide.group.tolist()) == ([0], [120], [0])
    assert np.array_equal(wide.rows, np.arange(5))


@pytest.mark.parametrize(("minimum_break", "rows"), [(7, 0), (8, 1), (10, 1)])
def test_one_agreement_decides_what_a_break_is_for_rules_figures_and_metrics_alike(
    minimum_break: int, rows: int
) -> None:
    """Calls seven minutes apart, two hours long together: one row of calls for everybody, or for nobody."""
    table = events("mon 09:00-10:00 A | call", "mon 10:07-11:00 B | call")
    context = context_of(table, agreements={"minimum_break": minimum_break})
    found = judge(context, activated([back_to_back_calls.RULE, long_call_stretch.RULE]))
    longest = longest_calls(context)
    assert [finding.rule for finding in found.findings] == (["back-to-back-calls"] if rows else ["long-call-stretch"])
    assert (longest is not None) == bool(rows)
    assert found.metrics[0]["short_breaks"] == 1 - rows
    assert context.once(call_chains) is context.once(call_chains)


def test_every_calendar_has_the_break_of_its_own_agreement() -> None:
    lines = ("mon 09:00-10:00 A | call", "mon 10:07-11:00 B | call")
    table = together(events(*lines), events(*lines, calendar="bo@example.org"))
    context = context_of(table, agreements=[{"minimum_break": 10}, {"minimum_break": 5}])
    assert call_chains(context).group.tolist() == [context.calendars.index(ANNA)]
