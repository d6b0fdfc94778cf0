"""Which rows are equal: one number a row, the same for rows that are equal in every cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from datasets.keys import Keys, keys_of, n_different

if TYPE_CHECKING:
    from datasets.table import Table

FULLEST = 3  # columns that are looked at first


def row_keys(table: Table, names: Iterable[str]) -> Keys:
    """(n,) a 64-bit hash of the cells of these columns as they were read."""
    return keys_of(table.cells.select(list(names)))


def first_of_equals(keys: Keys) -> npt.NDArray[np.int64]:
    """(n,) the place of the first row with the same key, for the first one itself its own."""
    _, first, groups = np.unique(keys, return_index=True, return_inverse=True)
    return np.asarray(first[groups], dtype=np.int64)


def n_repeats(table: Table, n_unique: Mapping[str, int]) -> int:
    """How many rows equal an earlier one in every cell; `n_unique`: how many different cells each column has."""
    if not table.n_rows or not may_repeat(table, table.names, n_unique, 1 / table.n_rows):
        return 0
    return table.n_rows - n_different(row_keys(table, table.names))


def may_repeat(table: Table, names: Sequence[str], n_unique: Mapping[str, int], share: float) -> bool:
    """Whether at least this share of the rows may equal an earlier one in these columns, judged by the few columns that
    have the most different cells: rows that differ in those differ."""
    fullest = sorted(names, key=lambda name: -n_unique[name])[:FULLEST]
    if not fullest or table.n_rows - n_unique[fullest[0]] < share * table.n_rows:
        return False
    different = n_different(row_keys(table, fullest))
    return table.n_rows - different >= share * table.n_rows
