"""Numeric columns as they are: NaN stays NaN."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from automl.contracts import Matrix
from automl.features import Features
from automl.graph.builder import Graph
from automl.strategies._blocks import chosen


@dataclass(frozen=True)
class Numbers:
    """Raw numeric columns, unchanged."""

    columns: tuple[str, ...]

    @classmethod
    def of(cls, features: Features) -> Numbers:
        """Every numeric column of the table."""
        return cls(tuple(features.numbers))

    @property
    def names(self) -> tuple[str, ...]:
        return self.columns

    @property
    def sources(self) -> tuple[str, ...]:
        return self.columns

    def transform(self, features: Features) -> Matrix:
        values = np.empty((features.n_rows, len(self.columns)), dtype=np.float32)
        for j, name in enumerate(self.columns):
            values[:, j] = features.numbers[name]
        return values

    def emit(self, graph: Graph) -> str:
        return graph.join([(graph.column(name), 1) for name in self.columns])

    def keep(self, columns: npt.NDArray[np.bool_]) -> Numbers:
        return Numbers(chosen(self.columns, columns))


__all__ = ["Numbers"]
