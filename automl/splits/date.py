"""The past trains, the future measures: the latest rows are held out, and every fold validates on later rows than it
trains on.

Rows of one moment stay together. Rows without a date count as the earliest. The column may hold dates, or numbers such
as a year.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from automl.contracts import Fold, Rows, Split, Target
from automl.splits._sizes import HOLDOUT_FROM_ROWS, SINGLE_FOLD_SHARE, held_share
from datasets.errors import InputError
from datasets.schema import Kind
from datasets.table import Table

VALIDATED_SHARE = 0.5  # of the training rows, in blocks of which each is answered by what came before
MOST_FOLDS = 5


def keys(table: Table, column: str) -> Rows:
    """(n,) the rank of each row's moment, 0 for none. Raises InputError for texts and for a single moment."""
    kind = table.schema[column].kind
    if kind not in (Kind.DATETIME, Kind.NUMERIC):
        raise InputError(
            f"A split by date needs a column of dates or numbers; {column} is read as {kind}. Choose another column or "
            "change its kind."
        )
    moments = table.seconds(column).astype(np.float64) if kind is Kind.DATETIME else table.numbers(column)
    missing = table.missing(column) | np.isnan(moments)
    different, rank = np.unique(moments[~missing], return_inverse=True)
    if len(different) < 2:
        raise InputError(
            f"A split by date needs at least 2 different moments; {column} holds {len(different)}. Choose another "
            "column or split at random."
        )
    ranks = np.zeros(len(moments), dtype=np.int64)
    ranks[~missing] = rank + 1
    return ranks


def hold_out(target: Target, keys: Rows, seed: int) -> tuple[Rows, Rows]:
    """(train, held out): the latest tenth, on small tables the latest fifth; never none, because to answer the past
    with models of the future would flatter."""
    del seed
    n = len(target.y)
    share = SINGLE_FOLD_SHARE if n < HOLDOUT_FROM_ROWS else held_share(n)
    later = keys >= _border(keys, 1 - share)
    return np.flatnonzero(~later), np.flatnonzero(later)


def folds(target: Target, keys: Rows, n_folds: int, seed: int) -> tuple[Fold, ...]:
    """Blocks of the later half, each answered by models of everything before it; at most MOST_FOLDS."""
    del target, seed
    n_folds = min(n_folds, MOST_FOLDS)
    share = SINGLE_FOLD_SHARE if n_folds == 1 else VALIDATED_SHARE
    starts = [_border(keys, 1 - share + share * f / n_folds) for f in range(n_folds)]
    borders = [*np.unique(starts), int(keys.max()) + 1]
    blocks = [(keys >= low) & (keys < high) for low, high in pairwise(borders)]
    earlier = [keys < low for low in borders[:-1]]
    pairs = zip(earlier, blocks, strict=True)
    return tuple(Fold(np.flatnonzero(past), np.flatnonzero(block)) for past, block in pairs)


def measured_on(n_rows: int) -> str:
    """The headline's rows, in words."""
    return "the latest tenth of the rows" if n_rows >= HOLDOUT_FROM_ROWS else "the latest fifth of the rows"


def _border(keys: Rows, share: float) -> int:
    """The first key of the later part, so that about `share` of the rows, and at least one, come before it."""
    ordered = np.sort(keys)
    border = int(ordered[min(int(share * len(ordered)), len(ordered) - 1)])
    return border if border > ordered[0] else int(ordered[np.searchsorted(ordered, border, side="right")])


SPLIT = Split("date", "By date", hold_out, folds, measured_on, keys, bags=False, order=2)
