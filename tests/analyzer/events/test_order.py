"""The order of the event table against pandas' own sort, on tables in which many rows are alike."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.events.order import ORDER, in_total_order, order_by
from analyzer.events.table import EventTable

MINUTE, SECOND = 60_000_000, 1_000_000
FAR = 60 * 366 * 24 * 3600 * SECOND
"""Sixty years: with microseconds beside it, too much for one number of 64 bits."""

Row = tuple[int, int, int, int, int]

ties = st.tuples(*(st.integers(0, most) for most in (2, 3, 2, 2, 2)))


def table_of(rows: list[Row], unit: int, names: list[str]) -> pd.DataFrame:
    """Return the columns of the order; the numbers of a row are calendar, start, length, uid and original start."""
    calendar, start, length, uid, original = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    times = {"start": start * unit, "end": (start + length) * unit, "recurrence_start": original * unit}
    return pd.DataFrame(
        {
            "calendar": pd.Categorical.from_codes(calendar, names),
            "uid": np.array(["b", "a", "é"], dtype=object)[uid],
            **{name: pd.DatetimeIndex(values.astype("M8[us]"), tz="UTC") for name, values in times.items()},
        }
    ).astype({"uid": "str"})


def by_pandas(table: pd.DataFrame) -> list[int]:
    plain = table.astype({"calendar": "str"})
    return plain.sort_values(ORDER, kind="stable").index.tolist()


def by_us(table: pd.DataFrame) -> list[int]:
    order = in_total_order(EventTable.of(table))
    return list(range(len(table))) if order is None else order.tolist()


@given(st.lists(ties, max_size=40), st.sampled_from([MINUTE, SECOND, 1]), st.permutations(["anna", "bo", "cy"]))
@settings(max_examples=300)
def test_order_is_that_of_pandas_whatever_is_tied(rows: list[Row], unit: int, names: list[str]) -> None:
    table = table_of(rows, unit, names)
    assert by_us(table) == by_pandas(table)


@given(st.lists(ties, min_size=1, max_size=30))
def test_order_is_the_same_where_it_does_not_fit_one_number(rows: list[Row]) -> None:
    far = [(0, FAR, FAR, 0, 0), (2, 1, 0, 0, 0)]
    table = table_of([*rows, *far], 1, ["anna", "bo", "cy"])
    assert by_us(table) == by_pandas(table)


@pytest.mark.parametrize("odd", [0, 1])
def test_one_second_counts_among_whole_minutes_of_which_the_sum_needs_more_than_64_bits(odd: int) -> None:
    # Eighty times eight thousand years: the earlier of two rows is listed last, by a second or not at all.
    far = 8_000 * 365 * 24 * 60 * MINUTE // SECOND
    rows = [(0, far, 60, 1, 0) for _ in range(80)]
    table = table_of([(0, 0, 60, 0, 0), *rows, (0, far - odd, 60, 0, 0)], SECOND, ["anna"])
    assert by_us(table) == by_pandas(table)
    assert (by_us(table)[1] == 81) == bool(odd)


def test_events_before_1970_come_first() -> None:
    table = table_of([(0, 5, 1, 0, 0), (0, -5, 1, 0, 0), (0, -5, 0, 0, 0)], MINUTE, ["anna"])
    assert by_us(table) == [2, 1, 0]


def test_plain_words_are_put_in_order_too() -> None:
    table = table_of([(1, 0, 1, 0, 0), (0, 0, 1, 0, 0)], MINUTE, ["anna", "bo"]).astype({"calendar": "str"})
    assert by_us(table) == [1, 0]


@pytest.mark.parametrize("rows", [[], [(0, 0, 0, 0, 0)], [(0, 0, 1, 1, 0), (0, 0, 1, 0, 0), (1, 0, 0, 0, 0)]])
def test_rows_in_order_stay_where_they_are(rows: list[Row]) -> None:
    assert in_total_order(EventTable.of(table_of(rows, MINUTE, ["anna", "bo"]))) is None


@pytest.mark.parametrize("bits", [61, 62, 63, 64, 65, 70])
def test_order_holds_at_the_width_of_one_number(bits: int) -> None:
    # One bit for the calendar, one for the row, thirty for the start, and the rest for the length.
    longest = 2 ** (bits - 32) - 1
    table = table_of([(1, 2**30 - 1, longest, 0, 0), (0, 0, 1, 0, 0)], 1, ["anna", "bo"])
    assert by_us(table) == by_pandas(table) == [1, 0]


@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(-2, 2), st.integers(0, 3)), max_size=40))
@pytest.mark.parametrize("scale", [(1, 1, 1), (60, 1, 60), (2**40, 2**30, 1)])
def test_keys_weigh_from_first_to_last(scale: tuple[int, int, int], rows: list[tuple[int, int, int]]) -> None:
    keys = list((np.array(rows, dtype=np.int64).reshape(-1, 3) * np.array(scale)).T)
    expected = sorted(range(len(rows)), key=lambda place: [int(key[place]) for key in keys])
    assert order_by(*keys).tolist() == expected
