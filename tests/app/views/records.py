"""Build records by hand, one for each kind of question, so that the pages of a finished model can be drawn."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from automl.record import (
    BaselineScore,
    BuildRecord,
    Calibration,
    CandidateRecord,
    ColumnEffect,
    ColumnImpact,
    Curve,
    ErrorBand,
    Evaluation,
    MeasuredScore,
    Outcomes,
)

GRID = (
    ("Target encode", "CatBoost", "depth 7", 0.8449, 14.2, 0.32),
    ("Ordinal", "LightGBM", "39 leaves", 0.8446, 6.8, 0.26),
    ("Scaled one-hot", "Logistic regression", "L2 0.8", 0.8440, 1.1, 0.22),
    ("Ordinal", "XGBoost", "depth 6", 0.8428, 3.9, 0.12),
    ("Ordinal", "LightGBM", "8 leaves", 0.8414, 2.2, 0.08),
    ("Target encode", "Extra trees", "500 trees", 0.8389, 3.6, 0.0),
    ("Ordinal", "Random forest", "500 trees", 0.8341, 4.1, 0.0),
)
COLUMNS = (
    ("Contract", 0.253),
    ("tenure", 0.139),
    ("InternetService", 0.109),
    ("OnlineSecurity", 0.086),
    ("MonthlyCharges", 0.076),
    ("TechSupport", 0.059),
    ("PaymentMethod", 0.057),
    ("TotalCharges", 0.048),
    ("PaperlessBilling", 0.039),
    ("gender", 0.071),
    ("Partner", 0.063),
)


def candidates(*, scale: float = 1.0) -> tuple[CandidateRecord, ...]:
    """Seven that are done, one stopped early, one failed; `scale` multiplies their scores."""
    done = [
        CandidateRecord(
            i, s.lower(), s, a.lower(), a, {}, text, "done", scale * score, seconds, 6.0 * (i + 1), 5, weight
        )
        for i, (s, a, text, score, seconds, weight) in enumerate(GRID)
    ]
    late = replace(done[-1], index=7, score=None, weight=0.0, at_s=44.0)
    return (
        *done,
        replace(late, status="stopped early", note="clearly behind after the first fold"),
        replace(late, index=8, status="failed", note="ValueError: it did not converge"),
    )


def tried(n: int = 12) -> tuple[CandidateRecord, ...]:
    """LightGBM with `n` settings of which only the number of leaves matters; the last ones were tuned."""
    return tuple(
        CandidateRecord(
            i, "ordinal", "Ordinal", "lightgbm", "LightGBM", {"lr": 0.05 * (1 + i % 3), "leaves": 4 + 6 * i}, "leaves",
            "done", 0.9 - 0.002 * abs(i - 6), 2.0, 3.0 * (i + 1), 3, 0.5 if i in (5, 6) else 0.0,
            fold_scores=(0.88, 0.9, 0.91), origin="tuned" if i > 8 else "portfolio", tuned_from=(2, 0) if i > 8 else (),
            curve=Curve((1.0, 20.0, 40.0, 60.0), (0.6, 0.4, 0.31, 0.33)), row_ms=0.4, bytes=90_000,
        )
        for i in range(n)
    )  # fmt: skip


def scores(metric: str, title: str, value: float, spread: float, *more: tuple[str, str, float]) -> dict[str, Any]:
    """`metric`, `score` and `metrics` of a record: the objective first."""
    made = [
        MeasuredScore(name, label, v, v - spread, v + spread, 1409, "holdout", "", 0.5)
        for name, label, v in ((metric, title, value), *more)
    ]
    return {"metric": metric, "score": made[0], "metrics": tuple(made)}


def outcomes(yes: int, no: int) -> Outcomes:
    """Of `yes` rows a share 1 - t is found at the threshold t, of `no` rows a share (1 - t) squared over 3.2."""
    shares = [i / 1000 for i in range(1001)]
    found = tuple(round(yes * (1 - t)) for t in shares)
    return Outcomes(found, tuple(no if t == 0 else round(no * (1 - t) ** 2 / 3.2) for t in shares))


def calibration() -> Calibration:
    """Five bins near the line, once corrected."""
    said, seen = (0.05, 0.2, 0.4, 0.6, 0.85), (0.04, 0.22, 0.41, 0.57, 0.88)
    low, high = tuple(s - 0.03 for s in seen), tuple(s + 0.03 for s in seen)
    return Calibration(said, seen, low, high, (282, 282, 282, 282, 281), 0.018, 0.031, 1.2)


def effects() -> tuple[ColumnEffect, ...]:
    """One for categories, one for numbers, one for a column with one value."""
    months = tuple(range(0, 73, 8))
    return (
        ColumnEffect(
            "Contract",
            "category",
            ("Month-to-month", "Two year", "One year"),
            (),
            (0.112, -0.148, -0.087),
            (212, 96, 82),
        ),
        ColumnEffect(
            "tenure",
            "numeric",
            (*(f"{m} to {m + 8}" for m in months), "missing"),
            tuple(float(m + 4) for m in months),
            (*(0.14 - 0.0042 * m for m in months), 0.01),
            (*(39 for _ in months), 3),
        ),
        ColumnEffect("gender", "category", ("Female",), (), (0.0,), (390,)),
    )


def binary(**changes: Any) -> BuildRecord:
    """A yes / no question: which customers leave."""
    x = tuple(i / 60 for i in range(61))
    record = BuildRecord(
        name="Customer churn V1",
        spec={"target": "Churn"},
        problem="binary",
        problem_sentence="Churn has 2 values, so this is a yes / no question.",
        target="Churn",
        classes=("No", "Yes"),
        positive="Yes",
        headline=(
            "Shown one row where Churn is Yes and one where it is not, it picks the right one 84 times in 100. "
            "A coin picks the right one 50 times in 100."
        ),
        **scores("roc_auc", "ROC AUC", 0.845, 0.02, ("accuracy", "Accuracy", 0.796), ("f1", "F1", 0.565)),
        baseline=BaselineScore("roc_auc", 0.5, "Always the shares of the classes, on the same rows."),
        candidates=candidates(),
        impact=tuple(ColumnImpact(name, share, share / 4) for name, share in COLUMNS),
        effects=effects(),
        evaluation=Evaluation(
            1409,
            ("No", "Yes"),
            ((935, 100), (187, 187)),
            Curve(x, tuple(v**0.25 for v in x)),
            Curve(x, tuple(1 - 0.73 * v**1.6 for v in x)),
            outcomes=outcomes(374, 1035),
            calibration=calibration(),
        ),
        parity={"largest_difference": 2e-7, "n_rows": 1909, "tolerance": 1e-5, "unit": "probability"},
        findings=(),
        left_out={"customerID": "names each row, so a model could only learn it by heart"},
        set_aside=(),
        used_columns=tuple(name for name, _ in COLUMNS),
        n_rows=7043,
        n_columns=22,
        n_train=5634,
        seconds=58.1,
        stopped_by="budget",
        created="2026-11-18T10:00:00Z",
        versions={},
        bundle_bytes=1_800_000,
    )
    return replace(record, **changes)


def multiclass(**changes: Any) -> BuildRecord:
    """One of several: three classes, cross-fitted on a small table."""
    classes = ("Type 1", "Type 2", "Type <3>")
    record = binary(
        problem="multiclass",
        target="Kind of glass",
        classes=classes,
        positive=None,
        headline="It gives the right class a probability of 81 % on average. Always the shares: 36 %.",
        **scores("log_loss", "Log loss", 0.231, 0.04, ("accuracy", "Accuracy", 0.915)),
        baseline=BaselineScore("log_loss", 1.041, "Always the shares of the classes, on the same rows."),
        candidates=candidates(scale=0.3),
        evaluation=Evaluation(214, classes, ((66, 4, 0), (3, 70, 3), (0, 2, 66)), calibration=calibration()),
    )
    cross = tuple(replace(score, how="cross-fitted", n_rows=214) for score in record.metrics)
    return replace(record, score=cross[0], metrics=cross, **changes)


def regression(**changes: Any) -> BuildRecord:
    """A number: what a house sells for."""
    predicted = tuple(80_000 + 900 * i for i in range(300))
    actual = tuple(p + 22_000 * math.sin(i * 1.7) for i, p in enumerate(predicted))
    edges = tuple(-60_000.0 + 3_000 * i for i in range(41))
    counts = tuple(round(60 * math.exp(-((i - 20) ** 2) / 50)) for i in range(40))
    return binary(
        problem="regression",
        target="SalePrice",
        classes=(),
        positive=None,
        headline="Typical error ± 19,850; always the mean: ± 58,120.",
        **scores("rmse", "RMSE", 19_850.0, 1_200.0, ("mae", "MAE", 12_300.0), ("r2", "R squared", 0.883)),
        baseline=BaselineScore("rmse", 58_120.0, "Always the mean, on the same rows."),
        candidates=candidates(scale=24_000),
        effects=tuple(replace(e, effect=tuple(v * 100_000 for v in e.effect)) for e in effects()),
        evaluation=Evaluation(
            586,
            actual=actual,
            predicted=predicted,
            residual_edges=edges,
            residual_counts=counts,
            low_offset=-28_400.0,
            high_offset=31_200.0,
            bands=(
                ErrorBand(0.8, -20_000.0, 22_000.0, 0.803),
                ErrorBand(0.9, -28_400.0, 31_200.0, 0.898),
                ErrorBand(0.95, -36_000.0, 41_000.0, 0.949),
            ),
        ),
        **changes,
    )


RECORDS = {"binary": binary, "multiclass": multiclass, "regression": regression}
