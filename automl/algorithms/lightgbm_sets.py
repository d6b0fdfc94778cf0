"""LightGBM whose trees split categories into sets, by the order of their statistics (Fisher, 1958; Ke et al., 2017)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automl.algorithms._lightgbm import DEFAULTS, fit
from automl.algorithms._links import EVERY_PROBLEM
from automl.contracts import Algorithm, Settings, Target

if TYPE_CHECKING:
    import optuna


def space(trial: optuna.Trial, target: Target) -> Settings:
    """Around the library's defaults, which suit categories of dozens to thousands of levels."""
    del target
    return {
        "lr": trial.suggest_float("lr", 0.02, 0.15, log=True),
        "leaves": trial.suggest_int("leaves", 4, 128, log=True),
        "min_leaf": trial.suggest_int("min_leaf", 2, 64, log=True),
        "columns": trial.suggest_float("columns", 0.4, 1.0),
        "rows": trial.suggest_float("rows", 0.7, 1.0),
        "l2": trial.suggest_float("l2", 1e-3, 10.0, log=True),
        "smooth": trial.suggest_float("smooth", 1.0, 100.0, log=True),
    }


def settings_text(settings: Settings) -> str:
    return f"{settings.get('leaves', DEFAULTS['leaves'])} leaves"


ALGORITHM = Algorithm(
    name="lightgbm_sets",
    title="LightGBM with category sets",
    problems=EVERY_PROBLEM,
    needs="categories",
    portfolio=(
        {"lr": 0.05, "leaves": 31, "min_leaf": 5, "columns": 0.8},
        {"lr": 0.05, "leaves": 15, "min_leaf": 10, "columns": 0.5, "smooth": 30.0},
        {"lr": 0.05, "leaves": 84, "min_leaf": 5, "columns": 0.6, "l2": 3.0},
    ),
    space=space,
    fit=fit,
    settings_text=settings_text,
    defaults=DEFAULTS,
    requires=("lightgbm",),
    cost=1.3,
    order=15,
)
