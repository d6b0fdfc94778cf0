"""XGBoost: gradient boosted trees grown level by level on histograms (Chen and Guestrin, 2016)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from automl.algorithms._links import EVERY_PROBLEM, MARGIN_LINKS
from automl.algorithms._pace import pace_of
from automl.algorithms._stopping import stopping_of
from automl.algorithms._threads import threads_for
from automl.contracts import Algorithm, Array, Effort, FitRequest, Link, Matrix, Settings, Target
from automl.graph.builder import Graph
from automl.graph.trees import LEAF, Trees
from automl.metrics.pinball import QUANTILE

if TYPE_CHECKING:
    import optuna
    import xgboost

DEFAULTS = {
    "rounds": 2000,
    "lr": 0.08,
    "depth": 6,
    "min_weight": 1.0,
    "rows": 0.8,
    "columns": 0.8,
    "l1": 0.0,
    "l2": 1.0,
}
OBJECTIVES = {"binary": "binary:logistic", "multiclass": "multi:softprob", "regression": "reg:squarederror"}
LOSSES: Mapping[str, dict[str, Any]] = {
    "absolute": {"objective": "reg:absoluteerror", "eval_metric": "mae"},
    "relative": {"objective": "reg:absoluteerror", "eval_metric": "mae"},
    "upper": {"objective": "reg:quantileerror", "eval_metric": "quantile", "quantile_alpha": QUANTILE},
}
METRICS = {"binary": "logloss", "multiclass": "mlogloss", "regression": "rmse"}


@dataclass(frozen=True)
class XGBoostModel:
    """A booster read up to its best round; margins for classes."""

    booster: xgboost.Booster
    link: Link
    rounds: int
    n_scores: int
    effort: Effort

    def scores(self, X: Matrix) -> Array:
        margins = self.booster.inplace_predict(X, iteration_range=(0, self.rounds), predict_type="margin")
        return np.asarray(margins, dtype=np.float64).reshape(len(X), self.n_scores)

    @cached_property
    def trees(self) -> Trees:
        return read_trees(bytes(self.booster[: self.rounds].save_raw("json")), self.n_scores)

    def emit(self, graph: Graph, x: str) -> str:
        return self.trees.emit(graph, x)


def fit(request: FitRequest) -> XGBoostModel:
    """Trains with the settings lr, depth, min_weight, columns, rows, l1, l2 and rounds (their limit)."""
    import xgboost as xgb

    settings = {**DEFAULTS, **request.settings}
    threads = threads_for(request)
    train = xgb.QuantileDMatrix(request.X, request.y, weight=request.weight, nthread=threads)
    evals = []
    if request.X_valid is not None:
        evals = [(xgb.QuantileDMatrix(request.X_valid, request.y_valid, ref=train, nthread=threads), "valid")]
    stopping, pace = stopping_of(request), pace_of(request, settings["lr"])

    class Watch(xgb.callback.TrainingCallback):
        def after_iteration(self, model: Any, epoch: int, evals_log: Any) -> bool:
            losses = next(iter(evals_log["valid"].values())) if evals_log else [None]
            if rate := pace.after_round(epoch + 1):
                model.set_param("learning_rate", rate)
            return stopping.after_round(epoch + 1, losses[-1])

    with xgb.config_context(verbosity=0):
        booster = xgb.train(
            _parameters(request, settings, threads), train, settings["rounds"], evals=evals, callbacks=[Watch()],
            verbose_eval=False,
        )  # fmt: skip
    target, rounds = request.target, stopping.best_round
    return XGBoostModel(booster, MARGIN_LINKS[target.problem], rounds, target.n_scores, pace.effort(rounds))


def _parameters(request: FitRequest, settings: Settings, threads: int) -> dict[str, Any]:
    target = request.target
    parameters = {
        "objective": OBJECTIVES[target.problem],
        "eval_metric": METRICS[target.problem],
        "tree_method": "hist",
        "learning_rate": settings["lr"],
        "max_depth": settings["depth"],
        "min_child_weight": settings["min_weight"],
        "subsample": settings["rows"],
        "colsample_bylevel": settings["columns"],
        "alpha": settings["l1"],
        "lambda": settings["l2"],
        "seed": request.seed,
        "nthread": threads,
        "verbosity": 0,
    }
    if target.problem == "regression":
        return parameters | LOSSES.get(request.loss, {})
    return parameters | ({"num_class": len(target.classes)} if target.problem == "multiclass" else {})


def read_trees(model: bytes, n_scores: int) -> Trees:
    """The trees of a model saved as JSON. Raises ValueError for categorical splits."""
    learner = json.loads(model)["learner"]
    ensemble = learner["gradient_booster"]["model"]
    trees = ensemble["trees"]
    if any(tree["categories"] for tree in trees):
        raise ValueError("These XGBoost trees split categories; such trees cannot be read.")
    offsets = np.cumsum([0, *(len(tree["left_children"]) for tree in trees)])
    shift = np.repeat(offsets[:-1], np.diff(offsets))

    def joined(key: str, dtype: type) -> npt.NDArray[Any]:
        return np.concatenate([np.array(tree[key], dtype=dtype) for tree in trees])

    left, right = joined("left_children", np.int64), joined("right_children", np.int64)
    is_leaf = left < 0
    conditions = joined("split_conditions", np.float32)  # the threshold of a branch, the value of a leaf
    tree_of_leaf = np.repeat(np.arange(len(trees)), np.diff(offsets))[is_leaf]
    return Trees(
        offsets=offsets,
        feature=np.where(is_leaf, LEAF, joined("split_indices", np.int64)),
        threshold=np.where(is_leaf, np.float32(0), just_below(conditions)),
        left=np.where(is_leaf, 0, left + shift),
        right=np.where(is_leaf, 0, right + shift),
        missing_left=joined("default_left", np.bool_) & ~is_leaf,
        starts=np.concatenate([[0], np.cumsum(is_leaf)]),
        targets=np.asarray(ensemble["tree_info"], dtype=np.int64)[tree_of_leaf],
        weights=conditions[is_leaf].astype(np.float64),
        base=base_margin(learner["learner_model_param"]["base_score"], learner["objective"]["name"], n_scores),
    )


def just_below(thresholds: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """XGBoost goes left when x < t; with float32 that is x <= the number just below t."""
    return np.nextafter(thresholds, np.float32(-np.inf))


def base_margin(text: str, objective: str, n_scores: int) -> Array:
    """(m,) the start of the margins: written as a number or "[...]", as a probability where the target is binary."""
    scores = np.array([float(number) for number in re.findall(r"[^\[\],\s]+", text)], dtype=np.float32)
    base = np.broadcast_to(scores.astype(np.float64), n_scores)
    return np.log(base / (1 - base)) if objective == OBJECTIVES["binary"] else base.copy()


def space(trial: optuna.Trial, target: Target) -> Settings:
    """The ranges of TabArena, with learning rates that fit a budget of minutes."""
    del target
    return {
        "lr": trial.suggest_float("lr", 0.01, 0.15, log=True),
        "depth": trial.suggest_int("depth", 3, 10),
        "min_weight": trial.suggest_float("min_weight", 1e-3, 5.0, log=True),
        "rows": trial.suggest_float("rows", 0.6, 1.0),
        "columns": trial.suggest_float("columns", 0.5, 1.0),
        "l1": trial.suggest_float("l1", 1e-4, 5.0, log=True),
        "l2": trial.suggest_float("l2", 1e-4, 5.0, log=True),
    }


def settings_text(settings: Settings) -> str:
    return f"depth {settings.get('depth', DEFAULTS['depth'])}"


ALGORITHM = Algorithm(
    name="xgboost",
    title="XGBoost",
    problems=EVERY_PROBLEM,
    needs="trees",
    portfolio=(
        {"lr": 0.08, "depth": 5, "min_weight": 0.3, "rows": 0.75, "columns": 0.66, "l2": 1.0},
        {"lr": 0.06, "depth": 8, "min_weight": 1.0, "rows": 0.7, "columns": 0.7, "l2": 0.3},
        {"lr": 0.06, "depth": 3, "min_weight": 1.0, "rows": 0.8, "columns": 0.5, "l1": 0.1, "l2": 1.0},
        {"lr": 0.06, "depth": 6, "min_weight": 0.01, "rows": 0.65, "columns": 0.9, "l2": 0.1},
        {"lr": 0.03, "depth": 10, "min_weight": 0.6, "rows": 0.9, "columns": 0.69, "l1": 0.3, "l2": 1.0},
        {"lr": 0.02, "depth": 5, "min_weight": 1.0, "rows": 0.8, "columns": 0.6, "l2": 2.0},
    ),
    space=space,
    fit=fit,
    settings_text=settings_text,
    defaults=DEFAULTS,
    requires=("xgboost",),
    cost=1.0,
    order=30,
)
