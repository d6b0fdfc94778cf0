"""A run that would be cut short takes larger steps; one with time enough does not, and a plan is followed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from automl.algorithms import ALL
from automl.algorithms._pace import MOST_RATE, PROBE_ROUNDS, Pace
from automl.contracts import FitRequest, Target


def after(seconds_a_round: float, left: float, rate: float = 0.05) -> float | None:
    """The new rate of a run of such a pace with so many seconds left after its probe."""
    now = [0.0]
    pace = Pace(rate, lambda: left, now=lambda: now[0])
    found = None
    for number in range(1, 30):
        now[0] += seconds_a_round
        found = pace.after_round(number) or found
    return found


def test_the_rate_is_raised_so_that_the_rounds_suffice() -> None:
    assert after(1.0, 92.0) == pytest.approx(0.15)
    assert after(1.0, 10.0) == MOST_RATE


def test_with_time_enough_nothing_changes() -> None:
    assert after(0.01, 60.0) is None
    assert after(1.0, float("inf")) is None
    assert after(1.0, 92.0, rate=0.15) is None


@pytest.mark.parametrize("name", ["lightgbm", "xgboost"])
def test_a_hurried_fit_goes_on_with_larger_steps_and_can_be_done_again(name: str) -> None:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(400, 4)).astype(np.float32)
    calls = iter([*[0.002] * 25, *[0.0] * 9])
    request = FitRequest(
        X=X,
        y=X[:, 0] + X[:, 1] ** 2,
        target=Target("regression", X[:, 0]),
        settings={"lr": 0.001},
        seed=1,
        threads=1,
        X_valid=X[:100].copy(),
        y_valid=X[:100, 0].copy(),
        time_left=lambda: next(calls),
    )
    hurried = ALL[name].fit(request)
    assert hurried.effort["rates"][0][0] == PROBE_ROUNDS
    assert hurried.effort["rates"][0][1] > 0.001
    plain = ALL[name].fit(replace(request, effort={"rounds": hurried.effort["rounds"]}))
    again = ALL[name].fit(replace(request, effort=hurried.effort))
    np.testing.assert_array_equal(again.scores(X), hurried.scores(X))
    assert np.abs(again.scores(X) - plain.scores(X)).max() > 1e-6
