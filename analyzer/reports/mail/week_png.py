"""The coming days as a picture for a mail: what fills the hours, and no word of any event.

It has no ground of its own, so that it is no white slab where a mail program is dark, and its letters are of a grey
that can be read on both. Everything is drawn as numbers of colors: letters, which are soft at their edges, as one grey
that is seen through more or less.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageColor, ImageDraw, ImageFont

from analyzer.figures.days import KINDS, DayFacts, Piece, day_facts, event_pieces, fillings, focus_pieces
from analyzer.reports.html.lanes import lanes_of
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import N_, Translator

WIDTH, HEIGHT = 1120, 1020
"""Pixels, at most: twice what is shown, for sharp screens; on a phone less than a third of them."""
LEFT, TOP, BOTTOM, GAP = 144, 126, 222, 12
WIDEST = 340
"""Pixels that a day takes at most, where few are left."""
LETTERS = 46
APART = 4
"""Pixels between two meetings that follow one another, so that they do not become one."""
MARK = 12
"""Pixels across of the line along time to concentrate."""
HOURS = (8, 18)
"""The hours of a day that are always drawn; more where anything fills them between six and ten."""
LINES, NUMBERED = 2, 4
"""Every so many hours there is a line, and a number beside it."""
EARLIEST, LATEST = 6, 22

COLORS = {
    "lunch": "#f0cf6b", "other": "#b9bfc6", "busy": "#868f99", "focus": "#a9dbc0", "away": "#c3c6cf",
    "meeting": "#7cb0e8", "call": "#2560ad",
}  # fmt: skip
"""From light to dark, so that they differ in grey too, and each from white and from black; some have lines across."""
ACROSS = {"focus": (1, "#2f7d57"), "away": (-1, "#6d7079")}
"""Which way lines go across, and their color."""
OUTLINED = {"lunch": "#b98a12", "focus": "#2f7d57", "away": "#6d7079", "other": "#868f99"}
INK, ROOM = "#757d88", "#2e9c67"
"""Of letters and of the line along time to concentrate: both read on white and on black."""
SHADE, LINE = 40, 110
"""How much, of 255, is seen of the grey of working hours and of the lines of the hours."""
STEP = 14
EDGES = 12
"""Shades at the edges of letters."""
LEGEND = {
    "call": N_("call"), "meeting": N_("meeting"), "lunch": N_("lunch"), "other": N_("other"), "busy": N_("busy"),
    "focus": N_("focus time"), "away": N_("away"),
}  # fmt: skip

Numbers = npt.NDArray[np.uint8]


def draw_week(run: Run, days: Sequence[date], translate: Translator, facts: DayFacts | None = None) -> bytes:
    """Return some days as PNG.

    Args:
        run: the days lie in its period.
        days: at least one and at most seven, in order.
        translate: the reader's language.
        facts: of the days of the period, where somebody has them already.
    """
    wording, facts = Wording(translate, run.zone.zone), facts or day_facts(run)
    at = [(day - run.period.first).days for day in days]
    grid = fillings(run, at[0], at[-1] - at[0] + 1)[[place - at[0] for place in at]]
    first, last = _hours(grid)
    sheet = _Sheet(first, last, len(days))
    for hour in range(first, last + 1, LINES):
        sheet.hour(hour, is_numbered=(hour - first) % NUMBERED == 0)
    pieces, marks = event_pieces(run, at), focus_pieces(run, at)
    kinds: set[str] = set()
    for column, (day, place) in enumerate(zip(days, at, strict=True)):
        hours = in_hours(facts.meeting_minutes[place], translate)
        sheet.head(column, f"{wording.weekday(day.weekday())} {day.day}", translate(N_("{n} h"), n=hours))
        for kind in ("free", "lunch", "away"):
            is_kind = grid[column] == KINDS.index(kind)
            if kind == "free":  # under all that is drawn on it
                is_kind |= grid[column] >= KINDS.index("other")
            for start, end in _runs(is_kind):
                sheet.fill(column, start, end, kind)
                kinds.add(kind)
        if facts.not_worked[place] == "not-agreed":  # a day without hours looks like one on which nothing is planned
            sheet.fill(column, HOURS[0] * 60, HOURS[1] * 60, "away")
            kinds.add("off")
        kinds |= _draw_events(sheet, column, [piece for piece in pieces if piece.day == place], run)
        for mark in marks:
            if mark.day == place:
                sheet.mark(column, mark.start, mark.end)
    least = wording.minutes(run.judgement.context.agreements[0].focus_block)
    names = [(kind, translate(name)) for kind, name in LEGEND.items() if kind in kinds]
    if "off" in kinds:  # drawn as what one is away for, and called by its name where nothing else is
        away = N_("day off") if "away" not in kinds else N_("away or day off")
        names = [*(pair for pair in names if pair[0] != "away"), ("away", translate(away))]
    if marks:
        names.append(("room", translate(N_("{least} without a meeting"), least=least)))
    sheet.legend([*names, ("", translate(N_("h: hours in meetings")))])
    return sheet.png()


def in_hours(minutes: int, translate: Translator) -> str:
    """Return a length of time as a number of hours, such as "11.5": nobody takes it for a time of day."""
    number = f"{(minutes + 3) // 6 / 10:.1f}".removesuffix(".0")
    return number.replace(".", ",") if translate.language == "nl" else number


def holds_other(run: Run, days: Sequence[date]) -> bool:
    """Return whether the days hold what is busy and no meeting, such as an own appointment: it takes no time away."""
    pieces = event_pieces(run, [(day - run.period.first).days for day in days])
    context = run.judgement.context
    return any(
        piece.kind == "other" and bool(context.is_busy[piece.row]) and not context.may_be_meeting[piece.row]
        for piece in pieces
    )


def _draw_events(sheet: _Sheet, column: int, pieces: Sequence[Piece], run: Run) -> set[str]:
    """Draw a day's events, meetings over all others and beside each other where they overlap; return their kinds."""
    is_busy, may_be_meeting = run.judgement.context.is_busy, run.judgement.context.may_be_meeting
    drawn: set[str] = set()
    for kind in ("other", "focus", "away"):
        for piece in pieces:
            if piece.kind != kind or piece.end <= piece.start or (kind == "other" and not is_busy[piece.row]):
                continue
            name = "busy" if kind == "other" and may_be_meeting[piece.row] else kind
            sheet.fill(column, piece.start, piece.end, name)
            drawn.add(name)
    meetings = [piece for piece in pieces if piece.kind in ("meeting", "call") and piece.end > piece.start]
    for piece, lane in zip(meetings, lanes_of([(one.start, one.end) for one in meetings]), strict=True):
        sheet.fill(column, piece.start, piece.end, piece.kind, (lane.number, lane.count), apart=APART)
        drawn.add(piece.kind)
    return drawn


class _Sheet:
    """The picture while it is drawn, from one hour to another, a column for each day."""

    def __init__(self, first: int, last: int, columns: int) -> None:
        self.first, self.last, self.columns = first, last, columns
        self.width = min((WIDTH - LEFT) // columns, WIDEST)
        self.scale = (HEIGHT - TOP - BOTTOM) / ((last - first) * 60)
        self.numbers: Numbers = np.zeros((HEIGHT, WIDTH), dtype=np.uint8)
        self.font = ImageFont.load_default(LETTERS)

    def _y(self, minutes: float) -> int:
        return round(TOP + (min(max(minutes, self.first * 60), self.last * 60) - self.first * 60) * self.scale)

    def _box(self, left: int, top: int, right: int, bottom: int, color: int) -> None:
        self.numbers[top:bottom, left:right] = color

    def hour(self, hour: int, *, is_numbered: bool) -> None:
        """Draw the line of an hour, and its number beside it."""
        y = self._y(hour * 60)
        self._box(LEFT, y - 1, LEFT + self.width * self.columns, y + 1, _NUMBER["line"])
        if is_numbered:
            self.text(LEFT - 14, y, f"{hour}:00", "rm")

    def head(self, column: int, *lines: str) -> None:
        """Write what stands above a day, in the middle."""
        for number, line in enumerate(lines):
            self.text(LEFT + column * self.width + self.width // 2, 6 + number * (LETTERS + 10), line, "ma")

    def fill(
        self, column: int, start: int, end: int, kind: str, lane: tuple[int, int] = (0, 1), *, apart: int = 0
    ) -> None:
        """Fill minutes of a day, or one lane of several."""
        if end <= self.first * 60 or start >= self.last * 60:
            return
        number, count = lane
        left, room = LEFT + column * self.width + GAP // 2, self.width - GAP
        begin, finish = left + room * number // count, left + room * (number + 1) // count
        if number + 1 < count:
            finish -= apart
        top = self._y(start)
        self._kind(begin, top, finish, max(self._y(end) - apart, top + 3), kind)

    def _kind(self, left: int, top: int, right: int, bottom: int, kind: str) -> None:
        self._box(left, top, right, bottom, _NUMBER[kind])
        if kind in ACROSS:
            way, _ = ACROSS[kind]
            y, x = np.mgrid[top:bottom, left:right]
            self.numbers[top:bottom, left:right][(x - way * y) % STEP < 2] = _NUMBER[f"{kind} line"]
        if kind in OUTLINED:
            line = _NUMBER[f"{kind} line"]
            for box in ((left, top, right, top + 2), (left, bottom - 2, right, bottom),
                        (left, top, left + 2, bottom), (right - 2, top, right, bottom)):  # fmt: skip
                self._box(*box, line)

    def mark(self, column: int, start: int, end: int) -> None:
        """Draw a line along minutes of a day."""
        left = LEFT + column * self.width + GAP // 2
        self._box(left, self._y(start), left + MARK, self._y(end), _NUMBER["room"])

    def text(self, x: float, y: float, text: str, anchor: str) -> None:
        """Write a word."""
        left, top, right, bottom = (round(edge) for edge in self.font.getbbox(text, anchor=anchor))
        layer = Image.new("L", (right - left + 2, bottom - top + 2), 0)
        ImageDraw.Draw(layer).text((-left, -top), text, 255, self.font, anchor=anchor)
        begin, first = max(round(x) + left, 0), max(round(y) + top, 0)
        place = self.numbers[first : first + layer.height, begin : begin + layer.width]
        shades = np.asarray(layer, dtype=np.uint16)[: place.shape[0], : place.shape[1]] * EDGES // 255
        place[shades > 0] = (shades[shades > 0] + _NUMBER["ink"]).astype(np.uint8)

    def legend(self, names: Sequence[tuple[str, str]]) -> None:
        """Write what the colors mean, in as many lines as it takes; below them the picture ends."""
        x, y, box = GAP // 2, HEIGHT - BOTTOM + 36, 40
        for kind, name in names:
            wide = int(self.font.getlength(name)) + (box + 10 if kind else 0)
            if x + wide > WIDTH and x > GAP // 2:
                x, y = GAP // 2, y + LETTERS + 18
            if kind == "room":
                self._box(x + (box - MARK) // 2, y, x + (box + MARK) // 2, y + 30, _NUMBER["room"])
            elif kind:
                self._kind(x, y, x + box, y + 30, kind)
            self.text(x + (box + 10 if kind else 0), y + 15, name, "lm")
            x += wide + 26
        self.numbers = self.numbers[: y + LETTERS + 12]

    def png(self) -> bytes:
        """Return it as PNG, of colors of which some are seen through."""
        image = Image.fromarray(self.numbers, "P")
        image.putpalette([part for color, _ in _COLORS for part in ImageColor.getrgb(color)])
        written = io.BytesIO()
        seen = bytes(opacity for _, opacity in _COLORS)
        image.save(written, "PNG", compress_level=4, transparency=seen, optimize=False)
        return written.getvalue()


def _runs(is_filled: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return stretches that are filled, from minute to minute."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], is_filled, [False]))))
    return [(start, end) for start, end in edges.reshape(-1, 2).tolist()]


def _hours(grid: npt.NDArray[np.int8]) -> tuple[int, int]:
    """Return from which hour to which something is to be drawn; an even number of them."""
    filled = np.flatnonzero((grid >= KINDS.index("focus")).any(axis=0)) // 60
    first = max(min([HOURS[0], *filled[:1].tolist()]), EARLIEST)
    last = min(max([HOURS[1], *(filled[-1:] + 1).tolist()]), LATEST)
    return first, last + (last - first) % 2


def _palette() -> tuple[dict[str, int], list[tuple[str, int]]]:
    """Return the number of each color by what it is for, and the colors with how much is seen of each."""
    named = {
        "ground": ("#ffffff", 0), "free": (INK, SHADE), "line": (INK, LINE), "room": (ROOM, 255),
        **{kind: (color, 255) for kind, color in COLORS.items()},
        **{f"{kind} line": (color, 255) for kind, color in OUTLINED.items()},
    }  # fmt: skip
    numbers = {name: number for number, name in enumerate(named)}
    numbers["ink"] = len(named) - 1  # the faintest shade is the next one
    shades = [(INK, 255 * step // EDGES) for step in range(1, EDGES + 1)]
    return numbers, [*named.values(), *shades]


_NUMBER, _COLORS = _palette()
