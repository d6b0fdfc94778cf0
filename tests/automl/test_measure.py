"""Scores carry intervals that hold what they promise; curves and bands say what the rows show."""

from __future__ import annotations

import time

import numpy as np
import pytest

from automl.certainty import LEVELS, calibration, error_bands, residual_band
from automl.contracts import Metric, Target
from automl.measure import Measured, curves, evaluation
from automl.metrics import ALL, for_problem
from automl.record import MeasuredScore
from automl.resample import intervals
from automl.wording import number


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
        low, high = intervals([ALL["accuracy"]], m.y, m.answers, m.answers, seed)["accuracy"]
        hits += low <= truth <= high
    assert 46 <= hits <= 60


def test_a_score_names_its_rows_and_the_dullest_model_is_half_right() -> None:
    score = scored(measured(400, 3))["roc_auc"]
    assert (score.n_rows, score.how) == (400, "holdout")
    assert score.low < score.value < score.high
    assert measured(400, 3).baseline(ALL["roc_auc"]) == score.baseline == 0.5
    assert set(scored(measured(400, 3))) == set(for_problem("binary"))


def scored(rows: Measured) -> dict[str, MeasuredScore]:
    return {score.metric: score for score in rows.scores(CONTEXT)}


def test_turning_the_positive_class_turns_f1_but_not_the_area() -> None:
    yes, no = measured(400, 3), measured(400, 3, positive=0)
    assert scored(yes)["roc_auc"].value == pytest.approx(scored(no)["roc_auc"].value)
    assert scored(yes)["f1"].value != scored(no)["f1"].value


def test_every_score_lies_in_its_interval_and_knows_the_dullest_model() -> None:
    for score in scored(measured(400, 3)).values():
        assert score.low < score.value < score.high
        assert score.baseline is not None
    rows = measured(400, 3)
    yes = rows.y.mean()
    assert scored(rows)["f1"].baseline == pytest.approx(2 * yes / (1 + yes))  # always saying yes
    assert scored(rows)["accuracy"].baseline == pytest.approx(1 - yes)
    assert scored(rows)["mcc"].baseline == 0


def test_a_metric_of_ones_own_is_resampled_row_by_row() -> None:
    rows = measured(300, 8)
    own = Metric("own", "Own", frozenset({"binary"}), True, 1.0, ALL["roc_auc"].score, lambda _v, _c: "Own.")
    slow = intervals([own], rows.y, rows.answers, rows.answers, 1)["own"]
    assert slow == pytest.approx(intervals([ALL["roc_auc"]], rows.y, rows.answers, rows.answers, 1)["roc_auc"])


def test_all_metrics_of_a_large_build_take_seconds_not_minutes() -> None:
    rows = measured(50_000, 9)
    known = list(for_problem("binary").values())
    named = np.eye(2)[rows.names]
    started = time.process_time()
    intervals(known, rows.y, rows.answers, named, 1)
    assert time.process_time() - started < 5  # 1.5 s on a busy machine


def test_probabilities_that_are_right_have_a_small_calibration_error() -> None:
    rows = measured(4_000, 10)
    bold = np.clip(1.5 * (rows.answers - 0.5) + 0.5, 0, 1)
    found = calibration(rows.y, rows.answers, bold, 1.3)
    assert found.error < 0.03 < found.error_before
    assert sum(found.counts) == 4_000
    assert all(low <= seen <= high for low, seen, high in zip(found.low, found.happened, found.high, strict=True))
    inside = sum(low <= said <= high for low, said, high in zip(found.low, found.predicted, found.high, strict=True))
    assert inside >= len(found.counts) - 2


def test_of_several_classes_the_named_one_is_calibrated() -> None:
    rng = np.random.default_rng(11)
    answers = rng.dirichlet((1, 1, 1), 3_000)
    y = np.asarray([rng.choice(3, p=row) for row in answers])
    assert calibration(y, answers, answers, 1.0).error < 0.05


@pytest.mark.parametrize("kept_apart", [True, False])
def test_error_bands_hold_what_they_promise(kept_apart: bool) -> None:
    rng = np.random.default_rng(12)
    y = rng.normal(size=6_000)
    answers = (y + rng.standard_t(4, 6_000)).reshape(-1, 1)
    half = slice(0, 3_000), slice(3_000, None)
    if kept_apart:
        bands = error_bands(y[half[1]], answers[half[1]], (y[half[0]], answers[half[0]]), 1)
    else:
        bands = error_bands(y, answers, None, 1)
    assert tuple(band.level for band in bands) == LEVELS
    assert all(abs(band.coverage - band.level) < 0.02 for band in bands)


def test_a_band_of_few_rows_is_their_widest_residuals() -> None:
    assert residual_band(np.arange(5.0), np.zeros((5, 1)), 0.95) == (0.0, 4.0)


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
    shown = evaluation(measured(500, 5))
    assert sum(map(sum, shown.confusion)) == 500
    assert shown.roc is not None


def test_the_band_of_numbers_holds_ninety_per_cent_of_the_residuals() -> None:
    rng = np.random.default_rng(6)
    y = rng.normal(size=4_000)
    answers = (y + rng.normal(0.5, 1, 4_000)).reshape(-1, 1)
    low, high = residual_band(y, answers)
    assert np.mean((y - answers[:, 0] >= low) & (y - answers[:, 0] <= high)) == pytest.approx(0.9, abs=0.01)
    bands = error_bands(y, answers, None, 7)
    shown = evaluation(Measured(Target("regression", y), y, answers, np.zeros((1, 1)), "holdout", 1, 7), bands)
    assert (shown.low_offset, shown.high_offset) == (low, high)
    assert len(shown.actual) == 2_000
    assert sum(shown.residual_counts) == 4_000


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12345.6, "12,346"),
        (0.31449, "0.3145"),
        (-2.5, "−2.5"),
        (1000, "1,000"),
        (0, "0"),
        (-0.0, "0"),
        (3.0, "3"),
        (-3.04e24, "−3.040e+24"),
    ],
)
def test_numbers_in_sentences(value: float, text: str) -> None:
    assert number(value) == text
