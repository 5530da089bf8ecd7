"""A commented ``meetlint.toml`` with every setting at its default."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from analyzer.agreements import Agreements, Window, clock_of
from analyzer.judging.rule import RuleSettings
from analyzer.reports.rule_page import toml_value
from analyzer.text import N_, Translator

WITHOUT_DEFAULT = ("days", "shifts", "roles", "odd_weeks", "even_weeks")

EXAMPLES = """
odd_weeks = ["mon", "tue", "wed", "thu"]
even_weeks = ["mon", "tue", "wed", "thu", "fri"]

[agreements.days.wed]
working_hours = "08:30-12:30"
lunch = ""

[[agreements.roles]]
title = "Team meeting*"
facilitator = "rota: Anna, Bo, Els"
decision_keeper = "Els"

[[agreements.shifts]]
day = 2026-12-24
working_hours = "14:00-22:00"
lunch = "17:30-18:00"

[people.bo]
address = "bo@example.org"
timezone = "Europe/Lisbon"
working_days = ["mon", "tue", "thu"]

[[ignore]]
rule = "lunch-meeting"
title = "Team lunch session"
until = 2026-12-31
reason = "agreed with the team"
"""
"""Sections that have no default; written as comments."""


def render_settings_template(
    models: Mapping[str, type[RuleSettings]],
    translate: Translator,
    answers: Mapping[str, Any] | None = None,
    sections: Mapping[str, type[BaseModel]] = MappingProxyType({}),
) -> str:
    """Return the text of a settings file. Every line that only repeats a default is a comment.

    Args:
        models: the settings model of each rule.
        translate: the language of the comments.
        answers: what was agreed on: values by agreement name, and ``roles`` as
            (title, role, who) rows.
        sections: the model of each section that belongs to a connector.
    """
    answers = answers or {}
    lines = [
        translate(N_("# The agreements by which meetlint judges. Take away a # to change a default.")),
        translate(N_("# meetlint looks for this file in the folder it is started in; --config names another.")),
        "",
        "[agreements]",
    ]
    for name, info in Agreements.model_fields.items():
        if name in WITHOUT_DEFAULT:
            continue
        lines += [f"# {translate(info.description or '')}", _line(name, info.default, answers, name), ""]
    for title, role, who in answers.get("roles", ()):
        lines += ["[[agreements.roles]]", f"title = {toml_value(title)}", f"{role} = {toml_value(who)}", ""]
    lines.append(translate(N_("# Without a default: alternating weeks, days, roles, shifts, colleagues, exceptions:")))
    lines += [f"# {line}" if line else "" for line in EXAMPLES.strip().splitlines()]
    own = {f"rules.{rule}": model for rule, model in models.items()}
    for section, model in {**sections, **own}.items():
        if not model.model_fields:
            continue
        lines += ["", f"[{section}]"]
        for name, info in model.model_fields.items():
            lines += [f"# {translate(info.description or '')}"]
            lines += [_line(name, info.default, answers, f"{section}.{name}")]
    return "\n".join(lines).rstrip() + "\n"


def _line(name: str, default: Any, answers: Mapping[str, Any], key: str) -> str:
    """Return the line of a setting: what was answered, or its default as a comment."""
    if key in answers:
        return f"{name} = {shown_value(answers[key])}"
    return f"# {name} = {shown_value(default)}"


def shown_value(value: Any) -> str:
    """Return a setting as people write it in the file: windows as clock times."""
    if value is None:
        return "-"
    if isinstance(value, BaseModel):
        given = ((name, getattr(value, name)) for name in type(value).model_fields)
        return "{ " + ", ".join(f"{name} = {shown_value(one)}" for name, one in given if one not in (None, "")) + " }"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {shown_value(one)}" for name, one in value.items()) + " }" if value else "{}"
    if isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
        return f"[{', '.join(shown_value(one) for one in value)}]"
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        windows = [_clock(window) for window in value]
        return toml_value(windows[0] if len(windows) == 1 else windows)
    return toml_value(value)


def _clock(window: Window) -> str:
    start, end = window
    return f"{clock_of(start)}-{clock_of(end)}"
