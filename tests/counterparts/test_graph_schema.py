"""Microsoft's types judge answers: the documented and recorded ones pass, changed ones do not."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from counterparts import graph_schema
from counterparts.graph_schema import event_strategy, field_names, validate_answer
from hypothesis import given, settings

KINDS = {
    "calendar": [
        "docs-calendar-get-3", "docs-calendar-update-4", "docs-calendargroup-post-calendars-3",
        "docs-outlook-calendar-online-meetings-0", "ms365-calendar1", "ms365-calendar2", "ms365-calendar3",
    ],
    "calendars": [
        "docs-outlook-get-shared-events-calendars-4", "docs-user-list-calendars-2", "ms365-calendars",
        "ms365-calendars_one",
    ],
    "delta": [f"docs-delta-query-events-{number}" for number in range(4)],
    "error": ["docs-throttling-0"],
    "event": [
        "docs-calendar-post-events-4", "docs-calendar-post-events-6", "docs-event-get-2", "docs-event-get-3",
        "docs-outlook-calendar-meeting-proposals-1", "docs-outlook-calendar-meeting-proposals-7",
        "docs-outlook-calendar-meeting-proposals-9", "docs-outlook-calendar-online-meetings-2",
        "docs-outlook-calendar-online-meetings-3", "docs-outlook-calendar-online-meetings-5",
        "docs-user-post-events-2", "docs-user-post-events-4", "docs-user-post-events-8", "ms365-calendar1_event1",
        "ms365-calendar1_event2",
    ],
    "events": [
        "docs-calendar-list-events-4", "docs-event-list-instances-1", "docs-user-list-calendarview-3",
        "docs-user-list-events-2", "ms365-calendar1_calendar_view", "ms365-calendar1_calendar_view_all_day",
        "ms365-calendar1_calendar_view_none", "ms365-calendar1_calendar_view_not_started",
        "ms365-calendar1_calendar_view_started", "ms365-calendar2_calendar_view", "ms365-calendar3_calendar_view",
    ],
}  # fmt: skip
# What each is called, and where the check rightly stops.
UNTRUE = {
    "docs-calendar-getschedule-2": ("schedules", "workingHours.timeZone"),  # a subtype, which the type does not name
    "docs-calendar-list-calendarview-3": ("events", "'response-value'"),  # placeholders, here and below
    "docs-calendar-list-events-3": ("events", "responseStatus.response: ''"),
    "docs-calendargroup-list-calendars-2": ("calendars", "color: {}"),
    "docs-event-delta-1": ("delta", "'response-value'"),
    "docs-event-update-2": ("event", "responseStatus.response: ''"),
}
# Permissions, groups of calendars, attachments and messages: answers that this project never asks for.
OTHER = (
    "calendarpermission", "calendargroup-get", "calendargroup-update", "list-calendargroups", "list-attachments",
    "eventmessage",
)  # fmt: skip
EVENT: dict[str, Any] = {
    "@odata.etag": 'W/"1"',
    "id": "1",
    "subject": "Review",
    "showAs": "busy",
    "sensitivity": "normal",
    "type": "occurrence",
    "onlineMeetingProvider": "teamsForBusiness",
    "responseStatus": {"response": "accepted", "time": "0001-01-01T00:00:00Z"},
    "start": {"dateTime": "2026-11-16T09:00:00.0000000", "timeZone": "UTC"},
    "end": {"dateTime": "2026-11-16T09:30:00.0000000", "timeZone": "UTC"},
    "attendees": [{"type": "required", "emailAddress": {"name": "Bob", "address": "bob@example.org"}}],
}
REMOVED = {"id": "2", "@removed": {"reason": "deleted"}}
NEXT = "https://graph.microsoft.com/v1.0/me/calendarView?$skiptoken=2"
ERROR = {"error": {"code": "ErrorItemNotFound", "message": "The specified object was not found in the store."}}


@pytest.fixture(autouse=True, scope="session")
def types(need: Callable[[bool, str], None]) -> None:
    need(graph_schema.is_installed(), "npm @microsoft/microsoft-graph-types")


def body_of(shared_data: Path, name: str) -> Any:
    return json.loads((shared_data / "fixtures" / "graph" / f"{name}.json").read_text(encoding="utf-8"))["body"]


def changed(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    event = copy.deepcopy(EVENT)
    place: Any = event
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return event


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in KINDS.items() for name in names])
def test_an_answer_of_graph_is_true_to_the_types(shared_data: Path, kind: str, name: str) -> None:
    validate_answer(kind, body_of(shared_data, name))


@pytest.mark.parametrize("name", UNTRUE)
def test_an_untrue_answer_is_refused_where_it_is_untrue(shared_data: Path, name: str) -> None:
    kind, place = UNTRUE[name]
    with pytest.raises(ValueError, match="not Graph's") as raised:
        validate_answer(kind, body_of(shared_data, name))
    assert place in str(raised.value)


def test_every_answer_is_judged_or_left_out_by_name(shared_data: Path) -> None:
    judged = {*UNTRUE, *(name for names in KINDS.values() for name in names)}
    names = {path.stem for path in (shared_data / "fixtures" / "graph").glob("*.json")}
    assert judged <= names
    assert [name for name in sorted(names - judged) if not any(part in name for part in OTHER)] == []


@pytest.mark.parametrize(
    "path",
    [
        ("showAs",), ("sensitivity",), ("type",), ("onlineMeetingProvider",), ("responseStatus", "response"),
        ("attendees", 0, "type"),
    ],
)  # fmt: skip
def test_an_invented_value_is_refused(path: tuple[str | int, ...]) -> None:
    validate_answer("event", EVENT)
    with pytest.raises(ValueError, match="event"):
        validate_answer("event", changed(path, "invented"))


@pytest.mark.parametrize(
    "path", [("startTime",), ("start", "zone"), ("attendees", 0, "self"), ("@odata.deltaLink",), ("@removed",)]
)
def test_an_unknown_key_is_refused(path: tuple[str | int, ...]) -> None:
    with pytest.raises(ValueError, match=str(path[-1])):
        validate_answer("event", changed(path, "x"))


@pytest.mark.parametrize(
    ("path", "value"), [(("isAllDay",), "true"), (("start",), "2026-11-16"), (("attendees",), {}), (("id",), None)]
)
def test_a_value_of_another_type_is_refused(path: tuple[str | int, ...], value: object) -> None:
    with pytest.raises(ValueError, match="event"):
        validate_answer("event", changed(path, value))


def test_annotations_are_allowed_where_graph_writes_them() -> None:
    validate_answer("event", {**EVENT, "calendar@odata.navigationLink": NEXT, "@odata.type": "#microsoft.graph.event"})
    validate_answer("events", {"@odata.context": "x", "@odata.nextLink": NEXT, "@odata.count": 1, "value": [EVENT]})


def test_a_collection_has_values_and_only_links_in_full() -> None:
    for body in ({}, {"value": EVENT}, {"value": [EVENT], "@odata.nextLink": "/me"}, {"value": [], "nextLink": NEXT}):
        with pytest.raises(ValueError, match="events"):
            validate_answer("events", body)


def test_only_a_page_of_changes_has_removed_events_and_one_link() -> None:
    validate_answer("delta", {"value": [EVENT, REMOVED], "@odata.deltaLink": NEXT})
    validate_answer("delta", {"value": [], "@odata.nextLink": NEXT})
    for body in (
        {"value": [EVENT]},
        {"value": [], "@odata.nextLink": NEXT, "@odata.deltaLink": NEXT},
        {"value": [{"@removed": {"reason": "deleted"}}], "@odata.deltaLink": NEXT},
        {"value": [{**REMOVED, "@removed": {"reason": "forgotten"}}], "@odata.deltaLink": NEXT},
    ):
        with pytest.raises(ValueError, match="delta"):
            validate_answer("delta", body)
    with pytest.raises(ValueError, match="events"):
        validate_answer("events", {"value": [REMOVED]})


def test_an_error_has_code_and_message_and_whatever_a_service_adds() -> None:
    inner = {"date": "2026-11-16T09:00:00", "request-id": "1", "client-request-id": "1", "code": "429"}
    validate_answer("error", {"error": {**ERROR["error"], "innerError": inner}})
    for body in ({"error": {"message": "No code"}}, {"error": "x"}, {**ERROR, "value": []}, {"code": "x"}):
        with pytest.raises(ValueError, match="error"):
            validate_answer("error", body)


def test_a_batch_holds_answers_that_fit_their_status() -> None:
    found = {"id": "1", "status": 200, "headers": {"Content-Type": "application/json"}, "body": {"value": [EVENT]}}
    missing = {"id": "2", "status": 404, "body": ERROR}
    validate_answer("batch", {"responses": [found, missing]})
    for wrong in (
        {**found, "body": ERROR},
        {**missing, "body": {"value": []}},
        {**found, "status": "200"},
        {"status": 200},
        {**found, "body": {"value": [{**EVENT, "showAs": "invented"}]}},
    ):
        with pytest.raises(ValueError, match="batch"):
            validate_answer("batch", {"responses": [wrong]})
    with pytest.raises(ValueError, match="batch"):
        validate_answer("batch", {"responses": [found] * 21})


def test_recorded_batches_are_true_to_the_types(shared_data: Path) -> None:
    folder = shared_data / "corpus/graph_json/mattermost__mattermost-plugin-mscalendar/calendar/testdata"
    validate_answer("batch", json.loads((folder / "get_schedule_response_batch.json").read_text(encoding="utf-8")))


def test_the_fields_of_an_event_are_those_of_the_type() -> None:
    fields = field_names("Event")
    assert {"id", "subject", "showAs", "seriesMasterId", "iCalUId", "categories"} <= set(fields)
    assert "startTime" not in fields


def test_an_answer_of_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError, match="no answer"):
        validate_answer("message", {})


KINDS_OF_EVENTS: dict[str, Callable[[dict[str, Any]], object]] = {
    "no start": lambda event: "start" not in event,
    "no status": lambda event: event.get("showAs", "") is None,
    "a Windows zone": lambda event: (event.get("start") or {}).get("timeZone") == "W. Europe Standard Time",
    "a full time": lambda event: ((event.get("start") or {}).get("dateTime") or "").endswith(":00.0000000"),
    "a private event with guests": lambda event: event.get("sensitivity") == "private" and event.get("attendees"),
    "a guest without an answer": lambda event: any(not guest.get("status") for guest in event.get("attendees") or ()),
}


def test_random_events_are_true_to_the_types_and_of_many_kinds() -> None:
    events: list[dict[str, Any]] = []

    @settings(max_examples=150, database=None)
    @given(event_strategy())
    def draw(event: dict[str, Any]) -> None:
        validate_answer("event", event)
        events.append(event)

    draw()
    assert [kind for kind, is_one in KINDS_OF_EVENTS.items() if not any(map(is_one, events))] == []
