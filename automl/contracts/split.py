"""Splits: which rows train, which validate, and which nothing sees until the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from automl.contracts.values import Target

if TYPE_CHECKING:
    from datasets.table import Table

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Fold:
    """Row indices that train and row indices that validate; disjoint."""

    train: Rows
    valid: Rows


@dataclass(frozen=True)
class Split:
    """How rows are kept apart. `keys(table, column)` (n,) int64 is what it goes by (None where it needs no column).
    `hold_out(target, keys, seed)` gives (training rows, rows that nothing sees until the end, none on small tables
    where the score can be cross-fitted). `folds(target, keys, n_folds, seed)` gives at most `n_folds` folds; with
    n_folds = 1 one split with about 20 % validation rows. `measured_on(n)` says of a table of n rows what its score
    will be measured on. `uses_up`: the column only says which rows belong together, so no model learns from it.
    `bags`: a fit on one fold's training rows is as good as one on another's."""

    name: str
    title: str
    hold_out: Callable[[Target, Rows, int], tuple[Rows, Rows]]
    folds: Callable[[Target, Rows, int, int], tuple[Fold, ...]]
    measured_on: Callable[[int], str]
    keys: Callable[[Table, str], Rows] | None = None
    uses_up: bool = False
    bags: bool = True
    order: int = 100
