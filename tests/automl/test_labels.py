"""Decisions name what the metric asks for, in float32 as the graph does, and are scored on rows they did not see."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics as reference

from automl.contracts import Decision
from automl.labels import (
    THRESHOLDS,
    best_threshold,
    best_value,
    choose,
    counts_by_threshold,
    cross_fitted_names,
    named,
)
from automl.metrics import ALL, for_problem


def rare(n: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Rows of which one in nine is yes, with probabilities that are right."""
    rng = np.random.default_rng(seed)
    p = rng.beta(0.6, 5, n)
    return (rng.random(n) < p).astype(np.int64), np.column_stack([1 - p, p])


def three(n: int, seed: int = 2) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    answers = rng.dirichlet((6, 2, 0.7), n)
    return np.asarray([rng.choice(3, p=row) for row in answers]), answers


def test_counts_at_every_threshold_are_those_of_a_plain_count() -> None:
    y, answers = rare(500)
    counts = counts_by_threshold(y, answers[:, 1])
    for k in (0, 1, 137, 500, 999, 1000):
        said = answers[:, 1].astype(np.float32) >= THRESHOLDS[k]
        plain = [[np.sum((y == i) & (said == bool(j))) for j in (0, 1)] for i in (0, 1)]
        assert counts[k].tolist() == plain


@pytest.mark.parametrize("positive", [0, 1])
def test_a_class_is_named_from_its_threshold_on(positive: int) -> None:
    shares = np.array([0.2, 0.3, 0.30000001, 0.31])
    answers = np.column_stack([1 - shares, shares])[:, :: 1 if positive else -1]
    found = named(answers, Decision(positive, 0.3))
    assert found.tolist() == [1 - positive, positive, positive, positive]


@pytest.mark.parametrize("name", [n for n, m in for_problem("binary").items() if m.of_counts])
def test_a_tuned_threshold_beats_one_half_on_new_rows(name: str) -> None:
    y, answers = rare(6_000)
    new_y, new = rare(6_000, seed=3)
    metric = ALL[name]
    by = metric.tuned_by or metric.of_counts
    assert by is not None

    def value(decision: Decision) -> float:
        return float(by(reference.confusion_matrix(new_y, named(new, decision), labels=[0, 1]).astype(float)))

    assert value(choose(metric, y, answers, 1)) >= value(Decision(1)) - 0.003
    if name in ("f1", "balanced_accuracy", "mcc", "recall"):
        assert value(choose(metric, y, answers, 1)) > value(Decision(1)) + 0.05


def test_other_metrics_keep_the_plain_decision() -> None:
    y, answers = rare(500)
    assert choose(ALL["roc_auc"], y, answers, 0) == Decision(0)
    assert (cross_fitted_names(ALL["log_loss"], y, answers, 1, 7) == answers.argmax(axis=1)).all()


def test_turning_the_classes_turns_the_threshold_with_them() -> None:
    y, answers = rare(2_000)
    one, other = choose(ALL["mcc"], y, answers, 1), choose(ALL["mcc"], 1 - y, answers[:, ::-1], 0)
    assert one.threshold == other.threshold
    assert other.positive == 0


@pytest.mark.parametrize("name", ["balanced_accuracy", "macro_f1", "mcc", "accuracy"])
def test_class_weights_beat_the_likeliest_class_on_new_rows(name: str) -> None:
    y, answers = three(4_000)
    new_y, new = three(4_000, seed=4)
    metric = ALL[name]
    decision = choose(metric, y, answers, 1)
    assert len(decision.class_weights) == 3
    plain = metric.score(new_y, np.eye(3)[new.argmax(axis=1)])
    tuned = metric.score(new_y, np.eye(3)[named(new, decision)])
    assert tuned > plain - 0.01
    if name in ("balanced_accuracy", "macro_f1"):
        assert tuned > plain + 0.05


def test_a_threshold_chosen_on_noise_scores_no_better_than_chance() -> None:
    """Balanced accuracy of answers that know nothing is 0.5; chosen and scored on the same rows it would be more."""
    rng = np.random.default_rng(5)
    flattered, honest = [], []
    for seed in range(25):
        y, shares = rng.integers(0, 2, 120), rng.random(120)
        answers = np.column_stack([1 - shares, shares])
        metric = ALL["balanced_accuracy"]
        flattered.append(metric.score(y, np.eye(2)[named(answers, choose(metric, y, answers, 1))]))
        honest.append(metric.score(y, np.eye(2)[cross_fitted_names(metric, y, answers, 1, seed)]))
    assert np.mean(flattered) > 0.52
    assert np.mean(honest) < 0.51


def test_candidates_are_judged_at_the_decision_that_suits_them() -> None:
    y, answers = rare(3_000)
    sharper = np.column_stack([1 - answers[:, 1] ** 3, answers[:, 1] ** 3])  # the same order, other probabilities
    judged = [best_value(ALL["f1"], y, a, criterion=True) for a in (answers, sharper)]
    assert judged[0] == pytest.approx(judged[1], abs=0.02)
    assert best_value(ALL["recall"], y, answers, criterion=False) < 1


def test_the_middle_of_equally_good_thresholds_is_taken_and_one_half_kept() -> None:
    values = np.zeros(1001)
    values[200:301] = 1.0
    assert best_threshold(values) == 0.25
    assert best_threshold(np.ones(1001)) == 0.5
