"""The coming week as a picture for a mail: what fills the hours, and no word of any event."""

from __future__ import annotations

import io
import itertools
from datetime import date, timedelta

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from analyzer.figures.days import DAY_MINUTES, KINDS, fillings
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import N_, Translator

WIDTH, HEIGHT = 1120, 620
"""Pixels: twice what is shown, for sharp screens."""
LEFT, TOP, BOTTOM = 90, 60, 90
HOURS = (8, 18)
"""The hours of a day that are always drawn; more where anything fills them within a working day."""

COLORS = {
    "": "#ffffff",
    "free": "#f4f6f8",
    "lunch": "#fdf0d0",
    "other": "#ffffff",
    "focus": "#dff3e4",
    "away": "#e6e3ee",
    "meeting": "#a9cbee",
    "call": "#1d4f8c",
}
INK, LINE = "#1b2430", "#aab2bd"
LEGEND = (("call", N_("call")), ("meeting", N_("meeting")), ("focus", N_("focus time")), ("lunch", N_("lunch")))


def draw_week(run: Run, monday: date, translate: Translator) -> bytes:
    """Return the workdays of a week as PNG.

    Args:
        run: the week is one of its period.
        monday: the week's Monday.
        translate: the reader's language.
    """
    wording, grid = Wording(translate, run.zone.zone), fillings(run)
    positions = [(monday - run.period.first).days + offset for offset in range(7)]
    shown = [
        (offset, position)
        for offset, position in enumerate(positions)
        if 0 <= position < len(grid) and (offset < 5 or (grid[position] >= KINDS.index("meeting")).any())
    ]
    first, last = _hours(grid[[position for _, position in shown]])
    image = Image.new("RGB", (WIDTH, HEIGHT), "#ffffff")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(24)
    column = (WIDTH - LEFT - 10) // max(len(shown), 1)
    scale = (HEIGHT - TOP - BOTTOM) / ((last - first) * 60)
    for place, (offset, position) in enumerate(shown):
        left = LEFT + place * column
        day = monday + timedelta(days=offset)
        draw.text((left + 8, 18), f"{wording.weekday(offset)} {day.day}", INK, font)
        for start, end, kind in _runs(grid[position, first * 60 : last * 60]):
            box = (left + 4, TOP + start * scale, left + column - 5, TOP + end * scale - 1)
            draw.rectangle(box, COLORS[kind], LINE if kind in ("other", "meeting", "focus") else None)
    for hour in range(first, last + 1):
        y = TOP + (hour - first) * 60 * scale
        draw.line((LEFT, y, WIDTH - 10, y), "#d5dae1")
        draw.text((8, y - 14), f"{hour:02}:00", INK, font)
    _legend(draw, font, translate)
    written = io.BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def _hours(days: np.ndarray[tuple[int, ...], np.dtype[np.int8]]) -> tuple[int, int]:
    """Return from which hour to which anything stronger than free time stands."""
    filled = np.flatnonzero((days >= KINDS.index("focus")).any(axis=0)) // 60
    if not len(filled):
        return HOURS
    return max(min(HOURS[0], int(filled[0])), 6), min(max(HOURS[1], int(filled[-1]) + 1), 22)


def _runs(minutes: np.ndarray[tuple[int, ...], np.dtype[np.int8]]) -> list[tuple[int, int, str]]:
    """Return stretches of equal filling, from minute to minute."""
    edges = np.flatnonzero(np.diff(minutes)) + 1
    bounds = [0, *edges.tolist(), min(len(minutes), DAY_MINUTES)]
    return [(start, end, KINDS[minutes[start]]) for start, end in itertools.pairwise(bounds) if end > start]


def _legend(
    draw: ImageDraw.ImageDraw, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, translate: Translator
) -> None:
    x, y = LEFT, HEIGHT - 50
    for kind, name in LEGEND:
        draw.rectangle((x, y, x + 34, y + 24), COLORS[kind], LINE)
        draw.text((x + 44, y - 4), translate(name), INK, font)
        x += 60 + int(draw.textlength(translate(name), font)) + 30
