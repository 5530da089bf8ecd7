"""Sending through Gmail: as the discovery document describes it, from one mailbox, and what each answer means."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from google.auth import jwt
from scripted_server import Handler

from analyzer.errors import SignInError, SourceError
from analyzer.text import translator
from connectors.google.scopes import MAIL_SEND
from connectors.google.sending import GmailPostBox, open_post_box
from connectors.services.posting import Posted
from tests.connectors.google.google_bodies import fault
from tests.connectors.google.scripted_google import ScriptedGoogle
from tests.connectors.google.test_service_account import key_file, private_key

__all__ = ["key_file", "private_key"]

ADDRESS = "digest@example.org"
PLACE = "/gmail/v1/users/me/messages/send"
MAIL = b"From: digest@example.org\r\nTo: anna@example.org\r\nMessage-ID: <1@example.org>\r\n\r\nHello\r\n"


def settings(google: ScriptedGoogle, **parts: Any) -> Any:
    return google.settings(mail_endpoint=google.server.url("/gmail/v1/"), **parts)


@pytest.fixture
def box(google: ScriptedGoogle) -> GmailPostBox:
    reading = google.sign_in(ADDRESS, "mail", api=google.server.url("/gmail/v1/"))
    google.store.remove("google", ADDRESS)
    google.store.save(replace(reading, service="google-mail"))
    return open_post_box(settings(google), google.store, ADDRESS)


def answer(google: ScriptedGoogle, status: int, body: bytes = b"{}", **headers: str) -> None:
    google.server.answers[PLACE] = lambda handler: handler.reply(status, body, **headers)


def test_the_place_is_the_one_of_the_discovery_document(google: ScriptedGoogle) -> None:
    folder = resources.files("googleapiclient") / "discovery_cache" / "documents"
    document = json.loads((folder / "gmail.v1.json").read_text("utf-8"))
    method = document["resources"]["users"]["resources"]["messages"]["methods"]["send"]
    base = google.settings().mail_endpoint
    assert base == document["rootUrl"] + "gmail/v1/"
    assert f"{base}users/{{userId}}/messages/send" == document["rootUrl"] + method["path"]
    assert method["httpMethod"] == "POST"
    assert MAIL_SEND in method["scopes"]
    assert "raw" in document["schemas"][method["request"]["$ref"]]["properties"]


def test_a_mail_goes_as_it_is(google: ScriptedGoogle, box: GmailPostBox) -> None:
    answer(google, 200, json.dumps({"id": "1", "threadId": "1", "labelIds": ["SENT"]}).encode())
    assert box.post(MAIL) == Posted("accepted", 200)
    (body,) = [body for _, path, body in google.server.sent if path == PLACE]
    assert base64.urlsafe_b64decode(json.loads(body)["raw"]) == MAIL


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (429, fault(429, "rateLimitExceeded"), Posted("deferred", 429, 9.0)),
        (403, fault(403, "userRateLimitExceeded"), Posted("deferred", 403, 9.0)),
        (403, fault(403, "dailyLimitExceeded"), Posted("deferred", 403, 9.0)),
        (503, b"busy", Posted("deferred", 503, 9.0)),
        (500, fault(500, "backendError"), Posted("deferred", 500)),
        (500, b"<html>", Posted("unknown", 500)),
        (502, fault(502, "backendError"), Posted("unknown", 502)),
        (400, fault(400, "invalidArgument"), Posted("failed", 400)),
        (413, b"", Posted("failed", 413)),
    ],
)
def test_an_answer_ends_in_its_outcome(
    google: ScriptedGoogle, box: GmailPostBox, status: int, body: bytes, outcome: Posted
) -> None:
    answer(google, status, body, Retry_After="9")
    assert box.post(MAIL) == outcome
    assert sum(path == PLACE for _, path, _ in google.server.sent) == 1


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("Invalid To header", "refused"),
        ("Recipient address required", "refused"),
        ("Invalid From header", "failed"),
        ("Something with an Invalid To header in it", "failed"),
    ],
)
def test_an_address_that_google_does_not_take_is_refused(
    google: ScriptedGoogle, box: GmailPostBox, message: str, kind: str
) -> None:
    body = {"error": {"code": 400, "message": message, "errors": [{"reason": "invalidArgument"}]}}
    answer(google, 400, json.dumps(body).encode())
    assert box.post(MAIL) == Posted(kind, 400)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "reason", "said"),
    [
        (403, "insufficientPermissions", "gmail.send is missing"),
        (403, "accessNotConfigured", "Gmail API is not switched on"),
        (403, "forbidden", "does not let digest@example.org send"),
        (400, "failedPrecondition", "no Gmail"),
        (404, "notFound", "does not let digest@example.org send"),
    ],
)
def test_who_may_not_send_stops_it_with_a_sentence(
    google: ScriptedGoogle, box: GmailPostBox, status: int, reason: str, said: str
) -> None:
    answer(google, status, fault(status, reason))
    for ask in (lambda: box.post(MAIL), box.probe):
        with pytest.raises(SourceError) as raised:
            ask()
        assert said in raised.value.say(translator("en"))


def test_a_probe_holds_no_mail(google: ScriptedGoogle, box: GmailPostBox) -> None:
    answer(google, 400, fault(400, "invalidArgument"))
    assert box.probe() == Posted("failed", 400)
    assert json.loads(google.server.sent[-1][2]) == {}


def test_a_sign_in_for_reading_sends_nothing(google: ScriptedGoogle) -> None:
    google.sign_in(ADDRESS)
    with pytest.raises(SignInError, match="Nobody is signed in to send through Gmail"):
        open_post_box(settings(google), google.store, ADDRESS)
    assert google.server.asked == []


def test_a_service_account_sends_in_the_name_of_the_address_alone(google: ScriptedGoogle, key_file: Path) -> None:
    answer(google, 200)
    own = settings(google, service_account_file=str(key_file), mailboxes=("anna@example.org",))
    open_post_box(own, google.store, ADDRESS).post(MAIL)
    (form,) = google.refreshes
    claims = jwt.decode(form["assertion"], verify=False)  # type: ignore[no-untyped-call]
    assert (claims["sub"], claims["scope"]) == (ADDRESS, MAIL_SEND)


def test_a_service_account_without_the_scope_says_what_to_ask_for(google: ScriptedGoogle, key_file: Path) -> None:
    google.refuse_refresh = lambda form: (401, {"error": "unauthorized_client"})
    own = settings(google, service_account_file=str(key_file))
    with pytest.raises(SignInError) as raised:
        open_post_box(own, google.store, ADDRESS).probe()
    letter = raised.value.say_letter(translator("en"))
    assert MAIL_SEND in letter
    assert "1234567890" in letter
    assert "may not send as digest@example.org" in raised.value.say(translator("en"))


def test_a_cut_after_the_mail_leaves_it_open(google: ScriptedGoogle, box: GmailPostBox) -> None:
    def cut(handler: Handler) -> None:
        handler.connection.close()

    google.server.answers[PLACE] = cut
    assert box.post(MAIL) == Posted("unknown")
    assert sum(path == PLACE for _, path, _ in google.server.sent) == 1
