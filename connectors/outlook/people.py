"""Attendees, organiser and answers of an event of Graph."""

from __future__ import annotations

from collections.abc import Mapping, Set

from analyzer.entries import Attendee, Response
from connectors.services.parts import Part, part_of, parts_of, text_of
from connectors.stand_ins import kind_of

_RESPONSES: dict[str, Response] = {
    "organizer": "organizer",
    "tentativelyAccepted": "tentative",
    "accepted": "accepted",
    "declined": "declined",
    "notResponded": "needs-action",
}


def read_response(status: Part) -> Response:
    """Return an answer; ``none`` is none: Graph tells attendees nothing of each other's answers."""
    return _RESPONSES.get(text_of(status, "response"), "")


def read_attendees(item: Part, owner: Set[str]) -> tuple[Attendee, ...]:
    """Return who is invited; whoever has neither address nor name is left out.

    Graph calls rooms and equipment alike resources. Where an event names its rooms among its places, they are the
    rooms and any other resource is none; where it names none, every resource is taken for a room, which most are.
    """
    rooms = _rooms_of(item)
    same = _addresses_by_name(item)
    found: dict[str, Attendee] = {}
    for one in parts_of(item, "attendees"):
        address, name = _address_and_name(one)
        if not (address or name):
            continue
        address = _mailed(address, name, same)
        kind = kind_of(address, "person")
        if address in rooms:
            kind = "room"
        elif one.get("type") == "resource":
            kind = "resource" if rooms and name.casefold() not in rooms else "room"
        is_self = address in owner
        response = read_response(part_of(one, "status"))
        if (twin := found.get(address)) and address:
            response = twin.response or response
        found[address or f"?{len(found)}"] = Attendee(address, name, response=response, kind=kind, is_self=is_self)
    return tuple(found.values())


def read_organizer(item: Part, owner: Set[str]) -> Attendee | None:
    """Return who organises the event, None when nobody is named."""
    address, name = _address_and_name(part_of(item, "organizer"))
    if not (address or name):
        return None
    address = _mailed(address, name, _addresses_by_name(item))
    is_self = item.get("isOrganizer") is True or address in owner
    return Attendee(address, name, kind=kind_of(address, "person"), is_self=is_self)


def _addresses_by_name(item: Part) -> dict[str, str]:
    """Return the mail address of each name in an event that stands for just one, by the name in lower case."""
    parties = [*parts_of(item, "attendees"), part_of(item, "organizer")]
    found: dict[str, set[str]] = {}
    for address, name in map(_address_and_name, parties):
        if name and "@" in address:
            found.setdefault(name.casefold(), set()).add(address)
    return {name: addresses.pop() for name, addresses in found.items() if len(addresses) == 1}


def _mailed(address: str, name: str, same: Mapping[str, str]) -> str:
    """Return the address that somebody is mailed at.

    Exchange names people by their place in its directory, too (X.500, ``/o=…/cn=…``), beside the same person's address.
    """
    return same.get(name.casefold(), address) if address.startswith("/o=") else address


def _rooms_of(item: Part) -> frozenset[str]:
    """Return the addresses and the names, in lower case, of the places that are rooms."""
    places = [*parts_of(item, "locations"), part_of(item, "location")]
    rooms = [place for place in places if place.get("locationType") == "conferenceRoom"]
    names = ("locationEmailAddress", "uniqueId", "displayName")
    words = [text_of(place, name).strip() for place in rooms for name in names]
    return frozenset(word.casefold() for word in words if word)


def _address_and_name(party: Part) -> tuple[str, str]:
    given = part_of(party, "emailAddress")
    return text_of(given, "address").strip().lower(), text_of(given, "name").strip()
