"""An owner's event table: what was read of one person's calendars, written by column and by blocks of entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from analyzer.entries import Attendee, Occurrences
from analyzer.entry_table import NO_LINE, EntryTable, Objects, Positions
from connectors.private_files import private_file
from connectors.tables import arrays
from connectors.tables.label import KEY, Label
from connectors.tables.schema import ENTRIES, FLAGS, INSTANT, LISTS, OCCURRENCE, PARTY, TEXTS

BLOCK = 16_384
"""So many entries are turned into columns at once: what is held in memory besides the calendar itself."""

Block = tuple[EntryTable[Objects], Occurrences, Positions]
"""Entries, their occurrences (positions in these entries), and the number of each occurrence in its calendar."""


def write_table(path: Path, label: Label, schema: pa.Schema, batches: Iterator[pa.Table]) -> None:
    """Write a table that only its owner may read, whole or not at all.

    Raises:
        OSError: the folder or the disk does not take it; nothing is left of it.
    """
    labelled = schema.with_metadata({KEY: label.dump()})
    leaves = [leaf for field in schema for leaf in _leaves(field.name, field.type)]
    growing = [leaf for leaf in leaves if leaf.startswith(_GROWING)]
    with (
        private_file(path) as file,
        pq.ParquetWriter(
            file,
            labelled,
            compression="zstd",
            write_statistics=False,
            use_dictionary=[leaf for leaf in leaves if leaf not in growing],
            column_encoding=dict.fromkeys(growing, "DELTA_BINARY_PACKED"),
        ) as writer,
    ):
        for batch in batches:
            writer.write_table(batch.cast(labelled))


_GROWING = ("line", "occurrences.")
"""Columns whose numbers are all different, each a little more than the one before: their steps are written."""


def _leaves(name: str, kind: pa.DataType) -> Iterator[str]:
    """Yield the paths of the columns in a Parquet file that a column of Arrow's is written to."""
    if pa.types.is_list(kind):
        yield from _leaves(f"{name}.list.element", kind.value_type)
    elif pa.types.is_struct(kind):
        for part in kind:
            yield from _leaves(f"{name}.{part.name}", part.type)
    else:
        yield name


def entry_batches(calendars: Sequence[Iterator[Block]]) -> Iterator[pa.Table]:
    """Yield the rows of the calendars' entries, block by block, in the order of the calendars."""
    for number, blocks in enumerate(calendars):
        for entries, occurrences, numbers in blocks:
            yield _rows(number, entries, occurrences, numbers)


def blocks_of(occurrences: Occurrences) -> Iterator[tuple[Positions, Occurrences, Positions]]:
    """Yield the entries that occur, in blocks: their positions, their occurrences, and the number of each of those.

    The occurrences of a block stand in the order of its entries and refer to them by their place in the block.
    """
    order = np.argsort(occurrences.entry, kind="stable")
    entry = occurrences.entry[order]
    used, first = np.unique(entry, return_index=True)
    bounds = np.append(first, len(entry))
    for begin in range(0, len(used), BLOCK):
        block = used[begin : begin + BLOCK]
        numbers = order[bounds[begin] : bounds[begin + len(block)]]
        yield (
            block,
            Occurrences(
                np.searchsorted(block, occurrences.entry[numbers]),
                occurrences.start[numbers],
                occurrences.end[numbers],
                occurrences.recurrence_start[numbers],
            ),
            numbers,
        )


def _rows(calendar: int, entries: EntryTable[Objects], occurrences: Occurrences, numbers: Positions) -> pa.Table:
    size = len(entries)
    invited, organizer = entries.invitations, entries.invitations.organizer
    is_organized = organizer >= 0
    parties = _parties(invited.parties)
    columns: dict[str, pa.Array] = {
        "calendar": arrays.numbers(np.full(size, calendar, dtype=np.int16), pa.int16()),
        **{name: arrays.text_column(getattr(entries, name)) for name in TEXTS},
        **{name: arrays.list_column(getattr(entries, name)) for name in LISTS},
        **{name: arrays.flags(getattr(entries, name)) for name in FLAGS},
        "is_organizer_self": arrays.flag_column(entries.is_organizer_self),
        "series_start": arrays.numbers(
            entries.series_start.astype("datetime64[D]").astype(np.int32), pa.date32(), ~np.isnat(entries.series_start)
        ),
        "line": arrays.numbers(entries.line, pa.int64(), entries.line != NO_LINE),
        "organizer": parties.take(arrays.numbers(organizer.astype(np.int64), pa.int64(), is_organized)),
        "attendees": _lists(invited.entry, parties.take(arrays.numbers(invited.party, pa.int64())), size),
        "occurrences": _lists(
            occurrences.entry,
            pa.StructArray.from_arrays(
                [
                    *(_instants(each) for each in (occurrences.start, occurrences.end, occurrences.recurrence_start)),
                    arrays.numbers(numbers.astype(np.int32), pa.int32()),
                ],
                fields=list(OCCURRENCE),
            ),
            size,
        ),
    }
    return pa.Table.from_arrays([columns[field.name] for field in ENTRIES], schema=ENTRIES)


def _lists(row: Positions, values: pa.Array, size: int) -> pa.ListArray:
    """Return values as one list for each row; ``row`` is ascending."""
    return arrays.lists(np.bincount(row, minlength=size), values)


def _instants(values: npt.NDArray[np.datetime64]) -> pa.Array:
    return arrays.numbers(values.astype("datetime64[us]"), INSTANT)


def _parties(parties: Sequence[Attendee]) -> pa.StructArray:
    def flags(name: str) -> pa.Array:
        return arrays.flags(np.fromiter(map(attrgetter(name), parties), dtype=bool, count=len(parties)))

    guests = np.array([min(one.additional_guests, 2**31 - 1) for one in parties], dtype=np.int32)
    return pa.StructArray.from_arrays(
        [
            *(arrays.texts(map(attrgetter(name), parties)) for name in ("address", "name", "response", "kind")),
            *(flags(name) for name in ("is_chair", "is_self")),
            arrays.text_lists([one.groups for one in parties]),
            arrays.numbers(guests, pa.int32()),
        ],
        fields=list(PARTY),
    )
