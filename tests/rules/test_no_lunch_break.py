"""What a case cannot say of no-lunch-break: which windows its settings take."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from rules.no_lunch_break import Settings


@pytest.mark.parametrize("window", ["", "noon", "11:30", "11:30-11:30", "25:00-26:00"])
def test_break_window_that_is_no_window_is_refused(window: str) -> None:
    with pytest.raises(ValidationError, match="one window such as"):
        Settings(break_window=window)


def test_break_window_is_one_window_of_the_clock() -> None:
    assert Settings(break_window="11.00 - 14.00").break_window == "11.00 - 14.00"
