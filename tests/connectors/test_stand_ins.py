"""Addresses that are nobody's, and uids of series that were cut in two, in whatever calendar they turn up."""

from __future__ import annotations

import pytest

from connectors.google.people import read_attendee as read_google
from connectors.google.people import read_organizer as read_google_organizer
from connectors.ics.parsing.decoding import Line
from connectors.ics.parsing.lines import split_line
from connectors.ics.parsing.people import read_attendee as read_ics
from connectors.outlook.people import read_attendees as read_outlook
from connectors.outlook.people import read_organizer as read_outlook_organizer
from connectors.stand_ins import is_person_address, unsplit_uid

NOBODY = (
    "c_1@group.calendar.google.com",
    "c_1@resource.calendar.google.com",
    "x@import.calendar.google.com",
    "unknownorganizer@calendar.google.com",
)


@pytest.mark.parametrize("address", ["", *NOBODY])
def test_no_person_has_such_an_address(address: str) -> None:
    assert not is_person_address(address)


@pytest.mark.parametrize("address", ["anna@example.org", "group.calendar.google.com@example.org"])
def test_a_person_may_have_any_other_address(address: str) -> None:
    assert is_person_address(address)


@pytest.mark.parametrize("address", NOBODY)
def test_every_connector_takes_them_for_no_person_as_guest_and_as_organiser(address: str) -> None:
    party = {"emailAddress": {"address": address}}
    found = [
        *(read_ics(split_line(Line(1, f"{name}:mailto:{address}"))) for name in ("ATTENDEE", "ORGANIZER")),
        read_google({"email": address}),
        read_google_organizer({"email": address}),
        *read_outlook({"attendees": [party]}, set()),
        read_outlook_organizer({"organizer": party}, set()),
    ]
    assert [(one.address, one.kind) for one in found if one is not None] == [(address, "resource")] * 6


def test_a_room_stays_a_room() -> None:
    line = split_line(Line(1, "ATTENDEE;CUTYPE=ROOM:mailto:c_1@resource.calendar.google.com"))
    assert line is not None
    found = read_ics(line)
    assert found is not None
    assert found.kind == "room"


@pytest.mark.parametrize(
    ("uid", "series"),
    [
        ("abc_R20260907T070000@google.com", "abc@google.com"),
        ("abc_R20260907@google.com", "abc@google.com"),
        ("abc_R20260907T070000Z", "abc"),
        ("abc_R2026@google.com", "abc_R2026@google.com"),
        ("abc@google.com", "abc@google.com"),
    ],
)
def test_the_parts_of_a_split_series_have_one_uid_in_common(uid: str, series: str) -> None:
    assert unsplit_uid(uid) == series
