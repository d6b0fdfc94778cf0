"""Rows unlike anything a model has seen, by a plain rule on its manifest.

A cell is strange when its number or date lies outside the range of the training table by more than MARGIN of that
range, when its text was never seen (free text aside), or when it is missing in a column that was never missing. A row
is unlike anything seen when at least two of its cells are strange, and at least a SHARE of them (a model of one column:
one). Answers to such rows are guesses by rules that were never tried there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from datasets.schema import Kind
from inference.columns import ColumnReader, ColumnValues

MARGIN = 0.1
SHARE = 0.05
LEAST = 2
SHOWN = 5

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Strange:
    """A strange cell: its column and a sentence that says why."""

    column: str
    sentence: str


def least_strange(n_columns: int) -> int:
    """How many strange cells make a row of so many columns unlike anything seen."""
    return max(min(LEAST, n_columns), math.ceil(SHARE * n_columns))


def strange_mask(reader: ColumnReader, cells: ColumnValues) -> Mask:
    """(n,) which cells of a column are strange."""
    values, column = cells.values[:, 0], reader.column
    missing = reader.is_missing(values)
    if column.dtype == "string":
        odd = np.zeros(len(values), dtype=bool)
        if cells.unseen is not None and column.kind is not Kind.TEXT:
            odd = cells.unseen & ~missing
    else:
        low, high = _range(reader)
        known = values.astype(np.float64)
        odd = ((known < low) | (known > high)) & ~missing
    return odd | missing if column.missing_share == 0 else odd


def _range(reader: ColumnReader) -> tuple[float, float]:
    """The range seen, widened by MARGIN on both sides; without limits where nothing is known of it."""
    column = reader.column
    if column.minimum is None or column.maximum is None:
        return -math.inf, math.inf
    low, high = (float(reader.one(end)) for end in (column.minimum, column.maximum))
    room = MARGIN * (high - low) + 1e-6 * max(abs(low), abs(high))
    return low - room, high + room


def strange_cells(readers: Sequence[ColumnReader], row: Mapping[str, object]) -> tuple[Strange, ...]:
    """The strange cells of one row (column name -> value), in the order of the model's columns."""
    found = []
    for reader in readers:
        cells = reader.each([row.get(reader.name)])
        if strange_mask(reader, cells)[0]:
            found.append(Strange(reader.name, _why(reader, cells)))
    return tuple(found)


def _why(reader: ColumnReader, cells: ColumnValues) -> str:
    column = reader.column
    if reader.is_missing(cells.values[:, 0])[0]:
        return f"{column.name} is not known, and was known in every row."
    if column.dtype == "string":
        return f"{column.name}: {str(cells.values[0, 0])[:40]!r} was never seen."
    low, high = (_end(end) for end in (column.minimum, column.maximum))
    return f"{column.name} was seen from {low} to {high} only."


def _end(end: float | str | None) -> str:
    return f"{end:,.6g}" if isinstance(end, float | int) else str(end)[:10]


class StrangeRows:
    """Counts over the chunks of a table the rows that are unlike anything seen."""

    def __init__(self, readers: Sequence[ColumnReader]) -> None:
        self._readers = {reader.name: reader for reader in readers}
        self.n_rows = self.n_strange = self.n_passed = 0
        self.first: list[int] = []

    def add(self, values: Mapping[str, ColumnValues], left_out: Mask | None = None) -> Mask:
        """Takes the next rows, and says (n,) which of them are unlike anything seen; a column that the table lacks is
        not strange, it is missing by name. Rows that are `left_out` (n,) are numbered but not counted."""
        counts = np.zeros(len(next(iter(values.values())).values), dtype=np.int64)
        for name, cells in values.items():
            counts += strange_mask(self._readers[name], cells)
        if left_out is not None:
            counts[left_out] = 0
        unlike = counts >= least_strange(len(self._readers))
        rows = np.flatnonzero(unlike)
        self.first += [int(row) + self.n_passed + 1 for row in rows[: SHOWN - len(self.first)]]
        self.n_passed += len(counts)
        self.n_rows += len(counts) - (0 if left_out is None else int(left_out.sum()))
        self.n_strange += len(rows)
        return unlike

    def join(self, later: StrangeRows) -> None:
        """Takes over what was counted over the rows that follow."""
        self.first += [row + self.n_passed for row in later.first[: SHOWN - len(self.first)]]
        self.n_passed += later.n_passed
        self.n_rows += later.n_rows
        self.n_strange += later.n_strange

    def sentence(self) -> str | None:
        """What to tell about them; None when there are none."""
        if not self.n_strange:
            return None
        rows = "1 row is" if self.n_strange == 1 else f"{self.n_strange:,} of {self.n_rows:,} rows are"
        return (
            f"{rows} unlike anything seen in training, in {least_strange(len(self._readers))} columns or more "
            f"({self._named()}): take these answers with care."
        )

    def _named(self) -> str:
        """ "row 2", "rows 1, 2, 3 and 4", "rows 1, 2, 3, 4 and 12 more"."""
        *others, last = (f"{row:,}" for row in self.first)
        if self.n_strange > len(self.first):
            others, last = [*others, last], f"{self.n_strange - len(self.first):,} more"
        return f"rows {', '.join(others)} and {last}" if others else f"row {last}"


__all__ = ["Strange", "StrangeRows", "least_strange", "strange_cells", "strange_mask"]
