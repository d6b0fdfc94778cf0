"""How the columns of a table are spread over levels, so that new rows can be compared with them without the table.

Numbers and dates are cut at the tenths of the rows; of texts the commonest values count one by one, the others
together; missing cells are a level of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.cells import MISSING_SECONDS
from datasets.errors import InputError
from datasets.relation import sample
from datasets.schema import Column, Kind
from datasets.table import Table

LEAST_ROWS = 50
BINS = 10
LEVELS = 20
COMPARED = (Kind.NUMERIC, Kind.DATETIME, Kind.CATEGORY, Kind.BOOLEAN)
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Spread:
    """How a column was spread over `n_rows` rows: the `counts` (k,) of its levels, which are, after the missing cells,
    the ranges between the `edges` of numbers (dates: seconds UTC), or `words` and every other text; `middle` in words.
    """

    column: Column
    counts: tuple[int, ...]
    edges: tuple[float, ...] = ()
    words: tuple[str, ...] = ()
    middle: str = ""

    @property
    def n_rows(self) -> int:
        return sum(self.counts)

    def to_dict(self) -> dict[str, Any]:
        plain = {"counts": list(self.counts), "edges": list(self.edges), "words": list(self.words)}
        return {**self.column.to_dict(), **plain, "middle": self.middle}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Spread:
        """What `to_dict` wrote. Raises InputError when it is damaged."""
        try:
            counts = tuple(int(count) for count in data["counts"])
            edges, words = tuple(float(edge) for edge in data["edges"]), tuple(str(word) for word in data["words"])
            found = cls(Column.from_dict(dict(data)), counts, edges, words, str(data["middle"]))
            if (
                len(counts) != (len(words) + 2 if found.is_text else len(edges) + 2)
                or min(counts) < 0
                or not sum(counts)
            ):
                raise ValueError("levels and counts do not go together")
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(
                f"What is known of the training table is damaged ({error}). Build the model again."
            ) from error
        return found

    @property
    def is_text(self) -> bool:
        return self.column.kind not in (Kind.NUMERIC, Kind.DATETIME)

    def count(self, table: Table) -> tuple[Counts, str]:
        """The rows of a table in each level of this column, and their middle value in words."""
        name = self.column.name
        if self.is_text:
            return _text_counts(table.texts(name), self.words), ""
        values = _values(table, name)
        return _counted(_bin(values, np.asarray(self.edges)), len(self.edges) + 2), _middle(values, self.column.kind)


def spreads(table: Table, columns: tuple[str, ...] | None = None) -> tuple[Spread, ...]:
    """How these columns (None: all) are spread over at most 20,000 rows, so that new rows can be compared with them
    without the table; () when there are fewer than 50 rows. Ids and free texts are passed over."""
    names = [name for name in columns or table.names if table.schema[name].kind in COMPARED]
    if table.n_rows < LEAST_ROWS or not names:
        return ()
    rows = sample(table.select(names))
    return tuple(_spread(rows, name) for name in names)


def _spread(rows: Table, name: str) -> Spread:
    column = rows.schema[name]
    if column.kind in (Kind.NUMERIC, Kind.DATETIME):
        values = _values(rows, name)
        known = values[~np.isnan(values)]
        edges = np.unique(np.quantile(known, np.linspace(0, 1, BINS + 1)[1:-1])) if len(known) else np.zeros(0)
        empty = Spread(column, (), tuple(edges.tolist()))
    else:
        texts = rows.texts(name)
        counted = pc.value_counts(texts.filter(pc.not_equal(texts, "")))
        different = np.asarray(counted.field("values").to_pylist(), dtype=object)
        order = sorted(range(len(different)), key=lambda i: (-counted.field("counts")[i].as_py(), different[i]))
        empty = Spread(column, (), words=tuple(different[i] for i in order[:LEVELS]))
    counts, middle = empty.count(rows)
    return replace(empty, counts=tuple(counts.tolist()), middle=middle)


def _values(table: Table, name: str) -> npt.NDArray[np.float64]:
    if table.schema[name].kind is Kind.NUMERIC:
        return table.numbers(name)
    seconds = table.seconds(name)
    return np.where(seconds == MISSING_SECONDS, np.nan, seconds.astype(np.float64))


def _bin(values: npt.NDArray[np.float64], edges: npt.NDArray[np.float64]) -> Counts:
    codes = np.searchsorted(edges, values, side="left").astype(np.int64) + 1
    codes[np.isnan(values)] = 0
    return codes


def _counted(codes: Counts, levels: int) -> Counts:
    return np.bincount(codes, minlength=levels)


def _middle(values: npt.NDArray[np.float64], kind: Kind) -> str:
    known = values[~np.isnan(values)]
    if not len(known):
        return "not known"
    middle = float(np.median(known))
    return str(np.datetime64(int(middle), "s"))[:10] if kind is Kind.DATETIME else f"{middle:,.6g}"


def _text_counts(texts: pa.StringArray, words: tuple[str, ...]) -> Counts:
    """Level 0 is a missing cell, the last one every other text."""
    levels = pa.array(["", *words], pa.string())
    places = np.asarray(pc.fill_null(pc.index_in(texts, levels), len(levels)), dtype=np.int64)
    return _counted(places, len(levels) + 1)


__all__ = ["LEAST_ROWS", "Counts", "Spread", "spreads"]
