"""Which columns tensors consist of, so that what the parts of a model ask for one by one is computed for all at once.

A cell is (tensor, j): column j of a tensor [n, width] that was computed as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from automl.graph.builder import Graph

Cell = tuple[str, int]
Places = npt.NDArray[np.int64]
Emit = Callable[["Graph", Sequence[Any]], str]


@dataclass
class Together:
    """A tensor whose columns are asked for while the graph is built: key -> column."""

    tensor: str
    places: dict[Hashable, int] = field(default_factory=dict)


@dataclass
class Columns:
    """What is known of the tensors of one graph.

    pieces    of a tensor that was joined: (tensor, width) each
    picked    of a tensor whose columns were chosen from others: their cells
    together  what is computed for all keys at once, by what computes it
    """

    pieces: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    picked: dict[str, tuple[Cell, ...]] = field(default_factory=dict)
    together: dict[Emit, Together] = field(default_factory=dict)
    _widths: dict[str, int] = field(default_factory=dict)

    def pieces_of(self, tensor: str, width: int) -> tuple[tuple[str, int], ...]:
        """What a join put together; the tensor itself when it was not joined."""
        return self.pieces.get(tensor, ((tensor, width),))

    def width_of(self, tensor: str) -> int | None:
        """The width of a tensor that was joined, picked from others, or asked for its cells; else None."""
        if tensor in self.pieces:
            return sum(width for _, width in self.pieces[tensor])
        return len(self.picked[tensor]) if tensor in self.picked else self._widths.get(tensor)

    def cells(self, tensor: str, width: int) -> tuple[Cell, ...]:
        """The cells of a tensor [n, width], those that joins and picks took them from."""
        found: list[Cell] = []
        for piece, piece_width in self.pieces_of(tensor, width):
            if piece in self.picked:
                found += self.picked[piece]
            else:
                self._widths[piece] = piece_width
                found += [(piece, j) for j in range(piece_width)]
        return tuple(found)

    def gather(self, graph: Graph, wanted: Sequence[Sequence[Cell]]) -> tuple[str, list[Places]]:
        """A tensor that has all the wanted cells, and for every list of them their places in it.

        Tensors of known width are joined whole; of one that may still grow, the wanted columns are picked.
        """
        columns: dict[str, dict[int, int]] = {}
        for tensor, j in (cell for cells in wanted for cell in cells):
            columns.setdefault(tensor, {}).setdefault(j, len(columns[tensor]))
        joined: list[tuple[str, int]] = []
        starts: dict[str, int] = {}
        start = 0
        for tensor, known in columns.items():
            starts[tensor] = start
            if tensor in self._widths:
                columns[tensor] = {j: j for j in range(self._widths[tensor])}
                joined.append((tensor, self._widths[tensor]))
            else:
                joined.append((self.pick(graph, tensor, tuple(known)), len(known)))
            start += joined[-1][1]
        places = [np.array([starts[t] + columns[t][j] for t, j in cells], dtype=np.int64) for cells in wanted]
        return graph.join(joined), places

    def pick(self, graph: Graph, tensor: str, columns: tuple[int, ...]) -> str:
        """The chosen columns of a tensor. Those that lie side by side are sliced: the runtime copies them a row at a
        time, and gathers one by one."""
        places = np.array(columns, dtype=np.int64)
        if np.array_equal(places, places[0] + np.arange(len(places))):
            first, end, axis = (graph.constant(np.array([k], np.int64)) for k in (places[0], places[-1] + 1, 1))
            picked = graph.node("Slice", tensor, first, end, axis)
        else:
            picked = graph.node("Gather", tensor, graph.constant(places), axis=1)
        self.picked[picked] = tuple((tensor, j) for j in columns)
        return picked


__all__ = ["Cell", "Columns", "Emit", "Places", "Together"]
