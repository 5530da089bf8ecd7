"""The terms agreed on with a works council: no command reads calendars of a team after their last day."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.commands.conftest import Call
from tests.commands.test_over_roster import Here, write_people

pytest.importorskip("pyarrow")

LAST = date(2198, 12, 31)
"""After whatever day it is when the tests run."""
TERMS = f"""
[privacy]
purpose = "Healthy weeks"
agreed_on = 2026-11-01
agreed_until = {LAST}
"""
COLLECT = ("collect", "--for", "audit", "--team-key", "team.key", "-o", "events")
COMMANDS = {
    "audit": ("audit", "cals", "--seconds", "1"),
    "collect": (*COLLECT, "--roster", "cals"),
    "check": ("check", "--summary", "--roster", "cals"),
}
PERIOD = ("--week", "2026-W47", "--lang", "en")


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("connectors.workers.pool.ProcessPool", lambda workers: Here())
    write_people(tmp_path / "cals", 2)
    (tmp_path / "meetlint.toml").write_text(TERMS)
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_calendars_are_read_on_the_last_day_and_not_after_it(meetlint: Call, team: Path, command: str) -> None:
    code, out, err = meetlint(*COMMANDS[command], *PERIOD, "--today", LAST + timedelta(days=1))
    assert (code, out) == (2, "")
    assert "What was agreed on with the works council ended on 2198-12-31: no calendar is read." in err
    assert not (team / "events").exists()
    assert not (team / "team.key").exists()

    code, out, _ = meetlint(*COMMANDS[command], *PERIOD, "--today", LAST)
    assert code == 0
    assert out


@pytest.mark.parametrize("command", COMMANDS)
def test_taking_an_earlier_day_for_today_does_not_bring_ended_terms_back(
    meetlint: Call, team: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr("commands.many.over_roster.clock", lambda: datetime(2199, 1, 1, tzinfo=UTC))
    assert meetlint(*COMMANDS[command], *PERIOD, "--today", "2026-11-23")[0] == 2


@pytest.mark.parametrize("command", COMMANDS)
def test_every_output_about_a_team_tells_the_fingerprint(meetlint: Call, team: Path, command: str) -> None:
    from analyzer.settings.file import parse_settings
    from commands.analysis import file_sections

    read = parse_settings(TERMS.encode(), "meetlint.toml", file_sections({}))
    fingerprint = read.privacy.fingerprint()
    assert fingerprint is not None
    out = meetlint(*COMMANDS[command], *PERIOD, "--today", "2026-11-23")[1]
    assert f"Read under the terms agreed on with the works council, fingerprint {fingerprint}." in " ".join(out.split())
    if command != "collect":
        data = meetlint(*COMMANDS[command], *PERIOD, "--today", "2026-11-23", "--format", "json")[1]
        assert fingerprint in data


def test_without_terms_the_fingerprint_is_null_and_the_text_says_that_nothing_was_agreed_on(
    meetlint: Call, team: Path
) -> None:
    (team / "meetlint.toml").unlink()
    command = (*COMMANDS["check"], *PERIOD, "--today", "2026-11-23")
    assert json.loads(meetlint(*command, "--format", "json")[1])["fingerprint"] is None
    assert "No terms were agreed on with a works council" in meetlint(*command)[1]


def test_terms_of_a_roster_hold_beside_settings_that_were_named(meetlint: Call, team: Path) -> None:
    people = '\n[people.p0]\naddress = "p0@example.org"\nsource = "cals/p0.ics"\n'
    (team / "team.toml").write_text(TERMS.replace("2198", "2020") + people)
    (team / "meetlint.toml").write_text("[agreements]\nfocus_block = 60\n")
    command = ("check", "--summary", "--roster", "team.toml", "--config", "meetlint.toml", *PERIOD)
    code, _, err = meetlint(*command, "--today", "2026-11-23")
    assert code == 2
    assert "ended on 2020-12-31" in err

    (team / "team.toml").write_text(TERMS + people)
    code, out, _ = meetlint(*command, "--today", "2026-11-23")
    assert code == 0
    assert "Read under the terms agreed on with the works council, fingerprint " in out
