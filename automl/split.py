"""Which rows train, which validate, and which nobody sees until the end.

Notation: n rows; every function is deterministic for a seed; classes are kept in proportion (stratified), and a class
too small to be everywhere stays in the training rows first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from automl.contracts import Target

Rows = npt.NDArray[np.int64]

HOLDOUT_FROM_ROWS = 10_000
HOLDOUT_SHARE = 0.1
HOLDOUT_MOST_ROWS = 10_000
SINGLE_FOLD_SHARE = 0.2


@dataclass(frozen=True)
class Fold:
    """Row indices that train and row indices that validate; disjoint."""

    train: Rows
    valid: Rows


def hold_out(target: Target, seed: int) -> tuple[Rows, Rows]:
    """(train, held out). Nothing is held out below HOLDOUT_FROM_ROWS rows: there the score is cross-fitted."""
    n = len(target.y)
    if n < HOLDOUT_FROM_ROWS:
        return np.arange(n), np.arange(0)
    share = min(HOLDOUT_SHARE, HOLDOUT_MOST_ROWS / n)
    return _cut(target, share, np.random.default_rng([seed, 1]))


def measured_on(n_rows: int) -> str:
    """What the headline score of a build on `n_rows` rows will be measured on."""
    if n_rows < HOLDOUT_FROM_ROWS:
        return "all rows, each answered by models that have not seen it"
    return "rows kept apart, drawn at random"


def folds(target: Target, n_folds: int, seed: int) -> tuple[Fold, ...]:
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
