"""A password comes from the environment or a private file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analyzer.errors import MeetlintError
from analyzer.text import translator
from connectors.mail.passwords import read_password
from connectors.mail.settings import MailSettings


def read(variable: str = "", file: Path | str = "") -> str:
    return read_password({"PASSWORD": "from outside", "EMPTY": ""}, variable=variable, file=str(file), section="mail")


def test_it_comes_from_the_environment() -> None:
    assert read("PASSWORD") == "from outside"
    for variable in ("EMPTY", "ABSENT"):
        with pytest.raises(MeetlintError, match=variable):
            read(variable)


def test_it_comes_from_a_private_file_without_the_end_of_its_line(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(" pass wörd \n", "utf-8")
    file.chmod(0o600)
    assert read(file=file) == " pass wörd "


def test_a_file_of_other_letters_is_refused_without_a_byte_of_it(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_bytes("Tr0ub4dör".encode("latin-1"))
    file.chmod(0o600)
    with pytest.raises(MeetlintError, match="which holds a password, is not UTF-8") as caught:
        read(file=file)
    assert (caught.value.__cause__, caught.value.__suppress_context__) == (None, True)


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no modes")
def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("Tr0ub4dor", "utf-8")
    file.chmod(0o640)
    with pytest.raises(MeetlintError, match="others on this machine can read it") as caught:
        read(file=file)
    assert "Tr0ub4dor" not in str(caught.value)
    # The sentence names a way out, and it is one.
    assert "allow_open_key_file = true in the section [mail]" in caught.value.say_hint(translator("en"))
    open_to_others = MailSettings(
        host="localhost", user="bo", password_file=str(file), from_address="bo@example.org", allow_open_key_file=True
    )
    assert open_to_others.server({}).password == "Tr0ub4dor"


def test_neither_is_no_password(tmp_path: Path) -> None:
    assert read() == ""
    with pytest.raises(MeetlintError, match="cannot be read"):
        read(file=tmp_path / "none")
