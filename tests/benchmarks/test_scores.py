from __future__ import annotations

import numpy as np
import pytest

from benchmarks import scores


def test_classes_are_matched_by_text_then_by_value(tmp_path):
    (tmp_path / "t.csv").write_text("y\n1\n0\n1\n")
    assert list(scores.actual_values(tmp_path / "t.csv", "y", "binary", ["0.0", "1.0"])) == [1, 0, 1]
    (tmp_path / "t.csv").write_text("y\nTrue\nFalse\n")
    assert list(scores.actual_values(tmp_path / "t.csv", "y", "binary", ["0", "1"])) == [1, 0]
    (tmp_path / "t.csv").write_text("y\nNA\nb\nc\n")
    assert list(scores.actual_values(tmp_path / "t.csv", "y", "multiclass", ["NA", "b"])) == [0, 1, -1]


def test_numbers_are_read_as_numbers(tmp_path):
    (tmp_path / "t.csv").write_text("y\n1.5\n2\n")
    assert list(scores.actual_values(tmp_path / "t.csv", "y", "regression", [])) == [1.5, 2.0]


@pytest.mark.parametrize(
    ("problem", "actual", "answers", "score", "loss"),
    [
        ("regression", [1.0, 3.0], [[2.0], [5.0]], 2.5**0.5, 2.5**0.5),
        ("binary", [0, 1, 1], [[0.9, 0.1], [0.8, 0.2], [0.95, 0.05]], 0.5, 0.5),
        ("multiclass", [0, 1], [[2.0, 2.0], [1.0, 3.0]], -np.log(0.5 * 0.75) / 2, -np.log(0.5 * 0.75) / 2),
    ],
)
def test_scores_and_losses(problem, actual, answers, score, loss):
    value = scores.score(problem, np.asarray(actual), np.asarray(answers))
    assert value == pytest.approx(score)
    assert scores.loss(problem, value) == pytest.approx(loss)


def test_resamples_are_the_same_for_every_system_and_hold_both_classes():
    actual = np.asarray([0] * 9 + [1])
    answers = np.column_stack([np.linspace(1, 0, 10), np.linspace(0, 1, 10)])
    once = scores.resampled_losses("binary", actual, answers)
    assert len(once) == scores.RESAMPLES
    assert once == scores.resampled_losses("binary", actual, answers)
    assert np.isfinite(once).all()
