"""CatBoost: gradient boosted symmetric trees on numeric columns (Prokhorenkova et al., 2018)."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from automl.algorithms._links import EVERY_PROBLEM, MARGIN_LINKS
from automl.algorithms._stopping import Stopping, stopping_of
from automl.algorithms._threads import threads_for
from automl.contracts import Algorithm, Array, Effort, FitRequest, Link, Matrix, Settings, Target
from automl.graph.builder import Graph
from automl.graph.trees import LEAF, Trees, round_down
from automl.metrics.pinball import QUANTILE

if TYPE_CHECKING:
    import catboost
    import optuna

LOWEST = np.finfo(np.float32).min
DEFAULTS = {"rounds": 2000, "lr": 0.08, "depth": 6, "rows": 0.9, "columns": 1.0, "l2": 3.0, "noise": 1.0}
LOSSES = {"absolute": "MAE", "relative": "MAE", "upper": f"Quantile:alpha={QUANTILE}"}
OBJECTIVES = {"binary": "Logloss", "multiclass": "MultiClass", "regression": "RMSE"}


@dataclass(frozen=True)
class CatBoostModel:
    """A model cut to its best rounds; margins for classes."""

    model: catboost.CatBoost
    link: Link
    rounds: int
    n_scores: int
    threads: int

    @property
    def effort(self) -> Effort:
        return {"rounds": self.rounds}

    def scores(self, X: Matrix) -> Array:
        margins = self.model.predict(complete(X), prediction_type="RawFormulaVal", thread_count=self.threads)
        return np.asarray(margins, dtype=np.float64).reshape(len(X), self.n_scores)

    @cached_property
    def trees(self) -> Trees:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.json"
            self.model.save_model(str(path), format="json")
            return read_trees(json.loads(path.read_bytes()), self.n_scores)

    def emit(self, graph: Graph, x: str) -> str:
        return self.trees.emit(graph, x)


def complete(X: Matrix) -> Matrix:
    """Missing values as the lowest float32: no border is below it, so they go left, as in the graph."""
    return np.where(np.isnan(X), LOWEST, X)


def fit(request: FitRequest) -> CatBoostModel:
    """Trains with the settings lr, depth, rows, columns, l2, noise and rounds (their limit).

    Raises ValueError with CatBoost's own words when it refuses the table, for instance all columns constant.
    """
    import catboost

    settings = {**DEFAULTS, **request.settings}
    train = catboost.Pool(complete(request.X), request.y, weight=request.weight)
    valid = None if request.X_valid is None else catboost.Pool(complete(request.X_valid), request.y_valid)
    stopping = stopping_of(request)
    model = catboost.CatBoost(_parameters(request, settings))
    try:
        model.fit(train, eval_set=valid, callbacks=[_Watch(stopping)])
    except catboost.CatBoostError as error:
        raise ValueError(str(error)) from error
    rounds = min(stopping.best_round, model.tree_count_)
    model.shrink(ntree_end=rounds)
    target = request.target
    return CatBoostModel(model, MARGIN_LINKS[target.problem], rounds, target.n_scores, threads_for(request))


class _Watch:
    """CatBoost calls this after each round; False ends the training."""

    def __init__(self, stopping: Stopping) -> None:
        self._stopping = stopping

    def after_iteration(self, info: Any) -> bool:
        losses = info.metrics.get("validation")
        loss = next(iter(losses.values()))[-1] if losses else None
        return not self._stopping.after_round(info.iteration, loss)


def _parameters(request: FitRequest, settings: Settings) -> dict[str, Any]:
    target = request.target
    parameters = {
        "loss_function": LOSSES.get(request.loss, OBJECTIVES[target.problem]),
        "iterations": settings["rounds"],
        "learning_rate": settings["lr"],
        "depth": settings["depth"],
        "l2_leaf_reg": settings["l2"],
        "random_strength": settings["noise"],
        "rsm": settings["columns"],
        "bootstrap_type": "Bernoulli",
        "subsample": settings["rows"],
        "boosting_type": "Plain",
        "leaf_estimation_iterations": 1,
        "use_best_model": False,
        "random_seed": request.seed,
        "thread_count": threads_for(request),
        "logging_level": "Silent",
        "allow_writing_files": False,
    }
    return parameters | ({"classes_count": len(target.classes)} if target.problem == "multiclass" else {})


def read_trees(model: dict[str, Any], n_scores: int) -> Trees:
    """The symmetric trees of a model saved as JSON, each level written out as branches of a full binary tree.

    Leaf l of a tree of depth d has bit i set when split i sends the row right; the root asks the last split.
    """
    scale, bias = model["scale_and_bias"]
    trees = [_Symmetric.read(tree, n_scores) for tree in model["oblivious_trees"]]
    nodes = [2 * tree.n_leaves - 1 for tree in trees]
    offsets = np.cumsum([0, *nodes])
    place = np.concatenate([np.arange(n) for n in nodes])
    is_leaf = np.concatenate([np.arange(2 * t.n_leaves - 1) >= t.n_leaves - 1 for t in trees])
    shift = np.repeat(offsets[:-1], nodes)
    n_entries = int(is_leaf.sum()) * n_scores
    return Trees(
        offsets=offsets,
        feature=np.concatenate([tree.features() for tree in trees]),
        threshold=np.concatenate([tree.thresholds() for tree in trees]),
        left=np.where(is_leaf, 0, shift + 2 * place + 1),
        right=np.where(is_leaf, 0, shift + 2 * place + 2),
        missing_left=~is_leaf,
        starts=np.concatenate([[0], np.cumsum(is_leaf) * n_scores]),
        targets=np.tile(np.arange(n_scores), n_entries // n_scores),
        weights=np.concatenate([tree.leaf_values.ravel() for tree in trees]) * scale,
        base=np.array(bias, dtype=np.float64) if len(bias) == n_scores else np.full(n_scores, bias[0]),
    )


@dataclass(frozen=True)
class _Symmetric:
    """One tree of depth d as a heap: node 0 is the root, the children of node i are 2i + 1 and 2i + 2.

    leaf_values (2^d, m); columns and borders (d,), the root's split first.
    """

    columns: np.ndarray[Any, np.dtype[np.int64]]
    borders: np.ndarray[Any, np.dtype[np.float32]]
    leaf_values: Array

    @classmethod
    def read(cls, tree: dict[str, Any], n_scores: int) -> _Symmetric:
        splits = tree["splits"] or []
        columns = np.array([split["float_feature_index"] for split in splits[::-1]], dtype=np.int64)
        borders = round_down(np.array([split["border"] for split in splits[::-1]], dtype=np.float64))
        return cls(columns, borders, np.array(tree["leaf_values"], dtype=np.float64).reshape(-1, n_scores))

    @property
    def n_leaves(self) -> int:
        return len(self.leaf_values)

    def _by_level(self, values: np.ndarray[Any, np.dtype[Any]], at_leaves: float) -> np.ndarray[Any, np.dtype[Any]]:
        levels = np.repeat(values, 2 ** np.arange(len(values)))
        return np.concatenate([levels, np.full(self.n_leaves, at_leaves, dtype=values.dtype)])

    def features(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        return self._by_level(self.columns, LEAF)

    def thresholds(self) -> np.ndarray[Any, np.dtype[np.float32]]:
        return self._by_level(self.borders, 0)


def space(trial: optuna.Trial, target: Target) -> Settings:
    """The ranges of TabArena, with learning rates that fit a budget of minutes."""
    del target
    return {
        "lr": trial.suggest_float("lr", 0.02, 0.2, log=True),
        "depth": trial.suggest_int("depth", 3, 8),
        "rows": trial.suggest_float("rows", 0.7, 1.0),
        "columns": trial.suggest_float("columns", 0.5, 1.0),
        "l2": trial.suggest_float("l2", 1e-2, 10.0, log=True),
        "noise": trial.suggest_float("noise", 0.0, 2.0),
    }


def settings_text(settings: Settings) -> str:
    return f"depth {settings.get('depth', DEFAULTS['depth'])}"


ALGORITHM = Algorithm(
    name="catboost",
    title="CatBoost",
    problems=EVERY_PROBLEM,
    needs="trees",
    portfolio=(
        {"lr": 0.08, "depth": 6, "rows": 0.9, "l2": 3.0, "noise": 0.8},
        {"lr": 0.1, "depth": 4, "rows": 0.9, "l2": 4.5, "noise": 0.8},
        {"lr": 0.08, "depth": 7, "rows": 0.9, "l2": 0.5, "noise": 0.8, "columns": 0.8},
        {"lr": 0.06, "depth": 8, "rows": 0.8, "l2": 2.0, "noise": 0.5, "columns": 0.7},
        {"lr": 0.03, "depth": 6, "rows": 0.9, "l2": 2.0, "noise": 1.0},
    ),
    space=space,
    fit=fit,
    settings_text=settings_text,
    defaults=DEFAULTS,
    requires=("catboost",),
    cost=2.0,
    order=20,
)
