"""Coefficient of determination: the share of the target's variance that is explained."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Metric


def _score(y: npt.NDArray[Any], answers: Array) -> float:
    """1 for a perfect model, 0 for the mean; of a constant y: 1 when every row is hit, else 0 (as scikit-learn)."""
    squares = float(np.sum((y - answers[:, 0]) ** 2))
    total = float(np.sum((y - y.mean()) ** 2))
    if total == 0:
        return 1.0 if squares == 0 else 0.0
    return 1 - squares / total


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    return (
        f"It explains {100 * value:.0f} % of the differences in {context['target']}; always the mean explains nothing."
    )


METRIC = Metric("r2", "R²", frozenset({"regression"}), True, 1.0, _score, _sentence)
