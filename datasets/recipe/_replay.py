"""From cells to the typed columns that the SQL of a recipe reads, and from its result back to cells.

A column that no step has changed keeps its cells to the letter; only the values of columns that a step reads are worked
out, by the conversions of datasets/cells.py that training and predicting share.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets import duck
from datasets.cells import MISSING_SECONDS, to_numbers, to_seconds, to_texts
from datasets.recipe._engine import run
from datasets.recipe._field import Field, Source
from datasets.recipe._fitted import FittedRecipe, Purpose
from datasets.recipe._identifiers import ORDER, ROW
from datasets.recipe._relation import Relation
from datasets.recipe._statement import Statement
from datasets.schema import Column
from datasets.table import Table

ARROW: dict[duck.Type, pa.DataType] = {"number": pa.float64(), "text": pa.string(), "date": pa.timestamp("us")}
LARGEST_SECONDS = 9_000_000_000_000  # in microseconds as large as 64 bits hold
ReadValues = Callable[[str, Column], pa.Array]


@dataclass
class Typed:
    """The rows of a table as the SQL reads them. `read(raw, column)` gives the typed values (n,) of a raw column, by
    the rules of `column`; each is asked for once."""

    n_rows: int
    read: ReadValues
    _kept: dict[tuple[str, str], pa.Array] = field(default_factory=dict)

    @classmethod
    def of(cls, table: Table) -> Typed:
        return cls(table.n_rows, lambda raw, column: typed_values(table.cells.column(raw), column))

    def source(self, relation: Relation) -> pa.Table:
        """The table `source` of a statement: columns that no step reads are there without their values."""
        names, arrays = [ROW, ORDER], [pa.array(np.arange(self.n_rows))] * 2
        for source in relation.sources:
            names.append(source.identifier)
            arrays.append(self._values(source) if source.raw in relation.reads else self._nothing(source))
        return pa.table(arrays, names=names)

    def _values(self, source: Source) -> pa.Array:
        key = (source.identifier, source.raw)
        if key not in self._kept:
            self._kept[key] = self.read(source.raw, source.column)
        return self._kept[key]

    def _nothing(self, source: Source) -> pa.Array:
        return pa.nulls(self.n_rows, ARROW[duck.type_of(source.column.kind)])


def typed_values(cells: pa.ChunkedArray | pa.Array, column: Column) -> pa.Array:
    """Cells (n,) as float64, string or timestamp[us]; null is a cell that is not known or cannot be read."""
    kind = duck.type_of(column.kind)
    if kind == "number":
        numbers = to_numbers(cells, column)
        return pa.array(numbers, mask=np.isnan(numbers))
    if kind == "date":
        seconds = to_seconds(cells, column)
        known = (seconds != MISSING_SECONDS) & (np.abs(seconds) < LARGEST_SECONDS)
        return pa.array(np.where(known, seconds, 0) * 1_000_000, mask=~known).cast(pa.timestamp("us"))
    texts = to_texts(cells, column)
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


@dataclass(frozen=True)
class Prepared:
    """What a recipe makes of rows: `rows` are the positions of the rows that are left (None: all, in order), `made` the
    columns that were computed; the other columns hold the cells of their raw column. Grouped rows have no `rows`."""

    n_rows: int
    rows: npt.NDArray[np.int64] | None
    made: dict[str, pa.Array]


def replay(statement: Statement, typed: Typed) -> Prepared:
    """Runs the steps over rows. Raises InputError when they cannot be computed."""
    if not statement.computes:
        return Prepared(typed.n_rows, None, {})
    found = run(statement.sql, {"source": typed.source(statement.relation), **statement.lookups})
    n_made = len(statement.made)
    rows = np.asarray(found.column(n_made), dtype=np.int64) if statement.moves_rows else None
    made = {known.name: _cells(found.column(i), known) for i, known in enumerate(statement.made)}
    return Prepared(found.num_rows, rows, made)


def apply(fitted: FittedRecipe, table: Table, purpose: Purpose = "training") -> Table:
    """The table as the recipe makes it: for training every step, for predictions those that are replayed.

    The cells are read by the rules of the table that the recipe was fitted on; a column that is missing is not known
    anywhere. Raises InputError when the steps cannot be computed.
    """
    statement = fitted.statement(purpose)

    def cells_of(raw: str) -> pa.ChunkedArray:
        if raw in table.names:
            return table.cells.column(raw)
        return pa.chunked_array([pa.nulls(table.n_rows, pa.string())])

    typed = Typed(table.n_rows, lambda raw, column: typed_values(cells_of(raw), column))
    prepared = replay(statement, typed)
    chosen = None if prepared.rows is None else pa.array(prepared.rows)
    columns = []
    for known in statement.relation.fields:
        if known.cells is None:
            columns.append(pa.chunked_array([prepared.made[known.name]]))
        else:
            cells = cells_of(known.cells)
            columns.append(cells if chosen is None else cells.take(chosen))
    return Table(pa.table(columns, names=list(statement.relation.names)), statement.relation.schema, table.record)


def _cells(column: pa.ChunkedArray, known: Field) -> pa.Array:
    array = column.combine_chunks()
    array = pa.concat_arrays(array.chunks) if isinstance(array, pa.ChunkedArray) else array
    if known.type == "date":
        return array.cast(pa.timestamp("s"), safe=False)
    return array.cast(ARROW[known.type])
