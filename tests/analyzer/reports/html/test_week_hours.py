from __future__ import annotations

import pytest

from analyzer.figures.days import Piece
from analyzer.reports.html.week_hours import is_inside, outside, room_of, window_of


def piece(start: int, end: int) -> Piece:
    return Piece(0, start, end, 0, "meeting")


OFFICE = [piece(510, 1050)]  # 08:30 to 17:30


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], (8, 18)),
        ([(480, 510)], (8, 18)),
        ([(479, 510)], (7, 18)),
        ([(420, 421)], (7, 18)),
        ([(400, 420)], (8, 18)),  # wholly before the hour next to working hours
        ([(1050, 1080)], (8, 18)),
        ([(1050, 1081)], (8, 19)),
        ([(1139, 1200)], (8, 19)),
        ([(1140, 1200)], (8, 18)),  # an evening
        ([(0, 1440)], (7, 19)),
    ],
)
def test_window_is_working_hours_and_an_hour_beside_them_where_something_lies(
    spans: list[tuple[int, int]], expected: tuple[int, int]
) -> None:
    assert window_of([piece(*span) for span in spans], OFFICE) == expected


def test_window_without_working_hours_is_an_ordinary_day_and_ends_with_the_day() -> None:
    assert window_of([piece(600, 660)], []) == (9, 17)
    assert window_of([piece(0, 30), piece(1410, 1440)], [piece(0, 1440)]) == (0, 24)


@pytest.mark.parametrize(
    ("span", "expected"),
    [((420, 480), False), ((420, 481), True), ((480, 480), True), ((1079, 1100), True), ((1080, 1100), False)],
)
def test_is_inside_touches_the_hours(span: tuple[int, int], expected: bool) -> None:
    assert is_inside(piece(*span), (8, 18)) is expected


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ((600, 660), (600, 660)),
        ((600, 605), (600, 615)),
        ((450, 540), (480, 540)),
        ((450, 485), (480, 495)),
        ((1050, 1200), (1050, 1080)),
        ((1075, 1200), (1065, 1080)),
    ],
)
def test_room_lies_in_the_hours_and_can_be_read(span: tuple[int, int], expected: tuple[int, int]) -> None:
    assert room_of(piece(*span), (8, 18)) == expected


def test_outside_is_what_working_hours_leave() -> None:
    assert outside([piece(510, 720), piece(780, 1050)], 480, 1080) == [(480, 510), (720, 780), (1050, 1080)]
    assert outside(OFFICE, 510, 1050) == []
