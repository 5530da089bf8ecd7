"""What a VCALENDAR says of itself."""

from __future__ import annotations

from datetime import date, time

import pytest

from analyzer.entries import WorkingHours
from connectors.ics.parsing.decoding import Line
from connectors.ics.parsing.headers import Header, read_header

HOURS = (
    'X-MS-OLK-WKHRSTART;TZID="W. Europe Standard Time":083000',
    'X-MS-OLK-WKHREND;TZID="W. Europe Standard Time":170000',
    "X-MS-OLK-WKHRDAYS:MO,TU,WE,TH",
)


def header(*lines: str) -> Header:
    return read_header([Line(number, text) for number, text in enumerate(lines, 2)])


def test_the_working_week_that_outlook_writes_is_read() -> None:
    expected = WorkingHours(frozenset({0, 1, 2, 3}), time(8, 30), time(17), "Europe/Berlin")
    assert header(*HOURS).working_hours == expected


@pytest.mark.parametrize(
    "lines",
    [
        HOURS[:2],
        (HOURS[0], HOURS[1], "X-MS-OLK-WKHRDAYS:"),
        ("X-MS-OLK-WKHRSTART:170000", "X-MS-OLK-WKHREND:083000", HOURS[2]),
        ("X-MS-OLK-WKHRSTART:250000", *HOURS[1:]),
        ("X-MS-OLK-WKHRSTART:nine", *HOURS[1:]),
    ],
)
def test_a_working_week_that_is_none_is_not_taken(lines: tuple[str, ...]) -> None:
    assert header(*lines).working_hours is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20261129T230000Z", date(2026, 11, 29)),
        ("20261130T000000Z", date(2026, 11, 29)),
        ("20261130T000001Z", date(2026, 11, 30)),
        ("00010101T000000Z", None),
        ("soon", None),
    ],
)
def test_the_day_on_which_an_export_ends_is_the_last_one_it_covers(text: str, day: date | None) -> None:
    assert header(f"X-CALEND:{text}").ends == day
