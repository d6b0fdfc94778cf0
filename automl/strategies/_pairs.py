"""Sums, differences, products and ratios of two numbers, where they say more about the target than either alone.

Notation: n rows, T (n, q) statistics of the target. The strength of a number is the share of the variance of T that its
bins explain (the correlation ratio of Pearson, 1905, over BINS equally filled bins).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from automl.contracts import Array, Matrix
from automl.features import Features
from automl.graph.builder import Graph
from automl.strategies._blocks import chosen

MOST_COLUMNS = 14
MOST_PAIRS = 12
BINS = 20
LEAST_GAIN = 0.01
SAMPLE_ROWS = 5_000
SIGNS = {"Add": "+", "Sub": "-", "Mul": "x", "Div": "/"}


@dataclass(frozen=True)
class Pairs:
    """Prepared columns a ∘ b, given as (operator of ONNX, a, b); what is not finite is missing."""

    pairs: tuple[tuple[str, str, str], ...]

    @classmethod
    def of(cls, features: Features, T: Array) -> Pairs:
        """The pairs that gain most over their better half, at most MOST_PAIRS, of the strongest numbers."""
        rows = sampled(features.n_rows)
        sample, y = features.take(rows), T[rows]
        alone = {name: strength(values, y) for name, values in sample.numbers.items()}
        names = sorted(sorted(alone, key=lambda name: -alone[name])[:MOST_COLUMNS])
        gains = {}
        for a, b in combinations(names, 2):
            for operator in SIGNS:
                values = _combined(operator, sample.numbers[a], sample.numbers[b])
                gains[operator, a, b] = strength(values, y) - max(alone[a], alone[b])
        best = sorted(gains, key=lambda pair: -gains[pair])[:MOST_PAIRS]
        return cls(tuple(pair for pair in best if gains[pair] > LEAST_GAIN))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"{a} {SIGNS[operator]} {b}" for operator, a, b in self.pairs)

    @property
    def sources(self) -> tuple[str, ...]:
        """The first column of each pair; the second is a source too."""
        return tuple(a for _, a, _ in self.pairs)

    def transform(self, features: Features) -> Matrix:
        columns = [_combined(operator, features.numbers[a], features.numbers[b]) for operator, a, b in self.pairs]
        return np.column_stack([np.empty((features.n_rows, 0), dtype=np.float32), *columns])

    def emit(self, graph: Graph) -> str:
        return graph.together(emit_pairs, self.pairs)

    def keep(self, columns: npt.NDArray[np.bool_]) -> Pairs:
        return Pairs(chosen(self.pairs, columns))


def emit_pairs(graph: Graph, pairs: Sequence[tuple[str, str, str]]) -> str:
    """The tensor [n, len(pairs)]: one node an operator for all its pairs, then the columns in their order."""
    pieces, order = [], []
    for operator in dict.fromkeys(operator for operator, _, _ in pairs):
        places = [i for i, pair in enumerate(pairs) if pair[0] == operator]
        left, right = (
            graph.take([cell for i in places for cell in graph.cells(graph.column(pairs[i][side]), 1)])
            for side in (1, 2)
        )
        pieces.append((graph.node(operator, left, right), len(places)))
        order += places
    joined = graph.join(pieces)
    values = graph.node("Gather", joined, graph.constant(np.argsort(np.array(order))), axis=1)
    missing = graph.constant(np.array(np.nan, dtype=np.float32))
    return graph.node("Where", graph.node("IsInf", values), missing, values)


def _combined(operator: str, a: npt.NDArray[np.float32], b: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    with np.errstate(all="ignore"):
        values = {"Add": np.add, "Sub": np.subtract, "Mul": np.multiply, "Div": np.divide}[operator](a, b)
    return np.where(np.isinf(values), np.float32(np.nan), values).astype(np.float32)


def strength(values: npt.NDArray[np.float32], T: Array) -> float:
    """The share of the variance of T (n, q) explained by the bins of values (n,), less what chance explains."""
    known = ~np.isnan(values)
    bins = np.zeros(len(values), dtype=np.int64)
    if known.any():
        edges = np.unique(np.quantile(values[known], np.linspace(0, 1, BINS + 1)[1:-1]))
        bins[known] = 1 + np.searchsorted(edges, values[known], side="right")
    counts = np.bincount(bins)
    sums = np.stack([np.bincount(bins, one) for one in T.T], axis=1)
    centre = T.mean(axis=0)
    means = sums / np.maximum(counts, 1)[:, None]
    total = float(((T - centre) ** 2).sum())
    between = float((counts[:, None] * (means - centre) ** 2).sum())
    used = int((counts > 0).sum())
    if total <= 0 or len(values) <= used:
        return 0.0
    return between / total - (used - 1) / (len(values) - used) * (1 - between / total)


def sampled(n_rows: int) -> npt.NDArray[np.int64]:
    """At most SAMPLE_ROWS rows, evenly spread."""
    return np.unique(np.linspace(0, n_rows - 1, min(n_rows, SAMPLE_ROWS)).astype(np.int64))


__all__ = ["LEAST_GAIN", "Pairs", "emit_pairs", "sampled", "strength"]
