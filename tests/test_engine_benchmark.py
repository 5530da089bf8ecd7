"""What the benchmark of the engine compares: pandas, the engine and the slow reading find the same."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from event_rows import table_of
from random_calendars import RandomCalendars, row_of
from slow_reading.comparison import compare

import rules
from analyzer.agreements import Agreements
from analyzer.events.table import COLUMNS, EventTable, sort_table
from analyzer.judging.context import Context
from analyzer.judging.rule import activate
from analyzer.rulebook.loading import load_rules
from analyzer.time.instants import EPOCH
from analyzer.time.period import Period
from benchmarks.engine import CARD, judge_by_engine, judge_by_pandas
from benchmarks.event_tables import EVENTS_A_PERSON, YEAR, ZONE, bytes_of, calendars_of, event_columns, together
from benchmarks.pandas_rules import card_rules

MOST_BYTES_A_ROW = 250
"""Of the columns alone: words and texts that several rows share are counted once, by whoever holds them."""

PEOPLE = range(3)
WEEKS = Period(date(2026, 3, 16), date(2026, 4, 12))
"""Four weeks around a change of the clock."""


def test_pandas_and_the_engine_find_the_same_in_a_year_of_three_people() -> None:
    table, names = event_columns(PEOPLE), calendars_of(PEOPLE)
    answers = judge_by_engine(table, names)
    assert answers == judge_by_pandas(table.frame, names)
    assert all(answers[rule, "findings"] > 0 and answers[rule, "minutes"] > 0 for rule in CARD)


def test_each_finding_of_pandas_is_one_of_the_engine_shown_by_as_many_events() -> None:
    table, names = event_columns(PEOPLE), calendars_of(PEOPLE)
    context = Context(YEAR, ZONE, names, [Agreements()] * len(names), sort_table(table))
    by_pandas = card_rules(table.frame, ZONE.key, YEAR)
    for active in activate(load_rules(rules), {}):
        if active.rule.name in CARD:
            ours, (findings, shown) = (
                active.rule.find(context.table, context, active.settings),
                by_pandas[active.rule.name],
            )
            seconds = ((findings[edge] - EPOCH) // pd.Timedelta(seconds=1) for edge in ("start", "end"))
            theirs = zip(
                findings["calendar"], *seconds, findings["minutes"], shown.groupby("finding").size(), strict=True
            )
            count = np.bincount(ours.finding, minlength=len(ours))
            assert sorted(zip(ours.calendar, ours.start, ours.end, ours.minutes, count, strict=True)) == sorted(theirs)


def test_tables_put_together_hold_the_same_people() -> None:
    apart = [event_columns(range(2)), event_columns(range(2, 3))]
    whole = judge_by_pandas(together(apart).frame, calendars_of(PEOPLE))
    assert whole == judge_by_engine(apart[0], calendars_of(range(2))) + judge_by_engine(
        apart[1], calendars_of(range(2, 3))
    )


@pytest.mark.parametrize("people", [70, 130])
def test_so_many_people_that_their_seconds_need_more_bits_are_judged_as_they_are_apart(people: int) -> None:
    whole, names = event_columns(range(people)), calendars_of(range(people))
    is_first = whole.words("calendar").codes < people // 2
    halves = [(whole.take(is_first), range(people // 2)), (whole.take(~is_first), range(people // 2, people))]
    apart = [judge_by_engine(half, calendars_of(some)) for half, some in halves]
    assert judge_by_engine(whole, names) == apart[0] + apart[1]


def test_an_appointment_sixty_years_away_changes_nothing() -> None:
    table, names = event_columns(PEOPLE), calendars_of(PEOPLE)
    expected = judge_by_engine(table, names)
    away = np.zeros(len(table), dtype="m8[D]")
    away[table.holds("reason", "alone").argmax()] = 60 * 365
    moved = table.replaced(**{edge: table.column(edge) + away for edge in ("start", "end")})
    assert judge_by_engine(moved, names) == expected


def test_slow_reading_finds_what_the_engine_finds_in_the_same_events() -> None:
    events = event_columns(range(1)).frame
    first, last = (pd.Timestamp(instant) for instant in WEEKS.instants(ZONE))
    chosen = events[(events["end"] > first) & (events["start"] < last)]
    plain = chosen.drop(columns=["recurrence_start", "busy"]).astype({"calendar": "str"}).to_dict("records")
    rows = [
        row_of(
            start=row.pop("start").to_pydatetime(), end=row.pop("end").to_pydatetime(), zone=ZONE, **{**row, "uid": uid}
        )
        for number, row in enumerate(plain)
        for uid in [f"{number}"]
    ]
    calendars = RandomCalendars(WEEKS, ZONE, tuple(calendars_of(range(1))), (Agreements(),), table_of(rows), {})
    found = compare(calendars)
    assert sum(map(len, found.values())) > 20


def test_rows_take_little_memory() -> None:
    table = event_columns(range(1))
    assert bytes_of(table) <= 45 * EVENTS_A_PERSON
    whole = table_of(
        [
            row_of("anna", str(number), start.to_pydatetime(), start.to_pydatetime(), ZONE)
            for number, start in enumerate(table["start"])
        ]
    )
    assert list(whole.columns) == list(COLUMNS)
    assert whole.memory_usage(index=False).sum() <= MOST_BYTES_A_ROW * len(whole)
    assert bytes_of(EventTable.of(whole)) <= MOST_BYTES_A_ROW * len(whole)
