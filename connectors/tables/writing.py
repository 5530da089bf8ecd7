"""An owner's event table: what was read of one person's calendars, written by column and by blocks of entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from analyzer.entries import Attendee, Occurrences
from analyzer.entry_table import NO_LINE, EntryTable, Objects, Positions
from connectors.private_files import private_file
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
    with (
        private_file(path) as file,
        pq.ParquetWriter(file, labelled, compression="zstd", write_statistics=False) as writer,
    ):
        for batch in batches:
            writer.write_table(batch.cast(labelled))


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
    used, place = np.unique(np.concatenate((invited.party, organizer[is_organized])), return_inverse=True)
    parties = _parties([invited.parties[position] for position in used])
    organizers = np.zeros(size, dtype=np.intp)
    organizers[is_organized] = place[len(invited.party) :]
    columns: dict[str, pa.Array] = {
        "calendar": pa.array(np.full(size, calendar, dtype=np.int16)),
        **{name: _texts(getattr(entries, name)) for name in TEXTS},
        **{name: pa.array([list(one) for one in getattr(entries, name)], pa.list_(pa.string())) for name in LISTS},
        **{name: pa.array(getattr(entries, name)) for name in FLAGS},
        "is_organizer_self": pa.array(entries.is_organizer_self, pa.bool_()),
        "series_start": pa.array(entries.series_start),
        "line": pa.array(entries.line, mask=entries.line == NO_LINE),
        "organizer": parties.take(pa.array(organizers, mask=~is_organized)),
        "attendees": _lists(invited.entry, parties.take(pa.array(place[: len(invited.party)])), size),
        "occurrences": _lists(
            occurrences.entry,
            pa.StructArray.from_arrays(
                [
                    *(_instants(each) for each in (occurrences.start, occurrences.end, occurrences.recurrence_start)),
                    pa.array(numbers.astype(np.int32)),
                ],
                fields=list(OCCURRENCE),
            ),
            size,
        ),
    }
    return pa.table(columns, schema=ENTRIES)


def _lists(row: Positions, values: pa.Array, size: int) -> pa.ListArray:
    """Return values as one list for each row; ``row`` is ascending."""
    offsets = np.searchsorted(row, np.arange(size + 1)).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values)


def _instants(values: npt.NDArray[np.datetime64]) -> pa.Array:
    return pa.array(values.astype("datetime64[us]")).cast(INSTANT)


def _texts(values: Objects | Sequence[str]) -> pa.Array:
    try:
        return pa.array(values, pa.string())
    except UnicodeEncodeError:  # half a character, which some services let through
        return pa.array([value.encode("utf-8", "replace").decode() for value in values], pa.string())


def _parties(parties: Sequence[Attendee]) -> pa.StructArray:
    return pa.StructArray.from_arrays(
        [
            *(_texts([getattr(one, name) for one in parties]) for name in ("address", "name", "response", "kind")),
            *(pa.array([getattr(one, name) for one in parties], pa.bool_()) for name in ("is_chair", "is_self")),
            pa.array([list(one.groups) for one in parties], pa.list_(pa.string())),
            pa.array([min(one.additional_guests, 2**31 - 1) for one in parties], pa.int32()),
        ],
        fields=list(PARTY),
    )
