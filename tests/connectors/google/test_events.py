"""One item of events.list to one event: each part by itself, real bodies, random ones and broken ones."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from counterparts.google_schema import event_strategy, validate_answer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.entries import Attendee, Entry
from analyzer.text import translator
from connectors.google.events import EventReader
from connectors.services.calendar import ServiceCalendar, ServiceEvent
from tests.connectors.google.google_bodies import ANNA, BO, event, instance, page, person, timed

AMSTERDAM = "Europe/Amsterdam"


def read(item: object, master: dict[str, Any] | None = None, **options: str) -> ServiceEvent:
    reader = EventReader("google:", timezone=AMSTERDAM, **options)
    found = reader.read(item, master)
    assert found is not None
    assert reader.problems == []
    return found


def entry(item: object, **options: str) -> Entry:
    return read(item, **options).entry


def codes(item: object, timezone: str = AMSTERDAM) -> list[str]:
    """Return what is said of an item that is no event."""
    reader = EventReader("google:", timezone=timezone)
    assert reader.read(item) is None
    for problem in reader.problems:
        assert problem.say(translator("en"))
    return [problem.code for problem in reader.problems]


def test_an_event_is_read_whole() -> None:
    found = read(
        event(summary="Plan", location="Room 2", description="Agenda: <b>one</b><br>two", transparency="opaque")
    )
    assert found.start == datetime(2026, 11, 16, 8, tzinfo=UTC)
    assert found.end == datetime(2026, 11, 16, 9, tzinfo=UTC)
    assert found.recurrence_start == found.start
    assert found.entry == Entry(
        uid="e1@google.com",
        series_uid="e1@google.com",
        title="Plan",
        description="Agenda: one\ntwo",
        location="Room 2",
        attendees=(Attendee(ANNA, response="accepted", is_self=True), Attendee(BO, response="needs-action")),
        organizer=Attendee(ANNA, is_self=True),
        is_organizer_self=True,
        vendor_id="e1",
    )


@pytest.mark.parametrize(
    ("parts", "uid"),
    [
        ({}, "e1@google.com"),
        ({"iCalUID": None, "recurringEventId": "series"}, "series"),
        ({"iCalUID": None}, "e1"),
    ],
)
def test_uid_falls_back_to_the_series_and_then_the_id(parts: dict[str, Any], uid: str) -> None:
    assert entry(event(**parts)).uid == uid


@pytest.mark.parametrize(
    ("kind", "declared"),
    [
        ("default", ""),
        ("focusTime", "focus"),
        ("outOfOffice", "absence"),
        ("workingLocation", "working-place"),
        ("birthday", ""),
        ("fromGmail", ""),
        ("tomorrowsKind", ""),
        (None, ""),
    ],
)
def test_kind_is_what_google_declares(kind: str | None, declared: str) -> None:
    item = event() | {"eventType": kind}
    assert entry(item).declared_kind == declared


@pytest.mark.parametrize(
    ("place", "expected"),
    [("homeOffice", "home"), ("officeLocation", "office"), ("customLocation", "other"), ("moon", ""), (None, "")],
)
def test_working_place_is_home_office_or_other(place: str | None, expected: str) -> None:
    found = entry(event(eventType="workingLocation") | {"workingLocationProperties": {"type": place}})
    assert (found.declared_kind, found.working_place) == ("working-place", expected)


def test_working_place_of_another_kind_of_event_is_none() -> None:
    assert entry(event(workingLocationProperties={"type": "homeOffice"})).working_place == ""


@pytest.mark.parametrize(
    ("said", "response"),
    [
        ("accepted", "accepted"),
        ("tentative", "tentative"),
        ("declined", "declined"),
        ("needsAction", "needs-action"),
        ("ACCEPTED", ""),
        (None, ""),
    ],
)
def test_responses_are_translated_and_unknown_ones_are_none(said: str | None, response: str) -> None:
    item = event() | {"attendees": [{"email": BO, "responseStatus": said}]}
    assert entry(item).attendees == (Attendee(BO, response=response),)


def test_rooms_are_rooms_and_other_resources_are_resources() -> None:
    room = person("c_1@resource.calendar.google.com", "accepted", resource=True, displayName="Room 2")
    found = entry(event(attendees=[room, person("c_2@resource.calendar.google.com", "accepted")]))
    assert [(each.kind, each.response) for each in found.attendees] == [("room", "accepted"), ("resource", "accepted")]
    assert found.attendees[0].name == "Room 2"


@pytest.mark.parametrize(
    ("guests", "number"),
    [(2, 2), (0, 0), (-3, 0), (1_000, 1_000), (9_999, 9_999), (10_000, 0), (True, 0), ("4", 0), (None, 0)],
)
def test_additional_guests_are_a_figure_that_can_be_meant(guests: object, number: int) -> None:
    item = event() | {"attendees": [{"email": BO, "additionalGuests": guests}]}
    assert entry(item).attendees[0].additional_guests == number


def test_an_address_is_lower_case_and_a_name_stands_in_for_a_missing_one() -> None:
    found = entry(event(attendees=[person("Bo@Example.org", "accepted"), {"displayName": "Cas"}]))
    assert [each.address for each in found.attendees] == [BO, "cas"]


def test_a_guest_without_address_and_name_is_left_out_and_named() -> None:
    reader = EventReader("google:")
    found = reader.read(event(attendees=[{"responseStatus": "accepted"}, person(BO, "accepted")]))
    assert found is not None
    assert [each.address for each in found.entry.attendees] == [BO]
    assert [(each.code, each.effect, each.uid) for each in reader.problems] == [
        ("google-guest-unreadable", "repaired", "e1")
    ]


@pytest.mark.parametrize(
    ("parts", "is_hidden"),
    [
        ({}, False),
        ({"attendeesOmitted": True}, True),
        ({"guestsCanSeeOtherGuests": False}, False),
        ({"guestsCanSeeOtherGuests": False, "organizer": {"email": BO}}, True),
        ({"guestsCanSeeOtherGuests": True, "organizer": {"email": BO}}, False),
    ],
)
def test_people_are_hidden_when_the_reader_does_not_see_them_all(parts: dict[str, Any], is_hidden: bool) -> None:
    assert entry(event(**parts)).are_people_hidden is is_hidden


def test_organizer_may_be_absent_from_the_guests_and_somebody_else() -> None:
    found = entry(event(organizer={"email": BO, "displayName": "Bo"}, attendees=[person(ANNA, "accepted", self=True)]))
    assert (found.organizer, found.is_organizer_self) == (Attendee(BO, "Bo"), None)


def test_creator_tells_who_organises_where_no_organizer_is_given() -> None:
    assert entry(event(organizer=None, creator={"self": True})).is_organizer_self is True
    assert entry(event(organizer={"email": BO}, creator={"self": True})).is_organizer_self is None


def test_links_of_a_call_are_those_for_video_each_once() -> None:
    points = [
        {"entryPointType": "video", "uri": "https://meet.google.com/abc"},
        {"entryPointType": "phone", "uri": "tel:+31205550100"},
        {"entryPointType": "sip", "uri": "sip:1@meet.example"},
        {"entryPointType": "more", "uri": "https://tel.meet/abc"},
        {"entryPointType": "video", "uri": "https://example.zoom.us/j/1"},
    ]
    item = event(conferenceData={"entryPoints": points}, hangoutLink="https://meet.google.com/abc")
    assert entry(item).conference_links == ("https://meet.google.com/abc", "https://example.zoom.us/j/1")
    assert entry(event(conferenceData={"entryPoints": points[1:4]})).conference_links == ()


@pytest.mark.parametrize(
    ("visibility", "is_private"),
    [
        ("private", True),
        ("confidential", True),
        ("default", False),
        ("public", False),
        ("mystery", True),
        (None, False),
    ],
)
def test_private_is_all_that_is_not_public(visibility: str | None, is_private: bool) -> None:
    assert entry(event() | {"visibility": visibility}).is_private is is_private


def test_free_busy_reader_sees_only_busy() -> None:
    item = event(summary=None, organizer=None, attendees=None, eventType=None)
    found = entry(item, access_role="freeBusyReader")
    assert (found.is_busy_only, found.readable, found.title) == (True, "none", "")
    assert entry(item, access_role="owner").is_busy_only is False


@pytest.mark.parametrize(
    ("role", "is_busy"), [("reader", True), ("writerWithoutPrivateAccess", True), ("writer", False), ("owner", False)]
)
def test_private_event_of_somebody_else_is_only_busy(role: str, is_busy: bool) -> None:
    item = event(summary=None, attendees=None, organizer=None, visibility="private")
    found = entry(item, access_role=role)
    assert (found.is_private, found.is_busy_only, found.readable) == (True, is_busy, "none" if is_busy else "all")


def test_untitled_event_of_somebody_else_is_no_private_one() -> None:
    assert entry(event(summary=None), access_role="reader").is_busy_only is False


def test_free_time_is_transparent() -> None:
    assert entry(event(transparency="transparent")).is_free is True
    assert entry(event() | {"transparency": "glass"}).is_free is False


def test_whole_days_keep_their_exclusive_end() -> None:
    found = read(event(start={"date": "2026-11-16"}, end={"date": "2026-11-18"}))
    assert (found.start, found.end, found.entry.is_all_day) == (date(2026, 11, 16), date(2026, 11, 18), True)


@pytest.mark.parametrize("end", [{"date": "2026-11-16"}, {}, None])
def test_whole_day_without_length_lasts_the_day(end: dict[str, str] | None) -> None:
    found = read(event(start={"date": "2026-11-16"}) | {"end": end})
    assert found.end == date(2026, 11, 17)


def test_end_that_google_makes_up_is_no_length() -> None:
    found = read(event(endTimeUnspecified=True))
    assert found.end == found.start
    assert read(event(end=None)).end == found.start


def test_time_without_offset_is_read_in_the_zone_it_names_and_else_in_the_calendars() -> None:
    bare = {"dateTime": "2026-11-16T09:00:00"}
    item = event() | {"start": bare, "end": {"dateTime": "2026-11-16T10:00:00"}}
    assert read(item).start == datetime(2026, 11, 16, 8, tzinfo=UTC)
    item["start"] = bare | {"timeZone": "Europe/Lisbon"}
    assert read(item | {"end": None}).start == datetime(2026, 11, 16, 9, tzinfo=UTC)
    assert codes(event() | {"start": bare}, timezone="") == ["google-time-without-zone"]


@pytest.mark.parametrize(
    ("times", "code"),
    [
        ({"start": None}, "google-event-without-start"),
        ({"start": {}}, "google-event-without-start"),
        ({"start": "tomorrow"}, "google-event-without-start"),
        ({"start": {"dateTime": "tomorrow"}}, "google-time-unreadable"),
        ({"start": {"date": "2026-11-31"}}, "google-time-unreadable"),
        ({"start": {"dateTime": "0001-01-01T00:00:00+14:00"}}, "google-time-unreadable"),
        ({"end": {"dateTime": "9999-12-31T23:00:00-12:00"}}, "google-time-unreadable"),
        ({"end": {"date": "2026-11-17"}}, "google-times-differ"),
        ({"start": {"date": "2026-11-16"}}, "google-times-differ"),
        ({"end": {"dateTime": "2026-11-16T08:59:59+01:00"}}, "google-end-before-start"),
        ({"start": {"date": "2026-11-16"}, "end": {"date": "2026-11-15"}}, "google-end-before-start"),
    ],
)
def test_event_without_a_span_is_skipped_by_name(times: dict[str, Any], code: str) -> None:
    reader = EventReader("google:")
    assert reader.read(event() | times) is None
    assert [(each.code, each.uid, each.effect) for each in reader.problems] == [(code, "e1", "skipped")]


def test_what_was_deleted_or_taken_out_of_a_series_is_neither_event_nor_problem() -> None:
    assert codes({"id": "1", "status": "cancelled"}) == []
    assert (
        codes({"id": "2", "status": "cancelled", "originalStartTime": {"dateTime": "2026-03-03T09:00:00+01:00"}}) == []
    )


def test_cancelled_event_with_a_time_stays_one() -> None:
    assert entry(event(status="cancelled")).is_cancelled is True
    assert entry(event(status="tentative")).is_cancelled is False


def test_moved_occurrence_keeps_its_original_start() -> None:
    found = read(instance("s", 17, **timed("14:00", "15:00")))
    assert found.recurrence_start == datetime(2026, 11, 17, 8, tzinfo=UTC)
    assert (found.entry.is_recurring, found.entry.uid) == (True, "s@google.com")
    assert found.start == datetime(2026, 11, 16, 13, tzinfo=UTC)


def test_original_start_that_cannot_be_read_is_said_and_the_own_time_used() -> None:
    reader = EventReader("google:")
    found = reader.read(event() | {"originalStartTime": {"date": "never"}, "recurringEventId": "s"})
    assert found is not None
    assert found.recurrence_start == found.start
    assert [each.code for each in reader.problems] == ["google-original-unreadable"]


@pytest.mark.parametrize(
    ("recurrence", "is_endless"),
    [
        (["RRULE:FREQ=DAILY"], True),
        (["EXDATE;TZID=Europe/Amsterdam:20261118T090000", "RRULE:FREQ=WEEKLY;BYDAY=MO"], True),
        (["RRULE:FREQ=DAILY;COUNT=5"], False),
        (["RRULE:FREQ=DAILY;UNTIL=20270101T000000Z"], False),
        (["RDATE;VALUE=DATE:20261118"], False),
    ],
)
def test_series_tells_when_it_began_and_whether_it_ends(recurrence: list[str], is_endless: bool) -> None:
    # Half past eleven at night in UTC is the next day in Amsterdam, where the series was made.
    start = {"dateTime": "2026-08-31T22:30:00Z", "timeZone": AMSTERDAM}
    found = read(instance("s", 17), {"id": "s", "start": start, "recurrence": recurrence}).entry
    assert (found.series_start, found.is_endless) == (date(2026, 9, 1), is_endless)


def test_series_without_master_or_with_an_empty_one_tells_nothing() -> None:
    for master in (None, {}):
        found = read(instance("s", 17), master).entry
        assert (found.is_recurring, found.series_start, found.is_endless) == (True, None, False)


def test_zone_votes_are_the_zones_events_were_made_in() -> None:
    reader = EventReader("google:")
    for item in (
        event(),
        event(**timed("11:00", "12:00", zone="Europe/Lisbon")),
        event(**timed("13:00", "14:00", zone="")),
    ):
        assert reader.read(item)
    assert reader.zone_votes == {"Europe/Amsterdam": 1, "Europe/Lisbon": 1}


# Bodies of the real service, and of those who wrote clients for it.


def recorded_events(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted((folder / "fixtures" / "google").glob("*.json")):
        body = json.loads(path.read_text(encoding="utf-8"))["body"]
        if body["kind"] == "calendar#events":
            validate_answer("Events", body)
            yield from body["items"]
        elif body["kind"] == "calendar#event":
            validate_answer("Event", body)
            yield body


def test_every_recorded_event_is_read(shared_data: Path) -> None:
    items = list(recorded_events(shared_data))
    # libgdata: four queries of three events, three of one, three inserted; libkgapi: five events, two pages of one.
    assert len(items) == 25
    for item in items:
        found = read(item)
        assert found.entry.title == item.get("summary", "")
        assert found.entry.vendor_id == item["id"]


def test_recorded_event_in_daylight_saving_time_keeps_its_instant(shared_data: Path) -> None:
    body = json.loads((shared_data / "fixtures/google/libkgapi-event1_fetch_response.json").read_text())["body"]
    start = datetime.fromisoformat(body["start"]["dateTime"])
    assert read(body).start == start
    assert start.utcoffset() is not None


def test_every_body_of_another_clients_tests_is_read_or_named(shared_data: Path) -> None:
    seen = 0
    for path in sorted((shared_data / "corpus/google_json/allenporter__gcal_sync").glob("*.json")):
        body = json.loads(path.read_text(encoding="utf-8"))
        for item in body.get("items", [body]):
            # That client's own spelling of an event, which Google never sends.
            is_googles = "date_time" not in item["start"] if "start" in item else True
            reader = EventReader(path.name, timezone=AMSTERDAM)
            found = reader.read(item)
            if item.get("status") == "cancelled" and "start" not in item:
                assert (found, reader.problems) == (None, [])
            else:
                assert (found is not None) is is_googles
                assert bool(reader.problems) is not is_googles
            seen += 1
    # 41 files, six of them lists of two.
    assert seen == 47


def test_googles_own_expansion_keeps_its_count_and_its_times(shared_data: Path) -> None:
    rows = json.loads((shared_data / "corpus/google_json/finos__calendar/events_share.json").read_text("utf-8"))
    items = [_expanded(row) for row in rows]
    validate_answer("Events", page(*items))
    reader = EventReader("google:")
    events = [reader.read(item, {"recurrence": [item_rule], "start": item["start"]} if item_rule else None)
              for item, item_rule in zip(items, (row["repeating"] for row in rows), strict=True)]  # fmt: skip
    # One row of the publisher has lost its start; it is named, and nothing else is.
    assert [(each.code, each.uid) for each in reader.problems] == [
        ("google-event-without-start", row["uid"]) for row in rows if "start" not in row
    ]
    read_events = [each for each in events if each is not None]
    assert len(read_events) == 738
    calendar = ServiceCalendar("google:", read_events)
    whole = calendar.occurrences(datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC), ZoneInfo("UTC"))
    assert len(whole.start) == 738
    for row, found in ((row, found) for row, found in zip(rows, events, strict=True) if found is not None):
        # The same event as another program wrote it down, in UTC.
        said = re.search(r"DTSTART:(\S+)", row["ics"])
        assert said
        assert f"{found.start:%Y%m%dT%H%M%SZ}" == said[1]
        if "_" in row["uid"]:
            assert found.entry.is_recurring
            assert f"{found.recurrence_start:%Y%m%dT%H%M%SZ}" == row["uid"].rpartition("_")[2]


def _expanded(row: dict[str, Any]) -> dict[str, Any]:
    """Return what Google gave the publisher for one row: the times as they are, the series in the id."""
    series, _, original = row["uid"].rpartition("_")
    item: dict[str, Any] = {"id": row["uid"], "summary": row["title"], "status": "confirmed"}
    if "start" in row:
        item |= {"start": {"dateTime": row["start"]}, "end": {"dateTime": row["end"]}}
    if series:
        stamp = datetime.fromisoformat(original)
        item |= {"recurringEventId": series, "originalStartTime": {"dateTime": stamp.isoformat()}}
    return item


# What no calendar should hold.


def test_missing_fields_cost_what_they_must(shared_data: Path) -> None:
    body = json.loads((shared_data / "badinputs/a06_missing_fields.json").read_text())
    validate_answer("Events", body)
    reader = EventReader("google:")
    found = [reader.read(item) for item in body["items"]]
    assert [each is not None for each in found] == [False, False, True]
    assert [(each.code, each.uid) for each in reader.problems] == [("google-event-without-start", "1")]


def test_item_that_is_no_object_is_named() -> None:
    for item in (None, 3, "event", []):
        assert codes(item) == ["google-event-unreadable"]


def test_parts_of_another_type_than_the_schema_says_are_as_good_as_absent() -> None:
    names = [*event(), "attendees", "conferenceData", "location", "description", "hangoutLink", "visibility", "creator"]
    for name in names:
        if name in ("start", "end"):
            continue
        for value in (None, 3, [], {}, "x", [None], {"x": None}, True):
            assert read(event() | {name: value}).start == datetime(2026, 11, 16, 8, tzinfo=UTC)


CHANGES: list[Callable[[dict[str, Any]], object]] = [
    lambda item: item.update(attendees=None),
    lambda item: item.update(attendees={"email": BO}),
    lambda item: item.update(status="done", eventType="lunch", visibility="secret", transparency="glass"),
    lambda item: item.update(newField={"of": ["tomorrow"]}),
    lambda item: item.update(start={"dateTime": "2026-11-16T25:00:00Z"}),
    lambda item: item.update(end=None),
    lambda item: item.update(conferenceData={"entryPoints": [None, 1, {"entryPointType": None, "uri": 5}]}),
    lambda item: item.update(recurrence=[None, 1, "RRULE"], recurringEventId="s"),
    lambda item: item.update(organizer="anna", creator=0),
]


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(event_strategy(), st.sampled_from([None, *CHANGES]), st.sampled_from(["", "owner", "reader", "freeBusyReader"]))
def test_random_events_are_read_or_named_and_never_crash(
    item: dict[str, Any], change: Callable[[dict[str, Any]], object] | None, role: str
) -> None:
    validate_answer("Event", item)
    if change is not None:
        change(item)
        with pytest.raises(jsonschema.ValidationError):
            validate_answer("Event", item)
    reader = EventReader("google:", timezone=AMSTERDAM, access_role=role)
    found = reader.read(item, {"start": item.get("start"), "recurrence": item.get("recurrence")})
    assert all(each.code != "google-event-unreadable" for each in reader.problems)
    if found is None:
        is_deleted = item.get("status") == "cancelled" and not (item.get("start") or {}).keys() & {"date", "dateTime"}
        assert is_deleted or [each.effect for each in reader.problems] == ["skipped"]
        return
    calendar = ServiceCalendar("google:", [found])
    zone = ZoneInfo(AMSTERDAM)
    assert calendar.first_and_last(zone)
    calendar.occurrences(datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC), zone)
