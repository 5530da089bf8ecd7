"""The words for a change: what it is, what it gives back, who can make it, and what to send or click."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analyzer.changing.change import Change
from analyzer.reports.inert import inert
from analyzer.reports.words.wording import Wording, rule_of
from analyzer.run import Run
from analyzer.text import N_, Translator

CLICKS = (
    N_("Google Calendar: Settings, Event settings, Speedy meetings."),
    N_("Outlook: Settings, Calendar, Events and invitations, Shorten duration for all events."),
)


ADDRESS_WIDTH = 100
"""Columns an address may take."""


@dataclass(frozen=True)
class ChangeWords:
    """A change in words.

    Attributes:
        action: what to change.
        gain: what it gives back in this period.
        who: who can do it.
        request: the text to send to the organiser, "" when nobody needs to be asked.
        clicks: where the setting is, for a setting.
    """

    action: str
    gain: str
    who: str
    request: str = ""
    clicks: tuple[str, ...] = ()


def words_of(change: Change, run: Run, wording: Wording) -> ChangeWords:
    """Return ``change`` in words."""
    translate = wording.translate
    if change.kind == "shorten-all":
        return ChangeWords(
            action=translate(N_("Let the meetings you plan end 5 or 10 minutes earlier.")),
            gain=_gain(change, wording),
            who=translate(N_("You set this once; existing series you shorten yourself:")),
            clicks=tuple(translate(text) for text in CLICKS),
        )
    request = _request(change, run, wording) if change.actor == "organizer" else ""
    return ChangeWords(_action(change, run, wording), _gain(change, wording), _who(change, run, wording), request)


def _rows(change: Change, run: Run) -> pd.DataFrame:
    table = run.table
    return table[(table["uid"] == change.uid) & (table["reason"] == "")]


def _name(change: Change, run: Run, wording: Wording) -> str:
    """Return a meeting by its title and time, such as "Stand-up" (6 times, Tue 12:30)."""
    named = wording.quoted(change.title) if inert(change.title) else _private_or_untitled(change, run, wording)
    when = _when(change, run, wording)
    return f"{named} ({when})" if when else named


def _private_or_untitled(change: Change, run: Run, wording: Wording) -> str:
    return wording.title({"title": "", "private": bool(_rows(change, run)["private"].any())})


def _when(change: Change, run: Run, wording: Wording) -> str:
    if change.start is None:
        return ""
    if change.occurrences == 1:
        return f"{wording.day(change.start)} {wording.time(change.start)}"
    times = wording.translate.plural("{n} time", "{n} times", change.occurrences)
    if not _has_one_time(change, run):
        return times
    weekdays = sorted(_weekdays(change, run))
    day = f"{wording.weekday(weekdays[0])} " if len(weekdays) == 1 else ""
    return f"{times}, {day}{wording.time(change.start)}"


def _weekdays(change: Change, run: Run) -> set[int]:
    return set(_rows(change, run)["start_local"].dt.day_of_week)


def _has_one_time(change: Change, run: Run) -> bool:
    return len(set(_rows(change, run)["start_local"].dt.time)) == 1


def _new_time(change: Change, run: Run, wording: Wording) -> str:
    """Return to when a meeting moves: a time, with the day when that is another one; "" for a series of many times."""
    assert change.start is not None
    assert change.new_start is not None
    old, new = wording.local(change.start), wording.local(change.new_start)
    is_same_day = old.date() == new.date()
    if not _has_one_time(change, run) or not (is_same_day or len(_weekdays(change, run)) == 1):
        return ""
    if is_same_day:
        return wording.time(change.new_start)
    day = wording.day(change.new_start) if change.occurrences == 1 else wording.weekday(int(new.weekday()))
    return f"{day} {wording.time(change.new_start)}"


def _shift(change: Change, wording: Wording) -> str:
    """Return by how much a series moves whose meetings start at different times or on different days."""
    assert change.start is not None
    assert change.new_start is not None
    old, new = wording.local(change.start), wording.local(change.new_start)
    translate, days = wording.translate, (new.date() - old.date()).days
    if days:
        length = translate.plural("{n} day", "{n} days", abs(days))
    else:
        length = wording.minutes(abs(int((change.new_start - change.start) / pd.Timedelta(minutes=1))))
    is_later = change.new_start > change.start
    return translate(N_("{length} later") if is_later else N_("{length} earlier"), length=length)


def _new_end(change: Change, wording: Wording) -> str:
    assert change.start is not None
    return wording.time(change.start + pd.Timedelta(minutes=change.new_minutes or 0))


def _action(change: Change, run: Run, wording: Wording) -> str:
    translate, name = wording.translate, _name(change, run, wording)
    if change.kind == "move":
        if time := _new_time(change, run, wording):
            return translate(N_("Move {name} to {time}."), name=name, time=time)
        return translate(N_("Plan {name} {shift}."), name=name, shift=_shift(change, wording))
    if change.kind == "shorten":
        return translate(N_("Let {name} end earlier, at {time}."), name=name, time=_new_end(change, wording))
    return translate(N_("Do without {name}."), name=name)


def _gain(change: Change, wording: Wording) -> str:
    translate, gains = wording.translate, change.gains
    parts = []
    if lunches := gains.get("lunches_kept", 0):
        parts.append(translate.plural("{n} lunch back", "{n} lunches back", lunches))
    if days := gains.get("focus_days", 0):
        parts.append(translate.plural("{n} focus day more", "{n} focus days more", days))
    elif minutes := gains.get("focus_minutes", 0):
        parts.append(translate(N_("{duration} more in one piece to concentrate"), duration=wording.minutes(minutes)))
    removed = sum(change.removed.values())
    parts.append(translate.plural("{n} fewer finding", "{n} fewer findings", removed))
    return translate(N_("Gives: {gains}."), gains=", ".join(parts))


def _who(change: Change, run: Run, wording: Wording) -> str:
    translate = wording.translate
    if change.actor == "organizer":
        rows = _rows(change, run)
        organizer = str(rows["organizer"].iloc[0]) if len(rows) else ""
        if organizer and not run.is_shared:
            return translate(N_("Ask the organiser, {address}:"), address=wording.shown(organizer, ADDRESS_WIDTH))
        return translate(N_("Ask the organiser:"))
    if change.kind == "drop":
        return translate(N_("You organise it: cancel it, or settle it in writing."))
    if change.occurrences > 1:
        return translate(N_("You organise it: change the series in your calendar."))
    return translate(N_("You organise it: change it in your calendar."))


def _request(change: Change, run: Run, wording: Wording) -> str:
    """Return a text that somebody junior can send to a director: a question, and what it is good for."""
    wording = Wording(wording.translate, wording.zone, is_aloud=True, protect=wording.protect)
    translate = wording.translate
    assert change.start is not None
    name = wording.quoted(change.title) if inert(change.title) else _our_meeting(change, run, wording)
    if change.kind == "drop":
        text = N_("Would it be all right if I skipped {name}? I will read up on what was decided.")
        return translate(text, name=name)
    if change.kind == "shorten":
        text = N_("Shall we end {name} a little earlier, at {time}? Then there is a short break before the next one.")
        return translate(text, name=name, time=_new_end(change, wording))
    assert change.new_start is not None
    time = _new_time(change, run, wording)
    is_same_day = wording.day(change.start) == wording.day(change.new_start)
    if not time:
        question = translate(N_("Shall we plan {name} {shift}?"), name=name, shift=_shift(change, wording))
    elif is_same_day and inert(change.title):
        question = translate(N_("Shall we start {name} at {time}?"), name=name, time=time)
    else:
        question = translate(N_("Shall we move {name} to {time}?"), name=name, time=time)
    return f"{question} {_reason(change, run, translate)}".strip()


def _our_meeting(change: Change, run: Run, wording: Wording) -> str:
    """Return how to call a meeting whose title is not known."""
    assert change.start is not None
    time, weekdays = wording.time(change.start), _weekdays(change, run)
    if change.occurrences > 1 and len(weekdays) == 1:
        text = N_("our meeting on {weekday} at {time}")
        return wording.translate(text, weekday=wording.weekday(weekdays.pop()), time=time)
    return wording.translate(N_("our meeting of {day} at {time}"), day=wording.day(change.start), time=time)


def _reason(change: Change, run: Run, translate: Translator) -> str:
    """Return the reason that the rule gives of which most findings go; of two with as many, the first by name."""
    for name in sorted(change.removed, key=lambda name: (-change.removed[name], name)):
        if because := rule_of(run, name).rule.because:
            return translate(because)
    return ""
