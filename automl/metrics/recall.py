"""Recall of the yes of a yes / no question: the share of yes rows that are found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from automl.contracts import Array, Counts
from automl.metrics._counts import divided, f_beta, label_metric


def _of_counts(counts: Counts) -> Array:
    return divided(counts[..., 1, 1], counts[..., 1, :].sum(axis=-1))


def _f_two(counts: Counts) -> Array:
    """Recall counts twice as much as precision: alone it would be perfect when every row is named."""
    return f_beta(counts, 2.0)


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    return (
        f"Of 100 rows where {context['target']} is {context['positive']} it finds {100 * value:.1f}. "
        "Always saying so would find all, with every other row a false alarm."
    )


METRIC = label_metric(
    "recall",
    "Recall",
    _of_counts,
    _sentence,
    "The share of yes rows that are found. Chosen as the goal, the line is drawn where recall counts twice as much as "
    "precision (F 2).",
    frozenset({"binary"}),
    tuned_by=_f_two,
)
