"""Shared event tables: what a member hands to a team, written and read again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analyzer.team.sharing import SHARED_COLUMNS
from connectors.tables.label import Label
from connectors.tables.reading import DAMAGED, read_columns
from connectors.tables.schema import INSTANT
from connectors.tables.writing import write_table

_TYPES = {
    "str": pa.string(),
    "bool": pa.bool_(),
    "Int32": pa.int32(),
    "datetime64[us]": pa.timestamp("us"),
    "datetime64[us, UTC]": INSTANT,
}
SHARED = pa.schema({name: _TYPES[dtype] for name, dtype in SHARED_COLUMNS.items()})
"""The columns of a shared table."""


def write_shared_table(path: Path, label: Label, rows: pd.DataFrame) -> None:
    """Write a shared table; before it is handed over it is its maker's alone.

    Raises:
        OSError: the folder or the disk does not take it.
    """

    def batches() -> Iterator[pa.Table]:
        yield pa.Table.from_pandas(rows, preserve_index=False).cast(SHARED)

    write_table(path, label, SHARED, batches())


def read_shared_table(parquet: pq.ParquetFile, label: Label, name: str) -> pd.DataFrame:
    """Return the rows of a shared table, with the dtypes of :data:`analyzer.team.sharing.SHARED_COLUMNS`.

    Raises:
        RefusedError: the table is damaged.
    """
    columns = read_columns(parquet, SHARED, name)
    if any(columns[column].null_count for column in SHARED_COLUMNS if column not in ("series_start", "people_count")):
        raise DAMAGED.error(name=name)
    table = pa.table(columns, schema=SHARED).to_pandas(types_mapper={pa.int32(): pd.Int32Dtype()}.get)
    if len(table) != label.events or (table["end"] < table["start"]).any():
        raise DAMAGED.error(name=name)
    return table.astype(SHARED_COLUMNS)
