"""The further rules about places and about what is missing for weeks, each a line of the table of the rules.

What the text leaves open was settled rule by rule; each docstring says how it was settled.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from math import ceil

import pytest

from slow_reading.days import Workday, calls, union, workdays_of
from slow_reading.further_records import (
    CountSlowly,
    FindSlowly,
    FurtherEvent,
    every_event,
    local_date,
    meetings,
    rounded,
    whole_day,
)
from slow_reading.records import Agenda, minute_of
from slow_reading.rules import SlowFinding, rows_of


def entries_on(agenda: Agenda, day: date, *places: str) -> list[FurtherEvent]:
    """Return the standing entries of the working place that share time with the day and name one of the places."""
    return [
        event
        for event in every_event(agenda)
        if event.reason == "working-place" and event.place in places and event.minutes() & whole_day(agenda, day)
    ]


def is_apart(agenda: Agenda, workday: Workday) -> bool:
    """Whether the day is worked away from the office, and not in it as well."""
    return bool(entries_on(agenda, workday.day, "home", "other")) and not entries_on(agenda, workday.day, "office")


def whole_weeks(agenda: Agenda) -> list[date]:
    """Return the Mondays of the ISO weeks of which all seven days lie in the period."""
    days = agenda.period.days()
    return [day for day in days if day.weekday() == 0 and day + timedelta(days=6) in days]


def week_of(day: date) -> date:
    """Return the Monday of the week."""
    return day - timedelta(days=day.weekday())


def workdays_in(agenda: Agenda, weeks: list[date]) -> list[Workday]:
    """Return the workdays of these weeks, in order."""
    return [workday for workday in workdays_of(agenda) if week_of(workday.day) in weeks]


def too_many_days_apart(
    agenda: Agenda, most_days: float = 2.5, weeks: int = 4, agreed: bool = False
) -> list[SlowFinding]:
    """On average more than two and a half working days a week away from the office, over four whole weeks.

    Weeks in which nothing is worked do not count in the average. Silent when it was agreed.
    """
    mondays = whole_weeks(agenda)
    found = []
    while len(mondays) >= weeks and not agreed:
        stretch, mondays = mondays[:weeks], mondays[weeks:]
        worked = workdays_in(agenda, stretch)
        apart = [workday for workday in worked if is_apart(agenda, workday)]
        worked_weeks = len({week_of(workday.day) for workday in worked})
        if len(apart) <= Fraction(str(most_days)) * worked_weeks:
            continue
        shown = {entry.row: entry for workday in apart for entry in entries_on(agenda, workday.day, "home", "other")}
        found.append(
            SlowFinding(
                calendar=agenda.number,
                start=worked[0].starts,
                end=worked[-1].ends,
                minutes=0,
                severity="warning",
                events=rows_of(list(shown.values())),
                evidence={
                    "days_apart": len(apart),
                    "worked_weeks": worked_weeks,
                    "days_a_week": pytest.approx(len(apart) / worked_weeks, abs=0.0501),
                },
            )
        )
    return found


def calls_on_office_day(agenda: Agenda, call_share: float = 0.5) -> list[SlowFinding]:
    """An office day of which calls, but hybrid ones, fill half the working time."""
    from_a_screen = [call for call in calls(agenda) if not call.hybrid]
    found = []
    for workday in workdays_of(agenda):
        is_office_day = entries_on(agenda, workday.day, "office") and not entries_on(
            agenda, workday.day, "home", "other"
        )
        if not is_office_day or not workday.working_time:
            continue
        minutes = len(union(from_a_screen) & workday.working_time)
        share = Fraction(minutes, len(workday.working_time))
        if share >= Fraction(str(call_share)):
            found.append(
                SlowFinding(
                    calendar=agenda.number,
                    start=workday.starts,
                    end=workday.ends,
                    minutes=minutes,
                    severity="note",
                    events=rows_of([call for call in from_a_screen if call.minutes() & workday.working_time]),
                    evidence={"call_share_of_day": rounded(share)},
                )
            )
    return found


def gaps(mondays: list[date], worked: set[date], kept: set[date], weeks: int) -> list[list[date]]:
    """Return the worked weeks of each stretch in which the thing was not kept for so many worked weeks.

    A week in which nothing is worked and the thing is not kept neither counts nor ends a stretch.
    """
    runs: list[list[date]] = [[]]
    for monday in mondays:
        if monday in kept:
            runs.append([])
        elif monday in worked:
            runs[-1].append(monday)
    return [run for run in runs if len(run) >= weeks]


def may_be_one_on_one(event: FurtherEvent) -> bool:
    """Whether the source hides with whom, so that it may have been the meeting of the two."""
    is_of_two = event.people_count == 2 and not event.people_at_least
    return event.people_count is None or (is_of_two and event.people == ())


def in_whole_weeks(agenda: Agenda) -> list[tuple[date, FurtherEvent]]:
    """Return the meetings that start in a whole week, on the owner's clock, with that week."""
    weeks = whole_weeks(agenda)
    placed = [(week_of(local_date(agenda, event.start)), event) for event in meetings(agenda)]
    return [(week, event) for week, event in placed if week in weeks]


def no_one_on_one(agenda: Agenda, people: tuple[str, ...] = (), weeks: int = 4) -> list[SlowFinding]:
    """No meeting of only the two in four worked weeks, for each of the people that were named.

    A week with a meeting that may have been it counts as kept.
    """
    found = []
    for person in distinct(people):
        kept = {
            week
            for week, event in in_whole_weeks(agenda)
            if may_be_one_on_one(event)
            or (event.people_count == 2 and not event.people_at_least and person in event.people)
        }
        worked = {week_of(workday.day) for workday in workdays_of(agenda)}
        for run in gaps(whole_weeks(agenda), worked, kept, weeks):
            found.append(
                SlowFinding(
                    calendar=agenda.number,
                    start=workdays_in(agenda, run[:1])[0].starts,
                    end=workdays_in(agenda, run[-1:])[-1].ends,
                    minutes=0,
                    severity="warning",
                    events=(),
                    evidence={"person": person, "weeks_without": len(run)},
                )
            )
    return found


def distinct(people: tuple[str, ...]) -> list[str]:
    """Return the named people once each; upper and lower case, and spaces around them, are alike."""
    return list(dict.fromkeys(person.strip().casefold() for person in people if person.strip()))


def one_on_ones_not_judged(agenda: Agenda, people: tuple[str, ...] = (), weeks: int = 4) -> dict[str, int]:
    """Return how many meetings may have been one, where anybody was named."""
    hidden = [event for _, event in in_whole_weeks(agenda) if may_be_one_on_one(event)]
    return {"people-unknown": len(hidden) if distinct(people) else 0}


def team_gaps(agendas: list[Agenda], taking_part: list[FurtherEvent], needed: int, weeks: int) -> list[SlowFinding]:
    """Return one finding per stretch of weeks in which no shared event stands in enough of the calendars.

    An event is shared by its series and its original start, and belongs to the week of its first row; rows that start
    outside the whole weeks are not looked at. A week is worked when anybody works in it. The finding stands in the
    first calendar, and is about all of them.
    """
    if len(agendas) < 2:
        return []
    shared: dict[object, list[FurtherEvent]] = {}
    mondays = whole_weeks(agendas[0])
    for event in sorted(taking_part, key=lambda event: event.row):
        if week_of(local_date(agendas[0], event.start)) not in mondays:
            continue
        shared.setdefault((event.uid, event.recurrence_start), []).append(event)
    kept = {
        week_of(local_date(agendas[0], rows[0].start))
        for rows in shared.values()
        if len({event.calendar for event in rows}) >= needed
    }
    worked = {week_of(workday.day) for agenda in agendas for workday in workdays_of(agenda)}
    found = []
    for run in gaps(mondays, worked, kept, weeks):
        first = [workday for agenda in agendas for workday in workdays_in(agenda, run[:1])]
        last = [workday for agenda in agendas for workday in workdays_in(agenda, run[-1:])]
        found.append(
            SlowFinding(
                calendar=0,
                start=min((workday.starts for workday in first), key=minute_of),
                end=max((workday.ends for workday in last), key=minute_of),
                minutes=0,
                severity="note",
                events=(),
                evidence={"weeks_without": len(run), "members": len(agendas), "needed": needed},
            )
        )
    return found


def no_team_moment(agendas: list[Agenda], weeks: int = 2, member_share: float = 0.6) -> list[SlowFinding]:
    """A team without any meeting of at least three fifths of its members, and of two, in two worked weeks."""
    needed = max(2, ceil(Fraction(str(member_share)) * len(agendas)))
    return team_gaps(agendas, [event for agenda in agendas for event in meetings(agenda)], needed, weeks)


def no_informal_moment(agendas: list[Agenda], weeks: int = 4, minimum_members: int = 2) -> list[SlowFinding]:
    """A team without a coffee, walk or drink of two of its members in four worked weeks, be it a meeting or not."""
    informal = [
        event
        for agenda in agendas
        for event in every_event(agenda)
        if event.social and event.reason in ("", "open-room", "all-day", "free")
    ]
    return team_gaps(agendas, informal, minimum_members, weeks)


RULES_OF_PLACES_AND_CONTACT: dict[str, FindSlowly] = {
    "too-many-days-apart": too_many_days_apart,
    "calls-on-office-day": calls_on_office_day,
    "no-one-on-one": no_one_on_one,
}
"""The further rules of this file about one calendar, by name."""

RULES_OF_TEAMS: dict[str, FindSlowly] = {
    "no-team-moment": no_team_moment,
    "no-informal-moment": no_informal_moment,
}
"""Those that look at all calendars together."""

NOT_JUDGED_OF_CONTACT: dict[str, CountSlowly] = {"no-one-on-one": one_on_ones_not_judged}
"""What a rule could not judge, by reason; nothing for the others."""
