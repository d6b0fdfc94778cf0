"""How long a candidate may take for its folds, when it waits after the first ones, and when it is stopped."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from automl import racing

if TYPE_CHECKING:
    from automl.evaluate import Run

WAIT_FROM_ROWS = 150  # of fewer, one fold says too little about the others
WAIT_SHARE = 0.04  # of the build's time: what takes less is finished at once
SLOWER = 1.3  # than the first folds later ones may be
SMALLEST_FOLD_S = 0.05
FIRST_S = 2.0
BEHIND = "clearly behind after the first folds"


def should_wait(run: Run) -> bool:
    """Whether the first folds say something and the others are dear; never the first candidate."""
    if run.to_beat is None or len(run.first_answers) < WAIT_FROM_ROWS:
        return False
    return run.seconds_to_finish > WAIT_SHARE * run.bench.clock.budget_s


def time_left(run: Run, done: int) -> Callable[[], float]:
    """The seconds the next folds may still take: their share of the candidate's allowance. The very first candidate
    gets a little time even when there is none, so that a build never returns nothing."""
    bench = run.bench
    rounds = -(-(len(bench.folds) - done) // run.n_together)
    started = time.monotonic()
    share = (run.allowance_s - (started - run.started)) / rounds
    deadline = bench.clock.deadline(max(share, SMALLEST_FOLD_S))
    promised = started + (FIRST_S / rounds if run.to_beat is None and done == 0 else 0.0)

    def left() -> float:
        asked = 0.0 if bench.should_stop() else deadline()
        return max(asked, promised - time.monotonic())

    return left


def reason_to_stop(run: Run, *, is_first: bool) -> str:
    """Why a run ends before its last fold; "" where it goes on."""
    if run.to_beat is None:
        return ""
    if run.bench.should_stop():
        return "stopped by you"
    if run.bench.clock.search_left() <= 0:
        return "the time was up"
    enough = run.n_evaluated >= racing.FROM_CANDIDATES and len(run.first_answers) >= racing.FROM_ROWS
    if not (is_first and enough and math.isfinite(min(run.first_gain, run.to_beat))):
        return ""
    behind = racing.is_far_behind(run.bench, run.first_gain, run.to_beat, is_new_family=run.is_new_family)
    return BEHIND if behind else ""


__all__ = ["BEHIND", "SLOWER", "reason_to_stop", "should_wait", "time_left"]
