"""Area under the ROC curve (Fawcett 2006, "An introduction to ROC analysis")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Metric


def area(y: npt.NDArray[Any], values: npt.NDArray[Any]) -> float:
    """Chance that a random row of class 1 has a higher value than a random row of class 0, ties counted half.

    y (n,) of 0 and 1; values (n,). NaN when one of the classes is absent."""
    order = np.argsort(values, kind="stable")
    ranked, ordered = values[order], np.asarray(y)[order] == 1
    ends = np.append(np.flatnonzero(ranked[1:] != ranked[:-1]), len(ranked) - 1)
    starts = np.append(0, ends[:-1] + 1)
    ranks = np.repeat((starts + ends) / 2 + 1, ends - starts + 1)
    positives = int(ordered.sum())
    negatives = len(ranked) - positives
    if positives == 0 or negatives == 0:
        return float("nan")
    return float((ranks[ordered].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def _score(y: npt.NDArray[Any], answers: Array) -> float:
    """Binary: of the second class. Multiclass: the mean of one class against the rest, classes present only."""
    if answers.shape[1] == 2:
        return area(y, answers[:, 1])
    areas = [area((y == c).astype(np.int64), answers[:, c]) for c in range(answers.shape[1])]
    known = [a for a in areas if a == a]
    return float(np.mean(known)) if known else float("nan")


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    if context["problem"] == "binary":
        return (
            f"Shown one row where {context['target']} is {context['positive']} and one where it is not, it picks the "
            f"right one {100 * value:.0f} times in 100. A coin picks the right one 50 times in 100."
        )
    return (
        f"Shown two rows with different {context['target']}, it tells them apart {100 * value:.0f} times in 100. "
        "A coin is right 50 times in 100."
    )


METRIC = Metric("roc_auc", "ROC AUC", frozenset({"binary", "multiclass"}), True, 1.0, _score, _sentence)
