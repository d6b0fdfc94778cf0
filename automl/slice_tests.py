"""Whether the loss of slices is larger than that of the other rows, and by how much.

Each slice is tested twice, by Welch (1947) and with the variance of a random draw of as many rows without replacement,
and the larger p value counts: the first alone is deceived by slices without spread, the second by losses with long
tails. Every slice that was tried counts: p values are corrected after Holm (1979), which bounds the chance of even one
false alarm whatever the slices have to do with each other (they overlap).

Notation: "sums" are (rows, sum of the loss, sum of its square), one entry for each slice.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from automl.contracts import Array

Sums = tuple[Array, Array, Array]


def total(losses: Array) -> Sums:
    """The sums of all rows."""
    return np.asarray(float(len(losses))), np.asarray(losses.sum()), np.asarray((losses**2).sum())


def tested(own: Sums, whole: Sums) -> tuple[Array, Array]:
    """(t, p) of the loss being larger in slices than in the other rows of the whole, one-sided: the less sure one of
    two tests. p is 1 where fewer than two other rows are left."""
    from scipy.special import stdtr

    n, m = own[0], whole[0] - own[0]
    enough = (n > 1) & (m > 1)
    n_, m_ = np.where(enough, n, 2.0), np.where(enough, m, 2.0)
    gap = own[1] / n_ - (whole[1] - own[1]) / m_
    of_own = _variance(own, n_) / n_
    of_rest = _variance((m, whole[1] - own[1], whole[2] - own[2]), m_) / m_
    welch = of_own + of_rest
    drawn = _variance(whole, whole[0]) * (1 / n_ + 1 / m_)
    tiny = 1e-300
    freedom = welch**2 / np.maximum(of_own**2 / (n_ - 1) + of_rest**2 / (m_ - 1), tiny)
    t = gap / np.sqrt(np.maximum(np.maximum(welch, drawn), tiny))
    sure = np.where(welch > 0, np.maximum(freedom, 1.0), n_ + m_ - 2)
    return np.where(enough, t, 0.0), np.where(enough, stdtr(sure, -t), 1.0)


def _variance(sums: tuple[Any, Any, Any], n: Any) -> Array:
    return np.asarray(np.maximum(sums[2] - sums[1] ** 2 / n, 0.0) / np.maximum(n - 1, 1.0))


def distance(own: Sums, whole: Sums, spread: float) -> Array:
    """How far the mean loss lies above that of the other rows, in standard deviations of all losses."""
    others = np.maximum(whole[0] - own[0], 1.0)
    return np.asarray((own[1] / np.maximum(own[0], 1.0) - (whole[1] - own[1]) / others) / spread)


def holm(p: Array) -> Array:
    """(m,) p values corrected for m tests at once (Holm 1979)."""
    order = np.argsort(p, kind="stable")
    steps = np.maximum.accumulate(p[order] * (len(p) - np.arange(len(p))))
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(steps, 1.0)
    return adjusted


__all__ = ["Sums", "distance", "holm", "tested", "total"]
