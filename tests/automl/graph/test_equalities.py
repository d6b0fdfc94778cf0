"""Sets of few small codes as chains of equalities: the same scores, in fewer nodes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl.graph.equalities import LARGEST, MOST_MEMBERS, with_equalities
from automl.graph.set_splits import ends_of_bits, with_sets
from automl.graph.trees import LEAF, Trees
from inference.quickscorer import questions
from inference.session import open_session
from tests.automl.graph.test_set_splits import stump, words_of
from tests.inference.quickscorer.made_trees import N_COLUMNS, made_rows, made_trees, model_of

CODES = np.append(np.arange(-1, 110), [np.nan, np.inf, -np.inf]).astype(np.float32)


def over(*sets: set[int]) -> Trees:
    """One stump on column 0 for each set."""
    words = [words_of(members) for members in sets]
    starts = np.concatenate([[0], np.cumsum([len(word) for word in words])])
    trees = Trees.concat([stump(10.0**i, 0.0) for i in range(len(sets))])
    return with_sets(trees, 3 * np.arange(len(sets)), ends_of_bits(np.concatenate(words), starts))


@given(st.lists(st.sets(st.integers(0, 99), min_size=1), min_size=1, max_size=4))
def test_the_graph_sends_every_code_where_its_set_says(sets: list[set[int]]) -> None:
    X = np.zeros((len(CODES), N_COLUMNS), dtype=np.float32)
    X[:, 0] = CODES
    found = open_session(model_of(over(*sets)), threads=1).run(["y"], {"X": X})[0][:, 0]
    np.testing.assert_allclose(found, [sum(10.0**i for i, s in enumerate(sets) if code in s) for code in CODES])


@given(st.integers(0, 10**6))
def test_trees_with_sets_and_numbers_keep_their_scores(seed: int) -> None:
    trees, X = made_trees(seed, n_trees=3, most_leaves=30, m=2), made_rows(seed, 200)
    X = np.where(np.isfinite(X), np.floor(X), X)  # codes are whole
    found = open_session(model_of(trees), threads=1).run(["y"], {"X": X})[0]
    np.testing.assert_allclose(found, trees.scores(X), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(
    ("members", "asked"),
    [
        ({3}, 1),
        ({3, 9, LARGEST}, 3),
        ({0, 1, 2, 7}, 4),
        ({3, LARGEST + 1}, 2),
        (set(range(20)), 20),
        (set(range(60, 60 + MOST_MEMBERS)), MOST_MEMBERS),
        (set(range(60, 61 + MOST_MEMBERS)), 0),
    ],
)
def test_one_equality_for_each_member_where_all_are_small_or_few(members: set[int], asked: int) -> None:
    trees = over(members)
    chained, equal = with_equalities(trees)
    assert np.sum(equal) == asked
    assert set(chained.threshold[equal].tolist()) == (members if asked else set())
    if asked:
        assert np.sum(chained.feature != LEAF) == asked


def one_set_behind_another(insides: tuple[list[float], list[float]], missing_left: tuple[bool, bool]) -> Trees:
    """One of {1, 2} leads to a question about column 1, one of {3, 4} to another one, no set to a leaf."""
    weights = np.array([*insides[0], 9.0, *insides[1]])
    trees = Trees(
        offsets=np.array([0, 9]),
        feature=np.array([0, 1, 0, LEAF, LEAF, 1, LEAF, LEAF, LEAF]),
        threshold=np.ones(9, dtype=np.float32),
        left=np.array([1, 3, 5, 0, 0, 7, 0, 0, 0]),
        right=np.array([2, 4, 6, 0, 0, 8, 0, 0, 0]),
        missing_left=np.array([False, missing_left[0], *[False] * 3, missing_left[1], *[False] * 3]),
        starts=np.array([0, 0, 0, 0, 1, 2, 2, 3, 4, 5]),
        targets=np.zeros(5, dtype=np.int64),
        weights=weights,
        base=np.zeros(1),
    )
    return with_sets(trees, np.array([0, 2]), ends_of_bits(np.array([0b110, 0b11000], dtype=np.uint32), np.arange(3)))


@pytest.mark.parametrize("insides", [([2.0, 3.0], [2.0, 3.0]), ([2.0, 3.0], [2.0, 4.0])])
@pytest.mark.parametrize("missing_left", [(True, False), (False, False)])
def test_sets_whose_insides_look_alike_are_not_taken_for_one(
    insides: tuple[list[float], list[float]], missing_left: tuple[bool, bool]
) -> None:
    trees, X = one_set_behind_another(insides, missing_left), np.zeros((18, N_COLUMNS), dtype=np.float32)
    X[:, 0], X[:, 1] = np.tile(np.arange(6), 3), np.repeat([0, 2, np.nan], 6)
    found = open_session(model_of(trees), threads=1).run(["y"], {"X": X})[0]
    np.testing.assert_allclose(found, trees.scores(X))


def test_trees_without_sets_stay_as_they_are() -> None:
    trees = made_trees(3, with_categories=False)
    same, equal = with_equalities(trees)
    assert same is trees
    assert not equal.any()


def test_more_thresholds_than_codes_leave_the_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "MOST_CODES", 4)
    trees = over({3, 9})
    assert with_equalities(trees)[0] is trees
