"""Against Debian's postfix and dovecot: what is sent arrives byte for byte, and what comes back is understood."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from counterparts.mail_servers import DOMAIN, PASSWORD, USER, MailServers

from analyzer.text import translator
from connectors.mail.message import Message, Picture, message_bytes
from connectors.mail.names import Names
from connectors.mail.outcomes import Outcome
from connectors.mail.replies import Mailbox, MailboxError, Tally, check_mailbox, read_replies
from connectors.mail.smtp import MailServerError, Sender, Server

NAMES = Names(b"0123456789abcdef" * 2, DOMAIN)
WEEK = "2026-W48"


def named(name: str) -> str:
    return NAMES.person(f"{name}@{DOMAIN}")


PEOPLE = {f"{name}@{DOMAIN}": named(name) for name in ("anna", "bo", "carl", "moved")}


def owner_of(address: str) -> str:
    return NAMES.person(address)


def submission(servers: MailServers) -> Server:
    return Server(
        host="localhost", port=servers.submission_port, user=USER, password=PASSWORD, authorities=servers.authority
    )


def mailbox(servers: MailServers) -> Mailbox:
    return Mailbox(
        host="localhost", port=servers.imaps_port, user=USER, password=PASSWORD, authorities=servers.authority
    )


def mail(name: str, period: str = WEEK) -> Message:
    person = named(name)
    return Message(
        owner=person,
        recipient=f"{name}@{DOMAIN}",
        sender=USER,
        sender_name="Jouw week, één mail",
        subject="Je week 🙂",
        text="Hallo,\n.\n..\n.een punt\nFrom Zoë, naïef = é\n" + "lang " * 400 + "\n",
        html='<p>Zoë <img src="cid:week" alt="x"></p>\n.\n',
        pictures=(Picture("week", bytes(range(256)) * 40, "Drie dagen"),),
        message_id=NAMES.message_id(person, period),
        date=datetime(2026, 11, 30, 7, tzinfo=UTC),
        reply_to=f"digest+{NAMES.token(person)}@{DOMAIN}",
        unsubscribe_mail=f"digest+{NAMES.token(person)}@{DOMAIN}",
        run="run-1",
    )


class Heard:
    """What a reading of the mailbox said."""

    def __init__(self) -> None:
        self.leaving: list[str] = []
        self.unproven: list[str] = []
        self.bounces: list[tuple[str, str]] = []

    def read(self, box: Mailbox) -> Tally:
        return read_replies(
            box,
            NAMES,
            PEOPLE,
            on_leaving=self.leaving.append,
            on_bounce=lambda person, period: self.bounces.append((person, period)),
            on_unproven=self.unproven.append,
        )


def test_a_mail_arrives_byte_for_byte(servers: MailServers) -> None:
    with Sender(submission(servers), owner_of) as sender:
        assert sender.check(USER) is None
        assert sender.send(mail("anna")) == Outcome("accepted", 250)
    (arrived,) = servers.wait_for("anna", 1)
    # What the server adds stands above.
    added, _, _ = arrived.partition(b"From: ")
    assert arrived.removeprefix(added) == message_bytes(mail("anna")).replace(b"\r\n", b"\n")
    assert b"with ESMTPSA" in added, "signed in, inside TLS"
    assert PASSWORD.encode() not in arrived


def test_tls_from_the_first_byte(servers: MailServers) -> None:
    server = replace(submission(servers), port=servers.smtps_port, security="tls")
    with Sender(server, owner_of) as sender:
        assert sender.send(mail("bo")).kind == "accepted"
    servers.wait_for("bo", 1)


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("gone", Outcome("refused", 550)),
        ("full", Outcome("deferred", 452)),
        ("grey", Outcome("deferred", 451)),
        ("large", Outcome("refused", 552)),
        ("hangup", Outcome("deferred", 421)),
        ("late-451", Outcome("deferred", 451)),
        ("late-452", Outcome("deferred", 452)),
        ("late-550", Outcome("failed", 550)),
        ("late-552", Outcome("failed", 552)),
        ("late-554", Outcome("failed", 554)),
    ],
)
def test_an_answer_of_postfix_ends_in_its_outcome(servers: MailServers, name: str, outcome: Outcome) -> None:
    with Sender(submission(servers), owner_of) as sender:
        assert sender.send(mail(name)) == outcome
        assert sender.send(mail("anna")).kind == "accepted"
    servers.wait_for("anna", 1)
    assert servers.mails(name) == []


def test_a_mail_that_is_too_large_fails_alone(servers: MailServers) -> None:
    large = replace(mail("anna"), text="x" * 70 + "\n" + ("y" * 70 + "\n") * 20_000)
    with Sender(submission(servers), owner_of) as sender:
        assert sender.send(large) == Outcome("failed", 552)
        assert sender.send(mail("bo")).kind == "accepted"


def test_a_wrong_password_or_certificate_stops_before_any_mail(servers: MailServers) -> None:
    right = submission(servers)
    for server, words in (
        (replace(right, password="wrong"), "535"),
        (replace(right, authorities=None), "certificate"),
        (replace(right, host="127.0.0.1"), "certificate"),
    ):
        with Sender(server, owner_of) as sender, pytest.raises(MailServerError, match=words):
            sender.send(mail("anna"))


def test_how_tls_begins_is_named_where_it_is_another_way_than_the_settings_say(servers: MailServers) -> None:
    right = submission(servers)
    for server, word in (
        (replace(right, port=servers.smtps_port, timeout_seconds=1), 'security = "tls"'),
        (replace(right, security="tls"), 'security = "starttls"'),
    ):
        with Sender(server, owner_of) as sender, pytest.raises(MailServerError) as caught:
            sender.check(USER)
        assert word in caught.value.say_hint(translator("en"))
    box = mailbox(servers)
    for wrong, word in (
        (replace(box, security="starttls", timeout_seconds=1), 'imap_security = "tls"'),
        (replace(box, port=servers.imap_port), 'imap_security = "starttls"'),
    ):
        with pytest.raises(MailboxError) as of_box:
            check_mailbox(wrong)
        assert word in of_box.value.say_hint(translator("en"))
        assert of_box.value.code == "mailbox-security"


def stop(to: Message, sender: str, body: str = "STOP\n\nOp maandag schreef Digest:\n> Je week\n") -> bytes:
    """A reply as mail programs write it."""
    reply = EmailMessage(policy=policy.SMTP)
    reply["From"] = f"Somebody <{sender}>"
    reply["To"] = to.reply_to
    reply["Subject"] = f"Re: {to.subject}"
    reply["In-Reply-To"] = reply["References"] = to.message_id
    reply.set_content(body)
    return bytes(reply).replace(b"\r\n", b"\n")


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_reply_of_ones_own_is_leaving_and_is_read_once(servers: MailServers, security: str) -> None:
    box = mailbox(servers)
    if security == "starttls":
        box = replace(box, security="starttls", port=servers.imap_port)
    servers.put("digest", stop(mail("anna"), f"anna@{DOMAIN}"))
    servers.put("digest", stop(mail("bo"), f"bo@{DOMAIN}", "Thanks!"))
    heard = Heard()
    assert heard.read(box) == Tally(leaving=1, others=1)
    assert heard.leaving == [named("anna")]
    assert heard.read(box) == Tally()


def test_a_reply_through_postfix_to_the_address_with_the_token_is_leaving(servers: MailServers) -> None:
    """Sent as any mail; nothing but the address it goes to tells whose it is."""
    digest = mail("carl")
    by_hand = Message(
        owner="digest",
        recipient=digest.unsubscribe_mail,
        sender=f"carl@{DOMAIN}",
        subject="STOP",
        text="",
        message_id="<from-a-phone@example.org>",
        date=digest.date,
    )
    with Sender(submission(servers), lambda _: "digest") as sender:
        assert sender.send(by_hand).kind == "accepted"
    servers.wait_for("digest", 1)
    heard = Heard()
    heard.read(mailbox(servers))
    assert heard.leaving == [named("carl")]


def test_a_forged_stop_for_somebody_else_is_not_believed(servers: MailServers) -> None:
    servers.put("digest", stop(mail("bo"), f"anna@{DOMAIN}"))  # with what Bo has
    servers.put("digest", stop(mail("anna"), "mallory@example.net"))
    guessed = replace(mail("anna"), message_id=f"<{WEEK}.{'0' * 32}@{DOMAIN}>", reply_to=f"digest@{DOMAIN}")
    servers.put("digest", stop(guessed, f"anna@{DOMAIN}"))
    heard = Heard()
    assert heard.read(mailbox(servers)) == Tally(unproven=3)
    assert heard.leaving == []
    assert heard.unproven == [named("anna")] * 2


def test_a_mail_that_comes_back_from_postfix_is_a_bounce(servers: MailServers) -> None:
    with Sender(submission(servers), owner_of) as sender:
        assert sender.send(mail("moved")).kind == "accepted"
    servers.wait_for("digest", 1)
    heard = Heard()
    assert heard.read(mailbox(servers)) == Tally(bounces=1)
    assert heard.bounces == [(named("moved"), WEEK)]


def test_what_could_not_be_noted_is_told_again(servers: MailServers) -> None:
    servers.put("digest", stop(mail("anna"), f"anna@{DOMAIN}"))

    def full(_: str) -> None:
        raise OSError("the disk is full")

    with pytest.raises((OSError, MailboxError)):
        read_replies(mailbox(servers), NAMES, PEOPLE, on_leaving=full, on_bounce=lambda *_: None, on_unproven=full)
    heard = Heard()
    assert heard.read(mailbox(servers)).leaving == 1


def test_what_was_understood_is_moved_and_the_rest_stays_for_people(servers: MailServers) -> None:
    servers.put("digest", stop(mail("anna"), f"anna@{DOMAIN}"))
    servers.put("digest", stop(mail("bo"), f"bo@{DOMAIN}", "A question: who reads this?"))
    box = replace(mailbox(servers), done="Read by meetlint")
    assert Heard().read(box) == Tally(leaving=1, others=1)
    assert Heard().read(box) == Tally()
    moved = [file for part in ("new", "cur") for file in _folder(servers, ".Read by meetlint", part)]
    assert len(moved) == 1
    (left,) = [file for part in ("new", "cur") for file in _folder(servers, ".", part)]
    flags = left.name.rpartition(",")[2]
    assert "S" not in flags, "nobody has seen it yet"
    assert b"who reads this" in left.read_bytes()
    assert message_from_bytes(moved[0].read_bytes())["In-Reply-To"] == mail("anna").message_id


def _folder(servers: MailServers, name: str, part: str) -> list[Path]:
    folder = servers.folder / "boxes" / "digest" / name / part
    return list(folder.iterdir()) if folder.is_dir() else []


def test_without_flags_of_our_own_what_was_read_counts_as_seen(
    servers: MailServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    from connectors.mail import replies

    select = replies._selected
    monkeypatch.setattr(replies, "_selected", lambda line, box: select(line, box) and False)
    servers.put("digest", stop(mail("anna"), f"anna@{DOMAIN}"))
    servers.put("digest", stop(mail("bo"), f"bo@{DOMAIN}", "Thanks"))
    assert Heard().read(mailbox(servers)) == Tally(leaving=1, others=1)
    assert Heard().read(mailbox(servers)) == Tally()


def test_a_mailbox_that_cannot_be_read_is_told(servers: MailServers) -> None:
    right = mailbox(servers)
    for box, words in (
        (replace(right, password="wrong"), "refuses the user"),
        (replace(right, authorities=None), "certificate"),
        (replace(right, folder="None"), "cannot be read"),
        (replace(right, port=1), "cannot be read"),
    ):
        with pytest.raises(MailboxError, match=words) as caught:
            Heard().read(box)
        assert USER not in str(caught.value)
    assert PASSWORD not in repr(right)
