"""A folder that is named for results: made for its owner's eyes only, else left as it is."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from analyzer.errors import UsageError
from analyzer.text import translator
from commands.folders import open_private_folder


def test_a_folder_is_made_for_its_owner_and_one_that_is_there_stays_open(tmp_path: Path) -> None:
    open_private_folder(tmp_path / "own" / "events")
    assert stat.S_IMODE((tmp_path / "own" / "events").stat().st_mode) == 0o700
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o755)
    open_private_folder(shared)
    assert stat.S_IMODE(shared.stat().st_mode) == 0o755


def test_what_a_killed_run_left_goes(tmp_path: Path) -> None:
    left, kept = tmp_path / ".meetlint-0123.tmp", tmp_path / "north.txt"
    for path in (left, kept):
        path.write_text("half")
        os.utime(path, (0, 0))
    open_private_folder(tmp_path)
    assert list(tmp_path.iterdir()) == [kept]


def test_a_folder_that_cannot_be_made_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(UsageError) as refused:
        open_private_folder(tmp_path / "taken" / "below")
    said = refused.value.say(translator("en"))
    assert said == f"The folder {tmp_path / 'taken' / 'below'} cannot be made: a part of the path is no folder."
    assert refused.value.say_hint(translator("en")) == "Choose another place with -o."
