"""The picture of the coming days: small, told apart without colours, and true to the hours."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image, ImageColor

from analyzer.events.table import EventTable
from analyzer.reports.mail import week_png
from analyzer.reports.mail.week_png import (
    ACROSS,
    BOTTOM,
    COLORS,
    GAP,
    HEIGHT,
    INK,
    LEFT,
    LEGEND,
    LETTERS,
    MARK,
    ROOM,
    TOP,
    WIDTH,
    draw_week,
    holds_other,
    in_hours,
)  # fmt: skip
from analyzer.text import translator
from tests.letters import CALL, FULL_WEEK, event, full_week, run_of_calendar
from tests.sample_run import sample_run

WEEK = [date(2026, 11, day) for day in range(16, 21)]


WHITE, BLACK = "#ffffff", "#121212"
"""What a mail program may put behind the picture, which has no ground of its own."""


def opened(picture: bytes, ground: str = WHITE) -> Image.Image:
    drawn = Image.open(io.BytesIO(picture)).convert("RGBA")
    image = Image.new("RGBA", drawn.size, ground)
    image.alpha_composite(drawn)
    return image.convert("RGB")


def luminance(color: str | tuple[int, ...]) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = ImageColor.getrgb(color) if isinstance(color, str) else color
    linear = [part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in parts[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_picture_is_small_and_twice_as_wide_as_it_is_shown(language: str) -> None:
    picture = draw_week(sample_run(language), WEEK, translator(language))
    assert len(picture) < 40_000
    width, height = opened(picture).size
    assert width == 1120
    assert HEIGHT - BOTTOM < height <= HEIGHT == 1020


@pytest.mark.parametrize("ground", [WHITE, BLACK])
def test_there_is_no_slab_behind_it_and_its_letters_are_read_on_light_and_dark(ground: str) -> None:
    image = opened(draw_week(full_week(), WEEK, translator("en")), ground)
    assert image.getpixel((2, 2)) == image.getpixel((WIDTH - 1, image.height - 1)) == ImageColor.getrgb(ground)
    for color in (INK, ROOM, COLORS["call"]):
        light, dark = sorted((luminance(color), luminance(ground)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= (2.5 if color == COLORS["call"] else 3), (color, ground)
    hour = image.crop((0, TOP - 30, LEFT - 10, TOP + 30))
    assert ImageColor.getrgb(INK) in {color for _, color in hour.getcolors(100_000) or []}


def test_letters_are_large_enough_on_a_phone() -> None:
    assert LETTERS * 336 / WIDTH >= 13.5  # pixels there: 360, less the edges


def test_every_other_line_of_an_hour_has_a_number() -> None:
    picture = draw_week(full_week(), WEEK, translator("en"))
    # From 8 to 18 there are lines at every second hour; 8, 12 and 16 are written beside theirs.
    beside = {hour: round(TOP + (hour - 8) / 10 * (HEIGHT - TOP - BOTTOM)) for hour in range(8, 19, 2)}
    written = [hour for hour, y in beside.items() if not is_white(picture, (0, y - 16, LEFT - 10, y + 16))]
    assert written == [8, 12, 16]


def test_day_off_is_drawn_as_one_and_explained() -> None:
    run = run_of_calendar(*FULL_WEEK, agreed={"working_days": ["mon", "tue", "wed", "fri"]})
    off, worked = (draw_week(one, WEEK, translator("en")) for one in (run, full_week()))
    away = {ImageColor.getrgb(COLORS["away"]), ImageColor.getrgb("#6d7079")}
    assert {column_at(off, 3, hour, 0.5) for hour in (8.3, 9.2, 12.5, 15.1, 17.7)} <= away
    assert column_at(off, 3, 10.5, 0.5) == column_at(worked, 3, 10.5, 0.5) == ImageColor.getrgb(COLORS["meeting"])
    assert not {column_at(worked, 3, hour, 0.5) for hour in (9.2, 15.1)} & away
    assert {column_at(off, 2, hour, 0.5) for hour in (9.2, 15.1)} & away == set()
    below = [
        opened(one).crop((0, HEIGHT - BOTTOM + 10, WIDTH, HEIGHT)).getcolors(1_000_000) or [] for one in (off, worked)
    ]
    assert [ImageColor.getrgb(COLORS["away"]) in {color for _, color in colors} for colors in below] == [True, False]


def test_kinds_are_told_apart_without_colors() -> None:
    for one, other in itertools.combinations(LEGEND, 2):
        light, dark = sorted((luminance(COLORS[one]), luminance(COLORS[other])), reverse=True)
        is_lined_otherwise = ACROSS.get(one, (0, ""))[0] != ACROSS.get(other, (0, ""))[0]
        assert (light + 0.05) / (dark + 0.05) >= 1.2 or is_lined_otherwise, (one, other)


def at(picture: bytes, column: int, hour: float, columns: int = 5) -> float:
    """Return how light a spot is, of a picture from 8 to 18."""
    width = min((WIDTH - LEFT) // columns, week_png.WIDEST)
    x = LEFT + column * width + GAP // 2 + width // 3
    y = TOP + (hour - 8) / 10 * (HEIGHT - TOP - BOTTOM)
    return luminance(opened(picture).getpixel((x, round(y))))  # type: ignore[arg-type]


def test_hours_are_drawn_where_they_are() -> None:
    picture = draw_week(full_week(), WEEK, translator("en"))
    dark, light = luminance(COLORS["call"]), luminance(opened(picture).getpixel((LEFT + 60, TOP + 40)))  # type: ignore[arg-type]
    assert light > 0.75
    assert [at(picture, 0, hour) for hour in (9.1, 9.6, 10.3)] == [pytest.approx(dark, abs=0.001)] * 3
    assert [at(picture, 0, hour) for hour in (8.8, 10.7, 15)] == [pytest.approx(light, abs=0.001)] * 3
    assert at(picture, 1, 12.75) == pytest.approx(luminance(COLORS["meeting"]), abs=0.001)
    assert at(picture, 1, 12.1) == pytest.approx(luminance(COLORS["lunch"]), abs=0.001)


def test_early_and_late_hours_are_drawn_too() -> None:
    run = run_of_calendar(
        event("Vroeg", "20261116T070000", "20261116T080000", CALL),
        event("Laat", "20261116T190000", "20261116T213000", CALL),
    )
    picture = opened(draw_week(run, WEEK, translator("en")))
    column = [picture.getpixel((LEFT + 100, y)) for y in range(TOP, HEIGHT - BOTTOM)]
    dark = [luminance(pixel) < 0.15 for pixel in column]  # type: ignore[arg-type]
    assert [is_dark for is_dark, _ in itertools.groupby(dark)].count(True) >= 2


def is_white(picture: bytes, box: tuple[int, int, int, int]) -> bool:
    return opened(picture).crop(box).getcolors(1_000_000) == [((box[2] - box[0]) * (box[3] - box[1]), (255, 255, 255))]


def test_few_days_are_no_wider_than_need_be() -> None:
    alone = draw_week(full_week(), WEEK[:1], translator("en"))
    assert is_white(alone, (LEFT + week_png.WIDEST + 2, 0, WIDTH, HEIGHT - BOTTOM + 10))
    assert not is_white(alone, (LEFT, TOP, LEFT + week_png.WIDEST, HEIGHT - BOTTOM))


@pytest.mark.parametrize("language", ["en", "nl"])
def test_seven_days_and_what_explains_every_kind_fit_beside_each_other(language: str) -> None:
    leave = "X-MICROSOFT-CDO-BUSYSTATUS:OOF"
    run = run_of_calendar(
        event("Zaterdag", "20261121T100000", "20261121T110000", CALL),
        event("Zondag", "20261122T100000", "20261122T110000"),
        event("Focustijd", "20261117T140000", "20261117T160000", people=()),
        event("Eigen", "20261118T140000", "20261118T160000", people=()),
        event("Weg", "20261120T140000", "20261120T160000", leave, people=()),
    )
    picture = draw_week(run, [*WEEK, date(2026, 11, 21), date(2026, 11, 22)], translator(language))
    colors = opened(picture).crop((0, HEIGHT - BOTTOM, WIDTH, HEIGHT)).getcolors(1_000_000) or []
    assert {ImageColor.getrgb(COLORS[kind]) for kind in LEGEND} <= {color for _, color in colors}
    assert is_white(picture, (WIDTH - 4, HEIGHT - BOTTOM + 4, WIDTH, HEIGHT))


def test_lowest_line_is_an_hour_with_its_number() -> None:
    run = run_of_calendar(event("Laat", "20261116T180000", "20261116T183000", CALL))
    picture = opened(draw_week(run, WEEK, translator("en")))
    line = picture.getpixel((LEFT + 2, HEIGHT - BOTTOM))
    assert line not in (ImageColor.getrgb(WHITE), picture.getpixel((LEFT + 2, HEIGHT - BOTTOM + 4)))


def column_at(picture: bytes, column: int, hour: float, share: float, columns: int = 5) -> tuple[int, int, int]:
    """Return the color at a share of the width of a day."""
    width = (WIDTH - LEFT) // columns
    x = LEFT + column * width + GAP // 2 + round((width - GAP) * share)
    return opened(picture).getpixel((x, round(TOP + (hour - 8) / 10 * (HEIGHT - TOP - BOTTOM))))  # type: ignore[return-value]


def test_neighbours_stand_apart_and_what_overlaps_stands_side_by_side() -> None:
    call = ImageColor.getrgb(COLORS["call"])
    run = run_of_calendar(
        event("Eerste", "20261116T090000", "20261116T100000", CALL),
        event("Tweede", "20261116T100000", "20261116T110000", CALL),
        event("Lang", "20261117T090000", "20261117T110000", CALL),
        event("Dubbel", "20261117T100000", "20261117T110000", CALL, people=["x", "y"]),
    )
    picture = draw_week(run, WEEK, translator("en"))
    edge = [column_at(picture, 0, 10 - minutes / 60, 0.5) for minutes in (1.5, 30)]
    assert edge[0] != call == edge[1]
    assert [column_at(picture, 1, 9.5, share) == call for share in (0.25, 0.75)] == [True, False]
    assert [column_at(picture, 1, 10.5, share) == call for share in (0.25, 0.49, 0.75)] == [True, False, True]


def test_what_counts_as_time_to_concentrate_has_a_line_along_it() -> None:
    room = ImageColor.getrgb(ROOM)
    run = run_of_calendar(
        event("Kort", "20261116T094500", "20261116T100000", CALL),
        event("Eigen", "20261116T140000", "20261116T160000", people=()),
    )
    picture = draw_week(run, WEEK, translator("en"))
    beside = MARK / 2 / ((WIDTH - LEFT) // 5 - GAP)
    # 8:30 to 9:45 is too short, 10:00 to 12:00 just long enough; an own appointment interrupts nothing.
    assert [column_at(picture, 0, hour, beside) == room for hour in (9.2, 10.2, 11.8, 12.5, 13.2, 15, 17.3)] == [
        False, True, True, False, True, True, True
    ]  # fmt: skip
    assert holds_other(run, WEEK[:1])
    assert not holds_other(run, WEEK[1:])


def test_what_may_be_a_meeting_is_drawn_otherwise_than_what_is_none() -> None:
    run = run_of_calendar(*FULL_WEEK[2:3], event("Eigen", "20261116T140000", "20261116T160000", people=()))
    unknown = EventTable.of(run.table.frame.assign(reason="people-unknown"))
    context = replace(run.judgement.context, table=unknown)
    hidden = replace(run, judgement=replace(run.judgement, context=context))
    for one, kind in ((run, "other"), (hidden, "busy")):
        assert column_at(draw_week(one, WEEK, translator("en")), 0, 15, 0.5) == ImageColor.getrgb(COLORS[kind])
    assert not holds_other(hidden, WEEK)


@pytest.mark.parametrize(
    ("minutes", "english", "dutch"),
    [(0, "0", "0"), (60, "1", "1"), (690, "11.5", "11,5"), (245, "4.1", "4,1"), (1995, "33.3", "33,3"), (2, "0", "0")],
)
def test_hours_are_numbers_that_nobody_takes_for_a_time(minutes: int, english: str, dutch: str) -> None:
    assert (in_hours(minutes, translator("en")), in_hours(minutes, translator("nl"))) == (english, dutch)
