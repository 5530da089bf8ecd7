"""What is decided of many entries at once is what is decided of each by itself."""

from __future__ import annotations

import random

import numpy as np
import pytest

from analyzer.agreements import RoleAgreement
from analyzer.entries import Attendee, Entry
from analyzer.entry_table import EntryTable, Invitations
from analyzer.events.classification import SAID, Said, classify
from analyzer.events.owner import Owner
from analyzer.events.participation import UNKNOWN
from tests.slow_reading.facts import Classifier

ADDRESSES = ("anna@x", "anna+work@x", "a.jansen@y", "bo@x", "els@x", "team@x", "")
NAMES = ("", "Anna Jansen", "Bo de Vries", "Els")
TITLES = (
    *(
        "",
        "Team",
        "Vrij",
        "Anna vrij",
        "Focus",
        "Focustijd",
        "Thuiswerken",
        "Kantoor",
        "Cancelled: Team",
        "Declined: Team",
    ),
    *("Lunch met Bo", "Koffie", "Piket", "Inloop", "Privé", "Go/no-go Atlas", "Dentist", "Chair: Bo de Vries"),
)
TEXTS = (
    "",
    "Procesbewaker: Bo de Vries",
    "Notulen: Els",
    "1. Budget: ter besluitvorming",
    "https://meet.google.com/abc-defg-hij",
    "Facilitator: TBD",
    "Notulen: Copilot",
)
ROLES = [RoleAgreement(title="Team", facilitator="Bo")]


def a_party(chance: random.Random) -> Attendee:
    return Attendee(
        chance.choice(ADDRESSES),
        chance.choice(NAMES),
        chance.choice(("", "accepted", "tentative", "declined", "needs-action", "organizer")),
        chance.choices(("person", "group", "room", "resource"), (8, 1, 1, 1))[0],
        chance.random() < 0.1,
        chance.random() < 0.1,
        ("team@x",) if chance.random() < 0.2 else (),
        chance.choice((0, 0, 0, 2)),
    )


def an_entry(chance: random.Random, number: int) -> Entry:
    def seldom() -> bool:
        return chance.random() < 0.15

    return Entry(
        uid=f"{number % 7}",
        title=chance.choice(TITLES),
        description=chance.choice(TEXTS),
        location=chance.choice(("", "Room 1", "Microsoft Teams Meeting")),
        url=chance.choice(("", "", "https://zoom.us/j/81234567890")),
        categories=chance.choice(((), (), ("Focustijd",), ("Privé", "Blue"))),
        conference_links=chance.choice(((), (), ("https://zoom.us/j/81234567890",), ("https://x.example/1",))),
        is_online=seldom(),
        declared_kind=chance.choice(("", "", "", "focus", "absence", "working-place")),
        working_place=chance.choice(("", "", "home", "office")),
        attendees=tuple(a_party(chance) for _ in range(chance.choice((0, 0, 1, 2, 3, 5)))),
        organizer=a_party(chance) if chance.random() < 0.6 else None,
        own_response=chance.choice(("", "", "accepted", "declined", "organizer", "needs-action")),
        is_organizer_self=chance.choice((None, None, True, False)),
        are_people_hidden=seldom(),
        is_free=seldom(),
        is_cancelled=seldom(),
        is_busy_only=seldom(),
        is_private=seldom(),
        readable=chance.choice(("all", "all", "title", "none")),
        is_all_day=chance.random() < 0.3,
    )


@pytest.mark.parametrize("seed", range(40))
def test_many_entries_are_judged_as_each_by_itself(seed: int) -> None:
    chance = random.Random(seed)
    entries = [an_entry(chance, number) for number in range(chance.choice((0, 1, 30)))]
    owner = chance.choice(
        [
            Owner(),
            Owner("anna@x", names=frozenset({"Anna Jansen"})),
            Owner("anna@x", frozenset({"a.jansen@y"})),
            Owner(aliases=frozenset({"a.jansen@y"})),
        ]
    )
    options = {"is_shared": chance.random() < 0.3, "reads_titles": chance.random() < 0.7}
    many = classify(EntryTable.of(entries), owner, ROLES, **options)
    people = many.participation
    said = {name: many.said.has(name, np.arange(len(entries))) for name in SAID}
    one_by_one = Classifier(owner, ROLES, **options)
    for row, entry in enumerate(entries):
        plain = one_by_one.facts(entry)
        count = None if people.people_count[row] == UNKNOWN else people.people_count[row]
        assert {
            "kind": many.kind[row],
            "call": many.call[row],
            "is_hybrid": many.is_hybrid[row],
            "response": many.response[row],
            "organizer": people.organizer[row],
            "is_organized_by_owner": people.is_organized_by_owner[row],
            "people": people.people[row],
            "people_count": count,
            "is_at_least": people.is_at_least[row],
            "has_others": people.has_others[row],
            "is_cancelled": many.is_cancelled[row],
            "is_open_room": many.is_open_room[row],
            "is_on_call": many.is_on_call[row],
            "is_social": many.is_social[row],
            "is_shared_lunch": many.is_shared_lunch[row],
            "has_facilitator": said["facilitator"][row],
            "has_decision_keeper": said["decision_keeper"][row],
            "automatic_keeper": said["automatic_keeper"][row],
            "has_chair": people.has_chair[row],
            "has_agenda": said["agenda"][row],
            "is_deciding": said["decides"][row],
            "place": many.place[row],
            "is_private_time": many.is_private_time[row],
        } == {
            **{name: value for name, value in vars(plain).items() if name != "roles"},
            "has_facilitator": bool(plain.roles.facilitator),
            "has_decision_keeper": bool(plain.roles.decision_keeper),
            "automatic_keeper": plain.roles.automatic_keeper,
        }, entry


def test_taking_entries_takes_their_invitations_in_the_same_order() -> None:
    entries = [an_entry(random.Random(seed), seed) for seed in range(30)]
    positions = np.array([7, 3, 3, 29, 0], dtype=np.intp)
    taken = EntryTable.of(entries).take(positions)
    again = EntryTable.of([entries[position] for position in positions])
    assert taken.uid.tolist() == again.uid.tolist()
    assert told(taken.invitations) == told(again.invitations) != told(EntryTable.of(entries).invitations)


def told(invitations: Invitations) -> list[tuple[int, Attendee]]:
    organizers = [(row, invitations.parties[one]) for row, one in enumerate(invitations.organizer) if one >= 0]
    pairs = zip(invitations.entry.tolist(), invitations.party.tolist(), strict=True)
    return organizers + [(row, invitations.parties[one]) for row, one in pairs]


@pytest.mark.parametrize("seed", range(5))
def test_words_are_read_of_what_is_asked_for_and_say_the_same_whatever_was_asked_before(seed: int) -> None:
    chance = random.Random(seed)
    table = EntryTable.of([an_entry(chance, number) for number in range(200)])
    whole, bit_by_bit = (Said(table, ROLES) for _ in range(2))
    every = {name: whole.has(name, np.arange(200)).copy() for name in SAID}
    assert [name for name, flags in every.items() if 0 < flags.sum() < 200] == [*SAID]
    asked = dict.fromkeys(("roles", "purposes"), frozenset[int]())
    for _ in range(12):
        name, some = chance.choice(SAID), chance.choices(range(200), k=20)
        kind = "purposes" if name in ("agenda", "decides") else "roles"
        asked[kind] |= frozenset(some)
        told = np.flatnonzero(bit_by_bit.has(name, np.array(some))).tolist()
        assert told == [row for row in np.flatnonzero(every[name]).tolist() if row in asked[kind]]
