"""The page of an audit: one file that loads nothing and runs nothing, in which the picture comes first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from analyzer.reports.html.markup import PageWording, unmarked
from analyzer.reports.html.sheets import sealed, sheet, templates
from analyzer.reports.inert import inert
from analyzer.reports.team import words
from analyzer.reports.team.story import MOST_WEEKS, tell_audit
from analyzer.reports.team.week_picture import level_of
from analyzer.team.audit import Audit, Moment
from analyzer.team.released import Band, Measure
from analyzer.text import N_, Translator

FOLDER = Path(__file__).parent / "templates"
TITLE_COLUMNS = 28
WHOLE_BAR, BAR_STEP = 100, 5
"""How high the bar of the fullest band is, and by what the others are rounded."""

SHADES = (0, 2, 3, 4, 5)
"""The shade of each fifth, none for the lowest."""

WORDS: Mapping[str, str] = {
    "four": N_("The team in four figures"),
    "load": N_("How much of the team is in meetings, by weekday and hour"),
    "hour": N_("Hour"),
    "whole_day": N_("whole day"),
    "meeting": N_("Meeting"),
    "when": N_("When"),
    "people": N_("People"),
    "times": N_("Times"),
    "hours": N_("Hours together"),
    "broken": N_("What it breaks for several members"),
    "measure": N_("Figure"),
    "middle": N_("Middle of the team"),
    "spread": N_("How it spreads"),
    "withheld": N_("middle not shown"),
    "no_work": N_("nobody works"),
    "hidden": N_("?: not shown, because it could tell of few people."),
    "made": N_("Made by meetlint on {day}: no script, nothing loaded from elsewhere, nobody scored."),
}
"""The fixed words of the page."""


@dataclass(frozen=True)
class Bar:
    """One band of a figure: how many people have a value in it.

    Attributes:
        classes: how high it is drawn.
        number: how many.
        label: from where to where it goes, in short.
        words: all of that, to be read aloud.
    """

    classes: str
    number: str
    label: str
    words: str


@dataclass(frozen=True)
class TeamFigure:
    """One of the four figures.

    Attributes:
        name: what it is.
        value: the middle of the team, "" where it is not shown.
        notes: of how many members it is, and what last week's was.
        bars: its bands from low to high, () where none may be shown.
    """

    name: str
    value: str
    notes: Sequence[str]
    bars: Sequence[Bar] = ()


@dataclass(frozen=True)
class LoadCell:
    """An hour of a weekday.

    Attributes:
        classes: its shade.
        shown: what is seen in it.
        words: what is read aloud instead, "" where that is the same.
    """

    classes: str
    shown: str
    words: str = ""


@dataclass(frozen=True)
class MeasureRow:
    """A measure in the table of all of them.

    Attributes:
        title: what it is.
        middle: of the team, over all weeks.
        spread: how many people each band holds, and of how many it is.
        weeks: the middle of each week.
    """

    title: str
    middle: str
    spread: Sequence[str]
    weeks: Sequence[str]


def render_audit_page(audit: Audit, translate: Translator, now: datetime) -> str:
    """Return an audit as one HTML page.

    Like the page of a person it holds no script, and its policy allows nothing but its own style sheet.

    Args:
        audit: what may be shown.
        translate: the reader's language.
        now: the instant at which the page is made.
    """
    wording = PageWording(translate, audit.team.zone)
    story = tell_audit(audit, wording)
    figures = _figures(audit, wording)
    texts = {name: translate(text) for name, text in WORDS.items() if name != "made"}
    content: dict[str, Any] = {
        "language": translate.language,
        "words": texts,
        "story": story,
        "title": f"{inert(audit.team.name, TITLE_COLUMNS) or 'meetlint'} · {unmarked(wording.period(audit.period))}",
        "sections": {section.name: section for section in story.sections},
        "notices": words.unread(audit, wording),
        "figures": figures,
        "four_reasons": words.missing([one for one in audit.measures if one.name in words.FOUR], wording),
        "reasons": words.missing(audit.measures, wording),
        "weekdays": [wording.weekday_name(day) for day in _weekdays(audit)],
        "load": _load(audit, wording, texts),
        "scale": words.share_help(wording),
        "is_hidden": any(one.share.value is None for one in audit.moments),
        "week_heads": _week_heads(audit, wording),
        "measures": _measure_rows(audit, wording),
        "made": translate(WORDS["made"], day=wording.day(now.astimezone(audit.team.zone).date(), with_year=True)),
    }
    content |= sealed(_style())
    return templates(FOLDER).get_template("team.html.j2").render(content)


def _style() -> str:
    """Return the style sheet: the shared one, what an audit needs beside it, and how high each bar is drawn."""
    bars = "\n".join(f".high-{height}{{--high:{height}}}" for height in range(0, WHOLE_BAR + 1, BAR_STEP))
    return "\n".join(
        ["", sheet("style"), sheet("team", FOLDER), bars, f"@media print {{{sheet('print', FOLDER)}}}", ""]
    )


def _figures(audit: Audit, wording: PageWording) -> list[TeamFigure]:
    by_name = {one.name: one for one in audit.measures if one.name in words.FOUR}
    if not words.is_any_shown(by_name.values()):
        return []
    last = audit.weeks[-1] if len(audit.weeks) > 1 else None
    before = {one.name: one for one in last.measures} if last else {}
    figures = []
    for name, title in words.FOUR.items():
        if name not in by_name:
            continue
        measure = by_name[name]
        notes = []
        if people := words.of_people(measure, audit.team.asked, wording):
            notes.append(people)
        if last and before[name].median is not None:
            week = wording.week(last.monday, audit.today)
            notes.append(
                wording.translate(N_("{week}: {value}"), week=week, value=words.middle_of(before[name], wording))
            )
        middle = "" if measure.median is None else words.middle_of(measure, wording)
        figures.append(TeamFigure(wording.translate(title), middle, notes, _bars(measure, wording)))
    return figures


def _bars(measure: Measure, wording: PageWording) -> list[Bar]:
    """Return the bands of a measure, where they may be shown."""
    if not words.has_bands(measure):
        return []
    most = max(band.people or 0 for band in measure.bands)
    return [_bar(band, most, measure, wording) for band in measure.bands]


def _bar(band: Band, most: int, measure: Measure, wording: PageWording) -> Bar:
    height = round(WHOLE_BAR * (band.people or 0) / most / BAR_STEP) * BAR_STEP
    label, told = words.band_label(band, measure.unit, wording), words.band_words(band, measure, wording)
    return Bar(f"high-{height}", str(band.people), label, told)


def _weekdays(audit: Audit) -> list[int]:
    return sorted({one.weekday for one in words.shown_moments(audit)})


def _load(audit: Audit, wording: PageWording, texts: Mapping[str, str]) -> list[tuple[str, list[LoadCell]]]:
    """Return the hours, and at last the whole day, each with a cell for every weekday."""
    by_moment = {(one.weekday, one.hour): one for one in words.shown_moments(audit)}
    hours = sorted({hour for _, hour in by_moment if hour is not None})
    days = _weekdays(audit)
    return [
        (
            texts["whole_day"] if hour is None else f"{hour:02}:00",
            [_cell(by_moment.get((day, hour)), wording, texts) for day in days],
        )
        for hour in ([*hours, None] if days else [])
    ]


def _cell(moment: Moment | None, wording: PageWording, texts: Mapping[str, str]) -> LoadCell:
    if moment is None:
        return LoadCell("empty", "", texts["no_work"])
    level, shown = level_of(moment.share), words.share_label(moment.share, wording)
    told = words.share_words(moment.share, wording)
    return LoadCell("withheld" if level is None else f"level-{SHADES[level]}", shown, told if told != shown else "")


def _week_heads(audit: Audit, wording: PageWording) -> list[str]:
    if len(audit.weeks) < 2:
        return []
    return [
        wording.translate(N_("Week {week}"), week=week.monday.isocalendar().week) for week in audit.weeks[-MOST_WEEKS:]
    ]


def _measure_rows(audit: Audit, wording: PageWording) -> list[MeasureRow]:
    weeks = audit.weeks[-MOST_WEEKS:] if len(audit.weeks) > 1 else ()
    rows = []
    for place, measure in enumerate(audit.measures if words.is_any_shown(audit.measures) else ()):
        spread = words.band_list(measure, wording)
        if people := words.of_people(measure, audit.team.asked, wording):
            spread.append(people)
        rows.append(
            MeasureRow(
                wording.translate(words.MEASURE_TITLES[measure.name]),
                words.middle_of(measure, wording),
                spread,
                [words.middle_of(week.measures[place], wording) for week in weeks],
            )
        )
    return rows
