"""Dates and times: texts in the column's formats, or native values, become whole seconds since 1970 in UTC."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from datasets.cells import MISSING_SECONDS, to_seconds
from inference.columns import Array, ColumnReader, ColumnValues
from inference.manifest import InputColumn

ISO_FORMAT = "%Y-%m-%dT%H:%M:%S%z"
_EPOCH = dt.datetime(1970, 1, 1)
_SECOND = dt.timedelta(seconds=1)


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
