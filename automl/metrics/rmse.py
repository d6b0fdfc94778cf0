"""Root of the mean squared error, in the target's unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Metric
from automl.wording import number


def _score(y: npt.NDArray[Any], answers: Array) -> float:
    return float(np.sqrt(np.mean((y - answers[:, 0]) ** 2)))


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    return f"Typical error ± {number(value)}; always the mean: ± {number(context['baseline'])}."


METRIC = Metric("rmse", "RMSE", frozenset({"regression"}), False, 0.0, _score, _sentence)
