"""What a candidate's part of an answer is expected to take, counted from its parts, so that the same build makes the
same choices on any machine. Measured milliseconds (answer_time.py, answer_cost.py) serve limits that are given in them.

The prices were measured on one core with ONNX Runtime 1.31; only their ratios matter.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from automl.bench import Bench, Evaluated
from automl.contracts import Array
from automl.graph.assemble import without_trees
from automl.graph.trees import LEAF, Trees
from automl.quality import Quality

US_PER_NODE = 0.5  # of the graph, beside trees
US_PER_TREE = 0.006
US_PER_LEVEL = 0.006  # of a tree that a row goes down, while the trees are few
NODES_IN_CACHE = 150_000  # of so many more nodes a level takes as much again: they are fetched from further away
BYTES_PER_US = 12_000  # of weights that are read for every row


def answer_us(evaluated: Evaluated, bench: Bench, quality: Quality) -> float:
    """Expected microseconds a row, answered by itself on one core."""
    parts = evaluated.parts[:1] if quality.refits else evaluated.parts
    n_nodes, n_bytes = without_trees(parts, bench.features.columns)
    trees = [part.model.trees for part in parts if part.model.trees is not None]
    return US_PER_NODE * n_nodes + n_bytes / BYTES_PER_US + trees_us(trees)


def trees_us(trees: Sequence[Trees]) -> float:
    """Expected microseconds a row in the trees of a candidate's parts. Measured on seven teams of 60 s, whole graph:
    30,000 to 615,000 nodes took 0.13 to 0.67 ms a row, 1,672,000 nodes 14 ms. Of the nodes that ask for a set one is
    left in the graph, so there are as many as leaves."""
    n_nodes = sum(2 * np.count_nonzero(np.diff(each.starts)) for each in trees)
    level_us = US_PER_LEVEL * (1 + n_nodes / NODES_IN_CACHE)
    return sum(US_PER_TREE * each.n_trees + level_us * n_levels(each) for each in trees)


def n_levels(trees: Trees) -> float:
    """The branches that a row passes in all trees together, if every branch sent it left as often as right. Nodes may
    have several parents, as those of category sets have."""
    at, total = trees.offsets[:-1], 0.0
    share: Array = np.ones(trees.n_trees)
    while len(at):
        is_branch = trees.feature[at] != LEAF
        branches, half = at[is_branch], share[is_branch] / 2
        total += 2 * float(half.sum())
        at, place = np.unique(np.concatenate([trees.left[branches], trees.right[branches]]), return_inverse=True)
        share = np.asarray(np.bincount(place, np.concatenate([half, half]), minlength=len(at)), dtype=np.float64)
    return total


__all__ = ["answer_us", "n_levels", "trees_us"]
