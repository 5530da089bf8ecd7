from __future__ import annotations

import pandas as pd
import pytest
from event_rows import at, context_of, events, period_of, permuted, together

from analyzer.events.examples import ExampleError, read_examples


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


@pytest.mark.parametrize(
    ("line", "column", "value"),
    [
        ("mon 12:00-13:00 Teamlunch", "shared_lunch", True),
        ("mon 12:00-13:00 Teamlunch | call", "shared_lunch", False),
        ("mon 12:00-13:00 Lunch meeting budget", "shared_lunch", False),
        ("mon 15:00-15:30 Coffee", "social", True),
        ("mon 15:00-16:00 School run | people=1", "private_time", True),
        ("mon 09:00-12:00 Open room", "reason", "open-room"),
        ("mon 09:00-11:59 Open room", "reason", ""),
        ("mon Leave | people=1", "reason", "absence"),
        ("mon 09:00-11:00 Focus time | people=1", "reason", "focus"),
        ("mon 09:00-11:00 Focus time", "reason", ""),
        ("mon 09:00-10:00 Decision: office move", "decides", True),
        ("mon 09:00-10:00 [P: Bo] Team | text=title", "facilitator", True),
        ("mon Utrecht | place", "place", ""),
        ("mon Office | place", "place", "office"),
        ("mon Utrecht | place=office", "place", "office"),
        ("mon 09:00-10:00 A | agenda", "agenda", True),
        ("mon 09:00-10:00 A | call", "agenda", False),
        ("mon 09:00-10:00 A | call=zoom text=title", "call", "zoom"),
        ("mon 09:00-10:00 A | decides", "decides", True),
        ("mon 09:00-10:00 A | agenda", "decides", False),
        ("mon 09:00-10:00 A | facilitator", "facilitator", True),
        ("mon 09:00-10:00 A | facilitator", "decision_keeper", False),
        ("mon 09:00-10:00 A | keeper", "decision_keeper", True),
        ("mon 09:00-10:00 A | keeper", "facilitator", False),
        ("mon 09:00-10:00 A | auto", "automatic_keeper", True),
        ("mon 09:00-10:00 A | auto", "decision_keeper", False),
        ("mon 09:00-10:00 A | chair", "chair", True),
        ("mon 09:00-10:00 A | chair mine", "chair", True),
        ("mon 09:00-10:00 A | chair declined", "chair", True),
        ("mon 09:00-10:00 A | chair declined mine", "chair", False),
        ("mon 09:00-10:00 A | hybrid", "hybrid", True),
        ("mon 09:00-10:00 A | call", "hybrid", False),
        ("mon 09:00-10:00 A | unanswered", "response", "needs-action"),
        ("mon 09:00-10:00 A | mine", "organized_by_owner", True),
        ("mon 09:00-10:00 A | people=4 by=bo@example.org", "organizer", "bo@example.org"),
    ],
)
def test_words_and_titles_are_read_by_the_classifier(line: str, column: str, value: object) -> None:
    assert events(line).iloc[0][column] == value


@pytest.mark.parametrize("word", ["agenda", "decides", "facilitator", "keeper", "auto"])
def test_description_of_a_private_event_tells_nothing(word: str) -> None:
    row = events(f"mon 09:00-10:00 A | private {word}").iloc[0]
    told = ["agenda", "decides", "facilitator", "decision_keeper", "automatic_keeper"]
    assert not row[told].any()


@pytest.mark.parametrize(
    ("words", "count", "at_least", "known"),
    [
        ("people=1", 1, False, 1),
        ("people=1 call", 1, False, 1),
        ("", 2, False, 2),
        ("people=4 declined", 4, False, 3),
        ("people=4 by=bo@example.org", 4, False, 4),
        ("people=4 hybrid", 4, False, 4),
        ("people=4+", 4, True, 4),
        ("people=2+", 2, True, 2),
        ("people=?", None, False, 2),
        ("people=? mine", None, False, 1),
        ("people=unnamed", None, False, 0),
        ("busy", None, False, 0),
    ],
)
def test_people_are_counted_by_the_classifier(words: str, count: int | None, at_least: bool, known: int) -> None:
    row = events(f"mon 09:00-10:00 A | {words}").iloc[0]
    assert (None if pd.isna(row["people_count"]) else row["people_count"]) == count
    assert (row["people_at_least"], len(row["people"])) == (at_least, known)


def test_entry_stands_in_the_calendars_of_its_members_as_theirs() -> None:
    table = events("mon 09:00-09:15 Start | people=4 members=bo,cem", "mon 10:00-11:00 Own | people=1 members=bo")
    start, own = table[table["title"] == "Start"], table[table["title"] == "Own"]
    assert start["calendar"].tolist() == ["anna@example.org", "bo@example.org", "cem@example.org"]
    assert start["people_count"].tolist() == [4, 4, 4]
    assert start["organized_by_owner"].tolist() == [False, True, False]
    assert len(set(start["people"])) == 1
    assert own["people"].tolist() == [("anna@example.org",), ("bo@example.org",)]
    assert own["reason"].tolist() == ["alone", "alone"]


def test_lines_that_name_nobody_leave_the_others_as_they_are() -> None:
    table = events("mon 09:00-10:00 A | people=unnamed", "mon 09:00-10:00 B | people=1", "mon 09:00-10:00 C")
    assert dict(zip(table["title"], table["reason"], strict=True)) == {"A": "people-unknown", "B": "alone", "C": ""}


def test_agreements_about_reading_are_kept() -> None:
    lines = ("mon 09:00-10:00 Weekly | unanswered", "mon 10:00-11:00 Other")
    agreements = {"count_unanswered": False, "roles": [{"title": "week*", "facilitator": "Bo"}]}
    assert events(*lines, agreements=agreements)["reason"].tolist() == ["unanswered", ""]
    assert events(*lines, agreements=agreements)["facilitator"].tolist() == [True, False]
    assert events(*lines)["reason"].tolist() == ["", ""]


def test_table_is_the_readers_own() -> None:
    line = "mon 09:00-10:00 A | people=3"
    mine = events(line)
    mine["title"] = "changed"
    mine.loc[0, "reason"] = "alone"
    assert events(line).loc[0, ["title", "reason"]].tolist() == ["A", ""]


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
    "line",
    [
        "9:00-10:00 X",
        "mon 09:00-10:00 X | cal",
        "mon 09:00-10:00 X | social",
        "mon 09:00-10:00 X | reason=alone",
        "mon 09:00-10:00 X | people=many",
        "mon 09:00-10:00 X | people=0",
        "mon 09:00-10:00 X | place=moon",
        "mon 09:00-10:00 X | call=pigeon",
        "mon 09:00-10:00 X | text=title agenda",
        "mon 09:00-10:00 X | busy facilitator",
        "mon 09:00-10:00 X | people=2 members=bo,cem",
        "mon 09:00-10:00 X | people=1 by=bo@example.org",
        "mon..wed 09:00-10:00 X",
        "mon 10:00-mon 09:00 X",
    ],
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


def test_what_is_done_to_a_table_is_not_read_again() -> None:
    for _ in range(2):
        table = read_examples(["mon 09:00-10:00 A | people=4"])
        assert (table.column("title").tolist(), table.column("chair").tolist()) == (["A"], [False])
        table.column("title")[:], table.column("chair")[:] = "x", True
