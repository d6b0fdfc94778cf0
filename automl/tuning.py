"""Settings drawn by Optuna, which knows what has been tried already, and who has the next turn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import mean, median
from typing import TYPE_CHECKING, Any, cast

from automl.allowances import LINEAR
from automl.contracts import Algorithm, Settings, Strategy, Target
from automl.evaluate import Run
from automl.record import CandidateOrigin

if TYPE_CHECKING:
    import optuna


STARTUP_TRIALS = 5  # known before anything is proposed; until then settings are drawn at random
MOST_NAMED = 5
LEADERS = 3
LEAST_WEIGHT = 0.2
LARGEST = 1e300  # the loss of a run that has no finite gain


def leading_families(runs: Sequence[Run]) -> list[tuple[Strategy, Algorithm]]:
    """The families that gained most, each with the strategy it did so with, at most LEADERS; none of linear models,
    whose strength the portfolio covers."""
    pairs: list[tuple[Strategy, Algorithm]] = []
    for run in by_merit(runs):
        pair = (run.candidate.strategy, run.candidate.algorithm)
        if pair[1].name not in LINEAR and all(a is not pair[1] for _, a in pairs):
            pairs.append(pair)
    return pairs[:LEADERS]


def next_turn(turns: Sequence[int], weights: Sequence[float]) -> int:
    """Who comes next: each gets turns in proportion to its weight in the team, and LEAST_WEIGHT more, since what is in
    no team yet may come into it. `turns`: those each has had."""
    waits = [(had + 1) / (weight + LEAST_WEIGHT) for had, weight in zip(turns, weights, strict=True)]
    return min(range(len(waits)), key=waits.__getitem__)


def fold_levels(runs: Sequence[Run]) -> list[float]:
    """How well the rows of each fold are answered: the median gain of the runs that are done."""
    done = [run.fold_gains for run in runs if run.state == "done"]
    return [median(_finite(gains) or [0.0]) for gains in zip(*done, strict=True)]


def merit(run: Run, levels: Sequence[float]) -> float:
    """The mean gain over the levels of the folds that a run has seen. Some runs have seen the first folds only: were
    these easy, their plain mean would lead the study away from those that were worth finishing."""
    seen = zip(run.fold_gains, levels, strict=False) if levels else ((gain, 0.0) for gain in run.fold_gains)
    return mean(_finite([gain - level for gain, level in seen]) or [-LARGEST])


def _finite(gains: Sequence[float]) -> list[float]:
    return [gain for gain in gains if math.isfinite(gain)]


def by_merit(runs: Sequence[Run]) -> list[Run]:
    """Those that have a gain, the best first."""
    levels = fold_levels(runs)
    return sorted((run for run in runs if run.gains), key=lambda run: -merit(run, levels))


@dataclass(frozen=True)
class Drawn:
    """Settings, and where they come from: `origin` and `tuned_from` of a run."""

    settings: Settings
    origin: CandidateOrigin
    tuned_from: tuple[int, ...]


def draw(algorithm: Algorithm, runs: Sequence[Run], target: Target, seed: int) -> Drawn:
    """The next settings of an algorithm: at random until STARTUP_TRIALS are known, then tuned."""
    study = study_of(algorithm, runs, target, seed)
    is_tuned = len(study.trials) >= STARTUP_TRIALS
    settings = dict(algorithm.space(study.ask(), target))
    if not is_tuned:
        return Drawn(settings, "drawn", ())
    known = [run for run in by_merit(runs) if run.candidate.algorithm is algorithm]
    return Drawn(settings, "tuned", tuple(run.index for run in known[:MOST_NAMED]))


def study_of(algorithm: Algorithm, runs: Sequence[Run], target: Target, seed: int) -> optuna.Study:
    """A study by TPE that knows those of the runs that are the algorithm's own and have a gain."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    sampler = optuna.samplers.TPESampler(seed=seed, n_startup_trials=STARTUP_TRIALS)
    study, levels = optuna.create_study(direction="maximize", sampler=sampler), fold_levels(runs)
    for run in runs:
        if run.candidate.algorithm is algorithm and run.gains:
            _add_known(study, run, target, merit(run, levels))
    return study


def _add_known(study: optuna.Study, run: Run, target: Target, value: float) -> None:
    """Adds a run to the study as a finished trial, with the algorithm's defaults for what its settings leave open; one
    with a setting that the space knows no value like is passed over."""
    import optuna

    algorithm = run.candidate.algorithm
    known = _Known({**algorithm.defaults, **run.candidate.settings})
    try:
        algorithm.space(cast("optuna.Trial", known), target)
    except (KeyError, ValueError):
        return
    study.add_trial(optuna.trial.create_trial(params=known.params, distributions=known.distributions, value=value))


@dataclass
class _Known:
    """Stands for a trial of Optuna where settings are known: each as near as its range allows (no L1 penalty at all is
    the least of a range on a log scale). Raises ValueError where none is near, KeyError where none is known."""

    settings: Settings
    params: dict[str, Any] = field(default_factory=dict)
    distributions: dict[str, optuna.distributions.BaseDistribution] = field(default_factory=dict)

    def suggest_float(self, name: str, low: float, high: float, **how: Any) -> float:
        from optuna.distributions import FloatDistribution

        value = min(max(float(self.settings[name]), low), high)
        self._note(name, value, FloatDistribution(low, high, **how))
        return value

    def suggest_int(self, name: str, low: int, high: int, **how: Any) -> int:
        from optuna.distributions import IntDistribution

        value = min(max(int(self.settings[name]), low), high)
        self._note(name, value, IntDistribution(low, high, **how))
        return value

    def suggest_categorical(self, name: str, choices: Sequence[Any]) -> Any:
        from optuna.distributions import CategoricalDistribution

        if self.settings[name] not in choices:
            raise ValueError(f"{name} must be one of {choices}; it is {self.settings[name]!r}.")
        self._note(name, self.settings[name], CategoricalDistribution(choices))
        return self.settings[name]

    def _note(self, name: str, value: Any, distribution: optuna.distributions.BaseDistribution) -> None:
        self.params[name], self.distributions[name] = value, distribution


__all__ = ["Drawn", "draw", "fold_levels", "leading_families", "merit", "next_turn", "study_of"]
