"""Sending: each answer of a server ends in the outcome that is surely known, and nothing is said in clear."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scripted_smtp import CUT, CUT_MIDWAY, MailServer

from analyzer.errors import reason_of
from analyzer.text import translator
from connectors.mail.message import Message, UnsafeMessageError
from connectors.mail.outcomes import Outcome
from connectors.mail.senders import MailServerError, Pace, WrongRecipientError
from connectors.mail.smtp import Sender, Server
from connectors.mail.trust import AuthoritiesError

PASSWORD = "a password of planted words"


@pytest.fixture(scope="module")
def vouched(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext, Path]:
    """A context for localhost, one for another host, and the file of the authority that vouches for both."""
    authority = trustme.CA()
    file = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    contexts = []
    for host in ("localhost", "other.example.org"):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(host).configure_cert(context)
        contexts.append(context)
    return contexts[0], contexts[1], file


@pytest.fixture
def mail_server(vouched: tuple[ssl.SSLContext, ssl.SSLContext, Path]) -> Iterator[MailServer]:
    server = MailServer(vouched[0])
    yield server
    server.close()


@pytest.fixture
def settings_of(vouched: tuple[ssl.SSLContext, ssl.SSLContext, Path]) -> Callable[[MailServer], Server]:
    def made(server: MailServer) -> Server:
        return Server(host="localhost", port=server.port, authorities=vouched[2], timeout_seconds=60)

    return made


@pytest.fixture
def sender(mail_server: MailServer, settings_of: Callable[[MailServer], Server]) -> Iterator[Sender]:
    with Sender(settings_of(mail_server), owner_of) as opened:
        yield opened


def owner_of(address: str) -> str | None:
    name, _, domain = address.partition("@")
    return name if domain == "example.org" else None


def mail(name: str = "anna", number: int = 1) -> Message:
    return Message(
        owner=name,
        recipient=f"{name}@example.org",
        sender="digest@example.org",
        subject="Your week",
        text="Hello\n.a line that begins with a dot\n..\n.\nEnd",
        message_id=f"<2026-W48.{number}@example.org>",
        date=datetime(2026, 11, 30, 7, tzinfo=UTC),
    )


def test_a_mail_arrives_inside_tls_with_its_dots(mail_server: MailServer, sender: Sender) -> None:
    assert sender.send(mail()) == Outcome("accepted", 250)
    (body,) = mail_server.bodies
    assert b"\r\n.a line that begins with a dot\r\n..\r\n.\r\nEnd" in body
    in_clear = [line.split()[0] for line, is_inside in mail_server.heard if not is_inside]
    assert in_clear == [b"ehlo", b"STARTTLS"]
    assert mail_server.recipients == [["anna@example.org"]]


def test_several_mails_go_over_one_connection(mail_server: MailServer, sender: Sender) -> None:
    for number in range(3):
        assert sender.send(mail(number=number)).kind == "accepted"
    assert mail_server.connections == 1
    assert len(set(mail_server.bodies)) == 3


@pytest.mark.parametrize(
    ("step", "answer", "outcome"),
    [
        ("connect", "421 4.7.0 later", Outcome("deferred", 421)),
        ("connect", "450 4.7.0 later", Outcome("deferred", 450)),
        ("connect", CUT, Outcome("not-sent")),
        ("ehlo", "451 later", Outcome("deferred", 451)),
        ("ehlo", CUT, Outcome("not-sent")),
        ("starttls", "454 4.7.0 no TLS just now", Outcome("deferred", 454)),
        ("starttls", CUT, Outcome("not-sent")),
        ("auth", "454 4.7.0 later", Outcome("deferred", 454)),
        ("auth", CUT, Outcome("not-sent")),
        ("mail", "451 4.3.0 later", Outcome("deferred", 451)),
        ("mail", "421 4.7.0 hanging up", Outcome("deferred", 421)),
        ("mail", "552 5.3.4 too large", Outcome("failed", 552)),
        ("mail", CUT, Outcome("not-sent")),
        ("rcpt", "451 4.7.1 greylisted", Outcome("deferred", 451)),
        ("rcpt", "452 4.2.2 full", Outcome("deferred", 452)),
        ("rcpt", "421 4.7.0 hanging up", Outcome("deferred", 421)),
        ("rcpt", "550 5.1.1 <anna@example.org> unknown", Outcome("refused", 550)),
        ("rcpt", "552 5.2.2 full", Outcome("refused", 552)),
        ("rcpt", CUT, Outcome("not-sent")),
        ("data", "451 4.3.0 later", Outcome("deferred", 451)),
        ("data", "554 5.7.1 no", Outcome("failed", 554)),
        ("data", "250 no", Outcome("deferred")),
        ("data", CUT, Outcome("not-sent")),
        ("body", "452 4.3.1 no room", Outcome("deferred", 452)),
        ("body", "421 4.7.0 hanging up", Outcome("deferred", 421)),
        ("body", "550 5.7.1 spam", Outcome("failed", 550)),
        ("body", "552 5.3.4 too large", Outcome("failed", 552)),
        ("body", "554 5.7.1 spam", Outcome("failed", 554)),
        ("body", "250-first line\r\n250 second", Outcome("accepted", 250)),
        ("body", "354 what", Outcome("unknown")),
        ("body", "nonsense", Outcome("unknown")),
        ("body", CUT, Outcome("unknown")),
        ("body", CUT_MIDWAY, Outcome("unknown")),  # small, it was on its way whole: nobody here can tell
    ],
)
def test_an_answer_ends_in_its_outcome_and_the_next_mail_goes_on(
    mail_server: MailServer,
    settings_of: Callable[[MailServer], Server],
    step: str,
    answer: str,
    outcome: Outcome,
) -> None:
    mail_server.accepts = ("meetlint", PASSWORD)
    mail_server.answers[step].append(answer)
    server = replace(settings_of(mail_server), user="meetlint", password=PASSWORD)
    with Sender(server, owner_of) as sender:
        assert sender.send(mail()) == outcome
        taken = len(mail_server.bodies)
        assert taken == (outcome.kind == "accepted" or (step, answer) == ("body", CUT))
        assert sender.send(mail("bo", 2)) == Outcome("accepted", 250)
        assert mail_server.recipients[taken:] == [["bo@example.org"]]


def test_a_line_that_breaks_before_the_last_dot_means_not_sent(mail_server: MailServer, sender: Sender) -> None:
    mail_server.answers["body"].append(CUT_MIDWAY)
    large = replace(mail(), text=f"{'x' * 70}\n" * 150_000)  # more than the buffers between here and there
    assert sender.send(large) == Outcome("not-sent")
    assert not mail_server.bodies
    assert sender.send(mail()) == Outcome("accepted", 250)


def test_one_refused_of_three_costs_one(mail_server: MailServer, sender: Sender) -> None:
    mail_server.for_recipient["rcpt", "bo@example.org"].append("550 5.1.1 unknown")
    kinds = [sender.send(mail(name)).kind for name in ("anna", "bo", "carl")]
    assert kinds == ["accepted", "refused", "accepted"]
    assert mail_server.recipients == [["anna@example.org"], ["carl@example.org"]]


@pytest.mark.parametrize("rset", ["421 too long idle", CUT, "503 no"])
def test_a_line_that_the_server_ended_in_between_is_made_anew(
    mail_server: MailServer, sender: Sender, rset: str
) -> None:
    assert sender.send(mail()).kind == "accepted"
    mail_server.answers["rset"].append(rset)
    assert sender.send(mail("bo", 2)).kind == "accepted"
    assert len(mail_server.bodies) == 2


def test_a_server_without_starttls_hears_neither_password_nor_mail(
    mail_server: MailServer, settings_of: Callable[[MailServer], Server]
) -> None:
    mail_server.offers_tls = False
    mail_server.accepts = ("meetlint", PASSWORD)
    server = replace(settings_of(mail_server), user="meetlint", password=PASSWORD)
    with Sender(server, owner_of) as sender, pytest.raises(MailServerError, match="STARTTLS"):
        sender.send(mail())
    assert [line.split()[0].lower() for line, _ in mail_server.heard] == [b"ehlo"]


def test_a_server_that_refuses_starttls_hears_nothing_more(mail_server: MailServer, sender: Sender) -> None:
    mail_server.answers["starttls"].append("502 no")
    with pytest.raises(MailServerError, match="STARTTLS"):
        sender.send(mail())
    assert [line.split()[0].lower() for line, _ in mail_server.heard] == [b"ehlo", b"starttls"]


@pytest.mark.parametrize("is_tls_at_once", [True, False])
def test_a_certificate_of_another_host_or_of_nobody_known_is_refused(
    vouched: tuple[ssl.SSLContext, ssl.SSLContext, Path], is_tls_at_once: bool
) -> None:
    for context, authorities in ((vouched[1], vouched[2]), (vouched[0], None)):
        server = MailServer(context, is_tls_at_once=is_tls_at_once)
        set_so = Server(
            host="localhost",
            port=server.port,
            security="tls" if is_tls_at_once else "starttls",
            authorities=authorities,
        )
        with Sender(set_so, owner_of) as sender, pytest.raises(MailServerError, match="certificate"):
            sender.send(mail())
        assert not any(is_inside for _, is_inside in server.heard)
        assert not server.bodies
        server.close()


def test_tls_from_the_first_byte(vouched: tuple[ssl.SSLContext, ssl.SSLContext, Path]) -> None:
    server = MailServer(vouched[0], is_tls_at_once=True)
    server.accepts = ("meetlint", PASSWORD)
    set_so = Server(
        host="localhost", port=server.port, security="tls", user="meetlint", password=PASSWORD, authorities=vouched[2]
    )
    with Sender(set_so, owner_of) as sender:
        assert sender.check("digest@example.org") is None
        assert sender.send(mail()).kind == "accepted"
    assert all(is_inside for _, is_inside in server.heard)
    server.close()


def test_a_wrong_password_is_told_without_the_servers_words(
    mail_server: MailServer, settings_of: Callable[[MailServer], Server]
) -> None:
    mail_server.accepts = ("meetlint", PASSWORD)
    server = replace(settings_of(mail_server), user="meetlint", password="wrong")
    with Sender(server, owner_of) as sender, pytest.raises(MailServerError) as caught:
        sender.send(mail())
    assert "535" in str(caught.value)
    assert "anna" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert "wrong" not in repr(server)
    assert not mail_server.bodies


def test_a_server_that_lets_nobody_sign_in_is_told(
    mail_server: MailServer, settings_of: Callable[[MailServer], Server]
) -> None:
    server = replace(settings_of(mail_server), user="meetlint", password=PASSWORD)
    with Sender(server, owner_of) as sender, pytest.raises(MailServerError, match="no way to sign in"):
        sender.send(mail())


def test_a_server_that_refuses_this_machine_is_told(mail_server: MailServer, sender: Sender) -> None:
    mail_server.answers["connect"].append("554 5.7.1 you are on a list")
    with pytest.raises(MailServerError, match="554"):
        sender.send(mail())


def test_nobody_there_means_not_sent(mail_server: MailServer, sender: Sender) -> None:
    mail_server.close()
    assert sender.send(mail()) == Outcome("not-sent")
    with pytest.raises(MailServerError, match="does not answer"):
        sender.check("digest@example.org")


def test_a_silent_server_means_not_sent_before_the_last_dot_and_unknown_after_it(
    mail_server: MailServer, settings_of: Callable[[MailServer], Server]
) -> None:
    silent = replace(settings_of(mail_server), timeout_seconds=0.2, last_timeout_seconds=0.2)
    for step, kind in (("connect", "not-sent"), ("body", "unknown")):
        mail_server.answers[step].append("250-and then nothing more")
        with Sender(silent, owner_of) as sender:
            assert sender.send(mail()).kind == kind


def test_a_file_of_certificates_that_is_none_is_told(
    mail_server: MailServer, settings_of: Callable[[MailServer], Server], tmp_path: Path
) -> None:
    (tmp_path / "none.pem").write_text("no certificate")
    for file in (tmp_path / "absent.pem", tmp_path / "none.pem"):
        server = replace(settings_of(mail_server), authorities=file)
        with Sender(server, owner_of) as sender, pytest.raises(AuthoritiesError, match="cannot be read") as caught:
            sender.send(mail())
        # OpenSSL counts its errors by itself: its 1 is not the operating system's "permission denied".
        assert "permission" not in str(caught.value)
    assert str(reason_of(ssl.SSLError(1, "[SSL: X] x (_ssl.c:1)"))) == "sslerror"


def test_a_mail_about_somebody_else_is_never_sent(mail_server: MailServer, sender: Sender) -> None:
    for message in (replace(mail(), recipient="bo@example.org"), replace(mail(), recipient="anna@example.net")):
        with pytest.raises(WrongRecipientError):
            sender.send(message)
    with pytest.raises(WrongRecipientError):
        sender.send(replace(mail(), owner="", recipient="@example.org"))
    assert mail_server.connections == 0


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=4))
def test_whatever_is_mixed_up_nobody_gets_what_is_not_theirs(
    mail_server: MailServer, sender: Sender, pairs: list[tuple[str, str]]
) -> None:
    before = len(mail_server.bodies)
    sent = 0
    for owner, recipient in pairs:
        message = replace(mail(owner), recipient=f"{recipient}@example.org", text=f"about {owner}")
        if owner == recipient:
            sent += sender.send(message).kind == "accepted"
        else:
            with pytest.raises(WrongRecipientError):
                sender.send(message)
    assert len(mail_server.bodies) - before == sent == sum(owner == recipient for owner, recipient in pairs)
    for body, (recipient,) in zip(mail_server.bodies[before:], mail_server.recipients[before:], strict=True):
        assert f"about {recipient[0]}".encode() in body


def test_an_unsafe_mail_is_not_sent(mail_server: MailServer, sender: Sender) -> None:
    with pytest.raises(UnsafeMessageError):
        sender.send(replace(mail(), message_id="<x>\r\nBcc: bo@example.org"))
    assert mail_server.connections == 0


def test_so_many_go_out_in_a_minute_and_no_more(
    mail_server: MailServer, settings_of: Callable[[MailServer], Server]
) -> None:
    now = 1000.0
    sent_at: list[float] = []

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    pace = Pace(30, lambda: now, sleep)
    with Sender(settings_of(mail_server), owner_of, pace) as sender:
        for number in range(65):
            assert sender.send(mail(number=number)).kind == "accepted"
            sent_at.append(now)
            now += 0.5
    assert len(mail_server.bodies) == 65
    assert all(later - earlier >= 60 for earlier, later in zip(sent_at, sent_at[30:], strict=False))
    assert sent_at[29] - sent_at[0] < 60, "and no slower than that"


def test_without_a_limit_nobody_waits() -> None:
    pace = Pace(0, lambda: 0.0, lambda _: pytest.fail("waited"))
    for _ in range(100):
        assert pace.wait_seconds() == 0
        pace.step()


def test_a_port_that_awaits_tls_is_told_from_a_server_that_is_silent(
    vouched: tuple[ssl.SSLContext, ssl.SSLContext, Path], settings_of: Callable[[MailServer], Server]
) -> None:
    for context in vouched[:2]:  # whoever vouches for its certificate: that is the next thing to be found out
        server = MailServer(context, is_tls_at_once=True)
        with Sender(replace(settings_of(server), timeout_seconds=0.3), owner_of) as sender:
            with pytest.raises(MailServerError, match="says nothing on port") as caught:
                sender.check("digest@example.org")
            assert 'security = "tls"' in caught.value.say_hint(translator("en"))
            assert caught.value.code == "mail-security"
            with pytest.raises(MailServerError, match="says nothing on port"):
                sender.send(mail())
        assert server.heard == []
        server.close()


def test_a_server_that_says_nothing_at_all_does_not_answer(
    settings_of: Callable[[MailServer], Server], mail_server: MailServer
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = replace(settings_of(mail_server), port=silent.getsockname()[1], timeout_seconds=0.3)
        silent.settimeout(0)
        with Sender(server, owner_of) as sender:
            closing = threading.Timer(1, silent.close)
            closing.start()
            with pytest.raises(MailServerError, match="does not answer") as caught:
                sender.check("digest@example.org")
        assert caught.value.code == "mail-server-silent"


def test_a_port_for_starttls_is_named_where_tls_was_to_begin_at_once(
    mail_server: MailServer, settings_of: Callable[[MailServer], Server]
) -> None:
    with Sender(replace(settings_of(mail_server), security="tls"), owner_of) as sender:
        with pytest.raises(MailServerError, match="begins without encryption") as caught:
            sender.check("digest@example.org")
        assert 'security = "starttls"' in caught.value.say_hint(translator("en"))
        with pytest.raises(MailServerError, match="begins without encryption"):
            sender.send(mail())
    assert not any(line.startswith((b"MAIL", b"AUTH")) for line, _ in mail_server.heard)
