"""Which of the evaluated candidates make up the model, and with what weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.affordable import affordable_team
from automl.answer_price import answer_us
from automl.answer_time import AnswerTimes
from automl.bench import Bench, Evaluated
from automl.calibrate import cross_fitted_moves, fit_temperature, move_for, temper
from automl.certainty import residual_band
from automl.contracts import Array, BagPart, Ensemble, Member, Pool
from automl.ensemble import STEPS, cross_fitted, greedy_weights, mix, most_members, sample_rows, shortlist
from automl.labels import choose, cross_fitted_names
from automl.lean import lean_team
from automl.pooling import choose_pool, pool_weights, pooled
from automl.prepare import Workspace
from automl.racing import SLACK
from automl.refit import common_effort, finish_seconds, refit
from automl.replay import Plan
from automl.search import Search

CROSS_FIT_STEPS = 20
LEAN_ROWS, LEAN_STEPS = 5_000, 20
OVERRATED_S = 1.0  # what finishing takes is rather overrated, and a good member is worth more than a second


@dataclass(frozen=True)
class Joined:
    """The chosen team: `weights` (q,) over all evaluated candidates, its ensemble over raw columns, its out-of-fold
    answers (v, c) in original units and the cross-fitted ones that the score of small tables is measured on, with the
    classes (v,) that they name and what they were before they were calibrated."""

    weights: Array
    ensemble: Ensemble
    answers: Array
    honest: Array | None
    honest_names: npt.NDArray[np.int64] | None = None
    untempered: Array | None = None


def join(search: Search, work: Workspace, row_ms: float | None = None, plan: Plan | None = None) -> Joined:
    """Chooses the team and its weights on out-of-fold answers, calibrates classes, finds the error band of numbers.

    row_ms  milliseconds that the team may take to answer one row; None: no limit
    plan    of an earlier build, which has all of that decided
    """
    bench, evaluated = work.bench, search.evaluated
    y = bench.original(bench.target.y[bench.valid_rows])
    chosen = _allowed(search, work, len(y))
    if plan is not None:
        weights = np.array(plan.weights(evaluated))
    else:
        weights = np.zeros(len(evaluated))
        few, chosen = _team(evaluated, chosen, y, work, row_ms)
        weights[list(few)] = list(few.values())
        if row_ms is not None or work.quality.most_members is not None:
            chosen = list(few)
    answers = [evaluated[i].answers for i in chosen]
    pool = _pool(evaluated, weights, y, bench) if plan is None else plan.pool
    if pool == "log" and plan is None:
        rows = sample_rows(len(y), bench.seed)
        weights = pool_weights([e.answers[rows] for e in evaluated], y[rows].astype(np.int64), weights)
    honest = None if work.holdout.n_rows else _honest(answers, y, bench, pool)
    joined = _calibrated(evaluated, weights, honest, y, work, pool)
    return joined if plan is None else replace(joined, ensemble=plan.as_joined(joined.ensemble))


def _pool(evaluated: Sequence[Evaluated], weights: Array, y: Array, bench: Bench) -> Pool:
    """How the probabilities of the team become one."""
    if bench.target.problem == "regression":
        return "mean"
    rows = sample_rows(len(y), bench.seed)
    return choose_pool([e.answers[rows] for e in evaluated], y[rows].astype(np.int64), bench.gain, weights, bench.seed)


def _honest(answers: Sequence[Array], y: Array, bench: Bench, pool: Pool) -> Array:
    """(v, c) the answers of teams that were chosen and weighted on other rows."""

    def weigh(seen: Sequence[Array], known: npt.NDArray[Any]) -> Array:
        weights = greedy_weights(seen, known, bench.gain, CROSS_FIT_STEPS)
        return pool_weights(seen, known.astype(np.int64), weights) if pool == "log" else weights

    return cross_fitted(answers, y, bench.seed, weigh, partial(pooled, pool=pool))


def _allowed(search: Search, work: Workspace, n_rows: int) -> list[int]:
    """The candidates that may join, best first: few on small tables, and only what can be finished in time."""
    evaluated, clock = search.evaluated, work.bench.clock
    families = [e.candidate.algorithm.name for e in evaluated]
    chosen = shortlist([e.gain for e in evaluated], families, most_members(n_rows))
    if work.quality.refits:  # of many, only a few are finished: those that are too slow to finish are left out
        seconds = max(clock.left() - clock.least_reserve_s, 1.0) + OVERRATED_S
        return [i for i in chosen if finish_seconds(evaluated[i], work.quality) <= seconds] or chosen[:1]
    return chosen


def _team(
    evaluated: Sequence[Evaluated], chosen: list[int], y: Array, work: Workspace, row_ms: float | None
) -> tuple[dict[int, float], list[int]]:
    """The weights of the best team, by index, of as many members as the quality allows, that can be finished in time
    and answers within `row_ms` (where no team does, the quickest candidate alone); and the candidates it was chosen
    from, which are those given less what would take too long to finish."""
    rows = sample_rows(len(y), work.bench.seed)
    times = AnswerTimes(evaluated, work)

    def greedy(some: list[int]) -> dict[int, float]:
        found = greedy_weights([evaluated[i].answers[rows] for i in some], y[rows], work.bench.gain, STEPS)
        return {i: float(w) for i, w in zip(some, found, strict=True) if w}

    team = greedy(chosen)
    while len(team) > (work.quality.most_members or len(team)):
        team = greedy(sorted(team, key=lambda i: -team[i])[: work.quality.most_members])
    affordable = _affordable(evaluated, team, y, work)
    if too_dear := set(team) - set(affordable):
        chosen = [i for i in chosen if i not in too_dear]
        team = greedy(affordable)
    if dear := set(team) - _lean(evaluated, team, y, work):
        chosen = [i for i in chosen if i not in dear]
        team = greedy([i for i in team if i not in dear])
    if row_ms is None:
        return team, chosen
    while len(team) > 1 and sum(times[i] for i in team) > row_ms:
        team = greedy([i for i in team if i != max(team, key=lambda i: times[i] / team[i])])
    if times[next(iter(team))] <= row_ms or len(team) > 1:
        return team, chosen
    return {next((i for i in chosen if times[i] <= row_ms), min(chosen, key=times.__getitem__)): 1.0}, chosen


def _affordable(evaluated: Sequence[Evaluated], team: dict[int, float], y: Array, work: Workspace) -> list[int]:
    """The members that can be finished in the time that is left."""
    clock, rows = work.bench.clock, sample_rows(len(y), work.bench.seed, LEAN_ROWS)
    limit_s = max(clock.left() - clock.least_reserve_s, 0.0) + OVERRATED_S

    def gain(weights: dict[int, float]) -> float:
        answers = [evaluated[i].answers[rows] for i in weights]
        return work.bench.gain(y[rows], mix(answers, np.array(list(weights.values()))))

    return affordable_team(team, {i: finish_seconds(evaluated[i], work.quality) for i in team}, limit_s, gain)


def _lean(evaluated: Sequence[Evaluated], team: dict[int, float], y: Array, work: Workspace) -> set[int]:
    """The members of the team that are worth their time."""
    bench, quality = work.bench, work.quality
    if not quality.forgone or len(team) == 1:
        return set(team)
    rows = sample_rows(len(y), bench.seed, LEAN_ROWS)
    costs = {i: answer_us(evaluated[i], bench, quality) for i in team}

    def rejoined(some: list[int]) -> tuple[dict[int, float], float]:
        answers = [evaluated[i].answers[rows] for i in some]
        found = greedy_weights(answers, y[rows], bench.gain, LEAN_STEPS)
        return {i: float(w) for i, w in zip(some, found, strict=True) if w}, bench.gain(y[rows], mix(answers, found))

    top = bench.metric.best if bench.metric.higher_is_better else -bench.metric.best
    loss = top - rejoined(sorted(team))[1] + SLACK * max(top - bench.dullest_gain, 0.0)
    return set(lean_team(team, costs, rejoined, quality.forgone * loss))


def _calibrated(
    evaluated: Sequence[Evaluated], weights: Array, honest: Array | None, y: Array, work: Workspace, pool: Pool
) -> Joined:
    bench = work.bench
    mixed = pooled([e.answers for e in evaluated], weights, pool)
    members = tuple(
        Member(f"member_{e.record.index}", float(w), _parts(e, work))
        for e, w in zip(evaluated, weights, strict=True)
        if w
    )
    if bench.target.problem == "regression":
        return _moved(weights, members, mixed, honest, y, bench)
    temperature = fit_temperature(mixed, y.astype(np.int64))
    tempered = temper(mixed, temperature)
    decision = choose(bench.metric, y, tempered, bench.positive)
    ensemble = Ensemble(bench.target, members, temperature, decision=decision, pool=pool)
    if honest is None:
        return Joined(weights, ensemble, tempered, None)
    calm = temper(honest, temperature)
    names = cross_fitted_names(bench.metric, y, calm, bench.positive, bench.seed)
    return Joined(weights, ensemble, tempered, calm, names, honest)


def _moved(
    weights: Array, members: tuple[Member, ...], mixed: Array, honest: Array | None, y: Array, bench: Bench
) -> Joined:
    """Numbers, as medians or quantiles where the metric asks for those, with their error band."""
    loss = bench.metric.loss
    move = move_for(loss, y, mixed[:, 0])
    moved = honest if honest is None or loss == "squared" else cross_fitted_moves(loss, y, honest, bench.seed)
    low, high = residual_band(y, mixed + move if moved is None else moved)
    ensemble = Ensemble(bench.target, members, 1.0, bench.shift + move, bench.scale, low, high, logs=bench.metric.logs)
    return Joined(weights, ensemble, mixed + move, moved)


def _parts(evaluated: Evaluated, work: Workspace) -> tuple[BagPart, ...]:
    """What of a candidate goes into the model: its fits on the folds, or one fit on all rows."""
    if not work.quality.refits or len(evaluated.parts) == 1:
        return evaluated.parts
    return (refit(work.bench, evaluated, common_effort([part.model.effort for part in evaluated.parts])),)
