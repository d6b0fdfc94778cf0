"""A TreeEnsembleRegressor node as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from onnx import NodeProto

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

MOST_LEVELS = 5_000
KNOWN = frozenset(
    (
        *("n_targets", "nodes_treeids", "nodes_nodeids", "nodes_featureids", "nodes_modes", "nodes_values_as_tensor"),
        *("nodes_truenodeids", "nodes_falsenodeids", "nodes_missing_value_tracks_true"),
        *("target_treeids", "target_nodeids", "target_ids", "target_weights_as_tensor"),
    )
)


class UnsupportedTreesError(ValueError):
    """Trees, or a graph around them, that bit vectors cannot answer; the runtime answers them."""


@dataclass(frozen=True)
class Ensemble:
    """t trees with v nodes in all. A row goes left at a node when its feature is at most the threshold (where `equal`:
    is the threshold), or missing and the node sends missing values left; `left` and `right` of a leaf are the leaf.
    Tree i owns the nodes from roots[i] to the next root; entry k adds weights[k] to score targets[k] where the leaf
    nodes[k] is reached."""

    roots: Ints
    feature: Ints
    threshold: npt.NDArray[np.float64]
    left: Ints
    right: Ints
    leaf: Flags
    equal: Flags
    missing_left: Flags
    nodes: Ints
    targets: Ints
    weights: npt.NDArray[np.float64]
    n_targets: int

    @property
    def tree(self) -> Ints:
        """(v,) the tree of every node."""
        counts = np.diff(np.append(self.roots, len(self.feature)))
        return np.repeat(np.arange(len(self.roots)), counts)

    @property
    def always_left(self) -> Flags:
        """(v,) branches that every value leaves by its left side."""
        return ~self.leaf & ~self.equal & np.isposinf(self.threshold) & self.missing_left


def ensemble_of(node: NodeProto) -> Ensemble:
    """The trees of a node. Raises UnsupportedTreesError for what Easel's own export never writes."""
    from onnx import helper

    given: dict[str, Any] = {one.name: helper.get_attribute_value(one) for one in node.attribute}
    if unknown := sorted(given.keys() - KNOWN):
        raise UnsupportedTreesError(f"attributes {', '.join(unknown)}")
    if missing := sorted(KNOWN - given.keys()):
        raise UnsupportedTreesError(f"without {', '.join(missing)}")
    return _checked(given)


def _checked(given: dict[str, Any]) -> Ensemble:
    from onnx import numpy_helper

    threshold = numpy_helper.to_array(given["nodes_values_as_tensor"])
    weights = numpy_helper.to_array(given["target_weights_as_tensor"])
    if threshold.dtype != np.float64 or weights.dtype != np.float64:
        raise UnsupportedTreesError("numbers of another type than float64")
    tree, local = _ints(given, "nodes_treeids"), _ints(given, "nodes_nodeids")
    roots = np.flatnonzero(np.diff(tree, prepend=-1))
    first = np.repeat(roots, np.diff(np.append(roots, len(tree))))
    if not np.array_equal(local, np.arange(len(tree)) - first) or np.any(np.diff(tree) < 0):
        raise UnsupportedTreesError("nodes that do not stand in order")
    modes = np.array(given["nodes_modes"])
    leaf, equal = modes == b"LEAF", modes == b"BRANCH_EQ"
    missing_left = _ints(given, "nodes_missing_value_tracks_true") != 0
    known = leaf | (equal & ~missing_left) | (modes == b"BRANCH_LEQ")
    if not np.all(known) or np.any(np.isnan(threshold)):
        raise UnsupportedTreesError("other questions than x <= number and x = number")
    own = np.arange(len(tree))
    entry_first = roots[np.searchsorted(tree[roots], _ints(given, "target_treeids"))]
    trees = Ensemble(
        roots=roots,
        feature=_ints(given, "nodes_featureids"),
        threshold=threshold,
        left=np.where(leaf, own, first + _ints(given, "nodes_truenodeids")),
        right=np.where(leaf, own, first + _ints(given, "nodes_falsenodeids")),
        leaf=leaf,
        equal=equal,
        missing_left=missing_left,
        nodes=entry_first + _ints(given, "target_nodeids"),
        targets=_ints(given, "target_ids"),
        weights=weights,
        n_targets=int(given["n_targets"]),
    )
    entries = trees.nodes * trees.n_targets + trees.targets
    if len(np.unique(entries)) < len(entries) or np.any(trees.feature < 0) or not _ends(trees):
        raise UnsupportedTreesError("leaves that add twice to a score, or branches that lead nowhere")
    return trees


def _ends(trees: Ensemble) -> bool:
    """Whether every way down comes to a leaf."""
    level, place = trees.roots, np.empty(len(trees.leaf), dtype=np.int64)
    for _ in range(MOST_LEVELS):
        branch = level[~trees.leaf[level]]
        if not len(branch):
            return True
        level = distinct(np.concatenate([trees.left[branch], trees.right[branch]]), place)
    return False


def distinct(nodes: Ints, place: Ints) -> Ints:
    """The nodes without those that come again; `place` (v,) is room for every node, whatever stands in it."""
    own = np.arange(len(nodes))
    place[nodes] = own
    kept: Ints = nodes[place[nodes] == own]
    return kept


def _ints(given: dict[str, Any], name: str) -> Ints:
    return np.array(given[name], dtype=np.int64)
