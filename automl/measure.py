"""The honest part: scores on rows that nothing has seen, their 90 % intervals, and what those rows show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from automl import metrics
from automl.bench import oriented
from automl.certainty import calibration
from automl.contracts import Array, Metric, Target
from automl.decisions import outcomes
from automl.labels import as_answers, best_constant
from automl.record import BaselineScore, Curve, ErrorBand, Evaluation, MeasuredScore
from automl.resample import LEVEL, intervals

CURVE_POINTS = 200
SCATTER_POINTS = 2_000
RESIDUAL_BINS = 40


@dataclass(frozen=True)
class Measured:
    """Rows nobody trained on: `y` (n,), the model's `answers` (n, c) and the dullest model's (1, c), all in original
    units; `how` is "holdout" or "cross-fitted". Of classes also the class that is `named` (n,), and the answers
    `before` they were calibrated by `temperature`."""

    target: Target
    y: npt.NDArray[Any]
    answers: Array
    dullest: Array
    how: str
    positive: int
    seed: int
    named: npt.NDArray[np.int64] | None = None
    before: Array | None = None
    temperature: float = 1.0

    @property
    def names(self) -> npt.NDArray[np.int64]:
        """(n,) the class that is named; the likeliest where nothing else was decided."""
        return self.answers.argmax(axis=1) if self.named is None else self.named

    def scores(self, context: Mapping[str, Any]) -> tuple[MeasuredScore, ...]:
        """Every metric of the problem that means something for these rows, with its interval, its sentence and the
        dullest model's value."""
        known = [m for m in metrics.for_problem(self.target.problem).values() if m.refuses(self.y) is None]
        y, answers = oriented(self.target, self.y, self.answers, self.positive)
        _, named = oriented(self.target, self.y, self._named_answers(), self.positive)
        ends = intervals(known, y, answers, named, self.seed)
        return tuple(
            self._score(m, m.score(y, named if m.of_counts else answers), ends[m.name], context) for m in known
        )

    def _named_answers(self) -> Array:
        """(n, c) 1 for the class that is named; for numbers the answers, which nothing reads."""
        is_number = self.target.problem == "regression"
        return self.answers if is_number else as_answers(self.names, self.answers.shape[1])

    def _score(
        self, metric: Metric, value: float, ends: tuple[float, float], context: Mapping[str, Any]
    ) -> MeasuredScore:
        dull = self.baseline(metric)
        sentence = metric.sentence(value, {**context, "baseline": dull})
        return MeasuredScore(metric.name, metric.title, value, *ends, len(self.y), self.how, sentence, dull)

    def unmeasured(self) -> tuple[str, ...]:
        """Why metrics of the problem mean nothing for these rows."""
        refusals = (metric.refuses(self.y) for metric in metrics.for_problem(self.target.problem).values())
        return tuple(refusal for refusal in refusals if refusal is not None)

    def baseline(self, metric: Metric) -> float:
        """The value of the dullest model on the same rows."""
        dull = np.repeat(self.dullest, len(self.y), axis=0)
        y, dull = oriented(self.target, self.y, dull, self.positive)
        return metric.score(y, dull) if metric.of_counts is None else best_constant(metric, y, dull.shape[1])

    def baseline_score(self, metric: Metric) -> BaselineScore:
        """The dullest model's value in a record, with a sentence that says what that model does."""
        classes = "Always the same class" if metric.of_counts else "Always the shares of the classes"
        what = "Always the mean" if self.target.problem == "regression" else classes
        return BaselineScore(metric.name, self.baseline(metric), f"{what}, on the same rows.")


def evaluation(measured: Measured, bands: tuple[ErrorBand, ...] = ()) -> Evaluation:
    """What the measured rows show, as plain data for the pages; `bands` for numbers."""
    if measured.target.problem == "regression":
        return _numbers(measured, bands)
    classes = measured.target.classes
    named = measured.names
    confusion = np.zeros((len(classes), len(classes)), dtype=np.int64)
    np.add.at(confusion, (measured.y.astype(np.int64), named), 1)
    rows = tuple(tuple(int(count) for count in row) for row in confusion)
    y, answers = oriented(measured.target, measured.y, measured.answers, measured.positive)
    _, before = oriented(
        measured.target, measured.y, measured.answers if measured.before is None else measured.before, measured.positive
    )
    reliable = calibration(y, answers, before, measured.temperature)
    if len(classes) > 2:
        return Evaluation(len(named), classes, rows, calibration=reliable)
    roc, precision_recall = curves(y, answers[:, 1])
    seen = outcomes(y, answers[:, 1])
    return Evaluation(len(named), classes, rows, roc, precision_recall, outcomes=seen, calibration=reliable)


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


def _numbers(measured: Measured, bands: tuple[ErrorBand, ...]) -> Evaluation:
    usual = next(band for band in bands if band.level == LEVEL)
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
        low_offset=usual.low_offset,
        high_offset=usual.high_offset,
        bands=bands,
    )
