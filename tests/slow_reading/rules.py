"""The seven rules of the card, each function one paragraph of the text of the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from slow_reading.days import (
    Workday,
    calls,
    counted,
    focus_blocks,
    focus_time,
    is_focus_day,
    meeting_minutes_on,
    meetings_touching,
    unblocked_stretches,
    union,
    workdays_of,
)
from slow_reading.records import Agenda, Event, minute_of

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class SlowFinding:
    """One finding; ``events`` are rows of the event table in order."""

    calendar: int
    start: datetime
    end: datetime
    minutes: int
    severity: str
    events: tuple[int, ...]
    occurrences: int = 1
    evidence: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Settings:
    """The settings of the seven rules, with the defaults of the text."""

    long_chain: int = 120
    minimum_people: int = 3
    trust_chair: bool = False
    allow_automatic_keeper: bool = False
    meeting_day_share: float = 0.5
    minimum_workdays: int = 3


def rows_of(events: list[Event]) -> tuple[int, ...]:
    """Return the rows of the events in table order."""
    return tuple(sorted(event.row for event in events))


def chains(agenda: Agenda, minimum_break: int) -> list[list[Event]]:
    """Return the chains: a call joins when it starts less than the minimum break after the latest end so far.

    An event of no length joins no chain.
    """
    found: list[list[Event]] = []
    latest_end = 0
    for call in sorted(calls(agenda), key=lambda event: event.start):
        if call.duration() == 0:
            continue
        if found and minute_of(call.start) - latest_end < minimum_break:
            found[-1].append(call)
            latest_end = max(latest_end, minute_of(call.end))
        else:
            found.append([call])
            latest_end = minute_of(call.end)
    return found


def back_to_back_calls(agenda: Agenda, settings: Settings) -> list[SlowFinding]:
    """A chain of at least two calls, of which at least one starts at or after another one's end."""
    found = []
    for chain in chains(agenda, agenda.agreements.minimum_break):
        one_follows_another = any(later.start >= earlier.end for earlier in chain for later in chain)
        if len(chain) < 2 or not one_follows_another:
            continue
        start, end = min(call.start for call in chain), max(call.end for call in chain)
        breaks = []
        latest_end = chain[0].end
        for call in chain[1:]:
            if call.start >= latest_end:
                breaks.append(minute_of(call.start) - minute_of(latest_end))
            latest_end = max(latest_end, call.end)
        minutes = minute_of(end) - minute_of(start)
        found.append(
            SlowFinding(
                calendar=agenda.number,
                start=start,
                end=end,
                minutes=minutes,
                severity="error" if minutes >= settings.long_chain else "warning",
                events=rows_of(chain),
                evidence={
                    "calls": len(chain),
                    "breaks_minutes": breaks,
                    "minimum_break": agenda.agreements.minimum_break,
                    "hybrid_calls": len([call for call in chain if call.hybrid]),
                },
            )
        )
    return found


def lunch_meeting(agenda: Agenda, settings: Settings) -> list[SlowFinding]:
    """A meeting on a workday that overlaps the lunch window; an error when the whole window is gone.

    A shared lunch is no lunch meeting, and takes nothing of the window.
    """
    meetings = [event for event in counted(agenda) if not event.shared_lunch]
    taken = union(meetings)
    found = []
    for meeting in meetings:
        overlap: set[int] = set()
        whole_window_gone = False
        for workday in workdays_of(agenda):
            if meeting.minutes() & workday.lunch:
                overlap |= meeting.minutes() & workday.lunch
                whole_window_gone = whole_window_gone or workday.lunch <= taken
        if overlap:
            found.append(
                SlowFinding(
                    calendar=agenda.number,
                    start=meeting.start,
                    end=meeting.end,
                    minutes=len(overlap),
                    severity="error" if whole_window_gone else "warning",
                    events=(meeting.row,),
                )
            )
    return found


def has_facilitator(event: Event, settings: Settings) -> bool:
    """Whether a facilitator is designated; a chair named by the source counts only when it is trusted."""
    return event.facilitator or (event.chair and settings.trust_chair)


def has_decision_keeper(event: Event, settings: Settings) -> bool:
    """Whether a keeper is designated; an automatic note-taker counts only when that is allowed."""
    return event.decision_keeper or (event.automatic_keeper and settings.allow_automatic_keeper)


def is_asked(event: Event, settings: Settings) -> bool:
    """Whether a role is asked of the meeting, as far as its people are known: not of a social one, nor of a few."""
    return not event.social and (event.people_count is None or event.people_count >= settings.minimum_people)


def role_is_judged(event: Event, is_filled: bool, settings: Settings) -> bool:
    """Whether a meeting is judged: its people are known, and its text could be read.

    Where only the title is shown, a role that it fills counts; a private event shows nothing, and is not judged.
    """
    if not is_asked(event, settings) or event.people_count is None or event.private:
        return False
    return is_filled or event.readable == "all"


def lacking(agenda: Agenda, settings: Settings, is_filled: Callable[[Event, Settings], bool]) -> list[SlowFinding]:
    """One note per series in the period, over the occurrences that lack the role."""
    series: dict[str, list[Event]] = {}
    for event in counted(agenda):
        filled = is_filled(event, settings)
        if role_is_judged(event, filled, settings) and not filled:
            series.setdefault(event.uid, []).append(event)
    found = []
    for occurrences in series.values():
        first = min(occurrences, key=lambda event: (event.start, event.end, event.row))
        found.append(
            SlowFinding(
                calendar=agenda.number,
                start=first.start,
                end=first.end,
                minutes=sum(event.duration() for event in occurrences),
                severity="note",
                events=rows_of(occurrences),
                occurrences=len(occurrences),
            )
        )
    return found


def share(agenda: Agenda, settings: Settings, is_filled: Callable[[Event, Settings], bool]) -> float | None:
    """Return the share of the judged meetings in which the role is filled, None when none is judged."""
    judged, filled_count = 0, 0
    for event in counted(agenda):
        filled = is_filled(event, settings)
        if role_is_judged(event, filled, settings):
            judged += 1
            filled_count += filled
    return filled_count / judged if judged else None


def not_judged(agenda: Agenda, settings: Settings, is_filled: Callable[[Event, Settings], bool]) -> int:
    """Return of how many meetings the role is asked and could not be judged."""
    return len(
        [
            event
            for event in counted(agenda)
            if is_asked(event, settings) and not role_is_judged(event, is_filled(event, settings), settings)
        ]
    )


def no_facilitator(agenda: Agenda, settings: Settings) -> list[SlowFinding]:
    """Meetings in which nobody guards the process."""
    return lacking(agenda, settings, has_facilitator)


def no_decision_keeper(agenda: Agenda, settings: Settings) -> list[SlowFinding]:
    """Meetings in which nobody keeps the decision list and its progress."""
    return lacking(agenda, settings, has_decision_keeper)


def scattered_day(agenda: Agenda, settings: Settings) -> list[SlowFinding]:
    """A workday with at least two meetings, too little meeting for a meeting day, and no focus block.

    Silent on an agreed meeting day.
    """
    found = []
    for workday in workdays_of(agenda):
        meetings = meetings_touching(agenda, workday)
        if WEEKDAYS[workday.day.weekday()] in agenda.agreements.meeting_days or len(meetings) < 2:
            continue
        meeting_share = meeting_minutes_on(agenda, workday) / len(workday.working_time)
        if meeting_share < settings.meeting_day_share and not focus_blocks(agenda, workday):
            pieces = unblocked_stretches(agenda, workday)
            found.append(
                SlowFinding(
                    calendar=agenda.number,
                    start=workday.starts,
                    end=workday.ends,
                    minutes=sum(pieces),
                    severity="warning",
                    events=rows_of(meetings),
                    evidence={"longest_block": max(pieces, default=0)},
                )
            )
    return found


def no_focus_day(agenda: Agenda, settings: Settings) -> list[SlowFinding]:
    """An ISO week with enough workdays in the period and not one focus day.

    Shown by the meetings of the workday with the fewest minutes of meeting, the first of them when several are equal;
    minutes = how many to clear to make it a focus day.
    """
    weeks: dict[tuple[int, int], list[Workday]] = {}
    for workday in workdays_of(agenda):
        weeks.setdefault(workday.day.isocalendar()[:2], []).append(workday)
    found = []
    for workdays in weeks.values():
        if len(workdays) < settings.minimum_workdays or any(is_focus_day(agenda, workday) for workday in workdays):
            continue
        best = min(workdays, key=lambda workday: (meeting_minutes_on(agenda, workday), workday.day))
        found.append(
            SlowFinding(
                calendar=agenda.number,
                start=workdays[0].starts,
                end=workdays[-1].ends,
                minutes=meeting_minutes_on(agenda, best) - agenda.agreements.focus_day_meetings,
                severity="warning",
                events=rows_of(meetings_touching(agenda, best)),
                evidence={"day": best.day, "meeting_minutes": meeting_minutes_on(agenda, best)},
            )
        )
    return found


def meeting_over_focus_time(agenda: Agenda, settings: Settings) -> list[SlowFinding]:
    """A meeting, on any day, that overlaps the owner's booked focus time."""
    booked = union(focus_time(agenda))
    return [
        SlowFinding(
            calendar=agenda.number,
            start=meeting.start,
            end=meeting.end,
            minutes=len(meeting.minutes() & booked),
            severity="warning",
            events=(meeting.row,),
        )
        for meeting in counted(agenda)
        if meeting.minutes() & booked
    ]


RULES: dict[str, Callable[[Agenda, Settings], list[SlowFinding]]] = {
    "back-to-back-calls": back_to_back_calls,
    "lunch-meeting": lunch_meeting,
    "no-facilitator": no_facilitator,
    "no-decision-keeper": no_decision_keeper,
    "scattered-day": scattered_day,
    "no-focus-day": no_focus_day,
    "meeting-over-focus-time": meeting_over_focus_time,
}
"""The rules of the card by name."""


def judge_slowly(agendas: list[Agenda], settings: Settings) -> dict[str, list[SlowFinding]]:
    """Return the findings of each rule of the card, in order of calendar, start, end and events."""
    return {
        name: sorted(
            (finding for agenda in agendas for finding in find(agenda, settings)),
            key=lambda finding: (finding.calendar, finding.start, finding.end, finding.events),
        )
        for name, find in RULES.items()
    }
