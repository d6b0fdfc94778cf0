"""What is held against the rows of a test: reasons, error bands, probabilities, intervals of scores."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from app.verbs.reasons import Background, reasons
from automl import metrics
from automl.bench import oriented
from automl.calibrate import temper
from automl.certainty import calibration
from automl.contracts import Array, Target
from automl.labels import as_answers
from automl.record import Calibration, ErrorBand, MeasuredScore
from automl.resample import intervals
from datasets.table import Table
from inference.predictor import Model

SEED = 7


@dataclass(frozen=True)
class Truth:
    """The rows of a test: `y` (n,) the truth, `answers` (n, c) the model's, the class that is `named` (n,); of two
    classes `positive` is the index of the one that counts as yes."""

    target: Target
    y: npt.NDArray[Any]
    answers: Array
    named: npt.NDArray[np.int64]
    positive: int

    @classmethod
    def of(cls, model: Model, rows: Table) -> Truth:
        """What a model says of rows whose truth is known; rows with a class that it does not know are left out."""
        manifest = model.manifest
        found = model.predict_table(rows)
        if found.probabilities is None or found.labels is None:
            numbers = rows.numbers(manifest.target.name)
            known = np.isfinite(numbers)
            values = np.asarray(found.values, dtype=np.float64)[known, None]
            return cls(Target("regression", numbers[known]), numbers[known], values, np.zeros(0, dtype=np.int64), 1)
        place = {name: i for i, name in enumerate(manifest.classes)}
        texts = rows.texts(manifest.target.name).to_pylist()
        y = np.asarray([place.get(str(text), -1) for text in texts])
        known = y >= 0
        named = np.asarray([place[str(label)] for label in found.labels])[known]
        target = Target("binary" if len(place) == 2 else "multiclass", y[known], manifest.classes)
        positive = place[manifest.positive] if manifest.positive is not None else 1
        return cls(target, y[known], found.probabilities[known].astype(np.float64), named, positive)


def largest_gap(model: Model, table: Table, rows: Table, most: int) -> tuple[float, float]:
    """Of some rows the largest distance between an answer and the sum of its reasons, in probability, or for numbers as
    a share of the answer or of the target's standard deviation, whichever is larger; and the median milliseconds."""
    manifest = model.manifest
    background = Background.of(model, table)
    spread = 1.0 if manifest.classes else float(np.nanstd(table.numbers(manifest.target.name)))
    gaps, seconds = [], []
    for i in np.unique(np.linspace(0, rows.n_rows - 1, min(most, rows.n_rows)).astype(np.int64)):
        one = rows.take(np.asarray([i]))
        row = {name: one.texts(name)[0].as_py() for name in manifest.asked_names}
        started = time.perf_counter()
        found = reasons(model, background, row)
        seconds.append(time.perf_counter() - started)
        answer = model.predict(row)
        said = answer.value if answer.probabilities is None else answer.probabilities[str(found.label)]
        assert said is not None
        unit = 1.0 if manifest.classes else max(abs(said), spread)
        gaps.append(abs(found.base + sum(one.contribution for one in found.reasons) - said) / unit)
    return max(gaps), round(1000 * float(np.median(seconds)), 1)


def coverage(truth: Truth, bands: Sequence[ErrorBand]) -> dict[str, float]:
    """The share of the rows that each band holds, by its level in per cent; {} for classes."""
    left = truth.y - truth.answers[:, 0] if bands else np.empty(0)
    return {
        f"{100 * band.level:g}": float(((left >= band.low_offset) & (left <= band.high_offset)).mean())
        for band in bands
    }


def probabilities_off(truth: Truth, told: Calibration | None) -> list[float]:
    """The calibration error before and after the calibration; [] for numbers."""
    if told is None:
        return []
    before = temper(truth.answers, 1 / told.temperature)
    y, after = oriented(truth.target, truth.y, truth.answers, truth.positive)
    _, before = oriented(truth.target, truth.y, before, truth.positive)
    found = calibration(y, after, before, told.temperature)
    return [found.error_before, found.error]


def held_intervals(truth: Truth, told: Sequence[MeasuredScore]) -> dict[str, Mapping[str, float]]:
    """By metric: the score on these rows, the interval that was reported, and half of what chance makes of the score on
    so few rows (90 %)."""
    known = [metrics.ALL[one.metric] for one in told if metrics.ALL[one.metric].refuses(truth.y) is None]
    y, answers = oriented(truth.target, truth.y, truth.answers, truth.positive)
    named = answers
    if truth.target.problem != "regression":
        _, named = oriented(truth.target, truth.y, as_answers(truth.named, answers.shape[1]), truth.positive)
    ends = intervals(known, y, answers, named, SEED)
    by_name = {one.metric: one for one in told}
    return {
        metric.name: {
            "score": metric.score(y, named if metric.of_counts else answers),
            "value": by_name[metric.name].value,
            "low": by_name[metric.name].low,
            "high": by_name[metric.name].high,
            "half": (ends[metric.name][1] - ends[metric.name][0]) / 2,
        }
        for metric in known
    }
