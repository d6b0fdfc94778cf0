"""Rows like those a model was built from, drawn from what its manifest tells of each column."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from inference.bundle import read_bundle
from inference.manifest import InputColumn


def drawn_rows(model: Path, n: int, seed: int = 0) -> list[dict[str, Any]]:
    """n rows: numbers evenly over the range that was seen, texts from the list of those that are known."""
    random = np.random.default_rng(seed)
    columns = read_bundle(model).manifest.asks
    return [{column.name: _value(column, random) for column in columns} for _ in range(n)]


def json_body(rows: list[dict[str, Any]]) -> bytes:
    """The body that asks about rows."""
    return json.dumps({"instances": rows}).encode()


def _value(column: InputColumn, random: np.random.Generator) -> Any:
    if column.categories:
        return column.categories[int(random.integers(min(len(column.categories), 100)))]
    if isinstance(column.minimum, float | int) and isinstance(column.maximum, float | int):
        return round(float(random.uniform(column.minimum, column.maximum)), 2)
    return column.typical
