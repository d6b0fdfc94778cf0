"""The geometric mean of a team is used where it does better on rows that its weights were not fitted to."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from automl.contracts import Array
from automl.ensemble import mix
from automl.metrics import ALL
from automl.pooling import choose_pool, geometric_mean, pool_weights, pooled

GAIN = ALL["log_loss"].gain


def softmax(scores: Array) -> Array:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def witnesses(n: int, n_members: int = 3, seed: int = 0) -> tuple[Any, list[Array]]:
    """Members that each see the scores of the classes with errors of their own, independent of the others': what the
    geometric mean is made for."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 4, n)
    truth = 2.0 * np.eye(4)[y]
    return y, [softmax(truth + rng.normal(0, 1.0, truth.shape)) for _ in range(n_members)]


def test_witnesses_with_independent_errors_are_pooled_on_the_log_scale() -> None:
    y, team = witnesses(2_000)
    even = np.full(3, 1 / 3)
    assert choose_pool(team, y, GAIN, even, seed=1) == "log"
    weights = pool_weights(team, y, even)
    assert GAIN(y, pooled(team, weights, "log")) > GAIN(y, mix(team, even))
    assert weights == pytest.approx(even, abs=0.05)


def test_a_member_of_noise_loses_weight_and_one_without_weight_stays_without() -> None:
    y, team = witnesses(2_000)
    noise = softmax(np.random.default_rng(9).normal(0, 1, (2_000, 4)))
    weights = pool_weights([team[0], noise, team[1]], y, np.array([0.5, 0.5, 0.0]))
    assert weights[1] < 0.1
    assert weights[2] == 0
    assert weights.sum() == pytest.approx(1)


def test_a_mixture_of_two_answers_is_left_a_mean() -> None:
    """Where a row is answered well by one member and wrongly, but surely, by the other, the mean is the safer."""
    rng = np.random.default_rng(3)
    y = rng.integers(0, 3, 1_500)
    sure = np.eye(3)[y] * 0.9997 + 0.0001
    wrong = np.eye(3)[(y + 1) % 3] * 0.9997 + 0.0001
    first = rng.random(1_500) < 0.5
    team = [np.where(first[:, None], sure, wrong), np.where(first[:, None], wrong, sure)]
    assert choose_pool(team, y, GAIN, np.array([0.5, 0.5]), seed=1) == "mean"


@pytest.mark.parametrize(("n_rows", "weights"), [(99, [0.5, 0.3, 0.2]), (2_000, [1.0, 0.0, 0.0])])
def test_few_rows_and_one_member_alone_keep_the_mean(n_rows: int, weights: list[float]) -> None:
    y, team = witnesses(n_rows)
    assert choose_pool(team, y, GAIN, np.array(weights), seed=1) == "mean"
    assert pool_weights(team, y, np.array([1.0, 0.0, 0.0])).tolist() == [1.0, 0.0, 0.0]


def test_zeros_and_ones_stay_finite() -> None:
    sure = np.array([[1.0, 0.0], [0.0, 1.0]])
    assert np.isfinite(geometric_mean([sure, sure[::-1]], np.array([0.5, 0.5]))).all()
    y = np.array([0, 1] * 100)
    assert np.isfinite(pool_weights([np.tile(sure, (100, 1))] * 2, y, np.array([0.5, 0.5]))).all()
