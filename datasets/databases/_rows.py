"""Rows as a driver gives them, Python values, to Arrow columns that say the same."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

from datasets.texts import text_cells

BYTES = (bytes, bytearray, memoryview)
_BIGGEST = pa.decimal256(76, 0).precision


def chunk_of(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> pa.Table:
    """A chunk of rows as columns, each with the type that holds all of its values without loss; a column without a
    value has the type null."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    return pa.table([column_of(values) for values in columns], names=list(names))


def column_of(values: Sequence[Any]) -> pa.Array:
    """Booleans, numbers, decimals, dates, times and texts keep their type, moments with a zone become UTC, spans of
    time become seconds, bytes stay bytes; everything else, and a mixture, is text, bytes in it hexadecimal."""
    kinds = {type(value) for value in values} - {type(None)}
    try:
        array = _typed(values, kinds)
    except (pa.ArrowException, OverflowError, ValueError):
        array = None
    return pa.array([text_of(value) for value in values], pa.string()) if array is None else array


def _typed(values: Sequence[Any], kinds: set[type]) -> pa.Array | None:
    if not kinds:
        return pa.nulls(len(values))
    if kinds == {dt.datetime}:
        return _moments(values)
    if kinds == {dt.timedelta}:
        seconds = [None if value is None else value / dt.timedelta(seconds=1) for value in values]
        whole = all(value is None or value.is_integer() for value in seconds)
        return pa.array(seconds, pa.float64()).cast(pa.int64() if whole else pa.float64())
    if kinds <= {Decimal, int} and Decimal in kinds:
        return pa.array([None if value is None or value != value else Decimal(value) for value in values])
    if kinds == {int, float}:
        return pa.array(values, pa.float64())
    if kinds <= set(BYTES):
        return pa.array([None if value is None else bytes(value) for value in values], pa.binary())
    plain = {bool: pa.bool_(), int: pa.int64(), float: pa.float64(), str: pa.string(), dt.date: pa.date32()}
    kind = plain.get(next(iter(kinds))) if len(kinds) == 1 else None
    return None if kind is None else pa.array(values, kind)


def _moments(values: Sequence[Any]) -> pa.Array | None:
    zones = {value.tzinfo is not None for value in values if value is not None}
    if len(zones) > 1:
        return None
    return pa.array(values, pa.timestamp("us", tz="UTC" if zones.pop() else None))


def text_of(value: Any) -> str | None:
    """A value as the text of a cell."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, BYTES):
        return f"\\x{bytes(value).hex()}"
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=text_of)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, dt.datetime | dt.date | dt.time) else str(value)


def joined(chunks: Sequence[pa.Table]) -> pa.Table:
    """The chunks as one table; where they do not agree on the type of a column, the narrowest that holds all."""
    columns = []
    for place in range(chunks[0].num_columns):
        arrays = [chunk.column(place) for chunk in chunks]
        kind = _common([array.type for array in arrays])
        parts = [part for array in arrays for part in _as(array, kind).chunks]
        columns.append(pa.chunked_array(parts, kind))
    return pa.table(columns, names=chunks[0].column_names)


def as_hexadecimal(array: pa.ChunkedArray) -> pa.ChunkedArray:
    """Bytes as text."""
    return pa.chunked_array([pa.array([text_of(value) for value in array.to_pylist()], pa.string())])


def _common(kinds: Sequence[pa.DataType]) -> pa.DataType:
    found = list(dict.fromkeys(kind for kind in kinds if not pa.types.is_null(kind)))
    if len(found) <= 1:
        return found[0] if found else pa.string()
    if all(pa.types.is_decimal(kind) or pa.types.is_int64(kind) for kind in found):
        pairs = [(kind.precision, kind.scale) if pa.types.is_decimal(kind) else (19, 0) for kind in found]
        scale = max(scale for _, scale in pairs)
        digits = max(precision - scale for precision, scale in pairs) + scale
        return pa.decimal256(digits, scale) if 38 < digits <= _BIGGEST else _small(digits, scale)
    if all(pa.types.is_floating(kind) or pa.types.is_int64(kind) for kind in found):
        return pa.float64()
    return pa.string()


def _small(digits: int, scale: int) -> pa.DataType:
    return pa.decimal128(digits, scale) if digits <= 38 else pa.string()


def _as(array: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if array.type == kind:
        return array
    if pa.types.is_binary(array.type):
        return as_hexadecimal(array)
    return pa.chunked_array([text_cells(array)]) if pa.types.is_string(kind) else array.cast(kind, safe=False)
