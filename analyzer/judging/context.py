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
import pandas as pd

from analyzer.agreements import WEEKDAYS, Agreements
from analyzer.time.intervals import Ints, Spans, intersect, merge, overlap, pairs, subtract
from analyzer.time.period import Period
from analyzer.time.workdays import Days, clock_windows, days_of

Mask = npt.NDArray[np.bool_]
Reckoned = TypeVar("Reckoned")


def seconds_of(times: pd.Series) -> Ints:
    """Return instants of the event table as whole seconds since 1970, UTC."""
    return np.asarray(times.to_numpy(dtype="datetime64[s]"), dtype=np.int64)


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
    table: pd.DataFrame
    _reckoned: dict[Callable[[Context], Any], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, reckon: Callable[[Context], Reckoned]) -> Reckoned:
        """Return what a pure function makes of this context; it runs once, however many rules and figures ask."""
        if reckon not in self._reckoned:
            self._reckoned[reckon] = reckon(self)
        return cast(Reckoned, self._reckoned[reckon])

    @cached_property
    def event_spans(self) -> Spans:
        """Every event as an interval grouped by calendar number, one per row of the table, in its order."""
        number = {name: position for position, name in enumerate(self.calendars)}
        codes, names = pd.factorize(self.table["calendar"])
        group = np.array([number[name] for name in names], dtype=np.int64)[codes] if len(codes) else codes
        return Spans(np.asarray(group, dtype=np.int64), seconds_of(self.table["start"]), seconds_of(self.table["end"]))

    @cached_property
    def is_counted(self) -> Mask:
        """Which events count as a meeting."""
        return np.asarray(self.table["reason"].to_numpy() == "", dtype=bool)

    @cached_property
    def is_call(self) -> Mask:
        """Which events are a counted call; hybrid ones as each calendar's agreements have it."""
        hybrid_counts = np.array([agreement.hybrid_is_call for agreement in self.agreements], dtype=bool)
        allowed = ~self.table["hybrid"].to_numpy(dtype=bool)
        if len(self.calendars):
            allowed = allowed | hybrid_counts[self.event_spans.group]
        return np.asarray(self.is_counted & (self.table["call"].to_numpy() != "") & allowed, dtype=bool)

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
        return np.asarray(self.table["busy"].to_numpy(dtype=bool), dtype=bool)

    @cached_property
    def may_be_meeting(self) -> Mask:
        """Which busy events do not tell what they are: nothing but "busy" is visible, or nobody is named."""
        is_untold = self.table["reason"].isin(("busy-only", "people-unknown"))
        return np.asarray(self.is_busy & is_untold.to_numpy(dtype=bool), dtype=bool)

    @cached_property
    def is_on_call(self) -> Mask:
        """Which events are days on call that stand."""
        return self._is_standing("on-call")

    def _is_standing(self, kind: str) -> Mask:
        reason = self.table["reason"].to_numpy()
        stands = (reason != "cancelled") & (reason != "declined")
        return np.asarray((self.table["kind"].to_numpy() == kind) & stands, dtype=bool)

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
        return merge(Spans(*(np.concatenate(parts) for parts in zip(*spans, strict=True))))

    @cached_property
    def evening_before(self) -> Days:
        """The day before the period in every calendar, one per calendar: its shift may run into the period."""
        day = self.period.first - timedelta(days=1)
        return self._days_of(Period(day, day))

    def _days_of(self, period: Period) -> Days:
        whole_days = self.is_absence & self.table["all_day"].to_numpy(dtype=bool)
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
    def meeting_seconds(self) -> Ints:
        """Seconds of meeting inside working time per day number, overlaps counted once."""
        return overlap_by_day(self.days, self.days.working_time, self.meetings)

    @cached_property
    def working_seconds(self) -> Ints:
        """Seconds of working time per day number."""
        working = self.days.working_time
        return np.bincount(working.group, weights=working.length, minlength=len(self.days.day)).astype(np.int64)

    @cached_property
    def free_stretches(self) -> Spans:
        """Maximal unblocked stretches of working time, grouped by day number, of any length.

        Blocked is the union of counted meetings, absence, and busy time that may be a meeting.
        """
        blocked = self.event_spans.where(self.is_counted | self.is_absence | self.may_be_meeting)
        return free_by_day(self.days, self.days.working_time, blocked)

    @cached_property
    def day_meetings(self) -> tuple[Ints, Ints]:
        """Every day number with every counted meeting that touches its working time, by day and event.

        Returns:
            Day numbers, ascending, and beside each the position of the meeting in the event table. A meeting on both
            sides of lunch stands once; a meeting of no length touches nothing.
        """
        meeting, window = pairs(self.meetings, self.days.calendar_of(self.days.working_time))
        size = max(1, len(self.table))
        packed = np.sort(self.days.working_time.group[window] * size + self.meeting_rows[meeting])
        is_new = np.append(True, packed[1:] != packed[:-1])[: len(packed)]
        return packed[is_new] // size, packed[is_new] % size

    @cached_property
    def kept_for_focus(self) -> Spans:
        """Working time on the agreed focus days, or the preferred half of it, grouped by day number."""
        halves = self._preferred_half
        return halves.where(self.agreed_days("focus_days")[halves.group])

    @cached_property
    def better_left_free(self) -> Spans:
        """Working time into which nothing should be moved: what is kept for focus, and any preferred half."""
        has_half = np.array([bool(agreement.focus_half_day) for agreement in self.agreements], dtype=bool)
        halves = self._preferred_half
        is_kept = self.agreed_days("focus_days")[halves.group]
        if len(self.calendars):
            is_kept = is_kept | has_half[self.days.calendar[halves.group]]
        return halves.where(is_kept)

    @cached_property
    def _preferred_half(self) -> Spans:
        """Return working time, cut to the half of the day that each owner prefers for focus; noon divides."""
        windows = {"": (0, 2880), "morning": (0, 720), "afternoon": (720, 2880)}
        chosen = [agreement.focus_half_day for agreement in self.agreements]
        parts = [
            clock_windows(self.days, self.zone, windows[half]).where(
                np.isin(self.days.calendar, [number for number, one in enumerate(chosen) if one == half])
            )
            for half in sorted(set(chosen))
        ]
        if not parts:
            return self.days.working_time
        return intersect(self.days.working_time, Spans(*(np.concatenate(each) for each in zip(*parts, strict=True))))

    def agreed_days(self, name: str) -> Mask:
        """Return which days fall on the weekdays agreed as ``name``: "meeting_days" or "focus_days"."""
        agreed = [[weekday in getattr(agreement, name) for weekday in WEEKDAYS] for agreement in self.agreements]
        return np.array(agreed, dtype=bool).reshape(-1, 7)[self.days.calendar, self.days.weekday]

    def agreed_seconds(self, name: str) -> Ints:
        """Return an agreement that is a number of minutes, per calendar number, in seconds."""
        return np.array([getattr(agreement, name) * 60 for agreement in self.agreements], dtype=np.int64)

    @cached_property
    def focus_blocks(self) -> Spans:
        """The free stretches that are long enough to be a focus block, grouped by day number."""
        free = self.free_stretches
        return free.where(free.length >= self.agreed_seconds("focus_block")[self.days.calendar[free.group]])

    @cached_property
    def is_focus_day(self) -> Mask:
        """Which days are workdays with no more meeting than a focus day holds."""
        most = self.agreed_seconds("focus_day_meetings")[self.days.calendar]
        return np.asarray(self.days.is_workday & (self.meeting_seconds <= most), dtype=bool)


def overlap_by_day(days: Days, windows: Spans, covered: Spans) -> Ints:
    """Return per day number the seconds of ``windows`` (grouped by day) inside ``covered`` (grouped by calendar)."""
    inside = overlap(days.calendar_of(windows), covered)
    return np.bincount(windows.group, weights=inside, minlength=len(days.day)).astype(np.int64)


def free_by_day(days: Days, windows: Spans, blocked: Spans) -> Spans:
    """Return the maximal stretches of ``windows`` (by day number) outside ``blocked`` (by calendar), by day number."""
    blocked = merge(blocked)
    window, block = pairs(days.calendar_of(windows), blocked)
    # Day by day, so that working hours which run on into the next day's do not become one stretch.
    return subtract(windows, Spans(windows.group[window], blocked.start[block], blocked.end[block]))
