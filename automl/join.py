"""Which of the evaluated candidates make up the model, and with what weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from automl.calibrate import fit_temperature, temper
from automl.contracts import Array, Ensemble, Member
from automl.ensemble import STEPS, cross_fitted, greedy_weights, mix, most_members, sample_rows, shortlist
from automl.evaluate import Evaluated
from automl.measure import residual_band
from automl.prepare import Workspace
from automl.replay import Plan
from automl.search import Search

CROSS_FIT_STEPS = 20


@dataclass(frozen=True)
class Joined:
    """The chosen team: `weights` (q,) over all evaluated candidates, its ensemble over raw columns, its out-of-fold
    answers (v, c) in original units and the cross-fitted ones that the score of small tables is measured on."""

    weights: Array
    ensemble: Ensemble
    answers: Array
    honest: Array | None


def join(search: Search, work: Workspace, plan: Plan | None = None) -> Joined:
    """Chooses the team and its weights on out-of-fold answers; calibrates classes, finds the error band of numbers. A
    plan of an earlier build has all of that decided."""
    bench, evaluated = work.bench, search.evaluated
    y = bench.original(bench.target.y[bench.valid_rows])
    chosen = shortlist(
        [e.gain for e in evaluated], [e.candidate.algorithm.name for e in evaluated], most_members(len(y))
    )
    chosen = _affordable(chosen, evaluated, max(bench.clock.left() - bench.clock.least_reserve_s, 1.0))
    answers = [evaluated[i].answers for i in chosen]
    honest = None if work.holdout.n_rows else cross_fitted(answers, y, bench.gain, bench.seed, steps=CROSS_FIT_STEPS)
    if plan is not None:
        decided = np.array(plan.weights(evaluated))
        joined = _calibrated(evaluated, decided, mix([e.answers for e in evaluated], decided), honest, y, work)
        return replace(joined, ensemble=plan.as_joined(joined.ensemble))
    rows = sample_rows(len(y), bench.seed)
    seen = [a[rows] for a in answers]
    few = greedy_weights(seen, y[rows], bench.gain, STEPS)
    weights = np.zeros(len(evaluated))
    weights[chosen] = few
    mixed = mix(answers, few)
    return _calibrated(evaluated, weights, mixed, honest, y, work)


def _affordable(chosen: list[int], evaluated: Sequence[Evaluated], seconds: float) -> list[int]:
    """Those of the chosen, best first, that can be written and checked in the given seconds; the best always."""
    kept = chosen[:1]
    for i in chosen[1:]:
        if sum(evaluated[j].finish_s for j in (*kept, i)) <= seconds:
            kept.append(i)
    return kept


def _calibrated(
    evaluated: Sequence[Evaluated], weights: Array, mixed: Array, honest: Array | None, y: Array, work: Workspace
) -> Joined:
    bench = work.bench
    members = tuple(
        Member(f"member_{e.record.index}", float(w), e.parts) for e, w in zip(evaluated, weights, strict=True) if w
    )
    if bench.target.problem == "regression":
        low, high = residual_band(y, mixed if honest is None else honest)
        ensemble = Ensemble(bench.target, members, 1.0, bench.shift, bench.scale, low, high)
        return Joined(weights, ensemble, mixed, honest)
    temperature = fit_temperature(mixed, y.astype(np.int64))
    ensemble = Ensemble(bench.target, members, temperature)
    calm = None if honest is None else temper(honest, temperature)
    return Joined(weights, ensemble, temper(mixed, temperature), calm)
