"""Principal axes of numbers that go together, as further inputs of a network.

Columns that rise and fall together (lengths of one body, prices of one market) differ by little, and that little often
decides. A network learns a direction of small spread slowly, since its inputs there are small. So it also reads the
principal axes, each divided by its spread: z = (x - mean) V / sqrt(l + RIDGE l_max), with the eigenvectors V and
eigenvalues l of the covariance. They are linear in x, so a trained network hands their weights over to its own columns
and answers without them: they cost training a little and an answer nothing.

Notation: n rows, k inputs, of which some are numbers, a axes, h units of the first layer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Matrix

RIDGE = 0.01  # no axis is enlarged more than tenfold, against the widest one
AXES_ROWS = 50_000


@dataclass(frozen=True)
class Axes:
    """z = x @ turn - centre; turn (k, a), centre (a,), both float32; a = 0 where there are none."""

    turn: Matrix
    centre: Matrix

    @classmethod
    def none(cls, n_inputs: int) -> Axes:
        """No axes beside so many inputs."""
        return cls(np.zeros((n_inputs, 0), dtype=np.float32), np.zeros(0, dtype=np.float32))

    @classmethod
    def of(cls, X: Matrix, numbers: npt.NDArray[np.int64]) -> Axes:
        """Those of the columns `numbers` of X (n, k), from at most AXES_ROWS rows; none of fewer than two columns, nor
        of columns that never change there."""
        x = X[:: -(-len(X) // AXES_ROWS)][:, numbers].astype(np.float64)
        if len(numbers) < 2 or not (x != x[0]).any():
            return cls.none(X.shape[1])
        spread, axes = np.linalg.eigh(np.cov(x.T))
        turn = np.zeros((X.shape[1], len(numbers)), dtype=np.float32)
        turn[numbers] = axes / np.sqrt(np.maximum(spread, 0) + RIDGE * spread[-1])
        return cls(turn, x.mean(axis=0).astype(np.float32) @ turn[numbers])

    def beside(self, X: Matrix) -> Matrix:
        """(n, k + a) the inputs and their axes."""
        return np.concatenate([X, X @ self.turn - self.centre], axis=1) if len(self.centre) else X

    def folded(self, weights: Array, bias: Array) -> tuple[Array, Array]:
        """The first layer without axes that answers alike: weights (k + ..., h) and bias (h,) of one over inputs, axes
        and what else there is (k + a + ..., h)."""
        k, a = self.turn.shape
        own, of_axes, rest = np.split(weights, [k, k + a])
        return np.concatenate([own + self.turn @ of_axes, rest]), bias - self.centre @ of_axes


__all__ = ["AXES_ROWS", "RIDGE", "Axes"]
