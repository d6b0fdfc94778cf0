"""90 % intervals of every metric at once, from resampled rows (percentile bootstrap: Efron, Tibshirani 1993).

A resample is a row of weights, how often each measured row was drawn, and a metric scores many of them in a few
operations on matrices. Notation: n rows, c classes, r resamples.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Counts, Metric, Weights
from automl.metrics._counts import weighted_confusion

LEVEL = 0.9
MOST_RESAMPLES, LEAST_RESAMPLES = 300, 60
MOST_CELLS = 5_000_000  # n x r x classes beyond two
CELLS_AT_ONCE = 6_000_000
Pair: TypeAlias = tuple[Array, Array]


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


@dataclass(frozen=True, slots=True)
class Difference:
    """How much better the second model's score is than the first's, in the metric's own sign (`value`: second minus
    first), with the 5 % and 95 % points of what resampling makes of it; `better` is +1 or -1 when the interval leaves
    out 0 and the second is better or worse, else 0."""

    value: float
    low: float
    high: float
    better: int


def differences(
    metrics: Sequence[Metric], y: npt.NDArray[Any], answers: Pair, named: Pair, seed: int
) -> dict[str, Difference]:
    """Of two models on the same rows, by metric: both are scored on the same resamples (paired bootstrap), so what
    makes rows hard for both cancels out. `answers` and `named` hold what `intervals` reads, once for each model."""
    found: dict[str, list[Array]] = {metric.name: [] for metric in metrics}
    for weights in _resamples(len(y), max(1, answers[0].shape[1] // 2), seed):
        counts: list[Counts | None] = [None, None]
        if any(metric.of_counts is not None for metric in metrics):
            counts = [weighted_confusion(y, one.argmax(axis=1), one.shape[1], weights) for one in named]
        for metric in metrics:
            first, second = (_scores(metric, y, answers[i], weights, counts[i]) for i in (0, 1))
            found[metric.name].append(second - first)
    return {metric.name: _difference(metric, y, answers, named, found[metric.name]) for metric in metrics}


def _difference(
    metric: Metric, y: npt.NDArray[Any], answers: Pair, named: Pair, resampled: Sequence[Array]
) -> Difference:
    first, second = (metric.score(y, (named if metric.of_counts else answers)[i]) for i in (0, 1))
    low, high = _ends(np.concatenate(resampled))
    sign = 1 if metric.higher_is_better else -1
    return Difference(second - first, low, high, sign if low > 0 else -sign if high < 0 else 0)


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


__all__ = ["LEVEL", "Difference", "differences", "intervals"]
