"""Mean over the classes of the share of a class's rows that are named right (Brodersen et al. 2010)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Metric


def _score(y: npt.NDArray[Any], answers: Array) -> float:
    actual = y.astype(np.int64)
    right = (answers.argmax(axis=1) == actual).astype(np.float64)
    rows = np.bincount(actual, minlength=answers.shape[1])
    hits = np.bincount(actual, weights=right, minlength=answers.shape[1])
    return float((hits[rows > 0] / rows[rows > 0]).mean())


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    return (
        f"Of the rows of one value of {context['target']} it names {100 * value:.1f} in 100 right, all values counted "
        f"alike; always naming one value reaches {100 * context['baseline']:.1f}."
    )


METRIC = Metric(
    "balanced_accuracy", "Balanced accuracy", frozenset({"binary", "multiclass"}), True, 1.0, _score, _sentence
)
