"""What candidates are judged on and what is kept of them: rows, folds, metric, clock, and the answers out of fold.

Notation as in automl/contracts; v = validated rows (all training rows with several folds, 20 % with one).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from automl.clock import Clock
from automl.contracts import Algorithm, Array, BagPart, Fold, Metric, Rows, Strategy, Target
from automl.features import Features
from automl.labels import best_value
from automl.matrices import Matrices, Prepared
from automl.record import CandidateRecord
from automl.target import from_logs

SMALLEST_SHARE = 0.01
SHARED = -1  # in place of a fold
MOST_SCALED_CELLS = 12_000_000  # raw ones; linear models and networks do not get through more in minutes


@dataclass(frozen=True)
class Candidate:
    """A strategy, an algorithm and its settings: one cell of the grid the analyst sees."""

    strategy: Strategy
    algorithm: Algorithm
    settings: dict[str, Any]


@dataclass(frozen=True)
class Evaluated:
    """A candidate that was fitted on every fold. `answers` (v, c) are out-of-fold, in original units for regression;
    `gain` is the objective turned so that higher is better; `finish_s` the seconds that writing it into the graph and
    checking it are expected to take."""

    candidate: Candidate
    record: CandidateRecord
    parts: tuple[BagPart, ...]
    answers: Array
    gain: float
    finish_s: float


@dataclass(frozen=True)
class Bench:
    """What every candidate of a build is judged on: the same rows, folds, metric and clock. `more_folds` score nothing;
    on them the members of the team may be fitted once more when there is time (a bag of more). `target.y` is
    standardised for regression; `shift` and `scale` lead back to original units. `dullest_gain` is the objective's gain
    of the problem's baseline. `folds_share`: rows are exchangeable, so that a preparation that never sees the target
    may be the same in all folds."""

    features: Features
    target: Target
    folds: tuple[Fold, ...]
    metric: Metric
    clock: Clock
    seed: int
    threads: int = 2
    shift: float = 0.0
    scale: float = 1.0
    positive: int = 1
    dullest_gain: float = 0.0
    should_stop: Callable[[], bool] = lambda: False
    more_folds: tuple[Fold, ...] = ()
    folds_share: bool = True
    prepared: Matrices = field(default_factory=Matrices)

    @property
    def valid_rows(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        """(v,) the validated rows in the order of `Evaluated.answers`."""
        return np.concatenate([fold.valid for fold in self.folds])

    def original(self, y: Array) -> Array:
        """Values in original units."""
        if self.target.problem != "regression":
            return y
        values = y * self.scale + self.shift
        return from_logs(values) if self.metric.logs else values

    def gain(self, y: Any, answers: Array) -> float:
        """What candidates are chosen by, higher is better: the objective, of named classes at the decision that suits
        the answers; of two classes, the positive one counts as class 1."""
        y, answers = oriented(self.target, y, answers, self.positive)
        if self.metric.of_counts is None:
            return self.metric.gain(y, answers)
        return best_value(self.metric, y, answers, criterion=True)

    def score(self, y: Any, answers: Array) -> float:
        """The objective in its own sign, of named classes at the same decision."""
        if self.metric.of_counts is not None:
            y, answers = oriented(self.target, y, answers, self.positive)
            return best_value(self.metric, y, answers, criterion=False)
        gain = self.gain(y, answers)
        return gain if self.metric.higher_is_better else -gain

    def loss_weights(self, rows: Rows) -> Array | None:
        """(n,) what an error on these training rows counts in the loss, 1 on average; None: all alike. For relative
        errors 1 / |value|, where the smallest hundredth of the values counts as the largest of them."""
        if self.metric.loss != "relative":
            return None
        sizes = np.abs(self.original(self.target.y[rows]))
        least = float(np.quantile(sizes, SMALLEST_SHARE)) or float(sizes[sizes > 0].min(initial=np.inf))
        weights = 1.0 / np.maximum(sizes, least)
        return np.asarray(weights / weights.mean())

    @property
    def all_folds(self) -> tuple[Fold, ...]:
        """The folds that score, then the others."""
        return (*self.folds, *self.more_folds)

    def training_rows(self, strategy: Strategy, fold: int | None) -> Rows:
        """The rows that a fold (None: a fit on all rows) trains on: of very large tables, where a strategy spreads
        categories over many columns, as many drawn at random as MOST_SCALED_CELLS allows."""
        rows = np.arange(self.features.n_rows) if fold is None else self.all_folds[fold].train
        most = MOST_SCALED_CELLS // max(1, len(self.features.columns))
        if strategy.provides != "scaled" or len(rows) <= most:
            return rows
        rng = np.random.default_rng([self.seed, 5, len(self.all_folds) if fold is None else fold])
        return np.sort(rng.choice(rows, most, replace=False))

    def prepare(self, strategy: Strategy, fold: int) -> Prepared:
        """The strategy fitted on a fold's training rows, or on all of them where the folds share it, with both
        matrices; kept for the folds that score."""
        train_rows, valid_rows = self.training_rows(strategy, fold), self.all_folds[fold].valid
        if self.folds_share and not strategy.learns_target:
            fitted, X, _ = self.prepared.get((strategy.name, SHARED), lambda: self._shared(strategy))
            if len(X) == self.features.n_rows:
                return fitted, X[train_rows], X[valid_rows]
            train, valid = (fitted.transform(self.features.take(rows)) for rows in (train_rows, valid_rows))
            return fitted, train, valid

        def make() -> Prepared:
            fitted, train = strategy.fit(self.features.take(train_rows), self.target.take(train_rows), self.seed)
            return fitted, train, fitted.transform(self.features.take(valid_rows))

        return self.prepared.get((strategy.name, fold), make) if fold < len(self.folds) else make()

    def _shared(self, strategy: Strategy) -> Prepared:
        """The strategy fitted on all rows, or as many as a fit may learn from, with their matrix."""
        rows = self.training_rows(strategy, None)
        fitted, X = strategy.fit(self.features.take(rows), self.target.take(rows), self.seed)
        return fitted, X, X[:0]


def oriented(target: Target, y: Any, answers: Array, positive: int) -> tuple[Any, Array]:
    """y and answers turned so that the positive class of a binary problem is class 1."""
    if target.problem == "binary" and positive == 0:
        return 1 - y, answers[:, ::-1]
    return y, answers


__all__ = ["Bench", "Candidate", "Evaluated", "oriented"]
