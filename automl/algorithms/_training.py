"""How the neural network learns: Adam over shuffled batches, to a plan that keeps to the time.

The learning rate falls in four waves over the planned steps. The plan is made to fit the time, going by the pace so
far, so that a network that must hurry still ends its plan; every change of plan is kept, since with them the same
training can be done again without a clock. The parameters of the best validation loss are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.algorithms._axes import Axes
from automl.algorithms._network import Network, Shape
from automl.contracts import FitRequest, Matrix, Settings

DEFAULTS: Settings = {"width": 128, "layers": 2, "lr": 0.04, "drop": 0.15, "decay": 0.02, "epochs": 256, "axes": False}
BATCH = 256
MOST_STEPS = 60_000
LOOKS = 100  # validations over the whole plan
PACE_STEPS = 25  # steps between two looks at the clock
PACE_CHANGE = 0.02  # a plan that is nearly right is kept
MOST_NUMBERS = 100  # columns that get waves; a table with more has enough to look at
ROWS_AT_ONCE = 2048
REGRESSION_RATE = 1.75  # of the learning rate for classes
MOMENTUM, VARIANCE, TINY = 0.9, 0.95, 1e-8


@dataclass
class Training:
    """One run of Adam with decoupled decay (Loshchilov and Hutter, 2019) over shuffled batches. `plan` holds pairs
    [step, steps in all, as planned from there on]; `best` is the step whose parameters are kept. An effort that names
    it is followed so far and no further where there are no validation rows."""

    request: FitRequest
    step: int = 0
    best: int = 0
    plan: list[list[int]] = field(default_factory=list)
    best_loss: float = field(default=float("inf"))

    def __post_init__(self) -> None:
        request = self.request
        self.settings = {**DEFAULTS, **request.settings}
        self.rng = np.random.default_rng([request.seed, 11])
        hidden = (int(self.settings["width"]),) * int(self.settings["layers"])
        numbers, k = _numbers(request.X), request.X.shape[1]
        self.axes = Axes.of(request.X, numbers) if self.settings["axes"] else Axes.none(k)
        shape = Shape(k + len(self.axes.centre), numbers, hidden, request.target.n_scores)
        self.network = Network(shape)
        self.network.start(self.rng, _start_bias(request))
        self.rates, self.decays = self.network.rates()
        self.rate = self.settings["lr"] * (REGRESSION_RATE if request.target.problem == "regression" else 1.0)
        self.mean = np.zeros_like(self.network.flat)
        self.square = np.zeros_like(self.network.flat)
        per_epoch = -(-len(request.X) // BATCH)
        self.n_planned = max(min(self.settings["epochs"] * per_epoch, MOST_STEPS), min(per_epoch, 100))
        self.ordered = None if request.effort is None else dict(map(tuple, request.effort["plan"]))
        self.last = (request.effort or {}).get("best") if request.X_valid is None else None
        self.seconds = request.time_left()
        self._set_steps(self.n_planned if self.ordered is None else self.ordered[0])
        self.weight = None if request.weight is None else (request.weight / request.weight.mean()).astype(np.float32)

    def _set_steps(self, n_steps: int) -> None:
        self.n_steps = n_steps
        self.plan.append([self.step, n_steps])

    def _keep_pace(self) -> None:
        """Plans as many steps as the time allows at the pace so far, or as ordered."""
        if self.ordered is not None:
            if self.step in self.ordered:
                self._set_steps(self.ordered[self.step])
            return
        if np.isinf(self.seconds) or (self.step > 1 and self.step % PACE_STEPS):
            return
        left = self.request.time_left()
        if left <= 0:
            self._set_steps(self.step)
        elif self.step >= PACE_STEPS:
            affordable = self.step + int(self.step * left / max(self.seconds - left, 1e-6))
            n_steps = min(self.n_planned, affordable)
            if abs(n_steps - self.n_steps) > PACE_CHANGE * self.n_steps:
                self._set_steps(n_steps)

    def run(self) -> Network:
        """The network with the parameters that did best on the validation rows, or the last ones without any."""
        best, looked, done = self.network.flat.copy(), 0.0, 0.0
        while done < 1.0:
            order = self.rng.permutation(len(self.request.X))
            for start in range(0, len(order), BATCH):
                self._take_step(order[start : start + BATCH], done)
                self._keep_pace()
                done = 1.0 if self.step == self.last else self.step / self.n_steps
                if done >= 1.0 or done - looked >= 1.0 / LOOKS:
                    looked = done
                    if self._is_better():
                        best, self.best = self.network.flat.copy(), self.step
                if done >= 1.0:
                    break
        self.network.flat[:] = best
        return self.network

    def _take_step(self, rows: npt.NDArray[np.int64], done: float) -> None:
        self.step += 1
        network, slope = self.network, self._score_slope(rows)
        network.slope(self.axes.beside(self.request.X[rows]), self._masks(len(rows)), slope)
        gradient = network.gradient
        self.mean += (1 - MOMENTUM) * (gradient - self.mean)
        self.square += (1 - VARIANCE) * (gradient * gradient - self.square)
        rate = np.float32(self.rate * _wave(done))
        root = np.sqrt(self.square * np.float32(1 / (1 - VARIANCE**self.step)))
        root += TINY
        change = self.mean * np.float32(1 / (1 - MOMENTUM**self.step)) / root
        change += np.float32(self.settings["decay"]) * self.decays * network.flat
        network.flat -= rate * self.rates * change

    def _masks(self, n_rows: int) -> list[Matrix | None]:
        """One mask for each hidden layer: 0 drops a unit, the others are scaled up."""
        drop, width = float(self.settings["drop"]), int(self.settings["width"])
        layers = range(int(self.settings["layers"]))
        if drop <= 0:
            return [None for _ in layers]
        kept = np.float32(1 / (1 - drop))
        return [(self.rng.random((n_rows, width), dtype=np.float32) >= drop) * kept for _ in layers]

    def _score_slope(self, rows: npt.NDArray[np.int64]) -> Callable[[Matrix], Matrix]:
        y, problem = self.request.y[rows], self.request.target.problem

        def slope(scores: Matrix) -> Matrix:
            if problem == "regression":
                found = scores - y[:, None].astype(np.float32)
            elif problem == "binary":
                found = _sigmoid(scores) - y[:, None].astype(np.float32)
            else:
                found = np.exp(scores - scores.max(axis=1, keepdims=True))
                found /= found.sum(axis=1, keepdims=True)
                found[np.arange(len(y)), y] -= 1
            found /= np.float32(len(y))
            return found if self.weight is None else found * self.weight[rows, None]

        return slope

    def _is_better(self) -> bool:
        """Whether the validation loss is the lowest so far; without validation rows the latest is the best."""
        request = self.request
        if request.X_valid is None or request.y_valid is None:
            return True
        X, loss = request.X_valid, 0.0
        for start in range(0, len(X), ROWS_AT_ONCE):
            rows = slice(start, start + ROWS_AT_ONCE)
            loss += _loss(self.network.scores(self.axes.beside(X[rows])), request.y_valid[rows], request.target.problem)
        self.request.told(self.step, _mean_loss(loss, len(X), request.target.problem))
        better = loss < self.best_loss
        self.best_loss = min(loss, self.best_loss)
        return better


def _numbers(X: Matrix) -> npt.NDArray[np.int64]:
    """The columns with more than two different values; none when there are too many to give each its waves."""
    low, high = X.min(axis=0), X.max(axis=0)
    between = np.flatnonzero(((low != X) & (high != X)).any(axis=0))
    return between if len(between) <= MOST_NUMBERS else between[:0]


def _start_bias(request: FitRequest) -> Matrix:
    """(m,) the log odds of the classes, or 0 for numbers."""
    m = request.target.n_scores
    if request.target.problem == "regression":
        return np.zeros(1, dtype=np.float32)
    counts = np.bincount(request.y, weights=request.weight, minlength=max(2, m)) + 0.5
    odds = np.log(counts / counts.sum()) if m > 1 else np.log(counts[1:] / counts[:1])
    return np.asarray(odds, dtype=np.float32)


def _wave(done: float) -> float:
    """Four falling and rising waves that end at 0: coslog4 of RealMLP."""
    return float(0.5 * (1 - np.cos(2 * np.pi * np.log2(1 + 15 * min(done, 1.0)))))


def _sigmoid(scores: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -80, 80))), dtype=np.float32)


def _loss(scores: Matrix, y: npt.NDArray[Any], problem: str) -> float:
    """The sum of squared errors, or of log losses."""
    if problem == "regression":
        return float(((scores[:, 0] - y) ** 2).sum())
    if problem == "binary":
        return float((np.logaddexp(0, scores[:, 0]) - y * scores[:, 0]).sum())
    shifted = scores - scores.max(axis=1, keepdims=True)
    return float((np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y]).sum())


def _mean_loss(loss: float, n_rows: int, problem: str) -> float:
    """The loss of a row: the log loss, or the root of the mean squared error."""
    return float(np.sqrt(loss / n_rows)) if problem == "regression" else loss / n_rows


__all__ = ["DEFAULTS", "ROWS_AT_ONCE", "Training"]
