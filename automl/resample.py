"""90 % intervals of every metric at once, from resampled rows (percentile bootstrap: Efron, Tibshirani 1993).

A resample is a row of weights, how often each measured row was drawn, and a metric scores many of them in a few
operations on matrices. Notation: n rows, c classes, r resamples.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Counts, Metric, Weights
from automl.metrics._counts import weighted_confusion

LEVEL = 0.9
MOST_RESAMPLES, LEAST_RESAMPLES = 300, 60
MOST_CELLS = 5_000_000  # n x r x classes beyond two
CELLS_AT_ONCE = 6_000_000


def intervals(
    metrics: Sequence[Metric], y: npt.NDArray[Any], answers: Array, named: Array, seed: int
) -> dict[str, tuple[float, float]]:
    """The 5 % and 95 % points of each metric, by name; NaN when no resample has a score. `named` (n, c) has a 1 for
    the class that is named: what metrics of named classes look at (numbers: not read)."""
    found: dict[str, list[Array]] = {metric.name: [] for metric in metrics}
    for weights in _resamples(len(y), max(1, answers.shape[1] // 2), seed):
        counts = None
        for metric in metrics:
            if metric.of_counts is not None and counts is None:
                counts = weighted_confusion(y, named.argmax(axis=1), named.shape[1], weights)
            found[metric.name].append(_scores(metric, y, answers, weights, counts))
    return {name: _ends(np.concatenate(values)) for name, values in found.items()}


def _scores(metric: Metric, y: npt.NDArray[Any], answers: Array, weights: Weights, counts: Counts | None) -> Array:
    if metric.of_counts is not None and counts is not None:
        return metric.of_counts(counts)
    if metric.resampled is not None:
        return metric.resampled(y, answers, weights)
    repeated = (np.repeat(np.arange(len(y)), one.astype(np.int64)) for one in weights)
    return np.asarray([metric.score(y[rows], answers[rows]) for rows in repeated])


def _resamples(n: int, width: int, seed: int) -> Iterator[Weights]:
    """Weights (some, n) of all resamples, as many at once as memory bears."""
    rng = np.random.default_rng([seed, 5])
    left = int(np.clip(MOST_CELLS // (n * width), LEAST_RESAMPLES, MOST_RESAMPLES))
    while left > 0:
        some = min(left, max(1, CELLS_AT_ONCE // n))
        drawn = (np.bincount(rng.integers(0, n, n, dtype=np.int32), minlength=n) for _ in range(some))
        yield np.stack([one.astype(np.float32) for one in drawn], axis=1).T  # rows side by side: quick to put in order
        left -= some


def _ends(values: Array) -> tuple[float, float]:
    known = values[np.isfinite(values)]
    if not len(known):
        return float("nan"), float("nan")
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


__all__ = ["LEVEL", "intervals"]
