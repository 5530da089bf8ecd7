"""In a long calendar the search looks at the weeks around the changes alone, and sees what it sees in all of them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from event_rows import activated, context_of, events, seconds
from hypothesis import given
from hypothesis import strategies as st
from working_weeks import drawn, working_weeks

import rules
from analyzer.changing import outcomes
from analyzer.changing.options import Conditions, Option, options_of
from analyzer.changing.outcomes import try_each, try_nearby
from analyzer.changing.search import find_changes
from analyzer.changing.trials import Bench
from analyzer.judging.engine import judge
from analyzer.rulebook.loading import load_rules

ALL = activated(load_rules(rules).values())
WEEKS = ("2026-11-09", "2026-12-06")


@given(table=working_weeks(weeks=4, most=10), day=st.integers(9, 24), data=st.data())
@drawn(12)
def test_every_option_does_nearby_what_it_does_in_the_whole(table: pd.DataFrame, day: int, data: st.DataObject) -> None:
    judgement = judge(context_of(table, period=WEEKS), ALL)
    bench = Bench.of(judgement)
    options = options_of(bench, Conditions(seconds(f"{date(2026, 11, day)} 00:00")))
    some = [one for one in options if data.draw(st.integers(0, 3)) == 0][:12]
    made = some[:1] if data.draw(st.booleans()) else []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(outcomes, "MOST_JUDGED_WHOLE", 0)
        near, whole = try_nearby(bench, some, made), try_each(bench, some, made)
    for name in ("removed", "is_sound", "focus_cost", "is_worth_it"):
        assert np.array_equal(getattr(near, name), getattr(whole, name)), name


def test_a_long_calendar_gets_the_same_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    days = ",".join(f"2026-{month:02}-{day:02}" for month in (9, 10, 11) for day in (2, 3, 9, 10, 16, 17, 23, 24))
    past = ",".join(f"2026-{month:02}-{day:02}" for month in (9, 10) for day in range(1, 25))
    table = events(
        f"{days} 12:00-13:00 Demo | call people=4 series=demo",
        f"{days} 13:00-14:00 Review | call people=4 series=review",
        f"{days} 17:15-18:00 Late | people=3 series=late",
        "2026-11-24 09:00-12:00 Board | people=3",
        *(f"{past} {hour:02}:00-{hour:02}:30 Old {hour} | people=3 series=old{hour}" for hour in range(9, 17)),
    )
    judgement = judge(context_of(table), ALL)
    conditions = Conditions(seconds("2026-11-10 00:00"))
    changes = find_changes(judgement, conditions)
    looked_at = []
    arrangements = outcomes.arrangements

    def watched(bench: Bench, *others: object) -> object:
        made = arrangements(bench, *others)  # type: ignore[arg-type]
        looked_at.append(len(np.unique(made.row)))
        return made

    monkeypatch.setattr(outcomes, "arrangements", watched)
    monkeypatch.setattr(outcomes, "MOST_JUDGED_WHOLE", 0)
    assert find_changes(judgement, conditions) == changes
    assert changes
    assert min(looked_at) < len(table) / 2


def test_what_begins_on_the_evening_before_a_week_is_seen_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    table = events(
        "2026-11-15 23:00-23:59 Rehearsal | call people=4",
        "2026-11-16 00:00-01:00 Night watch | call people=4 mine uid=night",
        "2026-11-16 10:00-11:00 Review | call people=4",
        *(f"2026-11-{day:02} 09:00-10:00 Old {day} | people=3" for day in range(9, 14)),
    )
    bench = Bench.of(judge(context_of(table, period=WEEKS), ALL))
    # Ten minutes later there is a pause before the watch, and the row of calls that began on Sunday is none any more.
    (row,) = np.flatnonzero(table["uid"] == "night")
    spans = bench.context.event_spans
    later = Option("move", "owner", "night", 3, np.array([row]), spans.start[[row]] + 600, spans.end[[row]] + 600)
    whole = try_each(bench, [later])
    monkeypatch.setattr(outcomes, "MOST_JUDGED_WHOLE", 0)
    near = try_nearby(bench, [later])
    assert whole.removed[0] > 0
    assert (near.removed.tolist(), near.is_sound.tolist()) == (whole.removed.tolist(), whole.is_sound.tolist())
