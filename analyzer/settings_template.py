"""A commented ``meetlint.toml`` with every setting at its default."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyzer.agreements import Agreements, Window
from analyzer.reports.rule_page import toml_value
from analyzer.rule import RuleSettings
from analyzer.text import N_, Translator

WITHOUT_DEFAULT = ("days", "shifts", "odd_weeks", "even_weeks")

EXAMPLES = """
odd_weeks = ["mon", "tue", "wed", "thu"]
even_weeks = ["mon", "tue", "wed", "thu", "fri"]

[agreements.days.wed]
working_hours = "08:30-12:30"
lunch = ""

[[agreements.shifts]]
day = 2026-12-24
working_hours = "14:00-22:00"
lunch = "17:30-18:00"
"""
"""Sections that have no default; written as comments."""


def render_settings_template(models: Mapping[str, type[RuleSettings]], translate: Translator) -> str:
    """Return the text of a settings file. Every line that only repeats a default is a comment.

    Args:
        models: the settings model of each rule.
        translate: the language of the comments.
    """
    lines = [
        translate(N_("# The agreements by which meetlint judges. Take away a # to change a default.")),
        translate(N_("# meetlint looks for this file in the folder it is started in; --config names another.")),
        "",
        "[agreements]",
    ]
    for name, info in Agreements.model_fields.items():
        if name in WITHOUT_DEFAULT:
            continue
        lines += [f"# {translate(info.description or '')}", f"# {name} = {shown_value(info.default)}", ""]
    lines.append(translate(N_("# Weeks that alternate, a weekday with hours of its own, and a rostered day:")))
    lines += [f"# {line}" if line else "" for line in EXAMPLES.strip().splitlines()]
    lines.append("")
    for rule, model in models.items():
        if not model.model_fields:
            continue
        lines += ["", f"[rules.{rule}]"]
        for name, info in model.model_fields.items():
            lines += [f"# {translate(info.description or '')}", f"# {name} = {shown_value(info.default)}"]
    return "\n".join(lines).rstrip() + "\n"


def shown_value(value: Any) -> str:
    """Return a setting as people write it in the file: windows as clock times."""
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        windows = [_clock(window) for window in value]
        return toml_value(windows[0] if len(windows) == 1 else windows)
    return toml_value(value)


def _clock(window: Window) -> str:
    start, end = window
    return f"{start // 60:02d}:{start % 60:02d}-{end // 60 % 24:02d}:{end % 60:02d}"
