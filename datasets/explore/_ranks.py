"""Correlation of numbers: Pearson's, and Spearman's as Pearson's of the ranks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from datasets.explore._extract import Array, Codes


def ranks(values: Array, order: Codes | None = None, among: npt.NDArray[np.bool_] | None = None) -> Array:
    """(n,) ranks from 1; equal values share the mean of theirs.

    `order` (n,) are the places of the values in rising order, where they are known already; `among` (n,) the rows to
    rank: the others are left out of the answer.
    """
    order = np.argsort(values) if order is None else order
    if among is not None:
        place = np.cumsum(among) - 1
        order = order[among[order]]
        values, order = values[among], place[order]
    ordered = values[order]
    new = np.concatenate([[True], ordered[1:] != ordered[:-1]]) if len(values) else np.zeros(0, dtype=bool)
    starts = np.flatnonzero(new)
    sizes = np.diff(np.append(starts, len(values)))
    found = np.empty(len(values))
    found[order] = np.repeat(starts + (sizes + 1) / 2, sizes)
    return found


def pearson(x: Array, y: Array) -> float | None:
    """-1..1; None for fewer than 3 rows or when one side never changes."""
    if len(x) < 3 or x.min() == x.max() or y.min() == y.max():
        return None
    x, y = _centred(x), _centred(y)
    both = float(np.sqrt(np.sum(x * x) * np.sum(y * y)))  # np.dot would wake the threads of a library
    return float(np.clip(np.sum(x * y) / both, -1.0, 1.0)) if both > 0 else None


def _centred(values: Array) -> Array:
    """Less their mean, in a unit in which squares neither overflow nor vanish."""
    centred: Array = values - values.mean()
    return centred / (float(np.abs(centred).max()) or 1.0)
