"""Rows are dealt out without loss, in proportion, and the same way twice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from automl.contracts import Fold, Rows, Target
from automl.splits import random
from automl.splits._sizes import HOLDOUT_FROM_ROWS
from automl.splits.random import measured_on

NO_KEYS = np.zeros(0, dtype=np.int64)


def folds(target: Target, n_folds: int, seed: int) -> tuple[Fold, ...]:
    return random.folds(target, NO_KEYS, n_folds, seed)


def hold_out(target: Target, seed: int) -> tuple[Rows, Rows]:
    return random.hold_out(target, NO_KEYS, seed)


def classes(counts: list[int], seed: int = 0) -> Target:
    y = np.repeat(np.arange(len(counts)), counts)
    return Target("multiclass", np.random.default_rng(seed).permutation(y), tuple(map(str, range(len(counts)))))


@given(st.lists(st.integers(2, 60), min_size=2, max_size=6), st.integers(2, 8), st.integers(0, 9))
def test_folds_hold_every_row_once_and_train_on_every_class(counts: list[int], n_folds: int, seed: int) -> None:
    target = classes(counts)
    made = folds(target, n_folds, seed)
    assert sorted(np.concatenate([f.valid for f in made])) == list(range(len(target.y)))
    for fold in made:
        assert not set(fold.train) & set(fold.valid)
        assert set(target.y[fold.train]) == set(range(len(counts)))
    sizes = [len(f.valid) for f in made]
    assert max(sizes) - min(sizes) <= 1


def test_numbers_are_stratified_too() -> None:
    target = Target("regression", np.random.default_rng(1).lognormal(size=1000))
    means = [target.y[f.valid].mean() for f in folds(target, 5, 3)]
    assert np.ptp(means) < 0.3 * target.y.mean()


def test_one_fold_is_a_single_split_of_a_fifth() -> None:
    (fold,) = folds(classes([500, 500]), 1, 3)
    assert len(fold.valid) == 200
    assert len(fold.train) == 800


def test_small_tables_hold_nothing_out_and_large_ones_a_tenth() -> None:
    assert len(hold_out(classes([100, 100]), 7)[1]) == 0
    train, held = hold_out(classes([HOLDOUT_FROM_ROWS, 40]), 7)
    assert len(held) == pytest.approx(HOLDOUT_FROM_ROWS / 10, abs=5)
    assert not set(train) & set(held)
    assert measured_on(200) == "rows that are answered by models which have not seen them"
    assert measured_on(HOLDOUT_FROM_ROWS) == "rows kept apart, drawn at random"


def test_a_rare_class_stays_in_the_training_rows() -> None:
    target = classes([HOLDOUT_FROM_ROWS, 3])
    train, held = hold_out(target, 7)
    assert (target.y[train] == 1).sum() == 3
    assert len(held) > 0


def test_the_same_seed_gives_the_same_rows() -> None:
    target = classes([300, 200])
    first, second, other = (folds(target, 5, seed)[0].valid for seed in (1, 1, 2))
    assert (first == second).all()
    assert not np.array_equal(first, other)
