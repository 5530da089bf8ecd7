"""Google's attendees and organizer to people and rooms."""

from __future__ import annotations

from analyzer.entries import Attendee, AttendeeKind, Response
from connectors.services.parts import Part, text_of
from connectors.stand_ins import kind_of

_RESPONSES: dict[str, Response] = {
    "accepted": "accepted",
    "tentative": "tentative",
    "declined": "declined",
    "needsAction": "needs-action",
}
_MOST_GUESTS = 9_999
"""A larger figure nobody can mean: it would swamp the number of people."""


def read_attendee(part: Part) -> Attendee | None:
    """Return whom an attendee names, None when it names nobody. An unknown answer is none.

    Google marks rooms and other things that can be booked with ``resource``; nearly all of them are rooms.
    """
    found = read_organizer(part)
    if found is None:
        return None
    kind: AttendeeKind = "room" if part.get("resource") is True else found.kind
    guests = part.get("additionalGuests")
    is_figure = isinstance(guests, int) and not isinstance(guests, bool) and 0 < guests <= _MOST_GUESTS
    return Attendee(
        found.address,
        found.name,
        response=_RESPONSES.get(text_of(part, "responseStatus"), ""),
        kind=kind,
        is_self=found.is_self,
        additional_guests=guests if is_figure and isinstance(guests, int) else 0,
    )


def read_organizer(part: Part) -> Attendee | None:
    """Return whom an organizer names, None when it names nobody."""
    name = text_of(part, "displayName").strip()
    address = text_of(part, "email").strip().lower() or name.casefold()
    if not address:
        return None
    return Attendee(address, name, kind=kind_of(address, "person"), is_self=part.get("self") is True)
