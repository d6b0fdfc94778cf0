"""F1 of the yes of a yes / no question: harmonic mean of precision and recall (van Rijsbergen 1979)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from automl.contracts import Array, Counts
from automl.metrics._counts import f1_of_classes, label_metric


def _of_counts(counts: Counts) -> Array:
    return f1_of_classes(counts)[..., 1]


def _sentence(value: float, context: Mapping[str, Any]) -> str:
    return (
        f"F1 for {context['target']} = {context['positive']} is {value:.3f}, where 1 means that all are found and no "
        f"alarm is false; always giving one answer reaches {context['baseline']:.3f}."
    )


METRIC = label_metric(
    "f1",
    "F1",
    _of_counts,
    _sentence,
    "One number for two wishes: that the yes rows are found (recall) and that alarms are right (precision). It is high "
    "only when both are.",
    frozenset({"binary"}),
)
