"""Which reader a column of a model has, by the type of its input."""

from __future__ import annotations

from inference.columns import ColumnReader
from inference.manifest import InputColumn
from inference.read_dates import DateReader
from inference.read_numbers import NumberReader
from inference.read_texts import TextReader

_READERS: dict[str, type[ColumnReader]] = {"float32": NumberReader, "int64": DateReader, "string": TextReader}


def column_reader(column: InputColumn) -> ColumnReader:
    """The reader for the column's dtype."""
    return _READERS[column.dtype](column)
