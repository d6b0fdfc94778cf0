"""LightGBM: gradient boosted trees grown leaf by leaf (Ke et al., 2017)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automl.algorithms._lightgbm import DEFAULTS, fit
from automl.algorithms._links import EVERY_PROBLEM
from automl.contracts import Algorithm, Settings, Target

if TYPE_CHECKING:
    import optuna


def space(trial: optuna.Trial, target: Target) -> Settings:
    """The ranges of TabArena, with learning rates that fit a budget of minutes."""
    del target
    return {
        "lr": trial.suggest_float("lr", 0.01, 0.15, log=True),
        "leaves": trial.suggest_int("leaves", 2, 200, log=True),
        "min_leaf": trial.suggest_int("min_leaf", 1, 64, log=True),
        "columns": trial.suggest_float("columns", 0.4, 1.0),
        "rows": trial.suggest_float("rows", 0.7, 1.0),
        "l1": trial.suggest_float("l1", 1e-4, 1.0, log=True),
        "l2": trial.suggest_float("l2", 1e-4, 2.0, log=True),
        "extra_trees": trial.suggest_categorical("extra_trees", [False, True]),
    }


def settings_text(settings: Settings) -> str:
    extra = ", random splits" if settings.get("extra_trees") else ""
    return f"{settings.get('leaves', DEFAULTS['leaves'])} leaves{extra}"


ALGORITHM = Algorithm(
    name="lightgbm",
    title="LightGBM",
    problems=EVERY_PROBLEM,
    needs="trees",
    portfolio=(
        {"lr": 0.05, "leaves": 20, "min_leaf": 5, "columns": 0.45, "rows": 0.72, "l2": 0.1},
        {"lr": 0.05, "leaves": 84, "min_leaf": 3, "columns": 0.53, "rows": 0.98, "l1": 0.03, "l2": 0.84},
        {"lr": 0.05, "leaves": 8, "min_leaf": 15, "columns": 0.43, "rows": 0.72, "l2": 0.5},
        {
            "lr": 0.06,
            "leaves": 39,
            "min_leaf": 3,
            "columns": 0.46,
            "rows": 0.88,
            "l1": 0.24,
            "l2": 0.36,
            "extra_trees": True,
        },
        {"lr": 0.05, "leaves": 3, "min_leaf": 10, "columns": 0.59, "rows": 0.9, "l2": 0.1},
        {"lr": 0.04, "leaves": 50, "min_leaf": 40, "columns": 0.7, "rows": 0.75, "l2": 1.0},
        {"lr": 0.05, "leaves": 180, "min_leaf": 12, "columns": 0.41, "rows": 0.95, "l2": 1.0, "extra_trees": True},
        {"lr": 0.02, "leaves": 20, "min_leaf": 2, "columns": 0.42, "rows": 0.71, "l2": 0.1},
        {"lr": 0.02, "leaves": 84, "min_leaf": 3, "columns": 0.53, "rows": 0.98, "l1": 0.03, "l2": 0.84},
        {"lr": 0.015, "leaves": 10, "min_leaf": 4, "columns": 0.6, "rows": 0.8, "l2": 1.0},
    ),
    space=space,
    fit=fit,
    settings_text=settings_text,
    defaults=DEFAULTS,
    requires=("lightgbm",),
    cost=1.0,
    order=10,
)
