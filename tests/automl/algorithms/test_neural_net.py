"""The network's slope is the slope of its loss, it learns what linear models cannot, and it keeps to the time."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

import numpy as np
import pytest

from automl.algorithms import _training, neural_net
from automl.algorithms._network import Network, Shape
from automl.contracts import FitRequest, ProblemName, Target


def request_for(problem: ProblemName, n: int = 600, **changes: Any) -> FitRequest:
    """Numbers whose product decides, and a third column that does nothing."""
    rng = np.random.default_rng(3)
    X = rng.normal(size=(n, 3)).astype(np.float32)
    X[:, 2] = X[:, 2] > 0
    signal = X[:, 0] * X[:, 1]
    y = {"binary": (signal > 0).astype(int), "multiclass": np.digitize(signal, [-0.4, 0.4]), "regression": signal}
    classes = {"binary": ("a", "b"), "multiclass": ("a", "b", "c"), "regression": ()}[problem]
    target = Target(problem, y[problem], classes)
    return FitRequest(
        X[:-200], y[problem][:-200], target, {}, 5, X_valid=X[-200:], y_valid=y[problem][-200:], **changes
    )


def test_the_slope_is_that_of_the_loss() -> None:
    rng = np.random.default_rng(1)
    X = rng.normal(size=(7, 4)).astype(np.float32)
    network = Network(Shape(4, np.array([0, 2]), (6, 5), 2))
    network.start(rng, np.zeros(2, dtype=np.float32))
    wanted = rng.normal(size=(7, 2)).astype(np.float32)
    masks = [(rng.random((7, width)) < 0.7).astype(np.float32) for width in (6, 5)]

    def loss() -> float:
        scores = network._forward(X, masks)[-1].astype(np.float64)
        return float((wanted * scores).sum())

    network.slope(X, masks, lambda _scores: wanted)
    found = network.gradient.copy()
    for name, values in network.of.items():
        for place in rng.integers(0, values.size, 4):
            before, step = values.flat[place], np.float32(1e-2)
            values.flat[place] = before + step
            up = loss()
            values.flat[place] = before - step
            down = loss()
            values.flat[place] = before
            network.gradient[:] = found
            slope = network._slope[name].flat[place]
            assert (up - down) / (2 * step) == pytest.approx(slope, rel=0.05, abs=0.05), name


@pytest.mark.parametrize("problem", ["binary", "multiclass", "regression"])
def test_it_learns_a_product(problem: ProblemName) -> None:
    request = request_for(problem, n=1200)
    model = neural_net.fit(request)
    assert request.X_valid is not None
    assert request.y_valid is not None
    scores = model.scores(request.X_valid)
    if problem == "regression":
        assert np.mean((scores[:, 0] - request.y_valid) ** 2) < 0.1 * np.var(request.y_valid)
    else:
        guessed = scores.argmax(axis=1) if problem == "multiclass" else scores[:, 0] > 0
        assert np.mean(guessed == request.y_valid) > 0.9


@pytest.mark.parametrize(("slow_from", "affordable"), [(10_000, 300), (100, 166)])
def test_an_early_end_still_ends_the_plan(monkeypatch: pytest.MonkeyPatch, slow_from: int, affordable: int) -> None:
    """By a clock that a step moves on by 1 ms, by 3 ms where the machine has become slow, with 300 ms at the start."""
    steps, slope = count(1), Network.slope
    spent = [0.0]

    def step(network: Network, *rest: Any) -> None:
        spent.append(spent[-1] + (0.003 if next(steps) > slow_from else 0.001))
        slope(network, *rest)

    monkeypatch.setattr(Network, "slope", step)
    model = neural_net.fit(request_for("binary", n=5000, time_left=lambda: 0.3 - spent[-1]))
    plan, n_steps = model.effort["plan"], len(spent) - 1
    assert plan[0][1] > 10 * affordable
    assert affordable - _training.PACE_STEPS <= n_steps <= affordable + _training.PACE_STEPS
    assert plan[-1][1] == n_steps
    before_the_last_step = [n for step, n in plan if step < n_steps]
    assert (n_steps - 1) / before_the_last_step[-1] > 0.95  # of the plan was done, so that the rate had all but fallen
    assert np.isfinite(model.scores(request_for("binary").X)).all()


def test_without_time_it_still_answers() -> None:
    model = neural_net.fit(request_for("binary", time_left=lambda: 0.0))
    assert model.scores(request_for("binary").X).shape == (400, 1)


def test_too_many_numbers_go_without_waves() -> None:
    wide = np.random.default_rng(0).normal(size=(50, _training.MOST_NUMBERS + 1)).astype(np.float32)
    model = neural_net.fit(FitRequest(wide, wide[:, 0], Target("regression", wide[:, 0]), {"epochs": 2}, 1))
    assert len(model.numbers) == 0
    assert model.scores(wide).shape == (50, 1)


def test_without_validation_rows_it_stops_where_the_folds_did_best() -> None:
    request = request_for("binary", n=300)
    noise = np.random.default_rng(3).permutation(request.y)
    judged = replace(request, y=noise, settings={"drop": 0.0, "decay": 0.0, "lr": 0.1, "epochs": 60})
    model = neural_net.fit(judged)
    assert 0 < model.effort["best"] < 0.5 * model.effort["plan"][-1][1]  # of noise, nothing more is to be learnt
    told = replace(judged, X_valid=None, y_valid=None, effort=model.effort)
    np.testing.assert_array_equal(neural_net.fit(told).scores(request.X), model.scores(request.X))
    to_the_end = neural_net.fit(replace(told, effort={"plan": model.effort["plan"]}))
    assert np.abs(to_the_end.scores(request.X)).mean() > 2 * np.abs(model.scores(request.X)).mean()
