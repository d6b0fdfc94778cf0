"""The linear models find what scikit-learn finds."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression, Ridge

from automl.algorithms import linear
from automl.algorithms.linear import ALGORITHM
from automl.contracts import FitRequest, Target

RNG = np.random.default_rng(0)
X = RNG.normal(size=(500, 6)).astype(np.float32)
SIGNAL = X @ np.array([1.0, -2.0, 0.5, 0.0, 0.0, 1.0]) + RNG.normal(size=500)


def fitted(target: Target, l2: float, weight: np.ndarray | None = None) -> linear.LinearModel:
    model = ALGORITHM.fit(FitRequest(X, target.y, target, {"l2": l2}, 0, 1, weight=weight))
    assert isinstance(model, linear.LinearModel)
    return model


@pytest.mark.parametrize("l2", [0.1, 30.0])
def test_ridge(l2: float) -> None:
    model = fitted(Target("regression", SIGNAL), l2)
    expected = Ridge(alpha=l2).fit(X.astype(np.float64), SIGNAL)
    np.testing.assert_allclose(model.weights[:, 0], expected.coef_, atol=1e-6)
    np.testing.assert_allclose(model.intercept, expected.intercept_, atol=1e-6)


@pytest.mark.parametrize("l2", [0.1, 30.0])
@pytest.mark.parametrize("n_classes", [2, 4])
def test_logistic(n_classes: int, l2: float) -> None:
    y = np.digitize(SIGNAL, np.quantile(SIGNAL, np.arange(1, n_classes) / n_classes))
    target = Target("binary" if n_classes == 2 else "multiclass", y, tuple("abcd"[:n_classes]))
    weight = np.where(X[:, 3] > 0, 2.0, 1.0)
    model = fitted(target, l2, weight)
    expected = LogisticRegression(C=1 / l2, max_iter=2000, tol=1e-8).fit(X.astype(np.float64), y, weight)
    ours = model.weights.T if n_classes == 2 else (model.weights - model.weights.mean(axis=1, keepdims=True)).T
    np.testing.assert_allclose(ours, expected.coef_, atol=0.02)


def test_large_tables_start_from_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linear, "SAMPLE_CELLS", 600)
    y = (SIGNAL > 0).astype(np.int64)
    target = Target("binary", y, ("a", "b"))
    expected = LogisticRegression(C=1.0, max_iter=2000, tol=1e-8).fit(X, y)
    np.testing.assert_allclose(fitted(target, 1.0).weights[:, 0], expected.coef_[0], atol=0.05)


def test_ridge_uses_the_rows_read_when_the_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linear, "ROWS_AT_ONCE", 100)
    target = Target("regression", SIGNAL)
    model = ALGORITHM.fit(FitRequest(X, SIGNAL, target, {"l2": 1.0}, 0, 1, time_left=lambda: 0.0))
    assert isinstance(model, linear.LinearModel)
    expected = Ridge(alpha=1.0).fit(X[:100].astype(np.float64), SIGNAL[:100])
    np.testing.assert_allclose(model.weights[:, 0], expected.coef_, atol=1e-6)


def test_columns_that_say_the_same_are_no_obstacle_without_penalty() -> None:
    double = np.concatenate([X, X], axis=1)
    target = Target("regression", SIGNAL)
    model = ALGORITHM.fit(FitRequest(double, SIGNAL, target, {"l2": 0.0}, 0, 1))
    expected = Ridge(alpha=1e-6).fit(X.astype(np.float64), SIGNAL)
    np.testing.assert_allclose(model.scores(double)[:, 0], expected.predict(X), atol=1e-3)


@pytest.mark.parametrize("sample_cells", [600, 10**6])
def test_something_is_learnt_even_without_time(sample_cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linear, "SAMPLE_CELLS", sample_cells)
    y = (SIGNAL > 0).astype(np.int64)
    target = Target("binary", y, ("a", "b"))
    model = ALGORITHM.fit(FitRequest(X, y, target, {"l2": 1.0}, 0, 1, time_left=lambda: 0.0))
    assert np.mean((model.scores(X)[:, 0] > 0) == y) > 0.8
