"""Metrics that are a mean over rows of what each row costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Weights

Costs = Callable[[npt.NDArray[Any], Array], Array]  # (y (n,), answers (n, c)) -> (n,)


def mean_of(costs: Costs) -> Callable[[npt.NDArray[Any], Array], float]:
    """The score of a metric: the mean of the rows' costs."""

    def score(y: npt.NDArray[Any], answers: Array) -> float:
        return float(costs(y, answers).mean())

    return score


def means_of(costs: Costs) -> Callable[[npt.NDArray[Any], Array, Weights], Array]:
    """The same for many resamples at once."""

    def resampled(y: npt.NDArray[Any], answers: Array, weights: Weights) -> Array:
        return np.asarray((weights @ costs(y, answers)) / weights.sum(axis=1, dtype=np.float64))

    return resampled


def root_of(costs: Costs) -> Callable[[npt.NDArray[Any], Array], float]:
    """The root of the mean of the rows' costs."""
    mean = mean_of(costs)
    return lambda y, answers: float(np.sqrt(mean(y, answers)))


def roots_of(costs: Costs) -> Callable[[npt.NDArray[Any], Array, Weights], Array]:
    """The same for many resamples at once."""
    means = means_of(costs)
    return lambda y, answers, weights: np.sqrt(means(y, answers, weights))
