"""What the intake decides of an entry's purpose, place and private time: once, so that no rule needs the words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pandas as pd
import pytest

from analyzer.agreements import Agreements
from analyzer.calendars import Reading
from analyzer.entries import Attendee, Entry, Identity
from analyzer.events.owner import Owner
from analyzer.events.rows import build_table
from tests.fake_calendar import AMSTERDAM, FakeCalendar

ANNA, BO = Attendee("anna@x", "Anna", "accepted"), Attendee("bo@x", "Bo", "accepted")
MEETING = Entry(uid="m", title="Project Atlas", attendees=(ANNA, BO), organizer=BO)
OWN = Entry(uid="o", title="Own work", attendees=(ANNA,), organizer=ANNA)
PLACE = Entry(uid="p", declared_kind="working-place", is_all_day=True, is_free=True)
ZOOM = "Join Zoom Meeting\nhttps://zoom.us/j/81234567890\nPasscode: 123456\n"


def row(entry: Entry) -> pd.Series:
    nine = datetime(2026, 11, 16, 9, 0)
    calendar = FakeCalendar([entry], [(0, nine, nine + timedelta(hours=1))], identity=Identity(tells_people=True))
    window = datetime(2026, 11, 16, tzinfo=AMSTERDAM), datetime(2026, 11, 23, tzinfo=AMSTERDAM)
    reading = Reading(calendar, calendar.occurrences(*window, AMSTERDAM))
    owner = Owner("anna@x", origin="given")
    return build_table([reading], owner, AMSTERDAM, Agreements(), name="anna@x").frame.iloc[0]


@pytest.mark.parametrize(
    ("change", "agenda", "decides"),
    [
        ({}, False, False),
        ({"description": ZOOM}, False, False),
        ({"description": f"{ZOOM}\n1. Budget"}, True, False),
        ({"description": f"1. Budget: ter besluitvorming\n{ZOOM}"}, True, True),
        ({"title": "Go/no-go Atlas"}, False, True),
        ({"title": "Go/no-go Atlas", "description": "1. Budget", "is_private": True}, False, False),
    ],
)
def test_agenda_and_decision_are_read_from_title_and_description(
    change: dict[str, object], agenda: bool, decides: bool
) -> None:
    found = row(replace(MEETING, **change))  # type: ignore[arg-type]
    assert (found["agenda"], found["decides"]) == (agenda, decides)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"title": "Thuis"}, "home"),
        ({"title": "Kantoor"}, "office"),
        ({"title": "Utrecht"}, ""),
        ({"title": "Utrecht", "working_place": "office"}, "office"),
        ({"title": "Thuis", "is_private": True}, ""),
        ({"title": "", "working_place": "home", "is_private": True}, "home"),
        ({"title": "Thuis", "declared_kind": ""}, "home"),
        ({"title": "Thuis", "declared_kind": "", "is_private": True}, ""),
        ({"title": "Thuis", "declared_kind": "", "is_all_day": False}, ""),
    ],
)
def test_place_is_that_of_a_working_place_entry(change: dict[str, object], place: str) -> None:
    assert row(replace(PLACE, **change))["place"] == place  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (OWN, False),
        (replace(OWN, is_private=True), True),
        (replace(OWN, title="Kinderen ophalen"), True),
        (replace(OWN, categories=("Privé",)), True),
        (replace(OWN, categories=("Project",)), False),
    ],
)
def test_private_time_is_told_by_mark_title_or_category(entry: Entry, expected: bool) -> None:
    assert row(entry)["private_time"] == expected
