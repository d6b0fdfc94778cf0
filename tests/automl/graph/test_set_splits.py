"""Sets of codes as comparisons: any set, any code, one or several to a tree."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from automl.graph.set_splits import ends_of_bits, with_sets
from automl.graph.trees import LEAF, Trees

CODES = np.append(np.arange(-1, 110), np.nan).astype(np.float32)
codes = st.sets(st.integers(0, 99), min_size=1)


def words_of(members: set[int]) -> np.ndarray:
    """The set as bits, in as many words as its largest code needs."""
    words = np.zeros(max(members) // 32 + 1, dtype=np.uint32)
    for code in members:
        words[code // 32] |= np.uint32(1 << (code % 32))
    return words


def stump(answer_in: float, answer_out: float) -> Trees:
    """One branch on column 0 with two leaves."""
    return Trees(
        offsets=np.array([0, 3]),
        feature=np.array([0, LEAF, LEAF]),
        threshold=np.zeros(3, dtype=np.float32),
        left=np.array([1, 0, 0]),
        right=np.array([2, 0, 0]),
        missing_left=np.zeros(3, dtype=np.bool_),
        starts=np.array([0, 0, 1, 2]),
        targets=np.array([0, 0]),
        weights=np.array([answer_in, answer_out]),
        base=np.zeros(1),
    )


@given(st.lists(codes, min_size=1, max_size=4))
def test_every_code_goes_where_its_set_says(sets: list[set[int]]) -> None:
    trees = Trees.concat([stump(10.0**i, 0.0) for i in range(len(sets))])
    words = [words_of(members) for members in sets]
    starts = np.concatenate([[0], np.cumsum([len(word) for word in words])])
    grown = with_sets(trees, 3 * np.arange(len(sets)), ends_of_bits(np.concatenate(words), starts))
    expected = [sum(10.0**i for i, members in enumerate(sets) if code in members) for code in CODES]
    np.testing.assert_array_equal(grown.scores(CODES[:, None])[:, 0], expected)


def test_trees_without_sets_stay_as_they_are() -> None:
    trees = stump(1.0, 2.0)
    none = ends_of_bits(np.zeros(0, dtype=np.uint32), np.zeros(1, dtype=np.int64))
    assert with_sets(trees, np.zeros(0, dtype=np.int64), none) is trees
