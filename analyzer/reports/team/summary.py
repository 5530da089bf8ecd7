"""The figures of a group as a text and as JSON: averages by person and week, and nothing of a single person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.reports.inert import inert
from analyzer.reports.json_text import json_text
from analyzer.team.gate import FLOOR
from analyzer.team.summary import TITLES, Figure, Sums
from analyzer.text import N_, Translator
from analyzer.time.period import Period

SCHEMA = "meetlint-summary/1"
FORMATS = ("text", "json")


@dataclass(frozen=True)
class TeamSummary:
    """What a run over a roster may show.

    Attributes:
        period: the days.
        asked: how many people the roster names.
        incomplete: how many of those who were read could not be read whole.
        sums: of those who were read.
        problems: how many problems of each kind their sources had.
        fingerprint: what tells the terms that were agreed on, None without any.
        terms: the sentence that names them, "" for none.
    """

    period: Period
    asked: int
    incomplete: int
    sums: Sums
    problems: Mapping[str, int]
    fingerprint: str | None = None
    terms: str = ""


def render_summary(summary: TeamSummary, form: str, translate: Translator) -> str:
    """Return a summary in the form called ``form``, one of :data:`FORMATS`."""
    return _json(summary) if form == "json" else _text(summary, translate)


def _days(summary: TeamSummary) -> int:
    return len(summary.period.days())


def _json(summary: TeamSummary) -> str:
    def record(figure: Figure) -> dict[str, object]:
        return {"name": figure.name, "unit": figure.unit, "value": figure.value, "withheld": figure.withheld or None}

    days = _days(summary)
    text = json_text(
        {
            "schema": SCHEMA,
            "period": {"from": summary.period.first.isoformat(), "to": summary.period.last.isoformat()},
            "people": {
                "asked": summary.asked,
                "read": summary.sums.people,
                "incomplete": summary.incomplete,
                "floor": FLOOR,
            },
            "figures": [record(figure) for figure in summary.sums.figures(days)],
            "findings": [record(figure) for figure in summary.sums.rules(days)],
            "problems": dict(sorted(summary.problems.items())),
            "fingerprint": summary.fingerprint,
        }
    )
    return text + "\n"


def _text(summary: TeamSummary, translate: Translator) -> str:
    period = summary.period
    lines = [
        translate(
            N_("{read} of {asked} people, {first} to {last}: averages by person"),
            read=summary.sums.people,
            asked=summary.asked,
            first=period.first.isoformat(),
            last=period.last.isoformat(),
        ),
        "",
    ]
    lines += [
        _line(translate(TITLES[figure.name]), figure, translate) for figure in summary.sums.figures(_days(summary))
    ]
    found = summary.sums.rules(_days(summary))
    if found:
        lines += ["", translate(N_("Findings a week, by rule"))]
        lines += [_line(inert(figure.name), figure, translate) for figure in found]
    if summary.problems:
        lines += ["", translate(N_("Problems in the sources"))]
        lines += [f"{count:>8}  {inert(code)}" for code, count in sorted(summary.problems.items())]
    lines += ["", translate(N_("Rounded; nothing is shown of fewer than {floor} people, and no person."), floor=FLOOR)]
    lines += [summary.terms] if summary.terms else []
    return "\n".join(lines)


def _line(name: str, figure: Figure, translate: Translator) -> str:
    if figure.value is None:
        reason = N_("too few people") if figure.withheld == "few-people" else N_("mostly one person's")
        return f"{'–':>8}  {name} ({translate(reason)})"
    shown = f"{figure.value:.0%}" if figure.unit == "share" else f"{figure.value:.1f}"
    return f"{shown.replace('.', ',') if translate.language == 'nl' else shown:>8}  {name}"
