"""How raw columns become the matrix that learners learn from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from automl.contracts.values import Matrix, Target
from automl.features import Features

if TYPE_CHECKING:
    from automl.graph.builder import Graph

Preparation = Literal["trees", "categories", "scaled", "squares"]


class FittedStrategy(Protocol):
    """A preparation that has seen its training rows; `sources[j]` is the raw column behind prepared column j."""

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def sources(self) -> tuple[str, ...]: ...

    @property
    def categories(self) -> tuple[int, ...]:
        """The prepared columns whose whole numbers are codes that trees may split into sets."""
        ...

    def transform(self, features: Features) -> Matrix:
        """(n, k) float32; texts never seen and missing cells have a defined answer."""
        ...

    def emit(self, graph: Graph) -> str:
        """Adds the nodes to the graph (raw columns: `graph.column(name)`); returns the tensor [n, k] float32."""
        ...


@dataclass(frozen=True)
class Strategy:
    """A way to prepare raw columns. `provides`: "trees" (codes, missing kept as NaN), "categories" (the same, with
    codes for sets of categories), "scaled" (no NaN, about unit scale) or "squares" (the same, with products of two
    numbers). `refuses(features, target)` gives a sentence when the strategy does not fit the table, else None.
    `fit(features, target, seed)` returns the fitted strategy and the matrix (n, k) to train on, which for target
    encoding is out-of-fold and therefore differs from `transform` of the same rows. Where the target plays no part in
    `fit` (`learns_target` False), the folds share one fit."""

    name: str
    title: str
    provides: Preparation
    fit: Callable[[Features, Target, int], tuple[FittedStrategy, Matrix]]
    refuses: Callable[[Features, Target], str | None] = lambda _features, _target: None
    learns_target: bool = True
    order: int = 100
