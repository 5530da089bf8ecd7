"""What is measured of each member, week by week, before the gate: nothing of it leaves the program as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from analyzer.judging.context import Context
from analyzer.judging.metrics import lunches_kept, measure
from analyzer.judging.parts import within
from analyzer.patterns.chains import call_chains
from analyzer.team.judging import Clock, JudgedTeam
from analyzer.team.released import Unit
from analyzer.time.intervals import Spans, intersect, joined, merge
from analyzer.time.period import Period, monday_of, weeks_of

Floats = npt.NDArray[np.float64]

MEASURES: dict[str, Unit] = {
    "meeting_share": "share",
    "call_run": "hours",
    "lunches_kept": "share",
    "focus_hours": "hours",
    "focus_days": "days",
    "outside_hours": "hours",
}
"""Name and unit, in the order in which they are shown: the share of working time in meetings, the longest row of calls
without a break, the share of lunches kept, hours in focus blocks, focus days, and meeting hours outside working hours;
hours and days are by week."""

MEETING_HOURS = "meeting_hours"

HOURS = range(7, 20)
"""The hours of the day that the picture of a week shows."""


@dataclass(frozen=True)
class WeekOfTeam:
    """What each member's week held.

    Attributes:
        monday: its Monday.
        is_read: which members were read whole in it, whether or not they work.
        has_data: which of them work in it; of the others the numbers say nothing.
        values: per measure one number for each member.
        meeting_hours: hours in meetings of each member; they are released of whole organisations only, with noise.
        load: the share of each member's working hours of a weekday and an hour that is spent in meetings, lunch among
            them, shaped (members, 7, len(HOURS)); 0 where the member does not work.
        is_worked: the weekdays and hours in which anybody works as agreed, with or without leave, shaped (7,
            len(HOURS)); else a row that is missing would tell of somebody's leave.
    """

    monday: date
    is_read: npt.NDArray[np.bool_]
    has_data: npt.NDArray[np.bool_]
    values: dict[str, Floats]
    meeting_hours: Floats
    load: Floats
    is_worked: npt.NDArray[np.bool_]


def full_weeks(period: Period, today: date) -> list[date]:
    """Return the Mondays of the whole weeks of a period that are over."""
    first = [monday for monday in weeks_of(period) if monday >= period.first]
    return [monday for monday in first if monday + timedelta(days=6) <= period.last and monday < monday_of(today)]


def weeks_of_team(team: JudgedTeam) -> list[WeekOfTeam]:
    """Return what each whole week that is over held, in order."""
    return [_week(team, monday) for monday in full_weeks(team.period, team.today)]


def _week(team: JudgedTeam, monday: date) -> WeekOfTeam:
    size, shape = len(team.members), (7, len(HOURS))
    is_read, has_data = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    values = {name: np.zeros(size) for name in (*MEASURES, MEETING_HOURS)}
    load, is_worked = np.zeros((size, *shape)), np.zeros(shape, dtype=bool)
    period = Period(monday, monday + timedelta(days=6))
    for clock in team.clocks:
        context = within(clock.judgement.context, period)
        is_read[clock.members] = _is_read(team, clock, period)
        days = context.days
        works = np.bincount(days.calendar, days.is_workday, len(clock.members)) > 0
        has_data[clock.members] = is_read[clock.members] & works
        for name, numbers in _measured(context).items():
            values[name][clock.members] = numbers
        load[clock.members], agreed = _load(context)
        is_worked |= agreed[is_read[clock.members]].any(axis=0)
    return WeekOfTeam(monday, is_read, has_data, values, values.pop(MEETING_HOURS), load, is_worked)


def _is_read(team: JudgedTeam, clock: Clock, period: Period) -> npt.NDArray[np.bool_]:
    members = [team.members[number] for number in clock.members.tolist()]
    return np.array(
        [one.is_whole and one.first <= period.first and period.last <= one.last for one in members], dtype=bool
    )


def _measured(context: Context) -> dict[str, Floats]:
    groups, days = len(context.calendars), context.days
    metrics = measure(context, ())

    def of(name: str) -> Floats:
        return np.array([row[name] for row in metrics], dtype=np.float64)

    def by_calendar(by_day: npt.ArrayLike) -> Floats:
        return np.bincount(days.calendar, by_day, groups).astype(np.float64)

    # Whoever has no working time spends none of it in meetings; whoever has no lunch loses none.
    lunches = by_calendar(days.has_lunch)
    return {
        "meeting_share": by_calendar(context.meeting_seconds) / np.maximum(by_calendar(days.working_seconds), 1),
        "call_run": _longest_run(context),
        "lunches_kept": np.where(lunches > 0, by_calendar(lunches_kept(context)) / np.maximum(lunches, 1), 1.0),
        "focus_hours": of("focus_minutes") / 60,
        "focus_days": of("focus_days"),
        "outside_hours": of("outside_hours_minutes") / 60,
        MEETING_HOURS: of("meeting_minutes") / 60,
    }


def _longest_run(context: Context) -> Floats:
    """Return, per calendar, the hours of the longest row of calls without a break; 0 where no two follow each other."""
    chains = context.once(call_chains)
    longest = np.zeros(len(context.calendars))
    np.maximum.at(longest, chains.group, (chains.end - chains.start) / 3600)
    return longest


def _load(context: Context) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return per calendar the share of working hours of each weekday and hour that meetings take, and where any lie.

    Where they lie is what was agreed on, also on days of leave.
    """
    groups = len(context.calendars)
    hours = context.worked_hours
    agreed = merge(joined(*(days.calendar_of(days.hours) for days in (context.evening_before, context.days))))
    met = merge(intersect(context.meetings, hours))
    shape = (groups, 7, len(HOURS))
    taken, worked, lies = np.zeros(shape), np.zeros(shape), np.zeros(shape, dtype=bool)
    for place, hour in enumerate(HOURS):
        for weekday in range(7):
            # One instant for all calendars of a clock: the day is the same for each.
            start = context.days.clock.instants(np.array([_midnight(context, weekday) + hour * 3600]))[0]
            window = (int(start), int(start) + 3600)
            taken[:, weekday, place] = _inside(met, window, groups)
            worked[:, weekday, place] = _inside(hours, window, groups)
            lies[:, weekday, place] = _inside(agreed, window, groups) > 0
    return taken / np.maximum(worked, 1), lies


def _midnight(context: Context, weekday: int) -> int:
    """Return the midnight of a day of the period's week as the wall clock shows it, in seconds since 1970."""
    day = context.period.first + timedelta(days=weekday)
    return (day - date(1970, 1, 1)).days * 86_400


def _inside(some: Spans, window: tuple[int, int], groups: int) -> Floats:
    """Return the seconds of disjoint intervals inside one window, per group."""
    start, end = window
    inside = np.clip(np.minimum(some.end, end) - np.maximum(some.start, start), 0, None)
    return np.bincount(some.group, inside, groups).astype(np.float64)


def moments_of(weeks: Sequence[WeekOfTeam]) -> list[tuple[int, int]]:
    """Return the weekdays, and the places of the hours, in which anybody works."""
    worked = np.zeros((7, len(HOURS)), dtype=bool)
    for week in weeks:
        worked |= week.is_worked
    return [(weekday, place) for weekday, place in np.argwhere(worked).tolist()]
