"""How a notebook reads the table: the file itself where plain code reads it as Easel did, else a plain copy of it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from automl.notebook._parts import code
from datasets.cells import MISSING_SECONDS
from datasets.errors import EaselError
from datasets.schema import Column, Kind
from datasets.table import Table

TEXT_FILES = (".csv", ".tsv", ".txt")
PACKED = ("", ".gz", ".bz2", ".xz", ".zst")
PLAIN_NUMBERS = {"decimal": ".", "thousands": "", "affixes": []}


@dataclass(frozen=True)
class Reading:
    """`file` is what the notebook opens, with the `settings` of its reader and of each of its `columns`; `copy` is the
    content of that file where it is to be written beside the notebook."""

    file: str
    settings: Mapping[str, Any]
    columns: tuple[Mapping[str, Any], ...]
    copy: bytes | None = None


@dataclass(frozen=True)
class Reader:
    """Finds out how columns of a table can be read by plain code. `source` is its file (None: there is none); a copy is
    named `copy_name`."""

    table: Table
    columns: tuple[Column, ...]
    source: Path | None
    copy_name: str

    def reading(self) -> Reading:
        """Raises EaselError when even a plain copy is read otherwise, which is a fault of Easel's."""
        direct = self._direct()
        if direct is not None and self._is_right(direct):
            return direct
        copied = self._copied()
        if not self._is_right(copied):
            raise EaselError("The table cannot be written so that plain code reads it as Easel does.")
        return copied

    def _direct(self) -> Reading | None:
        assumed = self.table.record.assumed
        if self.source is None or not self.source.is_file() or not assumed.get("header"):
            return None
        endings = "".join(self.source.suffixes).casefold()
        if not any(endings.endswith(text + packed) for text in TEXT_FILES for packed in PACKED):
            return None
        settings = {
            "delimiter": assumed.get("delimiter"),
            "encoding": assumed.get("encoding"),
            "header_row": int(assumed.get("header_row", 1)) - 1,
        }
        return Reading(str(self.source.resolve()), settings, tuple(_told(column) for column in self.columns))

    def _copied(self) -> Reading:
        import pandas as pd

        table = self.table
        cells = {column.name: _plain_cells(table, column) for column in self.columns}
        content = pd.DataFrame(cells, index=range(table.n_rows)).to_csv(index=False, lineterminator="\n").encode()
        plain = {"missing": [], "number": PLAIN_NUMBERS, "formats": ["%Y-%m-%dT%H:%M:%S"]}
        told = tuple({**_told(column), **plain} for column in self.columns)
        settings = {"delimiter": ",", "encoding": "utf-8", "header_row": 0}
        return Reading(self.copy_name, settings, told, content)

    def _is_right(self, reading: Reading) -> bool:
        """Whether the notebook's own code finds the very values that Easel has."""
        space: dict[str, Any] = {}
        exec(code("reading"), space)
        file: Any = reading.file if reading.copy is None else io.BytesIO(reading.copy)
        try:
            cells = space["read_cells"](file, **reading.settings)
            if len(cells) != self.table.n_rows:
                return False
            return all(self._same(space, cells[str(told["name"])], told) for told in reading.columns)
        except (ValueError, KeyError, OSError, UnicodeError):
            return False

    def _same(self, space: Mapping[str, Any], cells: Any, told: Mapping[str, Any]) -> bool:
        table, name = self.table, str(told["name"])
        if told["as"] == "number":
            found = space["as_numbers"](cells, told["missing"], **told["number"])
            return np.array_equal(found, table.numbers(name), equal_nan=True)
        if told["as"] == "date":
            return np.array_equal(space["as_seconds"](cells, told["missing"], told["formats"]), table.seconds(name))
        return bool(space["as_texts"](cells, told["missing"]).tolist() == table.texts(name).to_pylist())


def _told(column: Column) -> dict[str, Any]:
    number = column.number.to_dict() if column.number is not None else dict(PLAIN_NUMBERS)
    return {
        "name": column.name,
        "as": {Kind.NUMERIC: "number", Kind.DATETIME: "date"}.get(column.kind, "text"),
        "missing": list(column.missing),
        "number": {"decimal": number["decimal"], "thousands": number["thousands"], "affixes": list(number["affixes"])},
        "formats": list(column.datetime_formats),
    }


def _plain_cells(table: Table, column: Column) -> list[str]:
    if column.kind is Kind.NUMERIC:
        return ["" if np.isnan(value) else repr(float(value)) for value in table.numbers(column.name)]
    if column.kind is Kind.DATETIME:
        return [_iso(second) for second in table.seconds(column.name).tolist()]
    return list(table.texts(column.name).to_pylist())


def _iso(second: int) -> str:
    return "" if second == MISSING_SECONDS else str(np.datetime64(second, "s"))


__all__ = ["Reader", "Reading"]
