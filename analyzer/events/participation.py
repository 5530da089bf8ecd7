"""Who takes part in each entry: the people, their number, the owner's answer, and who organises it.

What a party is (the owner, a room, a group) is asked once for each distinct party; what an entry makes of its parties
is then counted in arrays, one row for each attendee of each entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from analyzer.entries import Attendee
from analyzer.entry_table import EntryTable, Flags, Invitations, Objects, Positions
from analyzer.events.owner import Owner
from analyzer.events.table import UNKNOWN


@dataclass(frozen=True)
class Participation:
    """Who takes part, one element for each entry.

    Attributes:
        people_count: how many with the owner, UNKNOWN where the source hides them.
        is_at_least: a group, or people kept from the reader, may hide more of them.
        has_others: somebody besides the owner takes part.
        response: the owner's answer as the source knows it; "" for none.
        organizer: the organiser's address, "" for none.
        is_organized_by_owner: the owner organises it.
        has_chair: an attendee who did not decline is called the chair by the source.
        has_accepted_room: a room accepted.
    """

    people_count: npt.NDArray[np.int64]
    is_at_least: Flags
    has_others: Flags
    response: Objects
    organizer: Objects
    is_organized_by_owner: Flags
    has_chair: Flags
    has_accepted_room: Flags
    persons: Persons

    @property
    def people(self) -> Objects:
        """The distinct people, by address or by name, in order; a tuple for each entry."""
        return self.persons.tuples(len(self.people_count))


def participation_of(entries: EntryTable[Objects], owner: Owner, *, is_shared: bool) -> Participation:
    """Return who takes part in entries.

    Args:
        entries: the entries, every column an array.
        owner: whose calendar it is.
        is_shared: a community or team calendar: it is nobody's, and whoever is alone in it may be a list of many.
    """
    size, invitations = len(entries), entries.invitations
    parties, entry, party = invitations.parties, invitations.entry, invitations.party
    has_declined = _flags([one.response == "declined" for one in parties])[party]

    def any_of(rows: Flags) -> Flags:
        return np.bincount(entry[rows], minlength=size) > 0

    is_called = _flags([one.is_self or owner.is_called(one.address) for one in parties])
    people, has_group = _people(invitations, size, has_declined, owner)
    is_own_person = _flags([person in owner.addresses for person in people.names])
    others = np.bincount(people.entry[~is_own_person[people.person]], minlength=size)
    everybody = np.bincount(people.entry, minlength=size)
    guests = np.array([one.additional_guests for one in parties], dtype=np.int64)[party]
    guests = np.bincount(entry, weights=guests * ~has_declined, minlength=size).astype(np.int64)

    is_owned, is_hidden = bool(owner.addresses), entries.are_people_hidden
    count = others + 1 if is_owned and not is_shared else np.maximum(1, everybody)
    is_unknown = entries.is_busy_only | (is_hidden & (everybody <= 2)) | (is_shared & (everybody <= 1))
    has_organizer = invitations.organizer >= 0
    is_own = has_organizer & np.append(is_called, False)[invitations.organizer]
    told = entries.is_organizer_self
    is_own = np.where(_flags([one is None for one in told]), is_own, _flags([bool(one) for one in told]))
    return Participation(
        people_count=np.where(is_unknown, UNKNOWN, count + guests),
        is_at_least=~is_unknown & (has_group | is_hidden),
        has_others=(others > 0 if is_owned else everybody > 1) | has_group | (is_hidden & ~entries.is_busy_only),
        response=_responses(entries, is_called, is_own),
        organizer=_objects([*(one.address for one in parties), ""])[invitations.organizer],
        is_organized_by_owner=is_own,
        has_chair=any_of(_flags([one.is_chair for one in parties])[party] & ~has_declined),
        has_accepted_room=any_of(_flags([one.kind == "room" and one.response == "accepted" for one in parties])[party]),
        persons=people,
    )


@dataclass(frozen=True)
class Persons:
    """The distinct people of each entry: (entry, person) once each, ascending; ``person`` is a position in ``names``.

    ``names`` is in order, so that the people of an entry are, too.
    """

    names: Sequence[str]
    entry: Positions
    person: Positions

    def tuples(self, size: int) -> Objects:
        """Return the people of each of so many entries, as a tuple of their names."""
        cuts = np.searchsorted(self.entry, np.arange(size + 1)).tolist()
        codes = self.person.tolist()
        # Most invitations go to the same few circles: each is written down once.
        known: dict[tuple[int, ...], tuple[str, ...]] = {(): ()}
        found = []
        for begin, end in pairwise(cuts):
            circle = tuple(codes[begin:end])
            if circle not in known:
                known[circle] = tuple(self.names[code] for code in circle)
            found.append(known[circle])
        return _objects(found)


def _people(invitations: Invitations, size: int, has_declined: Flags, owner: Owner) -> tuple[Persons, Flags]:
    """Return the people of each entry, and where a group hides more of them.

    A group that stands beside its members hides nobody; rooms, resources and those who declined are no people of it.
    """
    parties = invitations.parties
    keys = [owner.plain(one.address or one.name.casefold()) for one in parties]
    number = {key: position for position, key in enumerate(dict.fromkeys(keys))}
    key_of_party = np.array([number[key] for key in keys], dtype=np.int64)
    names = sorted({person for one, key in zip(parties, keys, strict=True) if (person := _person(one, key, owner))})
    place = {name: position for position, name in enumerate(names)}
    person_of_party = np.array(
        [place.get(_person(one, key, owner), -1) for one, key in zip(parties, keys, strict=True)], dtype=np.int64
    )
    has_organizer = np.flatnonzero(invitations.organizer >= 0)
    entry = np.concatenate([invitations.entry, has_organizer])
    party = np.concatenate([invitations.party, invitations.organizer[has_organizer]])
    # Of an entry a key is left out that declined, and so is a group beside its members: one number for both.
    pair = entry * (len(number) + 1) + key_of_party[party]
    left_out = [pair[: len(has_declined)][has_declined]]
    for row in np.flatnonzero(_flags([bool(one.groups) for one in parties])[invitations.party]):
        groups = [number[group] for group in parties[invitations.party[row]].groups if group in number]
        left_out.append(invitations.entry[row] * (len(number) + 1) + np.array(groups, dtype=np.int64))
    is_person = _flags(
        [one.kind not in ("room", "resource") and bool(key) for one, key in zip(parties, keys, strict=True)]
    )
    kept = is_person[party] & ~np.isin(pair, np.concatenate(left_out))
    is_group = _flags([one.kind == "group" for one in parties])[party]
    has_group = np.bincount(entry[kept & is_group], minlength=size) > 0
    kept &= person_of_party[party] >= 0
    found = np.unique(entry[kept] * (len(names) + 1) + person_of_party[party[kept]])
    return Persons(names, *np.divmod(found, len(names) + 1)), has_group


def _person(party: Attendee, key: str, owner: Owner) -> str:
    """Return by what name a party is counted: every address of the owner's as the one."""
    return owner.address if party.is_self or owner.is_called(key) else key


def _responses(entries: EntryTable[Objects], is_called: Flags, is_own: Flags) -> Objects:
    """Return the owner's answers: as the source states them apart, else as the owner stands among the attendees.

    Some sources answer for an organiser with "organizer", others with the answer the organiser gave.
    """
    size, invitations = len(entries), entries.invitations
    rows = np.flatnonzero(is_called[invitations.party])
    mine = np.full(size, -1)
    # Written from the last to the first, so that of several lines of the owner's the first one stays.
    mine[invitations.entry[rows][::-1]] = invitations.party[rows][::-1]
    listed = _objects([*(one.response for one in invitations.parties), ""])[mine]
    own = entries.own_response
    says_nothing = ("", "organizer")
    answer = np.where(np.isin(own, says_nothing), np.where(np.isin(listed, says_nothing), "", listed), own)
    is_organizer = is_own | (own == "organizer") | (listed == "organizer")
    return np.where((answer == "") & is_organizer, "organizer", answer).astype(object)


def _flags(values: Sequence[bool]) -> Flags:
    return np.array(values, dtype=bool)


def _objects(values: Sequence[object]) -> Objects:
    return np.fromiter(values, dtype=object, count=len(values))
