"""A fitted strategy is a row of blocks, each of which turns some raw columns into some prepared columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from automl.contracts import Matrix
from automl.features import Features
from automl.graph.builder import Graph

PROBE_ROWS = 256


class Block(Protocol):
    """Prepared columns `names` made of the raw columns `sources` (one source for each name)."""

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def sources(self) -> tuple[str, ...]: ...

    def transform(self, features: Features) -> Matrix:
        """(n, width) float32."""
        ...

    def emit(self, graph: Graph) -> str:
        """The same values as a tensor [n, width]."""
        ...

    def keep(self, columns: npt.NDArray[np.bool_]) -> Block:
        """The block with the marked prepared columns only; at least one is marked."""
        ...


@dataclass(frozen=True)
class Prepared:
    """The blocks side by side: the fitted form of every built-in strategy."""

    blocks: tuple[Block, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for block in self.blocks for name in block.names)

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(source for block in self.blocks for source in block.sources)

    @property
    def categories(self) -> tuple[int, ...]:
        return ()

    def transform(self, features: Features) -> Matrix:
        return np.concatenate([block.transform(features) for block in self.blocks], axis=1)

    def emit(self, graph: Graph) -> str:
        return graph.join([(block.emit(graph), len(block.names)) for block in self.blocks])


def prepare(blocks: Sequence[tuple[Block, Matrix]]) -> tuple[Prepared, Matrix]:
    """Joins the blocks and their training matrices; columns that are the same in every training row are dropped.

    One column is kept when all are constant, so that a model always has something to look at.
    """
    filled = [(block, values) for block, values in blocks if values.shape[1]]
    masks = [varying(values) for _, values in filled]
    if not any(mask.any() for mask in masks):
        masks[0] = masks[0] | (np.arange(len(masks[0])) == 0)
    kept = [(block, values, mask) for (block, values), mask in zip(filled, masks, strict=True) if mask.any()]
    matrix = np.concatenate([values if mask.all() else values[:, mask] for _, values, mask in kept], axis=1)
    return Prepared(tuple(block if mask.all() else block.keep(mask) for block, _, mask in kept)), matrix


def varying(X: Matrix) -> npt.NDArray[np.bool_]:
    """(k,) True for the columns of X (n, k) with at least two different values; missing counts as a value."""
    changes = _changes(X[:PROBE_ROWS])
    open_columns = np.flatnonzero(~changes)
    changes[open_columns] = _changes(X[:, open_columns])
    return changes


def _changes(X: Matrix) -> npt.NDArray[np.bool_]:
    first = X[:1]
    return np.asarray(np.any((first != X) & ~(np.isnan(X) & np.isnan(first)), axis=0))


def chosen(values: Sequence[Any], mask: npt.NDArray[np.bool_]) -> tuple[Any, ...]:
    """The values whose mark is set."""
    return tuple(value for value, wanted in zip(values, mask, strict=True) if wanted)


__all__ = ["Block", "Prepared", "chosen", "prepare", "varying"]
