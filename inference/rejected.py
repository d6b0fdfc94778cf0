"""Rows that are not predicted because a cell cannot be read: which, why, and the file they go to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Literal

import numpy as np
import pyarrow as pa

from datasets.atomic import write_atomically
from datasets.errors import InputError
from datasets.record import SetAside
from datasets.stream import Stream
from datasets.texts import text_cells
from inference.columns import ColumnValues
from inference.manifest import InputColumn
from inference.misfits import must_hold
from inference.output import PLAIN, CsvRows, CsvStyle
from inference.strange import SHOWN, Mask
from inference.unfinished import clear_unfinished, hold

OnError = Literal["missing", "skip", "stop"]
ON_ERROR: tuple[OnError, ...] = ("missing", "skip", "stop")
HEAD = ("rejected_row", "rejected_column", "rejected_reason")
LONGEST = 60  # characters of a cell that a reason shows


def rejected_path(out: str | Path) -> Path:
    """Where the rows that were left out of a file go: scored.csv -> scored.rejected.csv."""
    path = Path(out)
    stem = path.name
    for suffix in (".gz", path.with_suffix("").suffix or ".csv") if path.suffix.lower() == ".gz" else (path.suffix,):
        stem = stem.removesuffix(suffix)
    return path.with_name(f"{stem}.rejected.csv")


def rejected_names(names: Sequence[str]) -> tuple[str, ...]:
    """The columns of that file: the row's number (from 1, the header not counted), what is wrong, and the row itself;
    a name that the table has already gets "easel_" in front."""
    found: list[str] = []
    for name in HEAD:
        while name in names:
            name = f"easel_{name}"
        found.append(name)
    return (*found, *names)


def unreadable_rows(values: Mapping[str, ColumnValues]) -> Mask | None:
    """(n,) the rows with a cell that cannot be read as its column's kind; None when there is none."""
    wrong = [cells.wrong for cells in values.values() if cells.wrong is not None]
    return np.logical_or.reduce(wrong) if wrong else None


class Rejected:
    """The rows of a chunk that cannot be read; `first_row` is the number of its first row, from 1."""

    def __init__(
        self,
        chunk: pa.Table,
        values: Mapping[str, ColumnValues],
        rows: Mask,
        columns: Sequence[InputColumn],
        first_row: int,
    ) -> None:
        self.cells = chunk.filter(pa.array(rows))
        self.numbers = np.flatnonzero(rows) + first_row
        self.columns: list[list[str]] = [[] for _ in self.numbers]
        self.reasons: list[list[str]] = [[] for _ in self.numbers]
        for column in columns:
            wrong = values[column.name].wrong
            if wrong is not None:
                self._add(column, np.flatnonzero(wrong[rows]).tolist())

    def _add(self, column: InputColumn, places: Sequence[int]) -> None:
        texts = text_cells(self.cells.column(column.name))
        for place in places:
            self.columns[place].append(column.name)
            self.reasons[place].append(f"{must_hold(column)}; {shown(texts[place].as_py())} is not.")

    def first_sentence(self) -> str:
        """What is wrong with the first of them."""
        return f"Row {self.numbers[0]:,}: {self.reasons[0][0]}"

    def arrays(self) -> list[pa.Array]:
        """One array for each of `rejected_names`."""
        said = ["; ".join(names) for names in self.columns], [" ".join(reasons) for reasons in self.reasons]
        cells = (column.combine_chunks() for column in self.cells.columns)
        return [pa.array(self.numbers), *(pa.array(texts, pa.string()) for texts in said), *cells]


class Rejects:
    """The file of the rows that are left out when a table is predicted: made beside that of the answers, also when it
    ends up with a header only. Raises InputError when it would be written over the table itself."""

    def __init__(self, source: object, out: str | Path, rows: Stream, style: CsvStyle = PLAIN) -> None:
        self.path, self._rows, self._style = rejected_path(out), rows, style
        if isinstance(source, str | Path) and self.path.exists() and Path(source).resolve() == self.path.resolve():
            raise InputError(
                f"The rows left out go to {self.path.name}, which is the file to predict. Name the answers differently."
            )
        self.n_rows, self._columns = 0, Counter[str]()
        self._writer: CsvRows | None = None

    def beside(self, write: Callable[[BinaryIO], None]) -> Callable[[BinaryIO], None]:
        """What writes the answers, changed so that this file is written at the same time."""

        def both(answers: BinaryIO) -> None:
            def write_both(file: BinaryIO) -> None:
                hold(file)
                self._writer = CsvRows(file, rejected_names(self._rows.names), self._style)
                self._write(_aside_arrays(self._rows.record.rows_aside, len(self._rows.names)))
                write(answers)

            clear_unfinished(self.path)
            write_atomically(self.path, write_both)

        return both

    def add(self, rejected: Rejected) -> None:
        """Writes the next rows that are left out."""
        self.n_rows += len(rejected.numbers)
        for names in rejected.columns:
            self._columns.update(names)
        self._write(rejected.arrays())

    def _write(self, arrays: list[pa.Array]) -> None:
        assert self._writer is not None
        self._writer.write(self._writer.encoded(arrays))

    def sentences(self) -> list[str]:
        """What to tell about them; [] when there are none."""
        if not self.n_rows:
            return []
        which = ", ".join(f"{name} {n:,}" for name, n in self._columns.most_common(SHOWN))
        n = self._rows.record.n_rows
        rows = "1 row was" if self.n_rows == 1 else f"{self.n_rows:,} of {n:,} rows were"
        return [f"{rows} left out ({which}) and can be found in {self.path.name}, each with its reason."]


def _aside_arrays(rows: Sequence[SetAside], n_columns: int) -> list[pa.Array]:
    """The rows that were set aside when the file was read, in the same columns: their text stands in the reason."""
    lines = ("" if row.line is None else f", line {row.line:,}" for row in rows)
    reasons = [
        f"Set aside when the file was read ({row.reason}{line}): {row.text}"
        for row, line in zip(rows, lines, strict=True)
    ]
    empty = pa.nulls(len(rows), pa.string())
    return [empty, empty, pa.array(reasons, pa.string()), *[empty] * n_columns]


def shown(text: str | None) -> str:
    """A cell in quotes, cut when it is long."""
    shown = repr(text or "")
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 3]}..."
