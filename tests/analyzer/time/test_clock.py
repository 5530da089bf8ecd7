"""The table of a zone's changes against zoneinfo itself, a quarter of an hour at a time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from analyzer.time.clock import clock_of, midnights_of


@pytest.mark.parametrize(
    ("zone", "first", "last"),
    [
        ("Europe/Amsterdam", date(2026, 1, 1), date(2026, 12, 31)),
        ("America/New_York", date(2026, 3, 1), date(2026, 11, 30)),
        ("Australia/Lord_Howe", date(2026, 3, 28), date(2026, 10, 10)),  # half an hour
        ("Africa/Casablanca", date(2026, 2, 1), date(2026, 4, 1)),  # back and forth around Ramadan
        ("Pacific/Apia", date(2011, 12, 20), date(2012, 1, 10)),  # a day left out
        ("America/Sao_Paulo", date(2018, 10, 1), date(2019, 3, 1)),  # at midnight
        ("Asia/Kathmandu", date(2026, 1, 1), date(2026, 1, 7)),
        ("UTC", date(2026, 1, 1), date(2026, 1, 2)),
    ],
)
def test_clock_shows_what_zoneinfo_says(zone: str, first: date, last: date) -> None:
    known = ZoneInfo(zone)
    size = (last - first).days + 1
    midnight = midnights_of(np.datetime64(first) + np.arange(size))
    # From the day before to the end of a shift that runs past the last midnight.
    minutes = np.arange(-1440, 2 * 1440, 15)
    wall = np.unique(midnight[:, None] + minutes * 60)
    origin = datetime(1970, 1, 1)
    expected = [int((origin + timedelta(seconds=one)).replace(tzinfo=known).timestamp()) for one in wall.tolist()]
    assert clock_of(known, first, last).instants(wall).tolist() == expected


def test_clock_of_a_zone_that_never_changes_has_no_changes() -> None:
    clock = clock_of(ZoneInfo("Asia/Tokyo"), date(2026, 1, 1), date(2026, 12, 31))
    assert (clock.change.tolist(), clock.offset.tolist()) == ([], [9 * 3600])
