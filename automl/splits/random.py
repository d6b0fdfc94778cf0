"""Rows drawn at random, classes in proportion (stratified); a class too small to be everywhere stays in the training
rows first. Deterministic for a seed.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from automl.contracts import Fold, Rows, Split, Target
from automl.splits._sizes import HOLDOUT_FROM_ROWS, SINGLE_FOLD_SHARE, held_share


def hold_out(target: Target, _keys: Rows, seed: int) -> tuple[Rows, Rows]:
    """(train, held out). Nothing is held out below HOLDOUT_FROM_ROWS rows: there the score is cross-fitted."""
    n = len(target.y)
    if n < HOLDOUT_FROM_ROWS:
        return np.arange(n), np.arange(0)
    return _cut(target, held_share(n), np.random.default_rng([seed, 1]))


def measured_on(n_rows: int) -> str:
    """What the headline score of a build on `n_rows` rows will be measured on."""
    if n_rows < HOLDOUT_FROM_ROWS:
        return "rows that are answered by models which have not seen them"
    return "rows kept apart, drawn at random"


def folds(target: Target, _keys: Rows, n_folds: int, seed: int) -> tuple[Fold, ...]:
    """`n_folds` folds whose validation rows are all rows once; n_folds = 1: one split with 20 % validation rows."""
    rng = np.random.default_rng([seed, 2])
    if n_folds == 1:
        train, valid = _cut(target, SINGLE_FOLD_SHARE, rng)
        return (Fold(train, valid),)
    assigned = _assign(target, n_folds, rng)
    return tuple(Fold(np.flatnonzero(assigned != f), np.flatnonzero(assigned == f)) for f in range(n_folds))


def _groups(target: Target) -> npt.NDArray[np.int64]:
    """Strata: the classes, or for numbers up to ten quantile bins."""
    if target.problem != "regression":
        return target.y.astype(np.int64)
    edges = np.unique(np.quantile(target.y, np.linspace(0, 1, 11)[1:-1]))
    return np.asarray(np.searchsorted(edges, target.y, side="right"), dtype=np.int64)


def _assign(target: Target, n_folds: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """A fold number for every row: the rows of each stratum are shuffled and dealt out like cards, going on from fold
    to fold where the last stratum ended, so that folds differ by at most one row."""
    groups = _groups(target)
    order = rng.permutation(len(groups))
    order = order[np.argsort(groups[order], kind="stable")]
    assigned = np.empty(len(groups), dtype=np.int64)
    assigned[order] = np.arange(len(groups)) % n_folds
    return assigned


def _cut(target: Target, share: float, rng: np.random.Generator) -> tuple[Rows, Rows]:
    """(rest, cut): `share` of the rows of each stratum, rounded down, is cut off."""
    groups = _groups(target)
    order = rng.permutation(len(groups))
    order = order[np.argsort(groups[order], kind="stable")]
    counts = np.bincount(groups)
    place = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
    is_cut = np.empty(len(order), dtype=bool)
    is_cut[order] = place < np.floor(share * counts)[groups[order]]
    if not is_cut.any():
        is_cut[order[:: max(2, round(1 / share))]] = True
    return np.flatnonzero(~is_cut), np.flatnonzero(is_cut)


SPLIT = Split("random", "At random", hold_out, folds, measured_on, order=1)
