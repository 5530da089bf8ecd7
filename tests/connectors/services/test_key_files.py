"""P27, keys that leak: a key file is for its owner alone and lies in no Git checkout, whatever service it opens."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.text import translator
from connectors.google.service_account import read_key
from connectors.google.settings import GoogleSettings
from connectors.outlook.credentials import read_credential
from connectors.outlook.settings import OutlookSettings
from connectors.refusals import RefusedError

ENGLISH = translator("en")
SECRET = json.dumps({"type": "service_account", "private_key": "hush"})


def read_for_google(file: Path, *, is_open_allowed: bool = False) -> object:
    return read_key(GoogleSettings(service_account_file=str(file), allow_open_key_file=is_open_allowed))["private_key"]


def read_for_outlook(file: Path, *, is_open_allowed: bool = False) -> object:
    settings = OutlookSettings(client_secret_file=str(file), allow_open_key_file=is_open_allowed)
    return json.loads(str(read_credential(settings, {})))["private_key"]


Read = Callable[..., object]
both = pytest.mark.parametrize(("read", "section"), [(read_for_google, "google"), (read_for_outlook, "outlook")])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "key.json"
    path.write_text(SECRET)
    path.chmod(0o600)
    return path


def refusal(read: Read, file: Path) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        read(file)
    assert "hush" not in caught.value.say(ENGLISH)
    return caught.value


@both
@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700])
def test_file_of_its_owner_is_read(read: Read, section: str, file: Path, mode: int) -> None:
    file.chmod(mode)
    assert read(file) == "hush"


@both
@pytest.mark.parametrize("mode", [0o640, 0o620, 0o610, 0o604, 0o602, 0o601])
def test_file_that_others_can_open_is_refused_unless_allowed(read: Read, section: str, file: Path, mode: int) -> None:
    file.chmod(mode)
    error = refusal(read, file)
    assert error.code == "key-open"
    assert "chmod 600" in error.say_hint(ENGLISH)
    assert f"[{section}]" in error.say_hint(ENGLISH)
    assert read(file, is_open_allowed=True) == "hush"


@both
@pytest.mark.parametrize("depth", ["checkout", "checkout/deep/in/it"])
@pytest.mark.parametrize("is_worktree", [False, True])
def test_file_in_a_checkout_is_refused_unless_allowed(
    read: Read, section: str, file: Path, depth: str, is_worktree: bool
) -> None:
    folder = file.parent / depth
    folder.mkdir(parents=True)
    mark = file.parent / "checkout/.git"
    mark.write_text("gitdir: elsewhere") if is_worktree else mark.mkdir()
    moved = file.rename(folder / "key.json")
    link = file.parent / "link.json"
    link.symlink_to(moved)
    for path in (moved, link):
        error = refusal(read, path)
        assert error.code == "key-in-checkout"
        assert f"[{section}]" in error.say_hint(ENGLISH)
        assert read(path, is_open_allowed=True) == "hush"


@both
def test_file_that_is_absent_or_a_folder_is_named_with_its_setting(read: Read, section: str, file: Path) -> None:
    for path, reason in ((file.with_name("none"), "no such file"), (file.parent, "it is a folder")):
        error = refusal(read, path)
        assert error.code == "key-unreadable"
        assert reason in error.say(ENGLISH)
        assert f"_file in the section [{section}]" in error.say_hint(ENGLISH)


@both
def test_file_larger_than_any_key_is_refused_and_one_of_that_size_is_not(read: Read, section: str, file: Path) -> None:
    file.write_text(SECRET.ljust(1 << 20))
    assert read(file) == "hush"
    file.write_text(SECRET.ljust((1 << 20) + 1))
    assert "too large" in refusal(read, file).say(ENGLISH)
