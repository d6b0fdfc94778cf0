"""Average precision, the area under the precision-recall curve in steps (Davis, Goadrich 2006)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Metric, Weights
from automl.metrics._counts import CLASSES
from automl.metrics._ranked import Ranked, over_classes, resampled_over_classes


def average_precision(y: npt.NDArray[Any], values: npt.NDArray[Any]) -> float:
    """Precision, averaged over the rows of class 1 in the order of their values; NaN when there are none."""
    order = np.argsort(-values, kind="stable")
    ranked = values[order]
    ends = np.append(np.flatnonzero(ranked[1:] != ranked[:-1]), len(ranked) - 1)
    found = np.cumsum(np.asarray(y)[order] == 1)[ends]
    if found[-1] == 0:
        return float("nan")
    return float((np.diff(found, prepend=0) * found / (ends + 1)).sum() / found[-1])


def average_precisions(ranked: Ranked, weights: Weights) -> Array:
    """The same for resamples with weights (r, n)."""
    hits, others = ranked.groups(weights)
    found = np.cumsum(hits, axis=0, dtype=np.float64)
    said = found + np.cumsum(others, axis=0, dtype=np.float64)
    precision = found / np.maximum(said, 1.0)
    total, right = found[-1], np.einsum("gr,gr->r", hits, precision)
    return np.asarray(np.divide(right, total, out=np.full(len(total), np.nan), where=total > 0))


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    if context["problem"] == "binary":
        return (
            f"Going down its list of the likeliest {context['target']} = {context['positive']}, {100 * value:.0f} of "
            f"100 are right on average; in a list in any order {100 * context['baseline']:.0f} would be."
        )
    return (
        f"Going down its list of the likeliest rows of one {context['target']}, {100 * value:.0f} of 100 are right on "
        f"average; in a list in any order {100 * context['baseline']:.0f} would be."
    )


METRIC = Metric(
    name="pr_auc",
    title="PR AUC",
    problems=CLASSES,
    higher_is_better=True,
    best=1.0,
    score=over_classes(average_precision),
    sentence=_sentence,
    meaning="Average precision: how right the list of the likeliest rows is, averaged over how far down one reads. It "
    "tells more than ROC AUC where yes is rare. Guessing reaches the share of yes.",
    resampled=resampled_over_classes(average_precisions),
)
