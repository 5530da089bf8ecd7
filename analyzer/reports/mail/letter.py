"""A person's digest: the coming week, at most three changes, how the past week went, and how to leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analyzer.figures.days import DayFacts, day_facts
from analyzer.figures.weeks import WeekFigures, coming_week, week_figures
from analyzer.reports.html.markup import PageWording
from analyzer.reports.mail.headline import headline
from analyzer.reports.mail.off_days import is_off_at_meetings
from analyzer.reports.mail.points import points_of
from analyzer.reports.mail.proposals import change_words, introduction
from analyzer.reports.mail.sheet import Block, write_html, write_text
from analyzer.reports.mail.terms import Terms, leaving, who_reads, why
from analyzer.reports.mail.week_png import draw_week, holds_other, in_hours
from analyzer.reports.outline import days_drawn
from analyzer.reports.words.opening import held_by
from analyzer.reports.words.summary import WEEKS
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import N_, Translator
from analyzer.time.period import monday_of

TREND_WEEKS = 4
TREND = (
    N_("Lunches free"),
    N_("Free to concentrate, in hours"),
    N_("Longest row of calls"),
    N_("In meetings, in hours"),
)
"""What the rows of the last weeks count."""


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
    if not len(run.table) or not has_something_to_say(run):
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
        picture=draw_week(run, days, translate, facts) if days else b"",
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
        yield Block("small", f"{who_reads(self.terms, wording)} {why(self.terms, wording)}")
        yield Block("lead", headline(run, self.weeks[coming_week(run)], self.facts, wording))
        if is_off_at_meetings(run, coming_week(run), wording):
            yield Block(
                "text",
                translate(
                    N_("You do not work then: decline what can do without you, and propose another day for the rest.")
                ),
            )
        if run.changes:
            yield Block("heading", translate(N_("Worth changing")))
            if text := introduction(run.changes, wording):
                yield Block("text", text)
            yield Block("changes", changes=[change_words(change, run, wording) for change in run.changes])
        yield from self._coming(wording)
        yield from self._past(wording)
        yield Block("end")
        yield from leaving(self.terms, wording, is_team=False)

    def _coming(self, wording: Wording) -> Iterator[Block]:
        """Yield the picture of one week, under its name, and what can still change, under those of its weeks."""
        translate, run = wording.translate, self.run
        if self.days:
            away = (monday_of(self.days[0]) - monday_of(run.today)).days // 7
            yield Block("heading", translate(WEEKS.get(away, N_("What is coming"))))
            days = [self._day(day, wording) for day in self.days]
            yield Block("picture", " ".join(days), lines=days)
            yield Block("text", self._stretches(wording))
        if points := list(points_of(run, wording)):
            # They look as far as the period goes; of what the mail is made for that is the end of next week.
            is_usual = run.period.last == monday_of(run.today) + timedelta(days=13)
            yield Block("heading", translate(N_("This week and next") if is_usual else N_("What can still change")))
            for text in points:
                yield Block("text", text)

    def _stretches(self, wording: Wording) -> str:
        """Return on which of the days drawn there is time to concentrate, and from which length on it counts."""
        translate, facts, run = wording.translate, self.facts, self.run
        least = wording.minutes(run.judgement.context.agreements[0].focus_block)
        at = {day: (day - run.period.first).days for day in self.days}
        found = [
            translate(
                N_("{day} {length}"),
                day=wording.weekday(day.weekday()),
                length=wording.minutes(facts.focus_minutes[place]),
            )
            for day, place in at.items()
            if facts.focus_minutes[place] and not run.judgement.context.is_likely_holiday[place]
        ]
        if not found:
            return translate(N_("Nowhere {least} or more in one piece without a meeting."), least=least)
        said = translate(
            N_("In pieces of {least} or more without a meeting: {days}."), least=least, days="; ".join(found)
        )
        if not holds_other(run, self.days):
            return said
        return f"{said} {translate(N_('An appointment of your own does not interrupt it.'))}"

    def _day(self, day: date, wording: Wording) -> str:
        """Return what a day holds, in a few words: the sentence of the week has said the rest."""
        translate, facts = wording.translate, self.facts
        at = (day - self.run.period.first).days
        parts = held_by(self.run, facts, at, wording)
        if taken := facts.lunch_taken[at]:
            parts.append(translate(N_("{length} of lunch taken"), length=wording.minutes(taken)))
        name = f"{wording.weekday(day.weekday())} {day.day}"
        said = translate(N_("{lead}: {facts}."), lead=name, facts="; ".join(parts))
        return said[:1].upper() + said[1:]

    def _past(self, wording: Wording) -> Iterator[Block]:
        if table := self._trend(wording.translate):
            yield Block("heading", wording.translate(N_("The last weeks")))
            yield Block("table", table=table)

    def _trend(self, translate: Translator) -> list[list[str]]:
        """Return the key figures of the last whole weeks, a column for each: facts, without praise or blame."""
        this = monday_of(self.run.today)
        over = [week for monday, week in self.weeks.items() if week.is_full and monday < this]
        last = [week for week in over[-TREND_WEEKS:] if week.metrics["workdays"]]
        if len(last) < 2:
            return []
        lunches = {week.lunches for week in last}
        # Where each week has as many, once is enough, and the column stays narrow.
        total = lunches.pop() if len(lunches) == 1 else None
        names = [translate(name) for name in TREND]
        if total:
            names[0] = translate(N_("Lunches free, of {total}"), total=total)
        columns = [list(_cells(week, translate, has_total=total is None)) for week in last]
        none = translate(N_("none"))
        rows = [[name, *cells] for name, *cells in zip(names, *columns, strict=True)]
        heads = [translate(N_("Week")), *(str(week.monday.isocalendar().week) for week in last)]
        return [heads, *(row for row in rows if set(row[1:]) != {none})]  # nothing, four times, tells nobody anything


def _cells(week: WeekFigures, translate: Translator, *, has_total: bool) -> Iterator[str]:
    """Yield the figures of a week in the order of ``TREND``, as briefly as four of them fit beside each other."""
    metrics, none = week.metrics, translate(N_("none"))
    lunches = str(metrics["lunches_kept"])
    if has_total:
        lunches = translate(N_("{n} of {total}"), n=lunches, total=week.lunches)
    yield lunches if week.lunches else none
    yield in_hours(metrics["focus_minutes"], translate)
    yield str(week.call_run.calls) if week.call_run else none
    yield in_hours(metrics["meeting_minutes"], translate) if metrics["meetings"] else none
