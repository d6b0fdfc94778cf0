"""Extra trees: unpruned trees with random thresholds, averaged (Geurts, Ernst and Wehenkel, 2006)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from automl.algorithms._forest import ForestModel, grow, leaves_text
from automl.algorithms._links import EVERY_PROBLEM
from automl.contracts import Algorithm, FitRequest, Settings, Target

if TYPE_CHECKING:
    import optuna

DEFAULTS = {"trees": 200, "min_leaf": 2, "columns": 0.75}


def fit(request: FitRequest) -> ForestModel:
    """Trains with the settings trees, min_leaf and columns (the share looked at for each split, or "sqrt")."""
    settings = {**DEFAULTS, **request.settings}

    def make(**common: Any) -> Any:
        from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor

        if request.target.problem == "regression":
            return ExtraTreesRegressor(max_features=settings["columns"], **common)
        return ExtraTreesClassifier(max_features=settings["columns"], criterion="entropy", **common)

    return grow(request, make, settings["trees"], settings["min_leaf"])


def space(trial: optuna.Trial, target: Target) -> Settings:
    """The ranges of TabArena."""
    del target
    return {
        "min_leaf": trial.suggest_int("min_leaf", 1, 32, log=True),
        "columns": trial.suggest_categorical("columns", ["sqrt", 0.5, 0.75, 1.0]),
    }


ALGORITHM = Algorithm(
    name="extra_trees",
    title="Extra trees",
    problems=EVERY_PROBLEM,
    needs="trees",
    portfolio=(
        {"min_leaf": 2, "columns": 0.75},
        {"min_leaf": 8, "columns": 1.0},
        {"min_leaf": 1, "columns": "sqrt"},
    ),
    space=space,
    fit=fit,
    settings_text=partial(leaves_text, DEFAULTS),
    defaults=DEFAULTS,
    requires=("sklearn",),
    cost=0.5,
    order=40,
)
