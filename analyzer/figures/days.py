"""What is drawn of a calendar: when things begin and end on each day, and what each day holds."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analyzer.judging.context import overlap_by_day
from analyzer.run import Run
from analyzer.time.clock import wall_clock
from analyzer.time.intervals import Ints, Spans, merge, total

DAY_MINUTES = 1440

KINDS = ("", "free", "lunch", "other", "focus", "away", "meeting", "call")
"""What may fill a minute, from weak to strong: where two kinds meet, the stronger one is drawn."""

UNDRAWN = ("cancelled", "declined", "working-place")
"""What no picture of the week draws."""

WORDLESS = ("alone", "absence", "focus", "busy-only")
"""Reasons of which the time is drawn and no title: a page is shown to others, and one's own time is one's own."""


@dataclass(frozen=True)
class Piece:
    """The part of something that lies on one day.

    Attributes:
        day: position of the day in the period.
        start: minutes after midnight.
        end: the same, at most the next midnight.
        row: its row in the event table, -1 for none.
        kind: what it is, one of :data:`KINDS`.
    """

    day: int
    start: int
    end: int
    row: int
    kind: str


@dataclass(frozen=True)
class DayFacts:
    """What holds of each day of the period: arrays of equal length.

    Attributes:
        not_worked: why it is no workday, "" for a workday.
        working_minutes: its working time, lunch aside.
        meetings: how many counted meetings touch it.
        calls: how many of them are calls.
        meeting_minutes: their union.
        has_lunch: it has a lunch window.
        lunch_taken: minutes of it that meetings take, shared lunches aside.
        focus_blocks: how many stretches are long enough to concentrate.
        focus_minutes: together.
        is_focus_day: it holds little meeting.
    """

    not_worked: Sequence[str]
    working_minutes: Sequence[int]
    meetings: Sequence[int]
    calls: Sequence[int]
    meeting_minutes: Sequence[int]
    has_lunch: Sequence[bool]
    lunch_taken: Sequence[int]
    focus_blocks: Sequence[int]
    focus_minutes: Sequence[int]
    is_focus_day: Sequence[bool]


def day_facts(run: Run) -> DayFacts:
    """Return what holds of each day of the period of the first calendar."""
    context = run.judgement.context
    days = context.days
    size = len(days.day)
    pieces, of_meeting = days.split(context.meetings)
    is_call = context.is_call[context.meeting_rows][of_meeting]
    disturbing = context.is_counted & ~context.flag("shared_lunch")
    blocks = context.focus_blocks
    return DayFacts(
        not_worked=days.not_worked.tolist(),
        working_minutes=(context.working_seconds // 60).tolist(),
        meetings=np.bincount(pieces.group, minlength=size).tolist(),
        calls=np.bincount(pieces.group[is_call], minlength=size).tolist(),
        meeting_minutes=(total(merge(pieces), size) // 60).tolist(),
        has_lunch=days.has_lunch.tolist(),
        lunch_taken=(overlap_by_day(days, days.lunch, context.event_spans.where(disturbing)) // 60).tolist(),
        focus_blocks=np.bincount(blocks.group, minlength=size).tolist(),
        focus_minutes=(total(blocks, size) // 60).tolist(),
        is_focus_day=context.is_focus_day.tolist(),
    )


def fillings(run: Run, first: int = 0, count: int | None = None) -> npt.NDArray[np.int8]:
    """Return what fills each minute (columns, of the owner's wall clock) of each day of the period (rows).

    Every value is a position in :data:`KINDS`. What is not busy leaves its time as it is, booked focus time aside.

    Args:
        run: about one person.
        first: position in the period of the first day that is asked for.
        count: how many days, None for all to the end.
    """
    days = run.judgement.context.days
    grid = np.zeros((len(days.day) - first if count is None else count, DAY_MINUTES), dtype=np.int8)
    is_worked = days.is_workday[days.hours.group]
    backgrounds = ((days.hours.where(is_worked), "free"), (days.hours.where(~is_worked), "away"), (days.lunch, "lunch"))
    for spans, kind in backgrounds:
        start, end = (_day_minutes(run, spans.group, moments) for moments in (spans.start, spans.end))
        _fill(grid, spans.group - first, start, end, kind)
    drawn = _drawn(run)
    is_other = drawn.kind == "other"
    is_shown = ~is_other | run.judgement.context.is_busy[drawn.row]
    for kind in KINDS:
        chosen = np.flatnonzero((drawn.kind == kind) & is_shown)
        _fill(grid, drawn.day[chosen] - first, drawn.start[chosen], drawn.end[chosen], kind)
    return grid


def _fill(grid: npt.NDArray[np.int8], day: Ints, start: Ints, end: Ints, kind: str) -> None:
    """Fill minutes of days with a kind, where no weightier one stands; what lies outside the grid is left out."""
    inside = np.flatnonzero((day >= 0) & (day < len(grid)) & (end > start) & (start < DAY_MINUTES))
    day, start, end = day[inside], start[inside], np.minimum(end[inside], DAY_MINUTES)
    # One more at each start, one less at each end: where the sum so far is more than none, something fills the minute.
    width = DAY_MINUTES + 1
    steps = np.bincount(day * width + start, minlength=len(grid) * width)
    steps = steps - np.bincount(day * width + end, minlength=len(grid) * width)
    is_filled = np.cumsum(steps.reshape(len(grid), width), axis=1)[:, :-1] > 0
    grid[is_filled] = np.maximum(grid[is_filled], KINDS.index(kind))


def focus_pieces(run: Run, positions: Container[int]) -> list[Piece]:
    """Return what counts as time to concentrate on the days at ``positions``, in order of time."""
    blocks = run.judgement.context.focus_blocks
    chosen = np.flatnonzero(
        np.isin(blocks.group, [day for day in np.unique(blocks.group).tolist() if day in positions])
    )
    day = blocks.group[chosen]
    start, end = (_day_minutes(run, day, moments[chosen]) for moments in (blocks.start, blocks.end))
    return [
        Piece(at, begin, min(finish, DAY_MINUTES), -1, "free")
        for at, begin, finish in zip(day.tolist(), start.tolist(), end.tolist(), strict=True)
    ]


def event_pieces(run: Run, positions: Container[int]) -> list[Piece]:
    """Return the timed events of the days at ``positions``, cut at midnight, in order of time.

    An event of no length keeps one piece of no length.
    """
    drawn = _drawn(run)
    wanted = [day for day in np.unique(drawn.day).tolist() if day in positions]
    chosen = np.flatnonzero(np.isin(drawn.day, wanted))
    order = chosen[np.lexsort([part[chosen] for part in (drawn.row, drawn.end, drawn.start, drawn.day)])]
    return [Piece(*values) for values in zip(*(part[order].tolist() for part in drawn), strict=True)]


class _Drawn(NamedTuple):
    """The timed events, cut at midnight: as the fields of :class:`Piece`."""

    day: Ints
    start: Ints
    end: Ints
    row: Ints
    kind: npt.NDArray[np.object_]


def _drawn(run: Run) -> _Drawn:
    table, context = run.table, run.judgement.context
    row = np.flatnonzero(~context.flag("all_day") & ~context.has_word("reason", *UNDRAWN))
    conditions = [context.is_call, context.is_counted, context.is_absence, context.is_focus_time]
    kinds = np.select([one[row] for one in conditions], ["call", "meeting", "away", "focus"], "other").astype(object)
    midnight, minute = np.datetime64(run.period.first, "us"), np.timedelta64(1, "m")
    begin, finish = (table.column(column)[row] - midnight for column in ("start_local", "end_local"))
    start, end = begin // minute, -(-finish // minute)
    end = np.maximum(end, start)
    first, last = start // DAY_MINUTES, np.maximum(end - 1, start) // DAY_MINUTES
    count = last - first + 1
    source = np.repeat(np.arange(len(row)), count)
    day = np.arange(len(source)) - np.repeat(np.cumsum(count) - count - first, count)
    start, end = (np.clip(edge[source] - day * DAY_MINUTES, 0, DAY_MINUTES) for edge in (start, end))
    return _Drawn(day, start, end, row[source], kinds[source])


def all_day_rows(run: Run, positions: Container[int]) -> dict[int, list[int]]:
    """Return per position of a day the rows of the events on calendar days, or of 24 hours and longer."""
    table = run.table
    is_drawn = table.column("all_day") & ~table.holds("reason", *UNDRAWN)
    first = np.datetime64(run.period.first, "D")
    start = table.column("start_local").astype("datetime64[D]")
    last = (table.column("end_local") - np.timedelta64(1, "us")).astype("datetime64[D]")
    rows: dict[int, list[int]] = {}
    for row in np.flatnonzero(is_drawn).tolist():
        begin = int((start[row] - first).astype(int))
        for day in range(max(begin, 0), int((last[row] - first).astype(int)) + 1):
            if day in positions:
                rows.setdefault(day, []).append(row)
    return rows


def stretches(run: Run, spans: Spans, kind: str) -> dict[int, list[Piece]]:
    """Return intervals grouped by day number as pieces by that day; what runs past midnight ends with the day."""
    start, end = (_day_minutes(run, spans.group, moments) for moments in (spans.start, spans.end))
    pieces: dict[int, list[Piece]] = {}
    for day, begin, finish in zip(spans.group.tolist(), start.tolist(), end.tolist(), strict=True):
        if finish > begin < DAY_MINUTES:
            pieces.setdefault(day, []).append(Piece(day, begin, min(finish, DAY_MINUTES), -1, kind))
    return pieces


def _day_minutes(run: Run, day: Ints, seconds: Ints) -> Ints:
    """Return instants as minutes after the midnight of their day, on the owner's wall clock."""
    local = wall_clock(seconds.astype("M8[s]").astype("M8[us]"), run.zone.zone)
    midnight = np.datetime64(run.period.first) + day
    return np.asarray((local - midnight) // np.timedelta64(1, "m"), dtype=np.int64)
