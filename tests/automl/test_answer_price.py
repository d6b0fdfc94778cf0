"""What an answer is expected to cost, counted from the parts of a candidate."""

from __future__ import annotations

import numpy as np
import pytest

from automl.answer_price import n_levels, trees_us
from automl.graph.trees import LEAF, Trees


def trees(offsets: list[int], feature: list[int], left: list[int], right: list[int]) -> Trees:
    n = len(feature)
    leaves = np.flatnonzero(np.array(feature) == LEAF)
    starts = np.concatenate([[0], np.cumsum(np.array(feature) == LEAF)])
    return Trees(
        offsets=np.array(offsets),
        feature=np.array(feature),
        threshold=np.zeros(n, dtype=np.float32),
        left=np.array(left),
        right=np.array(right),
        missing_left=np.zeros(n, dtype=np.bool_),
        starts=starts,
        targets=np.zeros(len(leaves), dtype=np.int64),
        weights=np.ones(len(leaves)),
        base=np.zeros(1),
    )


def test_a_single_leaf_has_no_levels() -> None:
    assert n_levels(Trees.constant(np.array([0.5]))) == 0


def test_the_levels_of_a_lopsided_tree_count_by_how_often_they_are_reached() -> None:
    chain = trees([0, 5], [0, LEAF, 0, LEAF, LEAF], [1, 0, 3, 0, 0], [2, 0, 4, 0, 0])
    assert n_levels(chain) == pytest.approx(1.5)
    assert n_levels(Trees.concat([chain, chain])) == pytest.approx(3.0)


def test_shared_children_are_passed_once_however_many_ways_lead_to_them() -> None:
    depth = 60  # without sharing the ways, 2^60 of them
    feature = [0] * depth + [LEAF]
    following = [min(i + 1, depth) for i in range(depth)] + [0]
    assert n_levels(trees([0, depth + 1], feature, following, following)) == pytest.approx(depth)


def test_the_same_steps_cost_more_in_trees_that_no_cache_holds() -> None:
    chain = trees([0, 5], [0, LEAF, 0, LEAF, LEAF], [1, 0, 3, 0, 0], [2, 0, 4, 0, 0])
    one = trees_us([chain])
    many = Trees.concat([chain] * 60_000)
    assert trees_us([many]) / 60_000 > 1.5 * one
    assert trees_us([many, many]) > 2.2 * trees_us([many])
