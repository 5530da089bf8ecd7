"""A person's digest: the coming week, at most three changes, how the past week went, and how to leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from analyzer.changing.change import Change
from analyzer.figures.days import DayFacts, day_facts
from analyzer.figures.weeks import WeekFigures, coming_week, week_figures
from analyzer.reports.html.markup import PageWording
from analyzer.reports.mail.sheet import Block, write_html, write_text
from analyzer.reports.mail.week_png import draw_week
from analyzer.reports.outline import Group, days_drawn, view_of
from analyzer.reports.words.changes import ChangeWords, given_back, takes, words_of
from analyzer.reports.words.opening import NOT_WORKED
from analyzer.reports.words.summary import FIGURES, sum_up
from analyzer.reports.words.wording import Wording, rule_of
from analyzer.run import Run
from analyzer.text import N_, Translator
from analyzer.time.period import monday_of

TREND_WEEKS = 4
MOST_POINTS = 3
"""So many kinds of finding that can still change are named; one more takes no more room than counting it."""
MOST_DAYS = 3
"""Days of one kind of finding that are named one by one."""


@dataclass(frozen=True)
class Terms:
    """What a letter says of itself.

    Attributes:
        joined: since when the reader takes part, None where nobody wrote it down.
        sender: what the letter calls who sends it, such as the organisation.
        reply_to: the address to which STOP is answered, "" where there is none yet.
        contact: whom to ask.
    """

    joined: date | None
    sender: str
    reply_to: str
    contact: str = ""


@dataclass(frozen=True)
class Letter:
    """A digest, ready to be sent to its one reader. The same run and terms give the same letter, byte for byte.

    Attributes:
        subject: one line that says what it is; whoever sees it in passing learns nothing.
        text: the text part; its lines are as long as their paragraphs, so it is sent quoted-printable.
        html: the page part; it looks for its picture under the content id ``sheet.PICTURE_ID``.
        picture: the coming week as PNG, without a word of any event; empty where the page has none.
        alternative: what the picture shows, in words.
    """

    subject: str
    text: str
    html: str
    picture: bytes = b""
    alternative: str = ""


def is_day_off(run: Run) -> bool:
    """Return whether its owner does not work today: by agreement, for a holiday, or for a whole day of leave.

    A day outside the period is not known, and counts as one.
    """
    days = run.judgement.context.days
    position = (run.today - run.period.first).days
    return not (0 <= position < len(days.day)) or not bool(days.is_workday[position])


def has_something_to_say(run: Run) -> bool:
    """Return whether there is a change to propose, or a finding of more than a note that can still change."""
    found = run.judgement.found
    return bool(run.changes) or bool((found.is_heavy & (found.end > run.since)).any())


def write_letter(run: Run, terms: Terms, translate: Translator) -> Letter | None:
    """Return the digest of a run about one person; None where there is nothing to say.

    Args:
        run: four weeks that are over, this week and the next, of one person.
        terms: what the letter says of itself.
        translate: the receiver's language.
    """
    if run.table.empty or not has_something_to_say(run):
        return None
    zone, week, facts = run.zone.zone, coming_week(run), day_facts(run)
    days = [day for day in days_drawn(run) if monday_of(day) == week and day >= run.today]
    weeks = {one.monday: one for one in week_figures(run)}
    subject = subject_of(week, translate)
    told = _Telling(run, terms, facts, weeks, days)
    blocks = list(told.blocks(Wording(translate, zone, is_aloud=True)))
    marked = list(told.blocks(PageWording(translate, zone, is_aloud=True)))
    return Letter(
        subject=subject,
        text=write_text(blocks),
        html=write_html(marked, subject, translate.language),
        picture=draw_week(run, days, translate) if days else b"",
        alternative=next((block.text for block in blocks if block.kind == "picture"), ""),
    )


def subject_of(monday: date, translate: Translator) -> str:
    """Return the subject of a digest about the week of ``monday``."""
    return translate(N_("Your meetings, week {week}"), week=monday.isocalendar().week)


@dataclass(frozen=True)
class _Telling:
    """A letter on its way into words.

    Attributes:
        facts: of the days of the period.
        weeks: every week of the period, by its Monday.
        days: those of the coming week that can still change.
    """

    run: Run
    terms: Terms
    facts: DayFacts
    weeks: dict[date, WeekFigures]
    days: Sequence[date]

    def blocks(self, wording: Wording) -> Iterator[Block]:
        """Yield what the letter says, in the order in which it is read."""
        run, translate = self.run, wording.translate
        who = translate(N_("Only you get this; nobody reads along."))
        yield Block("small", f"{who} {why(self.terms, wording)}")
        yield Block("lead", sum_up(run, self.weeks[coming_week(run)], self.facts, wording))
        if run.changes:
            yield Block("heading", translate(N_("Worth changing")))
            yield Block("changes", changes=[change_words(change, run, wording) for change in run.changes])
        yield from self._coming(wording)
        yield from self._past(wording)
        if table := self._trend(translate):
            yield Block("heading", translate(N_("The last weeks")))
            yield Block("table", table=table)
        yield Block("end")
        for text in leaving(self.terms, wording):
            yield Block("small", text)

    def _coming(self, wording: Wording) -> Iterator[Block]:
        points = list(self._points(wording))
        if not self.days and not points:
            return
        yield Block("heading", wording.translate(N_("What is coming")))
        if self.days:
            yield Block("picture", " ".join(self._day(day, wording) for day in self.days))
        for text in points:
            yield Block("text", text)

    def _day(self, day: date, wording: Wording) -> str:
        """Return what a day holds, in a few words: the sentence of the week has said the rest."""
        translate, facts = wording.translate, self.facts
        at = (day - self.run.period.first).days
        parts = []
        if reason := NOT_WORKED.get(facts.not_worked[at], ""):
            parts.append(translate(reason))
        if meetings := facts.meetings[at]:
            length = wording.minutes(facts.meeting_minutes[at])
            parts.append(translate.plural("{n} meeting, {length}", "{n} meetings, {length}", meetings, length=length))
        elif not reason:
            parts.append(translate(N_("no meetings")))
        if taken := facts.lunch_taken[at]:
            parts.append(translate(N_("{length} of lunch taken"), length=wording.minutes(taken)))
        name = f"{wording.weekday(day.weekday())} {day.day}"
        said = translate(N_("{lead}: {facts}."), lead=name, facts="; ".join(parts))
        return said[:1].upper() + said[1:]

    def _points(self, wording: Wording) -> Iterator[str]:
        """Yield what can still change, a kind of finding in each line, the heaviest first."""
        translate = wording.translate
        told = [(group, days) for group in view_of(self.run, lists_all=True).coming if (days := self._when(group))]
        most = len(told) if len(told) <= MOST_POINTS + 1 else MOST_POINTS
        for group, days in told[:most]:
            when = self._named(days, wording)
            yield translate(N_("{lead}: {facts}."), lead=wording.rule_title(group.rule), facts=when)
        if more := len(told) - most:
            yield translate.plural("{n} more thing can still change.", "{n} more things can still change.", more)

    def _when(self, group: Group) -> list[tuple[date, date]]:
        """Return from which day to which the findings of a rule run that are more than notes and can still change."""
        return [
            (one.first, one.last)
            for one in group.shown
            if one.finding.severity != "note" and one.finding.end.timestamp() > self.run.since
        ]

    @staticmethod
    def _named(days: Sequence[tuple[date, date]], wording: Wording) -> str:
        translate = wording.translate
        singles = [first for first, last in days if (last - first).days <= 1]  # a night shift ends on the next day
        if len(singles) < len(days):
            spans = [translate(N_("{first} to {last}"), first=wording.day(a), last=wording.day(b)) for a, b in days]
            return ", ".join(spans)
        dates = list(dict.fromkeys(singles))
        if len(dates) > MOST_DAYS:
            return translate.plural("on {n} day", "on {n} days", len(dates))
        # Of this week and the next: the month is known.
        names = [f"{wording.weekday(day.weekday())} {day.day}" for day in dates]
        return (
            translate(N_("{first} and {last}"), first=", ".join(names[:-1]), last=names[-1]) if names[1:] else names[0]
        )

    def _past(self, wording: Wording) -> Iterator[Block]:
        past = self.weeks.get(monday_of(self.run.today) - timedelta(days=7))
        if past is None:
            return
        yield Block("heading", wording.translate(N_("How last week went")))
        yield Block("text", sum_up(self.run, past, self.facts, wording, is_named=False))
        if well := " ".join(self._well(past, wording)):
            yield Block("text", well)

    def _well(self, past: WeekFigures, wording: Wording) -> Iterator[str]:
        """Yield what went well, beside what the sentence of the week says: facts, and never about someone's minutes."""
        translate, metrics = wording.translate, past.metrics
        if not metrics["workdays"] or not metrics["meetings"]:
            return
        if past.focus_blocks > 1:
            yield translate.plural(
                "There was {n} stretch of at least {length} to concentrate.",
                "There were {n} stretches of at least {length} to concentrate.",
                past.focus_blocks,
                length=wording.minutes(self.run.judgement.context.agreements[0].focus_block),
            )
        if not metrics["outside_hours_minutes"]:
            yield translate(N_("No meeting stood outside your working hours."))

    def _trend(self, translate: Translator) -> list[list[str]]:
        """Return the key figures of the last whole weeks, a column for each: facts, without praise or blame."""
        this = monday_of(self.run.today)
        over = [week for monday, week in self.weeks.items() if week.is_full and monday < this]
        last = [week for week in over[-TREND_WEEKS:] if week.metrics["workdays"]]
        if len(last) < 2:
            return []
        heads = ["", *(translate(N_("Week {week}"), week=week.monday.isocalendar().week) for week in last)]
        columns = [list(_cells(week, translate)) for week in last]
        return [heads, *([translate(name), *cells] for name, *cells in zip(FIGURES, *columns, strict=True))]


def why(terms: Terms, wording: Wording) -> str:
    """Return why one gets a digest, and how to stop it."""
    if terms.joined is None:
        return wording.translate(N_("You get it because you take part. To stop, answer STOP."))
    day = wording.day(terms.joined, with_year=True)
    return wording.translate(N_("You get it because you joined on {day}. To stop, answer STOP."), day=day)


def leaving(terms: Terms, wording: Wording) -> Iterator[str]:
    """Yield how to leave, what is kept, and whom to ask."""
    translate = wording.translate
    if terms.reply_to:
        yield translate(
            N_("To leave, answer STOP, or send STOP to {address}. You get one confirmation, and nobody is told."),
            address=wording.shown(terms.reply_to, None),
        )
    else:
        yield translate(N_("To leave, answer STOP. You get one confirmation, and nobody is told."))
    sender = wording.shown(terms.sender)
    yield translate(
        N_("{sender} keeps that a mail was sent, and no word of it. A calendar shows planned meetings only."),
        sender=sender,
    )
    if terms.contact:
        yield translate(N_("Questions: {contact}"), contact=wording.shown(terms.contact, None))


def change_words(change: Change, run: Run, wording: Wording) -> ChangeWords:
    """Return a change in words for a reader who knows no findings: what it gives or solves, instead of how many."""
    told = words_of(change, run, wording)
    if not change.removes:
        return told
    translate = wording.translate
    if gains := given_back(change, wording):
        gain = translate(N_("Gives: {gains}."), gains=", ".join(gains))
    else:
        solved = sorted(change.removes.items(), key=lambda pair: (-pair[1], pair[0]))
        gain = translate(N_("Solves: {what}."), what="; ".join(_solved(*pair, run, wording) for pair in solved))
    return replace(told, gain=f"{gain} {takes(change, wording)}".strip())


def _solved(rule: str, count: int, run: Run, wording: Wording) -> str:
    title = wording.rule_title(rule_of(run, rule).rule)
    title = title[:1].lower() + title[1:]
    if count == 1:
        return title
    times = wording.translate.plural("{n} time", "{n} times", count)
    return f"{title} ({times})"


def _cells(week: WeekFigures, translate: Translator) -> Iterator[str]:
    """Yield the figures of a week in the order of ``FIGURES``, as briefly as four of them fit beside each other."""
    metrics, none = week.metrics, translate(N_("none"))
    lunches = translate(N_("{n} of {total}"), n=metrics["lunches_kept"], total=week.lunches)
    yield lunches if week.lunches else none
    yield brief(metrics["focus_minutes"], translate)
    yield str(week.call_run.calls) if week.call_run else none
    yield brief(metrics["meeting_minutes"], translate) if metrics["meetings"] else none


def brief(minutes: int, translate: Translator) -> str:
    """Return a length of time as "2 h 05", which no narrow column takes apart."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        text = translate(N_("{n} min"), n=rest)
    elif not rest:
        text = translate(N_("{n} h"), n=hours)
    else:
        text = translate(N_("{hours} h {minutes}"), hours=hours, minutes=f"{rest:02}")
    return text.replace(" ", "\u00a0")
