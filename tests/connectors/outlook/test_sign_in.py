"""Signing in, renewing and leaving, against a sign-in server that is not ours."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from counterparts.entra_server import EntraServer

from analyzer.errors import MeetlintError, SignInError
from analyzer.text import translator
from connectors.outlook.scopes import SHARED, granted_permissions, scopes_of
from connectors.outlook.settings import OutlookSettings
from connectors.outlook.sign_in import (
    CONSENT_PAGES,
    DeviceCode,
    disconnect,
    sign_in_with_browser,
    sign_in_with_code,
)
from connectors.outlook.tokens import MAIL_SERVICE, SERVICE, AppTokens, OutlookTokens
from connectors.refusals import RefusedError
from connectors.services import clients
from connectors.services.sign_ins import SignIn, SignInStore

ANNA = "anna@example.org"
BOB = "bob@example.org"
API = "http://127.0.0.1:9/v1.0/"


@pytest.fixture
def store(tmp_path: Path) -> SignInStore:
    return SignInStore(tmp_path, keyring=None)


@pytest.fixture
def settings(entra: EntraServer) -> OutlookSettings:
    return OutlookSettings(client_id=entra.public_client_id, authority=entra.authority, api_endpoint=API)


class Browser:
    """A browser in which Bob signs in.

    Attributes:
        opened: what it was sent to.
        shown: what it showed at the end.
        before: called with the address to come back to, before anybody signs in.
    """

    def __init__(self, entra: EntraServer) -> None:
        self.opened: list[str] = []
        self.shown: list[str] = []
        self.before: Callable[[str], object] = lambda back: None
        self._entra = entra
        self.waiting: list[threading.Thread] = []

    def open(self, address: str) -> bool:
        self.opened.append(address)
        self.before(dict(parse_qsl(urlsplit(address).query))["redirect_uri"])
        self.waiting.append(threading.Thread(target=self._go, args=(address,)))
        self.waiting[-1].start()
        return True

    def _go(self, address: str) -> None:
        self.shown.append(self._entra.open_redirect(self._entra.consent(address, BOB), is_posted=True).text)


@pytest.fixture
def browser(entra: EntraServer) -> Iterator[Browser]:
    running = Browser(entra)
    yield running
    for one in running.waiting:
        one.join(60)


class Screen:
    """What a person is told."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def show(self, message: str, **fields: object) -> None:
        self.said.append(translator("en")(message, **fields))


def approving(entra: EntraServer, address: str = ANNA) -> Callable[[DeviceCode], None]:
    return lambda shown: entra.approve_device(shown.code, address)


def sign_in(entra: EntraServer, settings: OutlookSettings, store: SignInStore, address: str = ANNA) -> SignIn:
    return sign_in_with_code(settings, store, approving(entra, address))


def test_code_signs_in_whoever_types_it(entra: EntraServer, settings: OutlookSettings, store: SignInStore) -> None:
    shown: list[DeviceCode] = []

    def show(code: DeviceCode) -> None:
        shown.append(code)
        entra.approve_device(code.code, "Anna@Example.org")

    found = sign_in_with_code(settings, store, show)
    assert (found.account, found.access, found.scopes) == (ANNA, "details", ("Calendars.Read",))
    assert (found.client_id, found.authority, found.place) == (settings.client_id, entra.authority, "file")
    assert store.load("outlook", ANNA) == found
    assert [(code.minutes, code.address) for code in shown] == [(15, f"{entra.authority}/oauth2/deviceauth")]
    assert shown[0].code not in repr(shown)


def test_browser_signs_in_and_comes_back(
    entra: EntraServer, settings: OutlookSettings, store: SignInStore, browser: Browser
) -> None:
    screen = Screen()
    found = sign_in_with_browser(
        settings, store, open_browser=browser.open, show=screen.show, farewell="Gelukt: één klik, en terug."
    )
    assert found.account == BOB
    assert {"code_challenge_method=S256", "response_mode=form_post"} <= set(browser.opened[0].split("&"))
    assert screen.said == [
        "Your browser shows the sign-in page of Microsoft; meetlint waits for it, 5 minutes at most."
    ]
    assert OutlookTokens(settings, store, BOB).bearer()
    browser.waiting[0].join(60)
    assert browser.shown == ["Gelukt: één klik, en terug."]


def test_browser_with_a_spare_connection_signs_in(
    settings: OutlookSettings, store: SignInStore, browser: Browser
) -> None:
    """Opened ahead of need and silent, as browsers do; msal's own server would wait for it without end."""
    spare: list[socket.socket] = []
    browser.before = lambda back: spare.append(socket.create_connection(("127.0.0.1", int(back.rpartition(":")[2]))))
    assert sign_in_with_browser(settings, store, open_browser=browser.open, show=Screen().show).account == BOB
    spare[0].close()


def no_browser(address: str) -> bool:
    raise webbrowser.Error


@pytest.mark.parametrize("open_browser", [no_browser, lambda address: False])
def test_browser_that_does_not_open_is_said_with_the_way_out(
    settings: OutlookSettings, store: SignInStore, open_browser: Callable[[str], bool]
) -> None:
    screen = Screen()
    with pytest.raises(SignInError, match="Nobody signed in within 1 minutes"):
        sign_in_with_browser(settings, store, open_browser=open_browser, show=screen.show, wait_seconds=0)
    address, way_out = screen.said
    assert f"{settings.authority}/oauth2/v2.0/authorize?" in address
    assert "--no-browser" in way_out
    assert store.list() == []


def test_answer_to_another_question_signs_nobody_in(settings: OutlookSettings, store: SignInStore) -> None:
    def intrude(address: str) -> bool:
        back = dict(parse_qsl(urlsplit(address).query))["redirect_uri"]
        requests.post(back, data={"code": "stolen", "state": "of-somebody-else"}, timeout=60).raise_for_status()
        return True

    with pytest.raises(SignInError, match="another sign-in"):
        sign_in_with_browser(settings, store, open_browser=intrude, show=Screen().show)
    assert store.list() == []


def test_calendars_of_colleagues_are_asked_for_only_when_wanted(
    entra: EntraServer, settings: OutlookSettings, store: SignInStore
) -> None:
    found = sign_in_with_code(settings, store, approving(entra), with_shared=True)
    assert found.scopes == ("Calendars.Read", SHARED)
    assert OutlookTokens(settings, store, ANNA).bearer()


def test_basic_access_asks_for_less(entra: EntraServer, settings: OutlookSettings, store: SignInStore) -> None:
    found = sign_in(entra, settings.model_copy(update={"access": "basic"}), store)
    assert (found.access, found.scopes) == ("basic", ("Calendars.ReadBasic",))


def test_sending_is_asked_for_alone_and_kept_beside_reading(
    entra: EntraServer, settings: OutlookSettings, store: SignInStore
) -> None:
    reading = sign_in(entra, settings, store)
    assert "Mail.Send" not in reading.scopes
    sends = sign_in_with_code(settings, store, approving(entra), is_mail=True)
    assert (sends.service, sends.access, sends.scopes) == ("outlook-mail", "mail", ("Mail.Send",))
    assert {one.access for one in store.list()} == {"mail", "details"}
    assert store.load("outlook", ANNA) == reading
    # Each renews what it was asked for, by itself.
    for service in (SERVICE, MAIL_SERVICE):
        assert OutlookTokens(settings, store, ANNA, service=service).bearer()
    disconnect(sends, store, settings)
    assert [one.service for one in store.list()] == ["outlook"]
    assert OutlookTokens(settings, store, ANNA).bearer()


def test_code_that_is_refused_signs_nobody_in(
    entra: EntraServer, settings: OutlookSettings, store: SignInStore
) -> None:
    with pytest.raises(SignInError, match="refused on Microsoft's page"):
        sign_in_with_code(settings, store, lambda shown: entra.deny_device(shown.code))
    assert store.list() == []


def test_code_that_nobody_types_ends(entra: EntraServer, settings: OutlookSettings, store: SignInStore) -> None:
    with entra.lifetimes(device_code_seconds=1), pytest.raises(SignInError, match="Nobody typed the code in time"):
        sign_in_with_code(settings, store, lambda _: None)
    assert store.list() == []


def test_app_that_is_not_named_is_said(store: SignInStore) -> None:
    with pytest.raises(SignInError) as caught:
        sign_in_with_code(OutlookSettings(), store, lambda _: None)
    assert "client_id" in caught.value.hint


def test_authority_that_is_none_is_said(entra: EntraServer, store: SignInStore) -> None:
    elsewhere = OutlookSettings(client_id="x", authority=f"{entra.base_url}/nowhere/else", api_endpoint=API)
    with pytest.raises(RefusedError) as caught:
        sign_in_with_code(elsewhere, store, lambda _: None)
    assert caught.value.code == "outlook-authority-absent"


def test_p28_certificate_that_nobody_vouches_for_is_refused(
    entra: EntraServer, settings: OutlookSettings, store: SignInStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(RefusedError) as caught:
        sign_in(entra, settings, store)
    assert caught.value.code == "certificate-refused"
    assert "REQUESTS_CA_BUNDLE" in caught.value.hint


def test_token_is_kept_until_it_is_renewed(entra: EntraServer, settings: OutlookSettings, store: SignInStore) -> None:
    sign_in(entra, settings, store)
    tokens = OutlookTokens(settings, store, ANNA)
    first = tokens.bearer()
    assert tokens.bearer() == first
    tokens.renew()
    assert tokens.bearer() != first
    assert OutlookTokens(settings, store, ANNA).bearer() == tokens.bearer()


def test_token_that_ends_soon_is_renewed_first(
    entra: EntraServer, settings: OutlookSettings, store: SignInStore
) -> None:
    sign_in(entra, settings, store)
    tokens = OutlookTokens(settings, store, ANNA)
    with entra.lifetimes(access_token_seconds=60):
        tokens.renew()
        first = tokens.bearer()
        assert tokens.bearer() != first


def test_two_runs_at_once_share_what_one_of_them_renewed(
    entra: EntraServer, settings: OutlookSettings, store: SignInStore
) -> None:
    sign_in(entra, settings, store)
    one, other = (OutlookTokens(settings, store, ANNA) for _ in range(2))
    assert one.bearer() == other.bearer()
    one.renew()  # a refresh token works once: what the other run holds is worth nothing now
    other.renew()
    assert other.bearer()


def test_many_threads_renew_one_after_another(
    entra: EntraServer, settings: OutlookSettings, store: SignInStore
) -> None:
    sign_in(entra, settings, store)
    tokens = OutlookTokens(settings, store, ANNA)
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: tokens.bearer(), range(8)))) == 1


def test_p02_sign_in_that_was_revoked_says_who_must_sign_in_and_opens_nothing(
    entra: EntraServer, settings: OutlookSettings, store: SignInStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "get", pytest.fail)
    monkeypatch.setattr(webbrowser, "open", pytest.fail)
    sign_in(entra, settings, store)
    entra.revoke_all(ANNA)
    with pytest.raises(SignInError, match=ANNA) as caught:
        OutlookTokens(settings, store, ANNA).renew()
    assert "meetlint connect outlook" in caught.value.hint


def test_p02_account_that_is_not_signed_in_says_so(settings: OutlookSettings, store: SignInStore) -> None:
    with pytest.raises(SignInError, match=BOB) as caught:
        OutlookTokens(settings, store, BOB).bearer()
    assert "meetlint connect outlook" in caught.value.hint


@pytest.mark.parametrize("secret", ["{}", "no json"])
def test_sign_in_without_anything_to_renew_must_be_made_again(
    entra: EntraServer, settings: OutlookSettings, store: SignInStore, secret: str
) -> None:
    found = sign_in(entra, settings, store)
    store.save(replace(found, secret=secret))
    with pytest.raises(SignInError, match="has ended"):
        OutlookTokens(settings, store, ANNA).bearer()


def test_p21_clock_that_is_wrong_explains_a_refused_token(settings: OutlookSettings, store: SignInStore) -> None:
    tokens = OutlookTokens(settings, store, ANNA)
    assert "clock is 10 minutes off" in str(tokens.refused(-601.0))
    assert "clock" not in str(tokens.refused(4.0))


def test_disconnect_revokes_where_the_authority_can(
    entra: EntraServer, settings: OutlookSettings, store: SignInStore
) -> None:
    found = sign_in(entra, settings, store)
    (listed,) = store.list("outlook")
    gone = disconnect(listed, store, settings)
    assert (gone.is_revoked, gone.say(translator("en"))) == (True, "The sign-in service has revoked it.")
    assert store.list() == []
    store.save(found)
    with pytest.raises(SignInError):
        OutlookTokens(settings, store, ANNA).renew()


def test_disconnect_from_microsoft_says_where_access_is_taken_away(store: SignInStore) -> None:
    at = "https://login.microsoftonline.com/organizations"
    kept = store.save(SignIn("outlook", ANNA, "details", ("Calendars.Read",), "app", at, "2026-11-01", secret="{}"))
    gone = disconnect(kept, store, OutlookSettings())
    assert not gone.is_revoked
    assert gone.say(translator("en")).endswith(", ".join(CONSENT_PAGES))
    assert store.list() == []


def test_disconnect_removes_also_when_the_authority_is_away(store: SignInStore) -> None:
    at = "https://127.0.0.1:9/tenant"
    kept = store.save(SignIn("outlook", ANNA, "details", ("Calendars.Read",), "app", at, "2026-11-01", secret="{}"))
    assert not disconnect(kept, store, OutlookSettings()).is_revoked
    assert store.list() == []


def organisation(entra: EntraServer, **more: Any) -> OutlookSettings:
    fields = {"client_id": entra.confidential_client_id, "authority": entra.authority, "api_endpoint": API} | more
    return OutlookSettings(**fields)


def test_secret_from_the_environment_lets_an_app_in(entra: EntraServer) -> None:
    tokens = AppTokens(organisation(entra), {"MEETLINT_OUTLOOK_CLIENT_SECRET": entra.client_secret})
    first = tokens.bearer()
    assert tokens.bearer() == first
    tokens.renew()
    assert tokens.bearer() != first


def test_certificate_lets_an_app_in(entra: EntraServer, tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.touch(mode=0o600)
    certificate = entra.client_certificate
    file.write_text(certificate["private_key"] + certificate["public_certificate"])
    tokens = AppTokens(organisation(entra, client_id=entra.certificate_client_id, certificate_file=str(file)), {})
    assert tokens.bearer()


def test_wrong_secret_says_so_without_repeating_it(entra: EntraServer) -> None:
    with pytest.raises(SignInError, match="client secret") as caught:
        AppTokens(organisation(entra), {"MEETLINT_OUTLOOK_CLIENT_SECRET": "wrong-canary"}).bearer()
    assert "canary" not in f"{caught.value} {caught.value.hint} {caught.value.fields}"


def test_app_without_an_organisation_is_refused_before_anything_is_asked() -> None:
    tokens = AppTokens(OutlookSettings(client_id="app"), {"MEETLINT_OUTLOOK_CLIENT_SECRET": "x"})
    with pytest.raises(SignInError, match="organisation"):
        tokens.bearer()


@pytest.mark.parametrize(
    ("cloud", "scope"),
    [
        ("global", "https://graph.microsoft.com/Calendars.Read"),
        ("usgov", "https://graph.microsoft.us/Calendars.Read"),
        ("usgov-dod", "https://dod-graph.microsoft.us/Calendars.Read"),
        ("china", "https://microsoftgraph.chinacloudapi.cn/Calendars.Read"),
    ],
)
def test_permissions_belong_to_the_cloud(cloud: Any, scope: str) -> None:
    assert scopes_of(OutlookSettings(cloud=cloud), ["Calendars.Read"]) == [scope]


def test_permissions_of_an_own_api_have_short_names() -> None:
    assert scopes_of(OutlookSettings(api_endpoint=API), ["Calendars.Read"]) == ["Calendars.Read"]


def test_granted_permissions_are_read_with_or_without_an_origin() -> None:
    given = "openid profile https://graph.microsoft.com/Calendars.Read Calendars.Read.Shared"
    assert granted_permissions(given) == ("Calendars.Read", "Calendars.Read.Shared")


def test_secret_of_a_sign_in_is_nowhere_in_view(
    entra: EntraServer, settings: OutlookSettings, store: SignInStore
) -> None:
    found = sign_in(entra, settings, store)
    for kept in json.loads(found.secret)["RefreshToken"].values():
        assert kept["secret"] not in repr(found)
        assert kept["secret"] not in repr(store.list())


def test_opening_does_not_load_msal() -> None:
    code = "import sys, connectors.outlook.opening; sys.exit('msal' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[3], check=False).returncode == 0


def test_errors_of_the_sign_in_are_ours() -> None:
    assert issubclass(SignInError, MeetlintError)


def test_app_that_meetlint_comes_with_signs_in_and_renews_without_settings(
    entra: EntraServer, settings: OutlookSettings, store: SignInStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clients, "OUTLOOK_CLIENT_ID", settings.client_id)
    nothing = settings.model_copy(update={"client_id": ""})
    assert sign_in(entra, nothing, store).client_id == settings.client_id
    assert OutlookTokens(nothing, store, ANNA).bearer()
    # An app in the settings goes first.
    with pytest.raises(MeetlintError):
        sign_in(entra, settings.model_copy(update={"client_id": "unknown"}), store)
