"""Scores carry intervals that hold what they promise; curves and bands say what the rows show."""

from __future__ import annotations

import numpy as np
import pytest

from automl.contracts import Target
from automl.measure import Measured, bootstrap, curves, evaluation, residual_band
from automl.metrics import ALL
from automl.wording import number, plural


def measured(n: int, seed: int, positive: int = 1) -> Measured:
    rng = np.random.default_rng(seed)
    p = rng.beta(1, 2, n)
    y = (rng.random(n) < p).astype(np.int64)
    return Measured(
        Target("binary", y, ("No", "Yes")),
        y,
        np.column_stack([1 - p, p]),
        np.asarray([[2 / 3, 1 / 3]]),
        "holdout",
        positive,
        seed,
    )


CONTEXT = {"problem": "binary", "target": "Churn", "positive": "Yes"}


def test_the_interval_of_ninety_per_cent_holds_the_truth_about_nine_times_in_ten() -> None:
    truth = ALL["accuracy"].score(measured(200_000, 0).y, measured(200_000, 0).answers)
    hits = 0
    for seed in range(60):
        m = measured(300, seed + 1)
        low, high = bootstrap(ALL["accuracy"].score, m.y, m.answers, seed)
        hits += low <= truth <= high
    assert 46 <= hits <= 60


def test_a_score_names_its_rows_and_the_dullest_model_is_half_right() -> None:
    score = measured(400, 3).score(ALL["roc_auc"], CONTEXT)
    assert (score.n_rows, score.how) == (400, "holdout")
    assert score.low < score.value < score.high
    assert measured(400, 3).baseline(ALL["roc_auc"]) == 0.5
    assert {s.metric for s in measured(400, 3).scores(CONTEXT)} == {
        "roc_auc", "log_loss", "accuracy", "balanced_accuracy", "f1",
    }  # fmt: skip


def test_turning_the_positive_class_turns_f1_but_not_the_area() -> None:
    yes, no = measured(400, 3), measured(400, 3, positive=0)
    assert yes.score(ALL["roc_auc"], CONTEXT).value == pytest.approx(no.score(ALL["roc_auc"], CONTEXT).value)
    assert yes.score(ALL["f1"], CONTEXT).value != no.score(ALL["f1"], CONTEXT).value


def test_curves_end_where_they_must_and_never_fall() -> None:
    m = measured(1_000, 4)
    roc, precision_recall = curves(m.y, m.answers[:, 1])
    assert (roc.x[0], roc.y[0]) == (0, 0)
    assert (roc.x[-1], roc.y[-1]) == (1, 1)
    assert all(np.diff(roc.y) >= 0)
    assert len(roc.x) <= 201
    assert precision_recall.x[-1] == 1
    area = np.trapezoid(roc.y, roc.x)
    assert area == pytest.approx(ALL["roc_auc"].score(m.y, m.answers), abs=0.01)


def test_the_confusion_matrix_counts_every_row_once() -> None:
    shown = evaluation(measured(500, 5), (0, 0))
    assert sum(map(sum, shown.confusion)) == 500
    assert shown.roc is not None


def test_the_band_of_numbers_holds_ninety_per_cent_of_the_residuals() -> None:
    rng = np.random.default_rng(6)
    y = rng.normal(size=4_000)
    answers = (y + rng.normal(0.5, 1, 4_000)).reshape(-1, 1)
    low, high = residual_band(y, answers)
    assert np.mean((y - answers[:, 0] >= low) & (y - answers[:, 0] <= high)) == pytest.approx(0.9, abs=0.01)
    shown = evaluation(Measured(Target("regression", y), y, answers, np.zeros((1, 1)), "holdout", 1, 7), (low, high))
    assert len(shown.actual) == 2_000
    assert sum(shown.residual_counts) == 4_000


@pytest.mark.parametrize(
    ("value", "text"),
    [(12345.6, "12,346"), (0.31449, "0.3145"), (-2.5, "−2.5"), (1000, "1,000"), (0, "0"), (-0.0, "0"), (3.0, "3")],
)
def test_numbers_in_sentences(value: float, text: str) -> None:
    assert number(value) == text


def test_one_row_and_many_rows() -> None:
    assert (plural(1, "row"), plural(2345, "row")) == ("1 row", "2,345 rows")
