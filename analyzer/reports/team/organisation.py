"""Means of a whole organisation in every form: the value, how sure it is, and what it may tell of anybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from analyzer.reports.csv_report import csv_table
from analyzer.reports.inert import inert
from analyzer.reports.json_text import json_text
from analyzer.reports.team.council.document import Bullets, Document, PackWording, Section, Table, Text
from analyzer.team.noise import TOPS, UNSURE
from analyzer.team.released import NoisyMean, NoisyMeans, Unit
from analyzer.text import N_, Translator
from analyzer.time.period import iso_week

SCHEMA = "meetlint-organisation/1"
CERTAINTY = 1 - UNSURE
NAME = "organisation"
"""Of the report, beside those of the teams."""

TITLES: Mapping[str, str] = {
    "meeting_hours": N_("In meetings, a week"),
    "lunches_kept": N_("Lunches kept free"),
    "focus_days": N_("Focus days, a week"),
}
_MOST = {
    "meeting_hours": N_("Whoever has more than {n} hours of meetings in a mean week counts for {n}."),
    "focus_days": N_("Whoever has more than {n} focus days in a mean week counts for {n}."),
}


@dataclass(frozen=True)
class OrganisationFacts:
    """What a report of an organisation is made of.

    Attributes:
        means: as they were released.
        agreed: the most that may be spent of a week.
        spent: what is spent of the week of which most is, with this release.
        fingerprint: what tells the terms that were agreed on, None without any.
        terms: the sentence that names them.
    """

    means: NoisyMeans
    agreed: float
    spent: float
    fingerprint: str | None
    terms: str


def render_organisation(facts: OrganisationFacts, form: str, translate: Translator) -> str:
    """Return the means in the form called ``form``: text, html, json, csv or markdown."""
    match form:
        case "json":
            return _json(facts)
        case "csv":
            return "".join(_csv(facts))
        case "html":
            from analyzer.reports.team.council.page import page_wording, render_document_page

            return render_document_page(tell_organisation(facts, page_wording(translate)), translate)
        case "markdown":
            from analyzer.reports.team.council.markdown import markdown_wording, render_document_markdown

            return render_document_markdown(tell_organisation(facts, markdown_wording(translate)))
        case _:
            return _text(tell_organisation(facts, PackWording(translate, inert, inert)))


def tell_organisation(facts: OrganisationFacts, wording: PackWording) -> Document:
    """Return the means as a document."""
    translate, means = wording.translate, facts.means
    epsilon = wording.decimal(means.epsilon)
    rows = [
        [
            translate(TITLES[one.name]),
            _amount(one.value, one.unit, wording),
            f"± {_amount(one.error, one.unit, wording)}",
        ]
        for one in means.means
    ]
    heads = [translate(one) for one in (N_("Measure"), N_("Mean of a person"), N_("With a certainty of 95%"))]
    return Document(
        title=translate(N_("The whole organisation, with noise")),
        facts=[
            (translate(N_("Weeks")), f"{iso_week(means.weeks[0])} – {iso_week(means.weeks[-1])} ({len(means.weeks)})"),
            (translate(N_("People")), str(means.people)),
            (translate(N_("Teams")), str(len(means.teams))),
            (translate(N_("Epsilon, all means together")), epsilon),
            (translate(N_("Fingerprint")), facts.fingerprint or "–"),
        ],
        sections=[
            Section("means", translate(N_("The mean week of a person")), [Table(heads, rows)]),
            Section("noise", translate(N_("How sure this is, and what it tells")), list(_noise(facts, wording))),
        ],
    )


def _noise(facts: OrganisationFacts, wording: PackWording) -> Iterator[Text | Bullets]:
    translate = wording.translate
    yield Text(
        translate(
            N_(
                "Each mean was changed by chance, drawn by OpenDP, so that nobody's calendar shows in it: any other "
                "calendar in the place of one person's makes no outcome more than e to the power of {epsilon} times as "
                "likely (differential privacy). With a certainty of 95% the mean lies no further off than is told."
            ),
            epsilon=wording.decimal(facts.means.epsilon),
        )
    )
    told = [translate(text, n=wording.decimal(TOPS[name])) for name, text in _MOST.items()]
    told.append(
        translate(
            N_(
                "The same teams and weeks are shown again as they are here. Of each week epsilon {agreed} may be spent "
                "in all; {spent} is."
            ),
            agreed=wording.decimal(facts.agreed),
            spent=wording.decimal(facts.spent),
        )
    )
    told.append(translate(N_("This holds for these weeks; what a report of other weeks tells comes on top of it.")))
    yield Bullets(told)
    yield Text(facts.terms)


def _amount(value: float, unit: Unit, wording: PackWording) -> str:
    if unit == "share":
        return wording.translate(N_("{n}%"), n=wording.decimal(round(100 * value, 1)))
    number = wording.decimal(value)
    return wording.translate(N_("{n} h"), n=number) if unit == "hours" else number


def _text(document: Document) -> str:
    lines = [document.title, "", *(f"{name}: {value}" for name, value in document.facts)]
    for section in document.sections:
        lines += ["", section.heading]
        for block in section.blocks:
            if isinstance(block, Table):
                lines += [f"  {': '.join([row[0], '  '.join(row[1:])])}" for row in block.rows]
            elif isinstance(block, Bullets):
                lines += [f"  - {item}" for item in block.items]
            else:
                lines.append(f"  {block.text}")
    return "\n".join(lines) + "\n"


def _row(one: NoisyMean) -> dict[str, object]:
    return {"name": one.name, "unit": one.unit, "value": one.value, "error": one.error}


def _json(facts: OrganisationFacts) -> str:
    means = facts.means
    text = json_text(
        {
            "schema": SCHEMA,
            "period": {
                "from": means.weeks[0].isoformat(),
                "to": (means.weeks[-1] + timedelta(days=6)).isoformat(),
            },
            "weeks": [iso_week(week) for week in means.weeks],
            "teams": len(means.teams),
            "people": means.people,
            "epsilon": means.epsilon,
            "certainty": CERTAINTY,
            "means": [_row(one) for one in means.means],
            "agreed": facts.agreed,
            "spent": facts.spent,
            "fingerprint": facts.fingerprint,
        }
    )
    return text + "\n"


def _csv(facts: OrganisationFacts) -> Iterator[str]:
    means, size = facts.means, len(facts.means.means)
    return csv_table(
        {
            "name": [one.name for one in means.means],
            "unit": [one.unit for one in means.means],
            "value": [one.value for one in means.means],
            "error": [one.error for one in means.means],
            "certainty": [CERTAINTY] * size,
            "epsilon": [means.epsilon] * size,
            "people": [means.people] * size,
            "from": [means.weeks[0].isoformat()] * size,
            "to": [(means.weeks[-1] + timedelta(days=6)).isoformat()] * size,
        }
    )
