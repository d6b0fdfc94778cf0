"""Numbers for models that need them complete and of about unit size: imputed, scaled robustly, clipped smoothly.

z = (x - median) / scale, limited to +-1000, then z / sqrt(1 + (z / 3)^2), which stays within +-3 (the smooth clip
of RealMLP; Holzmueller et al., 2024). The scale is the interquartile range / 1.349, or the standard deviation
where that range is 0. A missing value becomes the median, and 1 in a column of its own if any was missing in training.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from automl.contracts import Matrix
from automl.features import Features
from automl.graph.builder import Graph
from automl.graph.columns import Cell
from automl.graph.types import FLOAT
from automl.strategies._blocks import Block

IQR_OF_UNIT_NORMAL = 1.349
HARD_LIMIT = 1000.0
SMOOTH_LIMIT = 3.0
SAMPLE_ROWS = 50_000


@dataclass(frozen=True)
class Scaled:
    """The columns of another block, scaled; `values` and `indicators` number the columns of that block."""

    block: Block
    values: npt.NDArray[np.int64]
    indicators: npt.NDArray[np.int64]
    centre: npt.NDArray[np.float32]
    scale: npt.NDArray[np.float32]

    @classmethod
    def of(cls, block: Block, raw: Matrix) -> Scaled:
        """Fitted on the block's training matrix."""
        centre, scale = robust_centre_and_scale(raw)
        first_of = {source: j for j, source in reversed(list(enumerate(block.sources)))}
        missing = [j for j in sorted(first_of.values()) if np.isnan(raw[:, j]).any()]
        return cls(block, np.arange(raw.shape[1]), np.array(missing, dtype=np.int64), centre, scale)

    @property
    def names(self) -> tuple[str, ...]:
        missing = tuple(f"{self.block.sources[j]} (missing)" for j in self.indicators)
        return tuple(self.block.names[j] for j in self.values) + missing

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(self.block.sources[j] for j in (*self.values, *self.indicators))

    def transform(self, features: Features) -> Matrix:
        return self.scaled(self.block.transform(features))

    def scaled(self, raw: Matrix) -> Matrix:
        """(n, values + indicators) of the block's matrix (n, k)."""
        missing = np.isnan(raw)
        x = np.where(missing[:, self.values], self.centre, raw[:, self.values])
        with np.errstate(over="ignore"):
            z = np.clip((x - self.centre) / self.scale, np.float32(-HARD_LIMIT), np.float32(HARD_LIMIT))
        third = z / np.float32(SMOOTH_LIMIT)
        smooth = z / np.sqrt(np.float32(1) + third * third)
        return np.concatenate([smooth, missing[:, self.indicators].astype(np.float32)], axis=1)

    def emit(self, graph: Graph) -> str:
        cells = graph.cells(self.block.emit(graph), len(self.block.names))
        scaled = [
            (cells[j], float(centre), float(scale))
            for j, centre, scale in zip(self.values, self.centre, self.scale, strict=True)
        ]
        missing = [cells[j] for j in self.indicators]
        pieces = [(graph.together(emit_scaled, scaled), len(scaled))] if scaled else []
        return graph.join([*pieces, *([(graph.together(emit_missing, missing), len(missing))] if missing else [])])

    def values_only(self) -> Scaled:
        """Without the columns that mark what is missing."""
        return replace(self, indicators=self.indicators[:0])

    def keep(self, columns: npt.NDArray[np.bool_]) -> Scaled:
        kept = columns[: len(self.values)]
        return Scaled(
            self.block,
            self.values[kept],
            self.indicators[columns[len(self.values) :]],
            self.centre[kept],
            self.scale[kept],
        )


def emit_scaled(graph: Graph, keys: Sequence[tuple[Cell, float, float]]) -> str:
    """The columns (cell, centre, scale), scaled: [n, len(keys)]."""
    x = graph.take([cell for cell, _, _ in keys])
    centre, scale = (graph.constant(np.array([key[i] for key in keys], dtype=np.float32)) for i in (1, 2))
    one, limit = (graph.constant(np.array(value, np.float32)) for value in (1, SMOOTH_LIMIT))
    x = graph.node("Where", graph.node("IsNaN", x), centre, x)
    z = graph.node("Div", graph.node("Sub", x, centre), scale)
    z = graph.node("Clip", z, *(graph.constant(np.array(end, np.float32)) for end in (-HARD_LIMIT, HARD_LIMIT)))
    third = graph.node("Div", z, limit)
    return graph.node("Div", z, graph.node("Sqrt", graph.node("Add", one, graph.node("Mul", third, third))))


def emit_missing(graph: Graph, keys: Sequence[Cell]) -> str:
    """1 where the cell is missing, else 0: [n, len(keys)]."""
    return graph.node("Cast", graph.node("IsNaN", graph.take(keys)), to=FLOAT)


def robust_centre_and_scale(raw: Matrix) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Median and scale (k,) of the present values of each column; 0 and 1 where there are none."""
    step = max(1, len(raw) // SAMPLE_ROWS)
    pairs = [_centre_and_scale(raw[::step, j]) for j in range(raw.shape[1])]
    return np.array([c for c, _ in pairs], dtype=np.float32), np.array([s for _, s in pairs], dtype=np.float32)


def _centre_and_scale(values: Matrix) -> tuple[float, float]:
    present = values[~np.isnan(values)].astype(np.float64)
    if not len(present):
        return 0.0, 1.0
    low, middle, high = np.percentile(present, [25, 50, 75])
    scale = (high - low) / IQR_OF_UNIT_NORMAL or present.std()
    return float(middle), float(np.clip(scale, 1e-30, 1e38)) if scale > 0 else 1.0


__all__ = ["Scaled", "robust_centre_and_scale"]
