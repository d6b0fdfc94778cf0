"""Fits one candidate fold by fold and keeps what it answers on the rows it did not see."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module

import numpy as np

from automl.bench import Bench, Candidate, Evaluated
from automl.contracts import Array, BagPart, Effort, FitRequest
from automl.graph.reference import apply_link
from automl.record import CandidateRecord, CandidateStatus

RACE_FROM_CANDIDATES = 2
RACE_LOSS_RATIO = 1.3
RACE_NEW_FAMILY_RATIO = 2.5  # the first of its family may be further behind and still help the ensemble
RACE_SLACK = 0.02  # of the dullest model's loss: near a perfect score, ratios of losses mean nothing
RACE_FROM_ROWS = 200
SMALLEST_FOLD_S = 0.05
FIRST_S = 2.0
PARITY_ROWS = 2_000
WRITE_PER_READ = 1.6
ANSWERS_PER_CHECK = 1.6
MADE_ROWS = 300


@dataclass
class Run:
    """A candidate on its way through the folds. With `efforts`, one for each fold, the clock has no say."""

    bench: Bench
    candidate: Candidate
    index: int
    allowance_s: float
    report: Callable[[CandidateRecord], None]
    best: Evaluated | None = None
    n_evaluated: int = 0
    is_new_family: bool = False
    efforts: Sequence[Effort] | None = None
    started: float = field(default_factory=time.monotonic)
    parts: list[BagPart] = field(default_factory=list)
    answers: list[Array] = field(default_factory=list)
    gains: list[float] = field(default_factory=list)
    predict_s: float = 0.0

    def evaluate(self) -> Evaluated | None:
        """Fits all folds; None when it was stopped early, failed, or the time ran out before the last fold."""
        self.report(self._record("running"))
        for library in self.candidate.algorithm.requires:
            import_module(library)
        for fold in range(len(self.bench.folds)):
            try:
                self._fold(fold)
            except (ValueError, ArithmeticError, MemoryError, RuntimeError) as error:
                self.report(self._record("failed", note=f"{type(error).__name__}: {str(error)[:200]}"))
                return None
            if note := self._reason_to_stop(fold):
                self.report(self._record("stopped early", note=note))
                return None
            if fold + 1 < len(self.bench.folds):
                self.report(self._record("running"))
        return self._finish()

    def _fold(self, fold: int) -> None:
        bench, rows = self.bench, self.bench.folds[fold]
        fitted, train, valid = bench.prepare(self.candidate.strategy, fold)
        model = self.candidate.algorithm.fit(
            FitRequest(
                X=train,
                y=bench.target.y[rows.train],
                target=bench.target,
                settings=self.candidate.settings,
                seed=bench.seed + fold,
                threads=bench.threads,
                X_valid=valid,
                y_valid=bench.target.y[rows.valid],
                time_left=self._time_left(fold),
                effort=None if self.efforts is None else self.efforts[fold],
            )
        )
        before = time.monotonic()
        answers = apply_link(model.link, model.scores(valid), bench.target)
        self.predict_s += time.monotonic() - before
        answers = bench.original(answers)
        if not np.isfinite(answers).all():
            raise ArithmeticError("it answered with something that is not a number")
        self.parts.append(BagPart(fitted, model))
        self.answers.append(answers)
        self.gains.append(bench.gain(bench.original(bench.target.y[rows.valid]), answers))

    def _time_left(self, fold: int) -> Callable[[], float]:
        """The seconds this fold may still take: its share of the candidate's allowance. The very first candidate gets
        a little time even when there is none, so that a build never returns nothing."""
        bench, n_folds = self.bench, len(self.bench.folds)
        started = time.monotonic()
        share = (self.allowance_s - (started - self.started)) / (n_folds - fold)
        deadline = bench.clock.deadline(max(share, SMALLEST_FOLD_S))
        promised = started + (FIRST_S / n_folds if self.best is None else 0.0)

        def left() -> float:
            asked = 0.0 if bench.should_stop() else deadline()
            return max(asked, promised - time.monotonic())

        return left

    def _reason_to_stop(self, fold: int) -> str:
        last = fold + 1 == len(self.bench.folds)
        if last or self.best is None:
            return ""
        if self.bench.should_stop():
            return "stopped by you"
        if self.bench.clock.search_left() <= 0:
            return "the time was up"
        enough = self.n_evaluated >= RACE_FROM_CANDIDATES and len(self.answers[0]) >= RACE_FROM_ROWS
        if fold == 0 and enough and self._is_losing():
            return "clearly behind after the first fold"
        return ""

    def _is_losing(self) -> bool:
        assert self.best is not None
        metric = self.bench.metric
        top = metric.best if metric.higher_is_better else -metric.best
        best_loss = top - self.best.fold_gains[0]
        ratio = RACE_NEW_FAMILY_RATIO if self.is_new_family else RACE_LOSS_RATIO
        slack = RACE_SLACK * (top - self.bench.dullest_gain)
        return top - self.gains[0] > max(ratio * best_loss, best_loss + slack)

    def _finish(self) -> Evaluated:
        bench = self.bench
        answers = np.concatenate(self.answers)
        y = bench.original(bench.target.y[bench.valid_rows])
        gain = bench.gain(y, answers)
        record = self._record("done", gain if bench.metric.higher_is_better else -gain)
        self.report(record)
        finish_s = self._expected_finish_s(len(answers))
        return Evaluated(self.candidate, record, tuple(self.parts), answers, gain, tuple(self.gains), finish_s)

    def _expected_finish_s(self, n_rows: int) -> float:
        """From the time that reading the first part's trees takes (kept for the graph) and the time answers took."""
        start = time.monotonic()
        _ = self.parts[0].model.trees
        read_s = time.monotonic() - start
        checked = (min(PARITY_ROWS, n_rows) + MADE_ROWS) / n_rows
        return len(self.parts) * (WRITE_PER_READ * read_s + ANSWERS_PER_CHECK * checked * self.predict_s)

    def _record(self, status: CandidateStatus, score: float | None = None, note: str = "") -> CandidateRecord:
        candidate = self.candidate
        return CandidateRecord(
            index=self.index,
            strategy=candidate.strategy.name,
            strategy_title=candidate.strategy.title,
            algorithm=candidate.algorithm.name,
            algorithm_title=candidate.algorithm.title,
            settings=dict(candidate.settings),
            settings_text=candidate.algorithm.settings_text(candidate.settings),
            status=status,
            score=score,
            seconds=time.monotonic() - self.started,
            at_s=self.bench.clock.elapsed(),
            folds_done=len(self.parts),
            note=note,
        )
