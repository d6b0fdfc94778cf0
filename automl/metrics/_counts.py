"""Metrics that look only at which class is named: all of them are functions of the counts of actual and named classes.

Notation: counts (..., c, c), rows of actual class i named class j; any number of such tables is scored at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Counts, Metric, Weights

OfCounts = Callable[[Counts], Array]
CLASSES = frozenset({"binary", "multiclass"})


def confusion(y: npt.NDArray[Any], named: npt.NDArray[Any], n_classes: int) -> Counts:
    """(c, c) counts of actual class i named class j."""
    place = y.astype(np.int64) * n_classes + named
    return np.bincount(place, minlength=n_classes**2).reshape(n_classes, n_classes).astype(np.float64)


def weighted_confusion(y: npt.NDArray[Any], named: npt.NDArray[Any], n_classes: int, weights: Weights) -> Counts:
    """(r, c, c) the same for r resamples, where row i counts weights[r, i] times."""
    place = y.astype(np.int64) * n_classes + named
    order = np.argsort(place, kind="stable")
    cells, starts = np.unique(place[order], return_index=True)
    counts = np.zeros((n_classes**2, len(weights)))
    counts[cells] = np.add.reduceat(weights.T[order], starts, axis=0, dtype=np.float64)
    return np.ascontiguousarray(counts.T).reshape(-1, n_classes, n_classes)


def label_metric(
    name: str,
    title: str,
    of_counts: OfCounts,
    sentence: Callable[[float, Mapping[str, Any]], str],
    meaning: str,
    problems: frozenset[str] = CLASSES,
    tuned_by: OfCounts | None = None,
) -> Metric:
    """A metric of counts for which 1 is perfect and more is better."""

    def score(y: npt.NDArray[Any], answers: Array) -> float:
        return float(of_counts(confusion(y, answers.argmax(axis=1), answers.shape[1])))

    def resampled(y: npt.NDArray[Any], answers: Array, weights: Weights) -> Array:
        return of_counts(weighted_confusion(y, answers.argmax(axis=1), answers.shape[1], weights))

    return Metric(
        name, title, problems, True, 1.0, score, sentence, meaning, resampled, of_counts=of_counts, tuned_by=tuned_by
    )


def right(counts: Counts) -> Array:
    """(..., c) rows of each class that are named right."""
    return np.diagonal(counts, axis1=-2, axis2=-1)


def divided(above: Array, below: Array) -> Array:
    """above / below, and 0 where there is nothing to divide by (as scikit-learn does)."""
    return np.asarray(np.divide(above, below, out=np.zeros(np.shape(above)), where=np.asarray(below) > 0))


def f1_of_classes(counts: Counts) -> Array:
    """(..., c) F1 of each class."""
    return divided(2 * right(counts), counts.sum(axis=-1) + counts.sum(axis=-2))


def f_beta(counts: Counts, beta: float) -> Array:
    """F of class 1 of two, in which recall counts beta times as much as precision (van Rijsbergen 1979)."""
    hits, missed, alarms = counts[..., 1, 1], counts[..., 1, 0], counts[..., 0, 1]
    return divided((1 + beta**2) * hits, (1 + beta**2) * hits + beta**2 * missed + alarms)


def mean_of_present(values: Array, present: npt.NDArray[np.bool_]) -> Array:
    """Mean of values (..., c) over the classes that are present (at least one)."""
    return divided(np.where(present, values, 0.0).sum(axis=-1), present.sum(axis=-1).astype(np.float64))
