"""Texts as topics: the leading directions in which the words of texts differ, and how many words are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from automl.contracts import Matrix
from automl.features import Features
from automl.graph.builder import ML_DOMAIN, Graph
from automl.graph.types import FLOAT
from automl.strategies._blocks import Block, chosen
from automl.strategies._words import MOST_TOKENS, SMALL, Table, table_of
from datasets.schema import Kind

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Topics:
    """Some topics of a text column; `columns` number the columns of the table's topics."""

    column: str
    table: Table
    columns: Ints

    @property
    def names(self) -> tuple[str, ...]:
        d = self.table.n_topics
        return tuple(f"{self.column} ({'words' if j == d else f'topic {j + 1}'})" for j in self.columns)

    @property
    def sources(self) -> tuple[str, ...]:
        return (self.column,) * len(self.columns)

    def transform(self, features: Features) -> Matrix:
        return self.table.of(features.texts[self.column])[:, self.columns]

    def emit(self, graph: Graph) -> str:
        table = self.table

        def constant(values: object) -> str:
            return graph.constant(np.asarray(values))

        tokens = graph.node("StringSplit", graph.column(self.column), n_outputs=2)
        some = graph.node("Slice", tokens, constant([0]), constant([MOST_TOKENS]), constant([2]))
        known = {"keys_strings": table.tokens, "values_int64s": table.rows}
        rows = graph.node("LabelEncoder", some, domain=ML_DOMAIN, n_outputs=1, default_int64=0, **known)
        sums = graph.node("ReduceSum", graph.node("Gather", constant(table.E), rows), constant([1, 2]), keepdims=0)
        d = table.n_topics
        parts, squares, counts = (
            graph.node("Gather", sums, constant(places), axis=1) for places in (np.arange(d), [d], [d + 1])
        )
        root = graph.node("Sqrt", graph.node("Add", squares, constant(SMALL)))
        words = graph.node("Log", graph.node("Add", counts, constant(1.0)))
        raw = graph.node("Concat", graph.node("Div", parts, root), words, axis=1)
        scaled = graph.node("Div", graph.node("Sub", raw, constant(table.centre)), constant(table.scale))
        return graph.node("Gather", graph.node("Cast", scaled, to=FLOAT), constant(self.columns), axis=1)

    def keep(self, columns: npt.NDArray[np.bool_]) -> Topics:
        return Topics(self.column, self.table, np.array(chosen(self.columns.tolist(), columns), dtype=np.int64))


def topic_blocks(features: Features) -> list[tuple[Block, Matrix]]:
    """A block for every text column with enough words, with its matrix."""
    found: list[tuple[Block, Matrix]] = []
    for column in features.columns:
        if column.kind is Kind.TEXT:
            text = features.texts[column.name]
            table = table_of(text.words)
            if table is not None:
                block = Topics(column.name, table, np.arange(table.n_topics + 1))
                found.append((block, block.transform(features)))
    return found


__all__ = ["Topics", "topic_blocks"]
