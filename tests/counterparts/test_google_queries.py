"""Only what Google knows may be asked, and only what Google says may be answered."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests
from counterparts import google_emulator, google_queries
from counterparts.google_emulator import GoogleEmulator
from counterparts.google_queries import CheckedGoogle, WrongQuery, check_query, make_openapi
from googleapiclient.discovery import build

EVENTS = "/calendar/v3/calendars/primary/events"
RIGHT = "timeMin=2026-11-16T00:00:00Z&timeMax=2026-11-17T00:00:00%2B01:00&maxResults=2500&singleEvents=true"
FREE_BUSY = {"timeMin": "2026-11-16T00:00:00Z", "timeMax": "2026-11-17T00:00:00Z", "items": [{"id": "primary"}]}

WRONG_FOR_THE_GATE = {
    "unknown parameter": ("GET", EVENTS, RIGHT + "&maxresults=5"),
    "token in the query": ("GET", EVENTS, "oauth_token=x"),
    "parameter twice": ("GET", EVENTS, "q=a&q=b"),
    "sync with a window": ("GET", EVENTS, "syncToken=x&timeMin=2026-11-16T00:00:00Z"),
    "sync of the list with a role": ("GET", "/calendar/v3/users/me/calendarList", "syncToken=x&minAccessRole=owner"),
    "order of series": ("GET", EVENTS, "orderBy=startTime"),
    "writing verb": ("POST", EVENTS, ""),
    "deletion": ("DELETE", EVENTS + "/e1", ""),
    "unheard-of verb": ("PROPFIND", EVENTS, ""),
    "other method of Google": ("GET", "/calendar/v3/calendars/primary/acl", ""),
    "path without its base": ("GET", "/calendars/primary/events", ""),
    "free/busy by reading": ("GET", "/calendar/v3/freeBusy", ""),
}
WRONG_FOR_PRISM = {
    "time without offset": "timeMin=2026-11-16T00:00:00",
    "date for a time": "timeMax=2026-11-16",
    "too many": "maxResults=2501",
    "none": "maxResults=0",
    "text for a number": "maxResults=many",
    "text for yes or no": "singleEvents=perhaps",
    "invented eventType": "eventTypes=default&eventTypes=lunch",
    "invented order": "orderBy=title&singleEvents=true",
}


class Upstream(BaseHTTPRequestHandler):
    """Answer what the test has laid ready."""

    status, body = 200, b""
    reached: list[str] = []

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.reached.append(self.path)
        self.send_response(self.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Retry-After", "7")
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def checked(need: Callable[[bool, str], None]) -> Iterator[CheckedGoogle]:
    need(google_queries.is_installed(), "npm @stoplight/prism-cli")
    with ThreadingHTTPServer(("127.0.0.1", 0), Upstream) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            with CheckedGoogle(f"http://127.0.0.1:{server.server_port}") as google:
                yield google
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(autouse=True)
def _calm() -> None:
    answer({"kind": "calendar#events", "items": []})


def answer(body: Any, status: int = 200) -> None:
    Upstream.status, Upstream.body = status, json.dumps(body).encode()
    Upstream.reached.clear()


def ask(google: CheckedGoogle, method: str, path: str, query: str = "", body: Any = None) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.request(method, f"{google.base_url}{path}?{query}", json=body, timeout=120)


def test_a_right_question_passes_and_is_noted(checked: CheckedGoogle) -> None:
    reply = ask(checked, "GET", EVENTS, RIGHT + "&fields=items(id)&alt=json&eventTypes=default&eventTypes=focusTime")
    assert (reply.status_code, reply.json()) == (200, {"kind": "calendar#events", "items": []})
    assert [path.partition("?")[0] for path in Upstream.reached] == [EVENTS]
    asked = checked.asked[-1]
    assert (asked.method, asked.path, asked.status) == ("GET", EVENTS, 200)
    assert asked.query[:2] == (("timeMin", "2026-11-16T00:00:00Z"), ("timeMax", "2026-11-17T00:00:00+01:00"))


@pytest.mark.parametrize("case", WRONG_FOR_THE_GATE)
def test_a_question_that_google_does_not_know_is_refused(case: str) -> None:
    method, path, query = WRONG_FOR_THE_GATE[case]
    with pytest.raises(WrongQuery):
        check_query(method, path, query)


def test_the_gate_refuses_before_anything_is_passed_on(checked: CheckedGoogle) -> None:
    for method, path, query in WRONG_FOR_THE_GATE.values():
        assert ask(checked, method, path, query).status_code == 422
    assert Upstream.reached == []


@pytest.mark.parametrize("case", WRONG_FOR_PRISM)
def test_a_wrong_value_is_refused(case: str, checked: CheckedGoogle) -> None:
    check_query("GET", EVENTS, WRONG_FOR_PRISM[case])
    assert ask(checked, "GET", EVENTS, WRONG_FOR_PRISM[case]).status_code == 422
    assert Upstream.reached == []


def test_the_list_of_calendars_has_its_own_limit(checked: CheckedGoogle) -> None:
    answer({"kind": "calendar#calendarList", "items": []})
    found = [
        ask(checked, "GET", "/calendar/v3/users/me/calendarList", f"maxResults={size}").status_code
        for size in (250, 251)
    ]
    assert found == [200, 422]


def test_free_busy_is_asked_with_a_body_that_google_knows(checked: CheckedGoogle) -> None:
    answer({"kind": "calendar#freeBusy", "calendars": {"primary": {"busy": []}}})
    bodies: tuple[Any, ...] = (
        FREE_BUSY,
        FREE_BUSY | {"timeMin": "2026-11-16"},
        FREE_BUSY | {"fields": "x"},
        {"items": []},
        None,
    )
    found = [ask(checked, "POST", "/calendar/v3/freeBusy", "", body).status_code for body in bodies]
    assert found == [200, 422, 422, 422, 422]


def test_an_answer_that_google_would_not_give_is_refused(checked: CheckedGoogle) -> None:
    for event in ({"id": "e1", "eventType": "lunch"}, {"id": "e1", "colour": "red"}, {"start": {"dateTime": "now"}}):
        answer({"kind": "calendar#events", "items": [event]})
        assert ask(checked, "GET", EVENTS).status_code == 500
        assert Upstream.reached == [EVENTS]


def test_an_error_of_google_passes_with_its_headers(checked: CheckedGoogle) -> None:
    error = {"code": 429, "message": "m", "errors": [{"domain": "usageLimits", "reason": "rateLimitExceeded"}]}
    answer({"error": error}, status=429)
    reply = ask(checked, "GET", EVENTS)
    assert (reply.status_code, reply.json(), reply.headers["Retry-After"]) == (429, {"error": error}, "7")


def test_ids_with_signs_reach_the_upstream_as_they_were_sent(checked: CheckedGoogle) -> None:
    path = "/calendar/v3/calendars/nl.dutch%23holiday%40group.v.calendar.google.com/events"
    assert ask(checked, "GET", path).status_code == 200
    assert Upstream.reached == [path]


def test_googles_client_reads_the_emulator_through_the_checks(need: Callable[[bool, str], None]) -> None:
    need(google_queries.is_installed(), "npm @stoplight/prism-cli")
    need(google_emulator.is_installed(), "npm emulate")
    from google.oauth2.credentials import Credentials

    anna = "anna@example.org"
    with GoogleEmulator({"users": [{"email": anna}]}) as emulator, CheckedGoogle(emulator.base_url) as google:
        credentials = Credentials(emulator.sign_in(anna)["access_token"])
        endpoint = {"api_endpoint": google.api_endpoint}
        with build("calendar", "v3", credentials=credentials, static_discovery=True, client_options=endpoint) as api:
            assert api.events().list(calendarId="primary", singleEvents=True).execute()["items"] == []
            assert api.freebusy().query(body=FREE_BUSY).execute()["calendars"] == {"primary": {"busy": []}}
        assert [(asked.method, asked.status) for asked in google.asked] == [("GET", 200), ("POST", 200)]


def test_the_document_holds_no_writing_method() -> None:
    methods = {(path, verb) for path, verbs in make_openapi()["paths"].items() for verb in verbs}
    assert {path for path, verb in methods if verb != "get"} == {"/calendar/v3/freeBusy"}
    assert len(methods) == 5
