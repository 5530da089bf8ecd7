"""The sections of ``meetlint.toml``, one row each: what reads, describes, writes and lists the file goes by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, create_model

from analyzer.agreements import Agreements, Person
from analyzer.judging.exceptions import Ignore
from analyzer.judging.rule import RuleSettings
from analyzer.team.digest import DigestSettings
from analyzer.team.terms import PrivacySettings, TeamSettings

_STRICT = ConfigDict(extra="forbid", frozen=True, validate_default=True)

_AGREEMENTS = """
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
"""
_PEOPLE = """
[people.bo]
address = "bo@example.org"
source = "outlook:bo@example.org"
timezone = "Europe/Lisbon"
working_days = ["mon", "tue", "thu"]
joined = 2026-09-01
"""
_TEAMS = """
[teams.platform]
name = "Platform"
members = ["anna", "bo"]
manager = "anna"
"""
_DIGEST = """
group_joined = 2026-11-30
"""
_PRIVACY = """
epsilon = 1.0
agreed_on = 2026-11-01
agreed_until = 2027-10-31
"""
_IGNORE = """
[[ignore]]
rule = "lunch-meeting"
title = "Team lunch session"
until = 2026-12-31
reason = "agreed with the team"
"""


@dataclass(frozen=True)
class Section:
    """One section.

    Attributes:
        name: as it stands in the file; one with a dot lies inside another: ``rules.lunch-meeting``.
        model: what one table of it holds.
        form: "table" is ``[name]``, "tables" is ``[name.ID]`` for any id, "list" is ``[[name]]``.
        example: how what has no default may look; of a table what stands in it, without its name.
        without_default: settings that only the example shows.
    """

    name: str
    model: type[BaseModel]
    form: Literal["table", "tables", "list"] = "table"
    example: str = ""
    without_default: tuple[str, ...] = ()

    @property
    def field(self) -> tuple[Any, Any]:
        """Its type in the model of the file, and what stands there when the file says nothing."""
        if self.form == "list":
            return (tuple[self.model, ...], ())  # type: ignore[name-defined]  # a type that is only known here
        return (dict[str, self.model] if self.form == "tables" else self.model, {})  # type: ignore[name-defined]

    def tables(self, values: Mapping[str, Any]) -> list[tuple[str, BaseModel]]:
        """Return the tables of this section among the values of all, each with its place in the file."""
        value = values.get(self.name)
        if self.form == "table":
            return [(self.name, value or self.model())]
        found = (value or {}).items() if self.form == "tables" else enumerate(value or (), 1)
        return [(f"{self.name}.{one}", table) for one, table in found]


def known_sections(
    rules: Mapping[str, type[RuleSettings]], connectors: Mapping[str, type[BaseModel]] = MappingProxyType({})
) -> tuple[Section, ...]:
    """Return every section, in the order in which the file is written.

    Args:
        rules: the settings model of each known rule.
        connectors: the model of each section that belongs to a connector; the core knows none of them.
    """
    without_default = ("days", "shifts", "roles", "odd_weeks", "even_weeks")
    return (
        Section("agreements", Agreements, example=_AGREEMENTS, without_default=without_default),
        Section("people", Person, "tables", _PEOPLE),
        Section("teams", TeamSettings, "tables", _TEAMS),
        Section("privacy", PrivacySettings, example=_PRIVACY, without_default=("epsilon", "agreed_on", "agreed_until")),
        Section("digest", DigestSettings, example=_DIGEST, without_default=("group_joined",)),
        Section("ignore", Ignore, "list", _IGNORE),
        *(Section(name, model) for name, model in connectors.items()),
        *(Section(f"rules.{name}", model) for name, model in rules.items()),
    )


def file_model(sections: Sequence[Section]) -> type[BaseModel]:
    """Return the model of the whole file, which refuses what no section knows."""
    outer: dict[str, Any] = {}
    inner: dict[str, dict[str, Any]] = {"rules": {}}
    for section in sections:
        group, _, name = section.name.rpartition(".")
        (inner.setdefault(group, {}) if group else outer)[name] = section.field
    outer |= {
        group: (create_model(group.capitalize(), __config__=_STRICT, **fields), {}) for group, fields in inner.items()
    }
    return create_model("meetlint.toml", __config__=_STRICT, **outer)
