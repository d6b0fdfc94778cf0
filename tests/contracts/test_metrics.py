"""Every metric: perfect beats random beats inverted, and the value equals scikit-learn's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn import metrics as reference

from automl.contracts import Array, Metric
from automl.metrics import ALL, for_problem, get
from datasets.errors import InputError

LABELS: dict[str, Any] = {
    "accuracy": reference.accuracy_score,
    "balanced_accuracy": reference.balanced_accuracy_score,
    "f1": reference.f1_score,
    "macro_f1": lambda y, named: reference.f1_score(y, named, average="macro"),
    "weighted_f1": lambda y, named: reference.f1_score(y, named, average="weighted"),
    "precision": lambda y, named: reference.precision_score(y, named, zero_division=0),
    "recall": lambda y, named: reference.recall_score(y, named, zero_division=0),
    "mcc": reference.matthews_corrcoef,
}
SLOW: dict[str, Any] = {
    **{name: lambda y, p, score=score: score(y, p.argmax(axis=1)) for name, score in LABELS.items()},
    "log_loss": lambda y, p: reference.log_loss(y, p, labels=range(p.shape[1])),
    "brier": lambda y, p: reference.brier_score_loss(y, p[:, 1] if p.shape[1] == 2 else p),
    "roc_auc": lambda y, p: (
        reference.roc_auc_score(y, p[:, 1]) if p.shape[1] == 2 else reference.roc_auc_score(y, p, multi_class="ovr")
    ),
    "pr_auc": lambda y, p: reference.average_precision_score(y, p[:, 1] if p.shape[1] == 2 else p),
    "rmse": lambda y, p: reference.root_mean_squared_error(y, p[:, 0]),
    "rmsle": lambda y, p: reference.root_mean_squared_log_error(y, p[:, 0]),
    "mae": lambda y, p: reference.mean_absolute_error(y, p[:, 0]),
    "median_ae": lambda y, p: reference.median_absolute_error(y, p[:, 0]),
    "mape": lambda y, p: reference.mean_absolute_percentage_error(y, p[:, 0]),
    "smape": lambda y, p: np.mean(2 * np.abs(y - p[:, 0]) / (np.abs(y) + np.abs(p[:, 0]))),
    "r2": lambda y, p: reference.r2_score(y, p[:, 0]),
    "pinball": lambda y, p: reference.mean_pinball_loss(y, p[:, 0], alpha=0.9),
}
CASES = [(metric, problem) for metric in ALL.values() for problem in sorted(metric.problems)]
CONTEXT = {"target": "Churn", "positive": "Yes", "baseline": 0.5}


def data(problem: str, rng: np.random.Generator) -> tuple[np.ndarray[Any, Any], Array]:
    """y and answers with ties and a middling quality."""
    n = 300
    if problem == "regression":
        y = rng.normal(100, 20, n)
        return np.abs(y), np.abs(y + rng.normal(0, 10, n)).reshape(-1, 1)
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
    of_labels = {"accuracy", "balanced_accuracy", "macro_f1", "weighted_f1", "mcc"}
    both = {*of_labels, "roc_auc", "pr_auc", "log_loss", "brier"}
    assert set(for_problem("binary")) == {*both, "f1", "precision", "recall"}
    assert set(for_problem("multiclass")) == both
    numbers = {"rmse", "rmsle", "mae", "median_ae", "mape", "smape", "r2", "pinball"}
    assert set(for_problem("regression")) == numbers


@pytest.mark.parametrize(("metric", "problem"), CASES, ids=lambda value: getattr(value, "name", value))
def test_resamples_score_as_repeated_rows_do(metric: Metric, problem: str) -> None:
    y, answers = data(problem, np.random.default_rng(3))
    rows = np.random.default_rng(4).integers(0, len(y), (5, len(y)))
    weights = np.stack([np.bincount(one, minlength=len(y)) for one in rows]).astype(np.float32)
    assert metric.resampled is not None
    found = metric.resampled(y, answers, weights)
    assert found == pytest.approx([metric.score(y[one], answers[one]) for one in rows], rel=1e-5)


@pytest.mark.parametrize(("metric", "problem"), CASES, ids=lambda value: getattr(value, "name", value))
def test_what_it_means_is_said_in_plain_words(metric: Metric, problem: str) -> None:
    del problem
    assert metric.meaning[0].isupper()
    assert metric.meaning.endswith(".")


@pytest.mark.parametrize("name", sorted({*LABELS, "log_loss", "brier"}))
@pytest.mark.parametrize("only", [0, 1])
def test_rows_of_one_class_alone_score_as_in_scikit_learn(name: str, only: int) -> None:
    y = np.full(50, only)
    chance = np.random.default_rng(5).random(50)
    answers = np.column_stack([1 - chance, chance])
    if name == "balanced_accuracy":  # scikit-learn warns of a class that is named and not there
        expected = float((answers.argmax(axis=1) == only).mean())
    elif name == "mcc":
        expected = 0.0
    elif name == "brier":
        expected = float(np.mean((only - chance) ** 2))
    else:
        expected = SLOW[name](y, answers)
    assert ALL[name].score(y, answers) == pytest.approx(expected)


@pytest.mark.parametrize("name", ["roc_auc", "pr_auc"])
def test_a_ranking_of_rows_of_one_class_is_not_known(name: str) -> None:
    answers = np.column_stack([np.linspace(0, 1, 20), np.linspace(1, 0, 20)])
    assert np.isnan(ALL[name].score(np.zeros(20, dtype=int), answers))
    found = ALL[name].resampled
    assert found is not None
    assert np.isnan(found(np.zeros(20, dtype=int), answers, np.ones((2, 20), dtype=np.float32))).all()


def test_a_true_value_of_zero_makes_mape_huge_and_is_refused() -> None:
    y, answers = np.array([0.0, 10.0]), np.array([[1.0], [11.0]])
    assert ALL["mape"].score(y, answers) == pytest.approx(SLOW["mape"](y, answers))
    assert ALL["mape"].refuses(y) == "MAPE divides by the true value, and 1 of 2 rows are 0."
    assert ALL["mape"].refuses(y[1:]) is None
    assert ALL["smape"].score(np.zeros(2), np.zeros((2, 1))) == 0.0


def test_values_below_zero_have_no_rmsle_and_answers_below_zero_count_as_zero() -> None:
    y = np.array([0.0, 3.0])
    below = ALL["rmsle"].score(y, np.array([[-5.0], [3.0]]))
    assert below == ALL["rmsle"].score(y, np.array([[0.0], [3.0]])) == 0.0
    assert np.isnan(ALL["rmsle"].score(np.array([-1.0, 3.0]), np.array([[1.0], [3.0]])))
    assert ALL["rmsle"].refuses(np.array([-1.0, 3.0])) == (
        "RMSLE needs values of 0 or more, and 1 of 2 rows are below 0."
    )
