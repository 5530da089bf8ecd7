"""The sign-in server plays Entra for Microsoft's own client library: sign in, renew, refuse, expire, revoke."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import msal
import pytest
import requests
from counterparts import entra_server
from counterparts.entra_server import TENANT_ID, EntraServer

ANNA = "anna@example.org"
BOB = "bob@example.org"
READ = ["Calendars.Read"]
DEFAULT = ["https://graph.microsoft.com/.default"]
REDIRECT = "http://localhost:8765"


@pytest.fixture(scope="session")
def entra(need: Callable[[bool, str], None]) -> Iterator[EntraServer]:
    need(entra_server.is_installed(), "npm oidc-provider")
    with EntraServer() as server:
        yield server


@pytest.fixture
def session(entra: EntraServer) -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        session.verify = entra.ca_file
        yield session


@pytest.fixture
def app(entra: EntraServer, session: requests.Session) -> msal.PublicClientApplication:
    return msal.PublicClientApplication(
        entra.public_client_id, authority=entra.authority, instance_discovery=False, http_client=session
    )


def sign_in_by_code(entra: EntraServer, app: msal.PublicClientApplication, address: str) -> dict[str, Any]:
    flow = app.initiate_auth_code_flow(READ, redirect_uri=REDIRECT, response_mode="form_post")
    location = entra.consent(flow["auth_uri"], address)
    answer: dict[str, Any] = app.acquire_token_by_auth_code_flow(flow, query_of(location))
    return answer


def query_of(location: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(location).query))


def renew(app: msal.PublicClientApplication, address: str) -> dict[str, Any]:
    (account,) = app.get_accounts(address)
    answer: dict[str, Any] = app.acquire_token_silent_with_error(READ, account, force_refresh=True)
    return answer


def confidential_app(
    entra: EntraServer, session: requests.Session, client_id: str, credential: Any
) -> msal.ConfidentialClientApplication:
    return msal.ConfidentialClientApplication(
        client_id, credential, authority=entra.authority, instance_discovery=False, http_client=session
    )


def test_a_device_is_signed_in_by_the_code_that_a_person_types(
    entra: EntraServer, app: msal.PublicClientApplication
) -> None:
    flow = app.initiate_device_flow(READ)
    waiting = app.acquire_token_by_device_flow({**flow, "expires_at": 0})
    assert waiting["error"] == "authorization_pending"
    entra.approve_device(flow["user_code"], ANNA)
    answer = app.acquire_token_by_device_flow(flow)
    assert answer["scope"].split()[0] == "Calendars.Read"
    assert answer["expires_in"] == 3600
    claims = answer["id_token_claims"]
    assert (claims["preferred_username"], claims["tid"]) == (ANNA, TENANT_ID)
    (account,) = app.get_accounts()
    assert account["username"] == ANNA
    assert account["home_account_id"] == f"{claims['oid']}.{TENANT_ID}"


def test_a_device_is_refused_when_the_person_says_no(entra: EntraServer, app: msal.PublicClientApplication) -> None:
    flow = app.initiate_device_flow(READ)
    entra.deny_device(flow["user_code"])
    assert app.acquire_token_by_device_flow(flow)["error"] == "access_denied"
    assert app.get_accounts() == []


def test_a_device_code_ends_by_itself(entra: EntraServer, app: msal.PublicClientApplication) -> None:
    with entra.lifetimes(device_code_seconds=1):
        flow = app.initiate_device_flow(READ)
    assert flow["expires_in"] == 1
    time.sleep(1.1)
    assert app.acquire_token_by_device_flow({**flow, "expires_at": 0})["error"] == "expired_token"
    with pytest.raises(ValueError, match="incorrect"):
        entra.approve_device(flow["user_code"], ANNA)


def test_a_device_code_that_nobody_gave_is_not_taken(entra: EntraServer) -> None:
    with pytest.raises(ValueError, match="incorrect"):
        entra.approve_device("AAAA-AAAA", ANNA)


def test_a_browser_comes_back_with_a_code_that_is_exchanged(
    entra: EntraServer, app: msal.PublicClientApplication
) -> None:
    answer = sign_in_by_code(entra, app, BOB)
    assert answer["id_token_claims"]["preferred_username"] == BOB
    assert [account["username"] for account in app.get_accounts()] == [BOB]


def test_a_code_works_once_and_only_with_its_verifier(entra: EntraServer, session: requests.Session) -> None:
    address = (
        f"{entra.authority}/oauth2/v2.0/authorize?client_id={entra.public_client_id}&response_type=code&scope=openid"
        f"&redirect_uri={REDIRECT}&code_challenge_method=S256"
        "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    )
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # the pair of RFC 7636, appendix B

    def exchange(code: str, verifier: str) -> int:
        fields = {"grant_type": "authorization_code", "client_id": entra.public_client_id, "redirect_uri": REDIRECT}
        data = {**fields, "code": code, "code_verifier": verifier}
        return session.post(entra.token_uri, data=data, timeout=120).status_code

    code = query_of(entra.consent(address, ANNA))["code"]
    assert exchange(code, verifier[::-1]) == 400
    code = query_of(entra.consent(address, ANNA))["code"]
    assert exchange(code, verifier) == 200
    assert exchange(code, verifier) == 400


def test_a_browser_is_sent_back_without_a_code_when_the_person_refuses(
    entra: EntraServer, app: msal.PublicClientApplication
) -> None:
    flow = app.initiate_auth_code_flow(READ, redirect_uri=REDIRECT, response_mode="form_post")
    location = entra.refuse(flow["auth_uri"], BOB)
    assert app.acquire_token_by_auth_code_flow(flow, query_of(location))["error"] == "access_denied"


def test_a_public_app_must_use_pkce_and_its_own_redirect(entra: EntraServer) -> None:
    page = f"{entra.authority}/oauth2/v2.0/authorize?client_id={entra.public_client_id}&response_type=code&scope=openid"
    location = entra.consent(f"{page}&redirect_uri={REDIRECT}", ANNA)
    assert query_of(location)["error"] == "invalid_request"
    with pytest.raises(ValueError, match="redirect_uri"):
        entra.consent(f"{page}&redirect_uri=https://example.org/&code_challenge={'a' * 43}", ANNA)


def test_the_real_sign_in_page_and_any_tenant_are_taken(entra: EntraServer, session: requests.Session) -> None:
    app = msal.PublicClientApplication(
        entra.public_client_id,
        authority=f"{entra.base_url}/organizations",
        instance_discovery=False,
        http_client=session,
    )
    flow = app.initiate_auth_code_flow(READ, redirect_uri=REDIRECT, response_mode="form_post", prompt="select_account")
    assert "/organizations/oauth2/v2.0/authorize?" in flow["auth_uri"]
    location = entra.consent(flow["auth_uri"].replace(entra.base_url, "https://login.microsoftonline.com"), ANNA)
    assert "access_token" in app.acquire_token_by_auth_code_flow(flow, query_of(location))


def test_msal_waits_on_the_loopback_for_the_browser(
    entra: EntraServer, app: msal.PublicClientApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def browse(address: str) -> None:
        entra.open_redirect(entra.consent(address, ANNA), is_posted=True)

    with ThreadPoolExecutor() as browser:
        monkeypatch.setattr("msal.oauth2cli.authcode._browse", lambda address, **_: browser.submit(browse, address))
        answer = app.acquire_token_interactive(READ, timeout=120)
    assert answer["id_token_claims"]["preferred_username"] == ANNA


def test_a_redirect_away_from_this_machine_is_not_opened(entra: EntraServer) -> None:
    with pytest.raises(ValueError, match="away"):
        entra.open_redirect("https://example.org/?code=1")


def test_an_access_token_is_kept_while_it_lasts_and_renewed_after(
    entra: EntraServer, app: msal.PublicClientApplication
) -> None:
    first = sign_in_by_code(entra, app, ANNA)["access_token"]
    (account,) = app.get_accounts()
    assert app.acquire_token_silent(READ, account)["access_token"] == first
    with entra.lifetimes(access_token_seconds=60):  # msal takes what lasts under five minutes for spent
        assert renew(app, ANNA)["expires_in"] == 60
    second = app.acquire_token_silent(READ, account)
    assert second["expires_in"] == 3600
    assert second["access_token"] != first


def test_a_refresh_token_is_replaced_and_works_once(
    entra: EntraServer, app: msal.PublicClientApplication, session: requests.Session
) -> None:
    old = sign_in_by_code(entra, app, ANNA)["refresh_token"]
    assert renew(app, ANNA)["refresh_token"] != old
    fields = {"grant_type": "refresh_token", "client_id": entra.public_client_id, "refresh_token": old}
    again = session.post(entra.token_uri, data=fields, timeout=120)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


def test_a_revoked_sign_in_is_not_renewed_and_others_are(entra: EntraServer, app: msal.PublicClientApplication) -> None:
    for address in (ANNA, BOB):
        sign_in_by_code(entra, app, address)
    renew(app, ANNA)
    entra.revoke_all(ANNA)
    assert renew(app, ANNA)["error"] == "invalid_grant"
    assert "access_token" in renew(app, BOB)
    entra.revoke_all()
    assert renew(app, BOB)["error"] == "invalid_grant"


def test_a_refresh_token_ends_by_itself(entra: EntraServer, app: msal.PublicClientApplication) -> None:
    with entra.lifetimes(refresh_token_seconds=1):
        sign_in_by_code(entra, app, ANNA)
    time.sleep(1.1)
    assert renew(app, ANNA)["error"] == "invalid_grant"


def test_a_lifetime_that_does_not_exist_is_refused(entra: EntraServer) -> None:
    with pytest.raises(ValueError, match="password_seconds"), entra.lifetimes(password_seconds=1):
        pass


def test_an_organisation_signs_in_with_its_secret(entra: EntraServer, session: requests.Session) -> None:
    client_id = entra.confidential_client_id
    answer = confidential_app(entra, session, client_id, entra.client_secret).acquire_token_for_client(DEFAULT)
    assert "access_token" in answer
    assert "refresh_token" not in answer
    wrong = confidential_app(entra, session, client_id, "wrong").acquire_token_for_client(DEFAULT)
    assert wrong["error"] == "invalid_client"


def test_an_organisation_signs_in_with_its_certificate(entra: EntraServer, session: requests.Session) -> None:
    with_sha1 = entra.client_certificate
    with_sha256 = {name: value for name, value in with_sha1.items() if name != "thumbprint"}
    for credential in (with_sha1, with_sha256):
        app = confidential_app(entra, session, entra.certificate_client_id, credential)
        assert "access_token" in app.acquire_token_for_client(DEFAULT)
        # Another scope is another request, with the assertion that msal kept.
        assert "access_token" in app.acquire_token_for_client(["https://graph.microsoft.us/.default"])
    with EntraServer() as another:
        strange = confidential_app(entra, session, entra.certificate_client_id, another.client_certificate)
        assert strange.acquire_token_for_client(DEFAULT)["error"] == "invalid_client"


def test_the_server_shows_a_certificate_of_its_own(entra: EntraServer) -> None:
    with requests.Session() as stranger:
        stranger.trust_env = False
        with pytest.raises(requests.exceptions.SSLError):
            stranger.get(f"{entra.authority}/v2.0/.well-known/openid-configuration", timeout=120)


def test_consent_answers_the_state_of_its_request(entra: EntraServer, app: msal.PublicClientApplication) -> None:
    flow = app.initiate_auth_code_flow(READ, redirect_uri=REDIRECT, response_mode="form_post", state="s1")
    query = parse_qs(urlsplit(entra.consent(flow["auth_uri"], ANNA)).query)
    assert query["state"] == ["s1"]
    assert len(query["code"]) == 1
