"""Attendees, organiser and answers of an event of Graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import Any

from analyzer.entries import Attendee, AttendeeKind, Response

_RESPONSES: dict[str, Response] = {
    "organizer": "organizer",
    "tentativelyAccepted": "tentative",
    "accepted": "accepted",
    "declined": "declined",
    "notResponded": "needs-action",
}


def read_response(status: object) -> Response:
    """Return an answer; ``none`` is none: Graph tells attendees nothing of each other's answers."""
    if not isinstance(status, Mapping):
        return ""
    given = status.get("response")
    return _RESPONSES.get(given, "") if isinstance(given, str) else ""


def read_attendees(item: Mapping[str, Any], owner: Set[str]) -> tuple[Attendee, ...]:
    """Return who is invited; whoever has neither address nor name is left out.

    Graph calls rooms and equipment alike resources. Where an event names its rooms among its places, they are the
    rooms and any other resource is none; where it names none, every resource is taken for a room, which most are.
    """
    rooms = _rooms_of(item)
    same = _addresses_by_name(item)
    found: dict[str, Attendee] = {}
    for one in _items(item.get("attendees")):
        address, name = _address_and_name(one.get("emailAddress"))
        if not (address or name):
            continue
        address = _mailed(address, name, same)
        kind: AttendeeKind = "person"
        if address in rooms:
            kind = "room"
        elif one.get("type") == "resource":
            kind = "resource" if rooms and name.casefold() not in rooms else "room"
        is_self = address in owner
        response = read_response(one.get("status"))
        if (twin := found.get(address)) and address:
            response = twin.response or response
        found[address or f"?{len(found)}"] = Attendee(address, name, response=response, kind=kind, is_self=is_self)
    return tuple(found.values())


def read_organizer(item: Mapping[str, Any], owner: Set[str]) -> Attendee | None:
    """Return who organises the event, None when nobody is named."""
    organizer = item.get("organizer")
    address, name = _address_and_name(organizer.get("emailAddress") if isinstance(organizer, Mapping) else None)
    if not (address or name):
        return None
    address = _mailed(address, name, _addresses_by_name(item))
    is_self = item.get("isOrganizer") is True or address in owner
    return Attendee(address, name, is_self=is_self)


def _addresses_by_name(item: Mapping[str, Any]) -> dict[str, str]:
    """Return the mail address of each name in an event that stands for just one, by the name in lower case."""
    organizer = item.get("organizer")
    parties = [*_items(item.get("attendees")), *_items([organizer])]
    found: dict[str, set[str]] = {}
    for address, name in (_address_and_name(one.get("emailAddress")) for one in parties):
        if name and "@" in address:
            found.setdefault(name.casefold(), set()).add(address)
    return {name: addresses.pop() for name, addresses in found.items() if len(addresses) == 1}


def _mailed(address: str, name: str, same: Mapping[str, str]) -> str:
    """Return the address that somebody is mailed at.

    Exchange names people by their place in its directory, too (X.500, ``/o=…/cn=…``), beside the same person's address.
    """
    return same.get(name.casefold(), address) if address.startswith("/o=") else address


def _rooms_of(item: Mapping[str, Any]) -> frozenset[str]:
    """Return the addresses and the names, in lower case, of the places that are rooms."""
    places = [*_items(item.get("locations")), *_items([item.get("location")])]
    rooms = [place for place in places if place.get("locationType") == "conferenceRoom"]
    words = [place.get(key) for place in rooms for key in ("locationEmailAddress", "uniqueId", "displayName")]
    return frozenset(word.strip().casefold() for word in words if isinstance(word, str) and word.strip())


def _address_and_name(party: object) -> tuple[str, str]:
    if not isinstance(party, Mapping):
        return "", ""
    address, name = party.get("address"), party.get("name")
    return (
        address.strip().lower() if isinstance(address, str) else "",
        name.strip() if isinstance(name, str) else "",
    )


def _items(values: object) -> Iterable[Mapping[str, Any]]:
    return [one for one in values if isinstance(one, Mapping)] if isinstance(values, list) else []
