"""The page: everything a run has to say, in one file that loads nothing and runs nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from analyzer.figures.days import day_facts
from analyzer.figures.heat_map import heat_map
from analyzer.figures.series_costs import series_costs
from analyzer.figures.weeks import coming_week, week_before, week_figures
from analyzer.reports.html import tables
from analyzer.reports.html.appendix import agreed_settings, rule_origins, uncounted
from analyzer.reports.html.finding_list import list_findings
from analyzer.reports.html.ghosts import ghosts_of
from analyzer.reports.html.markup import PageWording, unmarked
from analyzer.reports.html.sheets import sealed, sheet, templates
from analyzer.reports.html.small_weeks import draw_small_weeks
from analyzer.reports.html.week_choice import choose_weeks
from analyzer.reports.html.week_grid import draw_weeks, week_anchor
from analyzer.reports.html.week_parts import GridStyle, Week
from analyzer.reports.inert import inert
from analyzer.reports.outline import View, view_of
from analyzer.reports.story import Section, tell
from analyzer.reports.words import sentences
from analyzer.reports.words.changes import ChangeWords
from analyzer.reports.words.headings import page_words
from analyzer.reports.words.summary import four_figures, sum_up
from analyzer.run import Run
from analyzer.text import N_, Translator
from analyzer.time.period import monday_of

TITLE_COLUMNS = 28
LONG_REQUEST = 240
"""A text to send that has more characters is folded away."""

SHEETS = {"style": "all", "picture": "print, screen and (min-width: 50.01rem)", "list": "screen and (max-width: 50rem)"}
"""The style sheets, and the media for which each is meant."""


@dataclass(frozen=True)
class _ShownChange:
    """One change as the page shows it.

    Attributes:
        link: the place of the week to which all of it belongs; "" where the first picture shows it.
        week: which week that is.
        is_folded: its text to send is too long to stand beside the picture.
    """

    words: ChangeWords
    link: str
    week: str
    is_folded: bool


def render_html(run: Run, translate: Translator, *, is_plain: bool = False) -> str:
    """Return the report as one HTML page.

    The page holds no script, and its policy allows nothing but its own style sheet, named by its hash (Content
    Security Policy Level 3, section 8.3). People stand in it only where the owner's own titles name them.

    Args:
        run: what was read, judged and found, of one person.
        translate: the reader's language.
        is_plain: the weeks as lists on every screen, not laid out by the hour.
    """
    run = _without_folders(run)
    wording = PageWording(translate, run.zone.zone, is_aloud=True)
    brief = PageWording(translate, run.zone.zone)
    view = view_of(run)
    # A page may be shown to others: no organiser is named in it, as in a calendar that is shared anyway.
    story = tell(run, view, wording, names_organisers=False)
    limits = sentences.limits(run, wording)
    content: dict[str, Any] = {
        "language": translate.language,
        "words": page_words(translate),
        "story": story,
        "title": _title(run, brief),
        "lead": "",
        "limits": limits,
        "notices": [] if not len(run.table) else _notices(run, wording),
        "about": [sentence for paragraph in story.opening for sentence in paragraph if sentence not in limits],
        "sections": {section.name: section for section in story.sections},
        "settings": agreed_settings(run, brief),
        "origins": rule_origins(run, brief),
        "settings_file": wording.shown(run.settings_file, None),
    }
    grid_style = GridStyle()
    if len(run.table):
        content |= _pictures(run, view, wording, brief, grid_style)
        content["changes"] = _changes(run, content["sections"].get("changes"), brief)
        content["listed"] = {
            section.name: list_findings(run, section, content["marked"], wording)
            for section in story.sections
            if section.groups
        }
        content["about"].append(content["words"]["weeks_help"])
    content |= sealed(_style(grid_style, is_plain=is_plain))
    return templates().get_template("page.html.j2").render(content)


def _pictures(run: Run, view: View, wording: PageWording, brief: PageWording, grid_style: GridStyle) -> dict[str, Any]:
    """Return the weeks in figures and pictures."""
    translate, figures = wording.translate, week_figures(run)
    choice = choose_weeks(run.period, coming_week(run), run.today)
    by_monday = {week.monday: week for week in figures}
    week = by_monday[choice.shown]
    week_sentences = tables.week_sentences(figures, brief)
    ghosts = ghosts_of(run.changes)
    drawn = draw_weeks(run, view, choice.large, brief, week_sentences, grid_style, ghosts)
    drawn.sort(key=lambda one: one.anchor != week_anchor(choice.shown))
    heads, lines = tables.week_lines(run, view, figures, choice.drawn, brief)
    heat = heat_map(run)
    series_heads, series, series_notes = tables.series_lines(run, series_costs(run), brief)
    return {
        "lead": sum_up(run, week, day_facts(run), wording),
        "four": four_figures(run, week, week_before(figures, week.monday), brief),
        "pictures": drawn,
        "marked": _numbers(drawn),
        "small": draw_small_weeks(run, choice.small, brief, week_sentences, grid_style),
        "undrawn": translate.plural(
            "{n} other week is one line in the table of weeks: drawn are the weeks next to today.",
            "{n} other weeks are one line each in the table of weeks: drawn are the weeks next to today.",
            len(choice.others),
        )
        if choice.others
        else "",
        "key_figures": tables.key_figures(run, figures, brief),
        "week_heads": heads,
        "week_lines": lines,
        "free_help": translate(
            N_("{length} or more without meetings"),
            length=brief.minutes(run.judgement.context.agreements[0].focus_block),
        ),
        "focus_day_help": translate(
            N_("A focus day is a workday with at most {length} of meetings."),
            length=brief.minutes(run.judgement.context.agreements[0].focus_day_meetings),
        ),
        "heat": heat,
        "heat_sentence": tables.heat_sentence(heat, wording),
        "weekdays": [wording.weekday_name(weekday) for weekday in heat.weekdays],
        "series_heads": series_heads,
        "series": series,
        "series_notes": series_notes,
        "uncounted": uncounted(run, brief),
    }


def _changes(run: Run, section: Section | None, wording: PageWording) -> list[_ShownChange]:
    """Return the changes, each with the week to look at where the first picture shows nothing of it."""
    shown = coming_week(run)
    drawn = choose_weeks(run.period, shown, run.today).drawn
    changes = []
    for change, words in zip(run.changes, section.changes if section else (), strict=True):
        moments = [moment for one in change.occurrences for moment in (one.start, one.new_start) if moment is not None]
        mondays = sorted({monday_of(wording.local(moment).date()) for moment in moments})
        is_elsewhere = bool(mondays) and shown not in mondays and mondays[0] in drawn
        changes.append(
            _ShownChange(
                words=words,
                link=week_anchor(mondays[0]) if is_elsewhere else "",
                week=wording.week(mondays[0], run.today) if is_elsewhere else "",
                is_folded=len(unmarked(words.request)) > LONG_REQUEST,
            )
        )
    return changes


def _notices(run: Run, wording: PageWording) -> list[str]:
    """Return that the page does not rest on everything that was asked for, where it does not."""
    is_part = run.failed or any(source.is_incomplete for source in run.sources)
    text = N_("Not everything could be read: what is missing stands at the end.")
    return [wording.translate(text)] if is_part else []


def _style(grid: GridStyle, *, is_plain: bool) -> str:
    """Return the style sheet: the weeks by the hour where there is room for it, else as lists."""
    names = {"style": "all", "list": "all"} if is_plain else SHEETS
    sheets = [f"@media {media} {{{sheet(name)}}}" for name, media in ({**names, "print": "print"}).items()]
    return "\n".join(["", *sheets, grid.css(), ""])


def _without_folders(run: Run) -> Run:
    """Return the run with files called by their names alone: where they lie says who sits at this machine."""
    return replace(
        run,
        name=_file_name(run.name) if any(run.name == source.source for source in run.sources) else run.name,
        sources=[replace(source, source=_file_name(source.source)) for source in run.sources],
        problems=[replace(problem, source=_file_name(problem.source)) for problem in run.problems],
        failed=[replace(problem, source=_file_name(problem.source)) for problem in run.failed],
        settings_file=_file_name(run.settings_file),
    )


def _file_name(source: str) -> str:
    return source if "://" in source else re.split(r"[/\\]", source)[-1] or source


def _title(run: Run, wording: PageWording) -> str:
    """Return what a browser shows of the page: short, and plain text."""
    name = inert(run.name, TITLE_COLUMNS)
    return f"{name or 'meetlint'} · {unmarked(wording.period(run.period))}"


def _numbers(weeks: list[Week]) -> set[int]:
    return {
        mark.number
        for week in weeks
        for marks in (
            week.marks,
            *(day.marks for day in week.days),
            *(block.marks for day in week.days for block in day.blocks),
        )
        for mark in marks
    }
