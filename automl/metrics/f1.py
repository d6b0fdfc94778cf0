"""F1: harmonic mean of precision and recall; of the second class when there are two, else the mean over classes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Metric


def _score(y: npt.NDArray[Any], answers: Array) -> float:
    """Classes that are neither present nor predicted are left out of the mean, as scikit-learn's labels would be."""
    n_classes = answers.shape[1]
    actual, named = y.astype(np.int64), answers.argmax(axis=1)
    hits = np.bincount(actual[actual == named], minlength=n_classes)
    both = np.bincount(actual, minlength=n_classes) + np.bincount(named, minlength=n_classes)
    f1 = 2 * hits / np.maximum(both, 1)
    return float(f1[1]) if n_classes == 2 else float(f1[both > 0].mean())


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    who = f"{context['target']} = {context['positive']}" if context["problem"] == "binary" else context["target"]
    return (
        f"F1 for {who} is {value:.3f}, where 1 means that all are found and no alarm is false; "
        f"the dullest model reaches {context['baseline']:.3f}."
    )


METRIC = Metric("f1", "F1", frozenset({"binary", "multiclass"}), True, 1.0, _score, _sentence)
