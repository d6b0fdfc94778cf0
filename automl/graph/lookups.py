"""Look-ups of all columns of a graph side by side: one search a column, then one table for many columns.

Notation: n rows, l words of a column, w columns asked for of it, q columns whose tables lie one below the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from onnx import TensorProto

from automl.features import MISSING_SECONDS, NO_NUMBER, Word

if TYPE_CHECKING:
    from automl.graph.builder import Graph

ML_DOMAIN = "ai.onnx.ml"
KEYS: dict[int, tuple[str, Word]] = {
    TensorProto.STRING: ("keys_strings", ""),
    TensorProto.FLOAT: ("keys_floats", NO_NUMBER),
    TensorProto.INT64: ("keys_int64s", MISSING_SECONDS),
}
LEAST_FILLED = 0.5  # of the width of a table; narrower columns go into another
Table = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Known:
    """The words of a look-up, whose hash is worked out once."""

    words: tuple[Word, ...]
    _hash: int = field(compare=False, repr=False)

    @classmethod
    def of(cls, words: tuple[Word, ...]) -> Known:
        return cls(words, hash(words))

    def __hash__(self) -> int:
        return self._hash


Lookup = tuple[str, Known, bytes]  # the raw column, the words, and a float32 for each of them and for all others


def emit_lookups(graph: Graph, keys: Sequence[Lookup]) -> str:
    """The tensor [n, len(keys)] of what is looked up."""
    places: dict[str, list[int]] = {}
    for i, (column, _, _) in enumerate(keys):
        places.setdefault(column, []).append(i)
    pieces: list[tuple[str, int]] = []
    found = np.zeros(len(keys), dtype=np.int64)
    for columns in _of_like_width({column: len(own) for column, own in places.items()}):
        start, width = sum(w for _, w in pieces), len(places[columns[0]])
        pieces.append(_emit_table(graph, {column: [keys[i] for i in places[column]] for column in columns}, width))
        for q, column in enumerate(columns):
            found[places[column]] = start + q * width + np.arange(len(places[column]))
    joined = graph.join(pieces)
    if np.array_equal(found, np.arange(sum(width for _, width in pieces))):
        return joined
    return graph.node("Gather", joined, graph.constant(found), axis=1)


def _of_like_width(widths: dict[str, int]) -> Iterator[list[str]]:
    """The columns in lists, widest first in each, whose tables lie below one another without much waste."""
    columns = sorted(widths, key=lambda column: -widths[column])
    while columns:
        alike = [column for column in columns if widths[column] >= LEAST_FILLED * widths[columns[0]]]
        yield alike
        columns = columns[len(alike) :]


def _emit_table(graph: Graph, of: dict[str, list[Lookup]], width: int) -> tuple[str, int]:
    """The tensor [n, q width] of the rows found in the tables of q columns."""
    tables: list[Table] = []
    ids: list[tuple[str, int]] = []
    for column, lookups in of.items():
        words = tuple(dict.fromkeys(word for _, known, _ in lookups for word in known.words))
        first = sum(len(table) for table in tables)
        ids.append((_emit_search(graph, column, words, first), 1))
        tables.append(_spread(lookups, words, width))
    rows = graph.node("Gather", graph.table(np.concatenate(tables)), graph.join(ids), axis=0)
    return graph.node("Reshape", rows, graph.constant(np.array([-1, len(of) * width]))), len(of) * width


def _emit_search(graph: Graph, column: str, words: tuple[Word, ...], first: int) -> str:
    """The row [n, 1] of each cell: `first` for words that are not known, then the words."""
    raw, element_type = graph.column(column), graph.element_type(column)
    keys, none = KEYS[element_type]
    if element_type == TensorProto.FLOAT:
        raw = graph.node("Where", graph.node("IsNaN", raw), graph.constant(np.array(NO_NUMBER, np.float32)), raw)
    rows = range(first + 1, first + 1 + len(words)) if words else (first,)
    encoder: dict[str, Any] = {keys: words or (none,), "values_int64s": tuple(rows), "default_int64": first}
    return graph.node("LabelEncoder", raw, domain=ML_DOMAIN, **encoder)


def _spread(lookups: Sequence[Lookup], words: tuple[Word, ...], width: int) -> Table:
    """(l + 1, width) the values of every word; row 0 and the words that a look-up does not know get its last value."""
    rows = {word: row for row, word in enumerate(words, start=1)}
    table = np.zeros((len(words) + 1, width), dtype=np.float32)
    for j, (_, known, values) in enumerate(lookups):
        column = np.frombuffer(values, dtype=np.float32)
        table[:, j] = column[-1]
        table[[rows[word] for word in known.words], j] = column[:-1]
    return table


__all__ = ["ML_DOMAIN", "Known", "Lookup", "Table", "emit_lookups"]
