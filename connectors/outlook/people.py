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
    found = []
    for one in _items(item.get("attendees")):
        address, name = _address_and_name(one.get("emailAddress"))
        if not (address or name):
            continue
        kind: AttendeeKind = "person"
        if address in rooms:
            kind = "room"
        elif one.get("type") == "resource":
            kind = "resource" if rooms and name.casefold() not in rooms else "room"
        is_self = address in owner
        found.append(Attendee(address, name, response=read_response(one.get("status")), kind=kind, is_self=is_self))
    return tuple(found)


def read_organizer(item: Mapping[str, Any], owner: Set[str]) -> Attendee | None:
    """Return who organises the event, None when nobody is named."""
    organizer = item.get("organizer")
    address, name = _address_and_name(organizer.get("emailAddress") if isinstance(organizer, Mapping) else None)
    if not (address or name):
        return None
    is_self = item.get("isOrganizer") is True or address in owner
    return Attendee(address, name, is_self=is_self)


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
