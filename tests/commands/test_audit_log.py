"""The log of audits: what stands in it, for how long, and that no run spoils another's line."""

from __future__ import annotations

import errno
import getpass
import json
import os
import stat
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from analyzer.errors import SettingsError
from analyzer.team.log import LogEntry, entry_of
from commands.team.audit_log import AuditLog, add_entry, read_log
from tests.commands.conftest import Call, Here
from tests.commands.test_over_roster import write_people

ROOT = Path(__file__).parents[2]
IMPORTED_FROM = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
NOW = datetime(2026, 11, 30, 9, 15, tzinfo=UTC)
ENTRY = LogEntry(
    time=NOW,
    team="platform",
    first=date(2026, 11, 2),
    last=date(2026, 11, 29),
    fingerprint="0123456789ab",
    forms=("html",),
    account="root",
    released=12,
    withheld=3,
    meetings=4,
)


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MEETLINT_STATE_DIR", str(tmp_path))
    return tmp_path / "audits" / "audits.log"


def at(days: int, team: str = "platform") -> LogEntry:
    """Return the entry of some days ago."""
    return LogEntry(**{**vars(ENTRY), "time": NOW - timedelta(days=days), "team": team})


def test_an_entry_is_one_line_of_json_in_a_private_file(log: Path) -> None:
    add_entry(ENTRY, 400, NOW)
    assert json.loads(log.read_text("ascii")) == {
        "time": "2026-11-30T09:15:00+00:00",
        "team": "platform",
        "from": "2026-11-02",
        "to": "2026-11-29",
        "fingerprint": "0123456789ab",
        "forms": ["html"],
        "account": "root",
        "released": 12,
        "withheld": 3,
        "meetings": 4,
    }
    assert log.read_bytes().count(b"\n") == 1
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700


def test_what_was_written_is_read_again_in_order() -> None:
    entries = [at(2), at(1, 'né\u202e\x1b[31m"\n</script>'), at(0)]
    for entry in entries:
        add_entry(entry, 400, NOW)
    assert read_log() == AuditLog(entries)


def test_no_log_is_an_empty_one_and_reading_makes_none(log: Path) -> None:
    assert read_log() == AuditLog(())
    assert not log.parent.exists()


def test_an_entry_goes_after_its_days_and_not_on_the_last_of_them() -> None:
    for days in (401, 400, 399):
        add_entry(at(days), 1000, NOW)
    add_entry(ENTRY, 400, NOW)
    assert read_log().entries == [at(400), at(399), ENTRY]


def test_an_entry_is_added_to_the_file_itself_unless_something_goes(log: Path) -> None:
    add_entry(at(2), 400, NOW)
    before = log.stat().st_ino
    add_entry(at(1), 400, NOW)
    assert log.stat().st_ino == before


def test_a_torn_line_is_counted_and_costs_no_other(log: Path) -> None:
    add_entry(at(500), 1000, NOW)
    with log.open("ab") as file:
        file.write(b'{"time": "2026-11-')
    add_entry(at(1), 1000, NOW)
    assert read_log() == AuditLog([at(500), at(1)], unreadable=1)
    add_entry(ENTRY, 400, NOW)
    assert read_log() == AuditLog([at(1), ENTRY], unreadable=1)


@pytest.mark.parametrize(
    "line",
    [
        *(b"", b"{", b"[]", b"null", b"1", b"\xff\xfe", b"[" * 100_000, b'{"time": 1}'),
        ENTRY.line().replace(b"+00:00", b""),
        ENTRY.line().replace(b'"released": 12', b'"released": 1e999'),
        ENTRY.line().replace(b"2026-11-02", b"2026-13-02"),
        ENTRY.line().replace(b'"account"', b'"who"'),
    ],
    ids=str,
)
def test_what_is_no_line_of_a_log_is_no_entry(line: bytes) -> None:
    assert entry_of(line) is None


RUN = """
import sys
from dataclasses import replace
from tests.commands.test_audit_log import ENTRY, NOW, at
from commands.team.audit_log import add_entry
for number in range(20):
    add_entry(at(500, "old"), 1000, NOW)
    add_entry(replace(ENTRY, team=f"{sys.argv[1]}-{number}"), 400, NOW)
"""


def test_two_runs_at_once_lose_no_entry_while_each_drops_old_ones(tmp_path: Path) -> None:
    runs = [
        subprocess.Popen([sys.executable, "-c", RUN, name], cwd=ROOT, env={**os.environ, "PYTHONPATH": IMPORTED_FROM})
        for name in ("a", "b")
    ]
    assert [run.wait() for run in runs] == [0, 0]
    found = read_log()
    assert found.unreadable == 0
    teams = [entry.team for entry in found.entries if entry.team != "old"]
    assert sorted(teams) == sorted(f"{name}-{number}" for name in ("a", "b") for number in range(20))
    assert [team for team in teams if team[0] == "a"] == [f"a-{number}" for number in range(20)]


@pytest.mark.parametrize("old", [0, 500], ids=["adding", "dropping"])
def test_a_full_disk_is_said_and_leaves_the_log_as_it_was(log: Path, monkeypatch: pytest.MonkeyPatch, old: int) -> None:
    add_entry(at(old), 1000, NOW)
    before = log.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr("connectors.private_files.os.fsync", full)
        with pytest.raises(SettingsError) as failed:
            add_entry(ENTRY, 400, NOW)
    assert "audits.log" in str(failed.value)
    assert log.read_bytes() == before
    add_entry(ENTRY, 1000, NOW)
    assert read_log().entries == [at(old), ENTRY]


def test_another_run_that_holds_the_log_is_said(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from connectors.private_files import held

    add_entry(ENTRY, 400, NOW)
    monkeypatch.setattr("commands.team.audit_log.WAIT_SECONDS", 0)
    with held(log, 0), pytest.raises(SettingsError, match="Another run holds the log"):
        add_entry(ENTRY, 400, NOW)


def test_the_account_is_the_systems_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    from commands.team.audit_log import _account

    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody-else")
    assert getpass.getuser() == "somebody-else"
    assert _account() not in ("", "somebody-else")


def test_an_audit_is_written_down_before_it_is_shown_without_anybody_in_it(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from types import SimpleNamespace
    from typing import Any, cast

    from analyzer.team.terms import PrivacySettings
    from analyzer.time.period import Period
    from commands.team.audit_log import log_release

    made = cast(
        Any,
        SimpleNamespace(
            team=SimpleNamespace(id="platform", name="Platform", asked=12, read=12),
            period=Period(ENTRY.first, ENTRY.last),
            fingerprint=None,
            measures=(),
            weeks=(),
            moments=(),
            meetings=(SimpleNamespace(title="Secret title", uid="uid"),),
            unread=(SimpleNamespace(source="anna@example.org"),),
        ),
    )
    add_entry(at(30), 400, NOW)
    log_release(made, ("text",), PrivacySettings(retention_days=29), NOW)
    [entry] = read_log().entries
    assert (entry.team, entry.time, entry.forms, entry.meetings) == ("platform", NOW, ("text",), 1)
    assert not [word for word in ("Secret", "anna", "uid") if word in log.read_text().replace(entry.account, "")]


@pytest.fixture
def team(meetlint: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("connectors.workers.pool.ProcessPool", lambda workers: Here())
    write_people(tmp_path / "cals", 3)
    return tmp_path / "state" / "audits" / "audits.log"


AUDIT = ("audit", "cals", "--week", "2026-W47", "--today", "2026-11-23", "--seconds", "1", "--lang", "en")


def test_each_audit_that_is_shown_is_in_the_log_with_its_form(meetlint: Call, team: Path) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    for form in ("text", "json"):
        assert meetlint(*AUDIT, "--format", form)[0] == 0
    entries = read_log().entries
    assert [entry.forms for entry in entries] == [("text",), ("json",)]
    # When it was, and not what day it was taken for.
    assert all(before <= entry.time <= datetime.now(UTC) for entry in entries)
    assert {(entry.team, entry.first, entry.last) for entry in entries} == {
        ("cals", date(2026, 11, 16), date(2026, 11, 22))
    }
    # Three people: no figure, in the log as in the report.
    assert {entry.released for entry in entries} == {0}
    assert min(entry.withheld for entry in entries) > 0
    assert not [name for name in ("Pietje", "p0", "p1", "p2", "example.org") if name in team.read_text()]


def test_an_audit_that_cannot_be_written_down_is_not_shown(meetlint: Call, team: Path) -> None:
    team.mkdir(parents=True)
    code, out, err = meetlint(*AUDIT, "-o", "audit.txt")
    assert (code, out) == (2, "")
    assert "Who shows an audit is written down in" in err
    assert not Path("audit.txt").exists()


def test_an_audit_that_is_refused_is_not_in_the_log(meetlint: Call, team: Path) -> None:
    assert meetlint("audit", "nowhere", "--lang", "en")[0] == 2
    assert not team.exists()
