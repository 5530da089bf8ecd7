"""The settings as others read them: a JSON schema for editors, and a list of what is in force and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, create_model

from analyzer.agreements import Agreements, Person
from analyzer.judging.exceptions import Ignore
from analyzer.judging.rule import RuleSettings
from analyzer.settings.file import Settings
from analyzer.settings.template import shown_value
from analyzer.text import N_, Msg, Translator

DEFAULT, FROM_OPTION = N_("default"), N_("command line")


def settings_schema(
    models: Mapping[str, type[RuleSettings]], sections: Mapping[str, type[BaseModel]] = MappingProxyType({})
) -> dict[str, Any]:
    """Return the JSON schema (draft 2020-12) of ``meetlint.toml``, so that editors complete and check it.

    Args:
        models: the settings model of each known rule.
        sections: the model of each section that belongs to a connector.
    """
    strict = ConfigDict(extra="forbid")
    fields: dict[str, Any] = {name: (model, {}) for name, model in models.items()}
    rules: type[BaseModel] = create_model("Rules", __config__=strict, **fields)
    of_connectors: dict[str, Any] = {name: (model, model()) for name, model in sections.items()}
    whole: type[BaseModel] = create_model(
        "meetlint.toml",
        __config__=strict,
        agreements=(Agreements, {}),
        people=(dict[str, Person], {}),
        rules=(rules, {}),
        ignore=(tuple[Ignore, ...], ()),
        **of_connectors,
    )
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole.model_json_schema()}


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


def settings_in_force(
    settings: Settings, models: Mapping[str, type[RuleSettings]], options: Mapping[str, str]
) -> list[InForce]:
    """Return every setting with its value and where it came from, in the order of the file.

    Args:
        settings: what was read.
        models: the settings model of each known rule.
        options: agreements that the command line overrides, by name.
    """
    listed = []
    for name, value in _values(settings.agreements):
        given = options.get(name, "")
        origin = FROM_OPTION if given else _origin(name, settings.agreements.model_fields_set, settings.file)
        listed.append(InForce(f"agreements.{name}", shown_value(given or value), origin))
    for name_of_person, person in settings.people.items():
        listed += [
            InForce(f"people.{name_of_person}.{name}", shown_value(value), settings.file)
            for name, value in _values(person)
            if name in person.model_fields_set
        ]
    for rule, model in models.items():
        own = settings.rules.get(rule) or model()
        for name, value in _values(own):
            listed.append(
                InForce(f"rules.{rule}.{name}", shown_value(value), _origin(name, own.model_fields_set, settings.file))
            )
    for section, values in settings.sections.items():
        listed += [
            InForce(f"{section}.{name}", shown_value(value), _origin(name, values.model_fields_set, settings.file))
            for name, value in _values(values)
        ]
    for number, entry in enumerate(settings.ignore, 1):
        what = ", ".join(f"{name} = {shown_value(value)}" for name, value in _values(entry) if value)
        listed.append(InForce(f"ignore.{number}", what, settings.file))
    return listed


def _values(model: BaseModel) -> list[tuple[str, Any]]:
    return [(name, getattr(model, name)) for name in type(model).model_fields]


def _origin(name: str, given: Collection[str], file: str) -> str:
    return file if name in given else DEFAULT


def render_settings(listed: list[InForce], translate: Translator) -> str:
    """Return the settings as aligned lines."""
    width = max(len(one.key) for one in listed)
    lines = [f"{one.key:<{width}}  {one.value}  ({translate(Msg(one.origin))})" for one in listed]
    return "\n".join(lines) + "\n"
