"""Whose calendar it is, and on which clock: RULES "Owner" and "Owner's zone"."""

from __future__ import annotations

from collections import Counter

import pytest

from analyzer.entries import Attendee, Entry, Identity
from analyzer.entry_table import Invitations
from analyzer.errors import SeveralPeopleError, UsageError
from analyzer.events import owner as owners
from analyzer.events.owner import find_owner, find_zone
from tests.fake_calendar import FakeCalendar


def entry(*addresses: str, organizer: str = "") -> Entry:
    return Entry(
        uid="x",
        attendees=tuple(Attendee(address) for address in addresses),
        organizer=Attendee(organizer) if organizer else None,
    )


def infer_owner(entries: list[Entry]) -> str:
    return owners.infer_owner([Invitations.of(entries)])


def test_infer_owner_takes_who_is_in_four_of_five_events() -> None:
    entries = [entry("anna@x", f"p{number}@x") for number in range(4)] + [entry("bo@x", "els@x")]
    assert infer_owner(entries) == "anna@x"


def test_infer_owner_counts_the_organiser_as_taking_part() -> None:
    assert infer_owner([entry(f"p{number}@x", organizer="anna@x") for number in range(5)]) == "anna@x"


def test_infer_owner_says_nothing_of_four_events() -> None:
    assert infer_owner([entry("anna@x", f"p{number}@x") for number in range(4)]) == ""


def test_infer_owner_says_nothing_below_four_fifths() -> None:
    entries = [entry("anna@x", f"p{number}@x") for number in range(7)] + [entry("bo@x"), entry("els@x")]
    assert infer_owner(entries) == ""  # 7 of 9 is under 80 %


def test_infer_owner_says_nothing_when_two_are_in_as_often() -> None:
    assert infer_owner([entry("anna@x", "bo@x", f"p{number}@x") for number in range(6)]) == ""


def test_infer_owner_leaves_calendars_and_rooms_out() -> None:
    room = Attendee("room@x", kind="room")
    entries = [entry("anna@x", f"p{number}@x") for number in range(6)]
    for one in entries:
        one.attendees += (room,)
    assert infer_owner(entries) == "anna@x"


def test_infer_owner_ignores_events_without_people() -> None:
    entries = [entry("anna@x", f"p{number}@x") for number in range(5)] + [entry() for _ in range(20)]
    assert infer_owner(entries) == "anna@x"


def test_find_owner_believes_the_command_line_first() -> None:
    calendar = FakeCalendar([entry("bo@x", f"p{number}@x") for number in range(9)])
    owner = find_owner([calendar], "Anna@X", [], is_given=True)
    assert (owner.address, owner.origin) == ("anna@x", "given")


def test_find_owner_believes_the_source_before_its_events() -> None:
    events = [entry("bo@x", f"p{number}@x") for number in range(9)]
    calendar = FakeCalendar(events, identity=Identity(owner="anna@x"))
    owner = find_owner([calendar], "", [], is_given=False)
    assert (owner.address, owner.origin) == ("anna@x", "source")


def test_find_owner_refuses_two_people() -> None:
    calendars = [FakeCalendar([], identity=Identity(owner=address)) for address in ("anna@x", "bo@x")]
    with pytest.raises(UsageError):
        find_owner(calendars, "", [], is_given=False)


def with_aliases(owner: str, *aliases: str) -> FakeCalendar:
    return FakeCalendar([], identity=Identity(owner=owner, aliases=frozenset(aliases)))


def test_find_owner_takes_further_addresses_that_the_source_names() -> None:
    calendars = [with_aliases("anna@x", "a.jansen@y"), FakeCalendar([], identity=Identity(owner="a.jansen@y"))]
    for me, is_given in (("", False), ("a.jansen@y", True), ("anna@x", False)):
        owner = find_owner(calendars, me, [], is_given=is_given)
        assert (owner.address, owner.addresses) == (me or "anna@x", {"anna@x", "a.jansen@y"})


def test_find_owner_refuses_two_people_whatever_addresses_each_has() -> None:
    calendars = [with_aliases("anna@x", "a.jansen@y"), with_aliases("bo@x", "b.smit@y")]
    for me in ("", "anna@x", "a.jansen@y"):
        with pytest.raises(UsageError, match="bo@x"):
            find_owner(calendars, me, [], is_given=bool(me))


def test_find_owner_refuses_a_calendar_of_somebody_else_than_me() -> None:
    with pytest.raises(UsageError):
        find_owner([FakeCalendar([], identity=Identity(owner="bo@x"))], "anna@x", [], is_given=True)


def test_find_owner_takes_an_alias_for_the_same_person() -> None:
    calendars = [FakeCalendar([], identity=Identity(owner=address)) for address in ("anna@x", "a.jansen@x")]
    owner = find_owner(calendars, "", ["a.jansen@x"], is_given=False)
    assert owner.address == "anna@x"
    assert owner.addresses == {"anna@x", "a.jansen@x"}


def test_find_owner_learns_the_names_of_the_owner() -> None:
    entries = [Entry(uid="1", attendees=(Attendee("anna@x", "Anna Jansen"), Attendee("bo@x", "Bo")))]
    assert find_owner([FakeCalendar(entries)], "anna@x", [], is_given=True).names == {"Anna Jansen"}


@pytest.mark.parametrize(
    ("given", "agreed", "declared", "votes", "zone", "origin"),
    [
        ("Europe/Paris", "Europe/Rome", "Europe/Berlin", {"Europe/Madrid": 3}, "Europe/Paris", "given"),
        ("", "Europe/Rome", "Europe/Berlin", {"Europe/Madrid": 3}, "Europe/Rome", "agreed"),
        ("", "", "Europe/Berlin", {"Europe/Madrid": 3}, "Europe/Berlin", "source"),
        ("", "", "UTC", {"Europe/Madrid": 1}, "Europe/Madrid", "events"),
        ("", "", "Etc/GMT", {"Europe/Madrid": 1, "UTC": 9}, "Europe/Madrid", "events"),
        ("", "", "UTC", {"UTC": 9}, "UTC", "source"),
        ("", "", "", {"Europe/Madrid": 1, "Europe/Berlin": 2}, "Europe/Berlin", "events"),
        ("", "", "", {"UTC": 5}, "UTC", "unknown"),
        ("", "", "", {}, "UTC", "unknown"),
    ],
)
def test_find_zone_order(given: str, agreed: str, declared: str, votes: dict[str, int], zone: str, origin: str) -> None:
    calendar = FakeCalendar([], identity=Identity(timezone=declared, zone_votes=Counter(votes)))
    choice = find_zone([calendar], given, agreed)
    assert (choice.zone.key, choice.origin) == (zone, origin)


@pytest.mark.parametrize(
    ("votes", "is_disputed"),
    [
        ({"Europe/Berlin": 2}, False),
        ({"Europe/Berlin": 2, "UTC": 3}, False),
        ({"Europe/Berlin": 2, "Asia/Tokyo": 1}, True),
    ],
)
def test_find_zone_says_whether_events_disagree_about_it(votes: dict[str, int], is_disputed: bool) -> None:
    choice = find_zone([FakeCalendar([], identity=Identity(zone_votes=Counter(votes)))], "", "")
    assert (choice.zone.key, choice.is_disputed) == ("Europe/Berlin", is_disputed)


def files(**entries: list[Entry]) -> list[FakeCalendar]:
    return [FakeCalendar(found, [], source=f"{name}.ics") for name, found in entries.items()]


def owners_of(calendars: list[FakeCalendar]) -> dict[str, str]:
    with pytest.raises(SeveralPeopleError) as caught:
        find_owner(calendars, "", (), is_given=False)
    return caught.value.owners


def test_several_files_that_name_nobody_are_refused_file_by_file() -> None:
    assert owners_of(files(anna=[entry()], bo=[entry()])) == {"anna.ics": "", "bo.ics": ""}
    assert find_owner(files(anna=[entry()]), "", (), is_given=False).address == ""
    assert find_owner(files(anna=[entry()], empty=[]), "", (), is_given=False).address == ""
    assert find_owner(files(anna=[entry()], bo=[entry()]), "anna@x", (), is_given=True).address == "anna@x"


def test_files_of_different_people_are_refused_file_by_file() -> None:
    def of(name: str) -> list[Entry]:
        return [entry(f"{name}@x", f"p{number}@x") for number in range(5)]

    found = owners_of(files(anna=of("anna"), family=[entry()], bo=of("bo"), chris=of("chris")))
    assert found == {"anna.ics": "anna@x", "family.ics": "", "bo.ics": "bo@x", "chris.ics": "chris@x"}
    with pytest.raises(SeveralPeopleError):  # Bo may be an alias, Chris is somebody else
        find_owner(files(anna=of("anna"), bo=of("bo"), chris=of("chris")), "", ("bo@x",), is_given=False)


def test_a_file_that_names_nobody_beside_one_that_does_is_of_the_same_person() -> None:
    own = [entry("anna@x", f"p{number}@x") for number in range(5)]
    assert find_owner(files(own=own, family=[entry()]), "", (), is_given=False).address == "anna@x"


def test_invitations_in_files_of_their_own_tell_together_whose_they_are() -> None:
    single = {f"m{number}": [entry("anna@x", f"p{number}@x")] for number in range(5)}
    assert find_owner(files(**single), "", (), is_given=False).address == "anna@x"
    few = {name: single[name] for name in ("m0", "m1")}
    assert find_owner(files(**few), "", (), is_given=False).address == ""  # Anna takes part in both
    assert set(owners_of(files(anna=[entry("anna@x")], bo=[entry("bo@x")]))) == {"anna.ics", "bo.ics"}


def test_a_tag_makes_no_other_owner() -> None:
    calendars = [FakeCalendar([], [], identity=Identity(owner=f"anna{tag}@x")) for tag in ("", "+work")]
    assert find_owner(calendars, "", (), is_given=False).address == "anna@x"
