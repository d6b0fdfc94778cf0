"""Chains of x = code put in the place of branches over sets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from automl.graph.set_splits import sorted_by_tree
from automl.graph.trees import LEAF, Trees
from inference.quickscorer.ensemble import distinct

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Members:
    """The codes `code` (r,), in order, of the sets that the nodes `node` (r,) ask for; a node goes to `inside` with one
    of them and to `outside` otherwise."""

    node: Ints
    code: Ints
    inside: Ints
    outside: Ints


def chained(trees: Trees, members: Members) -> tuple[Trees, Flags]:
    """The first member takes the place of the node, the others follow all nodes; what no row can reach leaves."""
    first = np.diff(members.node, prepend=-1) != 0
    place = np.where(first, members.node, trees.n_nodes + np.cumsum(~first) - 1)
    is_last = np.append(first[1:], True)[: len(first)]
    after = np.where(is_last, members.outside, np.append(place[1:], 0)[: len(place)])
    n_nodes = trees.n_nodes + int(np.sum(~first))
    more = n_nodes - trees.n_nodes

    def grown(old: npt.NDArray[Any], values: npt.NDArray[Any] | bool) -> npt.NDArray[Any]:
        whole = np.concatenate([old, np.zeros(more, dtype=old.dtype)])
        whole[place] = values
        return whole

    tree = np.repeat(np.arange(trees.n_trees), np.diff(trees.offsets))
    tree = np.concatenate([tree, tree[members.node[~first]]])
    longer = replace(
        trees,
        feature=grown(trees.feature, trees.feature[members.node]),
        threshold=grown(trees.threshold, members.code.astype(np.float32)),
        left=grown(trees.left, members.inside),
        right=grown(trees.right, after),
        missing_left=grown(trees.missing_left, False),
        starts=np.concatenate([trees.starts, np.full(more, trees.starts[-1])]),
    )
    equal = np.zeros(n_nodes, dtype=np.bool_)
    equal[place] = True
    return _reached(longer, tree, equal)


def _reached(trees: Trees, tree: Ints, equal: Flags) -> tuple[Trees, Flags]:
    """Without the nodes that no way leads to."""
    seen = np.zeros(trees.n_nodes, dtype=np.bool_)
    place, level = np.empty(trees.n_nodes, dtype=np.int64), trees.offsets[:-1]
    while len(level):
        seen[level] = True
        branch = level[trees.feature[level] != LEAF]
        level = np.concatenate([trees.left[branch], trees.right[branch]])
        level = distinct(level[~seen[level]], place)
    kept = np.flatnonzero(seen)
    moved = np.cumsum(seen) - 1
    entry = np.repeat(seen, np.diff(trees.starts))
    smaller = replace(
        trees,
        feature=trees.feature[kept],
        threshold=trees.threshold[kept],
        left=moved[trees.left[kept]],
        right=moved[trees.right[kept]],
        missing_left=trees.missing_left[kept],
        starts=np.concatenate([[0], np.cumsum(np.diff(trees.starts)[kept])]),
        targets=trees.targets[entry],
        weights=trees.weights[entry],
    )
    order = np.argsort(tree[kept], kind="stable")
    return sorted_by_tree(smaller, tree[kept], trees.n_trees), equal[kept][order]


__all__ = ["Flags", "Ints", "Members", "chained"]
