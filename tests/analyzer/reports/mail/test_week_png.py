"""The picture of the coming days: small, told apart without colours, and true to the hours."""

from __future__ import annotations

import io
import itertools
from datetime import date

import pytest
from PIL import Image, ImageColor

from analyzer.reports.mail import week_png
from analyzer.reports.mail.week_png import ACROSS, BOTTOM, COLORS, GAP, HEIGHT, LEFT, LEGEND, TOP, WIDTH, draw_week
from analyzer.text import translator
from tests.letters import CALL, event, full_week, run_of_calendar
from tests.sample_run import sample_run

WEEK = [date(2026, 11, day) for day in range(16, 21)]


def opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGB")


def luminance(color: str | tuple[int, ...]) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = ImageColor.getrgb(color) if isinstance(color, str) else color
    linear = [part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in parts[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_picture_is_small_and_twice_as_wide_as_it_is_shown(language: str) -> None:
    picture = draw_week(sample_run(language), WEEK, translator(language))
    assert len(picture) < 40_000
    assert opened(picture).size == (1120, 640)


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
    dark, light = luminance(COLORS["call"]), luminance(COLORS["free"])
    assert [at(picture, 0, hour) for hour in (9.1, 9.7, 10.3)] == [pytest.approx(dark, abs=0.001)] * 3
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
    dark = [luminance(pixel) < 0.1 for pixel in column]  # type: ignore[arg-type]
    assert [is_dark for is_dark, _ in itertools.groupby(dark)].count(True) >= 2


def is_white(picture: bytes, box: tuple[int, int, int, int]) -> bool:
    return opened(picture).crop(box).getcolors(1_000_000) == [((box[2] - box[0]) * (box[3] - box[1]), (255, 255, 255))]


def test_few_days_are_no_wider_than_need_be() -> None:
    alone = draw_week(full_week(), WEEK[:1], translator("en"))
    assert is_white(alone, (LEFT + week_png.WIDEST + 2, 0, WIDTH, HEIGHT))
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
    assert picture.getpixel((LEFT + 2, HEIGHT - BOTTOM)) == ImageColor.getrgb(week_png.LINE)
