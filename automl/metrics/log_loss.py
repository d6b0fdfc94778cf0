"""Logarithmic loss of class probabilities, in nats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Metric

SMALLEST = 1e-15


def _score(y: npt.NDArray[Any], answers: Array) -> float:
    shares = answers / answers.sum(axis=1, keepdims=True)
    given = shares[np.arange(len(y)), y.astype(np.int64)]
    return float(-np.log(np.clip(given, SMALLEST, 1.0)).mean())


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    return (
        f"It gives the true {context['target']} a probability of {100 * np.exp(-value):.0f} % on a typical row "
        f"(geometric mean); always giving each value its share reaches {100 * np.exp(-context['baseline']):.0f} %."
    )


METRIC = Metric("log_loss", "Log loss", frozenset({"binary", "multiclass"}), False, 0.0, _score, _sentence)
