"""Private entries without their words, and still judged as they were: what a table may keep of them.

What RULES decide of a private event is decided by its words, before they go: its kind, whether it is a call, how many
take part. A table that is judged later, under the settings of that day, cannot keep the words; so each is replaced by
one that says the same and nothing else. A title by the plainest title of its kind ("Tandarts" by none, "Verlof Anna" by
"Verlof"), a link by the site of its platform, people by numbers that begin again in each entry.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import cache
from itertools import product

import numpy as np

from analyzer.entries import Attendee
from analyzer.entry_table import EntryTable, Flags, Invitations, Objects
from analyzer.events.classification import classify
from analyzer.events.owner import Owner
from analyzer.reading.call_platforms import call_platforms
from analyzer.reading.calls import platform_of_conference
from analyzer.reading.own_time import place_of_title
from analyzer.reading.titles import (
    is_absence_title,
    is_cancelled_title,
    is_declined_title,
    is_focus_title,
    is_on_call_title,
    is_open_room_title,
    is_shared_lunch_title,
    is_social_title,
)

_PLAIN_TITLES = (
    *("", "Thuiswerken", "Kantoor", "Elders", "Verlof", "Focustijd", "Piket", "Spreekuur", "Koffie", "Lunch"),
)
_FOCUS = "Focus"
_TOLD_BY_FORM = {
    "opentalk": "https://opentalk.invalid/room/00000000-",
    "nextcloud": "https://cloud.invalid/index.php/call/0000",
}
"""Links of platforms that are known by the form of a link alone."""

Signs = tuple[object, ...]


def without_private_words(entries: EntryTable[Objects], owner: Owner) -> EntryTable[Objects]:
    """Return the entries with the words of private ones replaced; others stay as they are.

    Args:
        entries: of one calendar.
        owner: the owner of the calendar, by whose names and addresses the words are read.
    """
    rows = np.flatnonzero(entries.is_private)
    if not len(rows):
        return entries
    entries = replace(entries, invitations=_invited_here(entries.invitations))
    private = entries.take(rows)
    private = replace(private, invitations=_invited_here(private.invitations))
    facts = classify(private, owner, (), is_shared=False, reads_titles=True)
    instead: dict[str, Objects | list[object]] = {
        "title": _plain_titles(private.title, owner.names),
        "categories": [(_FOCUS,) if any(map(is_focus_title, listed)) else () for listed in private.categories],
        "conference_links": [(link,) if (link := plain_link(call)) else () for call in facts.call],
        "own_response": facts.response,
        "is_organizer_self": facts.participation.is_organized_by_owner.astype(object),
        **dict.fromkeys(("description", "location", "url"), [""] * len(rows)),
    }
    columns = {}
    for name, values in instead.items():
        columns[name] = getattr(entries, name).copy()
        columns[name][rows] = np.fromiter(values, dtype=object, count=len(rows))
    is_online, is_cancelled = entries.is_online.copy(), entries.is_cancelled.copy()
    is_online[rows] = facts.call == "other"
    is_cancelled[rows] = facts.is_cancelled
    return replace(
        entries,
        **columns,
        is_online=is_online,
        is_cancelled=is_cancelled,
        invitations=_numbered(entries.invitations, entries.is_private, owner),
    )


def plain_title(title: str, names: Collection[str]) -> str:
    """Return the plainest title judged as ``title`` is; whether it is cancelled or declined stands elsewhere."""
    signs = _signs(title, names)
    known = _plain_titles_by_signs()
    if signs in known:
        return known[signs]
    # Two kinds at once that no plain title has: the one that decides most, in the order of RULES.
    return next((known[alone] for place in _WEIGHT if signs[place] and (alone := _only(signs, place)) in known), "")


def plain_link(platform: str) -> str:
    """Return an address that is the way into a call on a platform and tells no more, "" for none and an unknown one."""
    return _links().get(platform, "")


def _plain_titles(titles: Objects, names: Collection[str]) -> Objects:
    distinct, place = np.unique(titles, return_inverse=True)
    return np.array([plain_title(title, names) for title in distinct], dtype=object)[place]


def _signs(title: str, names: Collection[str] = ()) -> Signs:
    return (
        place_of_title(title),
        is_absence_title(title, names),
        is_open_room_title(title),
        is_focus_title(title),
        is_on_call_title(title),
        is_shared_lunch_title(title),
        is_social_title(title),
    )


_WEIGHT = range(7)


def _only(signs: Signs, place: int) -> Signs:
    return tuple(sign if at == place else type(sign)() for at, sign in enumerate(signs))


@cache
def _plain_titles_by_signs() -> dict[Signs, str]:
    """Return the shortest plain title, of one word or two, for each set of signs that one has."""
    titles = [" ".join(filter(None, pair)) for pair in product(_PLAIN_TITLES, repeat=2)]
    fitting = [title for title in titles if not (is_cancelled_title(title) or is_declined_title(title))]
    return {_signs(title): title for title in sorted(fitting, key=len, reverse=True)}


@cache
def _links() -> dict[str, str]:
    """Return for each platform a page of the first of its sites that stands for it when a source declares it."""
    found: dict[str, str] = {}
    sites = (
        (platform, f"https://{domain}/x") for domain, rows in call_platforms().sites.items() for platform, _ in rows
    )
    for platform, link in (*sites, *_TOLD_BY_FORM.items()):
        if platform not in found and platform_of_conference(link) == platform:
            found[platform] = link
    return found


def _numbered(invitations: Invitations, is_private: Flags, owner: Owner) -> Invitations:
    """Return the invitations with numbers for the people of private entries, counted anew in each entry."""
    known = {one: position for position, one in enumerate(invitations.parties)}
    keys: dict[str, int] = {}
    names = (owner.plain(one.address or one.name.casefold()) for one in invitations.parties)
    key = np.array([keys.setdefault(name, len(keys)) for name in names], dtype=np.intp)
    organized = np.flatnonzero(is_private & (invitations.organizer >= 0))
    invited = np.flatnonzero(is_private[invitations.entry])
    entry = np.concatenate((invitations.entry[invited], organized))
    party = np.concatenate((invitations.party[invited], invitations.organizer[organized]))
    pairs, pair = np.unique(entry * (len(keys) + 1) + key[party], return_inverse=True)
    first = np.searchsorted(pairs, entry * (len(keys) + 1))
    number = pair - first + 1

    def number_of(row: int, group: str) -> str:
        """Return the number that a group has in the entry of a row, "" when it is not invited itself."""
        wanted = entry[row] * (len(keys) + 1) + keys.get(group, len(keys))
        place = int(np.searchsorted(pairs, wanted))
        return str(place - first[row] + 1) if place < len(pairs) and pairs[place] == wanted else ""

    # One stand-in for each party under each number; who belongs to groups is looked at row by row, as few do.
    has_groups = np.array([bool(one.groups) for one in invitations.parties], dtype=bool)[party]
    alike = np.where(has_groups, -1 - np.arange(len(party)), party * (len(pairs) + 1) + number)
    _, example, place = np.unique(alike, return_index=True, return_inverse=True)
    stand_ins = []
    for row in example.tolist():
        one = invitations.parties[party[row]]
        groups = tuple(filter(None, (number_of(row, group) for group in one.groups)))
        stand_ins.append(_stand_in(one, str(number[row]), groups, owner))
    position = np.array([known.setdefault(one, len(known)) for one in stand_ins], dtype=np.intp)[place]
    new_party, new_organizer = invitations.party.copy(), invitations.organizer.copy()
    new_party[invited], new_organizer[organized] = position[: len(invited)], position[len(invited) :]
    return _invited_here(Invitations(list(known), invitations.entry, new_party, new_organizer))


def _invited_here(invitations: Invitations) -> Invitations:
    """Return invitations with no other parties than those of their own entries."""
    is_used = np.zeros(len(invitations.parties) + 1, dtype=bool)  # the last one stands for "no organiser"
    is_used[invitations.party] = is_used[invitations.organizer] = True
    used = np.flatnonzero(is_used[:-1])
    number = np.full(len(is_used), -1, dtype=np.intp)
    number[used] = np.arange(len(used))
    parties = [invitations.parties[one] for one in used.tolist()]
    return Invitations(parties, invitations.entry, number[invitations.party], number[invitations.organizer])


def _stand_in(party: Attendee, number: str, groups: tuple[str, ...], owner: Owner) -> Attendee:
    """Return who stands for a party of a private entry: nobody by name but the owner, whose table it is."""
    is_owner = party.is_self or owner.is_called(party.address)
    says = party.response == "declined" or (party.kind == "room" and party.response == "accepted")
    return Attendee(
        address=owner.address if is_owner else "",
        name=number if not is_owner and (party.address or party.name) else "",
        response=party.response if says else "",
        kind=party.kind,
        is_self=is_owner,
        groups=groups,
        additional_guests=party.additional_guests,
    )
