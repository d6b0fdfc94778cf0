"""Which cells say that nothing is known: empty ones, blank ones, and the words of the column."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.numbers import PLAIN, parse_numbers
from datasets.saying import say_one_of
from datasets.schema import Column, Kind
from datasets.texts import Cells, distinct, is_native_number, is_text, one_array, spread, text_cells
from datasets.words import ORDINARY_NUMBER

_ORDINARY_NUMBER = re.compile(ORDINARY_NUMBER)


def missing_mask(cells: Cells, column: Column) -> npt.NDArray[np.bool_]:
    """Whether each cell is empty, blank, or one of the column's words for "not known", bool (n,)."""
    array = one_array(cells)
    if not is_text(array.type):
        nulls: npt.NDArray[np.bool_] = pc.is_null(array, nan_is_null=True).to_numpy(zero_copy_only=False)
        if is_native_number(array.type) and (numbers := missing_numbers(column)):
            nulls = nulls | np.isin(np.asarray(pc.cast(array, pa.float64(), safe=False)), numbers)
        if not is_native_number(array.type) and (marked := marked_cells(array, column)) is not None:
            nulls = nulls | marked
        return nulls
    words, codes = distinct(text_cells(array))
    return spread(says_missing(words, column), codes, True)


def missing_numbers(column: Column) -> list[float]:
    """The numbers among a column's words for "not known"."""
    return [float(word) for word in column.missing if _ORDINARY_NUMBER.fullmatch(word)]


def known_numbers(values: npt.NDArray[np.float64], column: Column) -> npt.NDArray[np.float64]:
    """The numbers (n,) with those that mean "not known" as NaN."""
    if column.kind is not Kind.NUMERIC or not (numbers := missing_numbers(column)):
        return values
    known: npt.NDArray[np.float64] = np.where(np.isin(values, numbers), np.nan, values)
    return known


def _has_marks(column: Column) -> bool:
    """Whether a word for "not known" may be a number or a date, as -999."""
    return any(word[-1:].isdigit() for word in column.missing)


def marked_cells(array: pa.Array, column: Column) -> npt.NDArray[np.bool_] | None:
    """Which native values (n,) are written like one of the column's words for "not known", as -999; None when none of
    the words could be a native value."""
    if not _has_marks(column):
        return None
    encoded = array.dictionary_encode()
    values = says_missing(pc.fill_null(text_cells(encoded.dictionary), ""), column)
    return spread(values, np.asarray(pc.fill_null(encoded.indices, -1), dtype=np.int64), True)


def says_missing(words: pa.StringArray, column: Column) -> npt.NDArray[np.bool_]:
    """Whether each text (u,) means "not known" in the column; a number does however it is written."""
    missing = say_one_of(words, ("", *column.missing))
    if column.kind is Kind.NUMERIC and (numbers := missing_numbers(column)):
        missing = missing | np.isin(parse_numbers(words, column.number or PLAIN), numbers)
    return missing
