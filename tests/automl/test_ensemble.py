"""Greedy selection joins what helps, and its honest estimate is not flattered by the selection."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from automl.calibrate import fit_temperature, temper
from automl.contracts import Array
from automl.ensemble import cross_fitted, greedy_weights, mix, most_members, sample_rows, shortlist
from automl.metrics import ALL


def noisy(y: Any, error: float, seed: int) -> Array:
    return np.asarray(y + np.random.default_rng(seed).normal(0, error, len(y))).reshape(-1, 1)


Y = np.random.default_rng(0).normal(size=600)
GAIN = ALL["rmse"].gain


def test_two_equal_models_with_independent_errors_share_the_weight() -> None:
    weights = greedy_weights([noisy(Y, 1, 1), noisy(Y, 1, 2), noisy(Y, 9, 3)], Y, GAIN)
    assert weights.sum() == pytest.approx(1)
    assert weights[0] == pytest.approx(0.5, abs=0.1)
    assert weights[2] < 0.05


def test_the_ensemble_is_never_worse_than_its_best_member_on_the_rows_it_was_chosen_on() -> None:
    answers = [noisy(Y, e, i) for i, e in enumerate((0.5, 2, 3))]
    assert GAIN(Y, mix(answers, greedy_weights(answers, Y, GAIN))) >= max(GAIN(Y, a) for a in answers)


def test_a_single_candidate_gets_all() -> None:
    assert greedy_weights([noisy(Y, 1, 1)], Y, GAIN).tolist() == [1.0]


def test_cross_fitting_is_not_flattered_by_pure_noise() -> None:
    rng = np.random.default_rng(5)
    y = rng.integers(0, 2, 200)
    noise = []
    for _ in range(40):
        p = rng.random(200)
        noise.append(np.column_stack([1 - p, p]))
    gain = ALL["roc_auc"].gain
    chosen = gain(y, mix(noise, greedy_weights(noise, y, gain)))
    assert chosen > 0.6
    assert gain(y, cross_fitted(noise, y, 1, lambda seen, known: greedy_weights(seen, known, gain), mix)) < 0.58


def test_shortlist_keeps_the_leader_of_each_family() -> None:
    assert shortlist([0.9, 0.8, 0.7, 0.1], ["a", "a", "a", "b"], 2) == [0, 3]
    assert most_members(101) == 8
    assert len(sample_rows(100, 1)) == 100
    assert len(sample_rows(50_000, 1)) == 20_000


def test_temperature_mends_answers_that_are_too_sure() -> None:
    rng = np.random.default_rng(3)
    p = rng.uniform(0.2, 0.8, 5000)
    y = (rng.random(5000) < p).astype(int)
    honest = np.column_stack([1 - p, p])
    too_sure = temper(honest, 0.6)
    assert fit_temperature(too_sure, y) == pytest.approx(1 / 0.6, rel=0.1)
    assert fit_temperature(honest[:100], y[:100]) == 1.0
    assert temper(honest, 2.0).sum(axis=1) == pytest.approx(1)
