"""Matthews correlation coefficient of actual and named classes (Matthews 1975; several classes: Gorodkin 2004)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from automl.contracts import Array, Counts
from automl.metrics._counts import divided, label_metric, right


def _of_counts(counts: Counts) -> Array:
    """0 when all rows are of one class or get one name, as in scikit-learn."""
    actual, named = counts.sum(axis=-1), counts.sum(axis=-2)
    rows = counts.sum(axis=(-2, -1))
    together = rows * right(counts).sum(axis=-1) - (actual * named).sum(axis=-1)
    spread = (rows**2 - (actual**2).sum(axis=-1)) * (rows**2 - (named**2).sum(axis=-1))
    return divided(together, np.sqrt(np.maximum(spread, 0.0)))


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    return (
        f"Its answers and the true {context['target']} have a correlation of {value:.3f}, where 1 is always right and "
        "0 is guessing."
    )


METRIC = label_metric(
    "mcc",
    "MCC",
    _of_counts,
    _sentence,
    "The correlation between the answers and the truth. It is 0 for guessing and for always giving one answer, however "
    "rare the other is.",
)
