"""Tree ensembles of any library in one form: evaluated by numpy, merged, and emitted as one ONNX node.

Notation: t trees, v nodes of all trees together, m scores, e leaf entries. A row goes left at a node when
x <= threshold, or when x is missing (NaN) and the node sends missing values left. The scores are `base` plus the sum
of the leaves reached. Tree i owns the nodes offsets[i]:offsets[i + 1], its root first; node j adds weights[k] to
score targets[k] for k in starts[j]:starts[j + 1] (empty for branches).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.graph.builder import ML_DOMAIN, Graph
from automl.graph.types import DOUBLE

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
LEAF = -1
CELLS_AT_ONCE = 2_000_000


def round_down(thresholds: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    """The largest float32 not above each threshold: for a float32 x, x <= t exactly when x <= round_down(t)."""
    with np.errstate(over="ignore"):
        nearest = np.asarray(thresholds).astype(np.float32)
    above = nearest.astype(np.float64) > thresholds
    nearest[above] = np.nextafter(nearest[above], np.float32(-np.inf))
    return nearest


@dataclass(frozen=True)
class Trees:
    """offsets (t + 1,), feature (v,) with -1 at leaves, threshold (v,) float32, left and right (v,) node numbers,
    missing_left (v,) bool, starts (v + 1,), targets and weights (e,), base (m,)."""

    offsets: Ints
    feature: Ints
    threshold: npt.NDArray[np.float32]
    left: Ints
    right: Ints
    missing_left: npt.NDArray[np.bool_]
    starts: Ints
    targets: Ints
    weights: Floats
    base: Floats

    @property
    def n_trees(self) -> int:
        return len(self.offsets) - 1

    @property
    def n_nodes(self) -> int:
        return len(self.feature)

    @property
    def n_scores(self) -> int:
        """m: the width of the scores."""
        return len(self.base)

    @staticmethod
    def constant(scores: Floats) -> Trees:
        """One tree of one leaf: the same scores (m,) for every row."""
        none = np.zeros(1, dtype=np.int64)
        return Trees(
            offsets=np.array([0, 1]),
            feature=np.array([LEAF]),
            threshold=np.zeros(1, dtype=np.float32),
            left=none,
            right=none,
            missing_left=np.zeros(1, dtype=np.bool_),
            starts=np.array([0, len(scores)]),
            targets=np.arange(len(scores)),
            weights=np.asarray(scores, dtype=np.float64),
            base=np.zeros(len(scores)),
        )

    @staticmethod
    def concat(ensembles: Sequence[Trees]) -> Trees:
        """The ensemble whose scores are the sum of the scores of the given ones."""
        nodes = np.cumsum([0, *(trees.n_nodes for trees in ensembles)])
        entries = np.cumsum([0, *(len(trees.weights) for trees in ensembles)])

        def joined(name: str, shifts: Ints | None = None, first: int = 0) -> Any:
            arrays = [getattr(trees, name)[first:] for trees in ensembles]
            return np.concatenate(arrays if shifts is None else [a + s for a, s in zip(arrays, shifts, strict=False)])

        return Trees(
            offsets=np.concatenate([[0], joined("offsets", nodes, 1)]),
            feature=joined("feature"),
            threshold=joined("threshold"),
            left=joined("left", nodes),
            right=joined("right", nodes),
            missing_left=joined("missing_left"),
            starts=np.concatenate([[0], joined("starts", entries, 1)]),
            targets=joined("targets"),
            weights=joined("weights"),
            base=np.sum([trees.base for trees in ensembles], axis=0),
        )

    def scaled(self, factor: float) -> Trees:
        """The ensemble whose scores are `factor` times these scores."""
        return replace(self, weights=self.weights * factor, base=self.base * factor)

    def with_features(self, numbers: npt.NDArray[Any]) -> Trees:
        """The same trees reading column numbers[j] where they read column j."""
        numbers = np.asarray(numbers, dtype=np.int64)
        return replace(self, feature=np.where(self.feature == LEAF, LEAF, numbers[self.feature]))

    def complemented(self) -> Trees:
        """For one score p that is a mean of leaf probabilities: the ensemble of two scores (1 - p, p).

        The first score is summed from its own leaves, so that it keeps its digits where p is near 1.
        """
        if len(self.weights) != np.sum(self.feature == LEAF) or np.any(self.base):
            raise ValueError("complemented() needs one weight per leaf and no base")
        other = 1.0 / self.n_trees - self.weights
        return replace(
            self,
            starts=2 * self.starts,
            targets=np.tile([0, 1], len(self.weights)),
            weights=np.stack([other, self.weights], axis=1).ravel(),
            base=np.zeros(2),
        )

    def scores(self, X: npt.NDArray[np.float32]) -> Floats:
        """(n, m) scores of the rows of X (n, k) float32, summed in float64."""
        step = max(1, CELLS_AT_ONCE // max(1, self.n_trees))
        parts = [self._scores(X[start : start + step]) for start in range(0, len(X), step)]
        return np.concatenate(parts) if parts else np.empty((0, self.n_scores))

    def _scores(self, X: npt.NDArray[np.float32]) -> Floats:
        from scipy.sparse import csr_array

        rows = np.arange(len(X))[:, None]
        at = np.repeat(self.offsets[None, :-1], len(X), axis=0)
        while np.any(branch := self.feature[at] != LEAF):
            x = X[rows, np.where(branch, self.feature[at], 0)]
            goes_left = (x <= self.threshold[at]) | (np.isnan(x) & self.missing_left[at])
            at = np.where(branch, np.where(goes_left, self.left[at], self.right[at]), at)
        leaves = csr_array((self.weights, self.targets, self.starts), shape=(self.n_nodes, self.n_scores))
        ends = np.arange(len(X) + 1) * self.n_trees
        reached = csr_array((np.ones(at.size), at.ravel(), ends), shape=(len(X), self.n_nodes))
        return np.asarray((reached @ leaves).toarray(), dtype=np.float64) + self.base

    def emit(self, graph: Graph, x: str) -> str:
        """Adds the ensemble over x [n, k] float32 as one node; returns the scores [n, m] float64.

        The base is a node of its own: ONNX Runtime 1.31 forgets base_values of scores that no leaf reached adds to.
        """
        from automl.graph.equalities import with_equalities

        trees = self._without_single_leaves()
        if trees.n_trees == 0:
            return _constant_rows(graph, x, trees.base)
        trees, equal = with_equalities(trees)
        scores = graph.node(
            "TreeEnsembleRegressor",
            graph.node("Cast", x, to=DOUBLE),
            domain=ML_DOMAIN,
            n_targets=trees.n_scores,
            **trees._attributes(equal),
        )
        scores = graph.node("Cast", scores, to=DOUBLE)
        return graph.node("Add", scores, graph.constant(trees.base)) if np.any(trees.base) else scores

    def _attributes(self, equal: npt.NDArray[np.bool_]) -> dict[str, Any]:
        """The attributes of ai.onnx.ml TreeEnsembleRegressor 3, thresholds and weights in float64; `equal` (v,) are the
        branches that ask x = threshold."""
        counts = np.diff(self.offsets)
        tree = np.repeat(np.arange(self.n_trees), counts)
        local = np.arange(self.n_nodes) - self.offsets[tree]
        is_leaf = self.feature == LEAF
        entry = np.repeat(np.arange(self.n_nodes), np.diff(self.starts))
        return {
            "nodes_treeids": tree,
            "nodes_nodeids": local,
            "nodes_featureids": np.where(is_leaf, 0, self.feature),
            "nodes_modes": np.where(is_leaf, b"LEAF", np.where(equal, b"BRANCH_EQ", b"BRANCH_LEQ")).astype(object),
            "nodes_values_as_tensor": self.threshold.astype(np.float64),
            "nodes_truenodeids": np.where(is_leaf, 0, self.left - self.offsets[tree]),
            "nodes_falsenodeids": np.where(is_leaf, 0, self.right - self.offsets[tree]),
            "nodes_missing_value_tracks_true": self.missing_left.astype(np.int64),
            "target_treeids": tree[entry],
            "target_nodeids": local[entry],
            "target_ids": self.targets,
            "target_weights_as_tensor": self.weights,
        }

    def _without_single_leaves(self) -> Trees:
        """The same scores with trees of one leaf moved into the base."""
        counts = np.diff(self.offsets)
        if np.all(counts > 1):
            return self
        single = np.repeat(counts == 1, counts)
        entry_single = np.repeat(single, np.diff(self.starts))
        base = self.base + np.bincount(self.targets[entry_single], self.weights[entry_single], minlength=self.n_scores)
        moved = np.cumsum(~single) - 1
        return Trees(
            offsets=np.concatenate([[0], np.cumsum(counts[counts > 1])]),
            feature=self.feature[~single],
            threshold=self.threshold[~single],
            left=moved[self.left[~single]],
            right=moved[self.right[~single]],
            missing_left=self.missing_left[~single],
            starts=np.concatenate([[0], np.cumsum(np.diff(self.starts)[~single])]),
            targets=self.targets[~entry_single],
            weights=self.weights[~entry_single],
            base=base,
        )


def _constant_rows(graph: Graph, x: str, base: Floats) -> str:
    """`base` for every row of x: [n, m] float64."""
    shape = graph.node("Shape", x, start=0, end=1)
    width = graph.constant(np.array([len(base)], dtype=np.int64))
    return graph.node("Expand", graph.constant(base[None, :]), graph.node("Concat", shape, width, axis=0))


__all__ = ["LEAF", "Trees", "round_down"]
