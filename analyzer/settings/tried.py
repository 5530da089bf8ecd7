"""Agreements to try for once: ``KEY=VALUE``, in the words of ``meetlint.toml`` and checked as that file is."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import Any

from analyzer.agreements import Agreements
from analyzer.errors import UsageError
from analyzer.settings.file import parse_settings
from analyzer.settings.sections import Section
from analyzer.settings.template import toml_value
from analyzer.text import N_

OPTION = "--agree"
"""Where these agreements stand, in messages."""

WHOSE = frozenset(("timezone", "language", "me", "aliases"))
"""What says whose calendar it is, and is nothing to agree on."""


def read_agreements(texts: Sequence[str]) -> dict[str, Any]:
    """Return what is agreed, by name.

    Args:
        texts: each such as ``focus_days=wed,fri``, ``lunch=12:30-13:00`` or ``days={wed = {lunch = ""}}``.

    Raises:
        UsageError: a text that is not of this form, a name twice, or one that is nothing to try.
        SettingsError: with every mistake, as in the file; the line is the place of the text among them.
    """
    lines: list[str] = []
    names: set[str] = set()
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name:
            raise UsageError(
                N_("{text} is no agreement to try."),
                N_("Write it as {option} focus_days=wed."),
                text=text,
                option=OPTION,
            )
        if name in names:
            raise UsageError(N_("{name} is given twice."), N_("Write several days as focus_days=wed,fri."), name=name)
        if name in WHOSE:
            raise UsageError(N_("{name} says whose calendar it is, and is no agreement to try."), name=name)
        names.add(name)
        lines.append(f"agreements.{toml_value(name)} = {_written(name, value)}")
    parsed = parse_settings("\n".join(lines).encode(), OPTION, (Section("agreements", Agreements),)).agreements
    return {name: getattr(parsed, name) for name in names}


def _written(name: str, value: str) -> str:
    """Return a value as TOML: what is TOML already as it is, a list where one is asked for, and else a text."""
    if value[:1] in ("[", "{", '"', "'") and "\n" not in value and _is_toml(value):
        return value
    if _is_list(name, value):
        return toml_value([part for part in (part.strip() for part in value.split(",")) if part])
    return toml_value(value)


def _is_toml(value: str) -> bool:
    try:
        return list(tomllib.loads(f"x = {value}")) == ["x"]
    except (ValueError, RecursionError):  # the file's own reader says what is wrong with a text that is too deep
        return False


def _is_list(name: str, value: str) -> bool:
    """Return whether an agreement is a list, such as days; one window needs none."""
    known = Agreements.model_fields.get(name)
    kind = str(known.annotation) if known else ""
    return "tuple" in kind and ("tuple[int, int]" not in kind or "," in value)
