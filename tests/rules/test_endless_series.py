"""Months are counted as a calendar counts them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rules.endless_series import months_after


@pytest.mark.parametrize("months", [1, 2, 6, 11, 12, 13, 24, 47, 120])
def test_months_after_a_day_are_those_of_pandas(months: int) -> None:
    """Of every day of five years, among them a leap year, and of 1899 and 2100, which are none."""
    days = np.concatenate(
        [np.arange(*np.array(years, dtype="M8[D]")) for years in (("2022", "2027"), ("1899", "1901"), ("2099", "2101"))]
    )
    expected = pd.DatetimeIndex(days) + pd.DateOffset(months=months)
    assert months_after(days, months).tolist() == [one.date() for one in expected]


def test_months_after_an_unknown_day_are_unknown() -> None:
    days = np.array(["NaT", "2024-01-31"], dtype="M8[D]")
    assert months_after(days, 1).tolist() == [None, np.datetime64("2024-02-29").item()]
