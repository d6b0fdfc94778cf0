"""Last touches on out-of-fold answers: the temperature of class probabilities (Guo, Pleiss, Sun, Weinberger 2017), and
the constant that turns numbers into the medians or quantiles a metric asks for."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Loss
from automl.metrics.pinball import QUANTILE

LEAST_ROWS = 500
LOG_RANGE = 0.7
SMALLEST = 1e-7


def move_for(loss: Loss, y: Array, values: Array) -> float:
    """What added to all values (n,) makes the mean loss least: the median of what is left over (of relative errors
    weighted by 1 / |y|), or its 90 % quantile; 0 for squared errors, whose learners need none."""
    left = y - values
    if loss == "absolute":
        return float(np.median(left))
    if loss == "upper":
        return float(np.quantile(left, QUANTILE))
    known = y != 0
    if loss == "squared" or not known.any():
        return 0.0
    order = np.argsort(left[known], kind="stable")
    reached = np.cumsum(1.0 / np.abs(y[known][order]))
    return float(left[known][order][np.searchsorted(reached, reached[-1] / 2)])


def cross_fitted_moves(loss: Loss, y: Array, answers: Array, seed: int, n_parts: int = 4) -> Array:
    """(n, 1) the answers, each moved by what was found on other rows."""
    part = np.random.default_rng([seed, 13]).permutation(len(y)) % n_parts
    moves = [move_for(loss, y[part != p], answers[part != p, 0]) for p in range(n_parts)]
    return np.asarray(answers + np.asarray(moves)[part][:, None])


def temper(answers: Array, temperature: float) -> Array:
    """softmax(log(answers) / temperature), row by row; the same formula as in the graph."""
    if temperature == 1.0:
        return answers
    logs = np.log(np.clip(answers, SMALLEST, 1.0)) / temperature
    powers = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def fit_temperature(answers: Array, y: npt.NDArray[np.int64]) -> float:
    """The temperature with the least log loss on out-of-fold answers (golden-section search); 1.0 when there are fewer
    than LEAST_ROWS rows or the gain is below 0.1 %."""
    if len(y) < LEAST_ROWS:
        return 1.0

    def loss(log_t: float) -> float:
        given = temper(answers, float(np.exp(log_t)))[np.arange(len(y)), y]
        return float(-np.log(np.clip(given, 1e-15, 1)).mean())

    low, high, golden = -LOG_RANGE, LOG_RANGE, (5**0.5 - 1) / 2
    for _ in range(18):
        a, b = high - golden * (high - low), low + golden * (high - low)
        low, high = (low, b) if loss(a) < loss(b) else (a, high)
    best = (low + high) / 2
    return float(np.exp(best)) if loss(best) < 0.999 * loss(0.0) else 1.0
