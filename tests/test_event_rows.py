from __future__ import annotations

import pandas as pd
import pytest
from event_rows import at, context_of, events, period_of, permuted, together

from analyzer.events.examples import ExampleError


def test_line_gives_instants_in_utc_and_the_wall_clock() -> None:
    row = events("mon 12:30-13:30 Vendor demo | call people=4 uid=x").iloc[0]
    assert row["start"] == pd.Timestamp("2026-11-16 11:30", tz="UTC")
    assert row["end_local"] == pd.Timestamp("2026-11-16 13:30")
    assert (row["title"], row["uid"], row["people_count"], row["call"], row["reason"]) == (
        "Vendor demo",
        "x",
        4,
        "meet",
        "",
    )
    assert len(row["people"]) == 4


def test_days_without_times_are_on_calendar_days_with_the_last_one_included() -> None:
    row = events("wed..fri Away | absence").iloc[0]
    assert (row["start_local"], row["end_local"]) == (pd.Timestamp("2026-11-18"), pd.Timestamp("2026-11-21"))
    assert (row["all_day"], row["kind"], row["reason"]) == (True, "absence", "absence")


def test_several_days_are_one_series() -> None:
    table = events("mon,wed 09:00-09:15 Stand-up")
    assert len(set(table["uid"])) == 1
    assert table["recurring"].all()
    assert table["start_local"].dt.day.tolist() == [16, 18]


def test_end_before_start_lies_on_the_next_day_and_an_equal_end_has_no_length() -> None:
    table = events("mon 22:00-02:00 Night", "tue 09:00-09:00 Mark")
    assert (table["end"] - table["start"]).tolist() == [pd.Timedelta(hours=4), pd.Timedelta(0)]


def test_twenty_four_hours_are_all_day_and_count_no_more() -> None:
    assert events("mon 09:00-tue 09:00 Long").iloc[0]["reason"] == "all-day"
    assert events("mon 09:00-tue 08:59 Long").iloc[0]["reason"] == ""


def test_night_of_the_clock_change_has_its_real_length() -> None:
    table = events("2026-10-25 01:00-04:00 Long night")
    assert table.iloc[0]["end"] - table.iloc[0]["start"] == pd.Timedelta(hours=4)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("declined cancelled", "cancelled"),
        ("free", "free"),
        ("free call", ""),
        ("people=1", "alone"),
        ("people=1 call", ""),
        ("people=?", ""),
        ("busy", "busy-only"),
        ("focus people=1", "focus"),
        ("people=unnamed", "people-unknown"),
    ],
)
def test_reason_is_the_first_that_applies(words: str, reason: str) -> None:
    assert events(f"mon 09:00-10:00 Something | {words}").iloc[0]["reason"] == reason


def test_private_event_has_no_words() -> None:
    row = events("mon 09:00-10:00 Dentist | private people=3").iloc[0]
    assert (row["title"], row["organizer"], row["people"], row["readable"], row["people_count"]) == (
        "",
        "",
        (),
        "none",
        3,
    )


@pytest.mark.parametrize(
    "line", ["9:00-10:00 X", "mon 09:00-10:00 X | cal", "mon..wed 09:00-10:00 X", "mon 10:00-mon 09:00 X"]
)
def test_line_outside_the_grammar_is_refused(line: str) -> None:
    with pytest.raises(ExampleError):
        events(line)


def test_context_covers_the_full_weeks_of_the_events() -> None:
    period = period_of(events("2026-11-18 09:00-10:00 A", "2026-11-25 09:00-10:00 B"))
    assert (str(period.first), str(period.last)) == ("2026-11-16", "2026-11-29")
    context = context_of(together(events("mon 09:00-10:00 A"), events("mon 09:00-10:00 A", calendar="bo@example.org")))
    assert list(context.calendars) == ["anna@example.org", "bo@example.org"]
    assert context.event_spans.group.tolist() == [0, 1]


def test_permuted_rows_build_the_same_table() -> None:
    table = events("mon 09:00-10:00 A", "mon 09:00-10:00 B", "tue 11:00-12:00 C | people=?")
    pd.testing.assert_frame_equal(permuted(table), table)


def test_wall_clock_becomes_an_instant() -> None:
    assert at("2026-07-01 12:00") == pd.Timestamp("2026-07-01 10:00", tz="UTC")


def test_since_says_when_a_series_began() -> None:
    table = events("mon 10:00-11:00 A | endless since=2024-01-15", "tue 10:00-11:00 B | series=x", "wed 10:00-11:00 C")
    assert table["series_start"].tolist()[:2] == [pd.Timestamp("2024-01-15"), pd.Timestamp("2026-11-17")]
    assert table["series_start"].isna().tolist() == [False, False, True]
    assert table["recurring"].tolist() == [True, True, False]
    assert table["endless"].tolist() == [True, False, False]
