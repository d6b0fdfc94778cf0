"""Fits one candidate on the folds, some side by side, and keeps what it answers on the rows it did not see.

A candidate that is dear to finish waits after its first folds, until the search has seen the others' first folds.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from statistics import mean
from typing import Literal

import numpy as np

from automl import pacing, racing
from automl.bench import Bench, Candidate, Evaluated
from automl.checkpoint import Kept
from automl.contracts import Array, BagPart, Effort
from automl.folds import fit_folds, n_together
from automl.learning import learning_curve
from automl.record import CandidateOrigin, CandidateRecord, CandidateStatus, Curve
from automl.run_record import evaluated_of, kept_of, record_of


@dataclass
class Run:
    """A candidate on its way through the folds. With `efforts`, one for each fold, the clock has no say.

    `spent_s` are the seconds it has taken, without those it waited; `state` is "running" until its last fold is done
    ("done"), it is given up ("ended"), or it waits after its first folds ("waiting"); `to_beat` is the highest gain
    on the first folds so far (None: this is the first candidate); `origin` and `tuned_from` as in the record,
    `curve` how its first fold learnt. `fold_gains` are those of the folds in their order, NaN where the rows of one
    class rank no answers."""

    bench: Bench
    candidate: Candidate
    index: int
    allowance_s: float
    report: Callable[[CandidateRecord], None]
    to_beat: float | None = None
    n_evaluated: int = 0
    is_new_family: bool = False
    efforts: Sequence[Effort] | None = None
    origin: CandidateOrigin = "portfolio"
    tuned_from: tuple[int, ...] = ()
    state: Literal["running", "waiting", "done", "ended"] = "running"
    spent_s: float = 0.0
    started: float = field(default_factory=time.monotonic)
    parts: list[BagPart] = field(default_factory=list)
    answers: list[Array] = field(default_factory=list)
    fold_gains: list[float] = field(default_factory=list)
    predict_s: float = 0.0
    read_s: float = 0.0
    note: str = ""
    restored: Kept | None = None
    curve: Curve | None = None

    def evaluate(self) -> Evaluated | None:
        """Fits the folds; None when it waits, was stopped early, failed, or the time ran out before the last fold."""
        self.report(self.record("running"))
        for library in self.candidate.algorithm.requires:
            import_module(library)
        return self._go_on()

    def finish(self) -> Evaluated | None:
        """Fits the folds that a waiting candidate has not seen, or gives up as `evaluate` does."""
        self.state, self.started = "running", time.monotonic()
        self.allowance_s = min(pacing.SLOWER * self.seconds_to_finish, self.bench.clock.search_left())
        self.report(self.record("running"))
        return self._go_on()

    def bag_more(self) -> bool:
        """Fits the next of the folds that score nothing, for the bag alone. False when that failed or was cut shorter
        than the folds before, so that the bag stays as it was."""
        bench, usual_s = self.bench, self.round_s
        folds = range(len(self.parts), min(len(self.parts) + self.n_together, len(bench.all_folds)))
        self.state, self.started = "running", time.monotonic()
        self.report(self.record("running"))
        deadline = bench.clock.deadline(pacing.SLOWER * usual_s)
        try:
            parts = self._more_parts(folds, lambda: 0.0 if bench.should_stop() else deadline())
        except Exception:  # as in _go_on; the bag is whole without it
            parts = []
        cut = bench.should_stop() or (bench.clock.search_left() <= 0 and time.monotonic() - self.started < usual_s)
        self.spent_s, self.state = self.seconds(), "done"
        if cut or not parts:
            return False
        self.parts += parts
        return True

    def give_up(self) -> None:
        """Ends a waiting candidate."""
        self._end("stopped early", "others promised more after the first folds")

    def skip(self, reason: str) -> None:
        """Ends a candidate that is not begun; what is done stays done."""
        if self.state != "done":
            self._end("failed", reason)

    def kept(self) -> Kept:
        """What another process needs to go on without fitting this again."""
        return kept_of(self)

    def restore(self, kept: Kept) -> Evaluated | None:
        """Takes over what an earlier process has fitted, as if it had been fitted now."""
        self.restored, self.spent_s = kept, kept.spent_s
        self.predict_s, self.read_s = kept.predict_s, kept.read_s
        self.parts, self.answers, self.fold_gains = list(kept.parts), list(kept.answers), list(kept.gains)
        self.state, self.curve = "done", kept.curve
        if kept.status == "done":
            return self.evaluated()
        self._end(kept.status, kept.note)
        return None

    @property
    def n_together(self) -> int:
        """How many folds are fitted side by side."""
        return n_together(self.bench)

    @property
    def round_s(self) -> float:
        """The seconds that the folds which are fitted side by side took."""
        return self.seconds() * self.n_together / max(len(self.parts), 1)

    @property
    def seconds_to_finish(self) -> float:
        """What the folds that are left will take, by those that are done."""
        return self.round_s * -(-(len(self.bench.folds) - len(self.parts)) // self.n_together)

    @property
    def first_answers(self) -> Array:
        """The answers on the rows of the folds that were fitted first."""
        return np.concatenate(self.answers[: self.n_together])

    @property
    def first_gain(self) -> float:
        """The mean gain of the folds that were fitted first; minus infinity when there are none."""
        first = racing.known_gains(self.fold_gains[: self.n_together])
        return mean(first) if first else -math.inf

    @property
    def gains(self) -> list[float]:
        """Of the folds that have one, in their order."""
        return racing.known_gains(self.fold_gains)

    def _go_on(self) -> Evaluated | None:
        n_folds = len(self.bench.folds)
        while (done := len(self.parts)) < n_folds:
            try:
                self._fit_folds(range(done, min(done + self.n_together, n_folds)))
            except Exception as error:  # learners raise what they like; it costs this candidate, not the build
                self._end("failed", f"{type(error).__name__}: {str(error)[:200]}")
                return None
            if len(self.parts) == n_folds:
                break
            if note := pacing.reason_to_stop(self, is_first=done == 0):
                self._end("stopped early", note)
                return None
            if done == 0 and pacing.should_wait(self):
                self.spent_s, self.state = self.seconds(), "waiting"
                self.report(self.record("waiting"))
                return None
            self.report(self.record("running"))
        if self.efforts is not None and len(self.efforts) > n_folds:
            self.parts += self._more_parts(range(n_folds, len(self.efforts)), lambda: math.inf)
        self.spent_s, self.state = self.seconds(), "done"
        return self.evaluated()

    def seconds(self) -> float:
        """That it has taken, without those it waited."""
        running = self.state == "running"
        return self.spent_s + (time.monotonic() - self.started if running else 0.0)

    def _end(self, status: CandidateStatus, note: str) -> None:
        self.spent_s, self.state, self.note = self.seconds(), "ended", note
        self.report(self.record(status, note=note))

    def _fit_folds(self, folds: range) -> None:
        """Fits some of the folds that score, and keeps what they answer."""
        bench = self.bench
        for fitted in fit_folds(bench, self.candidate, folds, pacing.time_left(self, folds.start), self.efforts):
            rows = bench.folds[len(self.parts)].valid
            self.parts.append(fitted.part)
            self.answers.append(fitted.answers)
            self.fold_gains.append(bench.gain(bench.original(bench.target.y[rows]), fitted.answers))
            self.predict_s += fitted.predict_s
            self.curve = self.curve or learning_curve(fitted.losses)

    def _more_parts(self, folds: range, time_left: Callable[[], float]) -> list[BagPart]:
        return [fitted.part for fitted in fit_folds(self.bench, self.candidate, folds, time_left, self.efforts)]

    def evaluated(self) -> Evaluated:
        """What came of it, with all parts fitted so far."""
        return evaluated_of(self)

    def record(self, status: CandidateStatus, score: float | None = None, note: str = "") -> CandidateRecord:
        """The candidate as it is told."""
        return record_of(self, status, score, note)
