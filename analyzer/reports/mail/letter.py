"""A person's digest: how the past week went, what is coming, and the one or two changes worth making."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from analyzer.figures.days import day_facts
from analyzer.figures.weeks import WeekFigures, coming_week, week_figures
from analyzer.reports.html.markup import PageWording, quoting, said, unmarked
from analyzer.reports.mail.week_png import draw_week
from analyzer.reports.outline import view_of
from analyzer.reports.story import tell
from analyzer.reports.words import opening
from analyzer.reports.words.changes import ChangeWords, words_of
from analyzer.reports.words.summary import four_figures, sum_up
from analyzer.reports.words.wording import Wording
from analyzer.run import Run
from analyzer.text import N_, Translator
from analyzer.time.period import iso_week, monday_of

TREND_WEEKS = 4
WIDTH = 76
"""Columns of the text part; what is longer goes on in the next line."""


@dataclass(frozen=True)
class Terms:
    """What a letter says of itself.

    Attributes:
        joined: since when the person takes part, None where nobody wrote it down.
        sender: what the letter calls who sends it, such as the organisation.
        reply_to: the address to which STOP is answered.
        contact: whom to ask.
    """

    joined: date | None
    sender: str
    reply_to: str
    contact: str = ""


@dataclass(frozen=True)
class Letter:
    """A digest, ready to be sent to the one person it is about.

    Attributes:
        subject: what it is; whoever sees it in passing learns nothing.
        text: the text part.
        html: the page part; the picture in it has the content id :data:`PICTURE_ID`.
        picture: the coming week as PNG, without a word of any event.
        alternative: what the picture shows, in words.
    """

    subject: str
    text: str
    html: str
    picture: bytes
    alternative: str


PICTURE_ID = "week"


@dataclass(frozen=True)
class _Part:
    heading: str
    texts: Sequence[str]


def is_on_leave(run: Run) -> bool:
    """Return whether today is no day on which its owner works."""
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
    text_parts, html_parts = (_told(run, terms, wording) for wording in _wordings(run, translate))
    week = coming_week(run)
    picture = draw_week(run, week, translate)
    return Letter(
        subject=translate(N_("Your week and your meetings, {week}"), week=iso_week(run.today)),
        text=_text(text_parts),
        html=_html(html_parts, translate),
        picture=picture,
        alternative=unmarked(" ".join(html_parts.days)),
    )


def _wordings(run: Run, translate: Translator) -> tuple[Wording, PageWording]:
    zone = run.zone.zone
    return Wording(translate, zone, is_aloud=True), PageWording(translate, zone, is_aloud=True)


@dataclass(frozen=True)
class _Told:
    """A letter in words; both of its parts say the same.

    Attributes:
        first: who reads along, and why one gets it.
        lead: the coming week in a sentence.
        past: how the past week went: its sentence, and what went well.
        days: the coming days, a sentence each.
        changes: what to change.
        trend: rows of equal length, the first one the heads.
        leaving: how to leave, and whom to ask.
    """

    first: Sequence[str]
    lead: str
    past: _Part
    coming: _Part
    days: Sequence[str]
    changes: Sequence[ChangeWords]
    changes_heading: str
    trend: Sequence[Sequence[str]]
    trend_heading: str
    leaving: Sequence[str]


def _told(run: Run, terms: Terms, wording: Wording) -> _Told:
    translate, view, facts = wording.translate, view_of(run), day_facts(run)
    weeks = {week.monday: week for week in week_figures(run)}
    story = tell(run, view, wording, names_organisers=True)
    sections = {section.name: section for section in story.sections}
    ahead = weeks[coming_week(run)]
    past = weeks.get(monday_of(run.today) - timedelta(days=7))
    well = list(sections["well"].texts) if "well" in sections else []
    went = [sum_up(run, past, facts, wording), *well] if past is not None else well
    # Findings have no number here that one could look up.
    days = opening.coming_week(run, replace(view, by_day={}), wording)
    found = [group for section in ("coming",) if section in sections for group in sections[section].groups]
    return _Told(
        first=list(_first(terms, wording)),
        lead=sum_up(run, ahead, facts, wording),
        past=_Part(translate(N_("How last week went")), went),
        coming=_Part(translate(N_("What is coming")), [f"{group.title}: {group.count}." for group in found]),
        days=days,
        changes=[words_of(change, run, wording) for change in run.changes],
        changes_heading=translate(N_("Worth changing")),
        trend=_trend(
            [week for week in weeks.values() if week.is_full and week.monday < monday_of(run.today)], run, wording
        ),
        trend_heading=translate(N_("The last weeks")),
        leaving=list(_leaving(terms, wording)),
    )


def _first(terms: Terms, wording: Wording) -> list[str]:
    translate = wording.translate
    lines = [translate(N_("This is for you alone: nobody reads along, and nobody is told what is in it."))]
    if terms.joined is not None:
        lines.append(
            translate(
                N_("You get it because you joined on {day}. To stop, answer STOP."),
                day=wording.day(terms.joined, with_year=True),
            )
        )
    else:
        lines.append(translate(N_("You get it because you take part. To stop, answer STOP.")))
    return lines


def _leaving(terms: Terms, wording: Wording) -> list[str]:
    translate = wording.translate
    lines = [
        translate(N_("To leave, answer this mail with STOP. Nobody is told, and it is confirmed once.")),
        translate(
            N_("It was made from your calendar and not kept: {sender} stores that a mail was sent, and no word of it."),
            sender=wording.shown(terms.sender),
        ),
        translate(N_("A calendar shows planned meetings only.")),
    ]
    if terms.contact:
        lines.append(translate(N_("Questions: {contact}"), contact=wording.shown(terms.contact)))
    return lines


def _trend(weeks: Sequence[WeekFigures], run: Run, wording: Wording) -> list[list[str]]:
    """Return the key figures of the last whole weeks, a column for each: facts, without praise or blame."""
    last = [week for week in weeks if week.metrics["workdays"]][-TREND_WEEKS:]
    if len(last) < 2:
        return []
    columns = [four_figures(run, week, None, wording) for week in last]
    heads = ["", *(wording.translate(N_("Week {week}"), week=week.monday.isocalendar().week) for week in last)]
    return [heads, *([figures[0].name, *(one.value for one in figures)] for figures in zip(*columns, strict=True))]


def _text(told: _Told) -> str:
    """Return the text part: whole sentences that read well aloud."""
    blocks = [
        *told.first,
        "",
        told.lead,
        "",
        f"{told.changes_heading}:" if told.changes else "",
        *_text_changes(told.changes),
        f"{told.coming.heading}:",
        *told.coming.texts,
        *told.days,
        "",
        f"{told.past.heading}:" if told.past.texts else "",
        *told.past.texts,
        "",
        *_text_trend(told),
        "",
        *told.leaving,
    ]
    lines: list[str] = []
    for block in blocks:
        if block:
            lines += _wrapped(block)
        elif lines and lines[-1]:
            lines.append("")
    return "\n".join(lines) + "\n"


def _wrapped(text: str) -> list[str]:
    from analyzer.reports.lines.layout import wrap

    return wrap(text, WIDTH)


def _text_changes(changes: Sequence[ChangeWords]) -> list[str]:
    lines: list[str] = []
    for number, change in enumerate(changes, 1):
        lines += [f"{number}. {change.action}", change.gain, change.who, change.request, *change.clicks, ""]
    return lines


def _text_trend(told: _Told) -> list[str]:
    if not told.trend:
        return []
    heads, *rows = told.trend
    return [
        f"{told.trend_heading}:",
        *(
            f"{name}: {'; '.join(f'{head} {cell}' for head, cell in zip(heads[1:], cells, strict=True))}."
            for name, *cells in rows
        ),
    ]


def _html(told: _Told, translate: Translator) -> str:
    return (
        _templates().get_template("letter.html.j2").render(told=told, language=translate.language, picture=PICTURE_ID)
    )


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {"said": said, "quoting": quoting, "unmarked": unmarked}
    return environment
