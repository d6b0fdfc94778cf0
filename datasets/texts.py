"""Cells of any type as an array and as text, and the different texts of a column."""

from __future__ import annotations

import json
from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Cells: TypeAlias = pa.Array | pa.ChunkedArray
V = TypeVar("V", bound=np.generic)
_LARGEST_EXACT_INTEGER = 2.0**53


def text_cells(cells: Cells) -> pa.StringArray:
    """Any cells as text (n,), null = empty; the text of a native value is the shortest that means the same:
    5.0 is "5", true is "True", dates are in ISO notation."""
    array = one_array(cells)
    kind = array.type
    if pa.types.is_string(kind):
        return array
    if pa.types.is_boolean(kind):
        return pc.if_else(array, "True", "False")
    if pa.types.is_floating(kind):
        return _float_texts(array)
    if pa.types.is_decimal(kind):
        texts = pc.cast(array, pa.string())
        return pc.replace_substring_regex(texts, r"^([^.eE]*)(?:\.0+|(\.[0-9]*[1-9])0+)$", r"\1\2")
    if pa.types.is_timestamp(kind):
        texts = pc.replace_substring(pc.cast(array, pa.string()), " ", "T")
        return pc.replace_substring_regex(texts, r"\.0+(Z?)$", r"\1")
    if pa.types.is_time(kind):
        return pc.replace_substring_regex(pc.cast(array, pa.string()), r"\.0+$", "")
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return pa.array([None if v is None else v.decode("utf-8", "replace") for v in array.to_pylist()], pa.string())
    if pa.types.is_nested(kind):
        return pa.array([None if v is None else json.dumps(v, default=str) for v in array.to_pylist()], pa.string())
    return pc.cast(array, pa.string())


def one_array(cells: Cells) -> pa.Array:
    """The cells in one piece, dictionaries unpacked."""
    array = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], array.type)
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    return array


def is_text(kind: pa.DataType) -> bool:
    """Whether cells of this type are texts."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def is_native_number(kind: pa.DataType) -> bool:
    """Whether cells of this type are numbers, or yes and no, in the file itself."""
    types = pa.types
    return bool(types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind) or types.is_boolean(kind))


def _float_texts(array: pa.Array) -> pa.StringArray:
    values = np.asarray(array.to_numpy(zero_copy_only=False))
    known = ~np.isnan(values)
    whole = known & (np.abs(values) < _LARGEST_EXACT_INTEGER) & (values == np.trunc(values))
    integers = pa.array(np.where(whole, values, 0).astype(np.int64)).cast(pa.string())
    texts = pc.if_else(pa.array(whole), integers, pc.cast(array, pa.string()))
    return pc.if_else(pa.array(known), texts, pa.scalar(None, pa.string()))


def distinct(texts: pa.StringArray) -> tuple[pa.StringArray, npt.NDArray[np.int64]]:
    """The different texts and, per row, the index of its text (-1 for null)."""
    encoded = texts.dictionary_encode()
    return encoded.dictionary, np.asarray(pc.fill_null(encoded.indices, -1), dtype=np.int64)


def spread(values: npt.NDArray[V], codes: npt.NDArray[np.int64], default: float) -> npt.NDArray[V]:
    """values (u,) of the different texts to the rows (n,); `default` where the cell is null."""
    padded: npt.NDArray[V] = np.append(values, np.asarray([default], dtype=values.dtype))
    return padded[codes]
