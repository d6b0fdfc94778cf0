"""Products of every two numbers, squares among them: what a linear model needs to bend and to see two numbers act
together (polynomial regression of degree two).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from automl.contracts import Matrix
from automl.features import Features
from automl.graph.builder import Graph
from automl.graph.columns import Cell
from automl.strategies._scaled import Scaled

LEAST_SPREAD = 0.1  # of products of columns of about unit scale; less would make rare values huge
Floats = npt.NDArray[np.float32]
Key = tuple[Cell, Cell, float, float]  # the two columns, centre and spread


@dataclass(frozen=True)
class Products:
    """Prepared column j is (z[left[j]] * z[right[j]] - centre[j]) / spread[j] of the scaled columns z, which hold no
    missing values; centre and spread are the mean and the standard deviation of the training rows."""

    scaled: Scaled
    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    centre: Floats
    spread: Floats

    @classmethod
    def of(cls, scaled: Scaled, z: Matrix) -> Products:
        """Fitted on the scaled training matrix z (n, w): the w (w + 1) / 2 products of its columns."""
        left, right = np.triu_indices(z.shape[1])
        products = z[:, left] * z[:, right]
        centre = products.mean(axis=0, dtype=np.float64).astype(np.float32)
        spread = np.maximum(products.std(axis=0, dtype=np.float64), LEAST_SPREAD).astype(np.float32)
        return cls(scaled, left, right, centre, spread)

    @property
    def names(self) -> tuple[str, ...]:
        names = self.scaled.names
        return tuple(
            f"{names[i]} squared" if i == j else f"{names[i]} x {names[j]}"
            for i, j in zip(self.left, self.right, strict=True)
        )

    @property
    def sources(self) -> tuple[str, ...]:
        """The first column of each; the second is a source too."""
        return tuple(self.scaled.sources[i] for i in self.left)

    def transform(self, features: Features) -> Matrix:
        return self.of_scaled(self.scaled.transform(features))

    def of_scaled(self, z: Matrix) -> Matrix:
        """(n, products) of the scaled matrix (n, w)."""
        return np.asarray((z[:, self.left] * z[:, self.right] - self.centre) / self.spread)

    def emit(self, graph: Graph) -> str:
        cells = graph.cells(self.scaled.emit(graph), len(self.scaled.names))
        ends = zip(self.left, self.right, self.centre, self.spread, strict=True)
        keys = [(cells[i], cells[j], float(centre), float(spread)) for i, j, centre, spread in ends]
        return graph.together(emit_products, keys)

    def keep(self, columns: npt.NDArray[np.bool_]) -> Products:
        left, right = self.left[columns], self.right[columns]
        return Products(self.scaled, left, right, self.centre[columns], self.spread[columns])


def emit_products(graph: Graph, keys: Sequence[Key]) -> str:
    """The products, scaled: [n, len(keys)]."""
    left, right = graph.take([key[0] for key in keys]), graph.take([key[1] for key in keys])
    centre, spread = (graph.constant(np.array([key[i] for key in keys], dtype=np.float32)) for i in (2, 3))
    return graph.node("Div", graph.node("Sub", graph.node("Mul", left, right), centre), spread)


__all__ = ["Products", "emit_products"]
