"""Random forest: trees on bootstrap samples with random columns at each split, averaged (Breiman, 2001)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from automl.algorithms._forest import ForestModel, grow, leaves_text
from automl.algorithms._links import EVERY_PROBLEM
from automl.contracts import Algorithm, FitRequest, Settings, Target

if TYPE_CHECKING:
    import optuna

DEFAULTS = {"trees": 200, "min_leaf": 2, "columns": 0.5}


def fit(request: FitRequest) -> ForestModel:
    """Trains with the settings trees, min_leaf and columns (the share looked at for each split, or "sqrt")."""
    settings = {**DEFAULTS, **request.settings}

    def make(**common: Any) -> Any:
        from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

        if request.target.problem == "regression":
            return RandomForestRegressor(max_features=settings["columns"], **common)
        return RandomForestClassifier(max_features=settings["columns"], criterion="entropy", **common)

    return grow(request, make, settings["trees"], settings["min_leaf"])


def space(trial: optuna.Trial, target: Target) -> Settings:
    """The ranges of TabArena."""
    del target
    return {
        "min_leaf": trial.suggest_int("min_leaf", 1, 32, log=True),
        "columns": trial.suggest_float("columns", 0.2, 1.0),
    }


ALGORITHM = Algorithm(
    name="random_forest",
    title="Random forest",
    problems=EVERY_PROBLEM,
    needs="trees",
    portfolio=(
        {"min_leaf": 3, "columns": 0.4},
        {"min_leaf": 10, "columns": 0.6},
        {"min_leaf": 1, "columns": "sqrt"},
    ),
    space=space,
    fit=fit,
    settings_text=partial(leaves_text, DEFAULTS),
    defaults=DEFAULTS,
    requires=("sklearn",),
    cost=0.7,
    order=50,
)
