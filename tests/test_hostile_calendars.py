"""Calendars of anybody, through the command line: each ends in a result or a sentence, never in a fault of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli import main

SHARED = Path(__file__).parents[1] / ".." / "shared" / "data"
FILES = sorted(path for folder in ("badinputs", "badinputs_second") for path in (SHARED / folder).glob("*.ics"))

ENDLESS = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:endless
DTSTART:20260301T090000Z
DTEND:{end}
SUMMARY:For ever
END:VEVENT
BEGIN:VEVENT
UID:good
DTSTART:20261117T090000Z
DURATION:PT1H
SUMMARY:Good neighbour
END:VEVENT
END:VCALENDAR
"""


def run(path: Path, *, command: str = "check") -> int:
    arguments = [command, str(path), "--me", "me@example.org", "--tz", "Europe/Amsterdam", "--week", "2026-W47"]
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_before: None) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_hostile_file_never_ends_in_a_fault_of_our_own(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(path) in (0, 1, 3, 4)
    captured = capfd.readouterr()
    assert "Traceback" not in captured.err
    assert all(sign.isprintable() or sign == "\n" for sign in captured.out + captured.err)


@pytest.mark.parametrize("end", ["99991231T235959Z", "99991231T120000Z", "99991230T000000Z", "99991229T000000Z"])
def test_an_event_to_the_end_of_the_calendar_hides_nothing(
    end: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "endless.ics"
    path.write_text(ENDLESS.format(end=end), encoding="utf-8")
    assert run(path, command="events") == 0
    out = capfd.readouterr().out
    assert "For ever" in out
    assert "Good neighbour" in out
