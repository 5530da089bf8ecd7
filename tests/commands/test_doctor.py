"""The doctor: a mailbox outside the group has to be refused by the service itself."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from digest_weeks import WEDNESDAY, calendar_of, leave_event, quiet_calendar_of, write_calendars, write_settings
from scripted_smtp import CUT, MailServer

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


def test_a_calendar_that_was_cut_is_refused_here_as_it_is_when_sending(
    meetlint: Call, settings_file: Path, tmp_path: Path
) -> None:
    whole = (tmp_path / "bo.ics").read_text("utf-8")
    (tmp_path / "bo.ics").write_text(whole[: len(whole) // 2], "utf-8")
    _, out, _ = meetlint("doctor", "--today", WEDNESDAY)
    assert lines_about("Sources:", out) == ["not ok: Sources: 0 of 1 people could be read, 0 events."]
    (reason,) = lines_about("Not read: bo:", out)
    assert "the file may have been cut off" in reason or "The file ends inside the event" in reason
    code, _, err = meetlint("digest", "send", "--first-time", "--today", WEDNESDAY)
    assert code == 3
    assert reason.strip() in err


@pytest.mark.parametrize("source", ["gone.ics", "other.ics", "empty.ics", "page.ics"])
def test_who_cannot_be_read_is_the_same_for_both(
    meetlint: Call, settings_file: Path, tmp_path: Path, source: str
) -> None:
    (tmp_path / "other.ics").write_text(calendar_of("cy@example.org"), "utf-8")
    (tmp_path / "empty.ics").write_bytes(b"")
    (tmp_path / "page.ics").write_text("<html>Sign in</html>", "utf-8")
    text = settings_file.read_text("utf-8")
    settings_file.write_text(text.replace("bo.ics", source), "utf-8")
    _, out, _ = meetlint("doctor", "--today", WEDNESDAY)
    assert "0 of 1 people" in out, out
    assert "Not read: bo: " in out
    code, _, err = meetlint("digest", "send", "--first-time", "--today", WEDNESDAY)
    assert code == 3
    assert "Not read: bo: " in err


def test_a_calendar_without_an_event_is_named_and_is_no_fault(
    meetlint: Call, mail_server: MailServer, tmp_path: Path, here: None
) -> None:
    people = ("bo", "cy", "dana", "eve")
    write_calendars(tmp_path, people)
    (tmp_path / "eve.ics").write_text(quiet_calendar_of("eve@example.org"), "utf-8")
    # An export that died: what it holds is long past. One day of leave is an event.
    old = "BEGIN:VEVENT\nUID:o\nDTSTAMP:20240101T000000Z\nSUMMARY:x\nDTSTART:20240105T100000Z\nEND:VEVENT\n"
    (tmp_path / "bo.ics").write_text(
        quiet_calendar_of("bo@example.org").replace("END:VCALENDAR", f"{old}END:VCALENDAR"), "utf-8"
    )
    away = leave_event(date(2026, 11, 19), date(2026, 11, 20))
    (tmp_path / "cy.ics").write_text(
        quiet_calendar_of("cy@example.org").replace("END:VCALENDAR", f"{away}END:VCALENDAR"), "utf-8"
    )
    terms = "[privacy]\nagreed_on = 2026-11-01\nagreed_until = 2999-12-31\n"
    mailbox_less = re.compile("^not ok: ", re.MULTILINE)
    write_settings(tmp_path, mail_server.port, tmp_path / "ca.pem", people, more=terms)
    _, out, _ = meetlint("doctor", "--today", WEDNESDAY)
    (warning,) = lines_about("warning", out)
    assert warning.endswith("this one and the next: bo, eve.")
    assert "4 of 4 people could be read" in out
    assert mailbox_less.findall(out) == ["not ok: "]  # no mailbox of replies is read here
    (tmp_path / "eve.ics").write_text(calendar_of("eve@example.org"), "utf-8")
    (tmp_path / "bo.ics").write_text(calendar_of("bo@example.org"), "utf-8")
    _, out, _ = meetlint("doctor", "--today", WEDNESDAY)
    assert "warning" not in out


@pytest.mark.parametrize(
    ("step", "answer", "line"),
    [
        ("", "", "ok: Test mail: localhost took it for me@example.net (250)."),
        ("rcpt", "550 nobody", "not ok: Test mail: localhost does not take me@example.net (550)."),
        ("rcpt", "451 later", "not ok: Test mail: localhost asks to come back later for me@example.net (451)."),
        ("body", "554 no", "not ok: Test mail: localhost does not take the mail for me@example.net (554)."),
        ("body", CUT, "not ok: Test mail: the connection to localhost was lost after the last byte; me@example.net"),
        ("data", CUT, "not ok: Test mail: the connection to localhost was lost before it was handed over; me@"),
    ],
)
def test_a_test_mail_goes_to_one_address_and_holds_nobodys_week(
    meetlint: Call, settings_file: Path, mail_server: MailServer, step: str, answer: str, line: str
) -> None:
    if step:
        mail_server.for_recipient[step, "me@example.net"].append(answer)
    code, out, _ = meetlint("doctor", "--no-sources", "--send-test", "me@example.net", "--today", WEDNESDAY)
    assert code == 4  # nobody agreed on terms here
    (said,) = lines_about("Test mail", out)
    assert said.startswith(line)
    if not step:
        (body,) = mail_server.bodies
        assert mail_server.recipients == [["me@example.net"]]
        mail = message_from_bytes(body, policy=policy.default)
        assert mail["Subject"].startswith("Test: ")
        text = mail.get_body(("plain",))
        assert text is not None
        assert "bo@example.org" not in text.get_content()
    # It is no digest: nobody's is remembered as sent, and the first one is still to come.
    _, out, _ = meetlint("digest", "status", "--format", "json", "--today", WEDNESDAY)
    assert not any(json.loads(out)["counts"].values())
    assert json.loads(out)["runs"] == []


@pytest.mark.parametrize("address", ["me", "me@example.net, you@example.net", "me@example.net\nBcc: x@example.net"])
def test_a_test_mail_to_no_address_is_refused_before_anything(
    meetlint: Call, settings_file: Path, mail_server: MailServer, address: str
) -> None:
    code, out, err = meetlint("doctor", "--no-sources", "--send-test", address)
    assert (code, out, mail_server.connections) == (2, "", 0)
    assert "is no e-mail address" in err


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


def test_hours_of_somebody_who_is_not_on_the_roster_are_named(
    meetlint: Call, settings_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "people.csv").write_text("person,source,address,joined\nbo,bo.ics,Bo@Example.org,2026-09-01\n", "utf-8")
    with settings_file.open("a", encoding="utf-8") as file:
        file.write('\n[people.quint]\naddress = "quint@example.org"\nworking_days = ["mon"]\n')
    _, out, _ = meetlint("doctor", "--no-sources", "--today", WEDNESDAY, "--roster", "people.csv")
    assert lines_about("nobody on this roster", out) == [
        "warning: [people.quint], quint@example.org, is nobody on this roster: what it says counts for no digest."
    ]
    # The roster is the settings file itself: a section without a source is that of a team's member.
    _, out, _ = meetlint("doctor", "--no-sources", "--today", WEDNESDAY)
    assert "nobody on this roster" not in out
