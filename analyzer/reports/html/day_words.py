"""What one day of a picture holds, in words."""

from __future__ import annotations

from analyzer.figures.days import DayFacts
from analyzer.reports.words.wording import Wording
from analyzer.text import N_

NOT_WORKED = {
    "not-agreed": N_("No workday."),
    "holiday": N_("Public holiday."),
    "absence": N_("Leave or absence."),
}


def day_sentence(facts: DayFacts, day: int, wording: Wording) -> str:
    """Return what the day at a position holds, in short sentences."""
    translate, minutes = wording.translate, wording.minutes
    parts = [translate(NOT_WORKED[facts.not_worked[day]])] if facts.not_worked[day] else []
    if number := facts.meetings[day]:
        parts.append(
            translate.plural(
                "{n} meeting: {duration}.", "{n} meetings: {duration}.", number,
                duration=minutes(facts.meeting_minutes[day]),
            )
        )  # fmt: skip
    elif not facts.not_worked[day]:
        parts.append(translate(N_("No meetings.")))
    if facts.has_lunch[day]:
        taken = facts.lunch_taken[day]
        if taken:
            parts.append(translate(N_("Lunch: {duration} in meetings."), duration=minutes(taken)))
        else:
            parts.append(translate(N_("Lunch free.")))
    if facts.focus_blocks[day]:
        parts.append(translate(N_("Free to concentrate: {duration}."), duration=minutes(facts.focus_minutes[day])))
    return " ".join(parts)
