"""Mean absolute error, in the target's unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Metric
from automl.wording import number


def _score(y: npt.NDArray[Any], answers: Array) -> float:
    return float(np.mean(np.abs(y - answers[:, 0])))


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    return f"It is off by {number(value)} on average; always the mean is off by {number(context['baseline'])}."


METRIC = Metric("mae", "MAE", frozenset({"regression"}), False, 0.0, _score, _sentence)
