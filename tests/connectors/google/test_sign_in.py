"""Sign in and out: a browser here, a browser elsewhere, and every door that stays closed."""

from __future__ import annotations

import base64
import json
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from counterparts.google_emulator import GOOGLE_AUTH_URIS, GOOGLE_TOKEN_URI
from scripted_server import Handler, Server

from analyzer.errors import MeetlintError, SignInError, SourceError, UsageError
from analyzer.text import translator
from connectors.google import explanations
from connectors.google.settings import GoogleSettings
from connectors.google.sign_in import connect, disconnect, read_client
from connectors.google.tokens import GoogleTokens
from connectors.services import clients
from connectors.services.sign_ins import SignIn, SignInStore
from tests.connectors.google.google_bodies import ANNA
from tests.connectors.google.scripted_google import ScriptedGoogle

ENGLISH = translator("en")
EVENTS = "https://www.googleapis.com/auth/calendar.events.readonly"
FREE_BUSY = "https://www.googleapis.com/auth/calendar.freebusy"
CALENDAR_LIST = "https://www.googleapis.com/auth/calendar.calendarlist.readonly"
BASE = "https://www.googleapis.com/auth/"
EMAIL = "https://www.googleapis.com/auth/userinfo.email"
TODAY = date(2026, 11, 16)


class Console:
    """A person at the keyboard, who pastes what a function gives."""

    def __init__(self, paste: Callable[[str], str] = lambda address: "") -> None:
        self.shown: list[tuple[str, dict[str, object]]] = []
        self.asked: list[str] = []
        self._paste = paste

    def show(self, message: str, **fields: object) -> None:
        assert message.format(**fields)
        self.shown.append((message, fields))

    def ask(self, message: str, **fields: object) -> str:
        self.asked.append(message.format(**fields))
        return self._paste(str(self.shown[-1][1]["address"]))


class Consent:
    """Google's sign-in for one test: a consent page that a person passes, and the exchange of the code.

    Attributes:
        questions: what the consent page was opened with.
        forms: what codes were exchanged with.
        answer: changes what the exchange gives.
        coming_back: changes what the browser brings back.
    """

    def __init__(self, server: Server) -> None:
        self.questions: list[dict[str, str]] = []
        self.forms: list[dict[str, str]] = []
        self.answer: Callable[[dict[str, Any]], object] = lambda body: None
        self.coming_back: Callable[[dict[str, str]], dict[str, str]] = lambda query: query
        self.status = 200
        self._server = server
        server.answers["/code"] = self._exchange

    def pass_page(self, address: str) -> str:
        """Return the address that the browser is sent to."""
        question = dict(parse_qsl(urlsplit(address).query))
        self.questions.append(question)
        back = self.coming_back({"state": question["state"], "code": "c0de", "scope": question["scope"]})
        query = "&".join(f"{name}={urllib.request.quote(value)}" for name, value in back.items())
        return f"{question['redirect_uri']}?{query}"

    def open_here(self, address: str) -> bool:
        """Play a browser on this machine."""
        target = self.pass_page(address)

        def visit() -> None:
            with urllib.request.urlopen(target, timeout=60) as page:
                page.read()

        threading.Thread(target=visit, daemon=True).start()
        return True

    def _exchange(self, handler: Handler) -> None:
        form = dict(parse_qsl(self._server.sent[-1][2].decode()))
        self.forms.append(form)
        claims = base64.urlsafe_b64encode(json.dumps({"email": "Anna@Example.org"}).encode()).decode().rstrip("=")
        header = base64.urlsafe_b64encode(b'{"alg":"RS256","typ":"JWT"}').decode().rstrip("=")
        body: dict[str, Any] = {
            "access_token": "access",
            "refresh_token": "refresh-new",
            "expires_in": 3599,
            "scope": self.questions[-1]["scope"],
            "token_type": "Bearer",
            "id_token": f"{header}.{claims}.c2ln",
        }
        self.answer(body)
        handler.reply(self.status, json.dumps(body).encode(), Content_Type="application/json")


@pytest.fixture
def consent(server: Server, monkeypatch: pytest.MonkeyPatch) -> Consent:
    # The scripted server speaks plain http; over a network, oauthlib takes only https.
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    return Consent(server)


@pytest.fixture
def settings(google: ScriptedGoogle, tmp_path: Path) -> GoogleSettings:
    client = {
        "client_id": "client-7",
        "client_secret": "hush",
        "auth_uri": "https://accounts.google.com/o/oauth2/auth",
        "token_uri": google.server.url("/code"),
        "redirect_uris": ["http://localhost"],
    }
    path = tmp_path / "client.json"
    path.write_text(json.dumps({"installed": client}))
    return google.settings(client_file=str(path))


def sign_in(
    settings: GoogleSettings, store: SignInStore, consent: Consent, console: Console | None = None, **options: Any
) -> SignIn:
    console = console or Console()
    options = {"open_browser": consent.open_here, "wait_seconds": 60, "today": TODAY, **options}
    return connect(settings, store, show=console.show, ask=console.ask, **options)


def refused(
    settings: GoogleSettings, google: ScriptedGoogle, consent: Consent, console: Console | None = None, **options: Any
) -> MeetlintError:
    """Return why nobody was signed in; nothing is stored then."""
    with pytest.raises(MeetlintError) as found:
        sign_in(settings, google.store, consent, console, **options)
    assert google.store.list() == []
    assert found.value.say(ENGLISH)
    assert found.value.say_hint(ENGLISH)
    return found.value


def test_browser_on_this_machine_signs_in(
    google: ScriptedGoogle, settings: GoogleSettings, consent: Consent, capfd: pytest.CaptureFixture[str]
) -> None:
    console = Console()
    found = sign_in(settings, google.store, consent, console)
    assert (found.service, found.account, found.access, found.client_id) == ("google", ANNA, "details", "client-7")
    assert (found.signed_in, found.place) == ("2026-11-16", "file")
    assert found.scopes == ("openid", EMAIL, EVENTS)
    stored = google.store.load("google", ANNA)
    assert stored is not None
    assert json.loads(stored.secret) == {
        "refresh_token": "refresh-new",
        "client_id": "client-7",
        "client_secret": "hush",
        "token_uri": google.server.url("/code"),
        "revoke_uri": google.server.url("/revoke"),
    }
    assert "browser" in console.shown[0][0]
    # The library itself prints nothing.
    assert capfd.readouterr() == ("", "")


def test_question_has_pkce_state_and_only_the_scopes_that_are_needed(
    google: ScriptedGoogle, settings: GoogleSettings, consent: Consent
) -> None:
    sign_in(settings, google.store, consent)
    (question,), (form,) = consent.questions, consent.forms
    assert question["code_challenge_method"] == "S256"
    assert len(question["state"]) >= 20
    assert (question["access_type"], question["prompt"], question["response_type"]) == ("offline", "consent", "code")
    assert question["scope"].split() == ["openid", EMAIL, EVENTS]
    assert urlsplit(question["redirect_uri"]).hostname == "127.0.0.1"
    assert (form["code"], form["redirect_uri"]) == ("c0de", question["redirect_uri"])
    assert 43 <= len(form["code_verifier"]) <= 128


@pytest.mark.parametrize(
    ("options", "scopes"),
    [
        ({"access": "free-busy"}, [FREE_BUSY]),
        ({"lists_calendars": True}, [EVENTS, CALENDAR_LIST]),
        ({"access": "free-busy", "lists_calendars": True}, [FREE_BUSY, CALENDAR_LIST]),
    ],
)
def test_scopes_are_those_of_the_access_and_the_list(
    google: ScriptedGoogle, settings: GoogleSettings, consent: Consent, options: dict[str, Any], scopes: list[str]
) -> None:
    found = sign_in(settings, google.store, consent, **options)
    assert consent.questions[0]["scope"].split() == ["openid", EMAIL, *scopes]
    assert found.access == options.get("access", "details")


def test_sending_is_asked_for_alone_and_kept_beside_reading(
    google: ScriptedGoogle, settings: GoogleSettings, consent: Consent
) -> None:
    reading = sign_in(settings, google.store, consent)
    sends = sign_in(settings, google.store, consent, is_mail=True)
    asked = [set(question["scope"].split()) for question in consent.questions]
    identity = {"openid", f"{BASE}userinfo.email"}
    assert asked == [identity | {f"{BASE}calendar.events.readonly"}, identity | {f"{BASE}gmail.send"}]
    assert (sends.service, sends.access, sends.api) == ("google-mail", "mail", settings.mail_endpoint)
    assert google.store.load("google", ANNA) == reading
    assert google.store.list("google") == [replace(reading, secret="")]
    google.server.answers["/revoke"] = lambda handler: handler.reply(200, b"{}")
    assert disconnect(sends, google.store, settings).is_revoked
    assert [one.service for one in google.store.list()] == ["google"]


def test_box_for_sending_that_was_not_ticked_is_said(
    google: ScriptedGoogle, settings: GoogleSettings, consent: Consent
) -> None:
    consent.answer = lambda body: body.update(scope=f"openid {BASE}userinfo.email")
    error = refused(settings, google, consent, is_mail=True)
    assert "nothing can be sent" in error.say(ENGLISH)
    assert "--mail" in error.say_hint(ENGLISH)


def test_machine_without_a_browser_takes_the_pasted_address(
    google: ScriptedGoogle, settings: GoogleSettings, consent: Consent
) -> None:
    console = Console(lambda address: f"  {consent.pass_page(address)}\n")
    found = sign_in(settings, google.store, consent, console, open_browser=None)
    assert found.account == ANNA
    assert console.shown[0][1]["address"]
    assert consent.questions[0]["redirect_uri"] in console.asked[0]
    assert consent.forms[0]["code"] == "c0de"


@pytest.mark.parametrize("pasted", ["", "c0de", "https://accounts.google.com/?code=c0de", "http://127.0.0.1:1/?code=x"])
def test_another_text_than_the_address_is_refused(
    google: ScriptedGoogle, settings: GoogleSettings, consent: Consent, pasted: str
) -> None:
    error = refused(settings, google, consent, Console(lambda address: pasted), open_browser=None)
    assert "paste" in error.say_hint(ENGLISH)
    assert "c0de" not in error.say(ENGLISH)
    assert consent.forms == []


@pytest.mark.parametrize("is_pasted", [True, False])
def test_answer_of_another_sign_in_is_not_used(
    google: ScriptedGoogle, settings: GoogleSettings, consent: Consent, is_pasted: bool
) -> None:
    consent.coming_back = lambda query: query | {"state": "of-somebody-else"}
    options: dict[str, Any] = {"open_browser": None} if is_pasted else {}
    error = refused(settings, google, consent, Console(consent.pass_page), **options)
    assert "another sign-in" in error.say(ENGLISH)
    assert consent.forms == []


def test_browser_that_does_not_open_shows_the_address(
    google: ScriptedGoogle, settings: GoogleSettings, consent: Consent
) -> None:
    console = Console()

    def fail(address: str) -> bool:
        consent.open_here(address)
        return False

    sign_in(settings, google.store, consent, console, open_browser=fail)
    assert str(console.shown[0][1]["address"]).startswith("https://accounts.google.com/o/oauth2/auth?")


def test_browser_with_a_spare_connection_and_a_wish_for_an_icon_signs_in(
    google: ScriptedGoogle, settings: GoogleSettings, consent: Consent
) -> None:
    spare: list[socket.socket] = []
    statuses: list[int] = []

    def open_browser(address: str) -> bool:
        back = urlsplit(dict(parse_qsl(urlsplit(address).query))["redirect_uri"])
        # Opened ahead of need and silent, as browsers do.
        spare.append(socket.create_connection((str(back.hostname), int(back.port or 0)), timeout=60))
        for path in ("favicon.ico?code=x", "", "?x=1"):
            with pytest.raises(urllib.error.HTTPError) as refusal:
                urllib.request.urlopen(f"{back.geturl()}{path}", timeout=60)
            statuses.append(refusal.value.code)
            refusal.value.close()
        return consent.open_here(address)

    assert sign_in(settings, google.store, consent, open_browser=open_browser).account == ANNA
    assert statuses == [404, 404, 404]
    assert consent.forms[0]["code"] == "c0de"
    spare[0].close()


def test_farewell_is_shown_in_the_persons_own_words(
    google: ScriptedGoogle, settings: GoogleSettings, consent: Consent
) -> None:
    shown: list[str] = []

    def open_browser(address: str) -> bool:
        target = consent.pass_page(address)

        def visit() -> None:
            with urllib.request.urlopen(target, timeout=60) as page:
                shown.append(page.read().decode())

        thread = threading.Thread(target=visit)
        thread.start()
        visits.append(thread)
        return True

    visits: list[threading.Thread] = []
    sign_in(settings, google.store, consent, open_browser=open_browser, farewell="Gelukt: één klik, en terug.")
    visits[0].join(60)
    assert shown == ["Gelukt: één klik, en terug."]


def test_nobody_who_comes_back_is_waited_for_only_so_long(
    google: ScriptedGoogle, settings: GoogleSettings, consent: Consent
) -> None:
    error = refused(settings, google, consent, open_browser=lambda address: True, wait_seconds=0)
    assert isinstance(error, SignInError)
    letter = error.say_letter(ENGLISH)
    assert "client-7" in letter
    assert EVENTS in letter


def test_unticked_box_is_said_by_name(google: ScriptedGoogle, settings: GoogleSettings, consent: Consent) -> None:
    consent.answer = lambda body: body.update(scope=f"openid {EMAIL}")
    error = refused(settings, google, consent)
    assert "not ticked" in error.say(ENGLISH)
    assert EVENTS in error.say(ENGLISH)


def test_unticked_list_is_no_reason_to_refuse(
    google: ScriptedGoogle, settings: GoogleSettings, consent: Consent
) -> None:
    consent.answer = lambda body: body.update(scope=f"openid {EVENTS} {EMAIL}")
    found = sign_in(settings, google.store, consent, lists_calendars=True)
    assert sorted(found.scopes) == sorted(["openid", EMAIL, EVENTS])


@pytest.mark.parametrize("code", ["access_denied", "admin_policy_enforced", "org_internal"])
def test_closed_doors_come_with_a_text_for_the_desk(
    google: ScriptedGoogle, settings: GoogleSettings, consent: Consent, code: str
) -> None:
    consent.coming_back = lambda query: {"error": code, "state": query["state"]}
    error = refused(settings, google, consent)
    assert isinstance(error, SignInError)
    assert code in error.say(ENGLISH)
    assert "client-7" in error.say_letter(ENGLISH)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda body: body.pop("refresh_token"), "within the hour"),
        (lambda body: body.pop("id_token"), "whose sign-in"),
        (lambda body: body.update(id_token="a.b.c"), "whose sign-in"),
        (lambda body: body.update(id_token=5), "whose sign-in"),
    ],
)
def test_half_an_answer_is_not_stored(
    google: ScriptedGoogle,
    settings: GoogleSettings,
    consent: Consent,
    answer: Callable[[dict[str, Any]], object],
    words: str,
) -> None:
    consent.answer = answer
    assert words in refused(settings, google, consent).say(ENGLISH)


def test_refused_code_is_named(google: ScriptedGoogle, settings: GoogleSettings, consent: Consent) -> None:
    consent.status = 400

    def refuse(body: dict[str, Any]) -> None:
        body.clear()
        body.update(error="invalid_grant", error_description="Malformed auth code.")

    consent.answer = refuse
    error = refused(settings, google, consent)
    assert "invalid_grant" in error.say(ENGLISH)
    assert "Malformed" not in error.say(ENGLISH)


def test_unreachable_google_is_named(google: ScriptedGoogle, settings: GoogleSettings, consent: Consent) -> None:
    path = Path(settings.client_file)
    client = json.loads(path.read_text())
    client["installed"]["token_uri"] = "http://127.0.0.1:9/token"
    path.write_text(json.dumps(client))
    error = refused(settings, google, consent)
    assert isinstance(error, SourceError)
    assert getattr(error, "code", "") == "no-connection"


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"web": {}}', '{"installed": {"client_id": 5}}'])
def test_other_file_than_a_clients_is_refused(
    google: ScriptedGoogle, consent: Consent, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "odd.json"
    path.write_text(content)
    for file in (str(path), str(tmp_path / "absent.json"), ""):
        error = refused(google.settings(client_file=file), google, consent)
        assert isinstance(error, UsageError)
    assert consent.questions == []


# Signing out.


@pytest.mark.parametrize(("status", "is_revoked"), [(200, True), (400, True), (403, False), (500, False)])
def test_disconnect_revokes_and_removes_whatever_google_says(
    google: ScriptedGoogle, status: int, is_revoked: bool
) -> None:
    google.sign_in()
    google.server.answers["/revoke"] = lambda handler: handler.reply(status, b"{}")
    (stored,) = google.store.list("google")
    done = disconnect(stored, google.store, google.settings())
    assert done.is_revoked is is_revoked
    if is_revoked:
        assert done.say(ENGLISH) == "Google has revoked it."
    else:
        assert str(status) in done.say(ENGLISH)
        assert "myaccount.google.com" in done.say(ENGLISH)
    assert google.server.sent == [("POST", "/revoke", b"token=refresh-1")]
    assert google.store.list() == []
    assert google.store.load("google", ANNA) is None


def test_disconnect_without_a_network_removes_and_says_so(google: ScriptedGoogle) -> None:
    google.sign_in()
    (stored,) = google.store.list("google")
    google.server.answers["/revoke"] = lambda handler: handler.reply(302, b"", Location="http://elsewhere.example/")
    assert not disconnect(stored, google.store, google.settings()).is_revoked
    assert google.store.list() == []


# Tokens afterwards.


def tokens_of(google: ScriptedGoogle) -> GoogleTokens:
    stored = google.store.load("google", ANNA)
    assert stored is not None
    return GoogleTokens(stored, google.store, today=TODAY)


def test_token_is_fetched_once_and_anew_when_asked(google: ScriptedGoogle) -> None:
    google.sign_in()
    tokens = tokens_of(google)
    assert [tokens.bearer(), tokens.bearer()] == ["access-1", "access-1"]
    tokens.renew()
    assert tokens.bearer() == "access-2"
    assert google.refreshes[0] == {
        "grant_type": "refresh_token",
        "client_id": "client",
        "client_secret": "s",
        "refresh_token": "refresh-1",
    }


def test_new_refresh_token_is_kept(google: ScriptedGoogle) -> None:
    google.sign_in()
    google.refuse_refresh = lambda form: (200, {"access_token": "a", "expires_in": 3600, "refresh_token": "refresh-2"})
    assert tokens_of(google).bearer() == "a"
    stored = google.store.load("google", ANNA)
    assert stored is not None
    assert json.loads(stored.secret)["refresh_token"] == "refresh-2"
    assert stored.signed_in == "2026-11-15"


def test_what_another_run_stored_meanwhile_is_tried_before_giving_up(google: ScriptedGoogle) -> None:
    google.sign_in()
    tokens = tokens_of(google)
    google.sign_in(token="refresh-2")
    google.refuse_refresh = lambda form: (
        (400, {"error": "invalid_grant"}) if form["refresh_token"] == "refresh-1" else None
    )
    assert tokens.bearer() == "access-2"


@pytest.mark.parametrize(
    ("code", "words", "hint"),
    [
        ("invalid_grant", "has ended", "meetlint connect google"),
        ("admin_policy_enforced", "administrator", "text below"),
        ("org_internal", "another organisation", "text below"),
        ("access_denied", "access_denied", "text below"),
        ("deleted_client", "no longer knows the client", "--client-file"),
        ("invalid_client", "no longer knows the client", "--client-file"),
        ("invalid_rapt", "invalid_rapt", "meetlint connect google"),
        ("<b>\x1b[31m", "b31m", "meetlint connect google"),
    ],
)
def test_refused_refresh_says_who_and_what_to_do(google: ScriptedGoogle, code: str, words: str, hint: str) -> None:
    google.sign_in()
    google.refuse_refresh = lambda form: (400, {"error": code, "error_description": "words of Google"})
    with pytest.raises(SignInError) as found:
        tokens_of(google).bearer()
    said = found.value.say(ENGLISH)
    assert words in said
    assert ANNA in said
    assert "words of Google" not in said
    assert hint in found.value.say_hint(ENGLISH)
    if "text below" in hint:
        assert EVENTS in found.value.say_letter(ENGLISH)


@pytest.mark.parametrize(
    ("signed_in", "is_testing"), [("2026-11-10", False), ("2026-11-09", True), ("2025-01-01", True)]
)
def test_sign_in_that_ended_after_a_week_names_testing(
    google: ScriptedGoogle, signed_in: str, is_testing: bool
) -> None:
    error = explanations.sign_in_ended(account=ANNA, signed_in=signed_in, today=TODAY)
    assert ("seven days" in error.say_hint(ENGLISH)) is is_testing
    assert "meetlint connect google" in error.say_hint(ENGLISH)


def test_wrong_clock_explains_a_refused_refresh(google: ScriptedGoogle) -> None:
    google.sign_in()
    google.refuse_refresh = lambda form: (400, {"error": "invalid_grant"}, {"Date": "Mon, 16 Nov 2020 08:00:00 GMT"})
    with pytest.raises(SignInError, match="clock"):
        tokens_of(google).bearer()


@pytest.mark.parametrize("secret", ["", "x", "{}", '{"refresh_token": "r"}', "[]", "null"])
def test_damaged_secret_is_as_good_as_signed_out(google: ScriptedGoogle, secret: str) -> None:
    stored = SignIn("google", ANNA, "details", (), "client", "authority", "2026-11-15", secret=secret)
    with pytest.raises(SignInError, match="Nobody is signed in"):
        GoogleTokens(stored, google.store)


def test_secrets_never_show(google: ScriptedGoogle) -> None:
    stored = google.sign_in(token="refresh-secret")
    tokens = GoogleTokens(stored, google.store)
    assert "refresh-secret" not in repr(stored) + repr(tokens) + repr(vars(tokens))


def test_text_for_the_desk_is_that_of_the_account() -> None:
    for file, words in (("", "app access"), ("key.json", "domain-wide delegation")):
        message, fields = explanations.text_for_it(GoogleSettings(service_account_file=file), "77", "free-busy")
        text = ENGLISH(message, **fields)
        assert words in text
        assert "77" in text
        assert FREE_BUSY in text


def test_client_that_meetlint_comes_with_needs_no_file_and_goes_after_one(
    google: ScriptedGoogle, settings: GoogleSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError):
        read_client(GoogleSettings())
    monkeypatch.setattr(clients, "GOOGLE_CLIENT_ID", "shipped")
    monkeypatch.setattr(clients, "GOOGLE_CLIENT_SECRET", "open")
    own = read_client(GoogleSettings())
    assert (own["client_id"], own["client_secret"]) == ("shipped", "open")
    assert (own["auth_uri"], own["token_uri"]) == (GOOGLE_AUTH_URIS[0], GOOGLE_TOKEN_URI)
    assert read_client(settings)["client_id"] == "client-7"
