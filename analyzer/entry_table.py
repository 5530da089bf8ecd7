"""Entries as columns: what a connector hands over of many entries at once.

A calendar of twenty thousand entries is a few arrays here, not twenty thousand objects: texts may be read from the
source only when they are asked for, and each party, title or text is told once, however many entries share it.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from analyzer.entries import Attendee, Entry

Positions = npt.NDArray[np.intp]
Objects = npt.NDArray[np.object_]
Flags = npt.NDArray[np.bool_]

NO_LINE = -1
"""What stands for a line where an entry has none."""


class Column(Protocol):
    """One value for each entry; a NumPy array of objects is one, and so is what reads a text only when asked for."""

    def __len__(self) -> int:
        """Return the number of entries."""
        ...

    def __getitem__(self, positions: Positions, /) -> Objects:
        """Return the values of some entries, in the order of ``positions``."""
        ...


@dataclass(frozen=True, slots=True)
class Encoded:
    """Texts of entries as bytes, or lists of one text or none, for who writes them on and needs no text of Python's.

    Attributes:
        data: all of them one after the other, in UTF-8.
        ends: where each ends in it; an empty one begins there, too.
        instead: texts of some entries (of a list: all its texts) that stand in place of what ``data`` says, by place.
    """

    data: bytes
    ends: Positions
    instead: dict[int, Any] = field(default_factory=dict)

    def text(self, place: int) -> Any:
        """Return what one entry says."""
        if place in self.instead:
            return self.instead[place]
        begin = int(self.ends[place - 1]) if place else 0
        return self.data[begin : int(self.ends[place])].decode()


class EncodedColumn(Column, Protocol):
    """A column of texts, or of lists of texts, that can be asked for as bytes."""

    def encoded(self, positions: Positions) -> Encoded:
        """Return the values of some entries, in the order of ``positions``."""
        ...


class Repeated:
    """A column with few distinct values.

    Attributes:
        code: for each entry the place of its value.
        distinct: the values.
    """

    def __init__(self, code: Positions, distinct: Sequence[object]) -> None:
        """Take the places and the values."""
        self.code, self.distinct = code, _objects(distinct)

    @classmethod
    def of(cls, values: Sequence[Hashable]) -> Repeated:
        """Return the column of these values."""
        known = {value: code for code, value in enumerate(dict.fromkeys(values))}
        return cls(np.fromiter(map(known.__getitem__, values), dtype=np.intp, count=len(values)), list(known))

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self.code)

    def __getitem__(self, positions: Positions, /) -> Objects:
        """Return the values of some entries, in the order of ``positions``."""
        return self.distinct[self.code[positions]]


class Selected:
    """The values of some entries, read when they are asked for; others may be put in place of a few of them.

    Attributes:
        column: of all entries.
        positions: which of them.
        instead: values that stand in place of those of the column, by their place among the positions.
    """

    def __init__(self, column: Column, positions: Positions, instead: dict[int, Any] | None = None) -> None:
        """Take a column and the positions of entries in it."""
        self.column, self.positions, self.instead = column, positions, instead or {}

    def copy(self) -> Selected:
        """Return the same, in which other values may be put without changing this one."""
        return Selected(self.column, self.positions, dict(self.instead))

    def __len__(self) -> int:
        """Return the number of these entries."""
        return len(self.positions)

    def __getitem__(self, positions: Positions, /) -> Objects:
        """Return the values of some of these entries, in the order of ``positions``."""
        values = self.column[self.positions[positions]]
        if self.instead:
            for place, position in enumerate(positions.tolist()):
                if position in self.instead:
                    values[place] = self.instead[position]
        return values

    def __setitem__(self, positions: Positions, values: Objects, /) -> None:
        """Put values in place of those of some of these entries."""
        self.instead.update(zip(positions.tolist(), values, strict=True))


Values = TypeVar("Values", bound=Column, covariant=True)


@dataclass(frozen=True, slots=True)
class Invitations:
    """Who is invited to the entries, and by whom.

    Attributes:
        parties: attendees and organisers, each distinct one once.
        entry: for every attendee of every entry, the position of the entry; ascending, and within an entry in the order
            of the source.
        party: of the same, the position in ``parties``.
        organizer: for each entry the position of its organiser in ``parties``, -1 for none.
    """

    parties: Sequence[Attendee]
    entry: Positions
    party: Positions
    organizer: Positions

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Invitations:
        """Return the invitations of entries."""
        known: dict[Attendee, int] = {}
        party = [known.setdefault(one, len(known)) for entry in entries for one in entry.attendees]
        counts = [len(entry.attendees) for entry in entries]
        organizer = [
            -1 if entry.organizer is None else known.setdefault(entry.organizer, len(known)) for entry in entries
        ]
        return cls(
            tuple(known),
            np.repeat(np.arange(len(entries), dtype=np.intp), counts),
            np.array(party, dtype=np.intp),
            np.array(organizer, dtype=np.intp),
        )

    def take(self, positions: Positions) -> Invitations:
        """Return the invitations of some entries, numbered anew in the order of ``positions``.

        Only the parties that they name are kept: of ten years of invitations, those of some weeks.
        """
        begin = np.searchsorted(self.entry, positions)
        size = np.searchsorted(self.entry, positions, side="right") - begin
        entry = np.repeat(np.arange(len(positions), dtype=np.intp), size)
        # The rows of each entry one after the other: its first row, and so many steps on.
        rows = np.arange(len(entry)) - np.repeat(np.cumsum(size) - size, size) + np.repeat(begin, size)
        party, organizer = self.party[rows], self.organizer[positions]
        is_named = np.zeros(len(self.parties) + 1, dtype=bool)  # the last one stands for "no organiser"
        is_named[party] = is_named[organizer] = True
        named = np.flatnonzero(is_named[:-1])
        number = np.full(len(is_named), -1, dtype=np.intp)
        number[named] = np.arange(len(named))
        parties = tuple(self.parties[place] for place in named.tolist())
        return Invitations(parties, entry, number[party], number[organizer])


@dataclass(frozen=True, slots=True)
class EntryTable(Generic[Values]):
    """Entries as columns, named as the attributes of :class:`analyzer.entries.Entry` and meaning the same.

    ``EntryTable[Objects]`` holds arrays throughout, ``EntryTable[Column]`` may still read some of them.

    Attributes:
        is_organizer_self: True, False, or None where the source does not say.
        series_start: days, NaT for none.
        line: from 1, :data:`NO_LINE` for none.
        invitations: the attendees and organisers.
    """

    uid: Values
    series_uid: Values
    title: Values
    description: Values
    location: Values
    url: Values
    categories: Values
    conference_links: Values
    is_online: Flags
    declared_kind: Values
    working_place: Values
    own_response: Values
    is_organizer_self: Values
    are_people_hidden: Flags
    is_free: Flags
    is_cancelled: Flags
    is_busy_only: Flags
    is_private: Flags
    readable: Values
    is_all_day: Flags
    is_recurring: Flags
    series_start: npt.NDArray[np.datetime64]
    is_endless: Flags
    line: npt.NDArray[np.int64]
    source: Values
    vendor_id: Values
    invitations: Invitations

    @staticmethod
    def of(entries: Sequence[Entry]) -> EntryTable[Objects]:
        """Return the columns of entries."""
        columns: dict[str, Any] = {
            name: np.array([getattr(entry, name) for entry in entries], dtype=bool)
            if name in _FLAGS
            else _objects([getattr(entry, name) for entry in entries])
            for name in _NAMES
        }
        columns["series_start"] = np.array([entry.series_start for entry in entries], dtype="datetime64[D]")
        columns["line"] = np.array([NO_LINE if one.line is None else one.line for one in entries], dtype=np.int64)
        return EntryTable(**columns, invitations=Invitations.of(entries))

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self.line)

    def take(self, positions: Positions) -> EntryTable[Objects]:
        """Return some entries, in the order of ``positions``, every column an array."""
        columns: dict[str, Any] = {name: getattr(self, name)[positions] for name in _NAMES}
        return EntryTable(**columns, invitations=self.invitations.take(positions))

    def select(self, positions: Positions) -> EntryTable[Objects]:
        """Return some entries likewise, but read no text of them before it is asked for.

        Of the columns that hold no flags, days and lines each is a :class:`Selected`, which stands for an array.
        """
        columns: dict[str, Any] = {
            name: getattr(self, name)[positions] if name in _ARRAYS else Selected(getattr(self, name), positions)
            for name in _NAMES
        }
        return EntryTable(**columns, invitations=self.invitations.take(positions))

    @property
    def names_people(self) -> bool:
        """Whether somebody is named, or kept from the reader, in any entry."""
        invitations = self.invitations
        return bool(len(invitations.entry) or (invitations.organizer >= 0).any() or self.are_people_hidden.any())


_NAMES = tuple(one.name for one in fields(EntryTable) if one.name != "invitations")
_FLAGS = tuple(one.name for one in fields(EntryTable) if one.type == "Flags")
_ARRAYS = (*_FLAGS, "series_start", "line")


def _objects(values: Sequence[object]) -> Objects:
    """Return an array of these very objects: from a list of tuples NumPy would make a second axis."""
    return np.fromiter(values, dtype=object, count=len(values))
