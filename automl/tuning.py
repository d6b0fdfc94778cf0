"""Studies of Optuna over the settings of an algorithm, which begin with what has been tried already."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean
from typing import TYPE_CHECKING, Any, cast

from automl.contracts import Algorithm, Strategy, Target
from automl.evaluate import Run

if TYPE_CHECKING:
    import optuna


STARTUP_TRIALS = 5  # known before anything is proposed; until then settings are drawn at random
MOST_NAMED = 5
LEADERS = 3


def leading_families(runs: Sequence[Run]) -> list[tuple[Strategy, Algorithm]]:
    """The tree families whose first folds gained most, at most LEADERS."""
    pairs: list[tuple[Strategy, Algorithm]] = []
    for run in sorted((r for r in runs if r.gains), key=lambda r: -r.first_gain):
        pair = (run.candidate.strategy, run.candidate.algorithm)
        if pair[1].needs not in ("scaled", "squares") and all(a is not pair[1] for _, a in pairs):
            pairs.append(pair)
    return pairs[:LEADERS]


def new_study(algorithm: Algorithm, runs: Sequence[Run], target: Target, seed: int) -> optuna.Study:
    """A study of the algorithm, warm-started with those of the runs that are its own and have a gain."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    sampler = optuna.samplers.TPESampler(seed=seed, n_startup_trials=STARTUP_TRIALS)
    study = optuna.create_study(direction="maximize", sampler=sampler)
    for run in runs:
        if run.candidate.algorithm is algorithm and run.gains:
            _add_known(study, run, target)
    return study


def _add_known(study: optuna.Study, run: Run, target: Target) -> None:
    """Adds a run to the study as a finished trial; its settings must lie in the search space, so they are replayed
    through a fixed trial, and what the space does not hold is passed over."""
    import optuna

    probe = optuna.trial.FixedTrial(dict(run.candidate.settings))
    try:
        run.candidate.algorithm.space(cast("optuna.Trial", probe), target)
        value = mean(run.gains)
        study.add_trial(optuna.trial.create_trial(params=probe.params, distributions=probe.distributions, value=value))
    except ValueError:
        return


def tell(study: optuna.Study, trial: optuna.Trial, run: Run) -> None:
    """Tells the study what came of a trial."""
    import optuna

    if run.gains:
        study.tell(trial, mean(run.gains))
    else:
        study.tell(trial, state=optuna.trial.TrialState.FAIL)


def origin(study: optuna.Study, algorithm: Algorithm, runs: Sequence[Run]) -> dict[str, Any]:
    """Where the next settings of a study come from: `origin` and `tuned_from` of a run."""
    import optuna

    if len(study.get_trials(deepcopy=False, states=(optuna.trial.TrialState.COMPLETE,))) < STARTUP_TRIALS:
        return {"origin": "drawn", "tuned_from": ()}
    known = sorted((r for r in runs if r.candidate.algorithm is algorithm and r.gains), key=lambda r: -mean(r.gains))
    return {"origin": "tuned", "tuned_from": tuple(run.index for run in known[:MOST_NAMED])}


__all__ = ["leading_families", "new_study", "origin", "tell"]
