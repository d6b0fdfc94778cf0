"""Median absolute error, in the target's unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Metric, Weights
from automl.wording import number


def _score(y: npt.NDArray[Any], answers: Array) -> float:
    return float(np.median(np.abs(y - answers[:, 0])))


def _resampled(y: npt.NDArray[Any], answers: Array, weights: Weights) -> Array:
    """The value at which half of the weight is reached; between two when it is reached exactly there."""
    off = np.abs(y - answers[:, 0])
    order = np.argsort(off, kind="stable")
    reached, half = np.cumsum(weights[:, order], axis=1, dtype=np.float64), weights.sum(axis=1, dtype=np.float64) / 2
    low = (reached < half[:, None]).sum(axis=1)
    high = (reached <= half[:, None]).sum(axis=1)
    return np.asarray((off[order][low] + off[order][np.minimum(high, len(off) - 1)]) / 2)


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    return (
        f"Half of the answers are off by less than {number(value)}, half by more; with always the mean that line is at "
        f"{number(context['baseline'])}."
    )


METRIC = Metric(
    name="median_ae",
    title="Median absolute error",
    problems=frozenset({"regression"}),
    higher_is_better=False,
    best=0.0,
    score=_score,
    sentence=_sentence,
    meaning="How far off the middle one of all answers is: a few very wrong answers do not change it.",
    resampled=_resampled,
    loss="absolute",
)
