"""How much a number says about the target: the share of the target's variance that the number's bins explain.

Notation: n rows, T (n, q) statistics of the target. The share is the correlation ratio of Pearson (1905) over BINS
equally filled bins, less what chance explains.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from automl.contracts import Array

BINS = 20
SAMPLE_ROWS = 5_000
LEAST_GAIN = 0.01  # below it, two columns are not worth a column of their own


class Strength:
    """What numbers of the same rows explain of T (n, q): made once, asked for many numbers."""

    def __init__(self, T: Array) -> None:
        self._centred = np.ascontiguousarray((T - T.mean(axis=0)).T)
        self._total = float(np.square(self._centred).sum())

    def __call__(self, values: npt.NDArray[np.float32]) -> float:
        """The share that the bins of values (n,) explain, less what chance explains; missing ones are a bin of their
        own. 0 where nothing varies or there are not more rows than bins."""
        known = ~np.isnan(values)
        bins = np.zeros(len(values), dtype=np.int64)
        if known.any():
            edges = np.unique(np.quantile(values[known], np.linspace(0, 1, BINS + 1)[1:-1]))
            bins[known] = 1 + np.searchsorted(edges, values[known], side="right")
        counts = np.bincount(bins)
        used = int((counts > 0).sum())
        if self._total <= 0 or len(values) <= used:
            return 0.0
        sums = np.stack([np.bincount(bins, one) for one in self._centred])
        share = float((np.square(sums) / np.maximum(counts, 1)).sum()) / self._total
        return share - (used - 1) / (len(values) - used) * (1 - share)


def sampled(n_rows: int) -> npt.NDArray[np.int64]:
    """At most SAMPLE_ROWS rows, evenly spread."""
    return np.unique(np.linspace(0, n_rows - 1, min(n_rows, SAMPLE_ROWS)).astype(np.int64))


__all__ = ["LEAST_GAIN", "Strength", "sampled"]
