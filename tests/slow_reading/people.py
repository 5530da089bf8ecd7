"""The further rules about the people of a meeting and about private time, each a line of the table of the rules.

What the text leaves open was settled rule by rule; each docstring says how it was settled.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from slow_reading.days import (
    agreed_windows,
    focus_time,
    hours_of_all_days,
    is_public_holiday,
    union,
    workday_of,
    workdays_of,
)
from slow_reading.further_records import CountSlowly, FindSlowly, FurtherEvent, every_event, meetings, whole_day
from slow_reading.further_rules import tolerated_minutes
from slow_reading.records import Agenda, period_minutes
from slow_reading.rules import SlowFinding, rows_of


def per_series(events: list[FurtherEvent]) -> list[list[FurtherEvent]]:
    """Return the events of each series together, in table order."""
    series: dict[str, list[FurtherEvent]] = {}
    for event in sorted(events, key=lambda event: event.row):
        series.setdefault(event.uid, []).append(event)
    return list(series.values())


def large_decision_meeting(agenda: Agenda, most_people: int = 8) -> list[SlowFinding]:
    """A meeting whose title or agenda says it decides, with more than eight people; one finding per series."""
    too_large = [
        event
        for event in meetings(agenda)
        if event.decides and event.people_count is not None and event.people_count > most_people
    ]
    return [
        SlowFinding(
            calendar=agenda.number,
            start=occurrences[0].start,
            end=occurrences[0].end,
            minutes=sum(event.duration() for event in occurrences),
            severity="warning",
            events=rows_of(list(occurrences)),
            occurrences=len(occurrences),
            evidence={"people": max(event.people_count or 0 for event in occurrences)},
        )
        for occurrences in per_series(too_large)
    ]


def decisions_not_judged(agenda: Agenda, most_people: int = 8) -> dict[str, int]:
    """Decisions of who knows how many, and large meetings that may decide in a text that could not be read."""
    count = {"people-unknown": 0, "text-unreadable": 0}
    for event in meetings(agenda):
        is_large = event.people_count is not None and event.people_count > most_people
        if event.decides and not is_large and (event.people_count is None or event.people_at_least):
            count["people-unknown"] += 1
        if not event.decides and is_large and (event.private or event.readable != "all"):
            count["text-unreadable"] += 1
    return count


def why_agenda_is_not_judged(event: FurtherEvent, minimum_people: int) -> str | None:
    """Return why it is not told whether the invitation says what it is for; "" when the meeting is judged.

    None is for a meeting that no agenda is asked of: a social one, and one of few people.
    """
    if event.social:
        return None
    if event.people_count is None:
        return "people-unknown"
    if event.people_count < minimum_people:
        return "people-unknown" if event.people_at_least else None
    return "" if not event.private and (event.agenda or event.readable == "all") else "text-unreadable"


def no_agenda(agenda: Agenda, minimum_people: int = 3) -> list[SlowFinding]:
    """Meetings of three and more without a description beyond join details; one note per series."""
    lacking = [
        event
        for event in meetings(agenda)
        if why_agenda_is_not_judged(event, minimum_people) == "" and not event.agenda
    ]
    return [
        SlowFinding(
            calendar=agenda.number,
            start=occurrences[0].start,
            end=occurrences[0].end,
            minutes=sum(event.duration() for event in occurrences),
            severity="note",
            events=rows_of(list(occurrences)),
            occurrences=len(occurrences),
        )
        for occurrences in per_series(lacking)
    ]


def agendas_not_judged(agenda: Agenda, minimum_people: int = 3) -> dict[str, int]:
    """Return of how many meetings an agenda is asked and could not be told."""
    reasons = [why_agenda_is_not_judged(event, minimum_people) for event in meetings(agenda)]
    return {reason: reasons.count(reason) for reason in ("people-unknown", "text-unreadable")}


def agendas_judged(agenda: Agenda, minimum_people: int = 3) -> int:
    """Return how many meetings are judged."""
    return len([event for event in meetings(agenda) if why_agenda_is_not_judged(event, minimum_people) == ""])


def lunch_of_all_days(agenda: Agenda) -> set[int]:
    """Return the minutes of the lunch windows of the workdays."""
    lunch: set[int] = set()
    for workday in workdays_of(agenda):
        lunch |= workday.lunch
    return lunch


def meeting_over_private_time(agenda: Agenda, shortest_overlap: int = 5) -> list[SlowFinding]:
    """A meeting over a booked private or care block, or over a lunch the owner moved, for five minutes.

    Both are blocks of one's own, as far as they lie outside the agreed lunch and booked focus time, which other rules
    speak of. A shared lunch takes nothing of a lunch. Of a calendar that names nobody only titles of care tell; what is
    marked private there may be a meeting.
    """
    own = [event for event in every_event(agenda) if event.reason == "alone"]
    titled = [event for event in every_event(agenda) if event.reason == "people-unknown" and not event.private]
    covered = lunch_of_all_days(agenda) | union(focus_time(agenda))
    private = union([event for event in own + titled if event.private_time]) - covered
    moved = union([event for event in own if event.shared_lunch]) - covered
    found = []
    for meeting in meetings(agenda):
        lunch = set() if meeting.shared_lunch else meeting.minutes() & moved
        taken = lunch | (meeting.minutes() & private)
        if len(taken) >= shortest_overlap:
            found.append(
                SlowFinding(
                    calendar=agenda.number,
                    start=meeting.start,
                    end=meeting.end,
                    minutes=len(taken),
                    severity="warning",
                    events=(meeting.row,),
                    evidence={"lunch_minutes": len(lunch)},
                )
            )
    return found


def is_leave(agenda: Agenda, day: date) -> bool:
    """Whether the day would have been worked, had the owner not been away."""
    hours, _ = agreed_windows(agenda.agreements, day)
    is_rostered = any(shift.day == day for shift in agenda.agreements.shifts)
    is_holiday = is_public_holiday(agenda.agreements, day) and not is_rostered
    return bool(hours) and not is_holiday and workday_of(agenda, day) is None


# Every meeting asks for them.
@lru_cache(maxsize=8)
def hours_and_leave(agenda: Agenda, tolerance: int) -> tuple[set[int], set[int]]:
    """Return the minutes that are nobody's free time, without and with the tolerance.

    The hours of those invited are taken to be those of the owner, and the owner's leave is not theirs.
    """
    leave: set[int] = set()
    for day in agenda.period.days():
        if is_leave(agenda, day):
            leave |= whole_day(agenda, day)
    return hours_of_all_days(agenda) | leave, tolerated_minutes(agenda, tolerance) | leave


def costs(agenda: Agenda, meeting: FurtherEvent, tolerance: int) -> tuple[set[int], set[int]]:
    """Return the minutes of lunch and the minutes outside working hours that a meeting asks of those invited.

    What reaches outside by no more than the tolerance costs nothing. No minute is both: lunch comes first.
    """
    inside = meeting.minutes() & period_minutes(agenda)
    hours, tolerated = hours_and_leave(agenda, tolerance)
    lunch = inside & lunch_of_all_days(agenda)
    outside = inside - hours - lunch if inside - tolerated else set()
    return lunch, outside


def own_invitations(agenda: Agenda) -> list[FurtherEvent]:
    """Return the meetings that the owner organises, but shared lunches."""
    return [event for event in meetings(agenda) if event.organized_by_owner and not event.shared_lunch]


def costs_others_their_lunch(agenda: Agenda, tolerance: int = 15) -> list[SlowFinding]:
    """Meetings the owner organises that fall in lunch or outside working hours of those invited; one per series."""
    costly = [
        event
        for event in own_invitations(agenda)
        if any(costs(agenda, event, tolerance)) and ((event.people_count or 0) >= 2 or event.people_at_least)
    ]
    found = []
    for occurrences in per_series(costly):
        of_each = [costs(agenda, event, tolerance) for event in occurrences]
        found.append(
            SlowFinding(
                calendar=agenda.number,
                start=occurrences[0].start,
                end=occurrences[0].end,
                minutes=sum(len(lunch | outside) for lunch, outside in of_each),
                severity="warning",
                events=rows_of(list(occurrences)),
                occurrences=len(occurrences),
                evidence={
                    "others": max(max((event.people_count or 0) - 1, 1) for event in occurrences),
                    "lunch_minutes": sum(len(lunch) for lunch, _ in of_each),
                    "outside_minutes": sum(len(outside) for _, outside in of_each),
                },
            )
        )
    return found


def costs_not_judged(agenda: Agenda, tolerance: int = 15) -> dict[str, int]:
    """Return how many invitations of the owner would cost lunch or free time of who knows whom."""
    unknown = [event for event in own_invitations(agenda) if event.people_count is None and not event.people_at_least]
    return {"people-unknown": len([event for event in unknown if any(costs(agenda, event, tolerance))])}


RULES_OF_PEOPLE: dict[str, FindSlowly] = {
    "large-decision-meeting": large_decision_meeting,
    "no-agenda": no_agenda,
    "meeting-over-private-time": meeting_over_private_time,
    "costs-others-their-lunch": costs_others_their_lunch,
}
"""The further rules of this file by name."""

NOT_JUDGED_OF_PEOPLE: dict[str, CountSlowly] = {
    "large-decision-meeting": decisions_not_judged,
    "no-agenda": agendas_not_judged,
    "costs-others-their-lunch": costs_not_judged,
}
"""What a rule could not judge, by reason; nothing for the others."""
