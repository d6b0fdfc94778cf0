"""From the cells as read to values: the same conversions for training tables and for rows to predict.

Every function takes the cells of one column as an Arrow array (n,), text as in a CSV file or native values as in
Parquet, and the Column that says how to read them. A null is a missing cell.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.dates import ISO_FORMATS, MISSING_SECONDS, parse_seconds
from datasets.missing import known_numbers, marked_cells, missing_mask, says_missing
from datasets.numbers import PLAIN, parse_numbers
from datasets.schema import Column, Kind
from datasets.texts import Cells, distinct, is_native_number, one_array, spread, text_cells
from datasets.words import BOOLEAN_WORDS, ZERO_OR_ONE

FLOAT32_MAX = float(np.finfo(np.float32).max)


def to_numbers(cells: Cells, column: Column) -> npt.NDArray[np.float64]:
    """Numbers, float64 (n,); NaN = missing, not readable as a number, or infinite."""
    array = one_array(cells)
    if is_native_number(array.type):
        values = np.asarray(pc.cast(array, pa.float64(), safe=False).to_numpy(zero_copy_only=False), dtype=np.float64)
        return known_numbers(np.where(np.isfinite(values), values, np.nan), column)
    texts = text_cells(array)
    form = column.number or PLAIN
    if form == PLAIN and (quick := _quick_numbers(texts)) is not None:
        return known_numbers(quick, column)
    words, codes = distinct(texts)
    filled = ~says_missing(words, column)  # without blanks the rest may be read all at once
    values = np.full(len(words), np.nan)
    values[filled] = parse_numbers(words.filter(pa.array(filled)), form)
    return spread(values, codes, np.nan)


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
    array = one_array(cells)
    if pa.types.is_timestamp(array.type) or pa.types.is_date(array.type):
        seconds = _native_seconds(array)
        if (marked := marked_cells(array, column)) is not None:
            seconds[marked] = MISSING_SECONDS
        return seconds
    words, codes = distinct(text_cells(array))
    values = parse_seconds(words, (*column.datetime_formats, *ISO_FORMATS))
    values[says_missing(words, column)] = MISSING_SECONDS
    return spread(values, codes, MISSING_SECONDS)


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


def _is_boolean_word(cells: Cells) -> npt.NDArray[np.bool_]:
    words, codes = distinct(text_cells(cells))
    folded = pc.replace_substring_regex(pc.utf8_lower(pc.utf8_trim_whitespace(words)), ZERO_OR_ONE, r"\1")
    return spread(np.asarray(pc.is_in(folded, pa.array(list(BOOLEAN_WORDS)))), codes, False)


__all__ = [
    "FLOAT32_MAX",
    "MISSING_SECONDS",
    "as_float32",
    "mismatched_mask",
    "to_numbers",
    "to_seconds",
    "to_texts",
]
