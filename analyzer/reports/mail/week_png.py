"""The coming days as a picture for a mail: what fills the hours, and no word of any event."""

from __future__ import annotations

import io
import itertools
from collections.abc import Sequence
from datetime import date
from functools import cache

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageColor, ImageDraw, ImageFont

from analyzer.figures.days import KINDS, fillings
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import N_, Translator

WIDTH, HEIGHT = 1120, 640
"""Pixels: twice what is shown, for sharp screens."""
LEFT, TOP, BOTTOM, GAP = 96, 64, 76, 12
WIDEST = 340
"""Pixels that a day takes at most, where few are left."""
LETTERS = 28
HOURS = (8, 18)
"""The hours of a day that are always drawn; more where anything fills them between six and ten."""
EARLIEST, LATEST = 6, 22

COLORS = {
    "": "#ffffff", "free": "#f3f5f7", "lunch": "#fbe9b7", "other": "#ffffff", "focus": "#cfeedd", "away": "#dcdce2",
    "meeting": "#9cc4ee", "call": "#17457d",
}  # fmt: skip
"""From dark to light, so that they differ in grey too; what is light has a line around it or lines across."""
ACROSS = {"focus": (1, "#3f8f68"), "away": (-1, "#8b8b96")}
"""Which way lines go across, and their color."""
OUTLINED = {"lunch": "#b98a12", "focus": "#3f8f68", "away": "#8b8b96", "meeting": "#17457d", "other": "#8a94a0"}
INK, LINE = "#1b2430", "#d5dae1"
STEP = 14
EDGES = 12
"""Shades at the edges of letters."""
LEGEND = {
    "call": N_("call"), "meeting": N_("meeting"), "focus": N_("focus time"), "other": N_("other"),
    "lunch": N_("lunch"), "away": N_("away"),
}  # fmt: skip


def draw_week(run: Run, days: Sequence[date], translate: Translator) -> bytes:
    """Return some days as PNG.

    Args:
        run: the days lie in its period.
        days: at least one and at most seven, in order.
        translate: the reader's language.
    """
    wording = Wording(translate, run.zone.zone)
    at = [(day - run.period.first).days for day in days]
    grid = fillings(run, at[0], at[-1] - at[0] + 1)[[place - at[0] for place in at]]
    first, last = _hours(grid)
    grid = grid[:, first * 60 : last * 60]
    image = Image.new("RGB", (WIDTH, HEIGHT), "#ffffff")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(LETTERS)
    column = min((WIDTH - LEFT) // len(days), WIDEST)
    scale = (HEIGHT - TOP - BOTTOM) / grid.shape[1]
    for hour in range(first, last + 1, 2):
        y = TOP + (hour - first) * 60 * scale
        draw.line((LEFT, y, LEFT + column * len(days), y), LINE, 2)
        draw.text((LEFT - 14, y), f"{hour}:00", INK, font, anchor="rm")
    for place, day in enumerate(days):
        left, right = LEFT + place * column + GAP // 2, LEFT + (place + 1) * column - GAP // 2
        draw.text(((left + right) / 2, 12), f"{wording.weekday(day.weekday())} {day.day}", INK, font, anchor="ma")
        for start, end, kind in _runs(grid[place]):
            top, bottom = round(TOP + start * scale), round(TOP + end * scale) - 1
            _fill(image, draw, (left, top, right, max(bottom, top + 2)), kind)
    _legend(image, draw, font, [kind for kind in LEGEND if (grid == KINDS.index(kind)).any()], translate)
    written = io.BytesIO()
    image.quantize(palette=_palette(), dither=Image.Dither.NONE).save(written, "PNG", compress_level=6)
    return written.getvalue()


def _hours(grid: npt.NDArray[np.int8]) -> tuple[int, int]:
    """Return from which hour to which something is to be drawn; an even number of them."""
    filled = np.flatnonzero((grid >= KINDS.index("focus")).any(axis=0)) // 60
    first = max(min([HOURS[0], *filled[:1].tolist()]), EARLIEST)
    last = min(max([HOURS[1], *(filled[-1:] + 1).tolist()]), LATEST)
    return first, last + (last - first) % 2


def _runs(minutes: npt.NDArray[np.int8]) -> list[tuple[int, int, str]]:
    """Return stretches of equal filling, from minute to minute."""
    edges = [0, *(np.flatnonzero(np.diff(minutes)) + 1).tolist(), len(minutes)]
    return [(start, end, KINDS[minutes[start]]) for start, end in itertools.pairwise(edges)]


@cache
def _palette() -> Image.Image:
    """Return the colors of every picture: those above, and what lies between the letters' and the ground's."""
    drawn = {*COLORS.values(), *OUTLINED.values(), *(color for _, color in ACROSS.values()), LINE}
    ink, ground = ImageColor.getrgb(INK), ImageColor.getrgb("#ffffff")
    edges = [round(a + (b - a) * step / EDGES) for step in range(EDGES) for a, b in zip(ink, ground, strict=True)]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for color in sorted(drawn) for part in ImageColor.getrgb(color)] + edges)
    return palette


@cache
def _lined(kind: str) -> Image.Image:
    """Return a whole picture of a kind with lines across, to take pieces of."""
    image = Image.new("RGB", (WIDTH, HEIGHT), COLORS[kind])
    draw = ImageDraw.Draw(image)
    way, color = ACROSS[kind]
    for x in range(-HEIGHT, WIDTH + HEIGHT, STEP):
        draw.line((x, 0, x + way * HEIGHT, HEIGHT), color, 2)
    return image


def _fill(
    image: Image.Image,
    draw: ImageDraw.ImageDraw,
    box: tuple[int, int, int, int],
    kind: str,
) -> None:
    left, top, right, bottom = box
    if kind in ACROSS:
        image.paste(_lined(kind).crop((left, top, right + 1, bottom + 1)), (left, top))
        draw.rectangle(box, None, OUTLINED[kind], 2)
    elif kind:
        draw.rectangle(box, COLORS[kind], OUTLINED.get(kind), 2)


def _legend(
    image: Image.Image,
    draw: ImageDraw.ImageDraw,
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
    kinds: Sequence[str],
    translate: Translator,
) -> None:
    x, y = GAP // 2, HEIGHT - 44
    for kind in kinds:
        name = translate(LEGEND[kind])
        _fill(image, draw, (x, y, x + 36, y + 26), kind)
        draw.text((x + 44, y + 14), name, INK, font, anchor="lm")
        x += 44 + int(draw.textlength(name, font)) + 24
