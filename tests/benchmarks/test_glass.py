from __future__ import annotations

import json

import pytest

from benchmarks.glass.report import calibrated, held, pooled, section, timed
from benchmarks.glass.run import finished

INTERVAL = {"score": 0.84, "value": 0.8, "low": 0.78, "high": 0.82, "half": 0.04}
ASKED = {"candidates": 3, "budget_s": None, "most_rows": 2000}
NUMBERS = ASKED | {
    "table": "houses", "problem": "regression", "rows": 1500, "test_rows": 300, "reasons_gap": 2e-9, "ece": [],
    "coverage": {"80": 0.83, "90": 0.9, "95": 0.94}, "intervals": {"rmse": INTERVAL | {"score": 0.81}},
}  # fmt: skip
CLASSES = ASKED | {
    "table": "churn", "problem": "binary", "rows": 2000, "test_rows": 100, "reasons_gap": 1e-3, "coverage": {},
    "ece": [0.02, 0.01], "intervals": {"roc_auc": INTERVAL},
}  # fmt: skip


def test_bands_and_errors_are_pooled_over_rows():
    other = NUMBERS | {"test_rows": 900, "coverage": {"80": 0.79, "90": 0.88, "95": 0.96}}
    assert pooled([NUMBERS, other, CLASSES], "80") == pytest.approx(0.8)
    assert calibrated([NUMBERS, CLASSES, CLASSES | {"test_rows": 300, "ece": [0.0, 0.03]}]) == pytest.approx(
        (0.005, 0.025)
    )


def test_an_interval_is_widened_by_what_chance_makes_of_the_score():
    assert not held(INTERVAL, widened=False)
    assert held(INTERVAL, widened=True)
    assert not held(INTERVAL | {"score": 0.7}, widened=True)


def test_the_page_says_what_was_kept_and_what_was_not():
    text = section([NUMBERS, CLASSES])
    assert "| largest distance of reasons from their answer | 1.0e-03 | at most 0.0001 | **no** |" in text
    assert "| rows that the 80 % bands hold | 83.0% | 80 %, give or take 2 | **no** |" in text
    assert "| rows that the 95 % bands hold | 94.0% | 95 %, give or take 2 | yes |" in text
    assert "smaller after than before on 1, the same on 0, larger on 0" in text
    assert "| churn | 2,000 / 100 | 1e-03 |  |  |  | 0.0200 | 0.0100 | 1 of 1 |" in text


def test_times_are_added_up():
    line = {
        "table": "churn", "budget_s": 60.0, "over_budget_s": -0.5, "parts_s": {"Overview": 1.0, "Scoring": 2.0},
        "documents_s": {"html": 0.25, "pdf": 1.25}, "first_reasons_ms": 140.0, "reasons_ms": 40.2,
        "reasons_most_ms": 61.0, "reasons_cpu_ms": 52.0, "load": 2.5,
    }  # fmt: skip
    assert "| churn | -0.5 | 3.0 | Scoring 2.0 | 1.5 | 4.5 | 140 | 40 (61) | 52 | 2.5 |" in timed([line])


def test_tables_that_stand_in_the_results_are_passed_over(tmp_path):
    out = tmp_path / "results.jsonl"
    assert finished(out, ASKED) == set()
    out.write_text(json.dumps(NUMBERS) + "\n" + json.dumps(CLASSES | {"candidates": 5}) + "\n")
    assert finished(out, ASKED) == {"houses"}
