"""Which columns move the answer of a typical row most, found by asking the model itself: each column alone is set to
values over its range, the others stay typical. What a form asks for first, and how far its scale must reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from inference.manifest import InputColumn
from inference.predictor import Model

MOST_CATEGORIES = 8
MOST_ROWS = 4_000


@dataclass(frozen=True, slots=True)
class Probe:
    """`order`: the names of the columns, what moves the answer most first; `scale`: for numbers, the least and the
    largest end of an interval that was seen, else None."""

    order: tuple[str, ...]
    scale: tuple[float, float] | None


def probe(model: Model, columns: Sequence[InputColumn]) -> Probe:
    """The probe of a model over these columns of its rows; of very wide models the first columns only are moved."""
    typical = {column.name: column.typical for column in columns}
    moved = [(column.name, value) for column in columns for value in _values(column)][: MOST_ROWS - 1]
    rows = [typical, *({**typical, name: value} for name, value in moved)]
    answers = model.predict_table({name: [row[name] for row in rows] for name in typical})
    found = answers.probabilities if answers.probabilities is not None else answers.values
    assert found is not None
    effect = dict.fromkeys(typical, 0.0)
    for (name, _), far in zip(moved, _distances(found), strict=True):
        effect[name] = max(effect[name], far)
    order = tuple(sorted(effect, key=lambda name: -effect[name]))
    if answers.low is None or answers.high is None:
        return Probe(order, None)
    return Probe(order, (float(answers.low.min()), float(answers.high.max())))


def _distances(answers: npt.NDArray[np.float32]) -> list[float]:
    """How far every answer but the first lies from the first; of probabilities the largest difference counts."""
    flat = np.asarray(answers, dtype=np.float64).reshape(len(answers), -1)
    far: list[float] = np.abs(flat[1:] - flat[0]).max(axis=1).tolist()
    return far


def _values(column: InputColumn) -> list[Any]:
    """Values over the range of a column; of a number also the middle of its halves beside the typical one."""
    if column.dtype == "string":
        return list(column.categories[:MOST_CATEGORIES])
    ends = [end for end in (column.minimum, column.maximum) if end is not None]
    low, high, typical = column.minimum, column.maximum, column.typical
    if isinstance(low, float | int) and isinstance(high, float | int) and isinstance(typical, float | int):
        return [*ends, (low + typical) / 2, (high + typical) / 2]
    return ends
