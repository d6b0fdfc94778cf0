"""From the cells as read to values: the same conversions for training tables and for rows to predict.

Every function takes the cells of one column as an Arrow array (n,), text as in a CSV file or native values as in
Parquet, and the Column that says how to read them. A null is a missing cell.
"""

from __future__ import annotations

import json
import re
from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.blocks import trimmed
from datasets.dates import ISO_FORMATS, MISSING_SECONDS, parse_seconds
from datasets.numbers import PLAIN, parse_numbers
from datasets.schema import Column, Kind
from datasets.words import BOOLEAN_WORDS, ORDINARY_NUMBER, ZERO_OR_ONE

Cells: TypeAlias = pa.Array | pa.ChunkedArray
V = TypeVar("V", bound=np.generic)
FLOAT32_MAX = float(np.finfo(np.float32).max)
_LARGEST_EXACT_INTEGER = 2.0**53
_ORDINARY_NUMBER = re.compile(ORDINARY_NUMBER)


def to_numbers(cells: Cells, column: Column) -> npt.NDArray[np.float64]:
    """Numbers, float64 (n,); NaN = missing, not readable as a number, or infinite."""
    array = _one_array(cells)
    if _is_native_number(array.type):
        values = np.asarray(pc.cast(array, pa.float64(), safe=False).to_numpy(zero_copy_only=False), dtype=np.float64)
        return _known_numbers(np.where(np.isfinite(values), values, np.nan), column)
    texts = text_cells(array)
    form = column.number or PLAIN
    if form == PLAIN and (quick := _quick_numbers(texts)) is not None:
        return _known_numbers(quick, column)
    words, codes = distinct(texts)
    filled = ~says_missing(words, column)  # without blanks the rest may be read all at once
    values = np.full(len(words), np.nan)
    values[filled] = parse_numbers(words.filter(pa.array(filled)), form)
    return _spread(values, codes, np.nan)


def as_float32(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """Numbers as a model's graph receives them: rounded to float32, clipped to its finite range, NaN kept."""
    return np.clip(values, -FLOAT32_MAX, FLOAT32_MAX).astype(np.float32)


def to_texts(cells: Cells, column: Column) -> pa.StringArray:
    """The texts as in the file (n,), without a null; "" = missing."""
    texts = text_cells(cells)
    known = pc.and_(pc.is_valid(texts), pc.invert(pa.array(missing_mask(texts, column))))
    return pc.if_else(known, texts, "")


def to_seconds(cells: Cells, column: Column) -> npt.NDArray[np.int64]:
    """Whole seconds since 1970 in UTC, int64 (n,); MISSING_SECONDS = missing or not readable as a date.

    The column's formats are tried first, ISO notation is understood in any case.
    """
    array = _one_array(cells)
    if pa.types.is_timestamp(array.type) or pa.types.is_date(array.type):
        seconds = _native_seconds(array)
        if (marked := _marked(array, column)) is not None:
            seconds[marked] = MISSING_SECONDS
        return seconds
    words, codes = distinct(text_cells(array))
    values = parse_seconds(words, (*column.datetime_formats, *ISO_FORMATS))
    values[says_missing(words, column)] = MISSING_SECONDS
    return _spread(values, codes, MISSING_SECONDS)


def missing_mask(cells: Cells, column: Column) -> npt.NDArray[np.bool_]:
    """Whether each cell is empty, blank, or one of the column's words for "not known", bool (n,)."""
    array = _one_array(cells)
    if not _is_text(array.type):
        nulls: npt.NDArray[np.bool_] = pc.is_null(array, nan_is_null=True).to_numpy(zero_copy_only=False)
        if _is_native_number(array.type) and (numbers := missing_numbers(column)):
            nulls = nulls | np.isin(np.asarray(pc.cast(array, pa.float64(), safe=False)), numbers)
        if not _is_native_number(array.type) and (marked := _marked(array, column)) is not None:
            nulls = nulls | marked
        return nulls
    words, codes = distinct(text_cells(array))
    return _spread(says_missing(words, column), codes, True)


def missing_numbers(column: Column) -> list[float]:
    """The numbers among a column's words for "not known"."""
    return [float(word) for word in column.missing if _ORDINARY_NUMBER.fullmatch(word)]


def mismatched_mask(cells: Cells, column: Column) -> npt.NDArray[np.bool_]:
    """Whether each cell is filled in but not readable as the column's kind, bool (n,)."""
    unread: npt.NDArray[np.bool_]
    if column.kind is Kind.NUMERIC:
        unread = np.isnan(to_numbers(cells, column))
    elif column.kind is Kind.DATETIME:
        unread = to_seconds(cells, column) == MISSING_SECONDS
    elif column.kind is Kind.BOOLEAN:
        unread = ~_is_boolean_word(cells)
    else:
        return np.zeros(len(cells), dtype=bool)
    return unread & ~missing_mask(cells, column)


def text_cells(cells: Cells) -> pa.StringArray:
    """Any cells as text (n,), null = empty; the text of a native value is the shortest that means the same:
    5.0 is "5", true is "True", dates are in ISO notation."""
    array = _one_array(cells)
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


def _one_array(cells: Cells) -> pa.Array:
    array = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], array.type)
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    return array


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _is_native_number(kind: pa.DataType) -> bool:
    types = pa.types
    return bool(types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind) or types.is_boolean(kind))


def _known_numbers(values: npt.NDArray[np.float64], column: Column) -> npt.NDArray[np.float64]:
    """The numbers (n,) with those that mean "not known" as NaN."""
    if column.kind is not Kind.NUMERIC or not (numbers := missing_numbers(column)):
        return values
    known: npt.NDArray[np.float64] = np.where(np.isin(values, numbers), np.nan, values)
    return known


def _float_texts(array: pa.Array) -> pa.StringArray:
    values = np.asarray(array.to_numpy(zero_copy_only=False))
    known = ~np.isnan(values)
    whole = known & (np.abs(values) < _LARGEST_EXACT_INTEGER) & (values == np.trunc(values))
    integers = pa.array(np.where(whole, values, 0).astype(np.int64)).cast(pa.string())
    texts = pc.if_else(pa.array(whole), integers, pc.cast(array, pa.string()))
    return pc.if_else(pa.array(known), texts, pa.scalar(None, pa.string()))


def _has_marks(column: Column) -> bool:
    """Whether a word for "not known" may be a number or a date, as -999."""
    return any(word[-1:].isdigit() for word in column.missing)


def _marked(array: pa.Array, column: Column) -> npt.NDArray[np.bool_] | None:
    """Which native values (n,) are written like one of the column's words for "not known", as -999; None when none of
    the words could be a native value."""
    if not _has_marks(column):
        return None
    encoded = array.dictionary_encode()
    values = says_missing(pc.fill_null(text_cells(encoded.dictionary), ""), column)
    return _spread(values, np.asarray(pc.fill_null(encoded.indices, -1), dtype=np.int64), True)


def _native_seconds(array: pa.Array) -> npt.NDArray[np.int64]:
    in_days = pa.types.is_date(array.type)
    stamps = array.cast(pa.timestamp("s" if in_days else array.type.unit))
    numbers = np.asarray(pc.fill_null(stamps.cast(pa.int64()), 0))
    per_second = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}["s" if in_days else array.type.unit]
    seconds: npt.NDArray[np.int64] = np.where(
        np.asarray(pc.is_valid(array)), np.floor_divide(numbers, per_second), MISSING_SECONDS
    )
    return seconds


def _quick_numbers(texts: pa.StringArray) -> npt.NDArray[np.float64] | None:
    """All at once, when every filled cell is an ordinary number."""
    try:
        values = np.asarray(pc.cast(texts, pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)
    except pa.ArrowInvalid:
        return None
    return values if int(np.isfinite(values).sum()) == len(texts) - texts.null_count else None


def distinct(texts: pa.StringArray) -> tuple[pa.StringArray, npt.NDArray[np.int64]]:
    """The different texts and, per row, the index of its text (-1 for null)."""
    encoded = texts.dictionary_encode()
    return encoded.dictionary, np.asarray(pc.fill_null(encoded.indices, -1), dtype=np.int64)


def says_missing(words: pa.StringArray, column: Column) -> npt.NDArray[np.bool_]:
    """Whether each text (u,) means "not known" in the column; a number does however it is written."""
    stripped = trimmed(words)
    known = pc.or_(pc.equal(stripped, ""), pc.is_in(stripped, value_set=pa.array(column.missing, pa.string())))
    missing: npt.NDArray[np.bool_] = np.asarray(known)
    if column.kind is Kind.NUMERIC and (numbers := missing_numbers(column)):
        missing = missing | np.isin(parse_numbers(words, column.number or PLAIN), numbers)
    return missing


def _is_boolean_word(cells: Cells) -> npt.NDArray[np.bool_]:
    words, codes = distinct(text_cells(cells))
    folded = pc.replace_substring_regex(pc.utf8_lower(pc.utf8_trim_whitespace(words)), ZERO_OR_ONE, r"\1")
    return _spread(np.asarray(pc.is_in(folded, pa.array(list(BOOLEAN_WORDS)))), codes, False)


def _spread(values: npt.NDArray[V], codes: npt.NDArray[np.int64], default: float) -> npt.NDArray[V]:
    """values (u,) of the different texts to the rows (n,); `default` where the cell is null."""
    padded: npt.NDArray[V] = np.append(values, np.asarray([default], dtype=values.dtype))
    return padded[codes]


__all__ = [
    "FLOAT32_MAX",
    "MISSING_SECONDS",
    "as_float32",
    "distinct",
    "mismatched_mask",
    "missing_mask",
    "missing_numbers",
    "says_missing",
    "text_cells",
    "to_numbers",
    "to_seconds",
    "to_texts",
]
