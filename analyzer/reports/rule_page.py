"""The pages of the rules: one per rule from its own text, and the list of them all."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from analyzer.judging.rule import Rule
from analyzer.reports.words.rules import STRENGTHS, page_paragraphs
from analyzer.reports.words.signs import SEVERITIES
from analyzer.settings.template import toml_value
from analyzer.text import N_, Translator

WIDTH = 88


def render_rule_list(rules: Mapping[str, Rule], translate: Translator) -> str:
    """Return one line per rule, grouped by theme."""
    lines: list[str] = []
    width = max(map(len, rules), default=0)
    for theme in dict.fromkeys(rule.theme for rule in rules.values()):
        lines.append(translate(theme))
        for rule in rules.values():
            if rule.theme == theme:
                flags = translate(page_paragraphs(rule.page)[0]).rstrip(".")
                off = f" ({translate(N_('preview: off unless selected'))})" if rule.is_preview else ""
                lines.append(f"  {rule.name:<{width}}  {translate(SEVERITIES[rule.severity].name):<13} {flags}{off}")
        lines.append("")
    lines.append(translate(N_("More about one of them: meetlint explain RULE")))
    return "\n".join(lines) + "\n"


def render_rule_page(rule: Rule, translate: Translator) -> str:
    """Return the page of a rule as Markdown that reads well in a terminal."""
    lines = [f"# {rule.name}", ""]
    for paragraph in page_paragraphs(rule.page):
        if paragraph.startswith("## "):
            lines += [f"## {translate(paragraph[3:])}", ""]
        else:
            lines += [textwrap.fill(translate(paragraph), WIDTH, break_long_words=False, break_on_hyphens=False), ""]
    lines += [f"## {translate(N_('Severity'))}", "", translate(SEVERITIES[rule.severity].name), ""]
    lines += _settings(rule, translate)
    lines += [f"## {translate(N_('Where it comes from'))}", ""]
    for ground in rule.grounds:
        text = f"{translate(ground.text)} ({translate(STRENGTHS[ground.strength])})"
        lines.append(textwrap.fill(text, WIDTH, initial_indent="- ", subsequent_indent="  "))
    lines += ["", f"## {translate(N_('Examples'))}", ""]
    for example in rule.examples:
        lines += [textwrap.fill(translate(example.title), WIDTH), ""]
        lines += _agreed("agreements", example.agreements) + _agreed(f"rules.{rule.name}", example.settings)
        lines += [f"    {event}" for event in example.events]
        number = translate.plural(N_("{n} finding"), N_("{n} findings"), example.findings)
        lines += ["", f"    → {number}", ""]
    return "\n".join(lines).rstrip() + "\n"


def _agreed(section: str, values: Mapping[str, object]) -> list[str]:
    """Return what an example agrees on, as it stands in meetlint.toml."""
    if not values:
        return []
    return [f"    [{section}]", *(f"    {name} = {toml_value(value)}" for name, value in values.items()), ""]


def _settings(rule: Rule, translate: Translator) -> list[str]:
    fields = rule.settings.model_fields
    if not fields:
        return []
    lines = [f"## {translate(N_('Settings'))}", "", f"    [rules.{rule.name}]"]
    for name, info in fields.items():
        unit = (info.json_schema_extra or {}).get("unit", "") if isinstance(info.json_schema_extra, dict) else ""
        help_text = translate(info.description or "") + (f" ({translate(str(unit))})" if unit else "")
        lines.append(f"    {name} = {toml_value(info.default):<8} # {help_text}")
    return [*lines, ""]
