"""Rows that belong together stay together: all rows of a customer, a patient, a machine are on one side.

A model that has seen some rows of a customer knows that customer; only customers it never saw show what it is worth
for new ones. The column itself is not learnt from. A missing cell is a group of its own.
"""

from __future__ import annotations

import numpy as np

from automl.contracts import Fold, Rows, Split, Target
from automl.splits._sizes import HOLDOUT_FROM_ROWS, SINGLE_FOLD_SHARE, held_share
from datasets.errors import InputError
from datasets.table import Table


def keys(table: Table, column: str) -> Rows:
    """(n,) a number for each group. Raises InputError when there is only one."""
    texts = table.texts(column).dictionary_encode()
    codes = np.asarray(texts.indices.to_numpy(zero_copy_only=False)).astype(np.float64)
    missing = table.missing(column) | np.isnan(codes)
    codes[missing] = len(texts.dictionary) + np.arange(int(missing.sum()))
    _, found = np.unique(codes, return_inverse=True)
    if not len(found) or found.max() == 0:
        raise InputError(
            f"A split by group needs at least 2 different groups; {column} holds one. Choose another column or split "
            "at random."
        )
    return found.astype(np.int64)


def hold_out(target: Target, keys: Rows, seed: int) -> tuple[Rows, Rows]:
    """(train, held out): groups drawn at random until a tenth of the rows is held out; none on small tables."""
    n = len(target.y)
    if n < HOLDOUT_FROM_ROWS:
        return np.arange(n), np.arange(0)
    return _cut(keys, held_share(n), np.random.default_rng([seed, 1]))


def folds(target: Target, keys: Rows, n_folds: int, seed: int) -> tuple[Fold, ...]:
    """Folds of about equal size; fewer than `n_folds` when there are fewer groups."""
    del target
    rng = np.random.default_rng([seed, 2])
    if n_folds == 1:
        return (Fold(*_cut(keys, SINGLE_FOLD_SHARE, rng)),)
    _, code, sizes = np.unique(keys, return_inverse=True, return_counts=True)
    n_folds = min(n_folds, len(sizes))
    fold_of, filled = np.zeros(len(sizes), dtype=np.int64), np.zeros(n_folds)
    order = rng.permutation(len(sizes))
    for group in order[np.argsort(-sizes[order], kind="stable")]:
        fold_of[group] = filled.argmin()
        filled[fold_of[group]] += sizes[group]
    assigned = fold_of[code]
    return tuple(Fold(np.flatnonzero(assigned != f), np.flatnonzero(assigned == f)) for f in range(n_folds))


def measured_on(n_rows: int) -> str:
    """The headline's rows, in words."""
    if n_rows < HOLDOUT_FROM_ROWS:
        return "rows that are answered by models which have seen no row of their group"
    return "groups kept apart, drawn at random"


def _cut(keys: Rows, share: float, rng: np.random.Generator) -> tuple[Rows, Rows]:
    """(rest, cut): whole groups in random order until `share` of the rows is reached; one group at least stays."""
    _, code, sizes = np.unique(keys, return_inverse=True, return_counts=True)
    order = rng.permutation(len(sizes))
    before = np.cumsum(sizes[order]) - sizes[order]
    chosen = order[before < share * len(keys)][: len(sizes) - 1]
    is_cut = np.isin(code, chosen)
    return np.flatnonzero(~is_cut), np.flatnonzero(is_cut)


SPLIT = Split("group", "By group", hold_out, folds, measured_on, keys, uses_up=True, order=3)
