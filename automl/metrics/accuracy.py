"""Share of rows whose class is named right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from automl.contracts import Array, Counts
from automl.metrics._counts import divided, label_metric, right


def _of_counts(counts: Counts) -> Array:
    return divided(right(counts).sum(axis=-1), counts.sum(axis=(-2, -1)))


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    return (
        f"It names the right {context['target']} in {100 * value:.1f} of 100 rows; "
        f"always naming the commonest value is right in {100 * context['baseline']:.1f}."
    )


METRIC = label_metric(
    "accuracy",
    "Accuracy",
    _of_counts,
    _sentence,
    "The share of rows whose answer is right. Where one answer is rare, always giving the other one looks good too.",
)
