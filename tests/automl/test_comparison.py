"""Two models on the same rows: better, worse, or no more than noise; the rows that differ; what is kept of a build."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from automl.comparison import common_rows, compare
from automl.contracts import Target
from automl.measured_rows import MeasuredRows
from datasets.errors import EaselError

N = 400


def binary(noise: float, positive: int = 1, seed: int = 0) -> tuple[Target, MeasuredRows]:
    """A model whose probabilities of the positive class are right but for `noise`."""
    truth = np.random.default_rng(1).random(N)
    y = (np.random.default_rng(2).random(N) < truth).astype(np.int64)
    share = np.clip(truth + noise * np.random.default_rng(seed).normal(size=N), 0.01, 0.99)
    answers = np.stack([1 - share, share], axis=1)
    if positive == 0:
        y, answers = 1 - y, answers[:, ::-1]
    rows = MeasuredRows(np.arange(N), y, answers, answers.argmax(axis=1))
    return Target("binary", y, ("a", "b")), rows


@pytest.mark.parametrize("positive", [0, 1])
def test_a_worse_model_is_worse_by_more_than_noise(positive: int) -> None:
    target, good = binary(0.05, positive)
    _, bad = binary(0.6, positive, seed=3)
    found = {score.metric: score for score in compare(target, target.classes[positive], good, bad).scores}
    assert found["roc_auc"].first > found["roc_auc"].second
    assert (found["roc_auc"].difference.better, found["log_loss"].difference.better) == (-1, -1)
    assert found["log_loss"].difference.low > 0  # it is lower that is better
    turned = compare(target, target.classes[positive], bad, good).scores
    assert {score.metric: score.difference.better for score in turned}["roc_auc"] == 1


def test_equal_models_do_not_differ() -> None:
    target, one = binary(0.1)
    found = compare(target, "b", one, one)
    assert {score.difference.better for score in found.scores} == {0}
    assert {score.difference.value for score in found.scores} == {0.0}
    assert (found.n_differ, found.rows) == (0, ())


def test_models_that_err_alike_are_told_apart_where_their_own_intervals_overlap() -> None:
    """What the pairing is for."""
    target, one = binary(0.25, seed=5)
    two = MeasuredRows(one.rows, one.y, 0.9 * one.answers + 0.1 * binary(0.0)[1].answers, one.named)
    score = next(s for s in compare(target, "b", one, two).scores if s.metric == "roc_auc")
    assert score.difference.better == 1
    assert score.second - score.first < 0.02


def test_rows_that_are_answered_otherwise_are_counted_and_shown() -> None:
    target, one = binary(0.05)
    named = one.named.copy()
    named[[3, 7]] = 1 - named[[3, 7]]
    answers = one.answers.copy()
    answers[[3, 7]] = answers[[3, 7]][:, ::-1]
    found = compare(target, "b", one, MeasuredRows(one.rows, one.y, answers, named))
    assert (found.n_differ, found.first_right + found.second_right) == (2, 2)
    assert {row.row for row in found.rows} == {3, 7}
    assert all(row.first != row.second and row.shown == "b" for row in found.rows)


def test_numbers_say_who_is_nearer() -> None:
    y = np.linspace(0, 100, N)
    near, far = (MeasuredRows(np.arange(N), y, (y + off).reshape(-1, 1), np.empty(0, np.int64)) for off in (1.0, -5.0))
    found = compare(Target("regression", y), None, near, far)
    rmse = next(score for score in found.scores if score.metric == "rmse")
    assert (rmse.first, rmse.second) == pytest.approx((1, 5))
    assert rmse.difference.better == -1
    assert (found.first_right, found.second_right, found.n_differ) == (N, 0, N)


def test_only_rows_that_both_were_measured_on_count() -> None:
    _, rows = binary(0.1)
    back = MeasuredRows.of(rows.rows[::-1], rows.y[::-1], rows.answers[::-1], rows.named[::-1])
    np.testing.assert_array_equal(back.rows, rows.rows)
    np.testing.assert_array_equal(back.answers, rows.answers)
    one, two = common_rows(rows.at(np.arange(0, 300)), back.at(np.arange(200, N)))
    np.testing.assert_array_equal(one.rows, np.arange(200, 300))
    np.testing.assert_array_equal(one.y, two.y)


def test_rows_that_the_first_versions_kept_are_still_read() -> None:
    back = MeasuredRows.load(Path(__file__).parents[1] / "golden" / "measured_1.npz")
    assert (back.rows.tolist(), back.y.tolist(), back.named.tolist()) == ([2, 5, 9], [0, 1, 1], [0, 1, 0])
    np.testing.assert_allclose(back.answers, [[0.75, 0.25], [0.5, 0.5], [0.625, 0.375]])


def test_a_damaged_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "m.npz").write_bytes(b"PK\x03\x04 no more")
    with pytest.raises(EaselError, match="Build the model again"):
        MeasuredRows.load(tmp_path / "m.npz")
