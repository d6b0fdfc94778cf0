"""What a split promises and keeps is compared in standard errors, for every kind of problem."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.automl.luck import gain, luck
from benchmarks.tables import Case


@pytest.mark.parametrize("problem", ["binary", "multiclass", "regression"])
def test_a_table_without_a_catch_promises_what_it_keeps(problem: str, tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    x, word = rng.normal(size=400), rng.choice(["a", "b"], 400)
    score = x + (word == "a") + rng.normal(size=400)
    y = score if problem == "regression" else pd.cut(score, 2 if problem == "binary" else 3, labels=False)
    pd.DataFrame({"x": x, "word": word, "y": y}).to_csv(tmp_path / "t.csv", index=False)
    case = Case("t", tmp_path / "t.csv", "y", problem, ",", ())
    assert abs(luck(case, tmp_path)) < 3


def test_gains_are_higher_for_better_answers() -> None:
    y, sure = np.array([0, 1, 1]), np.array([[0.9, 0.1], [0.2, 0.8], [0.1, 0.9]])
    for problem in ("binary", "multiclass"):
        assert gain(problem, y, sure) > gain(problem, y, 1 - sure)
    assert gain("regression", y, y + 0.1) == pytest.approx(-0.1)
