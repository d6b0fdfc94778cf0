"""The team that would be joined now, and what a candidate would add to it, by a quick look at some rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from automl.bench import Bench, Evaluated
from automl.contracts import Array
from automl.ensemble import greedy_weights, mix, sample_rows
from automl.evaluate import Run
from automl.folds import n_together

MOST_CANDIDATES = 8
MOST_ROWS = 1_000
STEPS = 12


def likely_members(bench: Bench, evaluated: Sequence[Evaluated], most: int | None) -> list[tuple[Evaluated, float]]:
    """The team of the best candidates with its weights, heaviest first, at most `most` (None: no limit)."""
    if not evaluated:
        return []
    leaders = sorted(evaluated, key=lambda e: -e.gain)[:MOST_CANDIDATES]
    rows = sample_rows(len(leaders[0].answers), bench.seed, MOST_ROWS)
    y = bench.original(bench.target.y[bench.valid_rows[rows]])
    weights = greedy_weights([e.answers[rows] for e in leaders], y, bench.gain, STEPS)
    team = [(e, float(weight)) for e, weight in zip(leaders, weights, strict=True) if weight]
    return sorted(team, key=lambda member: -member[1])[:most]


def gains_of_waiting(bench: Bench, done: Sequence[Run], waiting: Sequence[Run]) -> list[float]:
    """By how much each waiting candidate betters the team of those that are done, on the first folds' rows."""
    first = np.concatenate([fold.valid for fold in bench.folds[: n_together(bench)]])
    rows = sample_rows(len(first), bench.seed, MOST_ROWS)
    y = bench.original(bench.target.y[first[rows]])
    team = [run.first_answers[rows] for run in sorted(done, key=lambda run: -run.first_gain)[:MOST_CANDIDATES]]

    def gain(answers: list[Array]) -> float:
        return bench.gain(y, mix(answers, greedy_weights(answers, y, bench.gain, STEPS)))

    before = gain(team)
    return [gain([*team, run.first_answers[rows]]) - before for run in waiting]


def bag_worth(run: Run, weight: float) -> float:
    """What fitting a member on its next folds is worth for its seconds, if the variance of a bag falls with its size;
    0 when there are none."""
    size = len(run.parts)
    more = min(run.n_together, len(run.bench.all_folds) - size)
    return weight**2 * (1 / size - 1 / (size + more)) / run.round_s if more else 0.0


__all__ = ["bag_worth", "gains_of_waiting", "likely_members"]
