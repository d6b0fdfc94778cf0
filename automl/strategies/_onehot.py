"""Texts as one column a level: 1 where the row has that level, 0 elsewhere; rare levels share one column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from automl.contracts import Matrix
from automl.features import Features, TextColumn, Word
from automl.graph.builder import Graph
from automl.strategies._levels import MISSING, Levels, LevelTable, frequent_words

MAX_LEVELS = 50
MOST_CELLS = 40_000_000  # rows x levels of all columns
ROWS_AT_ONCE = 8192
RARE_SHARE = 1 / 2000
Key = tuple[str, Word | None, tuple[Word, ...]]  # column, its level, or None for any but the known ones


@dataclass(frozen=True)
class OneHot:
    """`levels` gives one code a string column; prepared column j is 1 where code `codes[j]` stands in `levels`
    column `columns[j]`."""

    levels: Levels
    columns: npt.NDArray[np.int64]
    codes: npt.NDArray[np.float32]

    @classmethod
    def of(cls, features: Features) -> OneHot:
        """At most 50 levels a column (fewer in very large tables), most frequent first, each of at least 2 rows and
        1 row in 2,000."""
        affordable = MOST_CELLS // max(1, features.n_rows * len(features.texts))
        most = min(MAX_LEVELS, max(2, affordable))
        levels = Levels(tuple(_codes(name, text, most) for name, text in features.texts.items()))
        sizes = [len(table.table) for table in levels.tables]
        codes = [np.arange(size, dtype=np.float32) for size in sizes]
        return cls(levels, np.repeat(np.arange(len(sizes)), sizes), np.concatenate([np.empty(0, np.float32), *codes]))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._name(int(j), int(code)) for j, code in zip(self.columns, self.codes, strict=True))

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(self.levels.tables[j].column for j in self.columns)

    def _name(self, column: int, code: int) -> str:
        table = self.levels.tables[column]
        level = table.words[code] if code < len(table.words) else "another value"
        return f"{table.column} = {level or 'missing'}"

    def transform(self, features: Features) -> Matrix:
        codes = self.levels.transform(features)
        values = np.empty((features.n_rows, len(self.codes)), dtype=np.float32)
        for start in range(0, features.n_rows, ROWS_AT_ONCE):
            rows = slice(start, start + ROWS_AT_ONCE)
            values[rows] = codes[rows][:, self.columns] == self.codes
        return values

    def emit(self, graph: Graph) -> str:
        keys = [self._key(int(j), int(code)) for j, code in zip(self.columns, self.codes, strict=True)]
        return graph.together(emit_levels, keys)

    def _key(self, column: int, code: int) -> Key:
        table = self.levels.tables[column]
        named = code < len(table.words)
        return table.column, table.words[code] if named else None, () if named else tuple(sorted(table.words, key=repr))

    def keep(self, columns: npt.NDArray[np.bool_]) -> OneHot:
        return OneHot(self.levels, self.columns[columns], self.codes[columns])


def emit_levels(graph: Graph, keys: Sequence[Key]) -> str:
    """1 where the cell of the column is the word, or none of the known words, else 0: [n, len(keys)]."""
    places: dict[str, list[int]] = {}
    for i, (column, _, _) in enumerate(keys):
        places.setdefault(column, []).append(i)
    tables = [(column, *_table([keys[i] for i in own])) for column, own in places.items()]
    found = graph.cells(graph.lookups(tables), len(keys))
    order = [i for own in places.values() for i in own]
    return graph.take([found[i] for i in np.argsort(np.array(order))])


def _table(keys: Sequence[Key]) -> tuple[tuple[Word, ...], Matrix]:
    """The words of one column's keys, and the table (words + 1, keys) of 1 and 0."""
    words = tuple(dict.fromkeys(word for _, own, known in keys for word in (own, *known) if word is not None))
    rows = {word: row for row, word in enumerate(words)}
    table = np.zeros((len(words) + 1, len(keys)), dtype=np.float32)
    for j, (_, word, known) in enumerate(keys):
        if word is None:
            table[:, j] = 1
            table[[rows[each] for each in known], j] = 0
        else:
            table[rows[word], j] = 1
    return words, table


def _codes(column: str, text: TextColumn, most: int) -> LevelTable:
    """Codes of the kept levels, then of the missing cell, then (last row) of everything else."""
    words, _ = frequent_words(text, at_least=max(2, int(len(text.codes) * RARE_SHARE)))
    words = (*words[:most], MISSING)
    return LevelTable(column, (column,), words, np.arange(len(words) + 1, dtype=np.float32)[:, None])


__all__ = ["OneHot"]
