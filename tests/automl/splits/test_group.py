"""By group: no group is on two sides, and folds are about as large as each other."""

from __future__ import annotations

import io

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from automl.contracts import Rows, Target
from automl.splits import group
from automl.splits._sizes import HOLDOUT_FROM_ROWS
from datasets.read import read


def target(n: int) -> Target:
    return Target("regression", np.arange(float(n)))


@given(st.lists(st.integers(0, 12), min_size=2, max_size=200).filter(lambda k: len(set(k)) > 1), st.integers(1, 8))
def test_no_group_is_on_two_sides(groups: list[int], n_folds: int) -> None:
    keys: Rows = np.asarray(groups, dtype=np.int64)
    made = group.folds(target(len(keys)), keys, n_folds, 1)
    for fold in made:
        assert len(fold.train)
        assert len(fold.valid)
        assert not set(keys[fold.train]) & set(keys[fold.valid])
    if n_folds > 1:
        assert sorted(np.concatenate([fold.valid for fold in made])) == list(range(len(keys)))


def test_folds_are_about_equally_large() -> None:
    keys = np.random.default_rng(2).zipf(1.6, 3000).clip(max=300)
    sizes = [len(fold.valid) for fold in group.folds(target(3000), keys, 5, 1)]
    assert max(sizes) <= max(np.bincount(keys).max(), 650)


def test_whole_groups_are_held_out() -> None:
    n = HOLDOUT_FROM_ROWS * 2
    keys = np.arange(n) // 7
    train, held = group.hold_out(target(n), keys, 1)
    assert not set(keys[train]) & set(keys[held])
    assert 0.09 * n < len(held) < 0.11 * n
    assert len(group.hold_out(target(500), keys[:500], 1)[1]) == 0


def test_a_missing_cell_is_a_group_of_its_own() -> None:
    text = "who,it\n" + "".join(f"{'' if i % 4 == 0 else f'c{i % 3}'},{i}\n" for i in range(40))
    keys = group.keys(read(io.BytesIO(text.encode()), name="t.csv"), "who")
    assert len(set(keys)) == 3 + 10
