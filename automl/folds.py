"""Fits a candidate on folds, some side by side, each on its share of the threads."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event

import numpy as np

from automl.allocators import give_back
from automl.bench import Bench, Candidate
from automl.contracts import Array, BagPart, Effort, FitRequest
from automl.graph.reference import apply_link
from automl.threads import limited_blas, side_by_side


@dataclass(frozen=True)
class FittedFold:
    """A part of a bag, its answers (v, c) on the fold's validation rows in original units, the seconds these took, and
    the validation loss round by round where the learner goes by rounds."""

    part: BagPart
    answers: Array
    predict_s: float
    losses: tuple[tuple[int, float], ...] = ()


def n_together(bench: Bench) -> int:
    """How many folds are fitted side by side."""
    return min(bench.threads, len(bench.folds))


def fit_folds(
    bench: Bench,
    candidate: Candidate,
    folds: range,
    time_left: Callable[[], float],
    efforts: Sequence[Effort] | None = None,
) -> list[FittedFold]:
    """The fits on some of the bench's folds, in their order.

    time_left  the seconds that all of them may still take
    efforts    of every fold of the bench: how far to go, whatever the clock says

    Raises what a learner raises; the fits beside it are ended first.
    """
    abandoned, together = Event(), n_together(bench)
    threads = max(1, bench.threads // together)

    def left() -> float:
        return 0.0 if abandoned.is_set() else time_left()

    def fit(fold: int) -> FittedFold:
        return _fit(bench, candidate, fold, threads, left, None if efforts is None else efforts[fold])

    fitted: list[FittedFold] = []
    with limited_blas(threads):
        for start in range(folds.start, folds.stop, together):
            fitted += side_by_side(fit, range(start, min(start + together, folds.stop)), abandoned.set)
    give_back(bench.features.n_cells)
    return fitted


def _fit(
    bench: Bench, candidate: Candidate, fold: int, threads: int, time_left: Callable[[], float], effort: Effort | None
) -> FittedFold:
    train_rows, valid_rows = bench.training_rows(candidate.strategy, fold), bench.all_folds[fold].valid
    strategy, train, valid = bench.prepare(candidate.strategy, fold)
    losses: list[tuple[int, float]] = []
    model = candidate.algorithm.fit(
        FitRequest(
            X=train,
            y=bench.target.y[train_rows],
            target=bench.target,
            settings=candidate.settings,
            seed=bench.seed + fold,
            threads=threads,
            X_valid=valid,
            y_valid=bench.target.y[valid_rows],
            time_left=time_left,
            effort=effort,
            categories=strategy.categories,
            weight=bench.loss_weights(train_rows),
            loss=bench.metric.loss,
            told=lambda number, loss: losses.append((number, loss)),
        )
    )
    before = time.monotonic()
    answers = apply_link(model.link, model.scores(valid), bench.target)
    seconds = time.monotonic() - before
    answers = bench.original(answers)
    if not np.isfinite(answers).all():
        raise ArithmeticError("it answered with something that is not a number")
    return FittedFold(BagPart(strategy, model), answers, seconds, tuple(losses))


__all__ = ["FittedFold", "fit_folds", "n_together"]
