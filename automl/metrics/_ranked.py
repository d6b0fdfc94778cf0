"""Areas under curves of ranked rows, for one sample or for many resamples of it.

Notation: n rows, g groups of rows with equal values, r resamples.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Weights

Area = Callable[[npt.NDArray[Any], npt.NDArray[Any]], float]
Areas = Callable[["Ranked", Weights], Array]


@dataclass(frozen=True)
class Ranked:
    """Rows in falling order of their value: `order` (n,), `starts` (g,) of the groups of equal values, `positive` (n,)
    whether the row is of class 1, in that order."""

    order: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]
    positive: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, y: npt.NDArray[Any], values: Array) -> Ranked:
        order = np.argsort(-values, kind="stable")
        ranked = values[order]
        starts = np.append(0, np.flatnonzero(ranked[1:] != ranked[:-1]) + 1)
        return cls(order, starts, np.asarray(y)[order] == 1)

    def groups(self, weights: Weights) -> tuple[Weights, Weights]:
        """(g, r) weight of class 1 and of class 0 in every group."""
        ranked = weights.T[self.order]
        hits = np.where(self.positive[:, None], ranked, 0)
        if len(self.starts) < len(self.order):
            hits, ranked = (np.add.reduceat(some, self.starts, axis=0) for some in (hits, ranked))
        return hits, ranked - hits


def over_classes(area: Area) -> Callable[[npt.NDArray[Any], Array], float]:
    """Binary: the area of class 1. Multiclass: the mean of one class against the rest, classes that have one only."""

    def score(y: npt.NDArray[Any], answers: Array) -> float:
        if answers.shape[1] == 2:
            return area(y, answers[:, 1])
        areas = [area((y == c).astype(np.int64), answers[:, c]) for c in range(answers.shape[1])]
        known = [a for a in areas if a == a]
        return float(np.mean(known)) if known else float("nan")

    return score


def resampled_over_classes(areas: Areas) -> Callable[[npt.NDArray[Any], Array, Weights], Array]:
    """The same for many resamples at once."""

    def resampled(y: npt.NDArray[Any], answers: Array, weights: Weights) -> Array:
        if answers.shape[1] == 2:
            return areas(Ranked.of(y, answers[:, 1]), weights)
        found = [areas(Ranked.of(y == c, answers[:, c]), weights) for c in range(answers.shape[1])]
        known = ~np.isnan(found)
        total, count = np.where(known, found, 0.0).sum(axis=0), known.sum(axis=0)
        return np.asarray(np.divide(total, count, out=np.full(len(total), np.nan), where=count > 0))

    return resampled
