"""Whole weeks: what the rules about days apart and about moments that never come share."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analyzer.judging.context import Context, Mask
from analyzer.time.intervals import Ints

Flags = npt.NDArray[np.bool_]
"""Two-dimensional: groups by weeks."""

_LATEST = np.iinfo(np.int64).max
_EARLIEST = np.iinfo(np.int64).min


class Weeks(NamedTuple):
    """The whole ISO weeks of the period, Monday to Sunday, in every calendar; a week at its edge that is cut is none.

    Attributes:
        number: the number of each week (weeks since the Monday before 1970).
        is_worked: by calendar and week: whether it holds a workday.
        start: by calendar and week: when the working hours of its first workday begin, in seconds.
        end: by calendar and week: when those of its last workday end, in seconds.
    """

    number: Ints
    is_worked: Flags
    start: Ints
    end: Ints

    def position(self, week: Ints) -> Ints:
        """Return where each week number stands among the whole weeks, -1 for the others."""
        if not len(self.number):
            return np.full(len(week), -1, dtype=np.int64)
        place = week - self.number[0]
        return np.asarray(np.where((place >= 0) & (place < len(self.number)), place, -1), dtype=np.int64)


def weeks_of(context: Context) -> Weeks:
    """Return the whole weeks of the period."""
    days = context.days
    calendars = len(context.calendars)
    own = days.week[days.calendar == 0]
    number, count = np.unique(own, return_counts=True)
    number = np.asarray(number[count == 7], dtype=np.int64)
    weeks = Weeks(
        number,
        np.zeros((calendars, len(number)), dtype=bool),
        np.full((calendars, len(number)), _LATEST, dtype=np.int64),
        np.full((calendars, len(number)), _EARLIEST, dtype=np.int64),
    )
    worked = np.flatnonzero(days.is_workday)
    place = weeks.position(days.week[worked])
    worked, place = worked[place >= 0], place[place >= 0]
    start, end = days.hours_bounds(worked)
    at = (days.calendar[worked], place)
    weeks.is_worked[at] = True
    np.minimum.at(weeks.start, at, start)
    np.maximum.at(weeks.end, at, end)
    return weeks


def week_of_start(context: Context, weeks: Weeks) -> Ints:
    """Return for each event the position of the whole week in which it starts on the owner's clock, -1 for none."""
    return weeks.position((context.start_day + 3) // 7)


class Gaps(NamedTuple):
    """Runs of weeks in which something never came.

    Attributes:
        group: the row of the table of flags.
        first: position of the first week.
        last: position of the last week.
        weeks: how many weeks that were worked it holds.
    """

    group: Ints
    first: Ints
    last: Ints
    weeks: Ints


def gaps(came: Flags, is_worked: Flags, least: int) -> Gaps:
    """Return the longest runs of worked weeks without it that hold at least ``least`` of them.

    A week in which nobody works neither ends a run nor counts in it.

    Args:
        came: by group and week: whether it came.
        is_worked: by group and week.
        least: weeks.
    """
    group, week = np.nonzero(came | is_worked)
    missing = ~came[group, week]
    if not len(group):
        nothing = np.zeros(0, dtype=np.int64)
        return Gaps(nothing, nothing, nothing, nothing)
    begins = np.append(True, (group[1:] != group[:-1]) | (missing[1:] != missing[:-1]))
    heads = np.flatnonzero(begins)
    count = np.diff(np.append(heads, len(group)))
    found = missing[heads] & (count >= least)
    heads, count = heads[found], count[found]
    return Gaps(group[heads], week[heads], week[heads + count - 1], np.asarray(count, dtype=np.int64))


def places_of_days(context: Context) -> tuple[Mask, Mask, Ints, Ints]:
    """Return where the owner works on each day, from the working-place entries that stand.

    An entry speaks of every day that it touches. A day with an office entry is an office day, whatever else is said.
    Reads ``reason`` and ``place``; ask for them by ``context.once(places_of_days)``.

    Returns:
        Per day number whether the office is named, and whether another place is; then day numbers, and beside each the
        position in the event table of an entry that names a place there.
    """
    rows = np.flatnonzero(context.has_word("reason", "working-place") & ~context.has_word("place", ""))
    pieces, source = context.days.split(context.event_spans.where(rows))
    has_length = pieces.length > 0
    day, row = pieces.group[has_length], rows[source[has_length]]
    is_office, is_elsewhere = (np.zeros(len(context.days.day), dtype=bool) for _ in range(2))
    at_office = context.has_word("place", "office")[row]
    is_office[day[at_office]] = True
    is_elsewhere[day[~at_office]] = True
    return is_office, is_elsewhere, day, row
