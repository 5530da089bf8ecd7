"""A result reaches its place whole, in whatever pieces it comes."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from commands.console import write


def written(monkeypatch: pytest.MonkeyPatch, pieces: str | list[str], encoding: str) -> bytes:
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding=encoding, newline=""))
    write(pieces, None)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1", "ascii"])
@pytest.mark.parametrize("pieces", [["é€", "", "x", "\n"], ["é€\n", ""], ["é€"], [], "whole é€"])
def test_pieces_are_written_as_their_text_with_one_newline_at_the_end(
    monkeypatch: pytest.MonkeyPatch, pieces: str | list[str], encoding: str
) -> None:
    text = "".join(pieces)
    expected = (text if text.endswith("\n") else text + "\n").encode(encoding, "replace")
    assert written(monkeypatch, pieces, encoding) == expected


def test_pieces_that_break_off_leave_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text("old")

    def pieces():  # type: ignore[no-untyped-def]
        yield "new"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write(pieces(), path)
    assert [one.name for one in tmp_path.iterdir()] == ["out.json"]
    assert path.read_text() == "old"
    write(iter(["a", "é"]), path)
    assert path.read_text("utf-8") == "aé"
