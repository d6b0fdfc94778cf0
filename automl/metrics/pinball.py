"""Pinball loss of the 90 % quantile: what an answer costs that nine in ten values should stay below (Koenker 1978)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Metric
from automl.metrics._rows import mean_of, means_of
from automl.wording import number

QUANTILE = 0.9


def _costs(y: npt.NDArray[Any], answers: Array) -> Array:
    off = y - answers[:, 0]
    return np.asarray(np.maximum(QUANTILE * off, (QUANTILE - 1) * off))


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    return (
        f"As a line that nine in ten values of {context['target']} stay below, an answer costs {number(value)} on "
        f"average; always the mean costs {number(context['baseline'])}."
    )


METRIC = Metric(
    name="pinball",
    title="Pinball loss (90 %)",
    problems=frozenset({"regression"}),
    higher_is_better=False,
    best=0.0,
    score=mean_of(_costs),
    sentence=_sentence,
    meaning="For stocks and budgets: too little costs nine times as much as too much. Chosen as the goal, answers are "
    "lines that nine in ten values stay below.",
    resampled=means_of(_costs),
    loss="upper",
)
