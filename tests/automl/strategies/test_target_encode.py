"""Target statistics: shrunk means as defined, out-of-fold in training, and no leak from a text that means nothing."""

from __future__ import annotations

import numpy as np
import pytest

from automl.contracts import Target
from automl.features import Features, TextColumn
from automl.strategies.target_encode import DIRECTIONS, FOLDS, STRATEGY
from datasets.schema import Column, Kind


def table(codes: np.ndarray, n_words: int) -> Features:
    text = TextColumn(tuple(f"w{i}" for i in range(n_words)), codes.astype(np.int32))
    return Features((Column("c", Kind.CATEGORY),), len(codes), {}, {"c": text}, {})


def test_means_are_shrunk_to_the_whole_and_counts_are_counts() -> None:
    rng = np.random.default_rng(0)
    codes = rng.choice(5, 400, p=[0.5, 0.3, 0.15, 0.04, 0.01])
    y = (rng.random(400) < np.array([0.1, 0.5, 0.9, 0.5, 0.5])[codes]).astype(np.int64)
    rows = table(codes, 6)
    fitted, _ = STRATEGY.fit(rows, Target("binary", y, ("no", "yes")), 0)
    assert fitted.names == ("c (rows)", "c (share of yes)")
    values = fitted.transform(rows.take(np.array([np.flatnonzero(codes == level)[0] for level in range(5)])))
    np.testing.assert_array_equal(values[:, 0], np.bincount(codes, minlength=5))
    raw = np.array([y[codes == level].mean() for level in range(5)])
    counts, prior = np.bincount(codes, minlength=5), y.mean()
    strength = (values[:, 1] - raw) * counts / (prior - values[:, 1])
    np.testing.assert_allclose(strength, strength[0], rtol=1e-3)
    assert 0.99 <= strength[0] < 50
    unseen = Features(rows.columns, 2, {}, {"c": TextColumn(("new", ""), np.array([0, 1], np.int32))}, {})
    np.testing.assert_allclose(fitted.transform(unseen), [[1, prior], [0, prior]], rtol=1e-6)


def test_training_matrix_holds_the_means_of_the_other_folds() -> None:
    rng = np.random.default_rng(1)
    codes, y = rng.integers(0, 4, 300), rng.normal(size=300)
    rows = table(codes, 4)
    fitted, matrix = STRATEGY.fit(rows, Target("regression", y), 5)
    fold = np.random.default_rng(5).permutation(300) % FOLDS
    whole = fitted.transform(rows)[:, 1]
    counts, means = np.bincount(codes), np.array([y[codes == level].mean() for level in range(4)])
    strength = np.median((whole - means[codes]) * counts[codes] / (y.mean() - whole))
    for i in range(0, 300, 7):
        others = (codes == codes[i]) & (fold != fold[i])
        expected = (y[others].sum() + strength * y.mean()) / (others.sum() + strength)
        assert matrix[i, 1] == pytest.approx(expected, rel=1e-3, abs=1e-4)


def test_a_text_that_means_nothing_tells_nothing_about_its_own_row() -> None:
    rng = np.random.default_rng(2)
    codes, y = rng.integers(0, 600, 2000), rng.integers(0, 2, 2000)
    rows = table(codes, 600)
    fitted, matrix = STRATEGY.fit(rows, Target("binary", y, ("a", "b")), 0)
    own = np.corrcoef(fitted.transform(rows)[:, 1], y)[0, 1]
    assert own > 0.3, "the means of all rows know the row"
    assert abs(np.corrcoef(matrix[:, 1], y)[0, 1]) < 0.1


def test_many_classes_are_told_by_few_directions() -> None:
    rng = np.random.default_rng(3)
    codes = rng.integers(0, 40, 3000)
    y = np.where(rng.random(3000) < 0.7, codes % 20, rng.integers(0, 20, 3000))
    rows = table(codes, 40)
    fitted, matrix = STRATEGY.fit(rows, Target("multiclass", y, tuple("abcdefghijklmnopqrst")), 0)
    assert len(fitted.names) == 1 + DIRECTIONS
    centres = np.array([matrix[codes == level].mean(axis=0)[1:] for level in range(40)])
    apart = np.linalg.norm(centres[:, None] - centres[None], axis=2)
    same = apart[np.arange(20), np.arange(20) + 20]
    assert same.max() < np.median(apart[:20, :20][~np.eye(20, dtype=bool)])


def test_two_values_are_not_worth_statistics() -> None:
    rows = table(np.arange(100) % 2, 2)
    y = Target("binary", np.arange(100) % 2, ("a", "b"))
    sentence = STRATEGY.refuses(rows, y)
    assert sentence == (
        "No text column has more than two different values, and no number is a code, so ordinal codes say the same."
    )
    fitted, matrix = STRATEGY.fit(rows, y, 0)
    assert fitted.names == ("c",)
    assert set(matrix[:, 0]) == {0.0, 1.0}


def test_large_columns_are_quick() -> None:
    import time

    rng = np.random.default_rng(4)
    rows = table(rng.integers(0, 30_000, 150_000), 30_000)
    y = Target("binary", rng.integers(0, 2, 150_000), ("a", "b"))
    before = time.process_time()
    fitted, _ = STRATEGY.fit(rows, y, 0)
    fitted.transform(rows)
    assert time.process_time() - before < 2.0
