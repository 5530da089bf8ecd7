"""What a member hands to a team: times and facts, copies that meet, and no word that another may not see."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from fake_calendar import AMSTERDAM, FakeCalendar

from analyzer.agreements import Agreements
from analyzer.calendars import Reading
from analyzer.entries import Attendee, Entry
from analyzer.events.owner import Owner
from analyzer.events.rows import build_table
from analyzer.events.table import COLUMNS
from analyzer.team.names import Names
from analyzer.team.sharing import SHARED_COLUMNS, keyed_hash, keyed_hashes, shared_rows

KEY = b"the key of the team"
ANNA, BO, CEM = (Attendee(f"{name}@example.org", name.title(), "accepted") for name in ("anna", "bo", "cem"))
HOURS = (datetime(2026, 11, 16, 9), datetime(2026, 11, 16, 10))
DAY = (datetime(2026, 11, 18), datetime(2026, 11, 19))


def handed_over(
    entries: list[Entry],
    times: list[tuple[datetime, datetime]],
    owner: str = "anna@example.org",
    zone: ZoneInfo = AMSTERDAM,
    key: bytes = KEY,
) -> pd.DataFrame:
    """Return what the owner of a calendar hands over, a row for each entry in their order."""
    calendar = FakeCalendar(entries, [(number, *each) for number, each in enumerate(times)])
    window = (datetime(2026, 1, 1, tzinfo=zone), datetime(2027, 1, 1, tzinfo=zone))
    reading = Reading(calendar, calendar.occurrences(*window, zone))
    table = build_table([reading], Owner(owner), zone, Agreements(), name=owner, reads_titles=False)
    return shared_rows(table, Names(calendar.columns().invitations.parties), key)


def meeting(**changes: object) -> Entry:
    return replace(Entry("m", "Project Atlas", attendees=(ANNA, BO, CEM)), **changes)  # type: ignore[arg-type]


def test_a_meeting_of_three_shows_its_title() -> None:
    rows = handed_over([meeting()], [HOURS])
    assert rows["title"].tolist() == ["Project Atlas"]
    assert not rows["private"].any()


@pytest.mark.parametrize(
    "entry",
    [
        meeting(attendees=(ANNA, BO)),
        meeting(attendees=(ANNA, BO, replace(CEM, response="declined"))),
        meeting(is_private=True),
        meeting(title="Sollicitatie Atlas"),
        meeting(title="OR Atlas"),
        meeting(attendees=()),
        meeting(declared_kind="focus"),
        meeting(declared_kind="absence"),
        meeting(is_cancelled=True),
        meeting(is_free=True),
        meeting(are_people_hidden=True, attendees=(ANNA, BO)),
        meeting(own_response="declined"),
    ],
)
def test_nothing_else_shows_its_title(entry: Entry) -> None:
    assert handed_over([entry], [HOURS])["title"].tolist() == [""]


def test_names_in_a_title_are_masked() -> None:
    assert handed_over([meeting(title="Atlas met Bo en Fatima")], [HOURS])["title"].tolist() == ["Atlas met … en …"]


def test_what_is_on_the_stop_list_looks_like_a_private_event() -> None:
    text = "Voorzitter: Bo\nNotulen: Cem\nAgenda: cijfers en besluiten"
    link = "https://zoom.us/j/123456789"
    entries = [
        meeting(uid="m", title=title, description=text, url=link, is_private=is_private)
        for title, is_private in (("Overleg bedrijfsarts", False), ("Iets anders", True))
    ]
    first, second = (handed_over([entry], [HOURS]).iloc[0] for entry in entries)
    assert first.to_dict() == second.to_dict()
    assert (first["kind"], first["call"], first["people_count"], first["private"]) == ("meeting", "zoom", 3, True)
    plain = handed_over([replace(entries[0], title="Overleg Atlas")], [HOURS]).iloc[0]
    assert plain["facilitator"]
    assert plain["agenda"]


def test_titles_tell_no_absence_and_the_source_does() -> None:
    entries = [Entry("a", "Verlof", is_all_day=True), Entry("b", "x", declared_kind="absence", is_all_day=True)]
    assert handed_over(entries, [DAY, DAY]).set_index("kind")["all_day"].to_dict() == {
        "appointment": True,
        "absence": True,
    }


def test_copies_of_a_meeting_meet_whoever_has_them_and_wherever_they_live() -> None:
    anna = handed_over([meeting(), meeting(uid="d", is_all_day=True)], [HOURS, DAY])
    new_york = ZoneInfo("America/New_York")
    there = tuple(moment.replace(tzinfo=AMSTERDAM).astimezone(new_york).replace(tzinfo=None) for moment in HOURS)
    bo = handed_over([meeting(), meeting(uid="d", is_all_day=True)], [there, DAY], "bo@example.org", new_york)
    names = ["uid", "recurrence_start"]
    assert set(anna[names].itertuples(index=False)) == set(bo[names].itertuples(index=False))
    assert anna["uid"].nunique() == 2


def test_copies_meet_by_the_series_where_each_occurrence_has_a_uid_of_its_own() -> None:
    graph = handed_over([meeting(uid="id-of-16-november", series_uid="m")], [HOURS])
    assert graph["uid"].tolist() == handed_over([meeting()], [HOURS])["uid"].tolist()


def test_occurrences_that_were_moved_meet_by_their_original_start() -> None:
    table = handed_over([meeting()], [HOURS])
    assert table["recurrence_start"].tolist() == [pd.Timestamp("2026-11-16T08:00Z")]


def test_the_key_decides_and_the_uid_is_not_to_be_found() -> None:
    rows = handed_over([meeting(uid="budget@example.org")], [HOURS])
    assert rows["uid"].tolist() == [hmac.new(KEY, b"uid\0budget@example.org", hashlib.sha256).hexdigest()[:32]]
    assert (
        handed_over([meeting(uid="budget@example.org")], [HOURS], key=b"another key")["uid"].tolist()
        != rows["uid"].tolist()
    )


def test_hashes_of_many_are_those_of_each_and_of_one_purpose() -> None:
    values = np.array(["a", "b", "a"])
    assert keyed_hashes(values, "uid", KEY).tolist() == [keyed_hash(value, "uid", KEY) for value in values]
    assert keyed_hash("a", "owner", KEY) != keyed_hash("a", "uid", KEY)


def test_the_columns_are_those_described_and_none_that_holds_words_or_people() -> None:
    rows = handed_over([meeting()], [HOURS])
    assert {name: str(dtype) for name, dtype in rows.dtypes.items()} == SHARED_COLUMNS
    gone = {
        "calendar",
        "description",
        "location",
        "organizer",
        "people",
        "source",
        "vendor_id",
        "line",
        "place",
        "response",
    }
    assert gone <= set(COLUMNS) - set(SHARED_COLUMNS)


def test_a_table_without_rows_is_handed_over_as_one() -> None:
    assert handed_over([], []).empty


def test_original_starts_of_whole_days_survive_a_move_over_the_change_of_the_clock() -> None:
    day = (datetime(2026, 10, 28), datetime(2026, 10, 29))
    calendar = FakeCalendar([meeting(is_all_day=True)], [(0, *day)])
    window = (datetime(2026, 1, 1, tzinfo=AMSTERDAM), datetime(2027, 1, 1, tzinfo=AMSTERDAM))
    found = calendar.occurrences(*window, AMSTERDAM)
    # Moved from the last summer day, whose midnight is 22:00 UTC, to a winter day.
    found.recurrence_start[:] = np.datetime64("2026-10-23T22:00", "us")
    owner = Owner("anna@example.org")
    table = build_table([Reading(calendar, found)], owner, AMSTERDAM, Agreements(), name="a", reads_titles=False)
    rows = shared_rows(table, None, KEY)
    assert rows["recurrence_start"].tolist() == [pd.Timestamp("2026-10-24T00:00Z")]
    assert rows["title"].tolist() == [""]
