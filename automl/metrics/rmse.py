"""Root of the mean squared error, in the target's unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Metric
from automl.metrics._rows import root_of, roots_of
from automl.wording import number


def _costs(y: npt.NDArray[Any], answers: Array) -> Array:
    return np.asarray((y - answers[:, 0]) ** 2)


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    return f"Typical error ± {number(value)}; always the mean: ± {number(context['baseline'])}."


METRIC = Metric(
    name="rmse",
    title="RMSE",
    problems=frozenset({"regression"}),
    higher_is_better=False,
    best=0.0,
    score=root_of(_costs),
    sentence=_sentence,
    meaning="The typical error in the unit of what is predicted; large errors count more than in the plain average.",
    resampled=roots_of(_costs),
)
