"""Logarithmic loss of class probabilities, in nats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Metric
from automl.metrics._counts import CLASSES
from automl.metrics._rows import mean_of, means_of

SMALLEST = 1e-15


def _costs(y: npt.NDArray[Any], answers: Array) -> Array:
    shares = answers / answers.sum(axis=1, keepdims=True)
    given = shares[np.arange(len(y)), y.astype(np.int64)]
    return np.asarray(-np.log(np.clip(given, SMALLEST, 1.0)))


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    return (
        f"It gives the true {context['target']} a probability of {100 * np.exp(-value):.0f} % on a typical row "
        f"(geometric mean); always giving each value its share reaches {100 * np.exp(-context['baseline']):.0f} %."
    )


METRIC = Metric(
    name="log_loss",
    title="Log loss",
    problems=CLASSES,
    higher_is_better=False,
    best=0.0,
    score=mean_of(_costs),
    sentence=_sentence,
    meaning="How much probability it gives to what then happens, on a scale that punishes being sure and wrong very "
    "hard.",
    resampled=means_of(_costs),
)
