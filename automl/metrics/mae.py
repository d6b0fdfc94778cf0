"""Mean absolute error, in the target's unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Metric
from automl.metrics._rows import mean_of, means_of
from automl.wording import number


def _costs(y: npt.NDArray[Any], answers: Array) -> Array:
    return np.asarray(np.abs(y - answers[:, 0]))


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    return f"It is off by {number(value)} on average; always the mean is off by {number(context['baseline'])}."


METRIC = Metric(
    name="mae",
    title="MAE",
    problems=frozenset({"regression"}),
    higher_is_better=False,
    best=0.0,
    score=mean_of(_costs),
    sentence=_sentence,
    meaning="How far an answer is off on average, in the unit of what is predicted. Chosen as the goal, answers are "
    "medians: the truth is above as often as below.",
    resampled=means_of(_costs),
    loss="absolute",
)
