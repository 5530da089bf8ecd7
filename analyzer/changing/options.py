"""What can be changed in calendars: by whom, at what cost, and under which conditions (RULES "What to change first").

Only what is still to come is changed, and only coming occurrences have to fit. Whether a change does any good is not
known here: the rules say so, in :mod:`analyzer.changing.trials`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from analyzer.changing.change import Actor, ChangeKind
from analyzer.changing.trials import Bench
from analyzer.judging.context import Context, Mask
from analyzer.time.agreed_days import NOT_WORKED
from analyzer.time.clock import clock_of
from analyzer.time.intervals import Ints, Spans, merge, overlap, subtract

SHORTEST_TO_SHORTEN = 25
"""Minutes from which a meeting can end or start a little earlier or later."""

LONG_MEETING = 60
"""Minutes from which Google's "speedy meetings" and Outlook's "end early" take 10 minutes, and 5 below."""

MOST_ABSENT_NOTICED = 6
"""In a meeting of fewer people it is noticed who is missing, so nobody is asked to skip it."""

LONGEST_SKIPPED = 120
"""Minutes: what takes half a day was planned for everybody to be there."""

SHORT_ROUTINE = 30
"""Minutes up to which something that recurs is a routine, such as a stand-up: it keeps its half of the day."""

NOON = 12 * 60
AROUND_NOON = (NOON - 30, NOON + 90)
"""Minutes of the day between which a meeting belongs to both halves."""

EDGE_MINUTES = 30
"""The first and the last minutes of working hours, into which nothing is moved while there is another place."""

SLOT_MINUTES = 15
FURTHEST_MINUTES = 8 * 60
FURTHEST_DAYS = 6
OTHER_DAY_MINUTES = 150
"""How far from its old time a meeting may start on another day."""

COSTS: dict[ChangeKind, tuple[int, int]] = {
    "setting": (100, 100),
    "end-earlier": (110, 220),
    "start-later": (120, 240),
    "move": (200, 300),
    "one-occurrence": (250, 250),
    "without-me": (700, 700),
    "less-often": (800, 800),
}
"""What a change asks of people, when the owner makes it and when somebody else has to be asked."""

OTHER_HALF_COST, OTHER_DAY_COST, EDGE_COST, TODAY_COST = 100, 250, 80, 150
COST_OF_ONE_MORE, MOST_COUNTED = 5, 60
"""Added for every person who has to take note of a move, and up to how many are counted."""


@dataclass(frozen=True)
class Option:
    """One thing that can be changed.

    Attributes:
        kind: what is done.
        actor: who makes the change.
        uid: the series or single meeting, "" for the setting.
        cost: what it asks of people; comparable, in no unit.
        rows: which rows of the event table change, ascending; of a meeting in several calendars its rows in all.
        start: when each of them starts then, seconds since 1970, UTC.
        end: when each of them ends then.
        is_gone: the rows go, and ``start`` and ``end`` say nothing.
    """

    kind: ChangeKind
    actor: Actor
    uid: str
    cost: int
    rows: Ints
    start: Ints
    end: Ints
    is_gone: bool = False


@dataclass(frozen=True)
class Conditions:
    """What holds for all options of one run.

    Attributes:
        since: seconds since 1970, UTC: what starts earlier has happened.
        kept: titles of meetings that stay as they are, whatever their case.
        slots: how many places to move to are named for the same half of the day, as many for the other half, and one
            for every other day.
        is_shared: the calendar is that of a community or team, in which nobody is "me".
        is_dated: as a letter tells them, changes stand in order of time, and one place is kept for booking what is
            still free. What others have to agree to or to take note of is left alone on the day itself: a letter is
            read some time that day. So is what is private: nobody knows what it is, or whom there is to ask.
    """

    since: int
    kept: Collection[str] = ()
    slots: int = 2
    is_shared: bool = False
    is_dated: bool = False

    def are_personal(self, context: Context) -> bool:
        """Return whether the calendars are those of one person, who can stay away and book time."""
        return not self.is_shared and len(context.calendars) == 1


def options_of(bench: Bench, conditions: Conditions, uids: Collection[str] | None = None) -> list[Option]:
    """Return everything that can be changed, series by series, the setting first.

    Args:
        bench: the calendars, and which of their events show a finding.
        conditions: what holds for all of them.
        uids: only these series, in this order; the setting is about all one plans.
    """
    return list(_Possible(bench, conditions).options(uids))


@dataclass(frozen=True)
class _Place:
    """Where a meeting fits: so many days away, and so many minutes on the clock, with the new starts in seconds."""

    days: int
    minutes: int
    is_same_half: bool
    is_at_edge: bool
    start: Ints


class _Possible:
    """What the options of one context share."""

    def __init__(self, bench: Bench, conditions: Conditions) -> None:
        context = bench.context
        table, spans = context.table, context.event_spans
        kept = {title.casefold().strip() for title in conditions.kept}
        stays = np.array([title.casefold().strip() in kept for title in table.column("title").tolist()], dtype=bool)
        self.context, self.conditions, self.spans = context, conditions, spans
        self.local = table.column("start_local").astype("datetime64[s]")
        self.uid = table.column("uid")
        self.is_own = context.flag("organized_by_owner")
        self.shows = np.ones(len(table), dtype=bool) if bench.shows is None else bench.shows
        self.people = np.maximum(context.people_count, 0)
        # Nobody plans drinks, a birthday or a lunch together by a linter.
        is_social = context.flag("social")
        is_coming = context.is_counted & (spans.start >= conditions.since)
        is_unknown = context.flag("private") & conditions.is_dated
        self.is_coming = np.asarray(is_coming & ~stays & ~is_social & ~is_unknown, dtype=bool)
        days = context.days
        self.size = len(context.period.days())
        ends = days.bounds.end[days.bounds.end > conditions.since]
        self.tomorrow = int(ends.min()) if len(ends) else conditions.since
        self.movable_from = self.tomorrow if conditions.is_dated else conditions.since
        self.has_hours = np.zeros(len(days.day), dtype=bool)
        self.has_hours[days.hours.group] = True
        self.open_time = subtract(days.calendar_of(days.working_time), days.calendar_of(context.better_left_free))

    def options(self, uids: Collection[str] | None) -> Iterator[Option]:
        rows = np.flatnonzero(self.is_coming)
        own = rows[self.is_own[rows]]
        if len(np.unique(self.uid[own])) > 1:
            yield from self._shorter("setting", "", own, np.where(self._length(own) >= LONG_MEETING, 10, 5), 0)
        by_uid: dict[str, list[int]] = {}
        for row, uid in zip(rows.tolist(), self.uid[rows].tolist(), strict=True):
            by_uid.setdefault(uid, []).append(row)
        for uid in sorted(by_uid) if uids is None else [uid for uid in uids if uid in by_uid]:
            yield from self._of_series(uid, np.array(by_uid[uid]))

    def _of_series(self, uid: str, rows: Ints) -> Iterator[Option]:
        rows = rows[self.spans.start[rows] >= self.movable_from]
        if not len(rows):
            return
        # A little earlier or later, and only where it helps; one occurrence, where the others are fine.
        shown = rows[np.isin(self.local[rows], self.local[rows[self.shows[rows]]])]
        if len(shown):
            yield from self._shorter("end-earlier", uid, shown, np.full(len(shown), 5), 0)
            if (self._length(shown) >= LONG_MEETING).all():
                yield from self._shorter("end-earlier", uid, shown, np.full(len(shown), 10), 1)
            yield from self._later(uid, shown)
        if len(np.unique(self.local[shown])) == 1 < len(np.unique(self.local[rows])):
            yield from self._moves("one-occurrence", uid, shown)
        else:
            yield from self._moves("move", uid, rows)
        yield from self._days_off(uid, rows)
        yield from self._fewer(uid, rows)

    def _length(self, rows: Ints) -> Ints:
        return np.asarray(self.spans.length[rows] // 60, dtype=np.int64)

    def _option(self, kind: ChangeKind, uid: str, rows: Ints, start: Ints, end: Ints, more: int = 0) -> Option:
        is_own = bool(self.is_own[rows].any())
        actor: Actor = "owner" if is_own or kind == "setting" else "organizer"
        cost = COSTS[kind][actor == "organizer"] + more
        # Who asks for a change of today asks for an answer at once.
        cost += TODAY_COST * (actor == "organizer" and bool((self.spans.start[rows] < self.tomorrow).any()))
        return Option(kind, actor, uid, cost, rows, start, end)

    def _gone(self, kind: ChangeKind, uid: str, rows: Ints, more: int = 0) -> Option:
        option = self._option(kind, uid, rows, self.spans.start[rows], self.spans.end[rows], more)
        return Option(option.kind, option.actor, uid, option.cost, rows, option.start, option.end, is_gone=True)

    def _shorter(self, kind: ChangeKind, uid: str, rows: Ints, minutes: Ints, more: int) -> Iterator[Option]:
        is_long = self._length(rows) >= SHORTEST_TO_SHORTEN
        if kind == "setting":
            rows, minutes = rows[is_long], minutes[is_long]
        elif not is_long.all():
            return
        if len(rows):
            yield self._option(kind, uid, rows, self.spans.start[rows], self.spans.end[rows] - minutes * 60, more)

    def _later(self, uid: str, rows: Ints) -> Iterator[Option]:
        if (self._length(rows) >= SHORTEST_TO_SHORTEN).all():
            yield self._option("start-later", uid, rows, self.spans.start[rows] + 5 * 60, self.spans.end[rows])

    def _moves(self, kind: ChangeKind, uid: str, rows: Ints) -> Iterator[Option]:
        """Yield the nearest places, in the same half of the day first, where every occurrence fits."""
        weekdays = np.unique((self.local[rows].astype("datetime64[D]").astype(np.int64) + 3) % 7)
        is_series = len(np.unique(self.local[rows])) > 1 or bool(self.context.flag("recurring")[rows[0]])
        is_routine = is_series and int(self._length(rows).max()) <= SHORT_ROUTINE
        for place in self._places(rows, has_other_days=len(weekdays) == 1, keeps_half=is_routine):
            cost = self._cost(rows, place)
            yield self._option(kind, uid, rows, place.start, place.start + self.spans.length[rows], cost)

    def _cost(self, rows: Ints, place: _Place) -> int:
        """Return what a move asks beside being a move: nearer is better, and fewer people have less trouble."""
        people = COST_OF_ONE_MORE * min(int(self.people[rows].max()), MOST_COUNTED)
        cost = people + abs(place.minutes) // SLOT_MINUTES + EDGE_COST * place.is_at_edge
        if place.days:
            return cost + OTHER_DAY_COST
        return cost + OTHER_HALF_COST * (not place.is_same_half)

    def _places(self, rows: Ints, *, has_other_days: bool, keeps_half: bool = False) -> Iterator[_Place]:
        """Yield where every occurrence fits: the nearest day first, and the nearest time of it.

        Of two times as near the later comes first, since that disturbs less; of all, those at the edge of working
        hours come last.
        """
        first = int(self.local[rows[0]].astype("datetime64[m]").astype(np.int64) % (24 * 60))
        offset = -first % SLOT_MINUTES
        steps = range(-FURTHEST_MINUTES // SLOT_MINUTES, FURTHEST_MINUTES // SLOT_MINUTES + 1)
        shifts = [(0, step * SLOT_MINUTES + offset) for step in steps if step * SLOT_MINUTES + offset]
        if has_other_days:
            shifts += [
                (days, minutes)
                for days in range(-FURTHEST_DAYS, FURTHEST_DAYS + 1)
                for _, minutes in [(0, 0), *shifts]
                if days and abs(minutes) <= OTHER_DAY_MINUTES
            ]
        old = self.local[rows]
        fitting = self._fitting(rows, np.array([days * 24 * 60 + more for days, more in shifts]))
        # From here on one row for each shift that fits, one column for each occurrence.
        days, minutes = np.array([shifts[position] for position in fitting], dtype=np.int64).reshape(-1, 2).T
        start = np.array([*fitting.values()], dtype=np.int64).reshape(-1, len(rows))
        moved = old + minutes.astype("timedelta64[m]")[:, None]
        stays_on_day = np.asarray(
            (moved.astype("datetime64[D]") == old.astype("datetime64[D]")).all(axis=1), dtype=bool
        )
        is_same_half = np.asarray(_keep_their_half(old, moved).all(axis=1), dtype=bool)
        at_edge = self._is_at_edge(rows, moved + days.astype("timedelta64[D]")[:, None], start)
        is_at_edge = np.asarray(at_edge.any(axis=1), dtype=bool)
        places = [
            _Place(int(days[at]), int(minutes[at]), bool(is_same_half[at]), bool(is_at_edge[at]), start[at])
            for at in np.flatnonzero(stays_on_day & (is_same_half | (not keeps_half))).tolist()
        ]
        named: Counter[tuple[int, bool]] = Counter()
        for place in sorted(places, key=lambda one: (one.is_at_edge, abs(one.days), abs(one.minutes), -one.minutes)):
            near = place.days, place.is_same_half and not place.days
            if named[near] < (1 if place.days else self.conditions.slots):
                named[near] += 1
                yield place

    def _fitting(self, rows: Ints, shifts: Ints) -> dict[int, Ints]:
        """Return, for the shifts at which every occurrence fits, position and new starts."""
        local = np.add.outer(shifts.astype("timedelta64[m]"), self.local[rows])
        start = _instants(local.ravel(), self.context).reshape(local.shape)
        length = self.spans.length[rows]
        group = np.broadcast_to(self.spans.group[rows], start.shape)
        moved = Spans(group.ravel(), start.ravel(), (start + length).ravel())
        others = self._others(rows)
        calls = others & self.context.is_call
        pause = self.context.agreed_seconds("minimum_break")[moved.group]
        fits = self._stays_inside(rows, moved, start.shape)
        fits &= overlap(moved, self.spans.where(self.context.is_busy & others)) == 0
        fits &= overlap(Spans(moved.group, moved.start - pause, moved.end + pause), self.spans.where(calls)) == 0
        fits &= moved.start >= self.movable_from
        every = fits.reshape(start.shape).all(axis=1)
        if len(rows) > 1:
            every &= ~_collides(moved, start.shape)
        return {position: start[position] for position in np.flatnonzero(every).tolist()}

    def _stays_inside(self, rows: Ints, moved: Spans, shape: tuple[int, ...]) -> Mask:
        """Return which moved occurrences lie in working time outside lunch.

        Of a team with members on several clocks often no hour does so for all: for whom a meeting lies wholly outside
        working hours now, it may do so then; whether that is any worse for them, the rules say.
        """
        is_inside = np.asarray(overlap(moved, self.open_time) == moved.length, dtype=bool)
        if len(self.context.calendars) == 1:
            return is_inside
        now = self.spans.where(rows)
        hours = merge(self.context.days.calendar_of(self.context.days.hours))
        was_outside = overlap(now, hours) == 0
        return np.asarray(is_inside | np.broadcast_to(was_outside, shape).ravel(), dtype=bool)

    def _others(self, rows: Ints) -> Mask:
        others = np.ones(len(self.uid), dtype=bool)
        others[rows] = False
        return others

    def _is_at_edge(self, rows: Ints, local: npt.NDArray[np.datetime64], start: Ints) -> Mask:
        """Return which new starts lie in the first or last half hour of working hours, told on both clocks.

        Args:
            rows: the occurrences.
            local: new starts on the wall clock, one row for each way to move them, one column for each of them.
            start: the same in seconds.
        """
        numbers, has_hours = self._day_numbers(rows, local)
        begin, finish = self.context.days.hours_bounds(numbers[has_hours])
        instants = start[has_hours]
        ends = (start + self.spans.length[rows])[has_hours]
        edge = EDGE_MINUTES * 60
        at_edge = np.zeros(start.shape, dtype=bool)
        # Whoever is in it outside hours, as before, has no edge there.
        touches = (instants < finish) & (ends > begin)
        at_edge[has_hours] = touches & ((instants < begin + edge) | (ends > finish - edge))
        return at_edge

    def _day_numbers(self, rows: Ints, moment: npt.NDArray[np.datetime64]) -> tuple[Ints, Mask]:
        """Return the day number of local times in the calendars of ``rows``, and which have working hours."""
        days = self.context.days
        size = self.size
        offset = (moment.astype("datetime64[D]") - days.day[0]).astype(np.int64)
        inside = (offset >= 0) & (offset < size)
        numbers = self.spans.group[rows] * size + np.clip(offset, 0, size - 1)
        return numbers, inside & self.has_hours[numbers]

    def _days_off(self, uid: str, rows: Ints) -> Iterator[Option]:
        """Yield ways out for the occurrences on days that are not worked, where the others of the series are fine."""
        if not self.conditions.are_personal(self.context):
            return  # what is a day off for one is none for the others
        days = self.context.days
        numbers, _ = self._day_numbers(rows, self.local[rows])
        why = days.not_worked[numbers]
        is_series = len(rows) > 1 or bool(self.context.flag("recurring")[rows[0]])
        if is_series and (why == "not-agreed").all():
            return  # the series stands on the wrong day
        for reason in NOT_WORKED:
            off = rows[why == reason] if reason else rows[:0]
            if len(off):
                yield self._gone("one-occurrence", uid, off, 50)
            if len(off) == 1 < len(rows):
                for place in self._places(off, has_other_days=True):
                    if place.days:
                        cost = self._cost(off, place) - OTHER_DAY_COST
                        end = place.start + self.spans.length[off]
                        yield self._option("one-occurrence", uid, off, place.start, end, cost)

    def _fewer(self, uid: str, rows: Ints) -> Iterator[Option]:
        is_own = bool(self.is_own[rows].any())
        is_routine = int(self._length(rows).max()) <= SHORT_ROUTINE
        if not self.conditions.are_personal(self.context):
            return  # a meeting of the team is moved or shortened, not left
        is_short = int(self._length(rows).max()) <= LONGEST_SKIPPED
        if not is_own and not is_routine and is_short and int(self.people[rows].min()) >= MOST_ABSENT_NOTICED:
            yield self._gone("without-me", uid, rows)
        starts = np.unique(self.local[rows].astype("datetime64[D]")).astype(np.int64)
        if is_own and len(starts) > 1 and (np.diff(starts) == 7).all():
            yield self._gone("less-often", uid, rows[1::2])


def _keep_their_half(old: npt.NDArray[np.datetime64], new: npt.NDArray[np.datetime64]) -> Mask:
    """Return which times stay in their half of the day; noon divides, and what starts around it belongs to both."""
    was, will = (moment.astype("datetime64[m]").astype(np.int64) % (24 * 60) for moment in (old, new))
    first, last = AROUND_NOON
    return np.asarray(((was >= first) & (was <= last)) | ((was < NOON) == (will < NOON)), dtype=bool)


def _instants(local: npt.NDArray[np.datetime64], context: Context) -> Ints:
    """Return wall clock times as instants: the first of two on the night the clock goes back, the next there is."""
    near = timedelta(days=FURTHEST_DAYS + 2)
    clock = clock_of(context.zone, context.period.first - near, context.period.last + near)
    return clock.next_instants(local.astype("datetime64[s]").astype(np.int64))


def _collides(moved: Spans, shape: tuple[int, ...]) -> Mask:
    """Return at which shifts two occurrences of a series would overlap in one calendar."""
    shift = np.repeat(np.arange(shape[0]), shape[1])
    apart = Spans(moved.group * shape[0] + shift, moved.start, moved.end)
    union = merge(apart)
    taken = np.bincount(union.group % shape[0], weights=union.length, minlength=shape[0])
    return np.asarray(taken < np.bincount(shift, weights=moved.length, minlength=shape[0]), dtype=bool)
