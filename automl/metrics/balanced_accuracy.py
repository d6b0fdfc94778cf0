"""Mean over the classes of the share of a class's rows that are named right (Brodersen et al. 2010)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from automl.contracts import Array, Counts
from automl.metrics._counts import divided, label_metric, mean_of_present, right


def _of_counts(counts: Counts) -> Array:
    rows = counts.sum(axis=-1)
    return mean_of_present(divided(right(counts), rows), rows > 0)


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    named = f"{100 * value:.1f} in 100" if value < 1 else "all"
    return (
        f"Of the rows of one value of {context['target']} it names {named} right, all values counted "
        f"alike; always naming one value reaches {100 * context['baseline']:.1f}."
    )


METRIC = label_metric(
    "balanced_accuracy",
    "Balanced accuracy",
    _of_counts,
    _sentence,
    "The share of right answers within each class, averaged over the classes, so that a rare class counts as much as a "
    "common one.",
)
