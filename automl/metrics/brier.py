"""Brier score: the mean squared difference between probabilities and what happened (Brier 1950)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Metric
from automl.metrics._counts import CLASSES
from automl.metrics._rows import mean_of, means_of


def _costs(y: npt.NDArray[Any], answers: Array) -> Array:
    """Of two classes that of class 1 alone, of several the sum over the classes, as scikit-learn counts."""
    actual = y.astype(np.int64)
    if answers.shape[1] == 2:
        return np.asarray((actual - answers[:, 1]) ** 2)
    given = answers[np.arange(len(actual)), actual]
    return np.asarray((answers**2).sum(axis=1) - given**2 + (1 - given) ** 2)


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    return (
        f"Its probabilities are off by {100 * np.sqrt(value):.0f} percentage points on a typical row; always giving "
        f"each value of {context['target']} its share is off by {100 * np.sqrt(context['baseline']):.0f}."
    )


METRIC = Metric(
    name="brier",
    title="Brier score",
    problems=CLASSES,
    higher_is_better=False,
    best=0.0,
    score=mean_of(_costs),
    sentence=_sentence,
    meaning="The squared distance between the probability it gives and what happens (1 or 0), averaged over the rows. "
    "It is low when probabilities are both sure and right.",
    resampled=means_of(_costs),
)
