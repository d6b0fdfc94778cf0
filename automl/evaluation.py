"""What the measured rows show, as plain data: counts, curves, calibration, error bands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from automl.from_json import tuples


@dataclass(frozen=True, slots=True)
class Curve:
    """Points of a curve, x and y of equal length."""

    x: tuple[float, ...]
    y: tuple[float, ...]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> Curve | None:
        return cls(tuple(data["x"]), tuple(data["y"])) if data else None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Of a yes / no question: how many rows are `found` (named yes, rightly) and how many are false `alarms` when yes
    is said from the probability 0, 0.001, 0.002 ... 1 on (1,001 counts each; the first are all yes and all no rows)."""

    found: tuple[int, ...]
    alarms: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Whether probabilities mean what they say: bins of about equally many rows, with the mean probability that was
    `predicted`, the share that `happened` with its 90 % interval `low`..`high`, and the number of rows (`counts`). Of
    two classes the probability of the positive one, of several that of the class named. `error` and `error_before` are
    the mean distance between said and seen (expected calibration error), after and before the calibration by
    `temperature` (1: there was none)."""

    predicted: tuple[float, ...]
    happened: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    counts: tuple[int, ...]
    error: float
    error_before: float
    temperature: float


@dataclass(frozen=True, slots=True)
class ErrorBand:
    """Around an answer, from `low_offset` to `high_offset`, the truth is meant to lie with the chance `level`;
    `coverage` is the share of the measured rows for which it does."""

    level: float
    low_offset: float
    high_offset: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the measured rows show. Classes: `confusion[i][j]` rows of actual class i predicted as j (order of
    `classes`), ROC and precision-recall of the positive class and its `outcomes` (binary only), `calibration`.
    Numbers: a sample of at most 2,000 `actual` and `predicted` values, the residuals' histogram (`residual_edges`,
    `residual_counts`), the usual error band (`low_offset`, `high_offset`: 90 % of the residuals lie between) and
    `bands` of other levels. Records of the first versions lack the last of each."""

    n_rows: int
    classes: tuple[str, ...] = ()
    confusion: tuple[tuple[int, ...], ...] = ()
    roc: Curve | None = None
    precision_recall: Curve | None = None
    actual: tuple[float, ...] = ()
    predicted: tuple[float, ...] = ()
    residual_edges: tuple[float, ...] = ()
    residual_counts: tuple[int, ...] = ()
    low_offset: float = 0.0
    high_offset: float = 0.0
    outcomes: Outcomes | None = None
    calibration: Calibration | None = None
    bands: tuple[ErrorBand, ...] = ()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Evaluation:
        """What `dataclasses.asdict` and JSON made of one."""
        outcomes, calibration = data.get("outcomes"), data.get("calibration")
        parts = {
            "roc": Curve.from_dict(data["roc"]),
            "precision_recall": Curve.from_dict(data["precision_recall"]),
            "outcomes": Outcomes(**tuples(outcomes)) if outcomes else None,
            "calibration": Calibration(**tuples(calibration)) if calibration else None,
            "bands": tuple(ErrorBand(**band) for band in data.get("bands", ())),
        }
        return cls(**tuples({**data, **parts}))


__all__ = ["Calibration", "Curve", "ErrorBand", "Evaluation", "Outcomes"]
