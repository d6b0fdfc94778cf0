"""Metrics: a score in its own sign, and what it says to an analyst and to learners."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts.values import Array, Loss

Weights = npt.NDArray[np.float32]
Counts = Array  # (..., c, c): rows of actual class i named class j


@dataclass(frozen=True)
class Metric:
    """A score in its own sign. `score(y, answers)`: y (n,), answers (n, c) or (n, 1) -> float.
    `sentence(value, context)` says the value to an analyst; `best` is the value of a perfect model; `meaning` says in
    plain words what the metric is.

    resampled   `resampled(y, answers, weights)` with weights (r, n), how often each row counts -> the (r,) scores of r
                resamples; None: rows are repeated and scored, which is slower
    of_counts   of metrics that look at the named class alone: counts (..., c, c) -> scores (...); such a score reads of
                `answers` only which class has the largest one
    tuned_by    as `of_counts`: what the decision is chosen by where the score itself would choose a useless one (recall
                alone is perfect when every row is named); None: the score itself
    loss        what learners minimise that can: "squared", "absolute", "upper" (nine in ten values lie below the
                answer) or "relative" (absolute, in shares of the value); others are chosen by the score
    logs        learners see log(1 + y) in place of y
    refuses     a sentence when the score means nothing for these y, else None
    """

    name: str
    title: str
    problems: frozenset[str]
    higher_is_better: bool
    best: float
    score: Callable[[npt.NDArray[Any], Array], float]
    sentence: Callable[[float, Mapping[str, Any]], str]
    meaning: str = ""
    resampled: Callable[[npt.NDArray[Any], Array, Weights], Array] | None = None
    of_counts: Callable[[Counts], Array] | None = None
    tuned_by: Callable[[Counts], Array] | None = None
    loss: Loss = "squared"
    logs: bool = False
    refuses: Callable[[npt.NDArray[Any]], str | None] = lambda _y: None

    def gain(self, y: npt.NDArray[Any], answers: Array) -> float:
        """The score, turned so that higher is better."""
        value = self.score(y, answers)
        return value if self.higher_is_better else -value
