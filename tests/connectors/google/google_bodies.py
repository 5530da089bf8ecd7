"""Bodies as Google answers them, each true to Google's own schema before a test uses it."""

from __future__ import annotations

import json
from typing import Any

from counterparts.google_schema import validate_answer

ANNA = "anna@example.org"
BO = "bo@example.org"


def timed(start: str, end: str, zone: str = "Europe/Amsterdam") -> dict[str, Any]:
    """Return start and end on 16 November 2026, wall clock of Amsterdam (UTC+1)."""
    return {
        "start": {"dateTime": f"2026-11-16T{start}:00+01:00", "timeZone": zone},
        "end": {"dateTime": f"2026-11-16T{end}:00+01:00", "timeZone": zone},
    }


def event(identity: str = "e1", **parts: Any) -> dict[str, Any]:
    """Return an event from nine to ten with two people, with other parts where given; None takes a part away."""
    whole = {
        "kind": "calendar#event",
        "etag": f'"{identity}"',
        "id": identity,
        "status": "confirmed",
        "summary": "Stand-up",
        "iCalUID": f"{identity}@google.com",
        "organizer": {"email": ANNA, "self": True},
        "attendees": [person(ANNA, "accepted", self=True, organizer=True), person(BO, "needsAction")],
        "eventType": "default",
        **timed("09:00", "10:00"),
        **parts,
    }
    found = {name: part for name, part in whole.items() if part is not None}
    validate_answer("Event", found)
    return found


def instance(series: str, day: int, **parts: Any) -> dict[str, Any]:
    """Return the occurrence of a daily series at nine on a day of November 2026."""
    start, end = (f"2026-11-{day:02}T{hour}:00:00+01:00" for hour in ("09", "10"))
    times = {"start": {"dateTime": start}, "end": {"dateTime": end}}
    return event(
        f"{series}_202611{day:02}T080000Z",
        **{
            "iCalUID": f"{series}@google.com",
            "recurringEventId": series,
            "originalStartTime": {"dateTime": start},
            **times,
            **parts,
        },
    )


def person(address: str, response: str, **parts: Any) -> dict[str, Any]:
    return {"email": address, "responseStatus": response, **parts}


def page(*items: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """Return one page of events.list."""
    body = {
        "kind": "calendar#events",
        "summary": "Anna",
        "timeZone": "Europe/Amsterdam",
        "accessRole": "owner",
        "items": list(items),
        **parts,
    }
    found = {name: part for name, part in body.items() if part is not None}
    validate_answer("Events", found)
    return found


def fault(status: int, reason: str, message: str = "", **parts: Any) -> bytes:
    """Return the body of an error."""
    text = message or reason
    error = {"code": status, "message": text, "errors": [{"domain": "global", "reason": reason, "message": text}]}
    return json.dumps({"error": {**error, **parts}}).encode()
