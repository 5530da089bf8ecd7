"""What stands at the end of the page: what was not counted, the settings in force, and where each rule comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.agreements import Agreements
from analyzer.figures.days import WORDLESS
from analyzer.reports.html.markup import PageWording
from analyzer.reports.words.rules import STRENGTHS
from analyzer.run import Run
from analyzer.settings.template import shown_value
from analyzer.text import N_

UNNAMED = (*WORDLESS, "declined", "working-place")
"""Reasons of which only the number is said: a page is shown to others."""


@dataclass(frozen=True)
class Uncounted:
    """Events that did not count as a meeting, for one reason."""

    reason: str
    number: int
    titles: str


@dataclass(frozen=True)
class Setting:
    """One setting in force.

    Attributes:
        name: as it is called in the file.
        value: as it is written there.
        help: what it means.
        is_agreed: it differs from the default.
    """

    name: str
    value: str
    help: str
    is_agreed: bool


@dataclass(frozen=True)
class RuleOrigin:
    """One rule: where it comes from, and its settings."""

    name: str
    title: str
    grounds: Sequence[str]
    settings: Sequence[Setting]


def uncounted(run: Run, wording: PageWording) -> list[Uncounted]:
    """Return the events that did not count, by reason, the most frequent first.

    Titles only of what is known to be with others: of one's own time the page promises to show nothing but when it is.
    """
    table = run.table
    listed = []
    for reason, number in run.not_counted().most_common():
        titles: list[str] = []
        if reason not in UNNAMED:
            rows = table.take(table.holds("reason", reason) & table.holds("kind", "meeting"))
            words = (rows.column(name).tolist() for name in ("title", "private"))
            titles = [
                wording.title({"title": title, "private": private})
                for title, private in dict.fromkeys(zip(*words, strict=True))
                if not private
            ]
        listed.append(Uncounted(wording.reason(reason), number, wording.listed(titles)))
    return listed


def agreed_settings(run: Run, wording: PageWording) -> list[Setting]:
    """Return the agreements in force; what is empty by default and was not agreed on is left out."""
    agreements = run.judgement.context.agreements[0]
    settings = []
    for name, info in Agreements.model_fields.items():
        value = getattr(agreements, name)
        is_agreed = value != info.default
        if name in ("me", "aliases", "timezone", "language") or not (value or is_agreed):
            continue  # the owner and the clock stand at the top of the page
        shown = shown_value(value) if name not in ("days", "shifts") else str(len(value))
        settings.append(Setting(name, shown, wording.translate(info.description or ""), is_agreed))
    return settings


def rule_origins(run: Run, wording: PageWording) -> list[RuleOrigin]:
    """Return the rules that judged."""
    translate = wording.translate
    origins = []
    for active in run.judgement.rules:
        fields = type(active.settings).model_fields
        settings = []
        for name, info in fields.items():
            value = getattr(active.settings, name)
            extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
            unit = translate(str(extra.get("unit", "")))
            shown = f"{shown_value(value)} {unit}".strip()
            settings.append(Setting(name, shown, translate(info.description or ""), value != info.default))
        grounds = [
            translate(
                N_("{ground} ({strength})"),
                ground=translate(ground.text),
                strength=translate(STRENGTHS[ground.strength]),
            )
            for ground in active.rule.grounds
        ]
        origins.append(RuleOrigin(active.rule.name, wording.rule_title(active.rule), grounds, settings))
    return origins
