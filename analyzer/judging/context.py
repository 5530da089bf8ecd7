"""What the engine hands to every rule beside the event table: the days, and the events as intervals.

Computed once per run, so that no rule sorts or converts again. All times are whole seconds since 1970, UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from analyzer.agreements import WEEKDAYS, Agreements
from analyzer.events.order import order_by
from analyzer.events.table import EventTable, numbered
from analyzer.time.agreed_days import LaidDays
from analyzer.time.common_holidays import common_holiday
from analyzer.time.intervals import (
    Ints,
    Line,
    Met,
    Pieces,
    Spans,
    gaps,
    intersect,
    joined,
    longest_gaps,
    merge,
    met_windows,
    overlap,
    pairs,
    pieces,
)
from analyzer.time.period import Period
from analyzer.time.workdays import Days, clock_windows, days_of

Mask = npt.NDArray[np.bool_]
Reckoned = TypeVar("Reckoned")


@dataclass(frozen=True)
class Context:
    """The period, the calendars and everything that follows from them.

    Attributes:
        period: the days judged.
        zone: the owner's zone.
        calendars: the names of the calendars, in order; a *calendar number* is a position here.
        agreements: the agreements of each calendar.
        table: the event table, in its total order.
    """

    period: Period
    zone: ZoneInfo
    calendars: Sequence[str]
    agreements: Sequence[Agreements]
    table: EventTable
    _reckoned: dict[Callable[[Context], Any], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, reckon: Callable[[Context], Reckoned]) -> Reckoned:
        """Return what a pure function makes of this context; it runs once, however many rules and figures ask."""
        if reckon not in self._reckoned:
            self._reckoned[reckon] = reckon(self)
        return cast(Reckoned, self._reckoned[reckon])

    @cached_property
    def event_spans(self) -> Spans:
        """Every event as an interval grouped by calendar number, one per row of the table, in its order."""
        codes, names = self.table.words("calendar")
        start, end = (self.table.column(edge).view(np.int64) // 1_000_000 for edge in ("start", "end"))
        if list(names) == list(self.calendars):
            return Spans(codes.astype(np.int64), start, end)
        number = {name: place for place, name in enumerate(self.calendars)}
        # A calendar that nobody judges may be among the names, not among the rows.
        used = np.flatnonzero(np.bincount(codes, minlength=len(names)))
        numbers = np.zeros(len(names), dtype=np.int64)
        numbers[used] = [number[names[place]] for place in used.tolist()]
        return Spans(numbers.take(codes), start, end)

    @cached_property
    def is_counted(self) -> Mask:
        """Which events count as a meeting."""
        return self.has_word("reason", "")

    @cached_property
    def is_call(self) -> Mask:
        """Which events are a counted call; hybrid ones as each calendar's agreements have it."""
        hybrid_counts = self._agreed("hybrid_is_call")
        is_call = self.is_counted & ~self.has_word("call", "")
        if not hybrid_counts.all():
            is_call &= hybrid_counts[self.event_spans.group] | ~self.flag("hybrid")
        return is_call

    @cached_property
    def is_focus_time(self) -> Mask:
        """Which events are booked focus time that stands (not cancelled, not declined)."""
        return self._is_standing("focus")

    @cached_property
    def is_absence(self) -> Mask:
        """Which events are absence that stands."""
        return self._is_standing("absence")

    @cached_property
    def is_busy(self) -> Mask:
        """Which events take their time, whatever they are."""
        return self.flag("busy")

    @cached_property
    def may_be_meeting(self) -> Mask:
        """Which busy events do not tell what they are: nothing but "busy" is visible, or nobody is named."""
        return self.is_busy & self.has_word("reason", "busy-only", "people-unknown")

    @cached_property
    def is_on_call(self) -> Mask:
        """Which events are days on call that stand."""
        return self._is_standing("on-call")

    def _is_standing(self, kind: str) -> Mask:
        return self.has_word("kind", kind) & ~self.has_word("reason", "cancelled", "declined")

    def flag(self, column: str) -> Mask:
        """Return a column of the table that holds yes or no, as an array."""
        return cast(Mask, self.table.column(column))

    def told(self, column: str, asked: Mask) -> Mask:
        """Return what words say (``facilitator``, ``agenda``, …) of the events that are asked for, no for all others.

        Texts are read when they are asked for, which takes longer than any rule: ask for no more than is judged.
        """
        return self.table.told(column, asked)

    def has_word(self, column: str, *words: str) -> Mask:
        """Return which events hold one of ``words`` in a column of few words."""
        return self.table.holds(column, *words)

    @cached_property
    def people_count(self) -> Ints:
        """How many people each event has, -1 where the source hides them."""
        return self.table.column("people_count")

    @cached_property
    def start_day(self) -> Ints:
        """The day on which each event starts on the owner's clock, as days since 1970."""
        return self.table.column("start_local").astype("M8[D]").astype(np.int64)

    @cached_property
    def series(self) -> Ints:
        """A number per event, the same for all events of one uid."""
        return numbered(self.table.column("uid"))[0]

    @cached_property
    def bounds(self) -> tuple[int, int]:
        """When the period begins and ends."""
        first, last = (int(instant.timestamp()) for instant in self.period.instants(self.zone))
        return first, last

    @cached_property
    def days(self) -> Days:
        """The days of the period in every calendar."""
        return self._days_of(self.period)

    @cached_property
    def worked_hours(self) -> Spans:
        """Working hours of workdays, lunch included, by calendar, with the shift of the evening before the period."""
        spans = [
            days.calendar_of(days.hours.where(days.is_workday[days.hours.group]))
            for days in (self.evening_before, self.days)
        ]
        return merge(joined(*spans))

    @cached_property
    def evening_before(self) -> Days:
        """The day before the period in every calendar, one per calendar: its shift may run into the period."""
        day = self.period.first - timedelta(days=1)
        return self._days_of(Period(day, day))

    def _days_of(self, period: Period) -> Days:
        whole_days = self.is_absence & self.flag("all_day")
        return days_of(period, self.zone, self.agreements, self.event_spans.where(whole_days))

    @cached_property
    def meetings(self) -> Spans:
        """The counted meetings as intervals grouped by calendar; position i is event ``meeting_rows[i]``."""
        return self.event_spans.where(self.meeting_rows)

    @cached_property
    def meeting_rows(self) -> Ints:
        """Positions in the event table of the counted meetings, ascending."""
        return np.flatnonzero(self.is_counted)

    @cached_property
    def _line(self) -> Line:
        """The line on which the calendars lie one after the other."""
        spans = self.event_spans
        first, last = (int(spans.start.min()), int(spans.end.max())) if len(spans.start) else self.bounds
        return self.days.agreed.line(first, last)

    @cached_property
    def events_on_line(self) -> Spans:
        """Every event as it lies on a line on which the calendars lie one after the other, more than a day apart."""
        return self._line.lay(self.event_spans)

    @cached_property
    def _laid_days(self) -> LaidDays:
        """The windows of all agreed days on that line, worked or not."""
        return self.days.agreed.laid(self._line)

    @cached_property
    def _met_working_time(self) -> Met:
        """Every event that blocks with every window of working time it touches.

        The windows are positions in ``days.agreed.working_time``, also on days that absence makes no workdays: what is
        reckoned of them is left out day by day, which are fewer than events.
        """
        rows = np.flatnonzero(self.is_counted | self.is_absence | self.may_be_meeting)
        met = met_windows(self.events_on_line.where(rows), self._laid_days.working_time)
        return met._replace(one=rows.take(met.one), again=rows.take(met.again))

    @cached_property
    def meeting_seconds(self) -> Ints:
        """Seconds of meeting inside working time per day number, overlaps counted once."""
        blocked = self._blocked_pieces
        fresh = blocked.only(self.is_counted.take(blocked.interval)).fresh
        return self._by_day(self._blocked_days, fresh)

    @cached_property
    def working_seconds(self) -> Ints:
        """Seconds of working time per day number."""
        return self.days.working_seconds

    @cached_property
    def _blocked_pieces(self) -> Pieces:
        """Every piece of working time that is blocked: see :attr:`free_stretches`."""
        return pieces(self.events_on_line, self._laid_days.working_time.spans, self._met_working_time.by_window())

    @cached_property
    def _blocked_days(self) -> Ints:
        """The day number of each of these pieces."""
        return self.days.agreed.working_time.group.take(self._blocked_pieces.window)

    @cached_property
    def longest_free_seconds(self) -> Ints:
        """Seconds of the longest free stretch per day number; 0 without working time."""
        by_window = longest_gaps(self._laid_days.working_time.spans, self._blocked_pieces)
        longest = np.zeros(len(self.days.day), dtype=by_window.dtype)  # of one dtype, or NumPy takes its slow road
        np.maximum.at(longest, self.days.agreed.working_time.group, by_window)
        return self._on_workdays(longest)

    @cached_property
    def free_seconds(self) -> Ints:
        """Seconds of all free stretches together per day number."""
        return self.working_seconds - self._by_day(self._blocked_days, self._blocked_pieces.fresh)

    def _by_day(self, day: Ints, seconds: Ints) -> Ints:
        """Return the sum of seconds per day number, 0 where the day is no workday."""
        total = np.zeros(len(self.days.day), dtype=seconds.dtype)  # of one dtype, or NumPy takes its slow road
        np.add.at(total, day, seconds)
        return self._on_workdays(total)

    def _on_workdays(self, seconds: npt.NDArray[Any]) -> Ints:
        """Return seconds per day number, 0 where the day is no workday."""
        return (seconds * self.days.is_workday).astype(np.int64)

    @cached_property
    def free_stretches(self) -> Spans:
        """Maximal unblocked stretches of working time, grouped by day number, of any length.

        Blocked is the union of counted meetings, absence, and busy time that may be a meeting.
        """
        windows = self._laid_days.working_time.spans._replace(group=self.days.agreed.working_time.group)
        free = gaps(windows, self._blocked_pieces)
        worked = free.where(self.days.is_workday.take(free.group))
        return self._line.taken_up(worked, self.days.calendar.take(worked.group))

    @cached_property
    def day_meetings(self) -> tuple[Ints, Ints]:
        """Every day number with every counted meeting that touches its working time, by day and event.

        Returns:
            Day numbers, ascending, and beside each the position of the meeting in the event table. A meeting on both
            sides of lunch stands once; a meeting of no length touches nothing.
        """
        met = self._met_working_time
        day, row = self._of_meetings(met.one, met.first)
        day_again, again = self._of_meetings(met.again, met.further)
        # A meeting on both sides of lunch meets two windows of one day, and stands there once.
        is_same = np.zeros(len(again), dtype=bool)
        if len(row):
            place = np.searchsorted(row, again)
            is_same = (row.take(place, mode="clip") == again) & (day.take(place, mode="clip") == day_again)
        if is_same.all() and (day[1:] >= day[:-1]).all():
            return day, row
        # Meetings of several days, or hours into which those of the day before run on.
        day, row = np.concatenate((day, day_again[~is_same])), np.concatenate((row, again[~is_same]))
        order = order_by(day, row)
        day, row = day.take(order), row.take(order)
        is_new = np.ones(len(row), dtype=bool)
        is_new[1:] = (row[1:] != row[:-1]) | (day[1:] != day[:-1])
        return day[is_new], row[is_new]

    @cached_property
    def meeting_counts(self) -> Ints:
        """How many of these meetings each day number has."""
        return np.bincount(self.day_meetings[0], minlength=len(self.days.day))

    def _of_meetings(self, row: Ints, window: Ints) -> tuple[Ints, Ints]:
        """Return those pairs of an event and a window of working time that are a meeting on a workday: day and row."""
        day = self.days.agreed.working_time.group.take(window)
        kept = np.flatnonzero(self.is_counted.take(row) & self.days.is_workday.take(day))
        return day.take(kept), row.take(kept)

    @cached_property
    def is_disturbing(self) -> Mask:
        """Which events are counted meetings and no shared lunch."""
        return self.is_counted & ~self.flag("shared_lunch")

    @cached_property
    def disturbing_rows(self) -> Ints:
        """Positions of these in the event table, ascending."""
        return np.flatnonzero(self.is_disturbing)

    @cached_property
    def in_lunch(self) -> Pieces:
        """Every piece of such a meeting that lies in the lunch of a workday; the windows are ``days.agreed.lunch``."""
        may_be = self.is_disturbing
        if self._laid_days.is_lunch_apart:
            # Most meetings lie in working time with all they have, and take nothing of lunch.
            may_be, blocked = may_be.copy(), self._blocked_pieces
            may_be[blocked.interval.take(np.flatnonzero(blocked.is_whole))] = False
        rows = np.flatnonzero(may_be)
        windows = self._laid_days.lunch
        meeting, lunch = met_windows(self.events_on_line.where(rows), windows).by_window()
        worked = np.flatnonzero(self.days.is_workday.take(self.days.agreed.lunch.group.take(lunch)))
        return pieces(self.events_on_line, windows.spans, (rows.take(meeting.take(worked)), lunch.take(worked)))

    @cached_property
    def lunch_seconds(self) -> Ints:
        """Seconds of lunch per day number that such meetings take, overlaps counted once."""
        return self._by_day(self.days.agreed.lunch.group.take(self.in_lunch.window), self.in_lunch.fresh)

    @cached_property
    def kept_for_focus(self) -> Spans:
        """Working time on the agreed focus days, or the preferred half of it, grouped by day number."""
        halves = self._preferred_half
        return halves.where(self.agreed_days("focus_days")[halves.group])

    @cached_property
    def is_likely_holiday(self) -> Mask:
        """Which days are public holidays nearly everywhere, where nobody agreed on a country or has a shift on them."""
        is_likely = np.zeros((len(self.agreements), len(self.period.days())), dtype=bool)
        for position, day in enumerate(self.period.days()):
            if common_holiday(day, self.zone):
                is_likely[:, position] = [not one.holidays and not one.is_rostered(day) for one in self.agreements]
        return np.asarray(is_likely.ravel(), dtype=bool)

    @cached_property
    def better_left_free(self) -> Spans:
        """Working time into which nothing should be moved: kept for focus, a preferred half, a likely holiday."""
        has_half = np.array([bool(agreement.focus_half_day) for agreement in self.agreements], dtype=bool)
        halves = self._preferred_half
        is_kept = self.agreed_days("focus_days")[halves.group]
        if len(self.calendars):
            is_kept = is_kept | has_half[self.days.calendar[halves.group]]
        working = self.days.working_time
        return joined(halves.where(is_kept), working.where(self.is_likely_holiday[working.group]))

    @cached_property
    def _preferred_half(self) -> Spans:
        """Return working time, cut to the half of the day that each owner prefers for focus; noon divides."""
        windows = {"": (0, 2880), "morning": (0, 720), "afternoon": (720, 2880)}
        chosen = [agreement.focus_half_day for agreement in self.agreements]
        parts = [
            clock_windows(self.days, windows[half]).where(
                np.isin(self.days.calendar, [number for number, one in enumerate(chosen) if one == half])
            )
            for half in sorted(set(chosen))
        ]
        if not parts:
            return self.days.working_time
        return intersect(self.days.working_time, joined(*parts))

    def agreed_days(self, name: str) -> Mask:
        """Return which days fall on the weekdays agreed as ``name``: "meeting_days" or "focus_days"."""
        sets, of_calendar = self._agreed_sets
        agreed = [[weekday in getattr(one, name) for weekday in WEEKDAYS] for one in sets]
        by_set = np.array(agreed, dtype=bool).reshape(-1, 7)
        if len(sets) == 1:
            return np.asarray(by_set[0].take(self.days.weekday), dtype=bool)
        return np.asarray(by_set[of_calendar[self.days.calendar], self.days.weekday], dtype=bool)

    def agreed_seconds(self, name: str) -> Ints:
        """Return an agreement that is a number of minutes, per calendar number, in seconds."""
        return np.asarray(self._agreed(name) * 60, dtype=np.int64)

    def daily(self, values: Ints) -> Ints:
        """Return one value per calendar number as one per day number."""
        if len(values) and (values == values[0]).all():
            return np.broadcast_to(values[0], len(self.days.day))
        return values.take(self.days.calendar)

    def _agreed(self, name: str) -> npt.NDArray[Any]:
        """Return one agreement per calendar number."""
        sets, of_calendar = self._agreed_sets
        return np.array([getattr(one, name) for one in sets]).take(of_calendar)

    @cached_property
    def _agreed_sets(self) -> tuple[list[Agreements], Ints]:
        """The distinct sets of agreements, which colleagues often share, and the position of each calendar's."""
        sets = {id(one): one for one in self.agreements}
        place = {key: number for number, key in enumerate(sets)}
        return list(sets.values()), np.array([place[id(one)] for one in self.agreements], dtype=np.int64)

    @cached_property
    def focus_blocks(self) -> Spans:
        """The free stretches that are long enough to be a focus block, grouped by day number."""
        free = self.free_stretches
        return free.where(free.length >= self.agreed_seconds("focus_block")[self.days.calendar[free.group]])

    @cached_property
    def is_focus_day(self) -> Mask:
        """Which days are workdays with no more meeting than a focus day holds."""
        most = self.daily(self.agreed_seconds("focus_day_meetings"))
        return np.asarray(self.days.is_workday & (self.meeting_seconds <= most), dtype=bool)


def overlap_by_day(days: Days, windows: Spans, covered: Spans) -> Ints:
    """Return per day number the seconds of ``windows`` (grouped by day) inside ``covered`` (grouped by calendar)."""
    inside = overlap(days.calendar_of(windows), covered)
    return np.bincount(windows.group, weights=inside, minlength=len(days.day)).astype(np.int64)


def free_by_day(days: Days, windows: Spans, blocked: Spans) -> Spans:
    """Return the maximal stretches of ``windows`` (by day number) outside ``blocked`` (by calendar), by day number."""
    # Day by day, so that working hours which run on into the next day's do not become one stretch.
    windows = merge(windows)
    by_calendar = days.calendar_of(windows)
    return gaps(windows, pieces(blocked, by_calendar, pairs(blocked, by_calendar)))
