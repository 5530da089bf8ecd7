"""The event table as pandas has it: imported only where somebody asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analyzer.events.table import COLUMNS, UNKNOWN, Array, Words

# Texts are kept as Python's own, whatever else is installed: pyarrow's take no half of a surrogate pair, and calendars
# hold some.
pd.options.mode.string_storage = "python"


def frame_of(columns: Mapping[str, Array | Words]) -> pd.DataFrame:
    """Return columns of an event table as a DataFrame of its own, with the dtypes of :data:`COLUMNS`."""
    return pd.DataFrame({name: _in_pandas(name, held) for name, held in columns.items()}, copy=True)


def _in_pandas(name: str, held: Array | Words) -> Any:
    if isinstance(held, Words):
        return pd.Categorical.from_codes(held.codes, dtype=pd.CategoricalDtype(held.names))
    dtype = COLUMNS.get(name, "object")
    if dtype.startswith("Int"):
        return pd.arrays.IntegerArray(held.astype(dtype.lower()), held == UNKNOWN)
    if dtype == "datetime64[us, UTC]":
        return pd.Series(held).dt.tz_localize("UTC")
    return pd.Series(held, dtype=dtype)
