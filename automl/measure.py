"""The honest part: scores on rows that nothing has seen, their 90 % intervals, and what those rows show.

Intervals: percentile bootstrap over rows (Efron, Tibshirani 1993).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from automl import metrics
from automl.bench import oriented
from automl.contracts import Array, Metric, Target
from automl.record import BaselineScore, Curve, Evaluation, MeasuredScore

LEVEL = 0.9
REPLICATES = 300
MOST_BOOTSTRAP_CELLS = 3_000_000
CURVE_POINTS = 200
SCATTER_POINTS = 2_000
RESIDUAL_BINS = 40


@dataclass(frozen=True)
class Measured:
    """Rows nobody trained on: `y` (n,), the model's `answers` (n, c) and the dullest model's (1, c), all in original
    units; `how` is "holdout" or "cross-fitted"."""

    target: Target
    y: npt.NDArray[Any]
    answers: Array
    dullest: Array
    how: str
    positive: int
    seed: int

    @property
    def baseline_answers(self) -> Array:
        return np.repeat(self.dullest, len(self.y), axis=0)

    def score(self, metric: Metric, context: Mapping[str, Any]) -> MeasuredScore:
        """A metric with its interval and its sentence."""
        y, answers = oriented(self.target, self.y, self.answers, self.positive)
        value = metric.score(y, answers)
        low, high = bootstrap(metric.score, y, answers, self.seed)
        facts = {**context, "baseline": self.baseline(metric)}
        sentence = metric.sentence(value, facts)
        return MeasuredScore(metric.name, metric.title, value, low, high, len(y), self.how, sentence)

    def scores(self, context: Mapping[str, Any]) -> tuple[MeasuredScore, ...]:
        """Every metric of the problem."""
        return tuple(self.score(m, context) for m in metrics.for_problem(self.target.problem).values())

    def baseline(self, metric: Metric) -> float:
        """The value of the dullest model on the same rows."""
        y, answers = oriented(self.target, self.y, self.baseline_answers, self.positive)
        return metric.score(y, answers)

    def baseline_score(self, metric: Metric) -> BaselineScore:
        """The dullest model's value in a record, with a sentence that says what that model does."""
        what = "Always the mean" if self.target.problem == "regression" else "Always the shares of the classes"
        return BaselineScore(metric.name, self.baseline(metric), f"{what}, on the same rows.")


def bootstrap(
    score: Callable[[npt.NDArray[Any], Array], float], y: npt.NDArray[Any], answers: Array, seed: int
) -> tuple[float, float]:
    """The 5 % and 95 % points of the score over rows drawn with replacement."""
    rng = np.random.default_rng([seed, 5])
    replicates = int(np.clip(MOST_BOOTSTRAP_CELLS // max(answers.size, 1), 60, REPLICATES))
    values = []
    for _ in range(replicates):
        rows = rng.integers(0, len(y), len(y))
        values.append(score(y[rows], answers[rows]))
    known = [value for value in values if np.isfinite(value)]
    if not known:
        return float("nan"), float("nan")
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def residual_band(y: Array, answers: Array) -> tuple[float, float]:
    """Offsets between which 90 % of the residuals y - prediction lie (finite-sample quantiles)."""
    residuals = y - answers[:, 0]
    low, high = np.quantile(residuals, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def evaluation(measured: Measured, band: tuple[float, float]) -> Evaluation:
    """What the measured rows show, as plain data for the pages."""
    if measured.target.problem == "regression":
        return _numbers(measured, band)
    classes = measured.target.classes
    named = measured.answers.argmax(axis=1)
    confusion = np.zeros((len(classes), len(classes)), dtype=np.int64)
    np.add.at(confusion, (measured.y.astype(np.int64), named), 1)
    rows = tuple(tuple(int(count) for count in row) for row in confusion)
    if len(classes) > 2:
        return Evaluation(len(named), classes, rows)
    y, answers = oriented(measured.target, measured.y, measured.answers, measured.positive)
    roc, precision_recall = curves(y, answers[:, 1])
    return Evaluation(len(named), classes, rows, roc, precision_recall)


def curves(y: npt.NDArray[Any], values: Array) -> tuple[Curve, Curve]:
    """ROC (false alarms, hits) and precision-recall (recall, precision) of class 1, thinned to CURVE_POINTS points."""
    order = np.argsort(-values, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(values[order])), len(values) - 1)
    hits = np.cumsum(y[order] == 1)[ends]
    alarms = ends + 1 - hits
    positives, negatives = max(int(hits[-1]), 1), max(int(alarms[-1]), 1)
    keep = np.unique(np.linspace(0, len(ends) - 1, CURVE_POINTS).round().astype(int))
    recall, false_rate = hits[keep] / positives, alarms[keep] / negatives
    precision = hits[keep] / (ends[keep] + 1)
    return Curve((0.0, *map(float, false_rate)), (0.0, *map(float, recall))), Curve(
        tuple(map(float, recall)), tuple(map(float, precision))
    )


def _numbers(measured: Measured, band: tuple[float, float]) -> Evaluation:
    rng = np.random.default_rng([measured.seed, 6])
    n = len(measured.y)
    shown = np.sort(rng.choice(n, SCATTER_POINTS, replace=False)) if n > SCATTER_POINTS else np.arange(n)
    residuals = measured.y - measured.answers[:, 0]
    low, high = np.quantile(residuals, [0.005, 0.995])
    edges = np.linspace(low, high if high > low else low + 1, RESIDUAL_BINS + 1)
    counts, _ = np.histogram(np.clip(residuals, edges[0], edges[-1]), bins=edges)
    return Evaluation(
        n_rows=n,
        actual=tuple(map(float, measured.y[shown])),
        predicted=tuple(map(float, measured.answers[shown, 0])),
        residual_edges=tuple(map(float, edges)),
        residual_counts=tuple(int(c) for c in counts),
        low_offset=band[0],
        high_offset=band[1],
    )
