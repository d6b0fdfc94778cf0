"""The rows that charts are worked out from: all of a small table, some of a large one, with their typed values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from datasets.cells import MISSING_SECONDS
from datasets.schema import Kind, Schema
from datasets.table import Table

MOST_ROWS = 200_000
MOST_CELLS = 20_000_000
LEAST_ROWS = 20_000
LARGEST = 1e150  # squares of larger numbers could not be summed; they count as missing
SEED = 7
Array = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Words:
    """A column of words: `codes` (n,) index `labels` (the different texts, in the order of the file); -1 = missing."""

    codes: Codes
    labels: pa.StringArray


class Extract:
    """At most MOST_ROWS rows of a table of `n_rows`. Values by column are worked out once, when they are asked for."""

    def __init__(self, table: Table, n_rows: int) -> None:
        self.table = table
        self.n_rows = n_rows
        self._kept: dict[str, Array | Words] = {}
        self._orders: dict[str, Codes] = {}

    @property
    def n_sampled(self) -> int:
        return self.table.n_rows

    @property
    def schema(self) -> Schema:
        return self.table.schema

    def is_date(self, name: str) -> bool:
        return self.schema[name].kind is Kind.DATETIME

    def is_measure(self, name: str) -> bool:
        """Whether the column holds numbers or dates, which have an order and distances."""
        return self.schema[name].kind in (Kind.NUMERIC, Kind.DATETIME)

    def numbers(self, name: str) -> Array:
        """Numbers, or dates in seconds UTC, float64 (n,); NaN = missing, unreadable, or beyond LARGEST."""
        if name not in self._kept:
            self._kept[name] = self._numbers(name)
        kept = self._kept[name]
        assert isinstance(kept, np.ndarray)
        return kept

    def order(self, name: str) -> Codes:
        """int64 (n,): the places of the numbers in rising order, missing ones at the end."""
        if name not in self._orders:
            self._orders[name] = np.argsort(self.numbers(name))
        return self._orders[name]

    def words(self, name: str) -> Words:
        """The texts of a column as codes."""
        key = f"words of {name}"
        if key not in self._kept:
            self._kept[key] = _words(self.table.texts(name))
        kept = self._kept[key]
        assert isinstance(kept, Words)
        return kept

    def known(self, name: str) -> npt.NDArray[np.bool_]:
        """bool (n,): the cell can be drawn."""
        if self.is_measure(name):
            return ~np.isnan(self.numbers(name))
        return self.words(name).codes >= 0

    def _numbers(self, name: str) -> Array:
        if self.is_date(name):
            seconds = self.table.seconds(name)
            return np.where(seconds == MISSING_SECONDS, np.nan, seconds.astype(np.float64))
        numbers = self.table.numbers(name)
        with np.errstate(invalid="ignore"):
            return np.where(np.abs(numbers) <= LARGEST, numbers, np.nan)


def extract(table: Table, n_rows: int | None = None) -> Extract:
    """The rows to draw charts from: the table itself when it is small, else rows drawn at random (always the same),
    in the order of the table.

    `n_rows` is the size of the whole table when `table` is already a sample of it.
    """
    most = max(LEAST_ROWS, min(MOST_ROWS, MOST_CELLS // max(table.n_columns, 1)))
    whole = n_rows if n_rows is not None else table.n_rows
    return Extract(table if table.n_rows <= most else table.take(_some(table.n_rows, most)), whole)


def _some(n_rows: int, most: int) -> Codes:
    chosen = np.random.default_rng(SEED).choice(n_rows, most, replace=False)
    return np.sort(chosen).astype(np.int64)


def _words(texts: pa.StringArray) -> Words:
    encoded = texts.dictionary_encode()
    codes = np.asarray(encoded.indices.to_numpy(zero_copy_only=False), dtype=np.int64)
    empty = encoded.dictionary.index("").as_py()
    if empty < 0:
        return Words(codes, encoded.dictionary)
    labels = pa.concat_arrays([encoded.dictionary.slice(0, empty), encoded.dictionary.slice(empty + 1)])
    return Words(np.where(codes == empty, -1, codes - (codes > empty)), labels)
