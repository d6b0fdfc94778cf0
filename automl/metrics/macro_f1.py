"""The mean over the classes of their F1, every class counted alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from automl.contracts import Array, Counts
from automl.metrics._counts import f1_of_classes, label_metric, mean_of_present


def _of_counts(counts: Counts) -> Array:
    """Classes that are neither present nor named are left out of the mean, as scikit-learn's labels would be."""
    return mean_of_present(f1_of_classes(counts), counts.sum(axis=-1) + counts.sum(axis=-2) > 0)


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    return (
        f"F1 over the values of {context['target']}, each counted alike, is {value:.3f}, where 1 means that every row "
        f"is named right; always naming one value reaches {context['baseline']:.3f}."
    )


METRIC = label_metric(
    "macro_f1",
    "Macro F1",
    _of_counts,
    _sentence,
    "F1 of each class, averaged over the classes. A rare class that is never found pulls it down as much as a common "
    "one would.",
)
