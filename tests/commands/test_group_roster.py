"""The roster as a group: who is on it, what the own section adds, and which mailbox is opened for whom."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analyzer.errors import SettingsError, UsageError
from analyzer.settings.file import Settings, parse_settings
from commands.analysis import file_sections
from commands.many.digests.group import GroupRoster, read_group_roster, with_own_mailbox
from commands.many.roster import Member
from connectors.google.settings import GoogleSettings
from connectors.options import OpenOptions
from connectors.outlook.settings import OutlookSettings
from connectors.services.directory import DirectoryGroup, Listed

OPTIONS = OpenOptions(state_dir=Path("nowhere"), cache_dir=Path("nowhere"))
PEOPLE = """
[people.annelies]
address = "anna@example.org"
aliases = ["a.jansen@example.org"]
source = "anna.ics"
joined = 2026-10-05
language = "nl"

[people.gone]
address = "gone@example.org"
source = "gone.ics"
joined = 2026-10-05
"""


def settings_of(text: str) -> Settings:
    return parse_settings(text.encode(), "meetlint.toml", file_sections({}))


def roster(
    monkeypatch: pytest.MonkeyPatch, *people: Listed, kind: str = "google", joined: str = "", more: str = PEOPLE
) -> GroupRoster:
    asked: list[str] = []

    def read(group: str, _options: OpenOptions) -> DirectoryGroup:
        asked.append(group)
        return DirectoryGroup(list(people))

    monkeypatch.setattr(f"connectors.{kind}.group.read_group", read)
    found = read_group_roster(settings_of(f'[digest]\ngroup = "{kind}:the-group"\n{joined}\n{more}'), OPTIONS)
    assert asked == ["the-group"]
    return found


def listed(name: str, **parts: Any) -> Listed:
    return Listed(
        f"id-{name}", parts.get("mailbox", f"{name}@example.org"), parts.get("address", f"{name}@example.org")
    )


@pytest.mark.parametrize("kind", ["google", "outlook"])
def test_each_ones_source_is_the_own_mailbox(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    (bo,) = roster(monkeypatch, listed("bo", mailbox="bo@corp.example.org"), kind=kind).members
    assert (bo.name, bo.sources, bo.address) == ("bo@example.org", (f"{kind}:bo@corp.example.org",), "bo@example.org")
    # Being listed is no joining by itself.
    assert (bo.joined, bo.own_day) == (None, None)


def test_being_in_the_group_is_joining_where_that_was_agreed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    (bo,) = roster(monkeypatch, listed("bo"), joined="group_joined = 2026-11-30").members
    assert (bo.joined, bo.own_day) == (date(2026, 11, 30), None)


@pytest.mark.parametrize("address", ["anna@example.org", "a.jansen@example.org"])
def test_the_own_section_adds_what_differs(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    found = roster(monkeypatch, listed("anna", address=address), joined="group_joined = 2026-11-30")
    (anna,) = found.members
    assert (anna.name, anna.sources, anna.address, anna.language) == ("annelies", ("anna.ics",), address, "nl")
    assert anna.joined == anna.own_day == date(2026, 10, 5)


def test_who_is_in_the_settings_alone_is_not_on_the_roster(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [one.name for one in roster(monkeypatch, listed("bo")).members] == ["bo@example.org"]


def test_who_cannot_be_written_to_is_named_and_the_others_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    people = [
        listed("bo"),
        listed("cy", address=""),
        listed("dana", address="two@example.org, three@example.org"),
        listed("eve", address="same@example.org"),
        listed("fay", address="same@example.org", mailbox=""),
    ]
    found = roster(monkeypatch, *people)
    assert [one.address for one in found.members] == ["bo@example.org"]
    assert list(found.faults) == [
        ("cy@example.org", "no-address"),
        ("dana@example.org", "bad-address"),
        ("eve@example.org", "address-of-two"),
        ("id-fay", "address-of-two"),
    ]


def test_a_group_of_nobody_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for people in ([], [listed("cy", address="")]):
        with pytest.raises(UsageError, match="has nobody in it"):
            roster(monkeypatch, *people)


def test_the_own_mailbox_is_opened_for_that_person_alone() -> None:
    sections = {
        "outlook": OutlookSettings(mailboxes=("zoe@example.org",)),
        "google": GoogleSettings(),
        "agreements": object(),
    }
    opened = with_own_mailbox(sections, Member("bo", (), mailbox="bo@example.org"))
    assert opened["outlook"].mailboxes == ("zoe@example.org", "bo@example.org")
    assert opened["google"].mailboxes == ("bo@example.org",)
    assert opened["agreements"] is sections["agreements"]
    assert sections["outlook"].mailboxes == ("zoe@example.org",)  # type: ignore[attr-defined]
    assert with_own_mailbox(sections, Member("cy", ())) is sections


@pytest.mark.parametrize("group", ["digest@example.org", "outlook:", "ics:x", "outlook:a/b", "google:a b"])
def test_a_group_is_written_with_its_directory(group: str) -> None:
    with pytest.raises(SettingsError):
        settings_of(f'[digest]\ngroup = "{group}"\n')
