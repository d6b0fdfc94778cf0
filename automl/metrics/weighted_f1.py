"""The mean over the classes of their F1, every class counted as often as it has rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from automl.contracts import Array, Counts
from automl.metrics._counts import divided, f1_of_classes, label_metric


def _of_counts(counts: Counts) -> Array:
    rows = counts.sum(axis=-1)
    return divided((rows * f1_of_classes(counts)).sum(axis=-1), rows.sum(axis=-1))


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    return (
        f"F1 over the values of {context['target']}, each counted by its rows, is {value:.3f}, where 1 means that "
        f"every row is named right; always naming one value reaches {context['baseline']:.3f}."
    )


METRIC = label_metric(
    "weighted_f1",
    "Weighted F1",
    _of_counts,
    _sentence,
    "F1 of each class, averaged over the rows: common classes count more than rare ones.",
)
