"""From raw values to the arrays that an ONNX input takes: one value at a time, or a whole column of cells.

Notation: n rows. Both ways follow the reading rules of docs/manifest.md and use datasets.cells, as training does. There
is one reader for each type of input: read_numbers.py, read_dates.py, read_texts.py.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from datasets.cells import mismatched_mask
from datasets.errors import InputError
from datasets.missing import missing_mask
from datasets.texts import text_cells
from inference.manifest import InputColumn
from inference.remembered import Remembered
from inference.values import is_missing, one_cell, plain

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
        self.remembered = Remembered(self._from_text)
        self.from_text: Callable[[str], Any] = self.remembered.__getitem__

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


def _texts_at(cells: pa.ChunkedArray, rows: npt.NDArray[np.bool_]) -> list[str]:
    """The different texts among the first of these rows, at most N_EXAMPLES."""
    first = np.flatnonzero(rows)[:100]
    texts: list[str] = text_cells(cells.take(pa.array(first))).to_pylist() if len(first) else []
    return list(dict.fromkeys(texts))[:N_EXAMPLES]
