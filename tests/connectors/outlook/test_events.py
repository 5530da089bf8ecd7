"""Events of Graph to entries: times, people, kinds, privacy; whatever comes, no event stops another."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from counterparts import graph_schema
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.entries import Attendee, Entry
from analyzer.problems import Problem
from connectors.outlook.events import FIELDS, EventReader, own_addresses
from connectors.services.calendar import ServiceCalendar, ServiceEvent
from tests.connectors.outlook.graph_bodies import ANNA, attendee, event, judged, moment, recorded_events

TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x/0"


def read(item: dict[str, Any], master: dict[str, Any] | None = None, **how: Any) -> ServiceEvent:
    found = EventReader("outlook:", {ANNA}, **how).read(item, master)
    assert found is not None
    return found


def entry(item: dict[str, Any], **how: Any) -> Entry:
    return read(item, **how).entry


def problems(item: dict[str, Any]) -> list[Problem]:
    reader = EventReader("outlook:", {ANNA})
    reader.read(item)
    return reader.problems


def test_the_judge_of_bodies_is_there(need: Callable[[bool, str], None]) -> None:
    need(graph_schema.is_installed(), "npm @microsoft/microsoft-graph-types")
    with pytest.raises(ValueError, match="showAs"):
        event(showAs="invented")


def test_fields_are_fields_of_an_event(need: Callable[[bool, str], None]) -> None:
    need(graph_schema.is_installed(), "npm @microsoft/microsoft-graph-types")
    assert set(FIELDS) <= set(graph_schema.field_names("Event"))
    assert "bodyPreview" not in FIELDS
    assert "attachments" not in FIELDS


def test_event_of_an_hour_keeps_its_instants_and_names() -> None:
    found = read(event())
    assert (found.start, found.end) == (
        datetime(2026, 11, 16, 9, tzinfo=UTC),
        datetime(2026, 11, 16, 10, tzinfo=UTC),
    )
    assert found.recurrence_start == found.start
    assert (found.entry.uid, found.entry.vendor_id, found.entry.title) == ("uid-AAMk1", "AAMk1", "Event AAMk1")
    assert not found.entry.is_recurring


def test_times_in_a_windows_zone_are_read_in_it() -> None:
    item = event()
    item["start"] = moment("2026-11-16 09:00", "W. Europe Standard Time")
    item["end"] = moment("2026-11-16 18:00", "Asia/Tokyo")
    found = read(item)
    assert found.start == datetime(2026, 11, 16, 8, tzinfo=UTC)
    assert found.end == datetime(2026, 11, 16, 9, tzinfo=UTC)


def test_unknown_zone_is_read_as_utc_and_said() -> None:
    item = event(start="2026-11-16 09:00")
    item["start"]["timeZone"] = "Customized Time Zone"
    assert read(item).start == datetime(2026, 11, 16, 9, tzinfo=UTC)
    (problem,) = problems(item)
    assert (problem.code, problem.effect, problem.uid) == ("outlook-zone-unknown", "repaired", "AAMk1")


@pytest.mark.parametrize(
    "change",
    [
        {"start": None},
        {"end": None},
        {"start": {"dateTime": None, "timeZone": "UTC"}},
        {"start": {"dateTime": "tomorrow", "timeZone": "UTC"}},
        {"start": moment("0001-01-01 00:00")},
        {"start": moment("2026-11-16 10:01")},
        {"start": moment("2026-02-30 10:00")},
    ],
)
def test_event_without_time_is_skipped_by_its_id(change: dict[str, Any]) -> None:
    item = {**event(), **change}
    assert EventReader("outlook:", {ANNA}).read(item) is None
    (problem,) = problems(item)
    assert (problem.code, problem.effect, problem.uid) == ("outlook-event-without-time", "skipped", "AAMk1")
    assert problem.source == "outlook:"


def test_all_day_event_is_days_the_last_exclusive() -> None:
    found = read(event(start="2026-11-16 00:00", end="2026-11-18 00:00", isAllDay=True))
    assert (found.start, found.end) == (date(2026, 11, 16), date(2026, 11, 18))
    assert found.entry.is_all_day


def test_all_day_event_that_is_not_at_midnight_as_given_is_at_midnight_where_it_was_made() -> None:
    # Midnight in Amsterdam is 23:00 UTC the evening before.
    found = read(event(start="2026-11-15 23:00", end="2026-11-16 23:00", isAllDay=True))
    assert (found.start, found.end) == (date(2026, 11, 16), date(2026, 11, 17))


def test_all_day_event_that_ends_within_a_day_takes_that_day() -> None:
    found = read(event(start="2026-11-16 00:00", end="2026-11-17 23:59", isAllDay=True))
    assert (found.start, found.end) == (date(2026, 11, 16), date(2026, 11, 18))


def test_all_day_occurrence_keeps_the_day_it_was_planned_on() -> None:
    moved = event(
        start="2026-11-17 00:00", end="2026-11-18 00:00", isAllDay=True, type="exception", seriesMasterId="M",
        originalStart="2026-11-15T23:00:00Z",
    )  # fmt: skip
    assert read(moved).recurrence_start == date(2026, 11, 16)


def test_moved_occurrence_keeps_its_original_start() -> None:
    moved = event(type="exception", seriesMasterId="M", originalStart="2026-11-13T14:00:00Z")
    found = read(moved)
    assert found.recurrence_start == datetime(2026, 11, 13, 14, tzinfo=UTC)
    assert found.entry.is_recurring


def test_zone_of_making_is_a_vote() -> None:
    reader = EventReader("outlook:", {ANNA})
    reader.read(event())
    reader.read(event(originalStartTimeZone="tzone://Microsoft/Custom"))
    reader.read(event(originalStartTimeZone="GMT Standard Time"))
    assert dict(reader.zone_votes) == {"Europe/Berlin": 1, "Europe/London": 1}


def test_series_says_when_it_began_and_that_it_does_not_end() -> None:
    master = {"recurrence": {"range": {"type": "noEnd", "startDate": "2024-01-08", "endDate": "0001-01-01"}}}
    found = read(event(type="occurrence", seriesMasterId="M"), master).entry
    assert (found.series_start, found.is_endless) == (date(2024, 1, 8), True)
    master["recurrence"]["range"] |= {"type": "endDate", "endDate": "2027-01-01"}
    assert not read(event(type="occurrence", seriesMasterId="M"), master).entry.is_endless


def test_series_without_its_master_is_recurring_all_the_same() -> None:
    found = entry(event(type="occurrence", seriesMasterId="M"))
    assert (found.is_recurring, found.series_start, found.is_endless) == (True, None, False)


@pytest.mark.parametrize(
    ("shown", "is_all_day", "kind", "is_free"),
    [
        ("free", False, "", True),
        ("busy", False, "", False),
        ("tentative", False, "", False),
        ("oof", False, "absence", False),
        ("oof", True, "absence", False),
        ("workingElsewhere", True, "working-place", False),
        ("workingElsewhere", False, "", False),
        ("unknown", False, "", False),
        (None, False, "", False),
    ],
)
def test_show_as_is_free_absence_or_working_place(shown: str, is_all_day: bool, kind: str, is_free: bool) -> None:
    item = event(start="2026-11-16 00:00", end="2026-11-17 00:00", isAllDay=is_all_day, showAs=shown)
    found = entry(item)
    assert (found.declared_kind, found.is_free) == (kind, is_free)


def test_value_that_nobody_knows_is_the_default() -> None:
    item = event() | {"showAs": "dozing", "type": "rehearsal", "importance": 7, "newField": {"a": 1}}
    item["attendees"] = [
        {"type": "guest", "status": {"response": "maybe"}, "emailAddress": {"address": "bo@example.org"}}
    ]
    found = entry(item)
    assert (found.declared_kind, found.is_free, found.is_recurring) == ("", False, False)
    assert found.attendees == (Attendee("bo@example.org"),)


@pytest.mark.parametrize(
    ("mark", "is_private"),
    [("normal", False), (None, False), ("private", True), ("confidential", True), ("personal", True), ("x-new", True)],
)
def test_sensitivity_other_than_normal_is_private(mark: str, is_private: bool) -> None:
    assert entry(event() | {"sensitivity": mark}).is_private is is_private


@pytest.mark.parametrize(
    ("given_response", "read_as"),
    [
        ("none", ""),
        ("organizer", "organizer"),
        ("tentativelyAccepted", "tentative"),
        ("accepted", "accepted"),
        ("declined", "declined"),
        ("notResponded", "needs-action"),
    ],
)
def test_response_is_told_in_own_words(given_response: str, read_as: str) -> None:
    status = {"response": given_response, "time": "0001-01-01T00:00:00Z"}
    found = entry(event(responseStatus=status, attendees=[attendee("bo@example.org", given_response)]))
    assert found.own_response == read_as
    assert found.attendees[0].response == read_as


def test_tentative_time_stands_in_for_an_answer_that_is_not_told() -> None:
    nothing = {"response": "none", "time": "0001-01-01T00:00:00Z"}
    invited = event(isOrganizer=False, showAs="tentative", responseStatus=nothing, attendees=[attendee(ANNA)])
    assert entry(invited).own_response == "tentative"
    told = event(isOrganizer=False, showAs="tentative", responseStatus=nothing, attendees=[attendee(ANNA, "accepted")])
    assert entry(told).own_response == ""
    assert entry(event(showAs="tentative", responseStatus=nothing)).own_response == ""


def test_people_come_in_lower_case_and_the_owner_is_known() -> None:
    item = event(
        isOrganizer=False,
        organizer={"emailAddress": {"name": "Bo", "address": "BO@Example.org"}},
        attendees=[
            attendee("ANNA@example.org", "accepted"),
            {"type": "required", "emailAddress": {"name": "Team"}},
            {},
        ],
    )
    found = entry(item)
    assert found.organizer == Attendee("bo@example.org", "Bo")
    assert found.attendees == (
        Attendee("anna@example.org", "Anna", response="accepted", is_self=True),
        Attendee("", "Team"),
    )
    assert found.is_organizer_self is False


def test_organiser_of_own_events_is_the_owner_under_any_address() -> None:
    item = event(organizer={"emailAddress": {"name": "Anna", "address": "anna.jansen@example.org"}})
    assert entry(item).organizer == Attendee("anna.jansen@example.org", "Anna", is_self=True)
    assert own_addresses([item, event(isOrganizer=False)]) == {"anna.jansen@example.org"}


@pytest.mark.parametrize("people", [None, [], [None], "everybody"])
def test_missing_attendees_are_nobody(people: object) -> None:
    assert entry(event() | {"attendees": people}).attendees == ()


def test_resource_is_a_room_unless_the_event_names_its_rooms() -> None:
    room = attendee("room.1@example.org", "accepted", "resource", "Room 1")
    beamer = attendee("beamer@example.org", "accepted", "resource", "Beamer")
    assert [one.kind for one in entry(event(attendees=[room])).attendees] == ["room"]
    place = {"displayName": "Room 1", "locationType": "conferenceRoom", "locationEmailAddress": "Room.1@example.org"}
    found = entry(event(attendees=[room, beamer, attendee("bo@example.org")], locations=[place]))
    assert [(one.kind, one.response) for one in found.attendees] == [
        ("room", "accepted"),
        ("resource", "accepted"),
        ("person", ""),
    ]


def test_room_that_was_invited_as_a_person_is_a_room_when_it_is_the_place() -> None:
    place = {"displayName": "Room 1", "locationType": "conferenceRoom", "locationEmailAddress": "room.1@example.org"}
    found = entry(event(attendees=[attendee("room.1@example.org")], location=place))
    assert [one.kind for one in found.attendees] == ["room"]


@pytest.mark.parametrize(("is_organizer", "is_hidden"), [(True, False), (False, True)])
def test_hidden_guests_are_hidden_from_guests_only(is_organizer: bool, is_hidden: bool) -> None:
    assert entry(event(hideAttendees=True, isOrganizer=is_organizer)).are_people_hidden is is_hidden


def test_online_meeting_has_its_link_once() -> None:
    found = entry(event(isOnlineMeeting=True, onlineMeeting={"joinUrl": TEAMS}, onlineMeetingUrl=TEAMS))
    assert found.is_online
    assert found.conference_links == (TEAMS,)
    assert entry(event(isOnlineMeeting=True, onlineMeetingUrl=None)).conference_links == ()


def test_agenda_is_plain_text_whatever_form_it_comes_in() -> None:
    page = "<html><head><style>p {}</style></head><body><p>Agenda</p><p>1. <b>Budget</b></p></body></html>"
    assert entry(event(body={"contentType": "html", "content": page})).description == "Agenda\n\n1. Budget"
    text = {"contentType": "text", "content": "Agenda\r\n1. Budget\r\n"}
    assert entry(event(body=text)).description == "Agenda\n1. Budget"


def test_preview_of_the_agenda_is_never_read() -> None:
    assert entry(event(bodyPreview="Facilitator: Bo", body=None)).description == ""


def test_basic_access_reads_titles_only() -> None:
    found = entry(event(body={"contentType": "text", "content": "Facilitator: Bo"}), has_texts=False)
    assert (found.readable, found.description, found.title) == ("title", "", "Event AAMk1")


def test_places_are_one_line() -> None:
    places = [{"displayName": "Room 1"}, {"displayName": "Room 2"}]
    assert entry(event(location={"displayName": "Room 1; Room 2"}, locations=places)).location == "Room 1; Room 2"
    assert entry(event(location=None, locations=places)).location == "Room 1; Room 2"


def test_categories_are_kept_once() -> None:
    assert entry(event(categories=["Focus time", " Focus time", "", "Blue"])).categories == ("Focus time", "Blue")


def test_meeting_with_changes_that_were_not_sent_is_a_meeting() -> None:
    """Microsoft's types: isDraft is true when the organiser changed it and did not send the changes yet."""
    assert entry(event(isDraft=True)).title == entry(event()).title


@pytest.mark.parametrize("item", [{"type": "seriesMaster"}, {"@removed": {"reason": "deleted"}}])
def test_masters_and_removed_events_are_no_events(item: dict[str, Any]) -> None:
    reader = EventReader("outlook:", {ANNA})
    assert reader.read(event() | item) is None
    assert reader.problems == []


def test_cancelled_event_stays_and_says_so() -> None:
    assert entry(event(isCancelled=True)).is_cancelled


def test_p23_cancelled_moved_and_cut_series_are_as_the_service_expands_them() -> None:
    first = [
        event("o1", type="occurrence", seriesMasterId="M", originalStart="2026-11-16T09:00:00Z"),
        event("o2", "2026-11-18 13:00", "2026-11-18 14:00", type="exception", seriesMasterId="M",
              originalStart="2026-11-17T09:00:00Z"),
        event("o3", "2026-11-18 09:00", "2026-11-18 10:00", type="exception", seriesMasterId="M", isCancelled=True,
              originalStart="2026-11-18T09:00:00Z"),
    ]  # fmt: skip
    later = event("o4", "2026-11-19 10:00", "2026-11-19 11:00", type="occurrence", seriesMasterId="N")
    found = [read({**item, "iCalUId": None}) for item in (*first, later)]
    assert [one.entry.uid for one in found] == ["M", "M", "M", "N"]
    assert [one.entry.is_cancelled for one in found] == [False, False, True, False]
    assert [one.recurrence_start.isoformat()[:13] for one in found] == [
        "2026-11-16T09",
        "2026-11-17T09",
        "2026-11-18T09",
        "2026-11-19T10",
    ]


def test_shared_calendar_that_shows_only_busy_is_busy_only() -> None:
    bare = {"subject": "Busy", "organizer": None, "isOrganizer": False, "body": None}
    found = entry(event(**bare), is_shared=True)
    assert (found.is_busy_only, found.readable) == (True, "none")
    assert entry(event(**{**bare, "subject": None}), is_shared=True).is_busy_only
    assert not entry(event(**{**bare, "subject": "Standup"}), is_shared=True).is_busy_only


def test_private_event_of_a_colleague_shows_nothing_but_busy() -> None:
    found = entry(event(subject="Private appointment", sensitivity="private", organizer=None), is_shared=True)
    assert found.is_busy_only


def test_own_appointment_without_a_title_is_no_busy_block() -> None:
    assert not entry(event(subject="")).is_busy_only


def test_private_event_of_the_collection_keeps_its_time(shared_data: Path) -> None:
    (item,) = json.loads((shared_data / "badinputs" / "a14_private_graph.json").read_text())["value"]
    found = read(item)
    assert found.entry.is_private
    assert found.start == datetime(2026, 3, 3, 9, tzinfo=UTC)


def test_event_with_little_more_than_times_is_read() -> None:
    item = {"id": "3", "start": moment("2026-03-03 09:00"), "end": moment("2026-03-03 10:00")}
    assert entry(judged("event", item)).uid == "3"
    assert EventReader("outlook:", set()).read(judged("event", {"id": "1"})) is None


def test_recorded_events_are_all_read_but_those_that_are_none(shared_data: Path) -> None:
    found = recorded_events(shared_data)
    assert len(found) >= 40
    reader = EventReader("outlook:", {ANNA})
    assert [name for name, item in found if reader.read(item) is None] == []
    assert reader.problems == []


def test_recorded_occurrences_share_the_uid_of_their_series(shared_data: Path) -> None:
    items = [item for name, item in recorded_events(shared_data) if name == "docs-event-list-instances-1.json"]
    assert {entry(item).uid for item in items} == {"AAMkAGUzYRgWAAA="}
    assert {entry(item).is_recurring for item in items} == {True}


ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(FIELDS), ANYTHING))
@settings(max_examples=150)
def test_whatever_stands_in_a_field_stops_nothing(item: dict[str, Any]) -> None:
    reader = EventReader("outlook:", {ANNA})
    found = reader.read(item)
    assert found is not None or reader.problems or item.get("type") == "seriesMaster"
    assert "outlook-event-unreadable" not in [problem.code for problem in reader.problems]


def test_random_events_that_are_true_to_the_types_never_fail(need: Callable[[bool, str], None]) -> None:
    need(graph_schema.is_installed(), "npm @microsoft/microsoft-graph-types")

    @given(graph_schema.event_strategy())
    @settings(max_examples=60)
    def check(item: dict[str, Any]) -> None:
        reader = EventReader("outlook:", {ANNA})
        found = reader.read(item)
        assert "outlook-event-unreadable" not in [problem.code for problem in reader.problems]
        calendar = ServiceCalendar("outlook:", [found] if found else [])
        calendar.first_and_last(ZoneInfo("Pacific/Kiritimati"))
        calendar.occurrences(
            datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC), ZoneInfo("Europe/Amsterdam")
        )

    check()
