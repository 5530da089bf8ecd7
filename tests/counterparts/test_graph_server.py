"""The counterpart of Graph answers as scripted, and lets neither a wrong request nor an invented answer through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from counterparts import graph_schema, graph_server
from counterparts.graph_openapi import check_query
from counterparts.graph_server import GraphCounterpart

WINDOW = {"startDateTime": "2026-11-01T00:00:00Z", "endDateTime": "2026-12-01T00:00:00Z"}
EVENTS: list[dict[str, Any]] = [
    {"id": f"AAMk{number}=", "subject": f"Event {number}", "showAs": "busy", "type": "singleInstance"}
    for number in range(5)
]
REMOVED = {"id": "AAMk9=", "@removed": {"reason": "deleted"}}


@pytest.fixture(scope="session")
def counterpart(need: Callable[[bool, str], None]) -> Iterator[GraphCounterpart]:
    need(graph_server.is_installed(), "npm wiremock with Java, npm Prism")
    with GraphCounterpart() as server:
        yield server


@pytest.fixture(scope="session")
def types(need: Callable[[bool, str], None]) -> None:
    need(graph_schema.is_installed(), "npm @microsoft/microsoft-graph-types")


@pytest.fixture
def graph(counterpart: GraphCounterpart) -> GraphCounterpart:
    counterpart.reset()
    return counterpart


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        session.headers["Authorization"] = "Bearer anything"
        yield session


def ids_of(answer: requests.Response) -> list[str]:
    return [event["id"] for event in answer.json()["value"]]


@pytest.mark.parametrize(
    "path",
    [
        "me/calendarView",
        "me/calendar/calendarView",
        "me/calendars/AAMkAGI2=/calendarView",
        "users/anna@example.org/calendarView",
        "users/anna@example.org/calendars/AAMkAGI2=/calendarView",
    ],
)
def test_events_come_in_pages_that_links_join(graph: GraphCounterpart, session: requests.Session, path: str) -> None:
    graph.serve_events(path, EVENTS, page_size=2)
    query = {**WINDOW, "$select": "id,subject", "$top": "2"}
    answer = session.get(graph.api_endpoint + path, params=query, timeout=120)
    found = ids_of(answer)
    while link := answer.json().get("@odata.nextLink"):
        assert link.startswith(f"{graph.api_endpoint}{path}?")
        answer = session.get(link, timeout=120)
        found += ids_of(answer)
    assert found == [event["id"] for event in EVENTS]
    assert len(graph.received()) == 3
    graph.check_requests()


def test_an_address_may_be_sent_encoded(graph: GraphCounterpart, session: requests.Session) -> None:
    graph.serve_events("users/anna@example.org/calendarView", EVENTS)
    answer = session.get(f"{graph.api_endpoint}users/anna%40example.org/calendarView", params=WINDOW, timeout=120)
    assert len(ids_of(answer)) == 5


def test_an_identifier_with_a_slash_is_kept_encoded(graph: GraphCounterpart, session: requests.Session) -> None:
    path = "me/calendars/AA%2FB+=/calendarView"
    graph.serve_events(path, EVENTS)
    assert len(ids_of(session.get(graph.api_endpoint + path, params=WINDOW, timeout=120))) == 5


def test_a_calendar_without_events_is_an_empty_page(graph: GraphCounterpart, session: requests.Session) -> None:
    graph.serve_events("me/calendarView", [])
    answer = session.get(f"{graph.api_endpoint}me/calendarView", params=WINDOW, timeout=120)
    assert answer.json() == {"value": []}


def test_failures_come_first_and_in_order(graph: GraphCounterpart, session: requests.Session) -> None:
    graph.serve_events("me/calendarView", EVENTS)
    busy = (429, "TooManyRequests", {"Retry-After": "7"})
    graph.fail_first("GET", "me/calendarView", busy, (503, "ServiceUnavailable", {}))
    answers = [session.get(f"{graph.api_endpoint}me/calendarView", params=WINDOW, timeout=120) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [429, 503, 200, 200]
    assert answers[0].headers["Retry-After"] == "7"
    assert answers[0].json()["error"]["code"] == "TooManyRequests"


def test_changes_come_with_a_link_for_next_time(graph: GraphCounterpart, session: requests.Session) -> None:
    graph.serve_delta("me/calendarView", [EVENTS[:2], EVENTS[2:]], token="one")
    graph.serve_delta("me/calendarView", [[REMOVED]], token="two", since="one")
    first = session.get(f"{graph.api_endpoint}me/calendarView/delta", params=WINDOW, timeout=120)
    second = session.get(first.json()["@odata.nextLink"], timeout=120)
    third = session.get(second.json()["@odata.deltaLink"], timeout=120)
    assert [len(ids_of(answer)) for answer in (first, second, third)] == [2, 3, 1]
    assert third.json()["value"] == [REMOVED]
    assert third.json()["@odata.deltaLink"].endswith("delta?$deltatoken=two")
    graph.check_requests()


def test_a_lost_position_says_where_to_start_again(graph: GraphCounterpart, session: requests.Session) -> None:
    again = f"{graph.api_endpoint}me/calendarView/delta?startDateTime=2026-11-01"
    graph.serve_error("GET", "me/calendarView/delta", 410, "syncStateNotFound", {"Location": again})
    answer = session.get(f"{graph.api_endpoint}me/calendarView/delta?$deltatoken=old", timeout=120)
    assert (answer.status_code, answer.headers["Location"]) == (410, again)


def test_calendars_and_single_events_are_served(graph: GraphCounterpart, session: requests.Session) -> None:
    graph.serve("GET", "me/calendars", {"value": [{"id": "1", "name": "Calendar", "isDefaultCalendar": True}]})
    graph.serve("GET", "me/events/AAMk1=", {**EVENTS[1], "type": "seriesMaster"})
    assert ids_of(session.get(f"{graph.api_endpoint}me/calendars?$select=id,name", timeout=120)) == ["1"]
    event = session.get(f"{graph.api_endpoint}me/events/AAMk1=?$select=recurrence", timeout=120)
    assert event.json()["type"] == "seriesMaster"
    graph.check_requests()


def test_batches_answer_one_round_after_another(graph: GraphCounterpart, session: requests.Session) -> None:
    busy = {"id": "1", "status": 429, "headers": {"Retry-After": "1"}, "body": graph_server.error_body("Busy")}
    graph.serve_batch([busy], [{"id": "1", "status": 200, "body": {"value": EVENTS}}])
    body = {"requests": [{"id": "1", "method": "GET", "url": "/me/calendarView?startDateTime=1"}]}
    answers = [session.post(f"{graph.api_endpoint}$batch", json=body, timeout=120).json() for _ in range(3)]
    assert [answer["responses"][0]["status"] for answer in answers] == [429, 200, 200]


def test_schedules_are_asked_for_by_posting(graph: GraphCounterpart, session: requests.Session) -> None:
    graph.serve("POST", "me/calendar/getSchedule", {"value": [{"scheduleId": "bob@example.org", "scheduleItems": []}]})
    moment = {"dateTime": "2026-11-16T09:00:00", "timeZone": "UTC"}
    body = {"schedules": ["bob@example.org"], "startTime": moment, "endTime": moment}
    address = f"{graph.api_endpoint}me/calendar/getSchedule"
    assert session.post(address, json=body, timeout=120).status_code == 200
    assert session.post(address, json={**body, "people": []}, timeout=120).status_code == 422


@pytest.mark.parametrize(("status", "code"), [(403, "ErrorAccessDenied"), (404, "ErrorItemNotFound")])
def test_errors_have_the_body_of_graph(
    graph: GraphCounterpart, session: requests.Session, status: int, code: str
) -> None:
    graph.serve_error("GET", "users/bob@example.org/calendarView", status, code)
    answer = session.get(f"{graph.api_endpoint}users/bob@example.org/calendarView", params=WINDOW, timeout=120)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_what_is_not_scripted_is_not_found(graph: GraphCounterpart, session: requests.Session) -> None:
    answer = session.get(f"{graph.api_endpoint}me/calendarView", params=WINDOW, timeout=120)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "NothingScripted")


def test_requests_are_told_as_they_were_sent(graph: GraphCounterpart, session: requests.Session) -> None:
    graph.serve_events("me/calendarView", EVENTS)
    headers = {"Prefer": 'outlook.timezone="UTC"'}
    session.get(f"{graph.api_endpoint}me/calendarView", params=WINDOW, headers=headers, timeout=120)
    (request,) = graph.received()
    assert (request.method, request.path, request.body) == ("GET", "/v1.0/me/calendarView", "")
    assert request.headers["authorization"] == "Bearer anything"
    assert request.headers["prefer"] == 'outlook.timezone="UTC"'
    assert "startDateTime=2026-11-01T00" in request.query


VIEW = "me/calendarView?startDateTime=2026-11-01T00:00:00Z&endDateTime=2026-12-01T00:00:00Z"
REFUSED = [
    ("GET", "me/calendarView?startDateTime=2026-11-01T00:00:00Z"),
    ("GET", "me/calendarView?endDateTime=2026-11-01T00:00:00Z"),
    ("GET", "me/calendarView?startDateTime=yesterday&endDateTime=2026-12-01T00:00:00Z"),
    ("GET", f"{VIEW}&$select=id,startTime"),
    ("GET", f"{VIEW}&$top=1001"),
    ("GET", f"{VIEW}&$top=0"),
    ("GET", "me/calendarView/delta?$deltatoken=1&$select=id"),
    ("GET", "me/calendarView/delta?$deltatoken=1&$filter=isAllDay"),
    ("GET", "me/calendarView/delta?$deltatoken=1&$top=10"),
    ("GET", "me/calendars?$select=summary"),
    ("GET", "me/messages"),
    ("GET", "me/calendars/1/calendarView/delta?$deltatoken=1"),
    ("POST", "me/events"),
    ("PATCH", "me/events/1"),
    ("DELETE", "me/events/1"),
    ("POST", VIEW),
]


@pytest.mark.parametrize(("method", "url"), REFUSED)
def test_a_wrong_request_is_refused(graph: GraphCounterpart, session: requests.Session, method: str, url: str) -> None:
    answer = session.request(method, graph.api_endpoint + url, timeout=120)
    assert answer.status_code in (404, 405, 422)
    assert "stoplight.io/prism" in answer.json()["type"]
    assert graph.received() == []


@pytest.mark.parametrize(("method", "url"), REFUSED)
def test_a_wrong_request_is_found_by_the_check_too(types: None, method: str, url: str) -> None:
    path, _, query = url.partition("?")
    with pytest.raises(ValueError, match=r"no such request|does not|wants"):
        check_query(method, f"/v1.0/{path}", query)


@pytest.mark.parametrize(
    "body",
    [
        {"requests": []},
        {"requests": [{"id": str(number), "method": "GET", "url": "/me"} for number in range(21)]},
        {"requests": [{"id": "1", "method": "DELETE", "url": "/me/events/1"}]},
        {"requests": [{"id": "1", "method": "POST", "url": "/me/events", "body": {}}]},
        {"requests": [{"id": "1", "method": "GET", "url": "https://example.org/me"}]},
        {},
    ],
)
def test_a_wrong_batch_is_refused(graph: GraphCounterpart, session: requests.Session, body: dict[str, Any]) -> None:
    graph.serve_batch([])
    assert session.post(f"{graph.api_endpoint}$batch", json=body, timeout=120).status_code == 422


def test_a_request_without_a_token_is_refused(graph: GraphCounterpart) -> None:
    assert requests.get(graph.api_endpoint + VIEW, timeout=120, proxies={"http": ""}).status_code == 401


def test_a_parameter_that_nobody_knows_is_found_afterwards(graph: GraphCounterpart, session: requests.Session) -> None:
    graph.serve_events("me/calendarView", EVENTS)
    assert session.get(f"{graph.api_endpoint}{VIEW}&maxResults=10", timeout=120).status_code == 200
    with pytest.raises(ValueError, match="maxResults"):
        graph.check_requests()


@pytest.mark.parametrize(
    "query",
    [
        "$deltatoken=1&startDateTime=2026-11-01T00:00:00Z&endDateTime=2026-12-01T00:00:00Z",
        "",
        "startDateTime=2026-11-01T00:00:00Z",
        "$deltatoken=1&$deltatoken=2",
    ],
)
def test_changes_are_asked_for_with_a_window_or_a_token(types: None, query: str) -> None:
    with pytest.raises(ValueError, match="delta"):
        check_query("GET", "/v1.0/me/calendarView/delta", query)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("me/calendarView", {"value": [{**EVENTS[0], "showAs": "invented"}]}),
        ("me/calendarView", {"value": [{**EVENTS[0], "startTime": "2026"}]}),
        ("me/calendarView", {"value": [REMOVED]}),
        ("me/calendarView", {"items": []}),
        ("me/calendarView/delta", {"value": []}),
    ],
)
def test_an_untrue_answer_is_refused(
    graph: GraphCounterpart, session: requests.Session, path: str, body: dict[str, Any]
) -> None:
    graph.serve("GET", path, body)
    answer = session.get(graph.api_endpoint + path, params=WINDOW, timeout=120)
    assert answer.status_code == 500
    assert "stoplight.io/prism" in answer.json()["type"]


def test_an_untrue_error_is_refused(graph: GraphCounterpart, session: requests.Session) -> None:
    graph.serve("GET", "me/calendarView", {"message": "no"}, status=403)
    assert session.get(graph.api_endpoint + VIEW, timeout=120).status_code == 500


def test_a_broken_answer_comes_without_the_judge(graph: GraphCounterpart, session: requests.Session) -> None:
    graph.serve("GET", "me/calendarView", '{"value": [', headers={"Content-Type": "application/json"})
    assert session.get(graph.untrue_api_endpoint + VIEW, timeout=120).text == '{"value": ['
