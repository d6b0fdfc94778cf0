"""Numbers: texts in the column's notation, or native values, become float32; NaN is "not known"."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from datasets.cells import FLOAT32_MAX, as_float32, to_numbers
from datasets.missing import missing_numbers
from datasets.numbers import PLAIN
from datasets.words import ORDINARY_NUMBER
from inference.columns import Array, ColumnReader, ColumnValues
from inference.manifest import InputColumn

_PLAIN_NUMBER = re.compile(rf"\s*{ORDINARY_NUMBER}\s*", re.ASCII)


class NumberReader(ColumnReader):
    dtype = np.float32
    missing: float = float("nan")
    expects = "a number"

    def __init__(self, column: InputColumn) -> None:
        super().__init__(column)
        self._missing_numbers = frozenset(missing_numbers(column.column))

    def many(self, cells: pa.ChunkedArray) -> ColumnValues:
        numbers = to_numbers(cells, self.column.column)
        return self._from_cells(as_float32(numbers), cells)

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
        number = self.column.column.number
        if isinstance(value, dt.time) and number is not None and number.clock:
            return self._from_text(value.isoformat())
        if isinstance(value, dt.date | dt.time | np.datetime64):
            raise self._refusal(value)
        try:
            found = float(value)
        except OverflowError:
            found = float("inf")
        if found in (float("inf"), float("-inf")):
            raise self._refusal(value)
        return self.missing if found in self._missing_numbers else self._clipped(found)

    @staticmethod
    def _clipped(number: float) -> float:
        return number if number != number else min(max(float(number), -FLOAT32_MAX), FLOAT32_MAX)
