"""Symmetric mean absolute percentage error: of the mean size of truth and answer, 0 to 2 (Makridakis 1993)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Metric
from automl.metrics._rows import mean_of, means_of


def _costs(y: npt.NDArray[Any], answers: Array) -> Array:
    """0 where truth and answer are both 0."""
    off, size = np.abs(y - answers[:, 0]), (np.abs(y) + np.abs(answers[:, 0])) / 2
    return np.asarray(np.divide(off, size, out=np.zeros_like(size), where=size > 0))


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    return (
        f"It is off by {100 * value:.1f} % of the size of truth and answer on average; always the mean is off by "
        f"{100 * context['baseline']:.1f} %."
    )


METRIC = Metric(
    name="smape",
    title="sMAPE",
    problems=frozenset({"regression"}),
    higher_is_better=False,
    best=0.0,
    score=mean_of(_costs),
    sentence=_sentence,
    meaning="How far an answer is off, as a share of the mean of truth and answer (0.1 is 10 %, 2 is the worst). It "
    "has a meaning where the truth is 0, too.",
    resampled=means_of(_costs),
    loss="relative",
)
