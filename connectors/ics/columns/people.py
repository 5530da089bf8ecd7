"""ATTENDEE and ORGANIZER: each distinct line is read once, by the careful road's own reader."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analyzer.entries import Attendee
from connectors.ics.columns.buffer import Buffer, Flags, Ints
from connectors.ics.columns.properties import Properties
from connectors.ics.parsing.decoding import Line
from connectors.ics.parsing.lines import HEAD_LENGTH, ContentLine, is_open_address, split_line, split_plainly
from connectors.ics.parsing.people import read_attendee
from connectors.stand_ins import kind_of

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
    reader = PartyReader()
    attendees, organizers = properties.of("ATTENDEE"), properties.of("ORGANIZER")
    party, is_read = _parties(properties, attendees, reader)
    host, is_host = _parties(properties, organizers, reader)
    event = properties.event_of(attendees)
    organizer = np.full(events, -1, dtype=np.int64)
    # The first organiser of an event counts: written last, it stays.
    organizer[properties.event_of(organizers)[::-1]] = host[::-1]
    unread = np.concatenate((event[~is_read], properties.event_of(organizers[~is_host])))
    return People(list(reader.known), event, party, organizer, unread)


def _parties(properties: Properties, which: Ints, reader: PartyReader) -> tuple[Ints, Flags]:
    lines = properties.lines
    numbers = _Numbers(lines.buffer, reader)
    party = np.empty(len(which), dtype=np.int64)
    # Some at a time: then the bytes of each line lie where those of an earlier one lay.
    for at in range(0, len(which), _LINES_AT_ONCE):
        some = which[at : at + _LINES_AT_ONCE]
        texts = lines.buffer.slices(lines.start[some], lines.end[some])
        party[at : at + _LINES_AT_ONCE] = [numbers[text] for text in texts]
    return party, party != _UNREAD


_LINES_AT_ONCE = 1 << 12


class _Numbers(dict[bytes, int]):
    """The numbers of parties by their lines as they stand in the stream; each is read when it first comes up."""

    def __init__(self, buffer: Buffer, reader: PartyReader) -> None:
        super().__init__()
        self._buffer, self._reader = buffer, reader

    def __missing__(self, line: bytes) -> int:
        number = self[line] = self._reader.number(self._buffer.unfolded(line))
        return number


class PartyReader:
    """Reads lines that name a party: where nothing is odd, each name with its address once, and all the rest once.

    The same people are invited, accept and decline over and over, each time in another line.

    Attributes:
        known: the parties, each distinct one once, with its number.
    """

    def __init__(self) -> None:
        self.known: dict[Attendee, int] = {}
        self._people: dict[tuple[str, str], Attendee | None] = {}
        self._rests: dict[str, Attendee | None] = {}

    def number(self, line: bytes) -> int:
        """Return the number of the party that a line names, :data:`_UNREAD` where it names none or is not plain."""
        text = line.decode()
        party = self._joined(text) or _party(text)
        return _UNREAD if party is None else self.known.setdefault(party, len(self.known))

    def _joined(self, text: str) -> Attendee | None:
        """Return the party of a line, put together from its CN with its address, and from its other parameters.

        None where one of them is not plain, or says something of the other.
        """
        head, colon, value = text.partition(":")
        begin = head.find(";CN=")
        if begin < 0 or not colon or is_open_address(head):
            return None
        end = head.find(";", begin + 1)
        end = len(head) if end < 0 else end
        person, rest = (head[begin:end], value), head[:begin] + head[end:]
        if person not in self._people:
            self._people[person] = _plain_party("ATTENDEE" + person[0], value)
        if rest not in self._rests:
            self._rests[rest] = _plain_party(rest, "mailto:somebody@example.org", is_named=False)
        who, other = self._people[person], self._rests[rest]
        if who is None or other is None or len(head) >= HEAD_LENGTH:
            return None
        kind = kind_of(who.address, other.kind)
        guests = other.additional_guests
        return Attendee(who.address, who.name, other.response, kind, other.is_chair, False, other.groups, guests)


def _party(text: str) -> Attendee | None:
    parts = split_line(Line(0, text))
    return None if parts is None or parts.has_lost_parameters or parts.has_odd_quotes else read_attendee(parts)


def _plain_party(head: str, value: str, *, is_named: bool = True) -> Attendee | None:
    """Return the party of a line whose head means no more than it says, None for any other."""
    plain = split_plainly(head)
    if plain is None:
        return None
    name, parameters = plain
    if not is_named and parameters.keys() & {"CN", "EMAIL", "TZID"}:
        return None
    return read_attendee(ContentLine(name, parameters, value, 0))
