"""Principal axes are inputs that a trained network no longer needs, and show it what little two columns differ by."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from automl.algorithms import _axes, neural_net
from automl.algorithms._axes import Axes
from automl.contracts import FitRequest, Target

BOTH = np.array([0, 2])


def alike(n: int = 500) -> np.ndarray:
    """Columns 0 and 2 differ by a hundredth of what they have in common; column 1 is none of theirs."""
    rng = np.random.default_rng(4)
    common, apart = rng.normal(3, 1, size=n), rng.normal(0, 0.01, size=n)
    return np.column_stack([common + apart, rng.integers(0, 2, n), common - apart]).astype(np.float32)


def test_every_axis_has_its_own_spread_up_to_tenfold() -> None:
    X = alike()
    z = Axes.of(X, BOTH).beside(X)[:, 3:]
    np.testing.assert_allclose(z.mean(axis=0), 0, atol=1e-3)
    wide, small = sorted(z.std(axis=0), reverse=True)
    assert wide == pytest.approx(1, abs=0.01)
    assert small == pytest.approx(10 * 0.01, rel=0.1)  # it is a hundredth of the widest
    assert abs(np.mean(z[:, 0] * z[:, 1])) < 1e-3


def test_a_layer_without_them_answers_alike() -> None:
    X, rng = alike(), np.random.default_rng(1)
    axes, waves = Axes.of(X, BOTH), rng.normal(size=(len(X), 4)).astype(np.float32)
    weights, bias = rng.normal(size=(3 + 2 + 4, 5)), rng.normal(size=5)
    expected = np.concatenate([axes.beside(X), waves], axis=1) @ weights + bias
    folded, moved = axes.folded(weights, bias)
    np.testing.assert_allclose(np.concatenate([X, waves], axis=1) @ folded + moved, expected, atol=1e-4)


@pytest.mark.parametrize("numbers", [[], [2]])
def test_one_number_has_none(numbers: list[int]) -> None:
    X = alike(50)
    axes = Axes.of(X, np.array(numbers, dtype=np.int64))
    assert axes.beside(X) is X
    assert axes.folded(np.ones((3, 2)), np.zeros(2))[0].tolist() == np.ones((3, 2)).tolist()


def test_columns_that_never_change_have_none() -> None:
    X = np.ones((30, 3), dtype=np.float32)
    assert Axes.of(X, BOTH).beside(X) is X


def test_of_many_rows_some_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_axes, "AXES_ROWS", 100)
    X = alike(450)
    np.testing.assert_array_equal(Axes.of(X, BOTH).turn, Axes.of(X[::5], BOTH).turn)


def test_a_network_sees_what_little_two_columns_differ_by() -> None:
    X = alike(900)
    y = (X[:, 0] > X[:, 2]).astype(int)
    loss = {}
    for axes in (False, True):
        request = FitRequest(X[:600], y[:600], Target("binary", y[:600], ("n", "y")), {"axes": axes, "epochs": 40}, 3)
        margins = neural_net.fit(request).scores(X[600:])[:, 0]
        loss[axes] = np.mean(np.logaddexp(0, -(2 * y[600:] - 1) * margins))
    assert loss[True] < 0.5 * loss[False]


def test_a_network_with_axes_is_fitted_again_bit_for_bit() -> None:
    X = alike(400)
    y = X[:, 0] + X[:, 1]
    request = FitRequest(X[:300], y[:300], Target("regression", y[:300]), {"axes": True, "epochs": 20}, 3)
    request = replace(request, X_valid=X[300:], y_valid=y[300:])
    first = neural_net.fit(request)
    again = neural_net.fit(replace(request, effort=first.effort))
    np.testing.assert_array_equal(first.scores(X), again.scores(X))
    assert first.n_columns == X.shape[1]  # the axes are no inputs of the model
