"""Every metric: perfect beats random beats inverted, and the value equals scikit-learn's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn import metrics as reference

from automl.contracts import Array, Metric
from automl.metrics import ALL, for_problem, get
from datasets.errors import InputError

SLOW: dict[str, Any] = {
    "accuracy": lambda y, p: reference.accuracy_score(y, p.argmax(axis=1)),
    "balanced_accuracy": lambda y, p: reference.balanced_accuracy_score(y, p.argmax(axis=1)),
    "f1": lambda y, p: reference.f1_score(y, p.argmax(axis=1), average="binary" if p.shape[1] == 2 else "macro"),
    "log_loss": lambda y, p: reference.log_loss(y, p, labels=range(p.shape[1])),
    "roc_auc": lambda y, p: (
        reference.roc_auc_score(y, p[:, 1]) if p.shape[1] == 2 else reference.roc_auc_score(y, p, multi_class="ovr")
    ),
    "rmse": lambda y, p: reference.root_mean_squared_error(y, p[:, 0]),
    "mae": lambda y, p: reference.mean_absolute_error(y, p[:, 0]),
    "r2": lambda y, p: reference.r2_score(y, p[:, 0]),
}
CASES = [(metric, problem) for metric in ALL.values() for problem in sorted(metric.problems)]
CONTEXT = {"target": "Churn", "positive": "Yes", "baseline": 0.5}


def data(problem: str, rng: np.random.Generator) -> tuple[np.ndarray[Any, Any], Array]:
    """y and answers with ties and a middling quality."""
    n = 300
    if problem == "regression":
        y = rng.normal(100, 20, n)
        return y, (y + rng.normal(0, 10, n)).reshape(-1, 1)
    classes = 2 if problem == "binary" else 4
    codes = rng.integers(0, classes, n)
    scores = np.round(rng.random((n, classes)), 1) + 0.01 + 0.5 * np.eye(classes)[codes]
    return codes, scores / scores.sum(axis=1, keepdims=True)


def perfect(problem: str, y: np.ndarray[Any, Any]) -> Array:
    return y.astype(float).reshape(-1, 1) if problem == "regression" else np.eye(int(y.max()) + 1)[y]


@pytest.mark.parametrize(("metric", "problem"), CASES, ids=lambda value: getattr(value, "name", value))
def test_equals_scikit_learn(metric: Metric, problem: str) -> None:
    y, answers = data(problem, np.random.default_rng(1))
    assert metric.score(y, answers) == pytest.approx(SLOW[metric.name](y, answers), abs=1e-9)


@pytest.mark.parametrize(("metric", "problem"), CASES, ids=lambda value: getattr(value, "name", value))
def test_perfect_beats_middling_beats_inverted(metric: Metric, problem: str) -> None:
    y, answers = data(problem, np.random.default_rng(2))
    best = perfect(problem, y)
    inverted = 2 * y.mean() - best if problem == "regression" else (1 - best + 1e-9) / (best.shape[1] - 1)
    assert metric.score(y, best) == pytest.approx(metric.best, abs=1e-9)
    assert metric.gain(y, best) > metric.gain(y, answers) > metric.gain(y, inverted)


@pytest.mark.parametrize(("metric", "problem"), CASES, ids=lambda value: getattr(value, "name", value))
def test_sentence_is_one_that_can_be_read_aloud(metric: Metric, problem: str) -> None:
    sentence = metric.sentence(0.8, {**CONTEXT, "problem": problem})
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert "{" not in sentence


def test_an_unknown_metric_names_the_known_ones() -> None:
    with pytest.raises(InputError, match="roc_auc"):
        get("auroc")


def test_every_problem_has_metrics() -> None:
    assert set(for_problem("regression")) == {"rmse", "mae", "r2"}
    assert set(for_problem("binary")) == {"roc_auc", "log_loss", "accuracy", "balanced_accuracy", "f1"}
