"""Files that the settings name are looked for beside the settings, from wherever a scheduler calls."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel

from analyzer.settings.file import parse_settings
from analyzer.settings.places import FileName, from_home
from analyzer.settings.sections import known_sections


class Mail(BaseModel):
    password_file: FileName = ""
    host: str = ""


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("word", str(Path("/srv/settings/word"))),
        ("../word", str(Path("/srv/settings/../word"))),
        ("/etc/word", "/etc/word"),
        ("~/word", "~/word"),
        ("", ""),
    ],
)
def test_a_file_is_named_from_the_folder_of_the_settings(named: str, expected: str) -> None:
    data = f'[mail]\npassword_file = "{named}"\nhost = "word"\n'.encode()
    found = parse_settings(data, "/srv/settings/meetlint.toml", known_sections({}, {"mail": Mail})).values["mail"]
    assert (found.password_file, found.host) == (expected, "word")


def test_settings_of_this_folder_name_files_as_they_stand() -> None:
    data = b'[mail]\npassword_file = "word"\n'
    found = parse_settings(data, "meetlint.toml", known_sections({}, {"mail": Mail})).values["mail"]
    assert found.password_file == "word"


def test_the_home_of_a_user_whom_nobody_knows_stays_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/anna")
    assert from_home("~/word") == Path("/home/anna/word")
    assert from_home("~no-such-user/word") == Path("~no-such-user/word")
