"""What finishing a member takes, and one fit on all training rows in place of a bag, as far as its folds went."""

from __future__ import annotations

import time
from collections.abc import Sequence
from statistics import mean

from automl.bench import Bench, Evaluated
from automl.contracts import BagPart, Effort, FitRequest
from automl.quality import Quality
from automl.threads import limited_blas

PARITY_ROWS = 2_000
MADE_ROWS = 300
WRITE_PER_READ = 1.1
MOST_WAITING = 2.5  # times the processor's own seconds: one pause of a busy machine is not counted once for every part
WRITE_S_PER_NODE = 2e-6
ANSWERS_PER_CHECK = 1.6
SEED = 1_000  # added to the seed of the folds
SLOWER = 1.2  # all rows are more than those of a fold, and the machine may be busier


def refit(bench: Bench, evaluated: Evaluated, effort: Effort | None) -> BagPart:
    """The candidate fitted on all rows of the bench; `effort` None: until it has converged."""
    candidate = evaluated.candidate
    rows = bench.training_rows(candidate.strategy, None)
    target = bench.target.take(rows)
    strategy, X = candidate.strategy.fit(bench.features.take(rows), target, bench.seed + SEED)
    request = FitRequest(
        X=X,
        y=target.y,
        target=bench.target,
        settings=candidate.settings,
        seed=bench.seed + SEED,
        threads=bench.threads,
        effort=effort,
        categories=strategy.categories,
        weight=bench.loss_weights(rows),
        loss=bench.metric.loss,
    )
    with limited_blas(bench.threads):
        return BagPart(strategy, candidate.algorithm.fit(request))


def common_effort(efforts: Sequence[Effort]) -> Effort | None:
    """How far to go on all rows: the mean of the rounds, trees or steps of the folds; None for what converges."""
    if "rounds" in efforts[0]:
        rounds = {"rounds": max(1, round(mean(effort["rounds"] for effort in efforts)))}
        return rounds | ({"rates": efforts[0]["rates"]} if "rates" in efforts[0] else {})
    if "trees" in efforts[0]:
        return {"trees": max(effort["trees"] for effort in efforts)}
    if "plan" in efforts[0]:
        return _common_plan(efforts)
    return None


def _common_plan(efforts: Sequence[Effort]) -> Effort:
    """A network's steps, and the step at the same part of them at which the folds did best: no validation rows are left
    to show where more steps only learn the noise."""
    steps = [effort["plan"][-1][1] for effort in efforts]
    whole = max(1, round(mean(steps)))
    parts = [effort["best"] / n for effort, n in zip(efforts, steps, strict=True) if "best" in effort]
    return {"plan": [[0, whole]]} | ({"best": min(whole, max(1, round(mean(parts) * whole)))} if parts else {})


def writing_seconds(parts: Sequence[BagPart], read_s: float, row_s: float, threads: int = 1) -> tuple[float, float]:
    """(seconds that reading the first part's trees took, seconds that writing all parts into the graph and checking it
    are expected to take).

    read_s  what reading them took before; they are kept, so that it takes nothing the second time
    row_s   seconds that a part takes to answer a row
    threads that answer the rows of the check
    """
    start, start_of_processor = time.monotonic(), time.thread_time()
    trees = parts[0].model.trees
    took = min(time.monotonic() - start, MOST_WAITING * (time.thread_time() - start_of_processor))
    read_s = max(read_s, took)
    write_s = max(WRITE_PER_READ * read_s, WRITE_S_PER_NODE * (trees.n_nodes if trees else 0))
    check_s = ANSWERS_PER_CHECK * (PARITY_ROWS + MADE_ROWS) * row_s / threads
    return read_s, len(parts) * (read_s + write_s + check_s)


def refit_seconds(evaluated: Evaluated) -> float:
    """The seconds a refit is expected to take, by those of the folds."""
    n_folds = len(evaluated.parts)
    more_rows = n_folds / max(n_folds - 1, 0.8 * n_folds)
    return SLOWER * more_rows * evaluated.record.seconds / n_folds


def finish_seconds(evaluated: Evaluated, quality: Quality) -> float:
    """The seconds that finishing a member of the model takes: refitting it where that is done, writing and checking."""
    if not quality.refits:
        return evaluated.finish_s
    return refit_seconds(evaluated) + evaluated.finish_s / len(evaluated.parts)


__all__ = ["PARITY_ROWS", "common_effort", "finish_seconds", "refit", "refit_seconds", "writing_seconds"]
