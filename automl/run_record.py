"""What is told of a candidate on its way through the folds, and kept of it for another process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from automl.bench import Evaluated
from automl.checkpoint import Kept
from automl.record import CandidateRecord, CandidateStatus
from automl.refit import writing_seconds

if TYPE_CHECKING:
    from automl.evaluate import Run


def kept_of(run: Run) -> Kept:
    """What another process needs to go on without fitting the candidate again."""
    candidate, is_done = run.candidate, run.state == "done"
    return Kept(
        index=run.index,
        strategy=candidate.strategy.name,
        algorithm=candidate.algorithm.name,
        settings=dict(candidate.settings),
        status="done" if is_done else "stopped early",
        note=run.note,
        at_s=run.bench.clock.elapsed(),
        spent_s=run.spent_s,
        predict_s=run.predict_s,
        read_s=run.read_s,
        parts=tuple(run.parts) if is_done else (),
        answers=tuple(run.answers),
        gains=tuple(run.fold_gains),
        origin=run.origin,
        tuned_from=run.tuned_from,
        curve=run.curve,
    )


def record_of(run: Run, status: CandidateStatus, score: float | None = None, note: str = "") -> CandidateRecord:
    """The candidate as pages and the command line tell it."""
    candidate = run.candidate
    return CandidateRecord(
        index=run.index,
        strategy=candidate.strategy.name,
        strategy_title=candidate.strategy.title,
        algorithm=candidate.algorithm.name,
        algorithm_title=candidate.algorithm.title,
        settings={**candidate.algorithm.defaults, **candidate.settings},
        settings_text=candidate.algorithm.settings_text(candidate.settings),
        status=status,
        score=score,
        seconds=run.seconds(),
        at_s=run.bench.clock.elapsed() if run.restored is None else run.restored.at_s,
        folds_done=len(run.parts) or len(run.gains),
        note=note,
        reused=run.restored is not None,
        fold_scores=() if status in ("running", "waiting") else _fold_scores(run),
        origin=run.origin,
        tuned_from=run.tuned_from,
    )


def evaluated_of(run: Run) -> Evaluated:
    """What came of a run, with all parts fitted so far."""
    bench = run.bench
    answers = np.concatenate(run.answers)
    y = bench.original(bench.target.y[bench.valid_rows])
    gain = bench.gain(y, answers)
    record = run.record("done", bench.score(y, answers))
    run.report(record)
    row_s = run.predict_s / len(answers)
    run.read_s, seconds = writing_seconds(run.parts, run.read_s, row_s, run.n_together)
    return Evaluated(run.candidate, record, tuple(run.parts), answers, gain, seconds)


def _fold_scores(run: Run) -> tuple[float, ...]:
    """The objective in its own sign on the rows of each fold."""
    bench = run.bench
    if bench.metric.of_counts is None:
        return tuple(gain if bench.metric.higher_is_better else -gain for gain in run.gains)
    folds = zip(bench.folds, run.answers, strict=False)
    return tuple(bench.score(bench.target.y[fold.valid], answers) for fold, answers in folds)


__all__ = ["evaluated_of", "kept_of", "record_of"]
