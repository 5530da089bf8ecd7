"""Days taken apart: what each set of changes does on one day of one calendar, judged only when it is asked for.

What a rule of reach "day" finds on a day follows from the events around that day alone, so the changes of a plan are
weighed day by day. One day of one calendar is a *cell*; what a change does to it is a *move* of that cell, and changes
that do the same to it share one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from analyzer.changing.options import Option
from analyzer.changing.outcomes import has_room
from analyzer.changing.trials import Arrangements, Bench
from analyzer.time.intervals import Ints, Spans
from analyzer.time.period import Period

Place = tuple[int, int, int]
"""A row of the event table and where it starts and ends in seconds; (row, -1, -1) when it leaves the cell."""


@dataclass(frozen=True)
class Move:
    """What some options do to one cell alike.

    Attributes:
        places: where the rows are put.
        options: positions of the options that do it.
        series: positions among the cell's series of those it touches; () when it only brings events.
    """

    places: tuple[Place, ...]
    options: tuple[int, ...]
    series: frozenset[int]

    @property
    def is_arrival(self) -> bool:
        """Whether it touches no event that was there."""
        return not self.series


@dataclass(frozen=True)
class Result:
    """What a set of moves does to a cell.

    Attributes:
        left: how many findings each rule has then, in the order of the bench's rules; 0 for one that looks further.
        is_sound: no rule finds more than before, and none is silenced by a day that is only fuller.
        is_focus_day: the day is a focus day then.
        meeting_seconds: how much of its working time is meeting then.
    """

    left: tuple[int, ...]
    is_sound: bool
    is_focus_day: bool
    meeting_seconds: int


@dataclass
class Cell:
    """One day of one calendar.

    Attributes:
        calendar: number of the calendar.
        day: position of the day in the period.
        rows: the events around the day, as they are.
        moves: what options can do to it; behind them, for each series that any of them touches, that it is gone.
        possible: how many of the moves an option really makes.
        results: what was judged so far, by the moves made; nothing made is always there once any was judged.
    """

    calendar: int
    day: int
    rows: Ints
    moves: Sequence[Move]
    possible: int
    results: dict[frozenset[int], Result] = field(default_factory=dict)

    def placed(self, spans: Spans) -> dict[int, tuple[int, int]]:
        """Return where each of its events is."""
        here = spans.where(self.rows)
        return dict(zip(self.rows.tolist(), zip(here.start.tolist(), here.end.tolist(), strict=True), strict=True))


@dataclass(frozen=True)
class Cells:
    """Every cell that an option touches."""

    bench: Bench
    cells: Sequence[Cell]

    @classmethod
    def of(cls, bench: Bench, options: Sequence[Option]) -> Cells:
        """Return the cells that any of the options touches."""
        group = bench.context.event_spans.group
        places: dict[tuple[int, int], dict[int, list[Place]]] = {}
        for number, option in enumerate(options):
            old = bench.context.event_spans.where(option.rows)
            columns = (option.rows, group[option.rows], old.start, old.end, option.start, option.end)
            for row, calendar, start, end, new_start, new_end in zip(*(each.tolist() for each in columns), strict=True):
                before = _days(bench, start, end)
                after = set() if option.is_gone else _days(bench, new_start, new_end)
                for day in before | after:
                    place = (row, new_start, new_end) if day in after else (row, -1, -1)
                    places.setdefault((calendar, day), {}).setdefault(number, []).append(place)
        return cls(bench, [_cell(bench, *key, touched) for key, touched in sorted(places.items())])

    def judge(self, wanted: Iterable[tuple[Cell, frozenset[int]]]) -> None:
        """Judge sets of moves that were not judged before."""
        by_day: dict[int, list[tuple[Cell, frozenset[int]]]] = {}
        for cell, made in wanted:
            if made not in cell.results:
                by_day.setdefault(cell.day, []).append((cell, made))
        for day, asked in by_day.items():
            # The cells as they are come first, to compare with.
            plain = [(cell, frozenset[int]()) for cell in {id(cell): cell for cell, _ in asked}.values()]
            self._judge_day(day, [*plain, *(one for one in asked if one[1])])

    def _judge_day(self, day: int, asked: Sequence[tuple[Cell, frozenset[int]]]) -> None:
        bench, days = self.bench, self.bench.context.period.days()
        near = Period(days[max(day - 1, 0)], days[min(day + 1, len(days) - 1)])
        chosen = np.flatnonzero(bench.which("day"))
        found = bench.found(_arrangements(bench, asked), near, chosen=chosen)
        counts = found.by_day[:, :, day]
        place = np.arange(len(asked)) * len(near.days()) + min(day, 1)
        context = found.context
        is_mended = has_room(context)
        wants_block = np.array([one.rule.mended_by_block for one in bench.rules], dtype=bool)
        first = {id(cell): position for position, (cell, made) in enumerate(asked) if not made}
        for position, (cell, made) in enumerate(asked):
            before, after = counts[first[id(cell)]], counts[position]
            is_only_fuller = bool((after[wants_block] < before[wants_block]).any()) and not is_mended[place[position]]
            cell.results[made] = Result(
                left=tuple(after.tolist()),
                is_sound=not (after > before).any() and not is_only_fuller,
                is_focus_day=bool(context.is_focus_day[place[position]]),
                meeting_seconds=int(context.meeting_seconds[place[position]]),
            )


def _days(bench: Bench, start: int, end: int) -> set[int]:
    """Return the days on which an event can matter: those it touches, and the day beside a night it touches."""
    midnights, night = bench.midnights, bench.night_seconds
    first = int(np.searchsorted(midnights, start - night, side="right")) - 1
    last = int(np.searchsorted(midnights, max(end - 1, start) + night, side="right")) - 1
    return set(range(max(first, 0), min(last, len(midnights) - 2) + 1))


def _cell(bench: Bench, calendar: int, day: int, touched: dict[int, list[Place]]) -> Cell:
    spans = bench.context.event_spans
    begin, finish = bench.midnights[day] - bench.night_seconds, bench.midnights[day + 1] + bench.night_seconds
    near = (spans.group == calendar) & (spans.start < finish) & (np.maximum(spans.end, spans.start + 1) > begin)
    rows = np.flatnonzero(near)
    shared: dict[tuple[Place, ...], list[int]] = {}
    for option, places in touched.items():
        shared.setdefault(tuple(sorted(places)), []).append(option)
    there = set(rows.tolist())
    uid = bench.context.table.column("uid")
    changing = [row for row in rows.tolist() if any(place[0] == row for places in shared for place in places)]
    series = {name: number for number, name in enumerate(dict.fromkeys(uid[changing].tolist()))}
    moves = [
        Move(places, tuple(options), frozenset(series[uid[row]] for row, _, _ in places if row in there))
        for places, options in shared.items()
    ]
    gone = [
        Move(tuple((row, -1, -1) for row in changing if uid[row] == name), (), frozenset([number]))
        for name, number in series.items()
    ]
    return Cell(calendar, day, rows, [*moves, *gone], len(moves))


def _arrangements(bench: Bench, asked: Sequence[tuple[Cell, frozenset[int]]]) -> Arrangements:
    spans = bench.context.event_spans
    groups: list[int] = []
    rows: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    as_it_is = {id(cell): cell.placed(spans) for cell, made in asked if not made}
    for number, (cell, made) in enumerate(asked):
        placed = dict(as_it_is[id(cell)])
        for move in sorted(made):  # a series that is gone stays gone
            for row, start, end in cell.moves[move].places:
                if start < 0:
                    placed.pop(row, None)
                else:
                    placed[row] = (start, end)
        groups += [number] * len(placed)
        rows += placed
        starts += [start for start, _ in placed.values()]
        ends += [end for _, end in placed.values()]
    calendars = [cell.calendar for cell, _ in asked]
    columns = [np.array(each, dtype=np.int64) for each in (groups, rows, starts, ends, calendars)]
    return Arrangements(*columns)
