"""Days that are public holidays nearly everywhere."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from analyzer.time.common_holidays import common_holiday


@pytest.mark.parametrize(
    ("day", "zone", "name"),
    [
        (date(2026, 12, 25), "Europe/Amsterdam", "christmas"),
        (date(2026, 12, 25), "America/New_York", "christmas"),
        (date(2026, 12, 25), "Asia/Tokyo", ""),
        (date(2027, 1, 1), "Asia/Tokyo", "new-year"),
        (date(2026, 12, 26), "Europe/Amsterdam", ""),
        (date(2026, 12, 24), "Europe/Amsterdam", ""),
    ],
)
def test_christmas_and_new_year_are_known_where_they_are_kept(day: date, zone: str, name: str) -> None:
    assert common_holiday(day, ZoneInfo(zone)) == name
