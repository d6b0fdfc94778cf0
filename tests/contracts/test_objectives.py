"""Every metric can be the goal, and is then what candidates are judged by, joined for and decided by."""

from __future__ import annotations

import io
from functools import cache, partial
from typing import Any

import numpy as np
import pytest

from automl.bench import oriented
from automl.build import Built, build
from automl.calibrate import move_for
from automl.contracts import Array, Metric, Target
from automl.ensemble import greedy_weights, mix
from automl.labels import as_answers, best_value, choose, named
from automl.metrics import ALL
from automl.spec import BuildSpec
from datasets.read import read
from inference.predictor import Model

CASES = [(metric, problem) for metric in ALL.values() for problem in sorted(metric.problems)]
NAMED = [(metric, problem) for metric, problem in CASES if metric.of_counts is not None]
NUMBERS = [metric for metric, problem in CASES if problem == "regression"]
N = 900


def ids(value: Any) -> str:
    return str(getattr(value, "name", value))


@cache
def out_of_fold(problem: str, seed: int = 0) -> tuple[Any, tuple[Array, ...]]:
    """y (n,) and what four candidates said: two that err in different rows, one that is never sure, and one that leans
    towards rare classes, or large numbers."""
    rng = np.random.default_rng([seed, len(problem)])
    if problem == "regression":
        y = np.exp(rng.normal(3, 0.6, N))
        one, two = (y * np.exp(rng.normal(0, 0.3, N)) for _ in range(2))
        return y, tuple(values[:, None] for values in (one, two, 0.5 * one + 0.5 * y.mean(), 1.3 * two))
    shares = np.array([0.85, 0.15] if problem == "binary" else [0.7, 0.22, 0.08])
    y = rng.choice(len(shares), N, p=shares)

    def said(sure: float, lean: float = 0.0) -> Array:
        scores = sure * (1.6 * np.eye(len(shares))[y] + rng.normal(size=(N, len(shares)))) + (1 - lean) * np.log(shares)
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))

    return y, (said(1.0), said(1.0), said(0.2), said(1.0, 0.8))


def gain(metric: Metric, y: Any, answers: Array) -> float:
    return metric.gain(y, answers) if metric.of_counts is None else best_value(metric, y, answers, criterion=True)


@pytest.mark.parametrize(("metric", "problem"), CASES, ids=ids)
def test_a_team_is_joined_for_the_metric(metric: Metric, problem: str) -> None:
    y, answers = out_of_fold(problem)
    weights = greedy_weights(answers, y, partial(gain, metric), steps=12)
    alone = max(gain(metric, y, one) for one in answers)
    assert gain(metric, y, mix(list(answers), weights)) >= alone - 1e-9
    others = [m for m, p in CASES if p == problem and m is not metric and m.of_counts is None and m.refuses(y) is None]
    if metric.of_counts is None:  # a team that was joined for another metric is no better for this one
        for other in others:
            found = greedy_weights(answers, y, partial(gain, other), steps=12)
            slack = 0.003 * abs(alone)
            assert gain(metric, y, mix(list(answers), found)) <= gain(metric, y, mix(list(answers), weights)) + slack


@pytest.mark.parametrize(("metric", "problem"), NAMED, ids=ids)
def test_decisions_are_chosen_for_the_metric_on_answers_out_of_fold(metric: Metric, problem: str) -> None:
    by = metric.tuned_by or metric.of_counts
    assert by is not None
    y, (answers, *_) = out_of_fold(problem)
    decision = choose(metric, y, answers, 1)
    new_y, (new, *_) = out_of_fold(problem, seed=1)

    def value(names: Any) -> float:
        table = np.zeros((new.shape[1], new.shape[1]))
        np.add.at(table, (new_y, names), 1)
        return float(by(table))

    plain, tuned = value(new.argmax(axis=1)), value(named(new, decision))
    assert tuned >= plain - 0.02
    if metric.name in ("f1", "recall", "balanced_accuracy", "macro_f1"):
        assert tuned > plain + 0.01


@pytest.mark.parametrize("metric", NUMBERS, ids=ids)
def test_answers_are_moved_to_what_the_loss_asks_for(metric: Metric) -> None:
    y, (answers, *_) = out_of_fold("regression")
    moved = answers + move_for(metric.loss, y, answers[:, 0])
    below = float((y <= moved[:, 0]).mean())
    if metric.loss == "absolute":
        assert below == pytest.approx(0.5, abs=0.01)
    if metric.loss == "upper":
        assert below == pytest.approx(0.9, abs=0.01)
    if metric.loss == "relative":
        assert gain(ALL["mape"], y, moved) > gain(ALL["mape"], y, answers)
    if metric.loss == "squared":
        np.testing.assert_array_equal(moved, answers)


@cache
def table(problem: str) -> Any:
    rng = np.random.default_rng(3)
    x, z = rng.normal(size=240), rng.normal(size=240)
    targets = {
        "binary": np.where(rng.random(240) < 1 / (1 + np.exp(1.5 - 1.3 * x)), "Yes", "No"),
        "multiclass": np.select([z + x > 1.4, x - z > 0.3], ["rare", "some"], "usual"),
        "regression": np.round(np.exp(3 + 0.8 * x + rng.normal(0, 0.5, 240)), 2),
    }
    rows = zip(np.round(x, 3), np.round(z, 3), targets[problem], strict=True)
    text = "x,z,target\n" + "".join(f"{a},{b},{c}\n" for a, b, c in rows)
    return read(io.BytesIO(text.encode()), name="made.csv")


def built(problem: str, metric: str | None = None) -> Built:
    spec = BuildSpec("target", problem=problem, metric=metric, candidates=1, algorithms=("linear",), quality="fast")
    return build(table(problem), spec, findings=())


@pytest.mark.slow
@pytest.mark.parametrize(("metric", "problem"), CASES, ids=ids)
def test_a_build_is_about_its_metric(metric: Metric, problem: str) -> None:
    made = built(problem, metric.name)
    record, manifest = made.record, made.bundle.manifest
    assert record.metric == record.score.metric == record.baseline.metric == manifest.score.metric == metric.name
    assert [score.metric for score in record.metrics].count(metric.name) == 1
    better = record.score.value - record.baseline.value
    if metric.tuned_by is None:  # naming every row makes recall perfect, which is why it is not tuned by itself
        assert better * (1 if metric.higher_is_better else -1) > 0
    assert record.threshold == manifest.threshold
    found = Model(made.bundle).predict_table(table(problem))
    if problem == "regression":
        return
    assert found.labels is not None
    assert found.probabilities is not None
    classes = list(manifest.classes)
    decision = made.record.threshold if problem == "binary" else None
    if decision is not None:
        said = found.probabilities[:, 1] >= np.float32(decision)
        assert [label == classes[1] for label in found.labels] == said.tolist()
    if metric.of_counts is not None:  # what is named on the rows it learnt from scores at least as the likeliest class
        y = np.asarray([classes.index(text) for text in table(problem).texts("target").to_pylist()])
        names = np.asarray([classes.index(label) for label in found.labels])
        by = metric.tuned_by or metric.of_counts
        target = Target("binary" if problem == "binary" else "multiclass", y, manifest.classes)
        values = []
        for some in (names, found.probabilities.argmax(axis=1)):
            y_, answers = oriented(target, y, as_answers(some, len(classes)), 1)
            counts = np.zeros((len(classes), len(classes)))
            np.add.at(counts, (y_, answers.argmax(axis=1)), 1)
            values.append(float(by(counts)))
        assert values[0] >= values[1] - 0.04
