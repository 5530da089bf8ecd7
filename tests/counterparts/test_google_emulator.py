"""The emulator plays Google for Google's own client libraries: sign in, read, refresh, lose a token."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from counterparts import google_emulator
from counterparts.google_children import ChildServer, node_command
from counterparts.google_emulator import GOOGLE_AUTH_URIS, GoogleEmulator
from counterparts.google_schema import validate_answer
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google.oauth2 import id_token
from google.oauth2.credentials import Credentials
from google_auth_oauthlib.flow import InstalledAppFlow
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

ANNA = "anna@example.org"
REDIRECT = "http://localhost:8765/"
SCOPE = "https://www.googleapis.com/auth/calendar.events.readonly"
SEED: dict[str, Any] = {
    "users": [{"email": ANNA, "name": "Anna"}, {"email": "bob@example.org", "name": "Bob"}],
    "calendars": [
        {"id": ANNA, "user_email": ANNA, "summary": "Anna", "primary": True, "time_zone": "Europe/Amsterdam"},
        {"id": "team@example.org", "user_email": ANNA, "summary": "Team", "access_role": "reader"},
    ],
    "calendar_events": [
        {
            "id": f"e{hour}",
            "user_email": ANNA,
            "summary": f"At {hour}",
            "start_date_time": f"2026-11-16T{hour}:00:00+01:00",
            "end_date_time": f"2026-11-16T{hour}:30:00+01:00",
        }
        for hour in ("09", "10", "11")
    ],
    "tokens": {"ready": {"login": ANNA}},
}


@pytest.fixture(scope="session")
def google(need: Callable[[bool, str], None]) -> Iterator[GoogleEmulator]:
    need(google_emulator.is_installed(), "npm emulate")
    with GoogleEmulator(SEED) as emulator:
        yield emulator


@pytest.fixture
def signed_in(google: GoogleEmulator, monkeypatch: pytest.MonkeyPatch) -> Credentials:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    flow = InstalledAppFlow.from_client_config(google.client_file(REDIRECT), [SCOPE], redirect_uri=REDIRECT)
    address, _ = flow.authorization_url()
    with flow.oauth2session:
        flow.fetch_token(authorization_response=google.consent(address, ANNA))
    credentials: Credentials = flow.credentials
    return credentials


@pytest.fixture
def calendar(google: GoogleEmulator, signed_in: Credentials) -> Iterator[Any]:
    endpoint = {"api_endpoint": google.api_endpoint}
    with build("calendar", "v3", credentials=signed_in, static_discovery=True, client_options=endpoint) as service:
        yield service


def test_consent_returns_to_the_program_with_its_state(google: GoogleEmulator) -> None:
    address = f"{google.auth_uri}?client_id=x&redirect_uri={REDIRECT}&state=s1&scope=email"
    location = urlsplit(google.consent(address, ANNA))
    assert f"{location.scheme}://{location.netloc}{location.path}" == REDIRECT
    assert parse_qs(location.query)["state"] == ["s1"]
    assert len(parse_qs(location.query)["code"]) == 1


def test_consent_takes_the_address_of_the_real_page_too(google: GoogleEmulator) -> None:
    for address in GOOGLE_AUTH_URIS:
        assert google.consent(f"{address}?redirect_uri={REDIRECT}", ANNA).startswith(f"{REDIRECT}?code=")


def test_consent_refuses_another_page_and_somebody_unknown(google: GoogleEmulator) -> None:
    with pytest.raises(ValueError, match="not the consent page"):
        google.consent(f"https://example.org/o/oauth2/auth?redirect_uri={REDIRECT}", ANNA)
    with pytest.raises(ValueError, match="does not offer"):
        google.consent(f"{google.auth_uri}?redirect_uri={REDIRECT}", "carol@example.org")


def test_sign_in_names_the_person_in_the_id_token(google: GoogleEmulator, signed_in: Credentials) -> None:
    with requests.Session() as session:
        claims = id_token.verify_token(signed_in.id_token, Request(session), signed_in.client_id, google.jwks_uri)
    assert (claims["email"], claims["iss"]) == (ANNA, google.base_url)


def test_sign_in_wants_the_verifier_of_its_challenge(google: GoogleEmulator) -> None:
    address = (
        f"{google.auth_uri}?redirect_uri={REDIRECT}&code_challenge_method=S256"
        "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    )
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"  # the pair of RFC 7636, appendix B

    def exchange(verifier: str) -> int:
        code = parse_qs(urlsplit(google.consent(address, ANNA)).query)["code"][0]
        fields = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        return requests.post(google.token_uri, data=fields, timeout=120).status_code

    assert exchange(verifier) == 200
    assert exchange(verifier[::-1]) == 400


def test_calendars_are_listed_with_the_role(calendar: Any) -> None:
    items = calendar.calendarList().list().execute()["items"]
    assert [(item["id"], item["accessRole"]) for item in items] == [(ANNA, "owner"), ("team@example.org", "reader")]


def test_events_come_in_pages_within_the_window(calendar: Any) -> None:
    events = calendar.events()
    # The end of the first and the start of the last lie on the bounds, which are exclusive.
    asked = {"timeMin": "2026-11-16T08:30:00Z", "timeMax": "2026-11-16T11:00:00+01:00", "calendarId": "primary"}
    assert [event["id"] for event in events.list(**asked).execute()["items"]] == ["e10"]
    first = events.list(calendarId="primary", maxResults=2, timeMin="2026-11-16T00:00:00Z").execute()
    rest = events.list(
        calendarId="primary", maxResults=2, timeMin="2026-11-16T00:00:00Z", pageToken=first["nextPageToken"]
    ).execute()
    assert [event["id"] for event in first["items"] + rest["items"]] == ["e09", "e10", "e11"]
    assert "nextPageToken" not in rest


def test_an_inserted_event_keeps_answers_and_transparency(google: GoogleEmulator) -> None:
    body = {
        "summary": "Inserted",
        "start": {"dateTime": "2027-01-04T09:00:00Z"},
        "end": {"dateTime": "2027-01-04T10:00:00Z"},
        "attendees": [{"email": "bob@example.org", "responseStatus": "declined"}],
    }
    tokens = google.sign_in("bob@example.org")
    event = google.insert_event(tokens["access_token"], body)
    assert event["attendees"] == body["attendees"]


def test_free_busy_names_the_busy_times(calendar: Any) -> None:
    body = {"timeMin": "2026-11-16T09:30:00Z", "timeMax": "2026-11-16T12:00:00Z", "items": [{"id": "primary"}]}
    answer = calendar.freebusy().query(body=body).execute()
    busy = [{"start": "2026-11-16T11:00:00+01:00", "end": "2026-11-16T11:30:00+01:00"}]
    assert answer["calendars"] == {"primary": {"busy": busy}}


def test_answers_are_true_to_the_discovery_document(google: GoogleEmulator, calendar: Any) -> None:
    window = {"timeMin": "2026-11-16T00:00:00Z", "timeMax": "2026-11-17T00:00:00Z"}
    validate_answer("CalendarList", calendar.calendarList().list().execute())
    validate_answer("Events", calendar.events().list(calendarId="primary", **window).execute())
    validate_answer(
        "FreeBusyResponse", calendar.freebusy().query(body={**window, "items": [{"id": "primary"}]}).execute()
    )


def test_an_unknown_calendar_is_not_found(calendar: Any) -> None:
    with pytest.raises(HttpError) as raised:
        calendar.events().list(calendarId="carol@example.org").execute()
    assert raised.value.status_code == 404
    assert raised.value.error_details[0]["reason"] == "notFound"


def test_a_token_that_nobody_gave_is_refused(google: GoogleEmulator) -> None:
    address = f"{google.api_endpoint}users/me/calendarList"
    for token, status in (("ready", 200), ("made-up", 401)):
        headers = {"Authorization": f"Bearer {token}"}
        assert requests.get(address, headers=headers, timeout=120).status_code == status


def test_a_revoked_access_token_is_renewed_with_the_refresh_token(
    google: GoogleEmulator, signed_in: Credentials, calendar: Any
) -> None:
    old = signed_in.token
    google.revoke(old)
    assert len(calendar.calendarList().list().execute()["items"]) == 2
    assert signed_in.token != old


def test_a_revoked_refresh_token_ends_the_sign_in(google: GoogleEmulator, signed_in: Credentials) -> None:
    google.revoke(signed_in.refresh_token)
    with requests.Session() as session, pytest.raises(RefreshError, match="invalid_grant"):
        signed_in.refresh(Request(session))


def test_a_server_that_does_not_start_says_why(need: Callable[[bool, str], None]) -> None:
    need(google_emulator.is_installed(), "npm emulate")
    with (
        pytest.raises(RuntimeError, match="Unknown service: gogle"),
        ChildServer(node_command("emulate/dist/index.js", "start", "--service", "gogle"), lambda: False),
    ):
        pass


def test_the_emulator_is_gone_after_its_end(google: GoogleEmulator) -> None:
    with GoogleEmulator({}) as another:
        address = another.jwks_uri
        assert requests.get(address, timeout=120).ok
    with pytest.raises(requests.ConnectionError):
        requests.get(address, timeout=120)
