"""Precision of the yes of a yes / no question: the share of alarms that are right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from automl.contracts import Array, Counts
from automl.metrics._counts import divided, f_beta, label_metric
from automl.metrics._often import often


def _of_counts(counts: Counts) -> Array:
    return divided(counts[..., 1, 1], counts[..., :, 1].sum(axis=-1))


def _f_half(counts: Counts) -> Array:
    """Precision counts twice as much as recall: alone it would be best with a single sure alarm."""
    return f_beta(counts, 0.5)


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    return (
        f"When it says that {context['target']} is {context['positive']}, it is right {often(value, 1)}; "
        f"always saying so is right {often(context['baseline'], 1)}."
    )


METRIC = label_metric(
    "precision",
    "Precision",
    _of_counts,
    _sentence,
    "The share of alarms that are right. Chosen as the goal, the line is drawn where precision counts twice as much as "
    "recall (F 0.5).",
    frozenset({"binary"}),
    tuned_by=_f_half,
)
