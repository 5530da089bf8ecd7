"""The schema of Google's answers: true answers pass, changed ones do not."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from counterparts.google_schema import answer_schema, event_strategy, list_values, validate_answer
from hypothesis import HealthCheck, given, settings

KINDS = {
    "calendar#calendar": "Calendar",
    "calendar#calendarList": "CalendarList",
    "calendar#calendarListEntry": "CalendarListEntry",
    "calendar#event": "Event",
    "calendar#events": "Events",
    "calendar#freeBusy": "FreeBusyResponse",
}
# Access rules are never asked for.
NOT_READ = {"calendar#acl", "calendar#aclRule"}

EVENT: dict[str, Any] = {
    "kind": "calendar#event",
    "id": "e1",
    "status": "confirmed",
    "eventType": "workingLocation",
    "created": "2026-11-01T08:00:00.000Z",
    "sequence": 0,
    "visibility": "public",
    "transparency": "transparent",
    "start": {"date": "2026-11-16"},
    "end": {"dateTime": "2026-11-17T09:00:00+01:00", "timeZone": "Europe/Amsterdam"},
    "attendees": [{"email": "anna@example.org", "self": True, "responseStatus": "accepted", "additionalGuests": 1}],
    "conferenceData": {"entryPoints": [{"entryPointType": "video", "uri": "https://meet.google.com/x"}]},
    "workingLocationProperties": {"type": "homeOffice", "homeOffice": {}},
    "extendedProperties": {"private": {"any": "thing"}},
}
CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "unknown key": lambda event: event.update(colour="red"),
    "unknown key of a guest": lambda event: event["attendees"][0].update(answer="accepted"),
    "other kind": lambda event: event.update(kind="calendar#events"),
    "invented status": lambda event: event.update(status="done"),
    "invented eventType": lambda event: event.update(eventType="lunch"),
    "invented visibility": lambda event: event.update(visibility="secret"),
    "invented transparency": lambda event: event.update(transparency="glass"),
    "invented responseStatus": lambda event: event["attendees"][0].update(responseStatus="ACCEPTED"),
    "invented entryPointType": lambda event: event["conferenceData"]["entryPoints"][0].update(entryPointType="fax"),
    "invented working place": lambda event: event["workingLocationProperties"].update(type="beach"),
    "text for a number": lambda event: event.update(sequence="0"),
    "number beyond 32 bits": lambda event: event.update(sequence=2**31),
    "text for yes or no": lambda event: event["attendees"][0].update(self="true"),
    "nothing for a list": lambda event: event.update(attendees=None),
    "object for a list": lambda event: event.update(attendees={}),
    "number in a map of texts": lambda event: event["extendedProperties"]["private"].update(any=1),
    "time without offset": lambda event: event["end"].update(dateTime="2026-11-17T09:00:00"),
    "time with a blank": lambda event: event["end"].update(dateTime="2026-11-17 09:00:00Z"),
    "hour that does not exist": lambda event: event["end"].update(dateTime="2026-11-17T25:00:00Z"),
    "time for a date": lambda event: event["start"].update(date="2026-11-16T00:00:00Z"),
    "date that does not exist": lambda event: event["start"].update(date="2026-11-31"),
    "date in another spelling": lambda event: event["start"].update(date="20261116"),
    "bad time of creation": lambda event: event.update(created="yesterday"),
}


def recordings(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((folder / "fixtures" / "google").glob("*.json")):
        yield path.name, json.loads(path.read_text(encoding="utf-8"))["body"]


def test_every_recorded_answer_is_true_to_the_schema(shared_data: Path) -> None:
    seen = set()
    for name, body in recordings(shared_data):
        if body["kind"] in NOT_READ:
            continue
        seen.add(body["kind"])
        try:
            validate_answer(KINDS[body["kind"]], body)
        except jsonschema.ValidationError as error:
            pytest.fail(f"{name}: {error.json_path}: {error.message}")
    assert seen == set(KINDS)


def test_every_recorded_answer_is_refused_with_one_more_key(shared_data: Path) -> None:
    for _, body in recordings(shared_data):
        if body["kind"] in KINDS:
            with pytest.raises(jsonschema.ValidationError, match="'invented'"):
                validate_answer(KINDS[body["kind"]], body | {"invented": 1})


def test_an_event_of_every_kind_of_field_passes() -> None:
    validate_answer("Event", EVENT)


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_event_is_refused(change: str) -> None:
    event = copy.deepcopy(EVENT)
    CHANGES[change](event)
    with pytest.raises(jsonschema.ValidationError):
        validate_answer("Event", event)
    with pytest.raises(jsonschema.ValidationError):
        validate_answer("Events", {"kind": "calendar#events", "items": [EVENT, event]})


def test_roles_of_a_calendar_are_closed() -> None:
    # A calendar in the list is never one without access; the events of such a calendar are thinkable.
    validate_answer("Events", {"accessRole": "none"})
    for name, role in (("Events", "boss"), ("CalendarListEntry", "boss"), ("CalendarListEntry", "none")):
        with pytest.raises(jsonschema.ValidationError, match=f"'{role}' is not one of"):
            validate_answer(name, {"accessRole": role})


def test_free_busy_answers_are_checked_in_depth() -> None:
    busy = {"start": "2026-11-16T09:00:00Z", "end": "2026-11-16T10:00:00Z"}
    validate_answer("FreeBusyResponse", {"calendars": {"a": {"busy": [busy]}, "b": {"errors": [{"reason": "new"}]}}})
    with pytest.raises(jsonschema.ValidationError):
        validate_answer("FreeBusyResponse", {"calendars": {"a": {"busy": [busy | {"start": "09:00"}]}}})
    with pytest.raises(jsonschema.ValidationError):
        validate_answer("FreeBusyResponse", {"calendars": {"a": {"free": []}}})


def test_an_unknown_answer_has_no_schema() -> None:
    with pytest.raises(ValueError, match="AclRule"):
        validate_answer("AclRule", {})


def test_every_schema_is_itself_right() -> None:
    for name in KINDS.values():
        jsonschema.Draft202012Validator.check_schema(answer_schema(name))


def test_closed_sets_are_read_in_both_spellings() -> None:
    assert list_values('Type. Possible values are:  \n- "a" - First. \n- "b" - Second.') == ("a", "b")
    assert list_values('State.\nThe possible values are:  \n- "a": first.\n- "b": second.') == ("a", "b")


def test_open_sets_stay_open() -> None:
    assert list_values('Reason. Some of the possible values are:  \n- "a" - First.') == ()
    assert list_values('If a client encounters an unfamiliar type. The possible values are:  \n- "a" for A') == ()
    assert list_values('Said of "a" - and no more.') == ()


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(event_strategy())
def test_random_events_are_true_to_the_schema_and_can_be_sent(event: dict[str, Any]) -> None:
    validate_answer("Event", event)
    assert json.loads(json.dumps(event).encode()) == event


def test_random_events_are_of_every_kind() -> None:
    seen: set[str] = set()

    @settings(max_examples=300, database=None, suppress_health_check=list(HealthCheck))
    @given(event_strategy())
    def draw(event: dict[str, Any]) -> None:
        seen.add(f"type {event.get('eventType')}")
        seen.add(f"status {event.get('status')}")
        seen.update(name for name in ("attendees", "conferenceData", "originalStartTime") if event.get(name))
        seen.update(f"start {name}" for name in event.get("start", {"absent": 1}))

    draw()
    schema = answer_schema("Event")["$defs"]["Event"]["properties"]
    assert seen >= {f"type {kind}" for kind in schema["eventType"]["enum"]}
    assert seen >= {"status confirmed", "status tentative", "status cancelled", "status None", "type None"}
    assert seen >= {"attendees", "conferenceData", "originalStartTime"}
    assert seen >= {"start date", "start dateTime", "start absent"}
