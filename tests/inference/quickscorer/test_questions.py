"""Branches over sets of categories come back as one question, and codes tell apart what thresholds do."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl.graph.set_splits import ends_of_bits, with_sets
from automl.graph.trees import LEAF, Trees
from inference.quickscorer import questions
from inference.quickscorer.ensemble import Ensemble, UnsupportedTreesError, ensemble_of
from inference.quickscorer.questions import codes_of, questions_of, ranges_of
from tests.automl.graph.test_set_splits import stump, words_of
from tests.inference.quickscorer.made_trees import made_trees, model_of


def exported(trees: Trees) -> Ensemble:
    graph = onnx.load_from_string(model_of(trees)).graph
    return ensemble_of(next(node for node in graph.node if node.op_type == "TreeEnsembleRegressor"))


def branch_over(members: set[int]) -> Trees:
    """One branch on column 0, over a set of codes."""
    words = words_of(members)
    return with_sets(stump(1.0, 2.0), np.array([0]), ends_of_bits(words, np.array([0, len(words)])))


@given(st.sets(st.integers(0, 127), min_size=1, max_size=60))
def test_a_set_is_one_question_however_long_its_chain(members: set[int]) -> None:
    trees = exported(branch_over(members))
    found, codes = questions_of(trees), codes_of(trees)
    root = found.roots[0]
    assert trees.leaf[found.yes[root]]
    assert trees.leaf[found.no[root]]
    ranges = ranges_of(trees, codes, found, found.roots)
    values = np.append(np.arange(-1.0, 130.0), np.nan)
    code = np.where(np.isnan(values), codes.missing[root], np.searchsorted(codes.cuts, values, side="left"))
    no = np.any((code[:, None] >= ranges.low) & (code[:, None] <= ranges.high), axis=1)
    weight = {int(node): value for node, value in zip(trees.nodes, trees.weights, strict=True)}
    answers = np.where(no, weight[int(found.no[root])], weight[int(found.yes[root])])
    np.testing.assert_array_equal(answers, [1.0 if value in members else 2.0 for value in values])


@given(st.integers(0, 10**6))
def test_every_branch_of_the_learner_is_one_question(seed: int) -> None:
    plain = made_trees(seed, with_categories=False)
    trees, found = exported(plain), questions_of(exported(plain))
    n_always = int(np.sum(trees.always_left))
    assert np.sum(~trees.leaf) == np.sum(plain.feature != LEAF)
    assert np.sum((found.yes != np.arange(len(trees.leaf))) & ~trees.always_left) == np.sum(~trees.leaf) - n_always


def test_a_feature_with_more_thresholds_than_codes_is_left_to_the_runtime(monkeypatch: pytest.MonkeyPatch) -> None:
    trees = exported(made_trees(3))
    monkeypatch.setattr(questions, "MOST_CODES", 4)
    with pytest.raises(UnsupportedTreesError, match="thresholds"):
        codes_of(trees)


def test_branches_that_share_a_child_and_are_no_set_are_left_to_the_runtime() -> None:
    from dataclasses import replace

    from inference.quickscorer.vectors import vectors_of

    trees = exported(made_trees(4, n_trees=1, most_leaves=60, with_categories=False))
    inner = [i for i in np.flatnonzero(~trees.leaf) if not trees.leaf[trees.left[i]]]
    right = trees.right.copy()
    right[inner[0]] = trees.left[inner[0]]
    with pytest.raises(UnsupportedTreesError, match="share"):
        vectors_of(replace(trees, right=right))
