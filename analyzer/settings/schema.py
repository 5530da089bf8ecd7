"""The settings as others read them: a JSON schema for editors, and a list of what is in force and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from analyzer.settings.file import Settings
from analyzer.settings.sections import Section, file_model
from analyzer.settings.template import shown_value
from analyzer.text import N_, Msg, Translator

DEFAULT, FROM_OPTION = N_("default"), N_("command line")


def settings_schema(sections: Sequence[Section]) -> dict[str, Any]:
    """Return the JSON schema (draft 2020-12) of ``meetlint.toml``, so that editors complete and check it."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **file_model(sections).model_json_schema()}


@dataclass(frozen=True)
class InForce:
    """One setting as it is in force.

    Attributes:
        key: its place in the file, such as ``rules.lunch-meeting.x``.
        value: as people write it.
        origin: msgid or file name: default, the file, or the command line.
    """

    key: str
    value: str
    origin: str


def settings_in_force(settings: Settings, sections: Sequence[Section], options: Mapping[str, str]) -> list[InForce]:
    """Return every setting with its value and where it came from, in the order of the file.

    Args:
        settings: what was read.
        sections: the sections of the file.
        options: agreements that the command line overrides, by name.
    """
    listed = []
    for section in sections:
        for place, table in section.tables(settings.values):
            if section.form == "list":
                said = ", ".join(f"{name} = {shown_value(value)}" for name, value in _values(table) if value)
                listed.append(InForce(place, said, settings.file))
                continue
            for name, value in _values(table):
                given = options.get(name, "") if section.name == "agreements" else ""
                is_of_file = name in table.model_fields_set
                if section.form == "table" or is_of_file:
                    origin = FROM_OPTION if given else settings.file if is_of_file else DEFAULT
                    listed.append(InForce(f"{place}.{name}", shown_value(given or value), origin))
    return listed


def _values(model: BaseModel) -> list[tuple[str, Any]]:
    return [(name, getattr(model, name)) for name in type(model).model_fields]


def render_settings(listed: list[InForce], translate: Translator) -> str:
    """Return the settings as aligned lines, in which nothing can drive a terminal: the file may be anybody's."""
    shown = [(_escaped(one.key), _escaped(one.value), _escaped(translate(Msg(one.origin)))) for one in listed]
    width = max(len(key) for key, _, _ in shown)
    return "".join(f"{key:<{width}}  {value}  ({origin})\n" for key, value, origin in shown)


def _escaped(text: str) -> str:
    """Return a text with every sign that is none to look at written as TOML escapes it."""
    if text.isprintable():
        return text
    return "".join(
        sign if sign.isprintable() else f"\\u{ord(sign):04x}" if ord(sign) < 1 << 16 else f"\\U{ord(sign):08x}"
        for sign in text
    )
