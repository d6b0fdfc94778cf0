"""Which class is named: the decision that follows from probabilities, and how it is chosen for a metric.

Two classes: a threshold. Several: class weights by coordinate ascent from powers of the inverse class shares. Both are
chosen on out-of-fold answers, and scored by cross-fitting. Notation: n rows, c classes, k thresholds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Counts, Decision, Metric
from automl.metrics._counts import confusion

THRESHOLDS = np.linspace(0, 1, 1001).astype(np.float32)
TILTS = (0.0, 0.5, 1.0)
FACTORS = (0.5, 0.7, 0.85, 1.2, 1.4, 2.0)
ROUNDS = 2
LEAST_GAIN = 0.4
MOST_ROWS = 20_000
MOST_CLASSES = 30  # of more, only the tilt is chosen
N_PARTS = 4
SMOOTH = 500
Indices = npt.NDArray[np.int64]


def named(probabilities: Array, decision: Decision) -> Indices:
    """(n,) the index of the class that is named, computed in float32 as in the graph."""
    shares = probabilities.astype(np.float32)
    if shares.shape[1] == 2:
        reached = shares[:, decision.positive] >= np.float32(decision.threshold)
        return np.where(reached, decision.positive, 1 - decision.positive)
    if decision.class_weights:
        shares = shares * np.asarray(decision.class_weights, dtype=np.float32)
    return np.asarray(shares.argmax(axis=1))


def as_answers(found: Indices, n_classes: int) -> Array:
    """(n, c) 1 for the class that is named, else 0: what metrics of named classes are given."""
    return np.eye(n_classes)[found]


def counts_by_threshold(y: npt.NDArray[Any], shares: Array) -> Counts:
    """(k, 2, 2) counts of actual and named classes when class 1 is named from each of THRESHOLDS on; y (n,) of 0 and
    1, shares (n,) the probability of 1."""
    place = np.searchsorted(THRESHOLDS, shares.astype(np.float32), side="right") - 1
    hits, rows = (np.bincount(some, minlength=len(THRESHOLDS)) for some in (place[np.asarray(y) == 1], place))
    found, said = (np.cumsum(some[::-1])[::-1].astype(np.float64) for some in (hits, rows))
    alarms = said - found
    return np.stack([alarms[0] - alarms, alarms, found[0] - found, found], axis=-1).reshape(-1, 2, 2)


def best_value(metric: Metric, y: npt.NDArray[Any], answers: Array, *, criterion: bool) -> float:
    """The metric at the decision that suits it best, class 1 being the positive one: what candidates are judged by.
    With `criterion` the value that the decision is chosen by, which differs for precision and recall."""
    assert metric.of_counts is not None
    tables = _tables(y, answers)
    wanted = (metric.tuned_by or metric.of_counts)(tables)
    return float(wanted.max() if criterion else metric.of_counts(tables)[wanted.argmax()])


def _tables(y: npt.NDArray[Any], answers: Array) -> Counts:
    if answers.shape[1] == 2:
        return counts_by_threshold(y, answers[:, 1])
    return np.stack([confusion(y, (answers * tilt).argmax(axis=1), answers.shape[1]) for tilt in _tilts(y, answers)])


def _tilts(y: npt.NDArray[Any], answers: Array) -> list[Array]:
    """Class weights that favour rare classes not at all, somewhat, and until all count alike."""
    shares = np.maximum(np.bincount(y.astype(np.int64), minlength=answers.shape[1]), 1) / len(y)
    return [shares**-power for power in TILTS]


def choose(metric: Metric, y: npt.NDArray[Any], answers: Array, positive: int) -> Decision:
    """The decision with the best value of a metric of named classes; of any other metric the plain one. Classes are in
    the order of the answers."""
    if metric.of_counts is None:
        return Decision(positive)
    if answers.shape[1] > 2:
        return Decision(class_weights=_class_weights(metric, y, answers))
    yes = np.asarray(y) == positive
    values = (metric.tuned_by or metric.of_counts)(counts_by_threshold(yes.astype(np.int64), answers[:, positive]))
    smooth = _smooth(values, len(y))
    worth_it = smooth.max() - smooth[len(smooth) // 2] > _least_gain(len(y))
    return Decision(positive, best_threshold(smooth) if worth_it else 0.5)


def _least_gain(n_rows: int) -> float:
    """What a change must better the score by, which is less the more rows tell chance from skill."""
    return float(LEAST_GAIN / np.sqrt(n_rows))


def _smooth(values: Array, n_rows: int) -> Array:
    """Means over thresholds nearby, wider the fewer rows there are, so that chance peaks are not chosen."""
    reach = int(SMOOTH / np.sqrt(n_rows))
    box = np.ones(2 * reach + 1)
    return np.convolve(values, box, mode="same") / np.convolve(np.ones(len(values)), box, mode="same")


def best_threshold(values: Array) -> float:
    """Of values (k,) at THRESHOLDS the best; 0.5 when it is as good, else the middle of the first best stretch."""
    top = float(values.max())
    if values[len(values) // 2] == top:
        return 0.5
    first = int(values.argmax())
    others = np.flatnonzero(values[first:] < top)
    last = first + (int(others[0]) - 1 if len(others) else len(values) - 1 - first)
    return round(float(THRESHOLDS[(first + last) // 2]), 6)


def _class_weights(metric: Metric, y: npt.NDArray[Any], answers: Array) -> tuple[float, ...]:
    if len(y) > MOST_ROWS:
        rows = np.random.default_rng([len(y), 12]).choice(len(y), MOST_ROWS, replace=False)
        y, answers = y[rows], answers[rows]
    of_counts = metric.tuned_by or metric.of_counts
    assert of_counts is not None

    def value(weights: Array) -> float:
        return float(of_counts(confusion(y, (answers * weights).argmax(axis=1), answers.shape[1])))

    least = _least_gain(len(y))
    best, top = np.ones(answers.shape[1]), value(np.ones(answers.shape[1]))
    for tilt in _tilts(y, answers)[1:]:
        if (tilted := value(tilt)) > top + least:
            best, top = tilt, tilted
    if answers.shape[1] <= MOST_CLASSES:
        for changed in _moves(answers.shape[1]):
            if (moved := value(best * changed)) > top + least:
                best, top = best * changed, moved
    return tuple(float(weight) for weight in best / best.max())


def _moves(n_classes: int) -> Iterator[Array]:
    """One class weight at a time times one of FACTORS."""
    for _ in range(ROUNDS):
        for c in range(n_classes):
            for factor in FACTORS:
                yield np.where(np.arange(n_classes) == c, factor, 1.0)


def best_constant(metric: Metric, y: npt.NDArray[Any], n_classes: int) -> float:
    """The best value of always naming the same class, class 1 being the positive one."""
    assert metric.of_counts is not None
    rows = np.bincount(np.asarray(y, dtype=np.int64), minlength=n_classes).astype(np.float64)
    return float(metric.of_counts(rows[None, :, None] * np.eye(n_classes)[:, None, :]).max())


def cross_fitted_names(metric: Metric, y: npt.NDArray[Any], answers: Array, positive: int, seed: int) -> Indices:
    """(n,) the class named for every row by a decision that was chosen on other rows."""
    if metric.of_counts is None:
        return named(answers, Decision(positive))
    part = np.random.default_rng([seed, 11]).permutation(len(y)) % N_PARTS
    found = np.zeros(len(y), dtype=np.int64)
    for p in range(N_PARTS):
        rest, here = part != p, part == p
        found[here] = named(answers[here], choose(metric, y[rest], answers[rest], positive))
    return found


__all__ = [
    "THRESHOLDS",
    "as_answers",
    "best_constant",
    "best_threshold",
    "best_value",
    "choose",
    "counts_by_threshold",
    "cross_fitted_names",
    "named",
]
