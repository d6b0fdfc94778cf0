"""Coefficient of determination: the share of the target's variance that is explained."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Metric, Weights


def _score(y: npt.NDArray[Any], answers: Array) -> float:
    """1 for a perfect model, 0 for the mean; of a constant y: 1 when every row is hit, else 0 (as scikit-learn)."""
    squares = float(np.sum((y - answers[:, 0]) ** 2))
    total = float(np.sum((y - y.mean()) ** 2))
    if total == 0:
        return 1.0 if squares == 0 else 0.0
    return 1 - squares / total


def _resampled(y: npt.NDArray[Any], answers: Array, weights: Weights) -> Array:
    """From the weighted moments of y, taken about its mean so that no digits are lost."""
    about = y - y.mean()
    squares = weights @ (y - answers[:, 0]) ** 2
    rows = weights.sum(axis=1, dtype=np.float64)
    total = weights @ about**2 - (weights @ about) ** 2 / rows
    constant = np.where(squares == 0, 1.0, 0.0)
    return np.where(total > 0, 1 - squares / np.where(total > 0, total, 1.0), constant)


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    return (
        f"It explains {100 * value:.0f} % of the differences in {context['target']}; always the mean explains nothing."
    )


METRIC = Metric(
    name="r2",
    title="R²",
    problems=frozenset({"regression"}),
    higher_is_better=True,
    best=1.0,
    score=_score,
    sentence=_sentence,
    meaning="The share of the differences between rows that the answers account for: 1 is all, 0 is no better than "
    "always the mean, below 0 is worse.",
    resampled=_resampled,
)
