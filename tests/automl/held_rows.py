"""Measured rows with a known fault or none, for the tests of slices and fairness."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from automl.contracts import Array, ProblemName
from automl.held import Held
from datasets.infer import infer_schema
from datasets.record import ReadRecord
from datasets.table import Table


def table_of(columns: Mapping[str, Any]) -> Table:
    cells = pa.table(
        {name: pa.array([None if v is None else str(v) for v in values]) for name, values in columns.items()}
    )
    return Table(cells, infer_schema(cells), ReadRecord("csv"))


def held_of(columns: Mapping[str, Any], y: Any, answers: Array, classes: tuple[str, ...] = ("No", "Yes")) -> Held:
    """Rows with these columns; `answers` (n, c), or (n, 1) for numbers."""
    n = len(y)
    if answers.shape[1] == 1:
        named = np.zeros(n, dtype=np.int64)
        truth = np.asarray(y, dtype=np.float64)
        return Held(table_of(columns), "regression", (), truth, answers, named, n, "holdout", np.arange(n))
    problem: ProblemName = "binary" if len(classes) == 2 else "multiclass"
    said = answers.argmax(axis=1)
    return Held(table_of(columns), problem, classes, np.asarray(y), answers, said, n, "holdout", np.arange(n))


def columns_of(n: int, rng: np.random.Generator, n_columns: int = 6) -> dict[str, Any]:
    """Half of them whole numbers and fractions, half categories of three to six values."""
    numbers = {
        f"number{i}": rng.integers(0, 90, n) if i % 2 else rng.gamma(2, 10, n).round(2) for i in range(n_columns // 2)
    }
    words = {f"word{i}": rng.choice([f"v{j}" for j in range(3 + i % 4)], n) for i in range(n_columns - n_columns // 2)}
    return {**numbers, **words}


def calibrated(n: int, rng: np.random.Generator) -> tuple[Any, Array]:
    """Truths (n,) and probabilities (n, 2) that mean what they say, whatever the columns."""
    p = rng.uniform(0.02, 0.98, n)
    return (rng.random(n) < p).astype(np.int64), np.column_stack([1 - p, p])
