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
FEW_WORDS = 255  # look-ups of more have a search and a table of their own
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


Search = tuple[str, bool]  # the raw column, and whether few of its words are told apart
Lookup = tuple[str, Known, bytes]  # the raw column, the words, and a float32 for each of them and for all others


def emit_lookups(graph: Graph, keys: Sequence[Lookup]) -> str:
    """The tensor [n, len(keys)] of what is looked up."""
    places: dict[Search, list[int]] = {}
    for i, (column, known, _) in enumerate(keys):
        places.setdefault((column, len(known.words) <= FEW_WORDS), []).append(i)
    pieces: list[tuple[str, int]] = []
    found = np.zeros(len(keys), dtype=np.int64)
    start = 0
    for searches in _of_like_width({search: len(own) for search, own in places.items()}):
        width = len(places[searches[0]])
        pieces.append(_emit_table(graph, [[keys[i] for i in places[search]] for search in searches], width))
        for q, search in enumerate(searches):
            found[places[search]] = start + q * width + np.arange(len(places[search]))
        start += len(searches) * width
    joined = graph.join(pieces)
    if np.array_equal(found, np.arange(start)):
        return joined
    return graph.node("Gather", joined, graph.constant(found), axis=1)


def _of_like_width(widths: dict[Search, int]) -> Iterator[list[Search]]:
    """The searches in lists, widest first in each, whose tables lie below one another without much waste."""
    searches = sorted(widths, key=lambda search: -widths[search])
    while searches:
        alike = [search for search in searches if widths[search] >= LEAST_FILLED * widths[searches[0]]]
        yield alike
        searches = searches[len(alike) :]


def _emit_table(graph: Graph, of: Sequence[Sequence[Lookup]], width: int) -> tuple[str, int]:
    """The tensor [n, q width] of the rows found in q tables, given by the look-ups of each."""
    tables: list[Table] = []
    ids: list[tuple[str, int]] = []
    first = 0
    for lookups in of:
        words = tuple(dict.fromkeys(word for known in _known(lookups) for word in known.words))
        ids.append((_emit_search(graph, lookups[0][0], words, first), 1))
        tables.append(_spread(lookups, words, width))
        first += len(tables[-1])
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
    row_of = {word: row for row, word in enumerate(words, start=1)}
    rows = {known: np.array([row_of[word] for word in known.words], dtype=np.int64) for known in _known(lookups)}
    table = np.zeros((len(words) + 1, width), dtype=np.float32)
    for j, (_, known, values) in enumerate(lookups):
        column = np.frombuffer(values, dtype=np.float32)
        table[:, j] = column[-1]
        table[rows[known], j] = column[:-1]
    return table


def _known(lookups: Sequence[Lookup]) -> Iterator[Known]:
    """The different lists of words."""
    return iter(dict.fromkeys(known for _, known, _ in lookups))


__all__ = ["ML_DOMAIN", "Known", "Lookup", "Table", "emit_lookups"]
