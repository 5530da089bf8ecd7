"""The figures of the people of a roster as a text and as JSON: what passed the gate, and counts of problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from analyzer.reports.inert import inert
from analyzer.reports.json_text import json_text
from analyzer.reports.team import words
from analyzer.reports.team.data import measure_record
from analyzer.reports.words.wording import Wording
from analyzer.team.audit import WeekMeasures
from analyzer.team.released import Measure, measure_over
from analyzer.text import N_, Translator
from analyzer.time.period import Period, iso_week

SCHEMA = "meetlint-summary/2"
FORMATS = ("text", "json")


@dataclass(frozen=True)
class TeamSummary:
    """What a run over a roster may show.

    Attributes:
        period: the days.
        asked: how many people the roster names.
        read: how many of them could be read.
        incomplete: how many of those could not be read whole.
        floor: no figure stands for fewer people.
        weeks: what was released of each week that is over.
        problems: how many problems of each kind their sources had.
        fingerprint: what tells the terms that were agreed on, None without any.
        terms: the sentence that names them, "" for none.
    """

    period: Period
    asked: int
    read: int
    incomplete: int
    floor: int
    weeks: Sequence[WeekMeasures]
    problems: Mapping[str, int]
    fingerprint: str | None = None
    terms: str = ""

    def measures(self) -> list[Measure]:
        """Return the measures over all weeks, made of those of the weeks."""
        return [measure_over(of_weeks) for of_weeks in zip(*(week.measures for week in self.weeks), strict=True)]


def render_summary(summary: TeamSummary, form: str, translate: Translator, *, is_aloud: bool = False) -> str:
    """Return a summary in the form called ``form``, one of :data:`FORMATS`."""
    return _json(summary) if form == "json" else _text(summary, Wording(translate, ZoneInfo("UTC"), is_aloud=is_aloud))


def _json(summary: TeamSummary) -> str:
    text = json_text(
        {
            "schema": SCHEMA,
            "period": {"from": summary.period.first.isoformat(), "to": summary.period.last.isoformat()},
            "people": {
                "asked": summary.asked,
                "read": summary.read,
                "incomplete": summary.incomplete,
                "floor": summary.floor,
            },
            "measures": [measure_record(one) for one in summary.measures()],
            "weeks": [
                {"week": iso_week(week.monday), "measures": [measure_record(one) for one in week.measures]}
                for week in summary.weeks
            ],
            "problems": dict(sorted(summary.problems.items())),
            "fingerprint": summary.fingerprint,
        }
    )
    return text + "\n"


def _text(summary: TeamSummary, wording: Wording) -> str:
    translate, measures = wording.translate, summary.measures()
    lines = [
        translate(
            N_("{read} of {asked} people, {weeks}"),
            read=summary.read,
            asked=summary.asked,
            weeks=_weeks(summary, wording),
        ),
        "",
    ]
    if words.is_any_shown(measures):
        lines += [words.measure_line(one, summary.asked, wording) for one in measures]
        lines += filter(None, [words.missing(measures, wording)])
    elif measures:
        reasons = words.reasons_of(measures, wording)
        lines.append(" ".join([translate(N_("No figure about the weeks is shown.")), *reasons]))
    if summary.problems:
        lines += ["", translate(N_("Problems in the sources"))]
        lines += [f"{count:>8}  {inert(code)}" for code, count in sorted(summary.problems.items())]
    lines += [
        "",
        translate(
            N_("The middle of the group and wide bands; nothing of fewer than {floor} people, and of no person."),
            floor=summary.floor,
        ),
    ]
    lines += [summary.terms] if summary.terms else []
    return "\n".join(lines)


def _weeks(summary: TeamSummary, wording: Wording) -> str:
    weeks = summary.weeks
    if not weeks:
        return wording.translate(N_("no whole week of the period is over yet"))
    return f"{iso_week(weeks[0].monday)} – {iso_week(weeks[-1].monday)}"
