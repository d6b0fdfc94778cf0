"""Rows and a model whose every answer is known, for the tests of explanations."""

from __future__ import annotations

from typing import Any

import numpy as np

from automl.contracts import Array
from datasets.cells import MISSING_SECONDS

Feed = dict[str, np.ndarray[Any, Any]]


def feed(n: int, seed: int) -> Feed:
    rng = np.random.default_rng(seed)
    a = rng.normal(size=(n, 1)).astype(np.float32)
    a[0, 0] = np.nan
    when = rng.integers(0, 2_000_000_000, (n, 1))
    when[-1, 0] = MISSING_SECONDS
    return {
        "a": a,
        "b": rng.choice(np.asarray(["x", "y", ""], dtype=object), (n, 1)),
        "when": when,
        "noise": rng.normal(size=(n, 1)).astype(np.float32),
    }


def answer(rows: Feed) -> Array:
    """Two classes with an interaction of a and b; `noise` does nothing."""
    a = np.nan_to_num(rows["a"].astype(float), nan=-1)
    p = 1 / (1 + np.exp(-(a * np.where(rows["b"] == "x", 2, 0.5) + (rows["when"] > 1e9))))
    return np.column_stack([1 - p, p])


def one(rows: Feed, i: int) -> Feed:
    return {name: cells[i : i + 1] for name, cells in rows.items()}
