"""Rows of a table by what stands in them: an id, a name, any text, as the table writes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import duckdb
import pyarrow as pa

from datasets.errors import InputError
from datasets.table import Table
from datasets.texts import text_cells

BLOCK_ROWS = 65_536
MOST_LETTERS = 200
BETWEEN = "chr(31)"  # stands between the cells of a row, in none of them


@dataclass(frozen=True, slots=True)
class Hits:
    """Where words were found: the `places` (from 0) of the first rows, those in which a cell says just this before
    those in which it says more, and the number of `n_rows` that hold them."""

    places: tuple[int, ...] = ()
    n_rows: int = 0


def find_rows(table: Table, words: str, most: int) -> Hits:
    """The rows that hold each of the words in some cell, in the table's own notation, upper and lower case alike.

    Raises InputError for more than MOST_LETTERS letters. Rows go by in blocks: memory does not grow with the table.
    """
    wanted = words.split()
    if not wanted:
        return Hits()
    if len(words) > MOST_LETTERS:
        raise InputError(f"Words to look for have {MOST_LETTERS} letters at most; these have {len(words):,}.")
    with duckdb.connect(":memory:", config={"enable_external_access": "false"}) as connection:
        connection.register("rows", _rows(table))
        found = connection.execute(_sql(table.n_columns, len(wanted)), [" ".join(wanted), *wanted, most]).fetchall()
    return Hits(tuple(place for place, _ in found), found[0][1] if found else 0)


def _sql(n_columns: int, n_words: int) -> str:
    """Each column is called by its place, and what is looked for is a parameter: nothing of a reader's is in here."""
    cells = ", ".join(f"c{place}" for place in range(n_columns))
    held = " AND ".join(["contains(line, lower(?))"] * n_words)
    same = f"contains({BETWEEN} || line || {BETWEEN}, {BETWEEN} || lower(?) || {BETWEEN})"
    return (
        f"WITH lines AS (SELECT place, lower(concat_ws({BETWEEN}, {cells})) AS line FROM rows), "
        f"found AS (SELECT place, {same} AS same FROM lines WHERE {held}) "
        "SELECT place, count(*) OVER () FROM found ORDER BY same DESC, place LIMIT ?"
    )


def _rows(table: Table) -> pa.RecordBatchReader:
    """The cells as texts and the place of each row, block by block."""
    names = [f"c{place}" for place in range(table.n_columns)]
    schema = pa.schema([*((name, pa.string()) for name in names), ("place", pa.int64())])

    def blocks() -> Iterator[pa.RecordBatch]:
        places = count()
        for batch in table.cells.to_batches(max_chunksize=BLOCK_ROWS):
            texts = [text_cells(column) for column in batch.columns]
            here = pa.array([next(places) for _ in range(batch.num_rows)], pa.int64())
            yield pa.record_batch([*texts, here], schema=schema)

    return pa.RecordBatchReader.from_batches(schema, blocks())


__all__ = ["Hits", "find_rows"]
