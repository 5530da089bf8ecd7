"""ATTENDEE and ORGANIZER: each distinct line is read once, by the careful road's own reader."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analyzer.entries import Attendee
from connectors.ics.columns.buffer import Flags, Ints
from connectors.ics.columns.properties import Properties
from connectors.ics.parsing.decoding import Line
from connectors.ics.parsing.lines import split_line
from connectors.ics.parsing.people import read_attendee

_UNREAD = -1


@dataclass(frozen=True, slots=True)
class People:
    """Who is invited to the events of a stream.

    Attributes:
        parties: each distinct one once.
        event: of every ATTENDEE line its event, ascending.
        party: of the same its place in ``parties``.
        organizer: for each event the place of its organiser in ``parties``, -1 for none.
        unread: events with a line that names nobody, or is not plain.
    """

    parties: list[Attendee]
    event: Ints
    party: Ints
    organizer: Ints
    unread: Ints


def read_people(properties: Properties, events: int) -> People:
    """Return the people of all events."""
    known: dict[Attendee, int] = {}
    attendees, organizers = properties.of("ATTENDEE"), properties.of("ORGANIZER")
    party, is_read = _parties(properties, attendees, known)
    host, is_host = _parties(properties, organizers, known)
    event = properties.event[attendees]
    organizer = np.full(events, -1, dtype=np.int64)
    # The first organiser of an event counts: written last, it stays.
    organizer[properties.event[organizers][::-1]] = host[::-1]
    unread = np.concatenate((event[~is_read], properties.event[organizers[~is_host]]))
    return People(list(known), event, party, organizer, unread)


def _parties(properties: Properties, which: Ints, known: dict[Attendee, int]) -> tuple[Ints, Flags]:
    lines = properties.lines
    texts = lines.buffer.slices(lines.start[which], lines.end[which])
    numbers = {text: _party(text, known) for text in dict.fromkeys(texts)}
    party = np.fromiter(map(numbers.__getitem__, texts), dtype=np.int64, count=len(texts))
    return party, party != _UNREAD


def _party(text: bytes, known: dict[Attendee, int]) -> int:
    parts = split_line(Line(0, text.decode()))
    if parts is None or parts.has_lost_parameters or parts.has_odd_quotes:
        return _UNREAD
    party = read_attendee(parts)
    return _UNREAD if party is None else known.setdefault(party, len(known))
