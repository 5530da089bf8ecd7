"""The table of a zone's changes against zoneinfo itself, a quarter of an hour at a time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.time.clock import clock_of, midnights_of, wall_clock


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


ZONES = (
    "Europe/Amsterdam",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "Pacific/Apia",
)
INSTANTS = st.datetimes(datetime(1880, 1, 1), datetime(2080, 1, 1)) | st.datetimes(
    datetime(2011, 12, 28),
    datetime(2012, 1, 2),  # Apia leaves out a day
)


def by_pandas(instants: np.ndarray, zone: str) -> list[datetime | int]:
    shown = pd.DatetimeIndex(instants).tz_localize("UTC").tz_convert(ZoneInfo(zone)).tz_localize(None)
    return shown.to_numpy(dtype="M8[us]").tolist()


@given(instants=st.lists(INSTANTS, max_size=30), zone=st.sampled_from(ZONES))
@settings(max_examples=200, derandomize=True, deadline=None, database=None)
def test_wall_clock_is_that_of_pandas(instants: list[datetime], zone: str) -> None:
    given = np.array(instants, dtype="M8[us]")
    shown = wall_clock(given, ZoneInfo(zone))
    assert shown.dtype == np.dtype("M8[us]")
    assert shown.tolist() == by_pandas(given, zone)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    "day", ["1967-04-30", "2011-12-30", "2026-02-15", "2026-03-08", "2026-03-29", "2026-04-05", "2026-10-04"]
)
def test_wall_clock_is_that_of_pandas_minute_by_minute_around_a_change(zone: str, day: str) -> None:
    minutes = np.datetime64(day, "us") + np.arange(-1440, 2 * 1440).astype("m8[m]")
    for instants in (minutes, minutes - np.timedelta64(1, "us")):
        assert wall_clock(instants, ZoneInfo(zone)).tolist() == by_pandas(instants, zone)


def test_wall_clock_shows_the_first_and_the_last_moment_there_are() -> None:
    ends = np.array(["0001-01-01T00:00", "9999-12-31T23:59:59.999999"], dtype="M8[us]")
    # New York was 4:56:02 behind, by the sun, and Kathmandu 5:41:16 ahead; Kathmandu now 5:45.
    for zone, first, last in (
        ("America/New_York", "0000-12-31T19:03:58", "9999-12-31T18:59:59.999999"),
        ("Asia/Kathmandu", "0001-01-01T05:41:16", "10000-01-01T05:44:59.999999"),
    ):
        assert (wall_clock(ends, ZoneInfo(zone)) == np.array([first, last], dtype="M8[us]")).all()


def test_wall_clock_of_nothing_is_nothing() -> None:
    shown = wall_clock(np.array([], dtype="M8[us]"), ZoneInfo("Europe/Amsterdam"))
    assert (shown.tolist(), shown.dtype) == ([], np.dtype("M8[us]"))


@pytest.mark.parametrize(
    ("zone", "first", "last"),
    [
        ("Europe/Amsterdam", date(2026, 1, 1), date(2026, 12, 31)),
        ("America/New_York", date(2026, 3, 1), date(2026, 11, 30)),
        ("America/Sao_Paulo", date(2018, 10, 1), date(2019, 3, 1)),
        ("Asia/Kathmandu", date(2026, 1, 1), date(2026, 1, 7)),
        ("Africa/Casablanca", date(2026, 2, 1), date(2026, 4, 1)),
        ("Australia/Lord_Howe", date(2026, 3, 28), date(2026, 10, 3)),
    ],
)
def test_next_instants_are_those_of_pandas(zone: str, first: date, last: date) -> None:
    """The first of two where the clock goes back, and where it goes forward the moment at which it does so."""
    known = ZoneInfo(zone)
    wall = np.arange(*np.array([first, last], dtype="M8[s]").astype(np.int64), 5 * 60)
    index = pd.DatetimeIndex(wall.astype("M8[s]")).as_unit("us")
    placed = index.tz_localize(known, ambiguous=np.ones(len(index), dtype=bool), nonexistent="shift_forward")
    assert clock_of(known, first, last).next_instants(wall).tolist() == placed.as_unit("s").asi8.tolist()


@pytest.mark.parametrize(
    ("zone", "change", "left_out", "until"),
    [
        ("Australia/Lord_Howe", "2026-10-03T15:30", "2026-10-04T02:00", "2026-10-04T02:30"),
        ("Pacific/Apia", "2011-12-30T10:00", "2011-12-30T00:00", "2011-12-31T00:00"),
        ("Europe/Amsterdam", "2026-03-29T01:00", "2026-03-29T02:00", "2026-03-29T03:00"),
    ],
)
def test_next_instant_of_what_a_clock_leaves_out_is_when_it_does_so(
    zone: str, change: str, left_out: str, until: str
) -> None:
    """For half an hour or a day as well, of which pandas gives a later moment."""
    moment, begin, end = (int(np.datetime64(one, "s").astype(np.int64)) for one in (change, left_out, until))
    day = date.fromisoformat(left_out[:10])
    wall = np.arange(begin - 300, end + 301, 300)
    expected = [moment - 300, *[moment] * ((end - begin) // 300), moment, moment + 300]
    assert clock_of(ZoneInfo(zone), day, day).next_instants(wall).tolist() == expected
