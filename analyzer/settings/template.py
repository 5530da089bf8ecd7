"""A commented ``meetlint.toml`` with every setting at its default."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import tomli_w
from pydantic import BaseModel

from analyzer.agreements import Window, clock_of
from analyzer.settings.sections import Section
from analyzer.text import N_, Translator


def render_settings_template(
    sections: Sequence[Section], translate: Translator, answers: Mapping[str, Any] | None = None
) -> str:
    """Return the text of a settings file. Every line that only repeats a default is a comment.

    Args:
        sections: the sections of the file, the agreements first.
        translate: the language of the comments.
        answers: what was agreed on: values by agreement name, by ``SECTION.SETTING``, and ``roles`` as
            (title, role, who) rows.
    """
    answers = answers or {}
    agreements, *others = sections
    lines = [
        translate(N_("# The agreements by which meetlint judges. Take away a # to change a default.")),
        translate(N_("# meetlint looks for this file in the folder it is started in; --config names another.")),
        *("", "[agreements]"),
    ]
    for pair in _settings(agreements, "", answers, translate):
        lines += [*pair, ""]
    for title, role, who in answers.get("roles", ()):
        lines += ["[[agreements.roles]]", f"title = {toml_value(title)}", f"{role} = {toml_value(who)}", ""]
    lines.append(translate(N_("# Without a default: alternating weeks, days, roles, shifts, colleagues, exceptions:")))
    lines += _commented(section.example for section in sections if section is agreements or section.form != "table")
    for section in others:
        if section.form == "table" and section.model.model_fields:
            lines += ["", f"[{section.name}]"]
            lines += [line for pair in _settings(section, f"{section.name}.", answers, translate) for line in pair]
            lines += _commented([section.example])
    return "\n".join(lines).rstrip() + "\n"


def _commented(examples: Iterable[str]) -> list[str]:
    text = "\n\n".join(example.strip() for example in examples if example)
    return [f"# {line}" if line else "" for line in text.splitlines()]


def _settings(
    section: Section, prefix: str, answers: Mapping[str, Any], translate: Translator
) -> Iterable[tuple[str, str]]:
    """Yield what each setting is, and its line: what was answered, or its default as a comment."""
    for name, info in section.model.model_fields.items():
        if name not in section.without_default:
            key = prefix + name
            is_answered = key in answers
            line = f"{name} = {shown_value(answers[key] if is_answered else info.default)}"
            yield f"# {translate(info.description or '')}", line if is_answered else f"# {line}"


def toml_value(value: object) -> str:
    """Return a plain value, or a list of them, as TOML on one line."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(toml_value(item) for item in value)}]"
    return tomli_w.dumps({"x": value})[len("x = ") : -1]


def shown_value(value: Any) -> str:
    """Return a setting as people write it in the file: windows as clock times."""
    if value is None:
        return "-"
    if isinstance(value, BaseModel):
        given = ((name, getattr(value, name)) for name in type(value).model_fields)
        return _inline((name, one) for name, one in given if one not in (None, ""))
    if isinstance(value, dict):
        return _inline(value.items()) if value else "{}"
    if isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
        return f"[{', '.join(shown_value(one) for one in value)}]"
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        windows = [_clock(window) for window in value]
        return toml_value(windows[0] if len(windows) == 1 else windows)
    return toml_value(value)


def _inline(pairs: Iterable[tuple[str, Any]]) -> str:
    """Return a table on one line."""
    keys = ((tomli_w.dumps({name: 0})[: -len(" = 0\n")], one) for name, one in pairs)
    return "{ " + ", ".join(f"{key} = {shown_value(one)}" for key, one in keys) + " }"


def _clock(window: Window) -> str:
    start, end = window
    return f"{clock_of(start)}-{clock_of(end)}"
