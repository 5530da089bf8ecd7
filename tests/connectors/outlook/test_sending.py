"""Sending through Graph: as MIME, from one mailbox, and what each of its answers means."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from scripted_server import Handler, Server

from analyzer.errors import SignInError
from connectors.outlook import sending
from connectors.outlook.credentials import SECRET_VARIABLE
from connectors.outlook.sending import GraphPostBox, open_post_box
from connectors.outlook.settings import OutlookSettings
from connectors.outlook.tokens import MAIL_SERVICE, OutlookTokens
from connectors.refusals import RefusedError
from connectors.services.posting import Posted
from connectors.services.sign_ins import SignIn, SignInStore
from tests.connectors.outlook.fake_graph import CANARY, FakeTokens
from tests.connectors.outlook.graph_bodies import error

ADDRESS = "digest@example.org"
MAIL = b"From: digest@example.org\r\nTo: anna@example.org\r\nMessage-ID: <1@example.org>\r\n\r\nHello\r\n"


def settings(server: Server) -> OutlookSettings:
    return OutlookSettings(client_id="app", tenant="example.org", api_endpoint=server.url("/v1.0/"))


def box(server: Server, *, is_app: bool = True) -> GraphPostBox:
    return GraphPostBox(settings(server), FakeTokens(), ADDRESS, is_app=is_app)


@pytest.mark.parametrize(("is_app", "place"), [(True, f"/v1.0/users/{ADDRESS}/sendMail"), (False, "/v1.0/me/sendMail")])
def test_a_mail_goes_as_mime_from_the_one_mailbox(server: Server, is_app: bool, place: str) -> None:
    server.answers[place] = lambda handler: handler.reply(202)
    assert box(server, is_app=is_app).post(MAIL) == Posted("accepted", 202)
    ((path, headers),) = server.asked
    (_, _, body) = server.sent[0]
    assert (path, headers["Content-Type"], headers["Authorization"]) == (place, "text/plain", f"Bearer {CANARY}")
    assert base64.b64decode(body, validate=True) == MAIL


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (429, error("ApplicationThrottled"), Posted("deferred", 429, 17.0)),
        (503, b"<html>busy</html>", Posted("deferred", 503, 17.0)),
        (500, error("ErrorInternalServerError"), Posted("deferred", 500)),
        (500, b"<html>oops</html>", Posted("unknown", 500)),
        (502, error("UnknownError"), Posted("unknown", 502)),
        (504, b"", Posted("unknown", 504)),
        (400, error("ErrorInvalidRecipients"), Posted("refused", 400)),
        (400, error("ErrorMimeContentInvalidBase64String"), Posted("failed", 400)),
        (413, b"", Posted("failed", 413)),
        (403, error("ErrorExceededMessageLimit"), Posted("deferred", 403, 17.0)),
    ],
)
def test_an_answer_ends_in_its_outcome(server: Server, status: int, body: bytes, outcome: Posted) -> None:
    def reply(handler: Handler) -> None:
        handler.reply(status, body, Retry_After="17")

    server.answers[f"/v1.0/users/{ADDRESS}/sendMail"] = reply
    assert box(server).post(MAIL) == outcome
    assert len(server.sent) == 1


@pytest.mark.parametrize(
    ("status", "code"),
    [(403, "ErrorSendAsDenied"), (403, "ErrorAccessDenied"), (403, "anything"), (404, "ErrorInvalidUser")],
)
def test_who_may_not_send_hears_which_permission_is_missing(server: Server, status: int, code: str) -> None:
    server.answers[f"/v1.0/users/{ADDRESS}/sendMail"] = lambda handler: handler.reply(status, error(code))
    for ask in (lambda one: one.post(MAIL), GraphPostBox.probe):
        with pytest.raises(RefusedError) as raised:
            ask(box(server))
        assert raised.value.fields["permission"] == "Mail.Send"
        assert (raised.value.fields["status"], raised.value.fields["reason"]) == (status, code)


def test_a_probe_is_no_mail_and_its_refusal_is_well(server: Server) -> None:
    def reply(handler: Handler) -> None:
        handler.reply(400, error("ErrorMimeContentInvalidBase64String"))

    server.answers[f"/v1.0/users/{ADDRESS}/sendMail"] = reply
    assert box(server).probe() == Posted("failed", 400)
    with pytest.raises(ValueError, match=r"padding|base64"):
        base64.b64decode(server.sent[0][2], validate=True)


def signed_in(folder: Path, service: str, account: str = ADDRESS, access: str = "mail") -> SignInStore:
    store = SignInStore(folder, keyring=None)
    one = SignIn(service, account, access, ("Mail.Send",), "app", "https://localhost:1/t", "2026-11-01", secret="{}")  # type: ignore[arg-type]
    store.save(one)
    return store


def test_the_sign_in_of_the_address_sends(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[tuple[str, str]] = []

    def tokens(_settings: OutlookSettings, _store: SignInStore, account: str, *, service: str) -> FakeTokens:
        used.append((account, service))
        return FakeTokens()

    monkeypatch.setattr(sending, "OutlookTokens", tokens)
    server.answers["/v1.0/me/sendMail"] = lambda handler: handler.reply(202)
    store = signed_in(tmp_path, MAIL_SERVICE)
    assert open_post_box(settings(server), store, "Digest@Example.org", {}).post(MAIL).kind == "accepted"
    assert used == [(ADDRESS, MAIL_SERVICE)]


def test_an_organisations_app_sends_where_nobody_signed_in(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "AppTokens", lambda *_: FakeTokens())
    server.answers[f"/v1.0/users/{ADDRESS}/sendMail"] = lambda handler: handler.reply(202)
    store = SignInStore(tmp_path, keyring=None)
    found = open_post_box(settings(server), store, ADDRESS, {SECRET_VARIABLE: "s"})
    assert found.post(MAIL).kind == "accepted"


@pytest.mark.parametrize(("service", "account"), [("outlook", ADDRESS), (MAIL_SERVICE, "other@example.org")])
def test_a_sign_in_for_reading_or_of_another_mailbox_sends_nothing(
    server: Server, tmp_path: Path, service: str, account: str
) -> None:
    store = signed_in(tmp_path, service, account, "details" if service == "outlook" else "mail")
    with pytest.raises(SignInError, match="Nobody is signed in to send"):
        open_post_box(settings(server), store, ADDRESS, {})
    assert server.asked == []


def test_a_sign_in_for_sending_is_none_for_reading(tmp_path: Path, server: Server) -> None:
    store = signed_in(tmp_path, MAIL_SERVICE)
    assert store.list("outlook") == []
    with pytest.raises(SignInError, match="Nobody is signed in to Outlook"):
        OutlookTokens(settings(server), store, ADDRESS).bearer()
