"""From raw values to the arrays that an ONNX input takes: one value at a time, or a whole column of cells.

Notation: n rows. Both ways follow the reading rules of docs/manifest.md and use datasets.cells, as training does.
"""

from __future__ import annotations

import datetime as dt
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from datasets.cells import (
    MISSING_SECONDS,
    distinct,
    mismatched_mask,
    missing_mask,
    missing_numbers,
    text_cells,
    to_numbers,
    to_seconds,
    to_texts,
)
from datasets.errors import InputError
from datasets.numbers import PLAIN
from inference.manifest import InputColumn
from inference.matching import Categories
from inference.values import is_missing, one_cell, plain

LARGEST_EXACT = 2.0**53
FLOAT32_MAX = float(np.finfo(np.float32).max)
_PLAIN_NUMBER = re.compile(r"\s*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*", re.ASCII)
ISO_FORMAT = "%Y-%m-%dT%H:%M:%S%z"
_EPOCH = dt.datetime(1970, 1, 1)
_SECOND = dt.timedelta(seconds=1)
_REMEMBERED = 4096
N_EXAMPLES = 3

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class ColumnValues:
    """What an input takes, (n, 1); `n_mismatched` cells could not be read as the column's kind and were taken as
    missing, `n_unseen` texts are none that the model knows, `n_missing` cells are empty; `examples` are up to three
    cells that were mismatched or unseen; `wrong` (n,) says which cells were mismatched, None when none was; of texts,
    `unseen` (n,) says which are none that the model knows (None: there is none)."""

    values: Array
    n_mismatched: int = 0
    n_unseen: int = 0
    n_missing: int = 0
    examples: tuple[str, ...] = ()
    unseen: npt.NDArray[np.bool_] | None = None
    wrong: npt.NDArray[np.bool_] | None = None


class ColumnReader(ABC):
    """Reads the values of one column; `dtype` is the type of the arrays it makes, `missing` its missing value."""

    dtype: npt.DTypeLike
    missing: Any
    expects: str

    def __init__(self, column: InputColumn) -> None:
        self.column = column
        self.name = column.name
        self.from_text = lru_cache(_REMEMBERED)(self._from_text)

    def one(self, value: Any) -> Any:
        """The input's value for one value of a row; raises InputError naming the column and the value."""
        if value is None:
            return self.missing
        if isinstance(value, str):
            return self.from_text(str(value))
        if is_missing(value):
            return self.missing
        try:
            return self._from_native(plain(value))
        except (TypeError, ValueError, OverflowError):
            raise self._refusal(value) from None

    @abstractmethod
    def many(self, cells: pa.ChunkedArray) -> ColumnValues:
        """The input's values for the cells of a column (n,), text or native."""

    def each(self, values: Sequence[Any]) -> ColumnValues:
        """The input's values for values of mixed types (n,), one by one."""
        out = np.full(len(values), self.missing, dtype=self.dtype)
        wrong = np.zeros(len(values), dtype=bool)
        for row, value in enumerate(values):
            try:
                out[row] = self.one(value)
            except InputError:
                wrong[row] = True
        return self._counted(out, wrong, [str(values[row]) for row in np.flatnonzero(wrong)[:N_EXAMPLES]])

    @abstractmethod
    def is_missing(self, values: Array) -> npt.NDArray[np.bool_]:
        """Which of the input's values (n,) mean "not known"."""

    def _counted(self, values: Array, wrong: npt.NDArray[np.bool_], examples: Iterable[str]) -> ColumnValues:
        n_wrong = int(wrong.sum())
        n_missing = int(self.is_missing(values).sum()) - n_wrong
        return ColumnValues(
            values.reshape(-1, 1), n_wrong, 0, n_missing, tuple(examples), wrong=wrong if n_wrong else None
        )

    def _from_cells(self, values: Array, cells: pa.ChunkedArray) -> ColumnValues:
        """The counts for values (n,) that were read from cells (n,)."""
        wrong = self.is_missing(values)
        if wrong.any():
            wrong &= ~missing_mask(cells, self.column.column)
        return self._counted(values, wrong, _texts_at(cells, wrong))

    @abstractmethod
    def _from_text(self, text: str) -> Any: ...

    @abstractmethod
    def _from_native(self, value: Any) -> Any: ...

    def _cell(self, value: Any) -> pa.Array:
        cell = one_cell(value)
        if mismatched_mask(cell, self.column.column)[0]:
            raise self._refusal(value)
        return cell

    def _refusal(self, value: Any) -> InputError:
        shown = repr(value)
        shown = shown if len(shown) <= 60 else shown[:57] + "..."
        return InputError(
            f"The column {self.name!r} must hold {self.expects}; {shown} is not. Correct it or leave it out."
        )


class NumberReader(ColumnReader):
    dtype = np.float32
    missing: float = float("nan")
    expects = "a number"

    def __init__(self, column: InputColumn) -> None:
        super().__init__(column)
        self._missing_numbers = frozenset(missing_numbers(column.column))

    def many(self, cells: pa.ChunkedArray) -> ColumnValues:
        numbers = to_numbers(cells, self.column.column)
        return self._from_cells(np.clip(numbers, -FLOAT32_MAX, FLOAT32_MAX).astype(np.float32), cells)

    def is_missing(self, values: Array) -> npt.NDArray[np.bool_]:
        return np.isnan(values)

    def one(self, value: Any) -> Any:
        if type(value) is float or type(value) is int:
            return self._from_native(value)
        return super().one(value)

    def _from_text(self, text: str) -> float:
        if self.column.column.number in (None, PLAIN) and _PLAIN_NUMBER.fullmatch(text):
            number = float(text)
            if abs(number) <= FLOAT32_MAX and number not in self._missing_numbers:
                return number
        return self._clipped(to_numbers(self._cell(text), self.column.column)[0])

    def _from_native(self, value: Any) -> float:
        if isinstance(value, dt.date | dt.time | np.datetime64):
            raise self._refusal(value)
        try:
            number = float(value)
        except OverflowError:
            number = float("inf")
        if number in (float("inf"), float("-inf")):
            raise self._refusal(value)
        return self.missing if number in self._missing_numbers else self._clipped(number)

    @staticmethod
    def _clipped(number: float) -> float:
        return number if number != number else min(max(float(number), -FLOAT32_MAX), FLOAT32_MAX)


class DateReader(ColumnReader):
    """Besides the column's own formats, ISO notation with a time zone is read: the manifest itself uses it."""

    dtype = np.int64
    missing = MISSING_SECONDS
    expects = "a date or a time"

    def __init__(self, column: InputColumn) -> None:
        own = column.column.datetime_formats
        super().__init__(replace(column, column=replace(column.column, datetime_formats=(*own, ISO_FORMAT))))

    def many(self, cells: pa.ChunkedArray) -> ColumnValues:
        return self._from_cells(to_seconds(cells, self.column.column), cells)

    def is_missing(self, values: Array) -> npt.NDArray[np.bool_]:
        return np.asarray(values == MISSING_SECONDS)

    def _from_text(self, text: str) -> int:
        return int(to_seconds(self._cell(text), self.column.column)[0])

    def _from_native(self, value: Any) -> int:
        if isinstance(value, dt.datetime):
            naive = value.astimezone(dt.UTC).replace(tzinfo=None) if value.tzinfo else value
            return (naive - _EPOCH) // _SECOND
        if isinstance(value, dt.date):
            return (value - _EPOCH.date()) // _SECOND
        return int(to_seconds(self._cell(value), self.column.column)[0])


class TextReader(ColumnReader):
    dtype = object
    missing = ""
    expects = "a text, a number, a date or true or false"

    def __init__(self, column: InputColumn) -> None:
        super().__init__(column)
        self.categories = Categories(column.categories)
        self._missing_words = frozenset(column.column.missing)

    def one(self, value: Any) -> Any:
        if type(value) is str and value in self.categories.known:
            return value
        return super().one(value)

    def many(self, cells: pa.ChunkedArray) -> ColumnValues:
        words, codes = distinct(text_cells(cells))
        texts = to_texts(words, self.column.column).to_pylist()  # what every different text means is asked once
        return self._spread([self.categories.match(text) for text in texts], codes)

    def each(self, values: Sequence[Any]) -> ColumnValues:
        read = super().each(values)
        spread = self._spread(read.values[:, 0].tolist(), np.arange(len(values)))
        return replace(spread, n_mismatched=read.n_mismatched, n_missing=read.n_missing, wrong=read.wrong)

    def is_missing(self, values: Array) -> npt.NDArray[np.bool_]:
        return np.asarray(values == "", dtype=bool)

    def _spread(self, words: list[str], codes: npt.NDArray[np.int_]) -> ColumnValues:
        """The column in which row i holds words[codes[i]], and nothing where the code is -1."""
        words = [*words, ""]
        counts = np.bincount(codes + 1, minlength=len(words))
        counts = np.append(counts[1:], counts[0])
        new = np.array([not self.categories.knows(word) for word in words], dtype=bool)
        empty = np.array([not word for word in words], dtype=bool)
        values = np.array(words, dtype=object)[codes]
        examples = tuple(dict.fromkeys(word for word, is_new in zip(words, new, strict=True) if is_new))
        n_unseen, n_missing = int(counts[new].sum()), int(counts[empty].sum())
        unseen = new[codes] if n_unseen else None
        return ColumnValues(values.reshape(-1, 1), 0, n_unseen, n_missing, examples[:N_EXAMPLES], unseen)

    def _from_text(self, text: str) -> str:
        bare = text.strip()
        if not bare or bare in self._missing_words:
            return ""
        matched = self.categories.match(text)
        try:
            matched.encode()
        except UnicodeEncodeError:
            raise self._refusal(text) from None
        return matched

    def _from_native(self, value: Any) -> Any:
        if isinstance(value, bool | int):
            return self.from_text(str(value))
        if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_EXACT:
            return self.from_text(str(int(value)))
        return self.from_text(to_texts(one_cell(value), self.column.column)[0].as_py())


def _texts_at(cells: pa.ChunkedArray, rows: npt.NDArray[np.bool_]) -> list[str]:
    """The different texts among the first of these rows, at most N_EXAMPLES."""
    first = np.flatnonzero(rows)[:100]
    texts: list[str] = text_cells(cells.take(pa.array(first))).to_pylist() if len(first) else []
    return list(dict.fromkeys(texts))[:N_EXAMPLES]


def column_reader(column: InputColumn) -> ColumnReader:
    """The reader for the column's dtype."""
    readers: dict[str, type[ColumnReader]] = {"float32": NumberReader, "int64": DateReader, "string": TextReader}
    return readers[column.dtype](column)
