"""Days between two dates of a row: how long a delivery took, how old a customer was at the contract."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from automl.contracts import Matrix
from automl.features import MISSING_SECONDS, Features
from automl.graph.builder import Graph
from automl.graph.types import DOUBLE, FLOAT
from automl.strategies._blocks import chosen
from automl.strategies._dates import FIRST_SECOND, LAST_SECOND, limited

MOST_COLUMNS = 5
DAY = 86_400.0


@dataclass(frozen=True)
class Gaps:
    """Prepared columns b - a in days, fractions included, given as (a, b); missing where either date is."""

    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, features: Features) -> Gaps:
        """Every pair of the first MOST_COLUMNS datetime columns."""
        return cls(tuple(combinations(list(features.seconds)[:MOST_COLUMNS], 2)))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"days from {a} to {b}" for a, b in self.pairs)

    @property
    def sources(self) -> tuple[str, ...]:
        """The first column of each pair; the second is a source too."""
        return tuple(a for a, _ in self.pairs)

    def transform(self, features: Features) -> Matrix:
        columns = [_days(features.seconds[a], features.seconds[b]) for a, b in self.pairs]
        return np.column_stack([np.empty((features.n_rows, 0), dtype=np.float32), *columns])

    def emit(self, graph: Graph) -> str:
        sides = [graph.join([(graph.column(pair[side]), 1) for pair in self.pairs]) for side in (0, 1)]
        a, b = (limited(graph, side) for side in sides)
        seconds = graph.node("Cast", graph.node("Sub", b, a), to=DOUBLE)
        days = graph.node("Cast", graph.node("Div", seconds, graph.constant(np.array(DAY))), to=FLOAT)
        none = graph.constant(np.array(MISSING_SECONDS))
        missing = graph.node("Or", *(graph.node("Equal", side, none) for side in sides))
        return graph.node("Where", missing, graph.constant(np.array(np.nan, dtype=np.float32)), days)

    def keep(self, columns: npt.NDArray[np.bool_]) -> Gaps:
        return Gaps(chosen(self.pairs, columns))


def _days(a: npt.NDArray[np.int64], b: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    early, late = (np.clip(seconds, FIRST_SECOND, LAST_SECOND) for seconds in (a, b))
    days = ((late - early) / DAY).astype(np.float32)
    return np.where((a == MISSING_SECONDS) | (b == MISSING_SECONDS), np.float32(np.nan), days)


__all__ = ["Gaps"]
