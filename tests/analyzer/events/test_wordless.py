"""What is kept of a private entry tells nothing of its words and people, and is judged as the entry was."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.entries import Attendee, Entry
from analyzer.entry_table import EntryTable
from analyzer.events.classification import SAID, Facts, classify
from analyzer.events.owner import Owner
from analyzer.events.wordless import plain_link, plain_title, without_private_words
from analyzer.reading.call_platforms import call_platforms
from analyzer.reading.calls import platform_of_conference

OWNER = Owner("anna@example.org", frozenset({"a.jansen@example.org"}), frozenset({"Anna Jansen"}), "source")
NOBODY = Owner()

TITLES = (
    *("Huisarts", "Verlof", "Verlof Anna", "Vakantie t/m 3 januari", "Thuiswerken", "Kantoor", "Bij klant"),
    *("Piket blauw", "Focus: beoordeling", "Deep work", "Koffie met Piet", "Borrel", "Lunch with Bo", "Inloop", ""),
    "Spreekuur HR",
    *("Online koffieautomaat", "Geannuleerd: gesprek", "Declined: Sollicitatie", "Afgezegd", "Koffie inloop", "Vrij"),
    *("Piket en spreekuur", "Privé", "Lunch", "Office hours", "On-call week", "Kinderen uit school", "Budget"),
)
LINKS = (
    *("https://meet.google.com/abc-defg-hij", "https://teams.microsoft.com/l/meetup-join/19%3am/0"),
    *("https://zoom.us/j/123456789", "https://video.example.org/room", "tel:+31201234567", "https://zoom.us/rec/x"),
    *("https://cloud.example.org/index.php/call/ab12cd34", "https://meet.opentalk.eu/room/0a1b2c3d-0"),
)
ADDRESSES = (
    *("anna@example.org", "anna+x@example.org", "a.jansen@example.org", "dr.smit@praktijk.example", "bo@example.org"),
    *("cem@example.org", "team@example.org", ""),
)

attendees = st.builds(
    Attendee,
    address=st.sampled_from(ADDRESSES),
    name=st.sampled_from(("", "Dr. Smit", "Bo", "Anna Jansen")),
    response=st.sampled_from(("", "accepted", "tentative", "declined", "needs-action", "organizer")),
    kind=st.sampled_from(("person", "person", "person", "group", "room", "resource")),
    is_chair=st.booleans(),
    is_self=st.sampled_from((False, False, False, True)),
    groups=st.sampled_from(((), (), ("team@example.org",), ("other@example.org", "team@example.org"))),
    additional_guests=st.sampled_from((0, 0, 2)),
).map(lambda one: one if one.kind == "person" else replace(one, is_self=False, address="team@example.org"))
entries = st.builds(
    Entry,
    uid=st.just("u"),
    title=st.sampled_from(TITLES),
    description=st.sampled_from(("", "Over mijn knie.", *LINKS, "Agenda: salaris\nBesluit: ja\nVoorzitter: Bo")),
    location=st.sampled_from(("", "Kliniek", "Microsoft Teams Meeting", LINKS[0])),
    url=st.sampled_from(("", LINKS[2], LINKS[3])),
    categories=st.sampled_from(((), ("Focus",), ("Medisch", "Focustijd"), ("Privé",))),
    conference_links=st.lists(st.sampled_from(LINKS), max_size=2).map(tuple),
    is_online=st.booleans(),
    declared_kind=st.sampled_from(("", "", "", "focus", "absence", "working-place")),
    working_place=st.sampled_from(("", "", "home")),
    attendees=st.lists(attendees, max_size=4).map(tuple),
    organizer=st.none() | attendees,
    own_response=st.sampled_from(("", "", "accepted", "declined", "organizer")),
    is_organizer_self=st.sampled_from((None, None, True, False)),
    are_people_hidden=st.sampled_from((False, False, True)),
    is_free=st.booleans(),
    is_cancelled=st.sampled_from((False, False, True)),
    is_busy_only=st.sampled_from((False, False, False, True)),
    is_private=st.sampled_from((True, True, True, False)),
    readable=st.sampled_from(("all", "title", "none")),
    is_all_day=st.booleans(),
    series_start=st.sampled_from((None, date(2026, 1, 5))),
)


def judged(facts: Facts, rows: np.ndarray) -> dict[str, list[object]]:
    """Return what reaches the event table of some entries; of people only what a private event shows of them."""
    people = facts.participation
    shown = {one.name: getattr(facts, one.name) for one in fields(Facts) if one.name not in ("participation", "said")}
    shown |= {name: facts.said.has(name, rows) for name in SAID}
    shown |= {
        name: getattr(people, name) for name in ("people_count", "is_at_least", "has_others", "is_organized_by_owner")
    }
    return {name: list(values[rows]) for name, values in shown.items()}


@given(st.lists(entries, min_size=1, max_size=6), st.sampled_from((OWNER, NOBODY)), st.booleans(), st.booleans())
def test_private_entries_are_judged_as_they_were(
    listed: list[Entry], owner: Owner, is_shared: bool, reads_titles: bool
) -> None:
    table = EntryTable.of(listed)
    before = classify(table, owner, (), is_shared=is_shared, reads_titles=reads_titles)
    kept = without_private_words(table, owner)
    after = classify(kept, owner, (), is_shared=is_shared, reads_titles=reads_titles)
    every = np.arange(len(listed))
    assert judged(before, every) == judged(after, every)
    others = np.flatnonzero(~table.is_private)
    assert [before.participation.people[row] for row in others] == [after.participation.people[row] for row in others]


@given(st.lists(entries, min_size=1, max_size=6))
def test_of_private_entries_no_word_and_nobody_but_the_owner_is_kept(listed: list[Entry]) -> None:
    listed = [replace(entry, is_private=True) for entry in listed]
    kept = without_private_words(EntryTable.of(listed), OWNER)
    said = {"Verlof", "Thuiswerken", "Kantoor", "Elders", "Focustijd", "Piket", "Spreekuur", "Koffie", "Lunch"}
    assert {word for title in kept.title for word in title.split()} <= said
    assert {word for several in kept.categories for word in several} <= {"Focus"}
    assert {*kept.description, *kept.location, *kept.url} == {""}
    own_links = {plain_link(platform) for platform in call_platforms().names}
    assert {link for several in kept.conference_links for link in several} <= own_links
    assert {one.address for one in kept.invitations.parties} <= {"", "anna@example.org"}
    assert all(one.name == "" or one.name.isdecimal() for one in kept.invitations.parties)
    assert not any(one.is_chair for one in kept.invitations.parties)


def test_people_of_private_entries_are_not_known_again_in_another_entry() -> None:
    smit, bo = Attendee("dr.smit@praktijk.example"), Attendee("bo@example.org")
    listed = [
        Entry("a", attendees=(bo, smit), is_private=True),
        Entry("b", attendees=(smit,), is_private=True),
    ]
    invitations = without_private_words(EntryTable.of(listed), OWNER).invitations
    assert [invitations.parties[party].name for party in invitations.party] == ["1", "2", "1"]


@pytest.mark.parametrize(
    ("entry", "call"),
    [
        (Entry("a", conference_links=("https://video.example.org/room",)), "other"),
        (Entry("a", is_online=True), "other"),
        (Entry("a", url="https://zoom.us/j/123456789"), "zoom"),
        (Entry("a", "Zoom bellen?"), ""),
    ],
)
def test_a_private_call_stays_one_on_its_platform(entry: Entry, call: str) -> None:
    kept = without_private_words(EntryTable.of([replace(entry, is_private=True)]), OWNER)
    assert classify(kept, OWNER, (), is_shared=False, reads_titles=True).call.tolist() == [call]


def test_entries_that_are_not_private_stay_as_they_are() -> None:
    table = EntryTable.of([Entry("a", "Retro", "text", attendees=(Attendee("bo@example.org", "Bo"),))])
    assert without_private_words(table, OWNER) is table


@pytest.mark.parametrize("platform", [name for name in call_platforms().names if name != "other"])
def test_every_platform_has_a_link_that_stands_for_it(platform: str) -> None:
    assert platform_of_conference(plain_link(platform)) == platform


def test_there_is_no_link_for_a_call_on_an_unknown_platform() -> None:
    assert plain_link("other") == plain_link("") == ""


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("Huisarts", ""),
        ("Sollicitatie bij Acme", ""),
        ("Verlof Anna", "Verlof"),
        ("Koffie met Piet", "Koffie"),
        ("Lunch with Bo", "Lunch"),
        ("Werken op kantoor", "Kantoor"),
        ("Piket team blauw", "Piket"),
        ("Spreekuur HR", "Spreekuur"),
        ("Concentratietijd", "Focustijd"),
    ],
)
def test_the_plainest_title_of_its_kind_stands_for_a_title(title: str, plain: str) -> None:
    assert plain_title(title, {"Anna Jansen"}) == plain
