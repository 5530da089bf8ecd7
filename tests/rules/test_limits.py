"""Limits to the second, which the lines of a case cannot write."""

from __future__ import annotations

import pandas as pd
import pytest
from event_rows import events, judge_table

from analyzer.judging.rule import Rule
from rules.double_booking import RULE as DOUBLE_BOOKING
from rules.late_to_early import RULE as LATE_TO_EARLY


def minutes(rule: Rule, *lines: str, seconds_later: int) -> list[int]:
    """Return the minutes of what the rule finds when the last of two meetings starts some seconds later."""
    table = events(*lines)
    later = pd.to_timedelta([0, seconds_later], unit="s").as_unit("us")
    table = table.assign(start=table["start"] + later, start_local=table["start_local"] + later)
    return [finding.minutes for finding in judge_table(rule, table).findings]


@pytest.mark.parametrize(("seconds_later", "found"), [(0, [5]), (1, [])])
def test_double_booking_takes_five_minutes(seconds_later: int, found: list[int]) -> None:
    lines = "mon 09:00-10:00 Review", "mon 09:55-11:00 Planning"
    assert minutes(DOUBLE_BOOKING, *lines, seconds_later=seconds_later) == found


@pytest.mark.parametrize(("seconds_later", "found"), [(0, []), (-1, [1])])
def test_late_to_early_lacks_a_minute_as_soon_as_it_lacks_a_second(seconds_later: int, found: list[int]) -> None:
    lines = "mon 21:00-22:00 Council", "tue 09:00-10:00 Review"
    assert minutes(LATE_TO_EARLY, *lines, seconds_later=seconds_later) == found
