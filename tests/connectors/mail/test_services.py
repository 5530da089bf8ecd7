"""Sending through a service: the same outcomes as over SMTP, and no mail to anybody but its owner."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from analyzer.errors import SignInError, SourceError
from analyzer.text import translator
from connectors.mail.message import UnsafeMessageError
from connectors.mail.names import Names
from connectors.mail.outbox.box import Outbox
from connectors.mail.outcomes import Outcome
from connectors.mail.senders import MailServerError, Pace, WrongRecipientError
from connectors.mail.services import MOST_WAITED_SECONDS, ServiceSender
from connectors.mail.settings import MailSettings
from connectors.services.posting import Posted
from tests.connectors.mail.test_smtp import mail, owner_of

NAMES = Names(b"k" * 32, "example.org")


class Box:
    """A service that answers what a test puts there."""

    name = "Service"
    consent = "meetlint connect service --mail"

    def __init__(self, *answers: Posted | SourceError) -> None:
        self.answers = list(answers)
        self.taken: list[bytes] = []

    def post(self, mail: bytes) -> Posted:
        self.taken.append(mail)
        return self.probe()

    def probe(self) -> Posted:
        found = self.answers.pop(0)
        if isinstance(found, SourceError):
            raise found
        return found


class Clock:
    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def sender(box: Box, clock: Clock | None = None) -> ServiceSender:
    clock = clock or Clock()
    return ServiceSender(box, owner_of, Pace(0, clock=lambda: clock.now, sleep=clock.sleep))


@pytest.mark.parametrize("kind", ["accepted", "not-sent", "refused", "failed", "unknown"])
def test_what_the_service_says_is_the_outcome(kind: str) -> None:
    box = Box(Posted(kind, 200))  # type: ignore[arg-type]
    assert sender(box).send(mail()) == Outcome(kind, 200)  # type: ignore[arg-type]
    (data,) = box.taken
    read = message_from_bytes(data, policy=policy.default)
    assert (read["To"], read["Message-ID"]) == ("anna@example.org", "<2026-W48.1@example.org>")


def test_nobody_gets_what_tells_of_somebody_else() -> None:
    box = Box()
    with pytest.raises(WrongRecipientError):
        sender(box).send(replace(mail(), recipient="bo@example.org"))
    with pytest.raises(UnsafeMessageError):
        sender(box).send(replace(mail(), message_id="no id"))
    assert box.taken == []


def test_a_busy_service_is_left_alone_as_long_as_it_asks() -> None:
    clock = Clock()
    box = Box(Posted("deferred", 429, 90.0), Posted("accepted", 202))
    one = sender(box, clock)
    assert one.send(mail()) == Outcome("deferred", 429, 90.0)
    clock.now += 30
    assert one.send(mail(number=2)).kind == "accepted"
    assert clock.slept == [60.0]


def test_the_longest_rest_that_is_waited_for_is_waited_for() -> None:
    clock = Clock()
    one = sender(Box(Posted("deferred", 429, MOST_WAITED_SECONDS), Posted("accepted", 202)), clock)
    one.send(mail())
    assert one.send(mail(number=2)).kind == "accepted"
    assert clock.slept == [MOST_WAITED_SECONDS]


def test_a_service_that_wants_a_long_rest_is_not_asked_again() -> None:
    clock = Clock()
    box = Box(Posted("deferred", 503, MOST_WAITED_SECONDS + 1), Posted("accepted", 202))
    one = sender(box, clock)
    one.send(mail())
    assert one.send(mail(number=2)) == Outcome("deferred", wait_seconds=MOST_WAITED_SECONDS + 1)
    assert (len(box.taken), clock.slept) == (1, [])
    clock.now += 1
    assert one.send(mail(number=3)).kind == "accepted"


@pytest.mark.parametrize("error", [SourceError("it says {why}", why="no"), SignInError("it says {why}", why="no")])
def test_who_may_not_send_stops_the_sending_with_its_sentence(error: SourceError) -> None:
    with pytest.raises(MailServerError, match="it says no"):
        sender(Box(error)).send(mail())
    with pytest.raises(MailServerError, match="it says no") as raised:
        sender(Box(error)).check("digest@example.org")
    hint = raised.value.say_hint(translator("en"))
    assert ("connect service --mail" in hint) == isinstance(error, SignInError)


def test_a_probe_is_well_when_the_service_refuses_it() -> None:
    assert sender(Box(Posted("failed", 400))).check("digest@example.org") is None
    assert sender(Box(Posted("deferred", 429, 5.0))).check("digest@example.org") == 429
    assert sender(Box(Posted("unknown", 502))).check("digest@example.org") == 502
    for lost in (Posted("not-sent"), Posted("unknown")):
        with pytest.raises(MailServerError, match="does not answer"):
            sender(Box(lost)).check("digest@example.org")


@pytest.mark.parametrize(
    ("asked", "minutes"),
    [(None, 5), (60.0, 5), (3600.0, 60), (500_000.0, 24 * 60)],
    ids=["unsaid", "shorter", "longer", "beyond-measure"],
)
def test_a_deferred_mail_waits_as_long_as_the_service_asks(tmp_path: Path, asked: float | None, minutes: int) -> None:
    now = datetime(2026, 11, 18, 9, tzinfo=UTC)
    with Outbox(tmp_path / "outbox.sqlite", NAMES) as outbox:
        outbox.plan([NAMES.person("anna@example.org")], "2026-W47", now)
        with outbox.sending("run", now) as sending:
            (claim,) = sending.claim(now)
            sending.settle(claim, Outcome("deferred", 429, asked), now)
        (row,) = outbox.rows()
    assert row.next_try == now + timedelta(minutes=minutes, seconds=1)


def test_replies_carry_a_tag_where_message_ids_do_not_last() -> None:
    tag = NAMES.token("anna")
    graph = MailSettings(through="graph", from_address="digest@example.org")
    assert graph.reply_address(tag) == f"digest+{tag}@example.org"
    assert graph.model_copy(update={"reply_to": "answers@example.org"}).reply_address(tag).startswith("answers+")
    assert graph.model_copy(update={"reply_tag": "never"}).reply_address(tag) == "digest@example.org"
    smtp = MailSettings(from_address="digest@example.org")
    assert smtp.reply_address(tag) == "digest@example.org"
    assert smtp.model_copy(update={"reply_tag": "always"}).reply_address(tag) == f"digest+{tag}@example.org"
    assert MailSettings(through="gmail").reply_address(tag) == ""


def test_microsofts_own_limit_holds_where_none_is_set() -> None:
    assert MailSettings(through="graph").limit == 30
    assert MailSettings(through="graph", per_minute=10).limit == 10
    assert (MailSettings(through="gmail").limit, MailSettings().limit) == (0, 0)
