"""How sure a model is, and whether it should be: reliability of probabilities, error bands of numbers.

Expected calibration error over bins of equal size (Nixon et al. 2019); error bands by split conformal prediction (Vovk
2005; Lei et al. 2018). Notation: n rows.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from automl.contracts import Array
from automl.intervals import wilson
from automl.record import Calibration, ErrorBand

LEVELS = (0.8, 0.9, 0.95)
BINS = 10
LEAST_IN_BIN = 20
N_PARTS = 4


def calibration(y: npt.NDArray[Any], answers: Array, before: Array, temperature: float) -> Calibration:
    """Of probabilities (n, c), with y (n,) class indices: of two classes that of class 1, of several that of the class
    with the largest one; `before` are the probabilities before they were calibrated."""
    shares, happened = _claims(y, answers)
    order = np.argsort(shares, kind="stable")
    bins = np.array_split(order, max(1, min(BINS, len(y) // LEAST_IN_BIN)))
    predicted = [float(shares[some].mean()) for some in bins]
    seen = [float(happened[some].mean()) for some in bins]
    ends = [wilson(share * len(some), len(some)) for share, some in zip(seen, bins, strict=True)]
    return Calibration(
        predicted=tuple(predicted),
        happened=tuple(seen),
        low=tuple(low for low, _ in ends),
        high=tuple(high for _, high in ends),
        counts=tuple(len(some) for some in bins),
        error=_error(shares, happened),
        error_before=_error(*_claims(y, before)),
        temperature=temperature,
    )


def _claims(y: npt.NDArray[Any], answers: Array) -> tuple[Array, Array]:
    """(n,) the probabilities that are looked at, and 1 where they came true."""
    if answers.shape[1] == 2:
        return answers[:, 1], np.asarray(y, dtype=np.float64)
    return answers.max(axis=1), (answers.argmax(axis=1) == y).astype(np.float64)


def _error(shares: Array, happened: Array) -> float:
    """Mean distance between what is said and what happens, over bins of equal size."""
    order = np.argsort(shares, kind="stable")
    bins = np.array_split(order, max(1, min(BINS, len(shares) // LEAST_IN_BIN)))
    off = [abs(float(shares[some].mean() - happened[some].mean())) * len(some) for some in bins]
    return sum(off) / len(shares)


def residual_band(y: Array, answers: Array, level: float = 0.9) -> tuple[float, float]:
    """Offsets between which the residual y - prediction of a new row lies with the chance `level`: the conformal
    quantiles of residuals of rows that were not trained on; the widest residuals where there are too few rows."""
    residuals = np.sort(y - answers[:, 0])
    n, beside = len(residuals), (1 - level) / 2
    low = int(np.floor((n + 1) * beside)) - 1
    high = int(np.ceil((n + 1) * (1 - beside))) - 1
    return float(residuals[max(low, 0)]), float(residuals[min(high, n - 1)])


def error_bands(y: Array, answers: Array, seen: tuple[Array, Array] | None, seed: int) -> tuple[ErrorBand, ...]:
    """The band of each of LEVELS, with the share of rows it holds. `y` (n,) and `answers` (n, 1) are rows that nobody
    trained on; `seen` are those the bands come from, where they are others. None: the bands come from these rows, and
    what they hold is counted part by part, with the bands of the other parts."""
    return tuple(_band(y, answers, seen, level, seed) for level in LEVELS)


def _band(y: Array, answers: Array, seen: tuple[Array, Array] | None, level: float, seed: int) -> ErrorBand:
    low, high = residual_band(*((y, answers) if seen is None else seen), level)
    left = y - answers[:, 0]
    if seen is not None:
        return ErrorBand(level, low, high, float(((left >= low) & (left <= high)).mean()))
    part = np.random.default_rng([seed, 14]).permutation(len(y)) % N_PARTS
    held = np.zeros(len(y), dtype=bool)
    for p in range(N_PARTS):
        ends = residual_band(y[part != p], answers[part != p], level)
        held[part == p] = (left[part == p] >= ends[0]) & (left[part == p] <= ends[1])
    return ErrorBand(level, low, high, float(held.mean()))


__all__ = ["LEVELS", "calibration", "error_bands", "residual_band"]
