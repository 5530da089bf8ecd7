"""From the bytes of an event table to calendars: what its label says, its columns, its parties each told once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import ValidationError

from analyzer.entries import Attendee, Occurrences
from analyzer.entry_table import NO_LINE, Column, EntryTable, Invitations, Objects, Positions
from analyzer.text import N_
from connectors.refusals import Refusal
from connectors.tables.calendar import TableCalendar
from connectors.tables.label import KEY, SCHEMA, Label, identity_of_label, problem_of_label
from connectors.tables.schema import ENTRIES, FLAGS, LISTS, OCCURRENCE, PARTY, PARTY_WORDS, TEXTS, WORDS

MAX_ROWS = 5_000_000
MAX_UNPACKED_BYTES = 2_000_000_000

_AGAIN = N_("Collect it again: meetlint collect SOURCE -o FOLDER")
NO_TABLE = Refusal("no-event-table", N_("{name} is no event table that meetlint wrote."), _AGAIN)
DAMAGED = Refusal("event-table-damaged", N_("{name} is an event table that is damaged."), _AGAIN)
NEWER = Refusal(
    "event-table-newer",
    N_("{name} is an event table of another version of meetlint ({version})."),
    N_("Use the same version of meetlint for collecting and for reading, or collect it again."),
)
TOO_LARGE = Refusal(
    "event-table-too-large",
    N_("{name} holds more than meetlint reads of one event table."),
    N_("Collect a shorter period."),
)


def open_parquet(file: BinaryIO, name: str) -> tuple[pq.ParquetFile, Label]:
    """Return a Parquet file and its label, without reading a row.

    Raises:
        RefusedError: it is no event table, of another version, damaged, or too large.
    """
    try:
        parquet = pq.ParquetFile(file)
        metadata = parquet.metadata
        text = (metadata.metadata or {}).get(KEY)
        unpacked = sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))
    except (pa.ArrowException, OSError) as error:
        raise NO_TABLE.error(name=name) from error
    if text is None:
        raise NO_TABLE.error(name=name)
    if metadata.num_rows > MAX_ROWS or unpacked > MAX_UNPACKED_BYTES:
        raise TOO_LARGE.error(name=name)
    return parquet, _read_label(text, name)


def _read_label(text: bytes, name: str) -> Label:
    try:
        content = json.loads(text)
        version = str(content["schema"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise DAMAGED.error(name=name) from error
    if version != SCHEMA:
        raise NEWER.error(name=name, version=version[:40])
    try:
        return Label.model_validate(content)
    except ValidationError as error:
        raise DAMAGED.error(name=name) from error


def read_columns(parquet: pq.ParquetFile, schema: pa.Schema, name: str) -> dict[str, pa.Array]:
    """Return every column as one array.

    Raises:
        RefusedError: the columns are not those of ``schema``, or cannot be read.
    """
    try:
        if not parquet.schema_arrow.remove_metadata().equals(schema):
            raise DAMAGED.error(name=name)
        table = parquet.read().combine_chunks()
        table.validate(full=True)
    except (pa.ArrowException, OSError) as error:
        raise DAMAGED.error(name=name) from error
    arrays = {}
    for field in schema:
        chunks = table.column(field.name).chunks
        arrays[field.name] = chunks[0] if chunks else pa.array([], field.type)
    return arrays


def read_owner_table(parquet: pq.ParquetFile, label: Label, name: str) -> list[TableCalendar]:
    """Return the calendars of an owner's table.

    Args:
        parquet: the open file.
        label: its label.
        name: what people see as its place; the sources of the calendars stand behind it.

    Raises:
        RefusedError: the table is damaged.
    """
    columns = read_columns(parquet, ENTRIES, name)
    number = columns["calendar"].fill_null(-1).to_numpy(zero_copy_only=False)
    has_wrong_words = any(_has_other_words(columns[word], allowed) for word, allowed in WORDS.items())
    if has_wrong_words or np.any(np.diff(number) < 0) or not _is_within(number, len(label.calendars)):
        raise DAMAGED.error(name=name)
    invitations = _invitations(columns["organizer"], columns["attendees"], label, name)
    occurrences, places = _occurrences(columns["occurrences"], name)
    bounds = np.searchsorted(number, np.arange(len(label.calendars) + 1))
    found = []
    for place, calendar in enumerate(label.calendars):
        begin, end = int(bounds[place]), int(bounds[place + 1])
        mine = slice(*np.searchsorted(occurrences.entry, (begin, end)))
        order = np.argsort(places[mine], kind="stable")
        found.append(
            TableCalendar(
                source=source_in(name, calendar.source),
                label=label,
                entries=_entries(columns, begin, end, invitations, name),
                collected=Occurrences(
                    (occurrences.entry[mine] - begin)[order],
                    *(each[mine][order] for each in (occurrences.start, occurrences.end, occurrences.recurrence_start)),
                ),
                name=calendar.name,
                identity=identity_of_label(calendar.identity),
                problems=[problem_of_label(problem) for problem in calendar.problems],
                is_subscription=calendar.is_subscription,
                is_incomplete=calendar.is_incomplete,
                is_windowed=calendar.is_windowed,
                extent=calendar.extent,
            )
        )
    return found


def source_in(table: str, source: str) -> str:
    """Return what people see as the place of something that was collected into a table."""
    return f"{table}: {source}" if source else table


@dataclass(frozen=True)
class _Texts:
    """Texts of a table that become Python's own only when they are asked for."""

    values: pa.Array

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, positions: Positions, /) -> Objects:
        found: Objects = self.values.take(pa.array(positions)).to_numpy(zero_copy_only=False)
        return found


@dataclass(frozen=True)
class _Tuples:
    """Lists of texts likewise, as tuples."""

    values: pa.ListArray

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, positions: Positions, /) -> Objects:
        lists = self.values.take(pa.array(positions)).to_pylist()
        return np.fromiter((tuple(one) for one in lists), dtype=object, count=len(lists))


@dataclass(frozen=True)
class _Sources(_Texts):
    """Sources of single entries, with the name of the table before them."""

    table: str

    def __getitem__(self, positions: Positions, /) -> Objects:
        found = super().__getitem__(positions)
        distinct, place = np.unique(found, return_inverse=True)
        named = [source and source_in(self.table, source) for source in distinct]
        return np.array(named, dtype=object)[place] if len(found) else found


def _entries(
    columns: Mapping[str, pa.Array], begin: int, end: int, invitations: Invitations, name: str
) -> EntryTable[Column]:
    """Return the entries from ``begin`` to ``end``; the invitations are of all calendars and are cut to them."""

    def cut(column: str, instead: object) -> pa.Array:
        return columns[column].slice(begin, end - begin).fill_null(instead)

    days = columns["series_start"].slice(begin, end - begin).to_numpy(zero_copy_only=False)
    kept = slice(*np.searchsorted(invitations.entry, (begin, end)))
    plain: dict[str, Any] = {
        **{text: _Texts(cut(text, "")) for text in TEXTS},
        **{listed: _Tuples(_filled_lists(columns[listed].slice(begin, end - begin))) for listed in LISTS},
        **{flag: cut(flag, False).to_numpy(zero_copy_only=False) for flag in FLAGS},
    }
    return EntryTable(
        **plain | {"source": _Sources(cut("source", ""), name)},
        is_organizer_self=_Texts(columns["is_organizer_self"].slice(begin, end - begin)),
        series_start=days.astype("datetime64[D]"),
        line=cut("line", NO_LINE).to_numpy(zero_copy_only=False),
        invitations=Invitations(
            invitations.parties,
            invitations.entry[kept] - begin,
            invitations.party[kept],
            invitations.organizer[begin:end],
        ),
    )


def _filled_lists(lists: pa.ListArray) -> pa.ListArray:
    """Return lists of texts in which nothing is missing."""
    offsets = np.concatenate(([0], np.cumsum(pc.list_value_length(lists).fill_null(0).to_numpy(zero_copy_only=False))))
    return pa.ListArray.from_arrays(pa.array(offsets.astype(np.int32)), lists.flatten().fill_null(""))


def _has_other_words(values: pa.Array, allowed: Sequence[str]) -> bool:
    return not pc.all(pc.is_in(values.fill_null(""), value_set=pa.array(allowed, pa.string())), min_count=0).as_py()


def _is_within(positions: npt.NDArray[Any], size: int) -> bool:
    return not len(positions) or bool(positions.min() >= 0 and positions.max() < size)


def _rows_of(lists: pa.ListArray) -> Positions:
    """Return for each value of the lists the row it stands in."""
    sizes = pc.list_value_length(lists).fill_null(0).to_numpy(zero_copy_only=False)
    return np.repeat(np.arange(len(lists), dtype=np.intp), sizes)


def _occurrences(lists: pa.ListArray, name: str) -> tuple[Occurrences, Positions]:
    """Return all occurrences with their entries, ascending, and the place of each among those of its calendar."""
    values = lists.flatten()
    if values.null_count or any(values.field(part.name).null_count for part in OCCURRENCE):
        raise DAMAGED.error(name=name)
    start, end, original = (
        values.field(part).cast(pa.timestamp("us")).to_numpy(zero_copy_only=False)
        for part in ("start", "end", "recurrence_start")
    )
    if (end < start).any():
        raise DAMAGED.error(name=name)
    return Occurrences(_rows_of(lists), start, end, original), values.field("number").to_numpy(zero_copy_only=False)


def _invitations(organizer: pa.StructArray, attendees: pa.ListArray, label: Label, name: str) -> Invitations:
    """Return who is invited to all entries, each distinct party once.

    The names by which invitations call the owner are among the parties even where no entry of the table says them.
    """
    is_organized = organizer.is_valid().to_numpy(zero_copy_only=False)
    invited = attendees.flatten()
    every = pa.concat_arrays([invited, organizer.filter(organizer.is_valid())])
    if every.null_count or any(_has_other_words(every.field(part), allowed) for part, allowed in PARTY_WORDS.items()):
        raise DAMAGED.error(name=name)
    code = np.zeros(len(every), dtype=np.int64)
    for part in PARTY:
        values = every.field(part.name)
        if part.name == "groups":
            values = pc.binary_join(_filled_lists(values), "\0")
        numbered = values.dictionary_encode(null_encoding="encode")
        # numbered anew after each part, so that the code stays small whatever the parts hold
        code = code * len(numbered.dictionary) + numbered.indices.to_numpy(zero_copy_only=False)
        code = np.unique(code, return_inverse=True)[1]
    _, first, party = np.unique(code, return_index=True, return_inverse=True)
    parties = [_attendee(record) for record in every.take(pa.array(first)).to_pylist()]
    for calendar in label.calendars:
        parties += [Attendee(calendar.identity.owner, one, is_self=True) for one in calendar.names]
    organizers = np.full(len(organizer), -1, dtype=np.intp)
    organizers[is_organized] = party[len(invited) :]
    return Invitations(parties, _rows_of(attendees), party[: len(invited)].astype(np.intp), organizers)


def _attendee(record: Mapping[str, Any]) -> Attendee:
    return Attendee(
        address=record["address"] or "",
        name=record["name"] or "",
        response=record["response"] or "",
        kind=record["kind"] or "person",
        is_chair=bool(record["is_chair"]),
        is_self=bool(record["is_self"]),
        groups=tuple(group or "" for group in record["groups"] or ()),
        additional_guests=record["additional_guests"] or 0,
    )
