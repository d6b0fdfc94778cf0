"""What drives the finished model, within the time that a build has for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from automl.bench import Bench
from automl.clock import Clock
from automl.explain import column_effects, column_impact
from automl.insights import Interaction
from automl.interactions import interactions
from automl.record import ColumnEffect, ColumnImpact
from automl.shapley import BACKGROUND_ROWS, MOST_ROWS, PER_ROW, Answer, affordable_rows, shapley

EXPLAIN_SHARE = 0.04
TOGETHER_SHARE = 0.3  # of the time to explain that pairs of columns may take
MOST_EXPLAIN_S = 20.0
TOGETHER_ROWS = 2_000


@dataclass(frozen=True)
class Explained:
    """Impact and effect of every column, and the columns that act together."""

    impact: tuple[ColumnImpact, ...]
    effects: tuple[ColumnEffect, ...]
    together: tuple[Interaction, ...]


def explain(answer: Answer, bench: Bench, clock: Clock, seed: int, keep_s: float) -> Explained:
    """Explains as many rows as the time allows, of which `keep_s` seconds are kept for what comes after."""
    allowed = float(np.clip(clock.left() - keep_s, 0, min(EXPLAIN_SHARE * clock.budget_s, MOST_EXPLAIN_S)))
    seconds = (1 - TOGETHER_SHARE) * allowed
    end = clock.elapsed() + seconds
    rng = np.random.default_rng([seed, 7])
    pool = rng.permutation(bench.features.n_rows)
    background = bench.features.take(pool[:BACKGROUND_ROWS])
    some = bench.features.take(pool[-MOST_ROWS:])
    count = affordable_rows(answer, some.inputs(), seconds)
    found = shapley(
        answer,
        some.take(np.arange(min(count, some.n_rows))).inputs(),
        background.inputs(),
        seed=seed,
        per_row=PER_ROW,
        time_left=lambda: end - clock.elapsed(),
    )
    impact = column_impact(found)
    shown = _shown_class(bench)
    moving = [one.column for one in impact if one.share]
    rows = bench.features.take(pool[:TOGETHER_ROWS])
    together = interactions(answer, rows, moving, shown, seed=seed, seconds=TOGETHER_SHARE * allowed)
    return Explained(impact, column_effects(found, bench.features.columns, shown), together)


def _shown_class(bench: Bench) -> int:
    """The answer whose movement is drawn: the positive class, the commonest of several, or the number."""
    if bench.target.problem == "regression":
        return 0
    if bench.target.problem == "binary":
        return bench.positive
    return int(np.bincount(bench.target.y.astype(np.int64)).argmax())


__all__ = ["Explained", "explain"]
