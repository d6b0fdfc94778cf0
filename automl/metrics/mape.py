"""Mean absolute percentage error, as a share of the true value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Metric
from automl.metrics._rows import mean_of, means_of

SMALLEST = float(np.finfo(np.float64).eps)


def _costs(y: npt.NDArray[Any], answers: Array) -> Array:
    """As scikit-learn: a true value of 0 counts as the smallest number, which makes the share huge."""
    return np.asarray(np.abs(y - answers[:, 0]) / np.maximum(np.abs(y), SMALLEST))


def _refuses(y: npt.NDArray[Any]) -> str | None:
    if (zeros := int((y == 0).sum())) == 0:
        return None
    return f"MAPE divides by the true value, and {zeros:,} of {len(y):,} rows are 0."


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    return (
        f"It is off by {100 * value:.1f} % of the true value on average; always the mean is off by "
        f"{100 * context['baseline']:.1f} %."
    )


METRIC = Metric(
    name="mape",
    title="MAPE",
    problems=frozenset({"regression"}),
    higher_is_better=False,
    best=0.0,
    score=mean_of(_costs),
    sentence=_sentence,
    meaning="How far an answer is off on average, as a share of the true value (0.1 is 10 %). Small true values weigh "
    "heavily, and it means nothing where one is 0.",
    resampled=means_of(_costs),
    loss="relative",
    refuses=_refuses,
)
