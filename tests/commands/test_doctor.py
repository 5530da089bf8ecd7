"""The doctor: a mailbox outside the group has to be refused by the service itself."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from digest_weeks import WEDNESDAY, write_calendars, write_settings
from scripted_smtp import MailServer

from analyzer.errors import SignInError, SourceError
from connectors.google.refusals import ABSENT, FORBIDDEN
from connectors.opening import Opened
from connectors.outlook.refusals import APP_DENIED, NOT_FOUND, OTHER

from .conftest import Call

OUTSIDE = "outlook:director@example.org"


@pytest.fixture
def settings_file(tmp_path: Path, mail_server: MailServer, here: None) -> Path:
    write_calendars(tmp_path, ["bo"])
    more = '[outlook]\nmailboxes = ["bo@example.org"]\n'
    return write_settings(tmp_path, mail_server.port, tmp_path / "ca.pem", ["bo"], more=more)


def lines_about(word: str, text: str) -> list[str]:
    return [line for line in text.splitlines() if word in line]


@pytest.mark.parametrize(
    ("answer", "mark"),
    [
        (APP_DENIED.error(name="x", permission="p"), "ok"),
        (FORBIDDEN.error(name="x", account="y"), "ok"),
        # Nobody has the address, or nobody could be asked: that proves nothing.
        (NOT_FOUND.error(name="x"), "not ok"),
        (ABSENT.error(name="x", account="y"), "not ok"),
        (OTHER.error("", name="x", status=503, reason="?"), "not ok"),
        (SignInError("nobody is signed in"), "not ok"),
        (None, "not ok"),
    ],
    ids=lambda value: getattr(value, "code", None) or str(value)[:20],
)
def test_only_a_refusal_by_the_service_is_well(
    meetlint: Call, settings_file: Path, monkeypatch: pytest.MonkeyPatch, answer: SourceError | None, mark: str
) -> None:
    asked: list[Any] = []

    def opened(sources: list[str], options: Any) -> Opened:
        asked.append((sources, options.sections["outlook"].mailboxes))
        if answer is None:
            return Opened(calendars=[object()])  # type: ignore[list-item]  # nothing but its being there is looked at
        return Opened(failed=[(sources[0], answer)])

    monkeypatch.setattr("connectors.opening.open_sources", opened)
    code, out, _ = meetlint("doctor", "--no-sources", "--outside", OUTSIDE, "--today", WEDNESDAY)
    assert code == 4  # nobody agreed on terms here
    # Past our own list, which would refuse it before anybody is asked.
    assert asked == [([OUTSIDE], ("bo@example.org", "director@example.org"))]
    marks = [line.partition(":")[0] for line in out.splitlines() if not line.startswith(" ")]
    assert marks[-1] == mark, out


def test_what_is_no_mailbox_proves_nothing(meetlint: Call, settings_file: Path) -> None:
    code, out, _ = meetlint("doctor", "--no-sources", "--outside", "bo.ics", "--today", WEDNESDAY)
    assert code == 4
    assert lines_about("Outside", out)[0].startswith("not ok")


def test_a_server_that_asks_for_patience_is_named(meetlint: Call, settings_file: Path, mail_server: MailServer) -> None:
    mail_server.answers["connect"].append("421 later")
    _, out, _ = meetlint("doctor", "--no-sources", "--today", WEDNESDAY)
    assert lines_about("Mail:", out)[0].startswith("not ok")
    assert not any(line.startswith(b"MAIL") for line, _ in mail_server.heard)


def test_what_could_not_be_read_comes_with_what_to_do(meetlint: Call, settings_file: Path) -> None:
    text = settings_file.read_text("utf-8")
    settings_file.write_text(
        re.sub(r'source = ".*"', 'source = "https://localhost:9/calendar.ics"', text, count=1), "utf-8"
    )
    _, out, _ = meetlint("doctor", "--today", WEDNESDAY)
    lines = out.splitlines()
    (at,) = [number for number, line in enumerate(lines) if "leads to an address that is not public" in line]
    assert "--allow-private" in lines[at + 1]


def test_the_clock_is_the_machines_whatever_day_is_taken_for_today(meetlint: Call, settings_file: Path) -> None:
    assert meetlint("digest", "send", "--first-time", "--today", WEDNESDAY)[0] == 0
    _, out, _ = meetlint("doctor", "--no-sources", "--today", "2000-01-05")
    (line,) = lines_about("Clock", out)
    assert line.startswith("ok: ")
    assert "after the last run" in line
    assert f"{datetime.now(UTC):%Y-%m}" in line


def test_a_clock_behind_the_last_run_is_named(
    meetlint: Call, settings_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert meetlint("digest", "send", "--first-time", "--today", WEDNESDAY)[0] == 0
    behind = datetime.now(UTC) - timedelta(days=2)
    monkeypatch.setattr("commands.many.digests.run.clock", lambda: behind)
    _, out, _ = meetlint("doctor", "--no-sources", "--today", WEDNESDAY)
    (line,) = lines_about("Clock", out)
    assert "which this machine's clock has not reached" in line
