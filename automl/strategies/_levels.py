"""Levels as numbers: a table with one row for every text, number or moment the strategy knows and a last row for all
others.

Notation: l known words, w columns of the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Matrix
from automl.features import Features, LevelColumn, TextColumn, Word
from automl.graph.builder import Graph
from automl.strategies._blocks import chosen

MISSING = ""
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class LevelTable:
    """The table (l + 1, w) float32 of one column; row i belongs to words[i], the last row to everything else."""

    column: str
    names: tuple[str, ...]
    words: tuple[Word, ...]
    table: Matrix
    _seen: dict[int, tuple[tuple[Word, ...], Rows]] = field(default_factory=dict, compare=False, repr=False)

    def transform(self, text: TextColumn | LevelColumn) -> Matrix:
        """(n, w) float32."""
        return self.table[self._rows_of(text.words)[text.codes]]

    def _rows_of(self, words: tuple[Word, ...]) -> Rows:
        """The row of the table for each word of a dictionary; the last dictionary is remembered."""
        known = self._seen.get(0)
        if known is None or known[0] is not words:
            known = (words, rows_of(words, self.words))
            self._seen[0] = known
        return known[1]

    def keep(self, columns: npt.NDArray[np.bool_]) -> LevelTable:
        return replace(self, names=chosen(self.names, columns), table=self.table[:, columns], _seen={})


@dataclass(frozen=True)
class Levels:
    """The tables of several columns side by side."""

    tables: tuple[LevelTable, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for table in self.tables for name in table.names)

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(table.column for table in self.tables for _ in table.names)

    def transform(self, features: Features) -> Matrix:
        if not self.tables:
            return np.empty((features.n_rows, 0), dtype=np.float32)
        return np.concatenate(
            [t.transform(features.texts.get(t.column) or features.levels(t.column)) for t in self.tables], axis=1
        )

    def emit(self, graph: Graph) -> str:
        return graph.lookups([(table.column, table.words, table.table) for table in self.tables])

    def keep(self, columns: npt.NDArray[np.bool_]) -> Levels:
        ends = np.cumsum([len(table.names) for table in self.tables])
        masks = np.split(columns, ends[:-1])
        return Levels(tuple(t.keep(mask) for t, mask in zip(self.tables, masks, strict=True) if mask.any()))


def rows_of(words: Sequence[Word], known: Sequence[Word]) -> Rows:
    """The place of each word among the known ones; len(known) for others."""
    places = {word: place for place, word in enumerate(known)}
    return np.fromiter((places.get(word, len(known)) for word in words), dtype=np.int64, count=len(words))


def frequent_words(
    text: TextColumn | LevelColumn, at_least: int = 2, missing: Word = MISSING
) -> tuple[tuple[Any, ...], npt.NDArray[np.int64]]:
    """The words seen at least so often, most frequent first (ties in the order of the words), and their counts.

    The missing cell is not among them.
    """
    counts = np.bincount(text.codes, minlength=len(text.words))
    often: list[tuple[int, Any]] = [(-int(counts[i]), text.words[i]) for i in np.flatnonzero(counts >= at_least)]
    ordered = sorted(pair for pair in often if pair[1] != missing)
    return tuple(word for _, word in ordered), np.array([-count for count, _ in ordered], dtype=np.int64)


__all__ = ["MISSING", "LevelTable", "Levels", "frequent_words", "rows_of"]
