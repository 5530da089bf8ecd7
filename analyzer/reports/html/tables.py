"""The tables of the page in words: key figures, week by week, the heat map and the costly series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from analyzer.figures.heat_map import HeatMap
from analyzer.figures.series_costs import SeriesCosts
from analyzer.figures.weeks import CallRun, WeekFigures, last_full_weeks, longest_calls
from analyzer.reports.html.markup import PageWording
from analyzer.reports.html.week_grid import week_anchor
from analyzer.reports.outline import View
from analyzer.reports.words.wording import rule_of
from analyzer.run import Run
from analyzer.text import N_
from analyzer.time.period import monday_of

KEY_FIGURES = (
    "meetings",
    "meeting_minutes",
    "call_minutes",
    "lunches_kept",
    "focus_minutes",
    "longest_focus_minutes",
    "focus_days",
    "outside_hours_minutes",
    "short_breaks",
)
"""The metrics that are shown, in their order; what is said once as a share stands with the findings."""


@dataclass(frozen=True)
class KeyFigures:
    """Figures with the week before beside them.

    Attributes:
        explanation: what is compared with what.
        columns: the heads.
        rows: name and values.
    """

    explanation: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True)
class WeekLine:
    """One week in figures.

    Attributes:
        anchor: the name of this line.
        link: the picture of the week, "" where it is not drawn.
    """

    anchor: str
    link: str
    name: str
    values: Sequence[str]


@dataclass(frozen=True)
class SeriesLine:
    """One series: its title, and what it takes."""

    title: str
    values: Sequence[str]
    findings: str


def key_figures(run: Run, figures: Sequence[WeekFigures], wording: PageWording) -> KeyFigures:
    """Return the key figures of the last full week, the week before it, and the whole period."""
    translate, context = wording.translate, run.judgement.context
    sources: list[tuple[Mapping[str, Any], int, CallRun | None]] = [
        (run.judgement.metrics[0], int(context.days.has_lunch.sum()), longest_calls(context))
    ]
    compared = last_full_weeks(figures, run.today)
    columns = [translate(N_("Whole period"))]
    if compared is None:
        explanation = translate(
            N_("The period does not hold two full weeks that are over, so there is no week before to put beside it.")
        )
    else:
        explanation = translate(
            N_(
                "The last full week is the last one of this period that is over; the week before it stands beside it "
                "as a measure, not as a mark."
            )
        )
        names = (N_("Week {week} (last full week)"), N_("Week {week} (the week before)"))
        columns = [
            *(translate(name, week=week.monday.isocalendar().week) for name, week in zip(names, compared, strict=True)),
            *columns,
        ]
        sources = [*((week.metrics, week.lunches, week.call_run) for week in compared), *sources]
    rows = [
        (wording.metric(name), [_value(name, metrics, total, wording) for metrics, total, _ in sources])
        for name in KEY_FIGURES
    ]
    rows.append(
        (translate(N_("longest row of calls without a break")), [_calls(one, wording) for _, _, one in sources])
    )
    return KeyFigures(explanation, columns, rows)


def _value(name: str, metrics: Mapping[str, Any], lunch_total: int, wording: PageWording) -> str:
    value = metrics[name]
    if name.endswith("_minutes"):
        return wording.minutes(value)
    if name in ("lunches_kept", "focus_days"):
        total = lunch_total if name == "lunches_kept" else metrics["workdays"]
        return wording.translate(N_("{n} of {total}"), n=value, total=total)
    return str(value)


def _calls(run: CallRun | None, wording: PageWording) -> str:
    if run is None:
        return wording.translate(N_("none"))
    return wording.translate.plural(
        "{n} call, {duration}", "{n} calls, {duration}", run.calls, duration=wording.minutes(run.minutes)
    )


def week_lines(
    run: Run, view: View, figures: Sequence[WeekFigures], drawn: Sequence[date], wording: PageWording
) -> tuple[list[str], list[WeekLine]]:
    """Return the heads and one line per week: lunches, focus blocks, calls in a row, findings."""
    translate = wording.translate
    found: dict[date, int] = {}
    for findings in (*view.by_day.values(), *view.by_week.values()):
        for one in findings:
            monday = monday_of(max(one.first, run.period.first))
            found[monday] = found.get(monday, 0) + 1
    heads = [
        translate(N_("Week")),
        translate(N_("In meetings")),
        translate(N_("Lunches free")),
        translate(N_("Focus blocks")),
        translate(N_("Longest focus block")),
        translate(N_("Focus days")),
        translate(N_("Most calls in a row")),
        translate(N_("Findings")),
    ]
    lines = []
    for week in figures:
        metrics = week.metrics
        values = [
            wording.minutes(metrics["meeting_minutes"]),
            _value("lunches_kept", metrics, week.lunches, wording),
            str(week.focus_blocks),
            wording.minutes(metrics["longest_focus_minutes"]),
            _value("focus_days", metrics, week.lunches, wording),
            _calls(week.call_run, wording),
            str(found.get(week.monday, 0)),
        ]
        anchor = week_anchor(week.monday)
        name = f"{wording.week(week.monday, run.today)}, {wording.day(week.monday)}"
        lines.append(WeekLine(f"line-{anchor}", anchor if week.monday in drawn else "", name, values))
    return heads, lines


def week_sentences(figures: Sequence[WeekFigures], wording: PageWording) -> dict[date, str]:
    """Return for each week what it holds, in one sentence."""
    sentences = {}
    for week in figures:
        metrics = week.metrics
        if not metrics["meetings"]:
            sentences[week.monday] = wording.translate(N_("No meetings in this week."))
            continue
        sentences[week.monday] = wording.translate(
            N_("In meetings: {duration}. Lunches free: {kept} of {lunches}. Focus days: {days} of {workdays}."),
            duration=wording.minutes(metrics["meeting_minutes"]),
            kept=metrics["lunches_kept"],
            lunches=week.lunches,
            days=metrics["focus_days"],
            workdays=metrics["workdays"],
        )
    return sentences


def heat_sentence(heat: HeatMap, wording: PageWording) -> str:
    """Return where the load is highest."""
    if heat.fullest is None:
        return wording.translate(N_("No meetings, so there is no load to show."))
    weekday, hour, minutes = heat.fullest
    return wording.translate.plural(
        "Fullest is {weekday} from {hour}:00: {n} minute of meeting on average.",
        "Fullest is {weekday} from {hour}:00: {n} minutes of meeting on average.",
        minutes,
        weekday=wording.weekday_name(weekday),
        hour=hour,
    )


def series_lines(run: Run, costs: SeriesCosts, wording: PageWording) -> tuple[list[str], list[SeriesLine], list[str]]:
    """Return the heads, a line per series, and what is to be said of those that are not shown."""
    translate = wording.translate
    heads = [
        translate(N_("Series")),
        translate(N_("Times")),
        translate(N_("People")),
        translate(N_("Your time")),
        translate(N_("Time of all")),
        translate(N_("Findings")),
    ]
    lines = []
    for cost in costs.shown:
        title, is_private = (run.table.column(name)[cost.row] for name in ("title", "private"))
        unknown = translate(N_("not known"))
        people = translate(N_("at least {n}"), n=cost.people) if cost.is_at_least else str(cost.people)
        of_all = unknown if cost.person_minutes is None else wording.minutes(cost.person_minutes)
        named = [f"{wording.rule_title(rule_of(run, rule).rule)} ({number})" for rule, number in cost.findings]
        lines.append(
            SeriesLine(
                wording.title({"title": title, "private": is_private}),
                [
                    str(cost.occurrences),
                    unknown if cost.people is None else people,
                    wording.minutes(cost.minutes),
                    of_all,
                ],
                wording.listed(named, most=1) or translate(N_("none")),
            )
        )
    notes = []
    if costs.others:
        notes.append(translate.plural("{n} more series takes less.", "{n} more series take less.", costs.others))
    if costs.unknown:
        notes.append(translate(N_("Where it is not known how many people take part, your own time says how much.")))
    return heads, lines, notes
