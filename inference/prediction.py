"""What a model answers: one row's answer, and the answers of many rows as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Prediction:
    """The answer for one row: `label` with `probabilities` by class (in the manifest's order), or `value` with its
    interval `low`..`high` in the target's unit; what does not belong to the problem is None."""

    label: str | None = None
    probabilities: dict[str, float] | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Only the fields that belong to the problem."""
        if self.label is not None:
            return {"label": self.label, "probabilities": self.probabilities}
        return {"value": self.value, "low": self.low, "high": self.high}


@dataclass(frozen=True)
class Predictions:
    """The answers for n rows.

    classes        the c classes in the order of the probabilities, empty for regression
    labels         (n,) texts, None for regression
    probabilities  (n, c) float32, None for regression
    values, low, high   (n,) float32, None for classes
    mismatched     cells by column that could not be read as the column's kind and were taken as missing
    """

    n_rows: int
    classes: tuple[str, ...] = ()
    labels: npt.NDArray[np.object_] | None = None
    probabilities: Floats | None = None
    values: Floats | None = None
    low: Floats | None = None
    high: Floats | None = None
    mismatched: Mapping[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.n_rows

    def __getitem__(self, row: int) -> Prediction:
        if not -self.n_rows <= row < self.n_rows:
            raise IndexError(f"row {row} of {self.n_rows}")
        if self.labels is not None and self.probabilities is not None:
            shares = map(float, self.probabilities[row])
            return Prediction(label=str(self.labels[row]), probabilities=dict(zip(self.classes, shares, strict=True)))
        assert self.values is not None
        assert self.low is not None
        assert self.high is not None
        return Prediction(value=float(self.values[row]), low=float(self.low[row]), high=float(self.high[row]))

    def __iter__(self) -> Iterator[Prediction]:
        return (self[row] for row in range(self.n_rows))


def joined(parts: Sequence[Predictions], empty: Predictions, mismatched: Mapping[str, int]) -> Predictions:
    """The answers of consecutive chunks as one; `empty` when there is no chunk."""
    if not parts:
        return empty
    fields = ("labels", "probabilities", "values", "low", "high")
    columns: dict[str, Any] = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in fields
        if getattr(parts[0], name) is not None
    }
    return Predictions(sum(map(len, parts)), parts[0].classes, **columns, mismatched=mismatched)
