"""Names of files: every file system takes them, and nobody is passed over for a name."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands.many.file_names import file_stem


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Platform & Data", "Platform-Data"),
        ("anna@example.org", "anna@example.org"),
        ("../../etc/passwd", "etc-passwd"),
        # A folder of calendars passes over what begins with these.
        ("_anna", "anna"),
        (".anna.", "anna"),
        ("x\x1b[31m\u202ey\0z", "x-31m-y-z"),
        # The same letter in two spellings, which macOS takes for one name.
        ("cafe\u0301", "caf\u00e9"),
        ("caf\u00e9", "caf\u00e9"),
        # Devices of Windows, with and without more behind a dot.
        ("CON", "CON-"),
        ("nul.x", "nul-.x"),
        ("com1", "com1-"),
        ("console", "console"),
        ("com10", "com10"),
        # 100 letters, and 200 bytes of them: three for each of these.
        ("a" * 300, "a" * 100),
        ("組" * 100, "組" * 66),
        ("a" * 99 + ".b", "a" * 99),
        ("😀 ~ ", "nobody"),
        ("", "nobody"),
    ],
)
def test_a_name_becomes_one_of_a_file(name: str, expected: str, tmp_path: Path) -> None:
    assert file_stem(name, "nobody") == expected
    (tmp_path / f"{expected}.parquet").touch()
