"""One row is one section: it is read, described, written and listed without another word."""

from __future__ import annotations

import jsonschema
import pytest
from pydantic import BaseModel, ConfigDict, Field

from analyzer.errors import SettingsError
from analyzer.settings.file import parse_settings
from analyzer.settings.schema import settings_in_force, settings_schema
from analyzer.settings.sections import Section, known_sections
from analyzer.settings.template import render_settings_template
from analyzer.text import translator


class Mail(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    sender: str = Field("", description="address that mail comes from")


class Team(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    members: tuple[str, ...] = Field((), description="who is in it")


MAIL, TEAMS = Section("mail", Mail), Section("teams", Team, "tables", '[teams.north]\nmembers = ["anna"]')
WAITING = Section("waiting", Team, "list")
SECTIONS = (*known_sections({}), MAIL, TEAMS, WAITING)
FILE = b"""
[mail]
sender = "a@example.org"
[teams.south]
members = ["bo", "els"]
[[waiting]]
members = ["jan"]
"""


def test_new_section_is_read() -> None:
    values = parse_settings(FILE, "meetlint.toml", SECTIONS).values
    assert values["mail"] == Mail(sender="a@example.org")
    assert values["teams"] == {"south": Team(members=("bo", "els"))}
    assert values["waiting"] == (Team(members=("jan",)),)


def test_section_that_is_not_there_has_its_defaults() -> None:
    settings = parse_settings(b"", "meetlint.toml", SECTIONS)
    assert (settings.values["mail"], settings.values["teams"], settings.values["waiting"]) == (Mail(), {}, ())


@pytest.mark.parametrize("text", ["[mail]\nsendr = 1", "[teams.south]\nmember = []", "[[waiting]]\nx = 1", "[male]"])
def test_key_that_a_section_does_not_know_is_refused_by_reader_and_schema(text: str) -> None:
    with pytest.raises(SettingsError):
        parse_settings(text.encode(), "meetlint.toml", SECTIONS)


def test_schema_takes_a_new_section() -> None:
    validator = jsonschema.Draft202012Validator(settings_schema(SECTIONS))
    assert validator.is_valid({"mail": {"sender": "a"}, "teams": {"x": {"members": []}}, "waiting": [{}]})
    assert not validator.is_valid({"mail": {"sendr": "a"}})
    assert not validator.is_valid({"teams": {"members": []}})
    assert not validator.is_valid({"waiting": {}})


def test_template_writes_a_table_with_its_defaults_and_shows_the_example_of_tables() -> None:
    lines = render_settings_template(SECTIONS, translator("en"), {"mail.sender": "x@example.org"}).splitlines()
    at = lines.index("[mail]")
    assert lines[at + 1 : at + 3] == ["# address that mail comes from", 'sender = "x@example.org"']
    assert lines[lines.index("# [teams.north]") + 1] == '# members = ["anna"]'
    assert not any("waiting" in line for line in lines)


def test_values_in_force_are_listed_with_their_place() -> None:
    listed = settings_in_force(parse_settings(FILE, "meetlint.toml", SECTIONS), SECTIONS, {})
    found = {one.key: (one.value, one.origin) for one in listed}
    assert found["mail.sender"] == ('"a@example.org"', "meetlint.toml")
    assert found["teams.south.members"] == ('["bo", "els"]', "meetlint.toml")
    assert found["waiting.1"] == ('members = ["jan"]', "meetlint.toml")
