"""LightGBM's model: how it is fitted, and its trees in our form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from automl.algorithms._links import MARGIN_LINKS
from automl.algorithms._pace import Pace, pace_of
from automl.algorithms._stopping import Stopping, stopping_of
from automl.algorithms._threads import threads_for
from automl.allocators import LARGE_CELLS
from automl.contracts import Array, Effort, FitRequest, Link, Matrix, Settings
from automl.graph.builder import Graph
from automl.graph.set_splits import Ends, ends_of_bits, with_sets
from automl.graph.trees import LEAF, Trees, round_down
from automl.metrics.pinball import QUANTILE

if TYPE_CHECKING:
    import lightgbm

ROUNDS = 2000
DEFAULTS = {
    "rounds": ROUNDS,
    "lr": 0.06,
    "leaves": 31,
    "min_leaf": 20,
    "columns": 0.8,
    "rows": 0.8,
    "l1": 0.0,
    "l2": 1.0,
    "smooth": 10.0,
    "extra_trees": False,
}
OBJECTIVES = {"binary": "binary", "multiclass": "multiclass", "regression": "regression"}
LOSSES = {"squared": "regression", "absolute": "regression_l1", "relative": "regression_l1", "upper": "quantile"}
LOSS_METRICS = {"squared": "rmse", "absolute": "l1", "relative": "l1", "upper": "quantile"}
METRICS = {"binary": "binary_logloss", "multiclass": "multi_logloss", "regression": "rmse"}
VISITS_PER_THREAD = 2_000_000  # rows x trees
MOST_IN_SET = 8  # categories on the smaller side of a split: of 16, a graph with five times as many nodes
LEAST_IN_SET = 50  # rows of the categories on the smaller side
ROWS_PER_LEAF_ROW = 50  # of 100 rows a leaf may hold as few as 2, whatever the setting


@dataclass(frozen=True)
class LightGBMModel:
    """A booster cut to its best rounds; margins for classes."""

    booster: lightgbm.Booster
    link: Link
    rounds: int
    n_scores: int
    threads: int
    effort: Effort

    def scores(self, X: Matrix) -> Array:
        visits = len(X) * self.rounds * self.n_scores
        threads = self.threads if visits > VISITS_PER_THREAD else 1
        margins = self.booster.predict(X, raw_score=True, num_iteration=self.rounds, num_threads=threads)
        return np.asarray(margins, dtype=np.float64).reshape(len(X), self.n_scores)

    @cached_property
    def trees(self) -> Trees:
        return read_trees(self.booster.model_to_string(num_iteration=self.rounds), self.n_scores)

    def emit(self, graph: Graph, x: str) -> str:
        return self.trees.emit(graph, x)


def fit(request: FitRequest) -> LightGBMModel:
    """Trains with the settings lr, leaves, min_leaf, columns, rows, l1, l2, extra_trees, smooth (rows that draw a
    category's statistics to the whole) and rounds (their limit); the request's categories are split as sets."""
    import lightgbm as lgb

    settings = {**DEFAULTS, **request.settings}
    parameters = _parameters(request, settings)
    categories = list(request.categories)
    train = lgb.Dataset(request.X, request.y, weight=request.weight, params=parameters, categorical_feature=categories)
    valid = None if request.X_valid is None else [train.create_valid(request.X_valid, request.y_valid)]
    stopping, pace = stopping_of(request), pace_of(request, settings["lr"])
    booster = lgb.train(
        parameters,
        train,
        settings["rounds"],
        valid_sets=valid,
        callbacks=[_watch(stopping, pace)],
        keep_training_booster=True,
    )
    problem = request.target.problem
    rounds, n_scores = stopping.best_round, request.target.n_scores
    if request.X.size >= LARGE_CELLS:  # it holds the cells it was trained on; read anew, it does not
        booster = lgb.Booster(model_str=booster.model_to_string(num_iteration=rounds))
    return LightGBMModel(booster, MARGIN_LINKS[problem], rounds, n_scores, request.threads, pace.effort(rounds))


def _watch(stopping: Stopping, pace: Pace) -> Callable[[Any], None]:
    def callback(env: Any) -> None:
        from lightgbm.callback import EarlyStopException

        results = env.evaluation_result_list
        if stopping.after_round(env.iteration + 1, results[0][2] if results else None):
            raise EarlyStopException(env.iteration, results)
        if rate := pace.after_round(env.iteration + 1):
            env.model.reset_parameter({"learning_rate": rate})

    return callback


def _parameters(request: FitRequest, settings: Settings) -> dict[str, Any]:
    target = request.target
    parameters = {
        "objective": OBJECTIVES[target.problem],
        "metric": METRICS[target.problem],
        "learning_rate": settings["lr"],
        "num_leaves": settings["leaves"],
        "min_data_in_leaf": max(1, min(settings["min_leaf"], len(request.X) // ROWS_PER_LEAF_ROW)),
        "feature_fraction": settings["columns"],
        "bagging_fraction": settings["rows"],
        "bagging_freq": int(settings["rows"] < 1),
        "lambda_l1": settings["l1"],
        "lambda_l2": settings["l2"],
        "extra_trees": settings["extra_trees"],
        "cat_smooth": settings["smooth"],
        "max_cat_threshold": MOST_IN_SET,
        "min_data_per_group": LEAST_IN_SET,
        "seed": request.seed,
        "deterministic": True,
        "force_row_wise": request.X.shape[1] <= 100,
        "force_col_wise": request.X.shape[1] > 100,
        "num_threads": threads_for(request),
        "verbosity": -1,
    }
    if target.problem == "regression":
        objective = {"objective": LOSSES[request.loss], "metric": LOSS_METRICS[request.loss], "alpha": QUANTILE}
        return parameters | objective
    return parameters | ({"num_class": len(target.classes)} if target.problem == "multiclass" else {})


def read_trees(model: str, n_scores: int) -> Trees:
    """The trees of a model string. Raises ValueError for zero_as_missing."""
    lines = _lines(model)
    n_leaves = _numbers(lines, "num_leaves", np.int64)
    branches, nodes = n_leaves - 1, 2 * n_leaves - 1
    offsets = np.concatenate([[0], np.cumsum(nodes)])
    is_leaf = np.arange(offsets[-1]) - np.repeat(offsets[:-1], nodes) >= np.repeat(branches, nodes)
    tree_of_branch = np.repeat(np.arange(len(n_leaves)), branches)
    thresholds = _numbers(lines, "threshold", np.float64)
    decisions = _numbers(lines, "decision_type", np.int64)
    missing_type = (decisions >> 2) & 3
    if np.any(missing_type == 1):
        raise ValueError("These LightGBM trees take zero for missing; such trees cannot be read.")

    def spread(values: npt.NDArray[Any], dtype: type, empty: Any) -> Any:
        whole = np.full(offsets[-1], empty, dtype=dtype)
        whole[~is_leaf] = values
        return whole

    def children(key: str) -> npt.NDArray[np.int64]:
        child = _numbers(lines, key, np.int64)
        place = np.where(child >= 0, child, branches[tree_of_branch] + ~child)
        return np.asarray(offsets[tree_of_branch] + place)

    # missing type "none" means that LightGBM reads a missing value as 0, type "NaN" that it goes the default way
    missing_left = np.where(missing_type == 2, (decisions & 2) > 0, thresholds >= 0)
    entries = is_leaf.astype(np.int64)
    trees = Trees(
        offsets=offsets,
        feature=spread(_numbers(lines, "split_feature", np.int64), np.int64, LEAF),
        threshold=spread(round_down(thresholds), np.float32, 0),
        left=spread(children("left_child"), np.int64, 0),
        right=spread(children("right_child"), np.int64, 0),
        missing_left=spread(missing_left, np.bool_, False),
        starts=np.concatenate([[0], np.cumsum(entries)]),
        targets=np.repeat(np.arange(len(n_leaves)) % n_scores, n_leaves),
        weights=_numbers(lines, "leaf_value", np.float64),
        base=np.zeros(n_scores),
    )
    splits_set = (decisions & 1) == 1
    places = thresholds[splits_set].astype(np.int64)
    sets = _sets(lines, tree_of_branch[splits_set], places)
    return with_sets(trees, np.flatnonzero(~is_leaf)[splits_set], sets)


def _sets(lines: dict[str, list[str]], tree: npt.NDArray[np.int64], places: npt.NDArray[np.int64]) -> Ends:
    """The categories that branches send left: set number places[i] of tree number tree[i], for each branch i."""
    n_sets = _numbers(lines, "num_cat", np.int64)
    bounds = _numbers(lines, "cat_boundaries", np.int64)
    words = _numbers(lines, "cat_threshold", np.int64).astype(np.uint32)
    n_bounds = np.where(n_sets > 0, n_sets + 1, 0)
    first_bound = np.concatenate([[0], np.cumsum(n_bounds)])[tree]
    last = np.cumsum(n_bounds)[n_sets > 0] - 1
    n_words = np.zeros(len(n_sets), dtype=np.int64)
    n_words[n_sets > 0] = bounds[last]
    first_word = (np.cumsum(n_words) - n_words)[tree]
    begins, ends = (first_word + bounds[first_bound + places + more] for more in (0, 1))
    own = np.concatenate([np.arange(begin, end) for begin, end in zip(begins, ends, strict=True)] or [np.arange(0)])
    return ends_of_bits(words[own], np.concatenate([[0], np.cumsum(ends - begins)]))


def _lines(model: str) -> dict[str, list[str]]:
    """The values of all lines "key=value" of a model string, by key, tree after tree."""
    values: dict[str, list[str]] = {}
    for line in model.split("\n"):
        key, equals, value = line.partition("=")
        if equals:
            values.setdefault(key, []).append(value)
    return values


def _numbers(lines: dict[str, list[str]], key: str, dtype: type) -> npt.NDArray[Any]:
    """All numbers of a key, tree after tree."""
    return np.fromstring(" ".join(lines.get(key, [])), dtype=dtype, sep=" ")
