"""A meeting outside working hours.

## What it flags

A meeting that reaches more than `tolerance` minutes before or after your working hours or into your leave, or that lies
on a day you do not work. A conversation of two that you planned there yourself is your own choice, and no more than a
note.

## Why it matters

At home nobody switches off the light at half past five. When meetings spread into the evening, work does too, and it
gets harder to stop in time.

## What to do

Propose a time inside working hours, on a day you work. When people in other zones are in it, take turns in who meets at
an odd hour.

## When to ignore it

When you moved your hours for the day, such as an evening for an afternoon with the children. Hours of your own, per
weekday or per shift, belong in the agreements: `working_hours`, `working_days`, `days` and `shifts`.

## Limits

Holidays count only when a country was agreed on, and leave or being on call only when your calendar says so. Lunch is
no time outside working hours. Only what lies in the period is counted.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analyzer.events.table import EventTable
from analyzer.judging.context import Context
from analyzer.judging.findings import Findings, severities
from analyzer.judging.rule import Example, Ground, Rule, RuleSettings, Situation, setting
from analyzer.patterns.meetings import meeting_findings
from analyzer.text import N_, Text
from analyzer.time.intervals import Ints, Spans, merge, overlap, subtract


class Settings(RuleSettings):
    """Settings of outside-working-hours."""

    tolerance: int = setting(
        15, N_("a meeting may reach this far before or after working hours"), unit=N_("minutes"), ge=0, le=240
    )


def find(events: EventTable, context: Context, settings: Settings) -> Findings:
    """Return one finding per meeting that leaves the time one works: working hours of workdays, without absence.

    The tolerance widens working hours, and narrows absence. Minutes are all those in the period outside that time.
    Evidence: ``situation``, a name among those of RULE, "" for both before and after the hours, and ``hours_date``, the
    day whose hours it speaks of. Reads ``people_count``, ``people_at_least``, ``organized_by_owner`` and ``social``.
    """
    del events  # the context holds its columns as arrays
    first, last = context.bounds
    meetings, hours, leave = context.meetings, context.worked_hours, context.event_spans.where(context.is_absence)
    tolerance = settings.tolerance * 60
    inside = Spans(meetings.group, np.clip(meetings.start, first, last), np.clip(meetings.end, first, last))
    widened = Spans(hours.group, hours.start - tolerance, hours.end + tolerance)
    surely_away = Spans(leave.group, leave.start + tolerance, leave.end - tolerance)
    surely_away = merge(surely_away.where(surely_away.length > 0))
    tolerated = subtract(merge(widened), surely_away)
    found = np.flatnonzero(inside.length > overlap(inside, tolerated))
    rows = context.meeting_rows[found]
    two = (context.people_count == 2) & ~context.flag("people_at_least")
    is_own_choice = (two & context.flag("organized_by_owner"))[rows]
    minutes = (inside.length - overlap(inside, subtract(hours, merge(leave))))[found] // 60
    severity = severities(is_own_choice, "note", "warning")
    is_social = context.flag("social")[rows]
    situation, day = _situations(context, inside.where(found), surely_away, is_social)
    hours_date = np.datetime_as_string(day).astype(object)
    return meeting_findings(context, rows, minutes, severity, situation=situation, hours_date=hours_date)


def _situations(
    context: Context, meetings: Spans, away: Spans, is_social: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.datetime64]]:
    """Return in which situation each meeting, clipped to the period, stands outside the time one works, and its day.

    The day is that on which it starts, or the one before, where it starts in the shift of that evening or as it ends.
    Between a shift that runs to midnight or past it and the hours of the day, it is the nearer one.

    Args:
        context: the days.
        meetings: those that are found.
        away: absence, of which only what is more than the tolerance counts.
        is_social: of each meeting. What is social is joined at will, on whatever day but one of leave or a holiday.
    """
    days = context.days
    # Days stand calendar by calendar, so the number of the day on which a meeting starts can be reckoned:
    #   bounds   Mon Tue Wed | Mon Tue Wed     two calendars, three days each: calendar * 3 + day
    per_calendar = len(context.period.days())
    day = np.searchsorted(days.bounds.start[:per_calendar], meetings.start, side="right") - 1
    day += meetings.group * per_calendar
    evening_end = _evening_ends(context)[day]
    is_after_evening = evening_end >= days.bounds.start[day]
    is_of_evening = is_after_evening & (meetings.start <= evening_end)
    not_worked = np.where(is_of_evening, "", days.not_worked[day])
    is_workday = np.flatnonzero((not_worked == "") & ~is_of_evening)
    start, end = np.zeros(len(day), dtype=np.int64), evening_end.copy()  # those of the evening are never before it
    start[is_workday], end[is_workday] = days.hours_bounds(day[is_workday])
    is_before, is_after = meetings.start < start, meetings.end > end
    #   evening 22 ====== 06 <- gap -> meeting <- gap -> 22 ====== 06 day     the shorter gap decides
    is_nearer = is_after_evening & is_before & (meetings.start - evening_end < start - meetings.end)
    is_of_evening, is_before, is_after = is_of_evening | is_nearer, is_before & ~is_nearer, is_after | is_nearer
    on_call = merge(context.event_spans.where(context.is_on_call))
    conditions = {
        "leave": (not_worked == "absence") | (overlap(meetings, away) > 0),
        "holiday": not_worked == "holiday",
        "social": is_social,
        "on-call": overlap(meetings, on_call) > 0,
        "not-agreed": not_worked == "not-agreed",
        "before-hours": is_before & ~is_after,
        "after-hours": is_after & ~is_before,
    }
    situation = np.select(list(conditions.values()), list(conditions), default="")
    return np.asarray(situation, dtype=object), days.day[day] - is_of_evening.astype(np.int64)


def _evening_ends(context: Context) -> Ints:
    """Return, per day number, when the hours of the day before end; where it was no workday, before midnight."""
    days, size = context.days, len(context.period.days())
    ends = days.bounds.start - 1
    worked = np.flatnonzero(days.is_workday)
    worked = worked[worked % size < size - 1]  # the last day of a calendar is no evening before the next calendar
    ends[worked + 1] = days.hours_bounds(worked)[1]
    before = context.evening_before  # one day per calendar
    worked = np.flatnonzero(before.is_workday)
    ends[worked * size] = before.hours_bounds(worked)[1]
    return ends


RULE = Rule(
    name="outside-working-hours",
    theme=N_("Stopping in time"),
    severity="warning",
    reach="day",
    grounds=(
        Ground(N_("Working from home, people easily work too long; they should be able to stop in time."), "factsheet"),
    ),
    find=find,
    settings=Settings,
    message=Text(N_("{title} takes {duration} outside working hours.")),
    advice=Text(N_("Propose a time inside working hours.")),
    because=N_("Then it falls within working hours."),
    speaks_first=True,
    situations={
        "leave": Situation(
            Text(N_("{title} falls in your leave or absence.")), Text(N_("Decline it, or ask for another day."))
        ),
        "holiday": Situation(Text(N_("{title} is on {holiday}, a public holiday.")), Text(N_("Ask for another day."))),
        "social": Situation(
            Text(N_("{title} takes {duration} outside working hours.")), Text(N_("Join when you like: nobody has to."))
        ),
        "on-call": Situation(
            Text(N_("{title} takes {duration} outside working hours, while you are on call.")),
            Text(N_("If it belongs to being on call, leave it; else propose a time inside working hours.")),
        ),
        "not-agreed": Situation(
            Text(N_("You do not work on {weekday}: {title} takes {duration}.")),
            Text(N_("Ask for another day, or decline it.")),
        ),
        "before-hours": Situation(
            Text(N_("{title} takes {duration} before {hours_start}.")), Text(N_("Propose a later start."))
        ),
        "after-hours": Situation(
            Text(N_("{title} takes {duration} after {hours_end}.")), Text(N_("Propose an earlier time."))
        ),
    },
    examples=(
        Example(
            N_("An hour after work, and a conversation of two that you planned yourself."),
            ("mon 17:30-18:30 Review | people=4", "sat 10:00-10:30 Catch up | mine people=2"),
            findings=2,
            minutes=(60, 30),
        ),
        Example(
            N_("A quarter of an hour before and after work is left alone."),
            ("mon 08:15-09:00 Stand-up | people=4", "mon 17:00-17:45 Review | people=4"),
            findings=0,
        ),
    ),
)
