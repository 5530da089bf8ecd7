"""The event table: one pandas DataFrame, one row per event, described here and nowhere else.

A row is one occurrence of one entry in one calendar. Instants are UTC; ``*_local`` columns are the owner's wall clock
without a zone. Rows stand in a total order: calendar, start, end, uid, recurrence_start. What has few distinct words is
categorical, a byte a row, and judged by :func:`has_word`; the names of the calendars are categories in their order.

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

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from analyzer.events.order import in_total_order

# Texts are kept as Python's own, whatever else is installed: pyarrow's take no half of a surrogate pair, and calendars
# hold some.
pd.options.mode.string_storage = "python"

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
"""Name and dtype of every column, in order."""

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

_WORDS = {
    name: pd.CategoricalDtype(words)
    for name, words in (("kind", KINDS), ("reason", ("", *REASONS)), ("place", PLACES), ("readable", READABLE))
}
"""The words that a column may hold, where they are known beforehand."""


Values: TypeAlias = Sequence[Any] | np.ndarray[Any, Any] | pd.Series
Column: TypeAlias = Any
"""A column with its dtype: an array of NumPy or of pandas."""


class TableError(ValueError):
    """A table does not keep to its description: a defect of the part that made it."""


def event_table(columns: Mapping[str, Values]) -> pd.DataFrame:
    """Build an event table from columns of equal length, with its dtypes, checked and in order.

    Args:
        columns: one sequence per column of :data:`COLUMNS`; ``busy`` follows from the others, given or not.

    Raises:
        TableError: a column is missing, unknown, or holds what it may not.
    """
    if different := (set(columns) ^ set(COLUMNS)) - {"busy"}:
        raise TableError(f"columns missing or unknown: {sorted(different)}")
    given = {name: column(name, columns[name]) for name in COLUMNS if name != "busy"}
    given["busy"] = _is_busy(given)
    table = pd.DataFrame({name: given[name] for name in COLUMNS}, copy=False)
    check_table(table)
    return sort_table(table)


def column(name: str, values: Values) -> Column:
    """Return one column of an event table, with its dtype.

    Raises:
        TableError: a word that the column may not hold.
    """
    dtype = COLUMNS[name]
    if dtype == "bool":
        return np.asarray(values, dtype=bool)
    if dtype == "object":
        return pd.Series(values, dtype="object").to_numpy()
    if dtype != "category":
        return pd.array(values, dtype=dtype)
    if isinstance(values, pd.Series) and values.dtype == _WORDS.get(name):
        return values.array
    words = np.asarray(values, dtype=object)
    if name not in _WORDS:
        codes, distinct = pd.factorize(words, sort=True)
        return pd.Categorical.from_codes(codes, distinct)
    codes = _WORDS[name].categories.get_indexer(words)
    if (codes < 0).any():
        raise TableError(f"a word in {name} that is not in the description")
    return pd.Categorical.from_codes(codes, dtype=_WORDS[name])


def has_word(held: Column, *words: str) -> npt.NDArray[np.bool_]:
    """Return which rows of a column hold one of ``words``; at once where it is categorical."""
    if not isinstance(held, pd.Categorical):  # tables put together by hand, of calendars with other names
        return np.isin(np.asarray(held, dtype=object), words)
    codes, known = held.codes, held.categories
    holds = np.zeros(len(codes), dtype=bool)
    for word in words:
        if word in known:
            holds |= codes == known.get_loc(word)
    return holds


def _is_busy(columns: Mapping[str, Column]) -> npt.NDArray[np.bool_]:
    """Return which events take their time: one notion for free slots, focus blocks, pictures and metrics.

    Not what is cancelled, declined, a working place, shown as free, or on calendar days; a meeting that counts and
    absence are busy however they are shown, as exports show whole days of leave as free.
    """
    stands = ~has_word(columns["reason"], "cancelled", "declined") & ~has_word(columns["kind"], "working-place")
    takes_time = has_word(columns["kind"], "absence") | ~(np.asarray(columns["free"]) | np.asarray(columns["all_day"]))
    return np.asarray(has_word(columns["reason"], "") | (stands & takes_time), dtype=bool)


def empty_table() -> pd.DataFrame:
    """Return an event table without rows."""
    return event_table({name: [] for name in COLUMNS})


def check_table(table: pd.DataFrame) -> None:
    """Check a table against its description. Called where a table enters the core, and nowhere else.

    Raises:
        TableError: with the name of the column that breaks the description.
    """
    if list(table.columns) != list(COLUMNS):
        raise TableError("columns differ from the description")
    for name, dtype in COLUMNS.items():
        if table[name].dtype != _WORDS.get(name, dtype):
            raise TableError(f"column {name} is {table[name].dtype}, not {dtype}")
    if any(table[name].array.isna().any() for name in _TIMES):
        raise TableError("an event without start or end")
    if (table["end"].to_numpy() < table["start"].to_numpy()).any():
        raise TableError("an event ends before it starts")
    is_private = table["private"].to_numpy()
    if is_private.any():
        words = table.loc[is_private, ["title", "description", "location", "organizer"]]
        if (words != "").to_numpy().any() or any(table.loc[is_private, "people"]):
            raise TableError("a private event with words")


_TIMES = ("start", "end", "recurrence_start", "start_local", "end_local")


def sort_table(table: pd.DataFrame, kept: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the table in its total order, numbered from 0.

    Args:
        table: rows in any order.
        kept: the columns that are wanted, all of them without it. The order is by its own columns, kept or not.
    """
    order = in_total_order(table)
    names = list(table.columns if kept is None else kept)
    if order is None:
        return table[names].reset_index(drop=True)
    # Column by column: the frame's own take first puts all columns of a dtype together, and goes through them by row.
    return pd.DataFrame({name: table[name].array.take(order) for name in names}, copy=False)
