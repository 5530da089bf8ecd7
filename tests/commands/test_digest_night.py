"""The digest as a scheduler calls it: processes of their own, killed and side by side, and real servers of mail."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from counterparts import mail_servers, postgres
from digest_weeks import WEDNESDAY, calendar_of, write_calendars, write_settings
from running import GUARD_SECONDS
from scripted_smtp import MailServer

from .conftest import Call

PEOPLE = ("bo", "cy", "dana", "eve")
SEND = [
    sys.executable,
    "-c",
    "from cli import main; main()",
    "digest",
    "send",
    "--first-time",
    "--today",
    WEDNESDAY,
    "--workers",
    "1",
]


@pytest.fixture
def night(tmp_path: Path, mail_server: MailServer) -> Callable[[], subprocess.Popen[str]]:
    """Start a run of the digest in a process of its own."""
    write_calendars(tmp_path, PEOPLE)
    write_settings(tmp_path, mail_server.port, tmp_path / "ca.pem", PEOPLE)
    environment = {**os.environ, "MEETLINT_STATE_DIR": str(tmp_path / "state")}

    def start() -> subprocess.Popen[str]:
        return subprocess.Popen(
            SEND, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
        )

    return start


def counts_of(meetlint: Call) -> dict[str, int]:
    code, out, err = meetlint("digest", "status", "--format", "json", "--today", WEDNESDAY)
    assert code == 0, err
    return {state: number for state, number in json.loads(out)["counts"].items() if number}


def wait_for_a_mail(run: subprocess.Popen[str], mail_server: MailServer) -> None:
    """Wait until a run has sent a mail, and is still at work."""
    last = time.monotonic() + GUARD_SECONDS * 2
    while not mail_server.bodies:
        assert run.poll() is None, run.communicate()[1]
        assert time.monotonic() < last
        time.sleep(0.001)


def test_ten_calls_at_once_send_each_mail_once(
    meetlint: Call, night: Callable[[], subprocess.Popen[str]], mail_server: MailServer
) -> None:
    runs = [night() for _ in range(10)]
    said = [run.communicate(timeout=GUARD_SECONDS * 4)[1] for run in runs]
    assert [run.returncode for run in runs] == [0] * 10, said
    assert sorted(mail_server.recipients) == [[f"{name}@example.org"] for name in PEOPLE]
    assert counts_of(meetlint) == {"sent": len(PEOPLE)}
    assert sum(f"{len(PEOPLE)} sent" in text for text in said) == 1
    others = [text for text in said if f"{len(PEOPLE)} sent" not in text]
    assert all("already sending" in text or "nothing was due" in text for text in others)


def test_who_is_killed_leaves_nothing_to_be_sent_twice(
    meetlint: Call, night: Callable[[], subprocess.Popen[str]], mail_server: MailServer
) -> None:
    run = night()
    wait_for_a_mail(run, mail_server)
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()
    after = night()
    _, said = after.communicate(timeout=GUARD_SECONDS * 2)
    assert after.returncode in (0, 4), said
    counts = counts_of(meetlint)
    assert sum(counts.values()) == len(PEOPLE)
    assert counts.keys() <= {"sent", "unknown"}
    assert max(Counter(map(tuple, mail_server.recipients)).values()) == 1
    assert len(mail_server.bodies) >= counts["sent"]


def test_a_worker_that_dies_costs_one_mail_at_most(
    meetlint: Call, night: Callable[[], subprocess.Popen[str]], mail_server: MailServer
) -> None:
    run = night()
    wait_for_a_mail(run, mail_server)
    for child in Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text("ascii").split():
        os.kill(int(child), signal.SIGKILL)
    _, said = run.communicate(timeout=GUARD_SECONDS * 2)
    assert run.returncode in (0, 4), said
    counts = counts_of(meetlint)
    assert sum(counts.values()) == len(PEOPLE)
    assert counts.keys() <= {"sent", "unknown"}
    assert counts.get("unknown", 0) <= 1
    assert max(Counter(map(tuple, mail_server.recipients)).values()) == 1


def test_two_machines_share_an_outbox_in_postgresql(
    meetlint: Call,
    night: Callable[[], subprocess.Popen[str]],
    mail_server: MailServer,
    running_postgres: postgres.Postgres,
    tmp_path: Path,
) -> None:
    settings = tmp_path / "meetlint.toml"
    place = f'[digest]\noutbox = "{running_postgres.make_schema()}"\n'
    settings.write_text(settings.read_text("utf-8").replace("[digest]\n", place), "utf-8")
    runs = [night() for _ in range(3)]
    said = [run.communicate(timeout=GUARD_SECONDS * 4)[1] for run in runs]
    assert [run.returncode for run in runs] == [0] * 3, said
    assert sorted(mail_server.recipients) == [[f"{name}@example.org"] for name in PEOPLE]
    assert counts_of(meetlint) == {"sent": len(PEOPLE)}


@pytest.fixture(scope="module")
def running_mail_servers(need: Callable[[bool, str], None]) -> Iterator[mail_servers.MailServers]:
    need(mail_servers.is_installed(), "postfix with dovecot, started as root,")
    with mail_servers.running_mail_servers() as servers:
        yield servers


@pytest.fixture
def company(
    tmp_path: Path, running_mail_servers: mail_servers.MailServers, here: None, monkeypatch: pytest.MonkeyPatch
) -> mail_servers.MailServers:
    """Three people with mailboxes on real servers, and one whom the server does not know."""
    servers = running_mail_servers
    servers.empty()
    people = ("anna", "bo", "carl", "gone")
    write_calendars(tmp_path, people)
    path = write_settings(tmp_path, servers.submission_port, servers.authority, people)
    monkeypatch.setenv("MAIL_WORD", mail_servers.PASSWORD)
    more = (
        f'[mail]\nuser = "{mail_servers.USER}"\npassword_env = "MAIL_WORD"\nimap_host = "localhost"\n'
        f"imap_port = {servers.imaps_port}\n"
    )
    terms = "[privacy]\nagreed_on = 2026-11-01\nagreed_until = 2999-12-31\n"
    path.write_text(path.read_text("utf-8").replace("[mail]\n", more) + terms, "utf-8")
    return servers


def stop_from(sender: str, to: str, message_id: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, "Re: Your week"
    if message_id:
        mail["In-Reply-To"] = message_id
    mail.set_content("STOP\n")
    return mail.as_bytes()


def test_real_servers_take_the_mails_and_bring_the_stop_back(meetlint: Call, company: mail_servers.MailServers) -> None:
    code, _, err = meetlint("digest", "send", "--first-time", "--today", WEDNESDAY)
    assert code == 4, err
    assert "3 sent, 1 refused" in err
    (of_anna,), (of_bo,), (of_carl,) = (company.wait_for(name, 1) for name in ("anna", "bo", "carl"))
    read = message_from_bytes(of_anna, policy=policy.default)
    text, page = read.get_body(("plain",)), read.get_body(("html",))
    assert text is not None
    assert page is not None
    assert "To send to the organiser, " in text.get_content()
    assert 'src="cid:week"' in page.get_content()
    assert [part.get_content()[:4] for part in read.walk() if part.get_content_type() == "image/png"] == [b"\x89PNG"]
    ids = [str(message_from_bytes(data)["Message-ID"]) for data in (of_anna, of_bo, of_carl)]
    company.put("digest", stop_from("anna@example.org", "digest@example.org", ids[0]))
    # In somebody else's name, with what only mails to oneself have.
    company.put("digest", stop_from("bo@example.org", "digest@example.org", ids[2]))
    code, _, err = meetlint("digest", "send", "--first-time", "--today", "2026-11-25")
    assert "1 want no more" in err
    new = [message_from_bytes(data) for data in company.wait_for("anna", 2) if data != of_anna]
    assert [mail["Subject"] for mail in new] == ["You get no more digests"]
    company.wait_for("bo", 2)
    company.wait_for("carl", 2)
    # Read once: the same reply is not confirmed again.
    meetlint("digest", "send", "--first-time", "--today", "2026-12-02")
    company.wait_for("bo", 3)
    assert len(company.mails("anna")) == 2


def test_a_new_mail_that_says_stop_is_asked_about_and_the_answer_counts(
    meetlint: Call, company: mail_servers.MailServers, tmp_path: Path
) -> None:
    with (tmp_path / "meetlint.toml").open("a", encoding="utf-8") as file:
        file.write('\n[people.zed]\naddress = "zed@example.org"\nsource = "anna.ics"\n')
    send = ("digest", "send", "--first-time", "--today")
    meetlint(*send, WEDNESDAY)
    company.wait_for("anna", 1)
    company.wait_for("bo", 1)
    # As Anna writes it, and as anybody may in Bo's name; twice, a stranger, and Zed who gets no digest.
    for sender in ("anna@example.org", "bo@example.org", "bo@example.org", "mallory@example.net", "zed@example.org"):
        company.put("digest", stop_from(sender, "digest@example.org", ""))
    _, _, err = meetlint(*send, WEDNESDAY)
    assert "5 mails say STOP and could not be matched" in err
    asked = {}
    for name in ("anna", "bo"):
        (asked[name],) = [
            mail for mail in map(message_from_bytes, company.wait_for(name, 2)) if "Do you" in mail["Subject"]
        ]
    _, out, _ = meetlint("digest", "status", "--today", WEDNESDAY)
    assert "could not be matched, asked by mail: 2" in out
    assert "anna" not in out
    _, out, _ = meetlint("doctor", "--no-sources", "--today", WEDNESDAY)
    assert "STOP: 2 people said it" in out
    # Once more in Bo's name, in this week: nobody is flooded. What Anna was asked serves for nobody else.
    company.put("digest", stop_from("bo@example.org", "digest@example.org", ""))
    company.put("digest", stop_from("bo@example.org", "digest@example.org", asked["anna"]["Message-ID"]))
    company.put("digest", stop_from("anna@example.org", asked["anna"]["Reply-To"] or "digest@example.org",
                                    asked["anna"]["Message-ID"]))  # fmt: skip
    _, _, err = meetlint(*send, WEDNESDAY)
    assert "1 want no more" in err
    subjects = [str(message_from_bytes(data)["Subject"]) for data in company.wait_for("anna", 3)]
    assert "You get no more digests" in subjects
    assert len(company.mails("bo")) == 2
    _, out, _ = meetlint("digest", "status", "--today", WEDNESDAY)
    assert "asked by mail: 1" in out
    # In the week after, Bo gets a digest and Anna none.
    meetlint(*send, "2026-11-25")
    company.wait_for("bo", 3)
    assert len(company.mails("anna")) == 3


def test_the_doctor_finds_all_well_and_sends_nothing(meetlint: Call, company: mail_servers.MailServers) -> None:
    code, out, err = meetlint("doctor", "--today", WEDNESDAY)
    assert (code, err) == (0, ""), out
    assert re.findall(r"^(ok|not ok): ([A-Z]\w+)", out, re.MULTILINE) == [
        ("ok", "Settings"), ("ok", "Terms"), ("ok", "People"), ("ok", "State"), ("ok", "First"), ("ok", "Clock"),
        ("ok", "Disk"), ("ok", "Mail"), ("ok", "Replies"), ("ok", "Sources"),
    ]  # fmt: skip
    assert "4 of 4 people" in out
    assert not any(company.mails(name) for name in ("anna", "bo", "carl", "digest"))


def test_the_doctor_names_what_is_not_well(
    meetlint: Call, company: mail_servers.MailServers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bo.ics").write_text(calendar_of("carl@example.org"), "utf-8")
    monkeypatch.setenv("MAIL_WORD", "planted-word")
    # Terms are held against the clock as well.
    today = datetime.now(UTC).date()
    settings = tmp_path / "meetlint.toml"
    until = today + timedelta(days=20)
    settings.write_text(settings.read_text("utf-8").replace("2999-12-31", str(until)), "utf-8")
    code, out, _ = meetlint("doctor", "--today", today)
    assert code == 4
    assert "planted-word" not in out
    wrong = [line for line in out.splitlines() if line.startswith("not ok")]
    assert [bool(re.search(word, line)) for word, line in zip(
        (str(until), "refuses the user or the password", "the mailbox", "3 of 4 people"), wrong, strict=True
    )] == [True] * 4, out  # fmt: skip
    assert "Not read: bo: " in out
