"""Area under the ROC curve (Fawcett 2006, "An introduction to ROC analysis")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Metric, Weights
from automl.metrics._counts import CLASSES
from automl.metrics._often import often
from automl.metrics._ranked import Ranked, over_classes, resampled_over_classes


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


def areas(ranked: Ranked, weights: Weights) -> Array:
    """The same for resamples with weights (r, n)."""
    hits, others = ranked.groups(weights)
    n_hits, n_others = (some.sum(axis=0, dtype=np.float64) for some in (hits, others))
    below = n_others - np.cumsum(others, axis=0, dtype=np.float64) + others / 2
    pairs = n_hits * n_others
    won = np.einsum("gr,gr->r", hits, below)
    return np.asarray(np.divide(won, pairs, out=np.full(len(won), np.nan), where=pairs > 0))


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    if context["problem"] == "binary":
        return (
            f"Shown one row where {context['target']} is {context['positive']} and one where it is not, it picks the "
            f"right one {often(value)}. A coin picks the right one 50 times in 100."
        )
    return (
        f"Shown two rows with different {context['target']}, it tells them apart {often(value)}. "
        "A coin is right 50 times in 100."
    )


METRIC = Metric(
    name="roc_auc",
    title="ROC AUC",
    problems=CLASSES,
    higher_is_better=True,
    best=1.0,
    score=over_classes(area),
    sentence=_sentence,
    meaning="How well it puts rows in order: the chance that a yes row gets a higher probability than a no row. It "
    "does not depend on where the line is drawn. Of several classes: each against the rest, averaged.",
    resampled=resampled_over_classes(areas),
)
