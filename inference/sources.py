"""Rows to predict, from whatever a program holds them in: an Easel table, an Arrow table, a mapping, a data frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from datasets.errors import InputError
from inference.columns import ColumnReader, ColumnValues

Values: TypeAlias = pa.ChunkedArray | list[Any]


@dataclass(frozen=True)
class Rows:
    """Columns of equal length by name: Arrow cells, or a list where the values are of mixed types."""

    columns: dict[str, Values]
    n_rows: int

    def read(self, reader: ColumnReader, start: int, stop: int) -> ColumnValues:
        """What the reader's input takes for the rows start..stop; an absent column is missing everywhere."""
        values = self.values(reader.name, start, stop)
        if values is None:
            n = stop - start
            return ColumnValues(np.full((n, 1), reader.missing, dtype=reader.dtype), n_missing=n)
        if isinstance(values, list):
            return reader.each(values)
        try:
            return reader.many(values)
        except pa.ArrowException:  # a type that Arrow cannot convert, such as intervals
            return reader.each(values.to_pylist())

    def values(self, name: str, start: int, stop: int) -> Values | None:
        """A column's values in the rows start..stop, in a type that can be read; None when it is not there."""
        values = self.columns.get(name)
        if values is None or isinstance(values, list):
            return None if values is None else values[start:stop]
        cells = values.slice(start, stop - start)
        if pa.types.is_run_end_encoded(cells.type):
            cells = pa.chunked_array([pc.run_end_decode(chunk) for chunk in cells.chunks], cells.type.value_type)
        return cells.cast(pa.float32()) if pa.types.is_float16(cells.type) else cells


def as_rows(source: Any) -> Rows:
    """The rows of a datasets.Table, a pyarrow Table or RecordBatch, a mapping of column to values, or a data frame
    (anything with the Arrow stream interface). Raises InputError for anything else and for unequal lengths."""
    if isinstance(cells := getattr(source, "cells", None), pa.Table):
        return _from_arrow(cells)
    if isinstance(source, pa.RecordBatch):
        return _from_arrow(pa.Table.from_batches([source]))
    if isinstance(source, pa.Table):
        return _from_arrow(source)
    if isinstance(source, Mapping):
        return _from_mapping(source)
    if hasattr(source, "__arrow_c_stream__"):
        return _from_stream(source)
    raise InputError(
        "The rows to predict must be a table, a data frame or a mapping of column to values; "
        f"a {type(source).__name__} is none. For one row use predict()."
    )


def _from_arrow(cells: pa.Table) -> Rows:
    names = cells.column_names
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(f"Every column of the rows to predict must have a name of its own; {twice!r} is there twice.")
    return Rows(dict(zip(names, cells.columns, strict=True)), cells.num_rows)


def _from_stream(frame: Any) -> Rows:
    try:
        return _from_arrow(pa.RecordBatchReader.from_stream(frame).read_all())
    except (pa.ArrowException, TypeError, ValueError):
        # A column of mixed types cannot be Arrow; taken column by column, only that one is read value by value.
        return _from_mapping({name: frame[name] for name in frame.columns})


def _from_mapping(columns: Mapping[Any, Any]) -> Rows:
    values = {str(name): _values(str(name), column) for name, column in columns.items()}
    lengths = {name: len(column) for name, column in values.items()}
    if len(set(lengths.values())) > 1:
        shown = ", ".join(f"{name!r} has {n:,}" for name, n in list(lengths.items())[:5])
        raise InputError(f"All columns of the rows to predict must be equally long; {shown}.")
    return Rows(values, next(iter(lengths.values()), 0))


def _values(name: str, column: Any) -> Values:
    if isinstance(column, pa.ChunkedArray):
        return column
    if isinstance(column, pa.Array):
        return pa.chunked_array([column])
    if isinstance(column, Sequence) and not isinstance(column, str | bytes):
        return _from_list(list(column))
    if not hasattr(column, "__array__") or getattr(column, "ndim", 1) != 1:
        raise InputError(
            f"The column {name!r} must be a sequence of values; it is of type {type(column).__name__}. "
            "For one row use predict()."
        )
    return _from_array(column)


def _from_array(column: Any) -> Values:
    """An array of numpy, or a column of a data frame."""
    if isinstance(column, np.ndarray) and column.dtype.kind not in "biufM":
        return _from_list(column.tolist())
    if isinstance(column, np.ndarray) and column.dtype in (np.float16, np.longdouble):
        column = column.astype(np.float64)
    as_arrow = pa.chunked_array if hasattr(column, "__arrow_c_stream__") else partial(pa.array, from_pandas=True)
    try:
        cells = as_arrow(column)
    except (pa.ArrowException, TypeError, ValueError):
        return _from_list(column.tolist() if hasattr(column, "tolist") else list(column))
    return cells if isinstance(cells, pa.ChunkedArray) else pa.chunked_array([cells])


def _from_list(values: list[Any]) -> Values:
    """Arrow cells where all values are texts, numbers, or true and false; else the list as it is."""
    try:
        array = pa.array(values, from_pandas=True)
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        return values
    types = pa.types
    same = types.is_string(array.type) or types.is_integer(array.type) or types.is_floating(array.type)
    return pa.chunked_array([array]) if same or types.is_boolean(array.type) else values
