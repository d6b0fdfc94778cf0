"""What random forest and extra trees share: growing by pieces within the time, answering, reading the trees.

Notation: t trees, n rows, m scores. The score of a row is the mean over the trees of the value of the leaf it falls
into: probabilities (of the second class when m = 1) or the value itself. For classes the class shares of the training
rows count as one more tree, so that no class is ever called impossible.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.algorithms._threads import threads_for
from automl.contracts import Array, Effort, FitRequest, Link, Matrix, Settings, Target
from automl.graph.builder import Graph
from automl.graph.trees import LEAF, Trees, round_down

NODE_BUDGET = 100_000  # nodes of one forest: what a model file and a look-up can bear, times the folds of a bag
MOST_LEAVES = 4_000
MOST_AT_ONCE = 25
PIECE_SHARE = 0.25


@dataclass(frozen=True)
class ForestModel:
    """`grown` are the library's trees; `values[i]` (nodes, m) are the leaf values of tree i; `shares` (m,) is what
    counts as one more tree, or None."""

    grown: tuple[Any, ...]
    values: tuple[Array, ...]
    shares: Array | None
    threads: int
    link: Link = "identity"

    @property
    def effort(self) -> Effort:
        return {"trees": len(self.grown)}

    def scores(self, X: Matrix) -> Array:
        total = np.zeros((len(X), self.values[0].shape[1]))
        rows = np.ascontiguousarray(X, dtype=np.float32)
        with ThreadPoolExecutor(self.threads) as pool:
            for leaves, values in zip(pool.map(lambda tree: tree.apply(rows), self.grown), self.values, strict=True):
                total += values[leaves]
        return total / len(self.grown) if self.shares is None else (total + self.shares) / (len(self.grown) + 1)

    @cached_property
    def trees(self) -> Trees:
        every = [_read(tree, values) for tree, values in zip(self.grown, self.values, strict=True)]
        if self.shares is not None:
            every.append(Trees.constant(self.shares))
        return Trees.concat(every).scaled(1.0 / len(every))

    def emit(self, graph: Graph, x: str) -> str:
        return self.trees.emit(graph, x)


def grow(request: FitRequest, make: Callable[..., Any], trees: int, min_leaf: int) -> ForestModel:
    """Grows up to `trees` trees, by pieces, until the time is up or the forest has NODE_BUDGET nodes; at least one.
    With an effort it grows as many trees as that says.

    make(**common) gives the forest of scikit-learn, which is then grown on with warm_start.
    """
    _keep_warning_filters()
    large = len(request.X) / min_leaf > 3 * MOST_LEAVES
    forest = make(
        warm_start=True,
        random_state=request.seed,
        n_jobs=threads_for(request),
        min_samples_leaf=min_leaf,
        max_leaf_nodes=MOST_LEAVES if large else None,
    )
    trees, hurries = (trees, True) if request.effort is None else (int(request.effort["trees"]), False)
    started, size, nodes = time.monotonic(), 0, 0
    while size < trees and nodes < NODE_BUDGET and (size == 0 or not hurries or request.time_left() > 0):
        size = min(trees, size + _piece(request, time.monotonic() - started, size))
        forest.set_params(n_estimators=size)
        forest.fit(request.X, request.y, sample_weight=request.weight)
        nodes = sum(tree.tree_.node_count for tree in forest.estimators_)
    enough = np.cumsum([0, *(tree.tree_.node_count for tree in forest.estimators_)])[:-1] < NODE_BUDGET
    grown = tuple(t.tree_ for t, wanted in zip(forest.estimators_, enough, strict=True) if wanted)
    classes = getattr(forest, "classes_", None)
    values = tuple(_leaf_values(tree, classes, request.target) for tree in grown)
    return ForestModel(grown, values, None if classes is None else _class_shares(request), threads_for(request))


def _keep_warning_filters() -> None:
    """Lets scikit-learn grow the trees of a forest by joblib itself. Its own wrapper of joblib empties and refills the
    warning filters of the whole process in the thread of each tree; forests that grow side by side then find filters
    that another thread has just emptied, warn of it, and may leave them so."""
    import joblib
    from sklearn.ensemble import _forest

    _forest.Parallel, _forest.delayed = joblib.Parallel, joblib.delayed


def leaves_text(defaults: Settings, settings: Settings) -> str:
    """The settings of a forest in a few words; what they leave out is as in `defaults`."""
    return f"leaves of {settings.get('min_leaf', defaults['min_leaf'])} rows or more"


def _piece(request: FitRequest, seconds: float, size: int) -> int:
    """How many trees to grow next: as many as fit into a share of the time left, going by those grown so far."""
    if size == 0:
        return threads_for(request)
    affordable = PIECE_SHARE * request.time_left() * size / max(seconds, 1e-6)
    return max(1, int(min(MOST_AT_ONCE, affordable)))


def _class_shares(request: FitRequest) -> Array:
    """(m,) the shares of the classes among the training rows, each counted once more than it occurs."""
    counts = np.bincount(request.y, request.weight, len(request.target.classes)) + 1.0
    shares = np.asarray(counts / counts.sum(), dtype=np.float64)
    return shares if request.target.n_scores > 1 else shares[1:]


def _leaf_values(tree: Any, classes: npt.NDArray[Any] | None, target: Target) -> Array:
    """(nodes, m): the value of every node; classes that were not in the training rows have probability 0."""
    raw = tree.value[:, 0, :]
    if classes is None:
        return np.array(raw, dtype=np.float64)
    shares = np.zeros((len(raw), len(target.classes)))
    shares[:, classes.astype(np.int64)] = raw / raw.sum(axis=1, keepdims=True)
    return shares if target.n_scores > 1 else np.ascontiguousarray(shares[:, 1:])


def _read(tree: Any, values: Array) -> Trees:
    """One tree of scikit-learn; leaf values of 0 are left out where a leaf has several."""
    is_leaf = tree.children_left < 0
    used = is_leaf[:, None] & ((values != 0) | (values.shape[1] == 1))
    nodes, targets = np.nonzero(used)
    return Trees(
        offsets=np.array([0, len(is_leaf)]),
        feature=np.where(is_leaf, LEAF, tree.feature).astype(np.int64),
        threshold=np.where(is_leaf, np.float32(0), round_down(tree.threshold)),
        left=np.where(is_leaf, 0, tree.children_left).astype(np.int64),
        right=np.where(is_leaf, 0, tree.children_right).astype(np.int64),
        missing_left=tree.missing_go_to_left.astype(bool) & ~is_leaf,
        starts=np.concatenate([[0], np.cumsum(used.sum(axis=1))]),
        targets=targets.astype(np.int64),
        weights=values[nodes, targets],
        base=np.zeros(values.shape[1]),
    )


__all__ = ["ForestModel", "grow", "leaves_text"]
