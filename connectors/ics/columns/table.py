"""The entries of a stream as the table that crosses to the core, fast and careful ones in one order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from analyzer.entries import Attendee, Entry
from analyzer.entry_table import NO_LINE, Column, Encoded, EntryTable, Invitations, Repeated
from connectors.ics.columns.buffer import Flags, Ints, integers
from connectors.ics.columns.part import Part
from connectors.ics.columns.texts import Encoder, Lazy, Reader, Texts, decoded, encoded
from connectors.ics.columns.times import DAY_SECONDS, UNREAD
from connectors.ics.parsing.availability import is_busy_title, is_status_title
from connectors.ics.parsing.events import declared_kind_of
from connectors.stand_ins import unsplit_uid

Objects = npt.NDArray[np.object_]


_FIRST_PIECE = 16
"""So many texts are read at first where one may be enough to know."""


class Entries:
    """The entries of one part, as columns and, where somebody asks, as objects.

    Attributes:
        part: whose entries they are.
        is_free, is_busy_only, readable, declared_kind: for each event; what a feed as a whole tells may change them.
    """

    def __init__(self, part: Part) -> None:
        """Work out what is known without reading texts, and which titles say nothing but "busy"."""
        columns = part.columns
        self.part, self.texts = part, Texts(columns)
        self.is_free = columns.is_free
        self.readable = np.full(len(columns.reason), "all", dtype=object)
        self.is_busy_only = np.zeros(len(columns.reason), dtype=bool)
        kinds = [(declared_kind_of(status, False), declared_kind_of(status, True)) for status in columns.busy_statuses]
        by_status = np.array([*kinds, ("", "")], dtype=object)
        self.declared_kind: Objects = by_status[columns.busy_status, columns.is_all_day.astype(np.int64)]
        events = self._may_be_busy()
        is_busy = np.array([is_busy_title(title) for title in self.texts.titles(events)], dtype=bool)
        busy = events[is_busy]
        busy = busy[~self._say_more(busy)]
        self.is_busy_only[busy], self.readable[busy] = True, "none"

    def _may_be_busy(self) -> Ints:
        """Return the events that invite nobody and have a title."""
        columns = self.part.columns
        title = columns.texts["SUMMARY"]
        is_meant = self.part.is_fast & (columns.people.organizer < 0) & (title.end > title.start)
        is_meant[columns.people.event] = False
        found: Ints = np.flatnonzero(is_meant)
        return found

    def _say_more(self, events: Ints) -> Flags:
        texts = self.texts
        more = (texts.descriptions(events), texts.locations(events), texts.conference_links(events))
        return np.array([any(one) for one in zip(*more, strict=True)], dtype=bool)

    def table(self) -> EntryTable[Column]:
        """Return the columns."""
        part, columns, texts = self.part, self.part.columns, self.texts
        event, careful = part.event, part.careful
        is_override = columns.recurrence.zone != UNREAD
        master = np.append(part.groups.master, -1)[part.groups.of_event]
        # A changed occurrence tells the start and the end of its series, when that repeats; any other event its own.
        series = np.where(is_override, master, np.arange(len(master)))
        repeats = (series >= 0) & (columns.rule[series] > 0)
        days = columns.start.local[series] // DAY_SECONDS
        first = np.where(repeats, days.astype("datetime64[D]"), np.datetime64("NaT", "D"))
        is_endless = np.asarray(repeats & columns.rules.is_endless[columns.rule[series]], dtype=bool)

        def uids(events: Ints) -> list[str]:
            return decoded([columns.uid[event] for event in events.tolist()])

        def series_uids(events: Ints) -> list[str]:
            return list(map(unsplit_uid, uids(events)))

        def encoded_uids(events: Ints) -> Encoded:
            return encoded([columns.uid[event] for event in events.tolist()])

        def encoded_series_uids(events: Ints) -> Encoded:
            found = encoded_uids(events)
            if b"_R" in found.data:
                found.instead.update(enumerate(series_uids(events)))
            return found

        def lazy(name: str, read: Reader, encode: Encoder) -> Lazy:
            return Lazy(read, encode, event, {place: getattr(entry, name) for place, entry in careful.items()})

        def flags(name: str, values: Flags) -> Flags:
            found: Flags = self._spread(name, values, bool)
            return found

        return EntryTable(
            uid=lazy("uid", uids, encoded_uids),
            series_uid=lazy("series_uid", series_uids, encoded_series_uids),
            title=lazy("title", texts.titles, texts.titles.encoded),
            description=lazy("description", texts.descriptions, texts.encoded_descriptions),
            location=lazy("location", texts.locations, texts.locations.encoded),
            url=lazy("url", texts.urls, texts.urls.encoded),
            categories=lazy("categories", texts.categories, texts.encoded_categories),
            conference_links=lazy("conference_links", texts.conference_links, texts.encoded_conference_links),
            is_online=flags("is_online", _never(columns.is_free)),
            declared_kind=Repeated.of(self._spread("declared_kind", self.declared_kind, object)),
            working_place=self._constant("working_place", ""),
            own_response=self._constant("own_response", ""),
            is_organizer_self=self._constant("is_organizer_self", None),
            are_people_hidden=flags("are_people_hidden", _never(columns.is_free)),
            is_free=flags("is_free", self.is_free),
            is_cancelled=flags("is_cancelled", columns.is_cancelled),
            is_busy_only=flags("is_busy_only", self.is_busy_only),
            is_private=flags("is_private", columns.is_private),
            readable=Repeated.of(self._spread("readable", self.readable, object)),
            is_all_day=flags("is_all_day", columns.is_all_day),
            is_recurring=flags("is_recurring", is_override | (columns.rule > 0)),
            series_start=self._spread("series_start", first, "datetime64[D]"),
            is_endless=flags("is_endless", is_endless),
            line=self._lines(),
            source=self._constant("source", ""),
            vendor_id=self._constant("vendor_id", ""),
            invitations=self._invitations(),
        )

    def entries(self) -> list[Entry]:
        """Return the entries as objects; those that were read with care are those very objects."""
        table = self.table()
        part = self.part
        every = np.arange(len(part.event), dtype=np.intp)
        whole = table.take(every)
        people = _attendees(whole.invitations)
        entries = []
        for place in every.tolist():
            known = part.careful.get(place)
            if known is not None:
                entries.append(known)
                continue
            parties = whole.invitations.parties
            host = int(whole.invitations.organizer[place])
            first = whole.series_start[place].item()
            entries.append(
                Entry(
                    uid=whole.uid[place],
                    title=whole.title[place],
                    description=whole.description[place],
                    location=whole.location[place],
                    url=whole.url[place],
                    categories=whole.categories[place],
                    conference_links=whole.conference_links[place],
                    declared_kind=whole.declared_kind[place],
                    attendees=people[place],
                    organizer=None if host < 0 else parties[host],
                    is_free=bool(whole.is_free[place]),
                    is_cancelled=bool(whole.is_cancelled[place]),
                    is_busy_only=bool(whole.is_busy_only[place]),
                    is_private=bool(whole.is_private[place]),
                    readable=whole.readable[place],
                    is_all_day=bool(whole.is_all_day[place]),
                    is_recurring=bool(whole.is_recurring[place]),
                    series_start=first,
                    is_endless=bool(whole.is_endless[place]),
                    line=int(whole.line[place]),
                    series_uid=whole.series_uid[place],
                )
            )
        return entries

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self.part.event)

    def is_days(self) -> bool:
        """Return whether there are entries, and all of them last whole days and invite nobody."""
        part = self.part
        fast = part.event[part.event >= 0]
        invites = np.zeros(len(part.columns.reason), dtype=bool)
        invites[part.columns.people.event] = True
        return (
            len(self) > 0
            and bool(np.all(part.columns.is_all_day[fast] & ~invites[fast]))
            and all(entry.is_all_day and not entry.attendees for entry in part.careful.values())
        )

    def is_feed(self) -> bool:
        """Return whether every title is one of the words with which feeds of availability show a stretch of time.

        Most calendars tell by their first titles.
        """
        careful = (entry.title for entry in self.part.careful.values())
        return all(map(is_status_title, careful)) and all(map(is_status_title, self._by_pieces(self.texts.titles)))

    def has_descriptions(self) -> bool:
        """Return whether an entry has a description."""
        careful = (entry.description for entry in self.part.careful.values())
        return any(careful) or any(self._by_pieces(self.texts.descriptions))

    def _by_pieces(self, read: Callable[[Ints], list[str]]) -> Iterator[str]:
        """Yield a text of each fast entry, read some at a time: who looks for the first of a kind needs few."""
        events = self.part.event[self.part.event >= 0]
        size = _FIRST_PIECE
        while len(events):
            yield from read(events[:size])
            events, size = events[size:], size * 4

    def take_over(self, entries: Sequence[Entry]) -> None:
        """Keep what a look at all entries together made of them."""
        for event, entry in zip(self.part.event.tolist(), entries, strict=True):
            if event >= 0:
                self.readable[event], self.declared_kind[event] = entry.readable, entry.declared_kind
                self.is_free[event], self.is_busy_only[event] = entry.is_free, entry.is_busy_only

    def mark_titles_only(self) -> None:
        """Note of every entry that no more than its title can be read."""
        self.readable[self.readable != "none"] = "title"
        for entry in self.part.careful.values():
            entry.readable = "none" if entry.readable == "none" else "title"

    def _spread(self, name: str, values: npt.NDArray[Any], dtype: Any) -> Any:
        """Return values of events as values of entries, the careful ones put in their places."""
        part = self.part
        found = np.empty(len(part.event), dtype=dtype)
        is_fast = part.event >= 0
        found[is_fast] = values[part.event[is_fast]]
        for place, entry in part.careful.items():
            found[place] = getattr(entry, name)
        return found

    def _constant(self, name: str, value: object) -> Repeated:
        """Return the column of entries that all say the same, but for those that were read with care."""
        distinct = {value: 0}
        code = np.zeros(len(self.part.event), dtype=np.intp)
        for place, entry in self.part.careful.items():
            code[place] = distinct.setdefault(getattr(entry, name), len(distinct))
        return Repeated(code, list(distinct))

    def _lines(self) -> Ints:
        part = self.part
        lines = np.full(len(part.event), NO_LINE, dtype=np.int64)
        is_fast = part.event >= 0
        lines[is_fast] = part.columns.line[part.event[is_fast]]
        for place, entry in part.careful.items():
            lines[place] = NO_LINE if entry.line is None else entry.line
        return lines

    def _invitations(self) -> Invitations:
        part, people = self.part, self.part.columns.people
        # The parties of the fast road are told apart by their numbers; only careful entries ask who is who.
        known = {party: place for place, party in enumerate(people.parties)} if part.careful else {}
        every: list[Attendee] = list(people.parties)
        position = np.full(len(part.columns.reason), -1, dtype=np.int64)
        is_fast = part.event >= 0
        position[part.event[is_fast]] = np.flatnonzero(is_fast)
        entry = position[people.event]
        kept = entry >= 0
        entries, parties = [entry[kept]], [people.party[kept]]
        organizer = np.full(len(part.event), -1, dtype=np.int64)
        organizer[is_fast] = people.organizer[part.event[is_fast]]
        for place, one in sorted(part.careful.items()):
            entries.append(np.full(len(one.attendees), place, dtype=np.int64))
            parties.append(integers([known.setdefault(party, len(known)) for party in one.attendees]))
            if one.organizer is not None:
                organizer[place] = known.setdefault(one.organizer, len(known))
        entry, party = np.concatenate(entries), np.concatenate(parties)
        order = np.argsort(entry, kind="stable")
        entry, party = entry[order], party[order]
        # Only who is named by an entry, in the order in which they are: first the attendees, then the organisers.
        every += [*known][len(every) :]
        named = np.concatenate((party, organizer[organizer >= 0]))
        first = np.full(len(every), len(named), dtype=np.int64)
        first[named[::-1]] = np.arange(len(named))[::-1]  # written last, the first place stays
        used = np.argsort(first, kind="stable")[: np.count_nonzero(first < len(named))]
        number = np.full(len(every) + 1, -1, dtype=np.int64)  # the last one stands for "no organiser"
        number[used] = np.arange(len(used))
        return Invitations(tuple(every[place] for place in used.tolist()), entry, number[party], number[organizer])


def _never(like: Flags) -> Flags:
    return np.zeros_like(like)


def _attendees(invitations: Invitations) -> list[tuple[Attendee, ...]]:
    first = np.searchsorted(invitations.entry, np.arange(len(invitations.organizer) + 1)).tolist()
    party = invitations.party.tolist()
    parties = invitations.parties
    return [tuple(parties[place] for place in party[begin:end]) for begin, end in pairwise(first)]
