"""Share of rows whose most probable class is the true one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Metric


def _score(y: npt.NDArray[Any], answers: Array) -> float:
    return float(np.mean(answers.argmax(axis=1) == y))


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    return (
        f"It names the right {context['target']} in {100 * value:.1f} of 100 rows; "
        f"always naming the commonest value is right in {100 * context['baseline']:.1f}."
    )


METRIC = Metric("accuracy", "Accuracy", frozenset({"binary", "multiclass"}), True, 1.0, _score, _sentence)
