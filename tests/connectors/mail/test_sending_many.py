"""Many mails, a tenth of them faulty: each ends in a state, none is sent twice, and no word of them is kept."""

from __future__ import annotations

import os
import ssl
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
import trustme
from scripted_smtp import CUT, CUT_MIDWAY, MailServer

from connectors.mail.message import Message
from connectors.mail.names import Names
from connectors.mail.outbox.box import Outbox
from connectors.mail.smtp import Sender, Server

NAMES = Names(b"0123456789abcdef" * 2, "example.org")
NOW = datetime(2026, 11, 30, 7, tzinfo=UTC)
WEEK = "2026-W48"
MAILS = int(os.environ.get("MANY_MAILS", "150"))
"""A tenth is faulty, each fault once in 150. A thousand take a disk that is slow to write two minutes."""
# A step, an answer, and the state it ends in.
FAULTS = [
    ("rcpt", "421 4.7.0 hanging up", "deferred"),
    ("rcpt", "451 4.7.1 greylisted", "deferred"),
    ("rcpt", "452 4.2.2 no room", "deferred"),
    ("rcpt", "550 5.1.1 <plantedword@example.org> unknown", "refused"),
    ("rcpt", "552 5.2.2 too much", "refused"),
    ("rcpt", CUT, "deferred"),
    ("data", "451 4.3.0 later", "deferred"),
    ("data", "554 5.7.1 no", "failed"),
    ("data", CUT, "deferred"),
    ("body", "452 4.3.1 no room", "deferred"),
    ("body", "550 5.7.1 no", "failed"),
    ("body", "552 5.3.4 too large", "failed"),
    ("body", "554 5.7.1 plantedword", "failed"),
    ("body", CUT, "unknown"),
    ("body", CUT_MIDWAY, "unknown"),
]


@pytest.fixture
def setting(tmp_path: Path) -> Iterator[tuple[MailServer, Server]]:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    server = MailServer(context)
    yield server, Server(host="localhost", port=server.port, authorities=file)
    server.close()


def run(outbox: Outbox, server: Server, addresses: dict[str, str], name: str, now: datetime) -> Counter[str]:
    """Send what is due, as ``meetlint digest send`` does."""
    with outbox.sending(name, now) as sending, Sender(server, NAMES.person) as sender:
        (claim,) = sending.claim(now, period=WEEK) or (None,)
        while claim:
            message = Message(
                owner=claim.person,
                recipient=addresses[claim.person],
                sender="digest@example.org",
                subject="plantedword",
                text=f"plantedword {claim.person}",
                message_id=claim.message_id,
                date=NOW,
                run=name,
            )
            is_settled, claim = sending.settle_and_claim(claim, sender.send(message), now, period=WEEK)
            assert is_settled
        return Counter(sending.end(now))


def test_many_mails_a_tenth_of_them_faulty(setting: tuple[MailServer, Server], tmp_path: Path) -> None:
    mail_server, server = setting
    addresses = {NAMES.person(f"person{number}@example.org"): f"person{number}@example.org" for number in range(MAILS)}
    wanted = {}
    for number in range(0, MAILS, 10):
        step, answer, state = FAULTS[number // 10 % len(FAULTS)]
        mail_server.for_recipient[step, f"person{number}@example.org"].append(answer)
        wanted[NAMES.person(f"person{number}@example.org")] = state

    with Outbox(tmp_path / "outbox.sqlite", NAMES) as outbox:
        assert outbox.plan(addresses, WEEK, NOW) == MAILS
        first = run(outbox, server, addresses, "first", NOW)
        assert sum(first.values()) == MAILS
        assert {row.person: row.state for row in outbox.rows(WEEK) if row.state != "sent"} == wanted

        second = run(outbox, server, addresses, "second", NOW + timedelta(minutes=6))
        assert second == {"sent": first["deferred"]}
        third = run(outbox, server, addresses, "third", NOW + timedelta(days=2))
        assert third == {}, "what is unknown is not sent again by itself"
        states = {row.person: row.state for row in outbox.rows(WEEK)}
        assert Counter(states.values()) == {
            "sent": MAILS - MAILS // 10 + first["deferred"],
            **{state: first[state] for state in ("refused", "failed", "unknown")},
        }

    arrived = Counter(str(message_from_bytes(body)["Message-ID"]) for body in mail_server.bodies)
    assert set(arrived.values()) == {1}
    for recipient in mail_server.recipients:
        assert len(recipient) == 1
    got = {NAMES.person(recipient) for (recipient,) in mail_server.recipients}
    assert got >= {person for person, state in states.items() if state == "sent"}
    assert all(f"plantedword {NAMES.person(to)}".encode() in body.replace(b"=\r\n", b"") for body, (to,) in zip(
        mail_server.bodies, mail_server.recipients, strict=True
    ))  # fmt: skip

    kept = b"".join(file.read_bytes() for file in tmp_path.glob("outbox*"))
    assert b"plantedword" not in kept
    assert b"person1" not in kept
