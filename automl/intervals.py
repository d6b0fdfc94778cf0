"""Intervals of 90 %: of shares, of their differences and ratios, and of means.

Shares after Wilson (1927), differences of shares after Newcombe (1998, method 10), ratios of shares after Katz,
Baptista, Azen, Pike (1978), on the logarithm, with half a row added where the first is 0; means by bootstrap
percentiles.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from automl.contracts import Array
from automl.insights import Estimate

Z90 = 1.644854
RESAMPLES, MOST_DRAWN = 400, 2_000
Mask = npt.NDArray[np.bool_]


def wilson(k: float, n: int) -> tuple[float, float]:
    """The interval of a share of k in n."""
    z = Z90
    share = k / n
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))


def share_of(hits: Mask, among: Mask) -> Estimate:
    n, k = int(among.sum()), int((hits & among).sum())
    if not n:
        return Estimate(None, 0.0, 1.0, 0)
    return Estimate(k / n, *wilson(k, n), n)


def gap_of(hits: Mask, among: Mask, other: Mask) -> Estimate:
    """The first share less the other."""
    one, two = share_of(hits, among), share_of(hits, other)
    if one.value is None or two.value is None:
        return Estimate(None, -1.0, 1.0, 0)
    gap = one.value - two.value
    low = gap - float(np.hypot(one.value - one.low, two.high - two.value))
    high = gap + float(np.hypot(one.high - one.value, two.value - two.low))
    return Estimate(gap, low, high, one.n_rows)


def ratio_of(hits: Mask, among: Mask, other: Mask) -> Estimate:
    """The first share over the other."""
    (k, n), (j, m) = ((int((hits & rows).sum()), int(rows.sum())) for rows in (among, other))
    if not n or not m or not j:
        return Estimate(None, 0.0, float(max(n, 1)), n)
    k_, n_, j_, m_ = (k + 0.5, n + 0.5, j + 0.5, m + 0.5) if k == 0 else (k, n, j, m)
    middle = np.log((k_ / n_) / (j_ / m_))
    half = Z90 * np.sqrt(max(1 / k_ - 1 / n_ + 1 / j_ - 1 / m_, 0.0))
    return Estimate((k / n) / (j / m), float(np.exp(middle - half)), float(np.exp(middle + half)), n)


def means(values: Array, seed: Sequence[int]) -> list[Estimate]:
    """The mean of every column of (n, k) with its interval: percentiles of means of rows drawn with replacement; of
    more than MOST_DRAWN rows, where that comes to the same, from the standard error."""
    n = len(values)
    whole = values.mean(axis=0)
    if n > MOST_DRAWN:
        half = Z90 * values.std(axis=0, ddof=1) / np.sqrt(n)
        return [Estimate(float(m), float(m - h), float(m + h), n) for m, h in zip(whole, half, strict=True)]
    rng = np.random.default_rng(seed)
    draws = np.stack([np.bincount(rng.integers(0, n, n), minlength=n) @ values / n for _ in range(RESAMPLES)])
    low, high = np.quantile(draws, [0.05, 0.95], axis=0)
    return [Estimate(float(m), float(a), float(b), n) for m, a, b in zip(whole, low, high, strict=True)]


__all__ = ["Z90", "Mask", "gap_of", "means", "ratio_of", "share_of", "wilson"]
