"""The event table holds its columns as arrays, and shows them as pandas has them to whoever asks."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analyzer.events.table import (
    COLUMNS,
    KINDS,
    REASONS,
    UNKNOWN,
    EventTable,
    TableError,
    Words,
    empty_table,
    event_table,
    together,
)
from tests.event_rows import ANNA

BO = "bo@example.org"


def columns(**changed: Any) -> dict[str, Any]:
    """Return the columns of three events in order: one of a series, one of which much is unknown, a private one."""
    start = np.array(["2026-11-16T08:00", "2026-11-16T10:00:00.000001", "2026-11-17T23:30"], dtype="M8[us]")
    given: dict[str, Any] = {
        "calendar": [ANNA, ANNA, BO],
        "uid": ["a", "b", "c"],
        "recurrence_start": start - np.timedelta64(1, "h"),
        "start": start,
        "end": start + np.timedelta64(30, "m"),
        "start_local": start + np.timedelta64(1, "h"),
        "end_local": start + np.timedelta64(90, "m"),
        "all_day": [False, True, False],
        "recurring": [True, False, False],
        "series_start": np.array(["2026-11-02", "NaT", "NaT"], dtype="M8[us]"),
        "title": ["Retro", "half \ud83d", ""],
        "kind": ["meeting", "on-call", "focus"],
        "reason": ["", "all-day", "focus"],
        "call": ["zoom", "", "teams"],
        "people_count": [4, UNKNOWN, 1],
        "people": [("anna@example.org", "bo@example.org"), ("bo@example.org",), ()],
        "private": [False, False, True],
        "readable": ["all", "title", "none"],
        "place": ["", "", "home"],
        "line": [7, UNKNOWN, 2**40],
        "free": [False, False, True],
    }
    for name, dtype in COLUMNS.items():
        if name != "busy":
            given.setdefault(name, [False] * 3 if dtype == "bool" else [""] * 3)
    return {**given, **changed}


def held(table: EventTable) -> dict[str, list[Any]]:
    """Return what the columns hold."""
    return {name: table.column(name).tolist() for name in table}


def of_one(**changed: Any) -> dict[str, Any]:
    """Return the columns of the first event alone."""
    return {name: values[:1] for name, values in columns().items()} | changed


def test_frame_shows_every_column_with_its_dtype_and_what_is_unknown_as_pandas_does() -> None:
    frame = event_table(columns()).frame
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == COLUMNS
    assert list(frame["kind"].cat.categories) == list(KINDS)
    assert list(frame["reason"].cat.categories) == ["", *REASONS]
    assert list(frame["calendar"].cat.categories) == [ANNA, BO]
    assert frame["start"].tolist() == [
        pd.Timestamp("2026-11-16T08:00Z"),
        pd.Timestamp("2026-11-16T10:00:00.000001Z"),
        pd.Timestamp("2026-11-17T23:30Z"),
    ]
    assert frame["start_local"].iloc[2] == pd.Timestamp("2026-11-18T00:30")
    assert frame["series_start"].isna().tolist() == [False, True, True]
    assert frame["people_count"].isna().tolist() == [False, True, False]
    assert frame["line"].isna().tolist() == [False, True, False]
    assert (frame["people_count"].iloc[0], frame["line"].iloc[2]) == (4, 2**40)
    assert frame["people"].tolist() == [("anna@example.org", "bo@example.org"), ("bo@example.org",), ()]
    assert frame["title"].tolist() == ["Retro", "half \ud83d", ""]
    assert frame["busy"].tolist() == [True, False, False]


@pytest.mark.parametrize("people", [(), ("bo@example.org",), ("bo@example.org", "cy@example.org")])
def test_people_are_one_value_a_row_however_many_there_are(people: tuple[str, ...]) -> None:
    given = columns(people=[people] * 3, private=[False] * 3)
    assert event_table(given).column("people").tolist() == [people] * 3
    assert EventTable.of(event_table(given).frame).column("people").tolist() == [people] * 3
    assert together([event_table(given), event_table(given)]).column("people").tolist() == [people] * 6


def test_table_of_its_frame_is_the_table_and_frame_of_that_the_frame() -> None:
    table = event_table(columns())
    again = EventTable.of(table.frame)
    assert held(again) == held(table)
    assert {name: again.column(name).dtype for name in again} == {name: table.column(name).dtype for name in table}
    assert again.words("reason") is not table.words("reason")
    assert again.words("reason").names == table.words("reason").names
    assert_frame_equal(again.frame, table.frame)


def test_frame_of_no_rows_has_the_dtypes_too() -> None:
    frame = empty_table().frame
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == COLUMNS
    assert held(EventTable.of(frame)) == {name: [] for name in COLUMNS}


def test_instants_of_a_frame_in_another_zone_are_the_same_instants() -> None:
    table = event_table(columns())
    frame = table.frame
    frame["start"] = frame["start"].dt.tz_convert("Asia/Kathmandu")
    assert EventTable.of(frame).column("start").tolist() == table.column("start").tolist()


def test_whoever_changes_a_frame_changes_no_table() -> None:
    table = event_table(columns())
    before = held(table)
    frame = table.frame
    frame["title"] = "x"
    frame.loc[0, "people_count"] = 9
    frame.loc[0, "uid"] = "y"
    assert held(table) == held(EventTable.of(table.frame)) == before


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (np.array([2, 0]), ["c", "a"]),
        (np.array([1, 1]), ["b", "b"]),
        (np.array([-1]), ["c"]),
        (np.array([], dtype=np.int64), []),
        (np.array([False, True, True]), ["b", "c"]),
        (np.array([False] * 3), []),
    ],
)
def test_rows_are_taken_by_position_and_by_mask(rows: np.ndarray, expected: list[str]) -> None:
    table = event_table(columns())
    taken = table.take(rows)
    assert len(taken) == len(expected)
    assert held(taken)["uid"] == expected
    row = {uid: place for place, uid in enumerate(held(table)["uid"])}
    assert held(taken) == {name: [values[row[uid]] for uid in expected] for name, values in held(table).items()}
    assert held(table)["uid"] == ["a", "b", "c"]


def test_rows_are_taken_of_what_was_taken() -> None:
    table = event_table(columns()).take(np.array([2, 0, 1]))
    by_mask = table.take(np.array([True, False, True]))
    assert held(by_mask)["uid"] == ["c", "b"]
    assert held(by_mask.take(np.array([1, 0])))["kind"] == ["on-call", "focus"]
    assert by_mask.holds("kind", "on-call", "meeting").tolist() == [False, True]
    assert by_mask.frame["call"].tolist() == ["teams", ""]


def test_another_column_or_fewer_leave_the_other_table_alone() -> None:
    table = event_table(columns())
    before = held(table)
    other = table.replaced(title=np.array(["x", "y", "z"], dtype=object))
    assert held(other) == {**before, "title": ["x", "y", "z"]}
    assert list(other) == list(COLUMNS)
    few = other.take(np.array([1, 2])).only(["uid", "title"])
    assert held(few) == {"uid": ["b", "c"], "title": ["y", "z"]}
    assert (list(few), len(few)) == (["uid", "title"], 2)
    with pytest.raises(KeyError):
        few.column("start")
    assert held(table) == before
    assert table.frame["title"].tolist() == before["title"]


def test_a_replaced_column_is_taken_along() -> None:
    table = event_table(columns()).replaced(reason=Words.of(["alone", "", "free"], ["", "alone", "free"]))
    taken = table.take(np.array([2, 0]))
    assert taken.column("reason").tolist() == ["free", "alone"]
    assert taken.settled().holds("reason", "free").tolist() == [True, False]


def test_a_table_survives_pickling() -> None:
    table = event_table(columns())
    assert table.frame is not None  # what pandas has of it is not handed on
    for one in (table, table.take(np.array([2, 0])), table.only(["uid", "calendar"]), empty_table()):
        again = pickle.loads(pickle.dumps(one))
        assert held(again) == held(one)
        assert list(again) == list(one)
        assert len(again) == len(one)
        assert again.holds("calendar", BO).tolist() == one.holds("calendar", BO).tolist()
    size = len(pickle.dumps(table.take(np.array([0])).settled()))
    assert len(pickle.dumps(table.take(np.array([0])))) == size  # the rows that were left behind stay behind


def test_words_are_numbered_in_their_order_or_as_they_are_given() -> None:
    words = Words.of(["b", "a", "b"])
    assert (words.codes.tolist(), words.names) == ([1, 0, 1], ("a", "b"))
    given = Words.of(["b", "a", "b"], ["b", "c", "a"])
    assert (given.codes.tolist(), given.names) == ([0, 2, 0], ("b", "c", "a"))
    assert given.plain().tolist() == words.plain().tolist() == ["b", "a", "b"]
    assert given.holds("a", "c", "nothing").tolist() == [False, True, False]
    assert Words.of([]).plain().tolist() == []


@pytest.mark.parametrize("size", [2, 127, 128, 300])
def test_so_many_words_are_told_apart(size: int) -> None:
    plain = [f"{number:03}" for number in range(size)]
    words = Words.of(plain[::-1])
    assert words.plain().tolist() == plain[::-1]
    assert words.codes.itemsize == (1 if size < 128 else 4)


def test_an_unknown_word_is_refused() -> None:
    with pytest.raises(TableError):
        Words.of(["a", "x"], ["a", "b"])
    with pytest.raises(TableError, match="reason"):
        event_table(columns(reason=["", "too-long", ""]))


@pytest.mark.parametrize("lost", [name for name in COLUMNS if name != "busy"])
def test_a_column_that_is_missing_is_named(lost: str) -> None:
    given = columns()
    del given[lost]
    with pytest.raises(TableError, match=lost):
        event_table(given)


def test_a_column_that_nobody_knows_is_named() -> None:
    with pytest.raises(TableError, match="colour"):
        event_table(columns(colour=["red"] * 3))


@pytest.mark.parametrize("name", ["title", "chair", "kind", "people", "line", "series_start"])
def test_columns_of_different_lengths_are_refused(name: str) -> None:
    given = columns()
    with pytest.raises(TableError, match="length"):
        event_table({**given, name: given[name][:2]})


def test_an_end_before_the_start_is_refused_and_one_at_the_start_is_none() -> None:
    start = of_one()["start"]
    assert len(event_table(of_one(end=start))) == 1
    with pytest.raises(TableError, match="ends before"):
        event_table(of_one(end=start - np.timedelta64(1, "us")))


@pytest.mark.parametrize("name", ["recurrence_start", "start", "end", "start_local", "end_local"])
def test_an_event_without_a_time_is_refused(name: str) -> None:
    with pytest.raises(TableError, match="without start or end"):
        event_table(of_one(**{name: np.array(["NaT"], dtype="M8[us]")}))


@pytest.mark.parametrize("name", ["title", "description", "location", "organizer", "people"])
def test_a_private_event_with_words_is_refused(name: str) -> None:
    nothing = {"title": [""], "people": [()], "private": [True]}
    assert len(event_table(of_one(**nothing))) == 1
    with pytest.raises(TableError, match="private"):
        event_table(of_one(**{**nothing, name: [("bo@example.org",)] if name == "people" else ["Psychologist"]}))


def test_who_is_busy_follows_from_the_other_columns_whatever_is_given() -> None:
    table = event_table(columns(busy=[False, True, True]))
    assert table.column("busy").tolist() == [True, False, False]


def test_a_table_is_put_in_order() -> None:
    given = columns()
    mixed = {name: [values[row] for row in (2, 0, 1)] for name, values in given.items()}
    assert held(event_table(mixed)) == held(event_table(given))


def test_tables_together_stand_in_order_under_all_their_words() -> None:
    later = columns(calendar=[ANNA, ANNA, "aa@example.org"], uid=["d", "e", "f"], call=["meet", "", "webex"])
    both = together([event_table(columns()), event_table(later)])
    # By calendar, start and uid; of one calendar the rows of both tables take turns.
    assert both.column("uid").tolist() == ["f", "a", "d", "b", "e", "c"]
    assert both.column("calendar").tolist() == ["aa@example.org", *[ANNA] * 4, BO]
    assert both.column("call").tolist() == ["webex", "zoom", "meet", "", "", "teams"]
    assert both.words("kind").names == KINDS
    assert both.column("people").tolist()[1] == ("anna@example.org", "bo@example.org")
    assert held(together([both])) == held(both)


def test_a_column_that_is_made_later_is_made_once_and_where_it_is_asked_for() -> None:
    asked: list[str] = []

    def agenda(rows: np.ndarray | None) -> np.ndarray:
        asked.append("agenda" if rows is None else "some of it")
        return np.array([True, False, True])

    whole = event_table(columns(agenda=agenda))
    taken = whole.take(np.array([2, 1])).settled()
    again = taken.take(np.array([True, False])).only(["agenda"]).settled()
    assert (asked, len(whole), len(taken)) == ([], 3, 2)
    assert not taken.is_made("agenda")
    assert taken.is_made("title")
    assert [taken.column("agenda").tolist() for _ in range(2)] == [[True, False]] * 2
    assert asked == ["some of it"]
    assert len(again) == 1
    assert again.column("agenda").tolist() == [True]
    assert whole.column("agenda").tolist() == whole.frame["agenda"].tolist() == [True, False, True]
    assert pickle.loads(pickle.dumps(event_table(columns(agenda=agenda)))).column("agenda").tolist() == [
        True, False, True
    ]  # fmt: skip


def test_column_is_made_once_and_of_some_rows_only_as_far_as_they_need_it() -> None:
    asked: list[list[int] | None] = []

    def agenda(rows: np.ndarray | None) -> np.ndarray:
        asked.append(None if rows is None else rows.tolist())
        told = np.zeros(3, dtype=bool)
        told[slice(None) if rows is None else rows] = [True, True, False] if rows is None else rows != 2
        return told

    table = event_table(columns(agenda=agenda))
    assert asked == []
    turned = table.take(np.array([2, 1, 0]))
    assert turned.told("agenda", np.array([True, False, True])).tolist() == [False, False, True]
    assert turned.take(np.array([0, 1])).told("agenda", np.array([False, True])).tolist() == [False, True]
    assert asked == [[2, 0], [1]]
    assert not table.is_made("agenda")
    assert turned.column("agenda").tolist() == [False, True, True]
    assert table.column("agenda").tolist() == [True, True, False]
    assert turned.told("agenda", np.array([True, True, False])).tolist() == [False, True, False]
    assert asked == [[2, 0], [1], None]
