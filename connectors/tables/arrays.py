"""Arrow's arrays out of NumPy's and out of bytes, without a look at each value.

They are put together from their buffers: what else makes them asks pandas first, and loads it for that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from analyzer.entry_table import Column, Encoded, EncodedColumn, Flags, Repeated, Selected


def numbers(values: npt.NDArray[Any], kind: pa.DataType, is_there: Flags | None = None) -> pa.Array:
    """Return numbers, or instants and days as the numbers that they are.

    Args:
        values: of the width of ``kind``.
        kind: of Arrow's types.
        is_there: which of them count; the others are missing.
    """
    return pa.Array.from_buffers(kind, len(values), [_bits(is_there), pa.py_buffer(np.ascontiguousarray(values))])


def flags(values: Flags, is_there: Flags | None = None) -> pa.Array:
    """Return flags, of which some may be missing."""
    return pa.Array.from_buffers(pa.bool_(), len(values), [_bits(is_there), _bits(values)])


def _bits(values: Flags | None) -> pa.Buffer | None:
    return None if values is None else pa.py_buffer(np.packbits(values, bitorder="little"))


def texts(values: Iterable[str]) -> pa.StringArray:
    """Return texts; half a character, which some services let through, becomes a question mark."""
    several = list(values)
    data = "".join(several).encode("utf-8", "replace")
    size = map(len, several if data.isascii() else (one.encode("utf-8", "replace") for one in several))
    return _strings(data, np.cumsum(np.fromiter(size, dtype=np.int64, count=len(several))))


def lists(sizes: npt.NDArray[Any], values: pa.Array) -> pa.ListArray:
    """Return values as lists of so many each."""
    return pa.ListArray.from_arrays(_offsets(np.cumsum(sizes)), values)


def text_lists(values: Collection[Sequence[str]]) -> pa.ListArray:
    """Return lists of texts."""
    return lists(np.array([len(one) for one in values], dtype=np.int64), texts(chain.from_iterable(values)))


def text_column(column: Column) -> pa.StringArray:
    """Return a column of texts; what it can give as bytes does not become texts of Python's."""
    if not isinstance(column, Selected):
        return texts(_all(column))
    if isinstance(column.column, Repeated):
        distinct = texts(column.column.distinct)
        return _put(distinct.take(_places(column.column.code[column.positions])), column.instead)
    found = _encoded(column)
    return texts(_all(column)) if found is None else _put(_strings(found.data, found.ends), found.instead)


def list_column(column: Column) -> pa.ListArray:
    """Return a column of lists of texts likewise."""
    found = _encoded(column)
    if found is None:
        return text_lists(list(_all(column)))
    size = np.minimum(np.diff(found.ends, prepend=0), 1)
    others = np.array(sorted(found.instead), dtype=np.int64)
    listed = [found.instead[place] for place in others.tolist()]
    size[others] = [len(one) for one in listed]
    row = np.repeat(np.arange(len(size)), size)
    is_other = np.zeros(len(size), dtype=bool)
    is_other[others] = True
    # Behind the texts of all rows stand those of the other lists, in the order of their rows.
    place = np.where(is_other[row], len(size) - 1 + np.cumsum(is_other[row]), row)
    every = pa.concat_arrays([_strings(found.data, found.ends), texts(chain.from_iterable(listed))])
    return lists(size, every.take(_places(place)))


def flag_column(column: Column) -> pa.BooleanArray:
    """Return a column of flags that may be None."""
    values = list(_all(column))
    is_there = np.array([value is not None for value in values], dtype=bool)
    return flags(np.array([bool(value) for value in values], dtype=bool), is_there)


def _all(column: Column) -> npt.NDArray[np.object_]:
    return column[np.arange(len(column))]


def _encoded(column: Column) -> Encoded | None:
    if not isinstance(column, Selected) or not hasattr(column.column, "encoded"):
        return None
    found = cast(EncodedColumn, column.column).encoded(column.positions)
    found.instead.update(column.instead)
    return found


def _strings(data: bytes, ends: npt.NDArray[Any]) -> pa.StringArray:
    offsets = _offsets(ends)
    return pa.Array.from_buffers(pa.string(), len(ends), [None, offsets.buffers()[1], pa.py_buffer(data)])


def _offsets(ends: npt.NDArray[Any]) -> pa.Int32Array:
    return numbers(np.concatenate(([0], ends)).astype(np.int32), pa.int32())


def _places(values: npt.NDArray[Any]) -> pa.Int64Array:
    return numbers(values.astype(np.int64), pa.int64())


def _put(found: pa.StringArray, instead: Mapping[int, str]) -> pa.StringArray:
    """Return texts with others in some places."""
    if not instead:
        return found
    is_other = np.zeros(len(found), dtype=bool)
    places = sorted(instead)
    is_other[places] = True
    return pc.replace_with_mask(found, flags(is_other), texts(instead[place] for place in places))
