"""The table: cells as read, with the schema that says how to read them. Never changed in place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from datasets import cells as reading
from datasets.choice import choice_of, column_as
from datasets.errors import InputError
from datasets.fingerprint import fingerprint_of
from datasets.missing import missing_mask
from datasets.record import ReadRecord
from datasets.schema import Column, Schema, unknown_column
from datasets.set_aside import packed, unpacked
from datasets.spool import mapped, save_mapped

_METADATA = b"easel.table"
_SET_ASIDE = b"easel.set_aside"
V = TypeVar("V")


class Table:
    """An Arrow-backed table of n rows.

    `cells` are the cells as read: text for CSV (null = empty), native Arrow types for Parquet, Excel, JSON Lines.
    `fingerprint` is that of the cells where it is known already.
    Values by column (`numbers`, `texts` ...) are worked out once and kept; treat the arrays as read-only.
    """

    def __init__(self, cells: pa.Table, schema: Schema, record: ReadRecord, *, fingerprint: str | None = None) -> None:
        if tuple(cells.column_names) != schema.names:
            raise ValueError("cells and schema must have the same columns in the same order")
        self.cells = cells
        self.schema = schema
        self.record = record
        self._fingerprint = fingerprint
        self._kept: dict[tuple[str, str], Any] = {}

    @property
    def n_rows(self) -> int:
        return int(self.cells.num_rows)

    @property
    def n_columns(self) -> int:
        return len(self.schema)

    @property
    def names(self) -> tuple[str, ...]:
        return self.schema.names

    @property
    def fingerprint(self) -> str:
        """sha256 (hex) over the names and the cells; chunks and the choice of kinds make no difference."""
        if self._fingerprint is None:
            self._fingerprint = fingerprint_of(self.cells)
        return self._fingerprint

    def numbers(self, name: str) -> npt.NDArray[np.float64]:
        """float64 (n,); NaN = missing or mismatched. Works for any column whose text can be read as a number."""
        return self._once("numbers", name, reading.to_numbers)

    def texts(self, name: str) -> pa.StringArray:
        """Texts as in the file (n,); "" = missing (words for "not known" become "")."""
        return self._once("texts", name, reading.to_texts)

    def seconds(self, name: str) -> npt.NDArray[np.int64]:
        """Whole seconds UTC, int64 (n,); datasets.cells.MISSING_SECONDS = missing or mismatched."""
        return self._once("seconds", name, reading.to_seconds)

    def missing(self, name: str) -> npt.NDArray[np.bool_]:
        """bool (n,): the cell says nothing."""
        return self._once("missing", name, missing_mask)

    def mismatched(self, name: str) -> npt.NDArray[np.bool_]:
        """bool (n,): the cell is filled in but not readable as the column's kind."""
        return self._once("mismatched", name, reading.mismatched_mask)

    def with_kind(self, name: str, choice: str) -> Table:
        """The same table with one column treated as another kind or role, as datasets.choice.column_as reads a choice;
        the table itself when that is how the column is treated. Raises InputError when there is no such choice."""
        if choice == choice_of(self.schema[name]):
            return self
        asked = self.record.options
        column = column_as(self.cells.column(self.known(name)), name, choice, asked.decimal, asked.day_first)
        return Table(self.cells, self.schema.with_column(column), self.record)

    def with_missing(self, name: str, words: Iterable[str]) -> Table:
        """The same table with more words that mean "not known" in one column."""
        column = self.schema[name]
        known = tuple(dict.fromkeys((*column.missing, *(word.strip() for word in words))))
        return Table(self.cells, self.schema.with_column(replace(column, missing=known)), self.record)

    def select(self, names: Iterable[str]) -> Table:
        """The named columns, in the given order."""
        chosen = [self.known(name) for name in names]
        return Table(self.cells.select(chosen), Schema(tuple(self.schema[name] for name in chosen)), self.record)

    def drop(self, names: Iterable[str]) -> Table:
        """All columns but the named ones."""
        unwanted = {self.known(name) for name in names}
        return self.select(name for name in self.names if name not in unwanted)

    def take(self, indices: npt.NDArray[Any]) -> Table:
        """The rows at these positions, in this order."""
        return Table(self.cells.take(pa.array(np.asarray(indices, dtype=np.int64))), self.schema, self.record)

    def head(self, n: int) -> Table:
        """The first n rows."""
        return Table(self.cells.slice(0, n), self.schema, self.record)

    def save(self, path: str | Path) -> None:
        """Writes one Arrow IPC file, schema, record and the rows set aside in its metadata. Raises EaselError (disk
        full ...)."""
        about = {"schema": self.schema.to_dict(), "record": self.record.to_dict()}
        metadata = {_METADATA: json.dumps(about).encode()}
        if self.record.rows_aside:
            metadata[_SET_ASIDE] = packed(self.record.rows_aside)
        save_mapped(self.cells.replace_schema_metadata(metadata), path)

    @classmethod
    def load(cls, path: str | Path) -> Table:
        """Reads what `save` wrote. Raises InputError when the file is missing, damaged or something else."""
        try:
            cells = mapped(path)
            about = json.loads(cells.schema.metadata[_METADATA])
            return cls(
                cells.replace_schema_metadata(None),
                Schema.from_dict(about["schema"]),
                ReadRecord.from_dict(about["record"], unpacked(cells.schema.metadata.get(_SET_ASIDE))),
            )
        except (OSError, pa.ArrowInvalid, TypeError, KeyError, ValueError) as error:
            raise InputError(
                f"{path} is not a table saved by Easel, or it is damaged. Import the file again."
            ) from error

    def forget_values(self) -> None:
        """Lets go of the values by column that are kept; they are worked out anew when they are asked for again."""
        self._kept.clear()

    def _once(self, what: str, name: str, convert: Callable[[pa.ChunkedArray, Column], V]) -> V:
        key = (what, self.known(name))
        if key not in self._kept:
            self._kept[key] = convert(self.cells.column(name), self.schema[name])
        kept: V = self._kept[key]
        return kept

    def known(self, name: str) -> str:
        """The name, of a column that is there. Raises InputError for any other; one that stands in the first row, read
        as data, says so."""
        if name in self.schema:
            return name
        sentence = unknown_column(name, self.names)
        if self.record.assumed.get("header_row") == 0 and name in self._first_cells():
            sentence += " It stands in the first row, which was read as data: read that row as the header."
            raise InputError(sentence, remedies={"header_row": (1,)})
        raise InputError(sentence)

    def _first_cells(self) -> set[str]:
        return {str(cell).strip() for cells in self.cells.slice(0, 1).to_pydict().values() for cell in cells}
