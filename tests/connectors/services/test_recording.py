"""Recorded answers: nothing of anybody in them, and still the same calendar to whoever reads them."""

from __future__ import annotations

import json
import random
import stat
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.google.events import EventReader as GoogleReader
from connectors.outlook.events import EventReader as OutlookReader
from connectors.services.recording import MOST_ANSWERS, Anonymiser, Recorder
from tests.connectors.google import google_bodies
from tests.connectors.outlook import graph_bodies

Json = dict[str, Any]
SYLLABLES = ("zork", "quib", "vlam", "drox", "plig", "snee", "wuft", "kryn", "yolb", "jaxu")


def planted_words(number: int = 200) -> list[str]:
    """Return words that no service and no time zone knows."""
    chance = random.Random(7)
    words: dict[str, None] = {}
    while len(words) < number:
        words["".join(chance.choices(SYLLABLES, k=3)).capitalize()] = None
    return list(words)


WORDS = planted_words()


def graph_page(word: Callable[[], str]) -> Json:
    """Return what Graph answers, with a planted word wherever a text of somebody can stand."""
    address = lambda: f"{word()}.{word()}@{word()}.example.org"  # noqa: E731
    person = lambda: {"name": f"{word()} {word()}", "address": address()}  # noqa: E731
    event = {
        "@odata.etag": f'W/"{word()}"',
        "id": word(),
        "changeKey": word(),
        "iCalUId": word(),
        "type": "occurrence",
        "seriesMasterId": word(),
        "originalStart": "2026-11-16T09:00:00Z",
        "originalStartTimeZone": "W. Europe Standard Time",
        "subject": f"{word()} about {word()}",
        "body": {"contentType": "html", "content": f"<p>{word()} <b>{word()}</b></p>"},
        "start": {"dateTime": "2026-11-16T09:00:00.0000000", "timeZone": "UTC"},
        "end": {"dateTime": "2026-11-16T10:00:00.0000000", "timeZone": word()},
        "isAllDay": False,
        "isCancelled": False,
        "isOrganizer": True,
        "showAs": "busy",
        "sensitivity": word(),
        "categories": [word(), word()],
        "attendees": [
            {"type": "required", "status": {"response": "accepted", "time": word()}, "emailAddress": person()},
            {"type": word(), "status": {"response": word(), "time": "0001-01-01T00:00:00Z"}, "emailAddress": person()},
        ],
        "organizer": {"emailAddress": person()},
        "responseStatus": {"response": "organizer", "time": "0001-01-01T00:00:00Z"},
        "hideAttendees": False,
        "isOnlineMeeting": True,
        "onlineMeeting": {"joinUrl": f"https://teams.microsoft.com/l/meetup-join/{word()}?context={word()}"},
        "onlineMeetingUrl": f"https://{word()}.example.org/{word()}",
        "location": {
            "displayName": word(),
            "locationType": "conferenceRoom",
            "uniqueId": word(),
            "uniqueIdType": word(),
            "locationEmailAddress": address(),
            "address": {word(): word(), "street": word()},
            "coordinates": {"latitude": 52.3702157, "longitude": 4.8951679},
        },
        "locations": [],
        f"extension_{word()}": {word(): [word(), 3161234567]},
    }
    return {
        "@odata.context": f"https://graph.microsoft.com/v1.0/$metadata#users('{address()}')/calendarView",
        "value": [event],
        "@odata.nextLink": f"https://graph.microsoft.com/v1.0/users/{address()}/calendarView?%24skiptoken={word()}",
    }


def google_page(word: Callable[[], str]) -> Json:
    address = lambda: f"{word()}@{word()}.example.org"  # noqa: E731
    series = word()
    return {
        "kind": "calendar#events",
        "summary": word(),
        "timeZone": "Europe/Amsterdam",
        "accessRole": word(),
        "nextPageToken": word(),
        word(): word(),
        "items": [
            {
                "id": f"{series}_20261116T080000Z",
                "etag": f'"{word()}"',
                "status": "confirmed",
                "iCalUID": f"{series}_R20261101T080000@google.com",
                "recurringEventId": f"{series}_R20261101T080000",
                "originalStartTime": {"dateTime": "2026-11-16T09:00:00+01:00"},
                "eventType": word(),
                "visibility": word(),
                "summary": word(),
                "description": f"{word()}\n{word()}",
                "location": f"{word()}, https://{word()}.example.org/",
                "start": {"dateTime": "2026-11-16T09:00:00+01:00", "timeZone": word()},
                "end": {"dateTime": "2026-11-16T10:00:00+01:00", "timeZone": "Europe/Amsterdam"},
                "attendees": [{"email": address(), "displayName": word(), "responseStatus": "accepted"}],
                "organizer": {"email": address(), "displayName": word(), "self": True},
                "conferenceData": {
                    "entryPoints": [{"entryPointType": "video", "uri": f"https://{word()}.nl/{word()}"}]
                },
                "hangoutLink": f"https://meet.google.com/{word()}",
                "recurrence": ["RRULE:FREQ=WEEKLY;BYDAY=MO", f"RRULE:FREQ={word().upper()}", f"X-{word()}:{word()}"],
                "extendedProperties": {"private": {word(): word()}},
            }
        ],
    }


def busy_and_errors(word: Callable[[], str]) -> Json:
    address = f"{word()}@{word()}.example.org"
    return {
        "calendars": {address: {"busy": [{"start": "2026-11-16T08:00:00Z", "end": word()}]}, word(): {}},
        "error": {"code": 403, "message": f"{word()} may not read {address}", "status": word(), "errors": [
            {"reason": "forbidden", "domain": word(), "message": word(), "locationType": word(), "location": word()},
            {"reason": word()},
        ]},
        "responses": [{"id": "12", "status": 200, "headers": {"Retry-After": "7", word(): word()}, "body": {
            "id": "12", "mail": address, "userPrincipalName": address,
            "proxyAddresses": [f"SMTP:{address}", f"x500:/o={word()}/cn={word()}"],
            "workingHours": {"daysOfWeek": ["monday", word()], "startTime": "09:00:00.0000000",
                             "timeZone": {"name": "W. Europe Standard Time"}},
            "scheduleItems": [{"subject": word(), "location": word(), "status": "busy"}],
            "availabilityView": word(),
        }}],
        "members": [{"id": "3161234567", "email": address, "type": "USER", "status": word()}],
    }  # fmt: skip


def words_one_by_one() -> tuple[Callable[[], str], list[str]]:
    used: list[str] = []

    def word() -> str:
        used.append(WORDS[len(used) % len(WORDS)])
        return used[-1]

    return word, used


def test_two_hundred_planted_words_are_nowhere(tmp_path: Path) -> None:
    word, used = words_one_by_one()
    recorder = Recorder(tmp_path)
    for number in range(3):
        bodies = [graph_page(word), google_page(word), busy_and_errors(word)]
        for body in bodies:
            url = f"https://graph.microsoft.com/v1.0/users/{word()}@{word()}.org/events/{word()}?{word()}={word()}"
            recorder.take("GET", url, 200, {"Content-Type": word(), "X-Own": word()}, json.dumps(body).encode())
        recorder.take(word(), f"https://{word()}.example.org/{word()}", 500, {}, f"<html>{word()}</html>".encode())
        assert recorder.written == 4 * (number + 1)
    assert set(used) == set(WORDS)
    texts = [path.read_text("ascii") for path in sorted(tmp_path.iterdir())]
    assert len(texts) == 12
    for text in texts:
        low = text.lower()
        assert not [one for one in WORDS if one.lower() in low]
        for other in ("3161234567", "52.37", "4.895"):
            assert other not in text


def test_only_who_recorded_may_read_them(tmp_path: Path) -> None:
    Recorder(tmp_path).take("GET", "https://graph.microsoft.com/v1.0/me", 200, {}, b"{}")
    (path,) = tmp_path.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_no_folder_is_filled(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path, lambda path, data: None)
    for _ in range(MOST_ANSWERS + 5):
        recorder.take("GET", "https://graph.microsoft.com/v1.0/me", 200, {}, b"{}")
    assert recorder.written == MOST_ANSWERS


def test_pages_follow_each_other_as_they_did(tmp_path: Path) -> None:
    recorder, base = Recorder(tmp_path), "https://graph.microsoft.com/v1.0/users/anna@example.org/calendarView"
    following = f"{base}?$skiptoken=secret&$top=500"
    first = json.dumps({"value": [], "@odata.nextLink": following}).encode()
    recorder.take("GET", f"{base}?startDateTime=2026-11-09T00:00:00Z&$top=500", 200, {}, first)
    recorder.take("GET", following, 200, {}, b'{"value": []}')
    google = "https://www.googleapis.com/calendar/v3/calendars/anna%40example.org/events"
    recorder.take("GET", f"{google}?fields=items(id,start)", 200, {}, b'{"items": [], "nextPageToken": "secret2"}')
    recorder.take("GET", f"{google}?pageToken=secret2&singleEvents=true", 429, {"Retry-After": "8"}, b"{}")
    one, two, three, four = (json.loads(path.read_text("ascii")) for path in sorted(tmp_path.iterdir()))
    assert one["body"]["@odata.nextLink"] == two["url"]
    assert "startDateTime=2026-11-09T00" in one["url"]
    assert f"pageToken={three['body']['nextPageToken']}" in four["url"]
    assert "fields=items(id,start)" in three["url"]
    assert (four["status"], four["headers"]) == (429, {"Retry-After": "8"})
    # The same person in the addresses of both services.
    assert one["url"].split("/")[5] == three["url"].split("/")[6] == "person-1@domain-1.example"


def graph_events() -> list[Json]:
    more = {
        "attendees": [graph_bodies.attendee("bo@example.org", "accepted"), graph_bodies.attendee("a@x.nl", "declined")]
    }
    return [
        graph_bodies.event("AAMk1", subject="Salary of Bo", **more),
        graph_bodies.event("AAMk2", "2026-11-17 12:00", "2026-11-17 12:30", sensitivity="private", showAs="oof"),
        graph_bodies.event(
            "AAMk3",
            isOnlineMeeting=True,
            onlineMeeting={"joinUrl": "https://teams.microsoft.com/l/meetup-join/19%3ameeting_NzA"},
            type="occurrence",
            seriesMasterId="AAMk9",
            originalStart="2026-11-16T08:00:00Z",
            isCancelled=True,
        ),
    ]


def google_events() -> list[Json]:
    return [
        google_bodies.event("e1", summary="Salary of Bo", hangoutLink="https://meet.google.com/abc-defg-hij"),
        google_bodies.instance("series1", 17, eventType="focusTime", transparency="transparent"),
        google_bodies.instance("series1", 18, visibility="private"),
        google_bodies.event("e4", start={"date": "2026-11-19"}, end={"date": "2026-11-20"}, eventType="outOfOffice"),
    ]


def told(events: Iterator[Any]) -> list[Any]:
    """Return all that reading makes of events, but for what is somebody's."""
    return [
        (
            one.start,
            one.end,
            one.recurrence_start,
            bool(one.entry.title),
            bool(one.entry.description),
            len(one.entry.conference_links),
            [(each.response, each.kind, each.is_self) for each in one.entry.attendees],
            one.entry.declared_kind,
            one.entry.is_private,
            one.entry.is_free,
            one.entry.is_cancelled,
            one.entry.is_recurring,
            one.entry.is_online,
        )
        for one in events
        if one is not None
    ]


def test_what_was_recorded_of_graph_reads_as_the_same_week() -> None:
    def read(events: list[Json], owner: str) -> list[Any]:
        reader = OutlookReader("x", frozenset({owner}), has_texts=True)
        return told(reader.read(one) for one in events)

    anonymiser = Anonymiser()
    body = anonymiser.body({"value": graph_events()})
    owner = anonymiser.text(graph_bodies.ANNA, "address")
    assert owner != graph_bodies.ANNA
    assert read(body["value"], owner) == read(graph_events(), graph_bodies.ANNA)
    assert "Salary" not in json.dumps(body)


def test_what_was_recorded_of_google_reads_as_the_same_week() -> None:
    def read(events: list[Json]) -> list[Any]:
        reader = GoogleReader("x", timezone="Europe/Amsterdam", access_role="owner")
        return told(reader.read(one, None) for one in events)

    body = Anonymiser().body({"items": google_events()})
    assert read(body["items"]) == read(google_events())
    first, second = body["items"][1:3]
    assert first["recurringEventId"] == second["recurringEventId"]
    assert first["id"].endswith("_20261117T080000Z")
    assert first["id"].startswith(first["recurringEventId"])
    assert "Salary" not in json.dumps(body)


@given(
    body=st.recursive(
        st.none() | st.booleans() | st.integers(-9000, 9000) | st.text(max_size=30),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
        max_leaves=20,
    )
)
def test_the_structure_stays_and_the_same_becomes_the_same(body: Any) -> None:
    def shape(value: Any) -> Any:
        if isinstance(value, dict):
            return [shape(part) for part in value.values()]
        return [shape(part) for part in value] if isinstance(value, list) else type(value)

    anonymiser = Anonymiser()
    found = anonymiser.body(body)
    assert shape(found) == shape(body)
    assert anonymiser.body(body) == found


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("subject", "busy"),
        ("displayName", "private"),
        ("content", "2026-11-16"),
        ("name", "Europe/Amsterdam"),
        ("timeZone", "Anna's own zone"),
        ("timeZone", "Anna Standard Time"),
        ("status", "Anna"),
        ("reason", "annaIsIll"),
        ("recurrence", "RRULE:FREQ=ANNA"),
        ("recurrence", "RRULE:FREQ=DAILY;X-NAME=Anna"),
        ("availabilityView", "0612345678"),
        ("id", "12"),
        ("dateTime", "2026-11-16T09:00:00 at Anna's"),
        ("Retry-After", "Anna"),
        ("extensionAttribute1", 1985),
    ],
)
def test_a_word_of_the_services_stays_only_where_it_belongs(key: str, value: str | int) -> None:
    ((_, found),) = Anonymiser().body({key: value}).items()
    assert found != value
    assert "anna" not in str(found).lower()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("showAs", "busy"),
        ("timeZone", "Europe/Amsterdam"),
        ("originalStartTimeZone", "W. Europe Standard Time"),
        ("dateTime", "2026-11-16T09:00:00.0000000"),
        ("date", date(2026, 11, 16).isoformat()),
        ("recurrence", "RRULE:FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20271231T230000Z;INTERVAL=2"),
        ("availabilityView", "0022"),
        ("reason", "userRateLimitExceeded"),
        ("@odata.type", "#microsoft.graph.user"),
        ("subject", ""),
    ],
)
def test_what_a_test_needs_stays(key: str, value: str) -> None:
    assert Anonymiser().body({key: value}) == {key: value}


@pytest.mark.parametrize(
    ("host", "shown"),
    [("zoom.us", "zoom.us"), ("anna.zoom.us", "zoom.us"), ("annazoom.us", "host-1.example"), ("[", "host-1.example")],
)
def test_of_a_link_stays_which_platform_it_leads_to(host: str, shown: str) -> None:
    assert Anonymiser().text(f"https://{host}/j/123?pwd=anna", "joinUrl") == f"https://{shown}/link-1"
