"""A change in words: what to change, what it gives back, who can do it, and the text to send or click."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from analyzer.changing.change import Change
from analyzer.reports.inert import inert
from analyzer.reports.words.clicks import clicks_of
from analyzer.reports.words.wording import Wording, rule_of
from analyzer.run import Run
from analyzer.text import N_

ADDRESS_WIDTH = 100
"""Columns an address may take."""

MOST_DATES = 3
"""Up to so many days are named one by one."""

MASK = "…"
"""What stands in a title for the name of a person (:mod:`analyzer.team.names`)."""
_ONE_ON_ONE = re.compile(
    r"\b(?:1\s?[:-]\s?1|1[\s-]?on[\s-]?1|one[ -]on[ -]one|één[ -]op[ -]één|1-op-1)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class ChangeWords:
    """A change in words.

    Attributes:
        action: what to change.
        gain: what it gives back in this period.
        who: who can do it.
        request: the text to send to the organiser, or to those who take part in one's own meeting; "" for none.
        clicks: where the setting is, for a setting.
        occurrences: every occurrence with its old and new time, for a report that lists them.
        sending: to whom the text is sent, for a report where it would be taken for a question to its reader.
    """

    action: str
    gain: str
    who: str
    request: str = ""
    clicks: tuple[str, ...] = ()
    occurrences: tuple[str, ...] = ()
    sending: str = ""


def words_of(change: Change, run: Run, wording: Wording) -> ChangeWords:
    """Return ``change`` in words."""
    translate = wording.translate
    if change.kind == "setting":
        return ChangeWords(
            action=translate(N_("Let the meetings you plan end 5 or 10 minutes earlier.")),
            gain=_gain(change, wording),
            who=translate(N_("You set this once in your calendar; series that exist you shorten yourself.")),
            clicks=tuple(translate(text) for text in clicks_of(run)),
        )
    if change.kind == "book":
        (block,) = change.occurrences
        day, span = wording.day(block.start), wording.span(block.start, block.end)
        return ChangeWords(
            action=translate(N_("Book {day}, {span}, to concentrate."), day=day, span=span),
            gain=translate(N_("Keeps that time in one piece: it is still free.")),
            who=translate(N_("You book it in your own calendar, shown as busy.")),
        )
    return _Told(change, run, wording).words()


def text_of(change: Change, run: Run, wording: Wording) -> str:
    """Return what other programs show beside a change: the text to send, the clicks, or who can do it."""
    words = words_of(change, run, wording)
    return words.request or " ".join(words.clicks) or words.who


class _Told:
    """One change of a meeting, on its way into words."""

    def __init__(self, change: Change, run: Run, wording: Wording) -> None:
        self.change, self.run, self.wording = change, run, wording
        self.translate = wording.translate
        self.first = change.occurrences[0]
        table = run.table
        self.rows = table.take((table.column("uid") == change.uid) & table.holds("reason", ""))

    def words(self) -> ChangeWords:
        return ChangeWords(
            self._action(), _gain(self.change, self.wording), self._who(), self._request(), sending=self._sending()
        )

    # What is changed

    def _name(self) -> str:
        """Return a meeting by its title and time, such as “Stand-up” (6 times, Tue 12:30)."""
        return f"{self._title()} ({self._when()})"

    def _title(self) -> str:
        if inert(self.change.title):
            return self.wording.quoted(self.change.title)
        is_private = bool(self.rows.column("private").any())
        return self.translate(N_("the private meeting") if is_private else N_("the meeting without a title"))

    def _when(self) -> str:
        if len(self.change.occurrences) == 1:
            return f"{self.wording.day(self.first.start)} {self.wording.time(self.first.start)}"
        times = self.translate.plural("{n} time", "{n} times", len(self.change.occurrences))
        if not self._has_one_time():
            return times
        weekdays = self._weekdays()
        day = f"{self.wording.weekday(weekdays.pop())} " if len(weekdays) == 1 else ""
        return f"{times}, {day}{self.wording.time(self.first.start)}"

    def _weekdays(self) -> set[int]:
        return {self.wording.local(one.start).weekday() for one in self.change.occurrences}

    def _has_one_time(self) -> bool:
        return len({self.wording.local(one.start).time() for one in self.change.occurrences}) == 1

    def _is_one_of_many(self) -> bool:
        return len(self.change.occurrences) == 1 and bool(self.rows.column("recurring").any())

    # What is done

    def _action(self) -> str:
        translate, name = self.translate, self._name()
        match self.change.kind:
            case "move":
                return self._said({True: N_("Move {name} to {to}."), False: N_("Plan {name} {to}.")}, name)
            case "end-earlier":
                texts = {True: N_("Let {name} end at {to} instead of {old}."), False: N_("Let {name} end {to}.")}
                return self._said(texts, name)
            case "start-later":
                texts = {True: N_("Let {name} start at {to} instead of {old}."), False: N_("Let {name} start {to}.")}
                return self._said(texts, name)
            case "one-occurrence" if self.first.new_start is not None:
                text = (
                    N_("Move {name} to {to}, only this time.") if self._is_one_of_many() else N_("Move {name} to {to}.")
                )
                return self._said({True: text, False: text}, name)
            case "one-occurrence" if self.change.actor == "owner":
                text = N_("Cancel {name}, only this time.") if self._is_one_of_many() else N_("Cancel {name}.")
                return translate(text, name=name)
            case "one-occurrence":
                return translate(N_("Decline {name}."), name=name)
            case "less-often":
                return translate(N_("Hold {name} every other week."), name=self._title())
            case _:
                return translate(N_("Skip {name}."), name=name)

    def _said(self, texts: dict[bool, str], name: str, wording: Wording | None = None) -> str:
        """Return a sentence with the new time, or, in another form, with by how much it differs."""
        wording = wording or self.wording
        time, when, old = self._new_time(wording), self._on(wording), wording.time(self._edges()[0])
        return self.translate(texts[bool(time)], name=name, to=time or self._shift(wording), when=when, old=old)

    def _edges(self) -> tuple[datetime, datetime]:
        """Return what was and what will be: the start, or the end where a meeting ends earlier."""
        if self.change.kind == "end-earlier":
            assert self.first.new_end is not None
            return self.first.end, self.first.new_end
        assert self.first.new_start is not None
        return self.first.start, self.first.new_start

    def _is_same_day(self) -> bool:
        old, new = self._edges()
        return self.wording.local(old).date() == self.wording.local(new).date()

    def _new_time(self, wording: Wording) -> str:
        """Return the new time, with the day when that is another one; "" for a series of many times."""
        _, new = self._edges()
        if self.change.kind == "end-earlier":
            has_one = len({wording.local(one.end).time() for one in self.change.occurrences}) == 1
        else:
            has_one = self._has_one_time()
        if not has_one or not (self._is_same_day() or len(self._weekdays()) == 1):
            return ""
        if self._is_same_day():
            return wording.time(new)
        old, _ = self._edges()
        was, will = wording.local(old).date(), wording.local(new).date()
        starts = [wording.local(one.new_start) for one in self.change.occurrences if one.new_start is not None]
        days = list(dict.fromkeys(start.date() for start in starts))
        if wording.is_aloud and 1 < len(days) <= MOST_DATES:
            return self._moment(wording.days(days), wording.time(new), wording)
        if len(self.change.occurrences) > 1 and was.isocalendar()[:2] != will.isocalendar()[:2]:
            return ""  # "Monday" would be read as the one before
        day = wording.day(new) if len(self.change.occurrences) == 1 else wording.weekday(will.weekday())
        return self._moment(day, wording.time(new), wording)

    def _moment(self, day: str, time: str, wording: Wording) -> str:
        """Return a day with its time, in a sentence to be sent with the word between them."""
        return self.translate(N_("{day} at {time}"), day=day, time=time) if wording.is_aloud else f"{day} {time}"

    def _shift(self, wording: Wording) -> str:
        """Return by how much a series changes whose meetings are at different times or on different days."""
        old, new = self._edges()
        was, will = wording.local(old), wording.local(new)
        days = (will.date() - was.date()).days
        minutes = (will.hour - was.hour) * 60 + will.minute - was.minute
        parts = []
        if days:
            parts.append(self._by(self.translate.plural("{n} day", "{n} days", abs(days)), is_later=days > 0))
        if minutes or not days:
            parts.append(self._by(wording.minutes(abs(minutes)), is_later=minutes > 0))
        return self.translate(N_("{first} and {last}"), first=parts[0], last=parts[1]) if parts[1:] else parts[0]

    def _by(self, length: str, *, is_later: bool) -> str:
        return self.translate(N_("{length} later") if is_later else N_("{length} earlier"), length=length)

    # Who does it, and in which words

    def _who(self) -> str:
        translate, change = self.translate, self.change
        if change.actor == "organizer":
            organizer = next(iter(self.rows.column("organizer").tolist()), "")
            if organizer and not self.run.is_shared:
                address = self.wording.shown(organizer, ADDRESS_WIDTH)
                return translate(N_("Ask the organiser, {address}:"), address=address)
            return translate(N_("Ask the organiser:"))
        if change.kind == "less-often":
            return translate(N_("You organise it: ask the others first."))
        if self.first.new_start is None:
            return translate(N_("You organise it: cancel this one, or let somebody else lead it."))
        if len(change.occurrences) > 1:
            return translate(N_("You organise it: change the series in your calendar."))
        return translate(N_("You organise it: change it in your calendar."))

    def _sending(self) -> str:
        """Return to whom the text is sent, and of a team by whom."""
        translate = self.translate
        if self.run.is_shared:
            return translate(N_("To be sent by one of you to the organiser:"))
        if self.change.actor == "organizer":
            organizer = next(iter(self.rows.column("organizer").tolist()), "")
            if organizer:
                address = self.wording.shown(organizer, ADDRESS_WIDTH)
                return translate(N_("To send to the organiser, {address}:"), address=address)
            return translate(N_("To send to the organiser:"))
        if self._is_one_on_one():
            return translate(N_("To send to the other person:"))
        return translate(N_("To send to the others:"))

    def _request(self) -> str:
        """Return a text that somebody junior can send to a director: a question, and what it is good for."""
        wording = Wording(self.translate, self.wording.zone, is_aloud=True, protect=self.wording.protect)
        is_named = self._has_sendable_name()
        name = self._sendable_name(wording) if is_named else self._our_meeting(wording)
        match self.change.kind:
            case "without-me":
                text = N_("Would it be all right if I skipped {name} {when}? I will read up on what was decided.")
                return self.translate(text, name=name, when=self._on(wording))
            case "less-often":
                if not is_named:
                    name = self.translate(N_("our meeting at {time}"), time=wording.time(self.first.start))
                text = N_("Shall we hold {name} every other week, and see whether we miss it?")
                return self.translate(text, name=name)
            case "one-occurrence" if self._not_worked():
                return self._away(wording, name)
            case "end-earlier":
                texts = {
                    True: N_("Shall we end {name} {when} at {to} instead of {old}?"),
                    False: N_("Shall we end {name} {when} {to}?"),
                }
            case "start-later":
                texts = {
                    True: N_("Shall we start {name} {when} at {to} instead of {old}?"),
                    False: N_("Shall we start {name} {when} {to}?"),
                }
            case _ if self._is_same_day() and is_named:
                texts = {
                    True: N_("Shall we start {name} {when} at {to} instead of {old}?"),
                    False: N_("Shall we plan {name} {when} {to}?"),
                }
            case _ if is_named:
                texts = {
                    True: N_("Shall we move {name} {when} to {to}?"),
                    False: N_("Shall we plan {name} {when} {to}?"),
                }
            case _:
                texts = {True: N_("Shall we move {name} to {to}?"), False: N_("Shall we plan {name} {to}?")}
        return f"{self._said(texts, name, wording)} {self._reason()}".strip()

    def _has_sendable_name(self) -> bool:
        """Return whether the title can stand in a text to send: one of which a part was masked cannot."""
        title = inert(self.change.title)
        return bool(title) and not (self.run.is_shared and MASK in title)

    def _sendable_name(self, wording: Wording) -> str:
        """Return how the meeting is called among those in it: nobody writes both names to the other of two."""
        if self._is_one_on_one() and _ONE_ON_ONE.search(self.change.title):
            return self.translate(N_("our 1:1"))
        return wording.quoted(self.change.title)

    def _is_one_on_one(self) -> bool:
        """Return whether the owner meets one other person."""
        return not self.run.is_shared and self._people() == 2

    def _people(self) -> int:
        return max(int(self.rows.column("people_count").max(initial=0)), 0)

    def _on(self, wording: Wording, *, lists_all: bool = False) -> str:
        """Return on which days it happens now, so that nobody has to ask: two or three of them, or from when on."""
        days = list(dict.fromkeys(wording.local(one.start).date() for one in self.change.occurrences))
        if not lists_all and (len(days) > MOST_DATES or len({day.weekday() for day in days}) > 1):
            return self.translate(N_("from {day} on"), day=wording.day(days[0]))
        return self.translate(N_("on {days}"), days=wording.days(days))

    def _our_meeting(self, wording: Wording) -> str:
        """Return how to call a meeting whose title is not known."""
        time, weekdays = wording.time(self.first.start), self._weekdays()
        if self.run.is_shared:
            day = wording.day(self.first.start)
            if len(self.change.occurrences) > 1 and len(weekdays) == 1:
                day = wording.weekday(weekdays.pop())
            return self.translate(N_("this meeting of {day} {time}"), day=day, time=time)
        if len(self.change.occurrences) > 1:
            return self.translate(N_("our meeting {when} at {time}"), when=self._on(wording), time=time)
        return self.translate(N_("our meeting of {day} at {time}"), day=wording.day(self.first.start), time=time)

    def _away(self, wording: Wording, name: str) -> str:
        """Return what to send about what falls on a day that is not worked: why, and the way out."""
        if not self._has_sendable_name():
            name = self.translate(N_("our meeting at {time}"), time=wording.time(self.first.start))
        days = self._on(wording, lists_all=True)
        why = self.translate(_AWAY[self._not_worked()], days=days, name=name)
        if self.first.new_start is not None:
            moment = self._moment(wording.day(self.first.new_start), wording.time(self.first.new_start), wording)
            return f"{why} {self.translate(N_('Would {moment} suit you?'), moment=moment)}"
        if self._people() <= 2:
            return f"{why} {self.translate(N_('Shall we find another day?'))}"
        if self.change.actor == "owner":
            return self.translate(_LED[self._not_worked()], days=days, name=name)
        return f"{why} {self.translate(N_('Can it go on without me, or on another day?'))}"

    def _not_worked(self) -> str:
        days = self.run.judgement.context.days
        day = self.wording.local(self.first.start).date()
        found = days.not_worked[days.day == np.datetime64(day)]
        return str(found[0]) if len(found) else ""

    def _reason(self) -> str:
        """Return the reason that the rule gives for whose sake it is done."""
        if not self.change.reason:
            return ""
        rule = rule_of(self.run, self.change.reason).rule
        because = (self.run.is_shared and rule.because_for_team) or rule.because
        return self.translate(because) if because else ""


_AWAY = {
    "absence": N_("I am on leave {days}, when {name} is planned."),
    "holiday": N_("There is a public holiday {days}, when {name} is planned."),
    "not-agreed": N_("I do not work {days}, when {name} is planned."),
    "": N_("I do not work {days}, when {name} is planned."),
}
"""Why one cannot come, by why the day is not worked."""
_LED = {
    "absence": N_("I am on leave {days}. Who leads {name} then? Otherwise we skip it."),
    "holiday": N_("There is a public holiday {days}. Shall we skip {name} then?"),
    "not-agreed": N_("I do not work {days}. Who leads {name} then? Otherwise we skip it."),
    "": N_("I do not work {days}. Who leads {name} then? Otherwise we skip it."),
}
"""The same of what one leads oneself."""


def _gain(change: Change, wording: Wording) -> str:
    removed = sum(change.removes.values())
    if not removed:
        return wording.translate(N_("Helps together with the other changes."))
    parts = [*given_back(change, wording), wording.translate.plural("{n} fewer finding", "{n} fewer findings", removed)]
    gives = wording.translate(N_("Gives: {gains}."), gains=", ".join(parts))
    return f"{gives} {takes(change, wording)}".strip()


def takes(change: Change, wording: Wording) -> str:
    """Return what a change takes in the period, as a sentence, "" for nothing."""
    if days := change.losses.get("focus_days", 0):
        cost = wording.translate.plural("{n} focus day", "{n} focus days", days)
    elif minutes := change.losses.get("focus_minutes", 0):
        cost = wording.translate(N_("{duration} to concentrate"), duration=wording.minutes(minutes))
    else:
        return ""
    return wording.translate(N_("Costs you: {cost}."), cost=cost)


def given_back(change: Change, wording: Wording, least: int = 0) -> list[str]:
    """Return what a change gives back in the period: lunches, and time to concentrate.

    Args:
        change: counted on top of those before it.
        wording: the reader's language.
        least: minutes from which a stretch counts, to be said where nothing else says it; 0 where it is said.
    """
    translate, gains = wording.translate, change.gains
    parts = []
    if lunches := gains.get("lunches_kept", 0):
        parts.append(translate.plural("{n} lunch back", "{n} lunches back", lunches))
    if days := gains.get("focus_days", 0):
        parts.append(translate.plural("{n} focus day more", "{n} focus days more", days))
    elif minutes := gains.get("focus_minutes", 0):
        text = N_("{duration} more in one piece to concentrate")
        if least:  # a stretch that was a little shorter counts whole from then on
            text = N_("{duration} more in stretches of at least {least} to concentrate")
        parts.append(translate(text, duration=wording.minutes(minutes), least=wording.minutes(least)))
    return parts
