"""Events and answers as Graph gives them, each judged by Microsoft's own types where those are installed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from counterparts import graph_schema

from connectors.options import Window

Json = dict[str, Any]

ANNA = "anna@example.org"
WINDOW = Window(datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC))


def judged(kind: str, body: Json) -> Json:
    """Return a body as it is, once it has passed as one of Graph's."""
    if graph_schema.is_installed():
        graph_schema.validate_answer(kind, body)
    return body


def moment(text: str, zone: str = "UTC") -> Json:
    """Return "2026-11-16 09:00" as Graph writes it."""
    return {"dateTime": f"{text.replace(' ', 'T')}:00.0000000", "timeZone": zone}


def event(identity: str = "AAMk1", start: str = "2026-11-16 09:00", end: str = "2026-11-16 10:00", **more: Any) -> Json:
    """Return a single event of Anna's, an hour with nobody else."""
    return judged(
        "event",
        {
            "id": identity,
            "changeKey": f"key-{identity}",
            "iCalUId": f"uid-{identity}",
            "type": "singleInstance",
            "seriesMasterId": None,
            "originalStartTimeZone": "W. Europe Standard Time",
            "subject": f"Event {identity}",
            "body": {"contentType": "text", "content": ""},
            "start": moment(start),
            "end": moment(end),
            "isAllDay": False,
            "isCancelled": False,
            "isDraft": False,
            "isOrganizer": True,
            "showAs": "busy",
            "sensitivity": "normal",
            "categories": [],
            "attendees": [],
            "organizer": {"emailAddress": {"name": "Anna Jansen", "address": ANNA}},
            "responseStatus": {"response": "organizer", "time": "0001-01-01T00:00:00Z"},
            "hideAttendees": False,
            "isOnlineMeeting": False,
            "onlineMeeting": None,
            "onlineMeetingUrl": None,
            "location": {"displayName": "", "locationType": "default"},
            "locations": [],
            **more,
        },
    )


def attendee(address: str, response: str = "none", kind: str = "required", name: str = "") -> Json:
    return {
        "type": kind,
        "status": {"response": response, "time": "0001-01-01T00:00:00Z"},
        "emailAddress": {"name": name or address.partition("@")[0].title(), "address": address},
    }


def page(events: Sequence[Json], following: str = "", kind: str = "events", link: str = "") -> bytes:
    """Return a page of events, or of changes."""
    body: Json = {"value": list(events)}
    if following:
        body["@odata.nextLink"] = following
    if link:
        body["@odata.deltaLink"] = link
    return json.dumps(judged(kind, body)).encode()


def error(code: str) -> bytes:
    """Return Graph's error body; the message is none that anybody may rely on."""
    body = {"error": {"code": code, "message": "Words that change.", "innerError": {"request-id": "1"}}}
    return json.dumps(judged("error", body)).encode()


def batch(*parts: tuple[str, int, Json | None, Json]) -> bytes:
    """Return an answer of $batch from (id, status, body, headers)."""
    responses = [
        {"id": one, "status": status, "headers": headers, "body": body} for one, status, body, headers in parts
    ]
    return json.dumps(judged("batch", {"responses": responses})).encode()


def recorded_events(shared_data: Path) -> list[tuple[str, Json]]:
    """Return every event in the recorded and documented answers, with the file it stands in."""
    found: list[tuple[str, Json]] = []
    for folder in ("fixtures/graph", "corpus/graph_json"):
        for path in sorted((shared_data / folder).rglob("*.json")):
            _collect(json.loads(path.read_text(encoding="utf-8")), path.name, found)
    return found


def _collect(value: Any, name: str, found: list[tuple[str, Json]]) -> None:
    if isinstance(value, dict):
        if "subject" in value and isinstance(value.get("start"), dict) and "end" in value:
            found.append((name, value))
        for part in value.values():
            _collect(part, name, found)
    elif isinstance(value, list):
        for part in value:
            _collect(part, name, found)
