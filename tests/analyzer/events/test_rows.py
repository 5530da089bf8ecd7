"""Which events count as a meeting, and what of them enters the table (RULES "Which events count as a meeting")."""

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

ANNA = Attendee("anna@x", "Anna", "accepted")
BO = Attendee("bo@x", "Bo", "accepted")
ELS = Attendee("els@x", "Els", "needs-action")
ROOM = Attendee("room@x", "Room 1", "accepted", kind="room")
OWNER = Owner("anna@x", names=frozenset({"Anna"}), origin="given")
MEETING = Entry(uid="m", title="Project Atlas", attendees=(ANNA, BO), organizer=BO)
TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0"
NINE = datetime(2026, 11, 16, 9, 0)


def table(
    *entries: Entry,
    hours: float = 1,
    owner: Owner = OWNER,
    agreements: Agreements | None = None,
    is_shared: bool = False,
    reads_titles: bool = True,
    tells_people: bool = True,
) -> pd.DataFrame:
    calendar = FakeCalendar(
        list(entries),
        [(index, NINE, NINE + timedelta(hours=hours)) for index in range(len(entries))],
        identity=Identity(tells_people=tells_people),
    )
    window = datetime(2026, 11, 16, tzinfo=AMSTERDAM), datetime(2026, 11, 23, tzinfo=AMSTERDAM)
    reading = Reading(calendar, calendar.occurrences(*window, AMSTERDAM))
    return build_table(
        [reading],
        owner,
        AMSTERDAM,
        agreements or Agreements(),
        name="anna@x",
        is_shared=is_shared,
        reads_titles=reads_titles,
    ).frame


def row(entry: Entry, **options: object) -> pd.Series:
    return table(entry, **options).iloc[0]  # type: ignore[arg-type]


def reason(entry: Entry, **options: object) -> str:
    return str(row(entry, **options)["reason"])


def test_a_meeting_with_somebody_else_counts() -> None:
    assert reason(MEETING) == ""


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"is_cancelled": True}, "cancelled"),
        ({"title": "Geannuleerd: Project Atlas"}, "cancelled"),
        ({"attendees": (replace(ANNA, response="declined"), BO)}, "declined"),
        ({"own_response": "declined"}, "declined"),
        ({"attendees": (ANNA, replace(BO, response="declined")), "organizer": ANNA}, "alone"),
        ({"attendees": (replace(ANNA, response="tentative"), BO)}, ""),
        ({"attendees": (replace(ANNA, response="needs-action"), BO)}, ""),
        ({"declared_kind": "working-place"}, "working-place"),
        ({"declared_kind": "absence"}, "absence"),
        ({"declared_kind": "focus"}, "focus"),
        ({"categories": ("Focustijd",)}, "focus"),
        ({"title": "Focustijd", "attendees": (ANNA,), "organizer": None}, "focus"),
        ({"title": "Focustijd"}, ""),
        ({"is_all_day": True}, "all-day"),
        ({"is_free": True}, "free"),
        ({"is_free": True, "conference_links": (TEAMS,)}, ""),
        ({"is_busy_only": True, "attendees": (), "organizer": None}, "busy-only"),
        ({"attendees": (ANNA,), "organizer": None}, "alone"),
        ({"attendees": (ANNA, ROOM), "organizer": ANNA}, "alone"),
        ({"attendees": (ANNA,), "organizer": None, "conference_links": (TEAMS,)}, ""),
        ({"attendees": (ANNA,), "organizer": None, "are_people_hidden": True}, ""),
        ({"attendees": (), "organizer": BO}, ""),
    ],
)
def test_reason(change: dict[str, object], expected: str) -> None:
    assert reason(replace(MEETING, **change)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "options", "kind"),
    [
        ({"title": "Piket", "is_all_day": True, "attendees": (), "organizer": None}, {}, "on-call"),
        ({"title": "On-call", "is_all_day": True}, {}, "on-call"),
        ({"title": "Piket"}, {"hours": 24}, "on-call"),
        ({"title": "Piket"}, {"hours": 23}, "meeting"),
        ({"title": "Piket", "is_all_day": True}, {"reads_titles": False}, "meeting"),
        ({"title": "Piket", "is_all_day": True, "declared_kind": "absence"}, {}, "absence"),
    ],
)
def test_whole_days_on_call_are_known_by_their_title(
    change: dict[str, object], options: dict[str, object], kind: str
) -> None:
    assert row(replace(MEETING, **change), **options)["kind"] == kind  # type: ignore[arg-type]


WORKDAY_AT_HOME = Entry(uid="h", title="Thuiswerken", is_all_day=True, is_free=True)


@pytest.mark.parametrize("title", ["Thuiswerken", "WFH", "Kantoor", "Home office", "🏠 Thuis", "Bij klant"])
@pytest.mark.parametrize(
    "shown",
    [{"is_free": True}, {"is_free": False}, {"attendees": (ANNA,), "organizer": ANNA}, {"attendees": (ANNA, ROOM)}],
)
@pytest.mark.parametrize("hours", [24, 120])
def test_whole_days_with_a_place_for_a_title_are_a_working_place(
    title: str, shown: dict[str, object], hours: int
) -> None:
    declared = row(replace(WORKDAY_AT_HOME, title=title, declared_kind="working-place", **shown), hours=hours)  # type: ignore[arg-type]
    told = row(replace(WORKDAY_AT_HOME, title=title, **shown), hours=hours)  # type: ignore[arg-type]
    assert told["place"] in ("home", "office", "other")
    assert told.to_dict() == declared.to_dict()


@pytest.mark.parametrize(
    ("change", "options", "expected"),
    [
        ({"attendees": (ANNA, BO)}, {}, "all-day"),
        ({"title": "Thuiswerken met team", "attendees": (ANNA, BO)}, {}, "all-day"),
        ({"title": "Thuiswerken met team"}, {}, "all-day"),
        ({"title": "Home office policy"}, {}, "all-day"),
        ({"title": "Kantoor verbouwing"}, {"hours": 120}, "all-day"),
        ({"title": "Kantoor of thuis"}, {}, "all-day"),
        ({"is_all_day": False}, {"hours": 8}, "free"),
        ({"is_all_day": False, "is_free": False}, {"hours": 8}, "alone"),
        ({"conference_links": (TEAMS,)}, {}, "all-day"),
        ({"declared_kind": "absence"}, {}, "absence"),
        ({"readable": "none"}, {}, "all-day"),
        ({}, {"is_shared": True}, "all-day"),
        ({}, {"reads_titles": False}, "all-day"),
        ({"attendees": (replace(ANNA, response="declined"),)}, {}, "declined"),
        ({}, {"tells_people": False}, "working-place"),
    ],
)
def test_a_place_in_the_title_tells_nothing_beside_people_an_hour_or_another_word(
    change: dict[str, object], options: dict[str, object], expected: str
) -> None:
    assert reason(replace(WORKDAY_AT_HOME, **change), **{"hours": 24, **options}) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "options", "is_busy"),
    [
        ({}, {}, True),
        ({"attendees": (replace(ANNA, response="tentative"), BO)}, {}, True),
        ({"attendees": (replace(ANNA, response="tentative"), BO)}, {"agreements": {"count_unanswered": False}}, True),
        ({"is_private": True}, {}, True),
        ({"attendees": (ANNA,), "organizer": None, "title": "Dentist"}, {}, True),
        ({"attendees": (), "organizer": None}, {"tells_people": False}, True),
        ({"attendees": (), "organizer": None, "is_busy_only": True}, {}, True),
        ({"declared_kind": "focus"}, {}, True),
        ({"declared_kind": "absence"}, {}, True),
        ({"title": "Inloop"}, {"hours": 3}, True),
        ({"declared_kind": "absence", "is_all_day": True, "is_free": True}, {}, True),
        ({"is_free": True, "conference_links": (TEAMS,)}, {}, True),
        ({"is_free": True}, {}, False),
        ({"is_free": True, "attendees": (), "organizer": None}, {"tells_people": False}, False),
        ({"declared_kind": "focus", "is_free": True}, {}, False),
        ({"is_all_day": True}, {}, False),
        ({}, {"hours": 24}, False),
        ({"declared_kind": "working-place"}, {}, False),
        ({"is_cancelled": True}, {}, False),
        ({"own_response": "declined"}, {}, False),
        ({"declared_kind": "absence", "own_response": "declined"}, {}, False),
    ],
)
def test_busy_is_what_takes_its_time(change: dict[str, object], options: dict[str, object], is_busy: bool) -> None:
    if "agreements" in options:
        options = {**options, "agreements": Agreements(**options["agreements"])}  # type: ignore[arg-type]
    assert row(replace(MEETING, **change), **options)["busy"] == is_busy  # type: ignore[arg-type]


def test_the_first_reason_in_the_order_of_the_rules_is_given() -> None:
    everything = replace(
        MEETING, is_cancelled=True, own_response="declined", declared_kind="absence", is_all_day=True, is_free=True
    )
    assert reason(everything) == "cancelled"
    assert reason(replace(everything, is_cancelled=False)) == "declined"
    assert reason(replace(everything, is_cancelled=False, own_response="")) == "absence"
    assert reason(replace(everything, is_cancelled=False, own_response="", declared_kind="")) == "all-day"


@pytest.mark.parametrize("hours", [23.99, 24])
def test_a_whole_day_begins_at_24_hours(hours: float) -> None:
    assert reason(MEETING, hours=hours) == ("all-day" if hours == 24 else "")


@pytest.mark.parametrize(("hours", "expected"), [(2.75, ""), (3, "open-room")])
def test_an_open_room_is_open_three_hours_or_more(hours: float, expected: str) -> None:
    assert reason(replace(MEETING, title="Online koffieautomaat"), hours=hours) == expected


def test_an_open_room_needs_people_or_a_call() -> None:
    assert reason(replace(MEETING, title="Inloop", attendees=(ANNA,), organizer=None), hours=4) == "alone"


@pytest.mark.parametrize(
    ("title", "is_all_day", "attendees", "expected"),
    [
        ("Verlof", True, (), "absence"),
        ("Verlof Anna", True, (), "absence"),
        ("Verlof", False, (), "absence"),
        ("Verlof", False, (ANNA, BO), ""),
        ("Vrijdag", True, (), "all-day"),
        ("Piet vrij", True, (), "all-day"),
        ("Holiday party", True, (), "all-day"),
    ],
)
def test_absence_is_told_by_a_title_that_holds_nothing_else(
    title: str, is_all_day: bool, attendees: tuple[Attendee, ...], expected: str
) -> None:
    entry = Entry(uid="a", title=title, is_all_day=is_all_day, attendees=attendees)
    assert reason(entry, hours=24 if is_all_day else 2) == expected


def test_absence_titles_are_read_only_in_a_person_s_own_run() -> None:
    entry = Entry(uid="a", title="Verlof", is_all_day=True)
    assert reason(entry, hours=24, reads_titles=False) == "all-day"


def test_a_source_that_names_nobody_leaves_people_unknown() -> None:
    entry = Entry(uid="a", title="Project Atlas")
    unknown = row(entry, tells_people=False)
    assert unknown["reason"] == "people-unknown"
    assert pd.isna(unknown["people_count"])


def test_a_source_that_names_nobody_still_shows_its_calls() -> None:
    entry = Entry(uid="a", title="Project Atlas", location=TEAMS)
    assert reason(entry, tells_people=False) == ""


def test_a_file_that_names_somebody_somewhere_means_alone_where_it_names_nobody() -> None:
    reasons = table(Entry(uid="a", title="Write"), MEETING, tells_people=False).set_index("uid")["reason"]
    assert reasons.to_dict() == {"a": "alone", "m": ""}


def test_every_timed_event_of_a_shared_calendar_counts() -> None:
    free = Entry(uid="a", title="Community call", is_free=True)
    assert reason(free, is_shared=True, owner=Owner(), tells_people=False) == ""
    assert reason(replace(free, is_all_day=True), is_shared=True, owner=Owner()) == "all-day"
    assert reason(replace(free, title="CANCELED: call"), is_shared=True, owner=Owner()) == "cancelled"


def test_unanswered_invitations_do_not_count_when_so_agreed() -> None:
    agreed = Agreements(count_unanswered=False)
    for response in ("tentative", "needs-action"):
        entry = replace(MEETING, own_response=response)  # type: ignore[arg-type]
        assert reason(entry, agreements=agreed) == "unanswered"
    assert reason(MEETING, agreements=agreed) == ""


@pytest.mark.parametrize(
    ("attendees", "organizer", "count", "is_at_least"),
    [
        ((ANNA, BO), BO, 2, False),
        ((ANNA, BO, ELS, ROOM), BO, 3, False),
        ((BO, ELS), BO, 3, False),  # the owner is invited some other way
        ((ANNA, BO, replace(ELS, response="declined")), BO, 2, False),
        ((ANNA, Attendee("team@x", kind="group")), BO, 3, True),
        ((ANNA, BO, Attendee("calendar@x", kind="resource")), BO, 2, False),
        ((ANNA, BO), Attendee("hidden@x", kind="resource"), 2, False),
        ((ANNA, replace(BO, additional_guests=2)), BO, 4, False),
        ((ANNA, BO, replace(ELS, response="declined", additional_guests=2)), BO, 2, False),  # they stay away with Els
        ((ANNA, Attendee("a.jansen@x"), BO), BO, 2, False),  # an alias of the owner
    ],
)
def test_people_are_distinct_persons_the_owner_included(
    attendees: tuple[Attendee, ...], organizer: Attendee, count: int, is_at_least: bool
) -> None:
    owner = replace(OWNER, aliases=frozenset({"a.jansen@x"}))
    found = row(replace(MEETING, attendees=attendees, organizer=organizer), owner=owner)
    assert (found["people_count"], found["people_at_least"]) == (count, is_at_least)


def test_hidden_guests_leave_the_number_unknown() -> None:
    found = row(replace(MEETING, are_people_hidden=True))
    assert pd.isna(found["people_count"])
    assert not found["people_at_least"]  # there is no number that could be the least


def test_hidden_guests_beside_known_ones_make_the_number_the_least() -> None:
    found = row(replace(MEETING, attendees=(ANNA, BO, ELS), are_people_hidden=True))
    assert (found["people_count"], found["people_at_least"]) == (3, True)


def test_an_alias_of_the_owner_is_nobody_else() -> None:
    owner = replace(OWNER, aliases=frozenset({"a.jansen@x"}))
    entry = replace(MEETING, attendees=(ANNA, Attendee("a.jansen@x")), organizer=ANNA)
    assert reason(entry, owner=owner) == "alone"


def test_a_private_event_keeps_kind_call_and_number_and_loses_its_words() -> None:
    private = row(
        replace(
            MEETING,
            title="Secret",
            description=f"Facilitator: Bo {TEAMS}",
            location="Hospital",
            is_private=True,
            attendees=(ANNA, BO, ELS),
        )
    )
    assert (private["kind"], private["call"], private["people_count"], private["reason"]) == ("meeting", "teams", 3, "")
    assert private["title"] == private["description"] == private["location"] == private["organizer"] == ""
    assert private["people"] == ()
    assert (private["readable"], private["facilitator"]) == ("none", False)


def test_a_call_with_an_accepted_room_is_hybrid() -> None:
    entry = replace(MEETING, conference_links=(TEAMS,), attendees=(ANNA, BO, ROOM))
    assert row(entry)["hybrid"]
    assert not row(replace(entry, attendees=(ANNA, BO, replace(ROOM, response="declined"))))["hybrid"]
    assert not row(replace(entry, conference_links=()))["hybrid"]


def test_an_online_meeting_without_an_address_is_a_call() -> None:
    assert row(replace(MEETING, is_online=True))["call"] == "other"


def test_the_parts_of_a_split_series_are_one_series() -> None:
    assert row(replace(MEETING, uid="abc_2@x", series_uid="abc@x"))["uid"] == "abc@x"


def test_the_same_event_in_two_sources_counts_once() -> None:
    first = FakeCalendar([MEETING], [(0, NINE, NINE + timedelta(hours=1))], source="a.ics")
    second = replace(first, source="b.ics")
    window = datetime(2026, 11, 16, tzinfo=AMSTERDAM), datetime(2026, 11, 23, tzinfo=AMSTERDAM)
    readings = [Reading(one, one.occurrences(*window, AMSTERDAM)) for one in (first, second)]
    merged = build_table(readings, OWNER, AMSTERDAM, Agreements(), name="anna@x").frame
    assert merged["source"].tolist() == ["a.ics"]


def test_the_owner_s_clock_stands_beside_the_instants() -> None:
    found = row(MEETING)
    assert found["start"] == pd.Timestamp("2026-11-16 08:00", tz="UTC")
    assert found["start_local"] == pd.Timestamp("2026-11-16 09:00")


def test_nothing_read_gives_an_empty_table() -> None:
    assert len(build_table([], OWNER, AMSTERDAM, Agreements(), name="anna@x")) == 0
    assert table().empty


def test_a_role_agreed_on_for_a_title_counts_as_filled() -> None:
    agreed = Agreements(roles=({"title": "project*", "facilitator": "rota: Anna, Bo"},))
    found = row(MEETING, agreements=agreed)
    assert (found["facilitator"], found["decision_keeper"]) == (True, False)
    other = row(replace(MEETING, title="Team meeting"), agreements=agreed)
    assert not other["facilitator"]


def test_the_people_of_the_invitation_are_names_in_its_text() -> None:
    vita = Attendee("vita.opaal@x", "Vita Opaal")
    asked = replace(MEETING, description="We meet.\nvoorzitterschap: opaal; minutes: open")
    assert not row(asked)["facilitator"]
    assert row(replace(asked, attendees=(ANNA, BO, vita)))["facilitator"]
    assert row(replace(asked, organizer=vita))["facilitator"]
    assert not row(replace(asked, attendees=(ANNA, BO, vita), is_private=True))["facilitator"]


def test_a_room_or_a_group_of_the_invitation_is_no_name_in_its_text() -> None:
    asked = replace(MEETING, description="We meet.\nmay to chair")
    for kind in ("room", "resource", "group"):
        assert not row(replace(asked, attendees=(ANNA, BO, Attendee("may@x", "May", kind=kind))))["facilitator"]
    assert row(replace(asked, attendees=(ANNA, BO, Attendee("may@x", "May"))))["facilitator"]


def test_an_agreed_role_says_nothing_of_a_private_event() -> None:
    agreed = Agreements(roles=({"title": "*", "facilitator": "Bo"},))
    assert not row(replace(MEETING, is_private=True), agreements=agreed)["facilitator"]


TAGGED = Attendee("anna+work@x", "Anna", "declined")


@pytest.mark.parametrize(
    ("attendees", "people", "is_at_least"),
    [
        (
            (ANNA, Attendee("team@x", kind="group"), replace(BO, groups=("team@x",)), replace(ELS, groups=("team@x",))),
            3,
            False,
        ),
        ((ANNA, Attendee("team@x", kind="group"), BO), 3, True),
        ((ANNA, Attendee("team@x", kind="group"), replace(BO, groups=("other@x",))), 3, True),
        ((ANNA, BO, Attendee("bo+travel@x")), 2, False),
        ((ANNA, BO, Attendee("bo+travel@y")), 3, False),
    ],
)
def test_nobody_is_counted_twice(attendees: tuple[Attendee, ...], people: int, is_at_least: bool) -> None:
    shown = row(Entry("m", "Atlas", attendees=attendees, organizer=ANNA))
    assert (shown["people_count"], shown["people_at_least"]) == (people, is_at_least)


def test_a_tag_in_the_address_does_not_make_another_person_of_the_owner() -> None:
    declined = Entry("m", "Atlas", attendees=(TAGGED, BO), organizer=BO)
    assert reason(declined) == "declined"
    assert reason(declined, owner=replace(OWNER, address="anna+home@x")) == "declined"
    assert reason(Entry("m", "Atlas", attendees=(TAGGED,), organizer=replace(TAGGED, response=""))) == "declined"
    assert reason(Entry("m", "Atlas", attendees=(Attendee("anna+work@x"),))) == "alone"
    assert reason(declined, owner=Owner("anna@y")) == ""  # another domain may mean another person by it


@pytest.mark.parametrize("title", ["Declined: Weekly", "Geweigerd: Overleg", "Abgelehnt: Runde", "REFUSÉ : Point"])
def test_what_outlook_keeps_of_a_declined_meeting_is_declined(title: str) -> None:
    kept = Entry("m", title, attendees=(ANNA, BO), organizer=BO, is_free=True, url=TEAMS)
    assert reason(kept) == "declined"
    assert reason(replace(kept, is_free=False)) == ""  # a meeting about what was declined
    assert reason(replace(kept, title="Declined orders: review")) == ""
    assert reason(replace(kept, title="Declined")) == ""


def test_a_word_of_an_availability_feed_is_no_leave() -> None:
    free = Entry("m", "Vrij", is_free=True, is_all_day=True, readable="none")
    assert reason(free, hours=24) == "all-day"
    assert reason(replace(free, readable="all"), hours=24) == "absence"
