"""The event table: one row per event, described here and nowhere else.

A row is one occurrence of one entry in one calendar. Instants are UTC; ``*_local`` columns are the owner's wall clock
without a zone. Rows stand in a total order: calendar, start, end, uid, recurrence_start. What has few distinct words is
held as their numbers, a byte a row; the names of the calendars are numbered in their order.

The columns are arrays of NumPy, so that a check needs no pandas, whose start is half of a short run. Who works with
pandas, as a rule may, gets a DataFrame of the same columns, with the dtypes that stand here: :attr:`EventTable.frame`.
As arrays both clocks are ``datetime64[us]``, texts are objects, and numbers are int64 with :data:`UNKNOWN` for none.

================== ===================== ==============================================================================
column             dtype                 meaning
================== ===================== ==============================================================================
calendar           category              the owner's address, or the name of the calendar where no owner is known
uid                str                   the series: iCalendar uid without a split suffix
recurrence_start   datetime64[us, UTC]   original start of the occurrence in its series
start, end         datetime64[us, UTC]   half-open; an event of no length has end == start
start_local        datetime64[us]        start on the owner's wall clock
end_local          datetime64[us]        end on the owner's wall clock
all_day            bool                  on calendar days, or 24 hours and longer
recurring          bool                  one of a series
series_start       datetime64[us]        first day of the series, NaT when not recurring or unknown
endless            bool                  the series has no end
title, description str                   "" when absent or private
location           str                   "" when absent or private
kind               category              one of KINDS
reason             category              why the event does not count as a meeting, one of REASONS; "" when it counts
call               category              platform of the call (analyzer.reading.call_platforms), "" when it is no call
hybrid             bool                  a call with an accepted room
response           str                   the owner's: accepted, tentative, declined, needs-action, organizer, ""
free               bool                  shown as free
busy               bool                  its time is taken, whatever it is; made by :func:`event_table`
busy_only          bool                  nothing but "busy" is visible
organizer          str                   address of the organiser, "" when unknown or private
organized_by_owner bool                  the owner organises it
people_count       Int32                 distinct people, the owner included; <NA> when the source hides them
people_at_least    bool                  people_count is a lower bound (a group address, some guests hidden)
people             object                tuple of addresses, () when unknown or private
chair              bool                  the source itself names a chair (RFC 5545 ROLE=CHAIR)
facilitator        bool                  title or description designates a facilitator
decision_keeper    bool                  title or description designates a keeper of the decision list
automatic_keeper   bool                  an automatic note-taker is named
decides            bool                  title or agenda says that something is decided
agenda             bool                  the description says more than how to join
place              category              where a working-place entry says the owner works, one of PLACES
private_time       bool                  its mark, title or category calls it private or for care
readable           category              which text could be read: all, title, none
social             bool                  coffee, drinks, a birthday: no roles are asked of it
shared_lunch       bool                  only a lunch together: not a meeting at lunch
private            bool                  private or confidential: its words never entered the table
source             str                   the file or address it was read from
line               Int64                 line in that file, <NA> when there is none
vendor_id          str                   the vendor's id, "" for files
================== ===================== ==============================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from analyzer.events.order import in_total_order

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: dict[str, str] = {
    "calendar": "category",
    "uid": "str",
    "recurrence_start": "datetime64[us, UTC]",
    "start": "datetime64[us, UTC]",
    "end": "datetime64[us, UTC]",
    "start_local": "datetime64[us]",
    "end_local": "datetime64[us]",
    "all_day": "bool",
    "recurring": "bool",
    "series_start": "datetime64[us]",
    "endless": "bool",
    "title": "str",
    "description": "str",
    "location": "str",
    "kind": "category",
    "reason": "category",
    "call": "category",
    "hybrid": "bool",
    "response": "str",
    "free": "bool",
    "busy": "bool",
    "busy_only": "bool",
    "organizer": "str",
    "organized_by_owner": "bool",
    "people_count": "Int32",
    "people_at_least": "bool",
    "people": "object",
    "chair": "bool",
    "facilitator": "bool",
    "decision_keeper": "bool",
    "automatic_keeper": "bool",
    "decides": "bool",
    "agenda": "bool",
    "place": "category",
    "private_time": "bool",
    "readable": "category",
    "social": "bool",
    "shared_lunch": "bool",
    "private": "bool",
    "source": "str",
    "line": "Int64",
    "vendor_id": "str",
}
"""Name of every column, in order, with its dtype in a DataFrame."""

KINDS = ("meeting", "focus", "absence", "working-place", "appointment", "on-call")
"""What an event is: a meeting candidate, focus time, absence, a working place, something of one's own, days on call."""

PLACES = ("", "home", "office", "other")
"""Where a working-place entry says the owner works; "" when it does not tell, and for all other entries."""

REASONS = (
    "cancelled",
    "declined",
    "working-place",
    "absence",
    "open-room",
    "focus",
    "all-day",
    "free",
    "busy-only",
    "people-unknown",
    "alone",
    "unanswered",
)
"""Why an event does not count, in the order in which they are tried; ``unanswered`` only with count_unanswered off."""

READABLE = ("all", "title", "none")
"""Which text of an event could be read."""

UNKNOWN = -1
"""What stands for a number that is not known."""

_WORDS: dict[str, tuple[str, ...]] = {
    "kind": KINDS,
    "reason": ("", *REASONS),
    "place": PLACES,
    "readable": READABLE,
}
"""The words that a column may hold, where they are known beforehand."""

_TIMES = ("start", "end", "recurrence_start", "start_local", "end_local")
_PRIVATE_WORDS = ("title", "description", "location", "organizer")

Array: TypeAlias = npt.NDArray[Any]
Mask: TypeAlias = npt.NDArray[np.bool_]
Rows: TypeAlias = npt.NDArray[np.intp] | Mask
Positions: TypeAlias = npt.NDArray[np.intp]
Later: TypeAlias = "Callable[[Positions | None], Array]"
"""Makes a column when somebody asks for it: all of it, or as far as some rows need it; of the others it says nothing
that holds, and a column of flags says no."""
Values: TypeAlias = "Sequence[Any] | Array | Words | pd.Series | Later"


class TableError(ValueError):
    """A table does not keep to its description: a defect of the part that made it."""


class Words(NamedTuple):
    """A column of few distinct words.

    Attributes:
        codes: for each row the place of its word in ``names``.
        names: the words.
    """

    codes: Array
    names: tuple[str, ...]

    @classmethod
    def of(cls, values: Sequence[Any] | Array, names: Sequence[str] | None = None) -> Words:
        """Return plain words as a column; its names are those given, or in the order of their letters.

        Raises:
            TableError: a word that is not among the names.
        """
        plain = np.asarray(values, dtype=object).tolist()
        known = tuple(sorted(set(plain)) if names is None else names)
        place = {word: number for number, word in enumerate(known)}
        size = np.int8 if len(known) < 128 else np.int32
        try:
            return cls(np.fromiter(map(place.__getitem__, plain), dtype=size, count=len(plain)), known)
        except KeyError as error:
            raise TableError("a word that is not in the description") from error

    def take(self, rows: Rows) -> Words:
        """Return the words of some rows."""
        return Words(_taken(self.codes, rows), self.names)

    def plain(self) -> npt.NDArray[np.object_]:
        """Return the words as they are."""
        return np.array(self.names or ("",), dtype=object).take(self.codes)

    def holds(self, *words: str) -> Mask:
        """Return which rows hold one of ``words``."""
        held = np.zeros(len(self.codes), dtype=bool)
        for word in words:
            if word in self.names:
                held |= self.codes == self.names.index(word)
        return held


class EventTable:
    """Columns of equal length, named as in :data:`COLUMNS`; a table that was cut to what is asked of it has fewer.

    Nobody changes the arrays of a table: what differs is another table. A column may be made when somebody first asks
    for it: it is a function until then.
    """

    def __init__(self, columns: Mapping[str, Array | Words | Later]) -> None:
        """Take columns as they are; :func:`event_table` checks and orders them."""
        self._names = tuple(columns)
        self._columns = {name: held for name, held in columns.items() if not callable(held)}
        self._later = {name: held for name, held in columns.items() if callable(held)}
        self._plain: dict[str, Array] = {}
        self._frame: pd.DataFrame | None = None
        # What is taken from another table is made column by column when it is asked for: few of them ever are.
        self._whole: EventTable | None = None
        self._rows: Positions | None = None

    @classmethod
    def of(cls, frame: pd.DataFrame) -> EventTable:
        """Return the table of a DataFrame, in its order."""
        return cls({str(name): _column(str(name), frame[name]) for name in frame.columns})

    def __len__(self) -> int:
        """Return the number of rows."""
        if self._rows is not None:
            return len(self._rows)
        if self._whole is not None:
            return len(self._whole)
        held = next(iter(self._columns.values()), None)
        if held is None and self._names:
            held = self._get(self._names[0])
        return 0 if held is None else _size(held)

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the columns."""
        return iter(self._names)

    def __getitem__(self, name: str) -> pd.Series:
        """Return a column as pandas has it."""
        return self.frame[name]

    if not TYPE_CHECKING:  # for rules of one's own, which may take the table for a DataFrame; not for the core

        def __getattr__(self, name: str) -> Any:
            """Return what a DataFrame has and an event table has not."""
            if name.startswith("_"):
                raise AttributeError(name)
            return getattr(self.frame, name)

    def __getstate__(self) -> dict[str, Any]:
        """Return what is handed to another process: the columns alone."""
        return dict(self._held())

    def __setstate__(self, columns: Mapping[str, Array | Words]) -> None:
        self.__init__(columns)  # type: ignore[misc]

    def _held(self) -> Mapping[str, Array | Words]:
        """Return every column as it is held."""
        return {name: self._get(name) for name in self._names}

    def _get(self, name: str) -> Array | Words:
        """Return a column as it is held.

        Raises:
            KeyError: the table has no such column.
        """
        if name in self._later:
            self._columns[name] = self._later.pop(name)(None)
        elif name not in self._columns and self._whole is not None and name in self._names:
            held = self._whole._get(name)
            self._columns[name] = held if self._rows is None else _taken(held, self._rows)
        return self._columns[name]

    def is_made(self, name: str) -> bool:
        """Return whether a column needs nothing but to be taken."""
        if name in self._columns or self._whole is None:
            return name in self._columns
        return self._whole.is_made(name)

    def _maker(self, name: str) -> Later:
        """Return what makes a column that is not made, without the table that it stands in."""
        if name in self._later or self._whole is None:
            return self._later[name]
        make, rows = self._whole._maker(name), self._rows
        if rows is None:
            return make
        return lambda asked: make(rows if asked is None else rows[asked])[rows]

    def column(self, name: str) -> Array:
        """Return a column as an array, words as objects; nobody writes to it."""
        held = self._get(name)
        if not isinstance(held, Words):
            return held
        if name not in self._plain:
            self._plain[name] = held.plain()
        return self._plain[name]

    def told(self, name: str, asked: Mask) -> Mask:
        """Return a column of flags for the rows that are asked for, no for all others: no more is read than they need.

        Args:
            name: the column.
            asked: which rows.
        """
        held = self.column(name) if self.is_made(name) else self._maker(name)(np.flatnonzero(asked))
        return np.logical_and(held, asked)

    def words(self, name: str) -> Words:
        """Return a column of few distinct words."""
        held = self._get(name)
        return held if isinstance(held, Words) else Words.of(held)

    def holds(self, name: str, *words: str) -> Mask:
        """Return which rows hold one of ``words`` in a column of few of them."""
        return self.words(name).holds(*words)

    def take(self, rows: Rows) -> EventTable:
        """Return some rows, by their positions or by a mask, in that order."""
        positions = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows.astype(np.intp, copy=False)
        return self._part(self._names, rows=positions)

    def only(self, names: Sequence[str]) -> EventTable:
        """Return the table with some of its columns."""
        return self._part(names)

    def replaced(self, **columns: Array | Words) -> EventTable:
        """Return the table with other columns in the place of its own."""
        return self._part(self._names, columns)

    def settled(self) -> EventTable:
        """Return the table on its own: what only has to be taken is taken."""
        return EventTable({name: self._get(name) if self.is_made(name) else self._maker(name) for name in self._names})

    def _part(
        self,
        names: Sequence[str],
        columns: Mapping[str, Array | Words] = MappingProxyType({}),
        rows: Positions | None = None,
    ) -> EventTable:
        part = EventTable(columns)
        part._names, part._whole, part._rows = tuple(names), self, rows
        return part

    @property
    def frame(self) -> pd.DataFrame:
        """The table as a DataFrame, whoever asks may change it; pandas is imported when this is asked for."""
        if self._frame is None:
            from analyzer.events.frames import frame_of

            self._frame = frame_of(self._held())
        return self._frame.copy(deep=False)


def event_table(columns: Mapping[str, Values]) -> EventTable:
    """Build an event table from columns of equal length, checked and in order.

    Args:
        columns: one array, list or column of pandas per column of :data:`COLUMNS`; times without a zone are UTC in the
            columns of instants. ``busy`` follows from the others, given or not.

    Raises:
        TableError: a column is missing, unknown, or holds what it may not.
    """
    if different := (set(columns) ^ set(COLUMNS)) - {"busy"}:
        raise TableError(f"columns missing or unknown: {sorted(different)}")
    given = {name: _column(name, columns[name]) for name in COLUMNS if name != "busy"}
    if len({_size(held) for held in given.values() if not callable(held)}) > 1:
        raise TableError("columns differ in length")
    given["busy"] = _is_busy(EventTable(given))
    table = EventTable({name: given[name] for name in COLUMNS})
    check_table(table)
    return sort_table(table)


def _column(name: str, values: Values) -> Array | Words | Later:
    """Return one column of an event table as it holds it.

    Raises:
        TableError: a word that the column may not hold.
    """
    if callable(values):
        return values
    dtype = COLUMNS.get(name, "object")
    if dtype == "category":
        if isinstance(values, Words):
            return values
        try:
            return Words.of(values, _WORDS.get(name))
        except TableError as error:
            raise TableError(f"a word in {name} that is not in the description") from error
    if hasattr(values, "to_numpy"):  # a column of pandas, which knows zones and unknown numbers
        if dtype.startswith("Int"):
            return np.asarray(values.to_numpy(dtype=np.int64, na_value=UNKNOWN))
        values = values.to_numpy(dtype="M8[us]" if dtype.startswith("datetime64") else object)
    if dtype in ("str", "object"):
        if isinstance(values, np.ndarray):
            return values.astype(object, copy=False)
        plain = np.empty(len(values), dtype=object)
        plain[:] = values  # one by one: of a list of tuples NumPy would make no values but an axis
        return plain
    wanted = {"bool": np.bool_, "Int32": np.int64, "Int64": np.int64}.get(dtype, "M8[us]")
    return np.asarray(values, dtype=wanted)


def _size(held: Array | Words) -> int:
    return len(held.codes if isinstance(held, Words) else held)


def _taken(held: Any, rows: Rows) -> Any:
    return held[rows] if rows.dtype == np.bool_ else held.take(rows)  # twice as quick as by an index


def _is_busy(table: EventTable) -> Mask:
    """Return which events take their time: one notion for free slots, focus blocks, pictures and metrics.

    Not what is cancelled, declined, a working place, shown as free, or on calendar days; a meeting that counts and
    absence are busy however they are shown, as exports show whole days of leave as free.
    """
    stands = ~table.holds("reason", "cancelled", "declined") & ~table.holds("kind", "working-place")
    takes_time = table.holds("kind", "absence") | ~(table.column("free") | table.column("all_day"))
    return table.holds("reason", "") | (stands & takes_time)


def empty_table() -> EventTable:
    """Return an event table without rows."""
    return event_table({name: [] for name in COLUMNS})


def check_table(table: EventTable) -> None:
    """Check a table against its description. Called where a table enters the core, and nowhere else.

    Raises:
        TableError: with the name of the column that breaks the description.
    """
    if list(table) != list(COLUMNS):
        raise TableError("columns differ from the description")
    if any(np.isnat(table.column(name)).any() for name in _TIMES):
        raise TableError("an event without start or end")
    if (table.column("end") < table.column("start")).any():
        raise TableError("an event ends before it starts")
    private = np.flatnonzero(table.column("private"))
    if len(private):
        words = [table.column(name)[private] for name in _PRIVATE_WORDS]
        people = table.column("people")[private] if table.is_made("people") else ()
        if any((said != "").any() for said in words) or any(people):
            raise TableError("a private event with words")


def sort_table(table: EventTable, kept: Sequence[str] | None = None) -> EventTable:
    """Return the table in its total order.

    Args:
        table: rows in any order.
        kept: the columns that are wanted, all of them without it. The order is by its own columns, kept or not.
    """
    order = in_total_order(table)
    wanted = table if kept is None else table.only(kept)
    # At once, not when they are asked for: nobody needs the columns in another order any more.
    return wanted if order is None else wanted.take(order).settled()


def together(tables: Sequence[EventTable]) -> EventTable:
    """Return the rows of several tables with the same columns as one, in their total order."""
    if len(tables) == 1:
        return tables[0]
    columns = {name: np.concatenate([table.column(name) for table in tables]) for name in tables[0]}
    return sort_table(EventTable({name: _column(name, values) for name, values in columns.items()}))


def numbered(values: Array) -> tuple[npt.NDArray[np.int64], list[Any]]:
    """Return a number for each value, the same for equal ones, and the distinct values; in the order they come in."""
    plain = values.tolist()
    place = {value: number for number, value in enumerate(dict.fromkeys(plain))}
    return np.fromiter(map(place.__getitem__, plain), dtype=np.int64, count=len(plain)), list(place)
