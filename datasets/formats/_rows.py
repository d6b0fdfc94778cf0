"""The rows of a CSV file, the header row included: by DuckDB at full speed, or one by one where it refuses."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from datasets.errors import InputError
from datasets.formats._dialect import Dialect
from datasets.formats._text import TextFile

_MAX_LINE_BYTES = 64 << 20
_HEAD_ROWS = 2000


def read_by_duckdb(text: TextFile, dialect: Dialect, wanted: int | None) -> pa.Table | None:
    """All rows as text columns c0, c1 ...; None when a row does not fit the dialect."""
    if (question := duckdb_source(text, dialect)) is None:
        return None
    source, parameters = question
    limit = f" limit {wanted}" if wanted else ""
    with duckdb.connect() as connection:
        try:
            cells = connection.sql(f"select * from {source}{limit}", params=parameters).to_arrow_table()
        except duckdb.Error:
            return None
    return nulls_for_empty(cells)


def flow_by_duckdb(
    text: TextFile, dialect: Dialect, chunk_rows: int
) -> tuple[int, pa.Table, Iterator[pa.Table]] | None:
    """How many rows there are, the first ones, and all of them in chunks; None when a row does not fit the dialect."""
    if (question := duckdb_source(text, dialect)) is None:
        return None
    source, parameters = question
    with duckdb.connect() as connection:
        try:
            found = connection.execute(f"select count(*) from {source}", parameters).fetchone()
        except duckdb.Error:
            return None
    head = read_by_duckdb(text, dialect, _HEAD_ROWS)
    if found is None or head is None:
        return None
    return int(found[0]), head, _chunks(source, parameters, chunk_rows)


def _chunks(source: str, parameters: dict[str, object], chunk_rows: int) -> Iterator[pa.Table]:
    with duckdb.connect() as connection:
        for batch in connection.sql(f"select * from {source}", params=parameters).to_arrow_reader(chunk_rows):
            yield nulls_for_empty(pa.Table.from_batches([batch]))


def duckdb_source(text: TextFile, dialect: Dialect) -> tuple[str, dict[str, object]] | None:
    """What stands after "from" in a query over the rows, and its parameters; None for a dialect beyond DuckDB."""
    if dialect.n_columns is None or len(dialect.delimiter) > 4:
        return None
    columns = {f"c{i}": "VARCHAR" for i in range(dialect.n_columns)}
    source = """read_csv($path, auto_detect := false, header := false, delim := $delim, quote := $quote,
        escape := $escape, skip := $skip, columns := $columns, max_line_size := $line)"""
    return source, {
        "path": str(text.path),
        "delim": dialect.delimiter,
        "quote": dialect.quote,
        "escape": dialect.escape,
        "skip": dialect.skip,
        "columns": columns,
        "line": _MAX_LINE_BYTES,
    }


def read_row_by_row(
    text: TextFile, dialect: Dialect, wanted: int | None, name: str
) -> tuple[pa.Table, tuple[str, ...]]:
    """All rows by Python's csv reader: short rows are filled up, rows that are too long are set aside and counted."""
    csv.field_size_limit(sys.maxsize)
    with text.path.open(encoding="utf-8", newline="") as file:
        for _ in range(dialect.skip):
            file.readline()
        reader = csv.reader(
            file,
            delimiter=dialect.delimiter if len(dialect.delimiter) == 1 else ",",
            quotechar=dialect.quote or None,
            quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
            doublequote=dialect.escape in ("", dialect.quote),
            escapechar=None if dialect.escape in ("", dialect.quote) else dialect.escape,
        )
        try:
            rows = [row for row in islice(reader, wanted) if row]
        except csv.Error as error:
            raise InputError(f"{name} cannot be read as a table: {error} in line {reader.line_num:,}.") from error
    if not rows:
        raise InputError(f"A table needs at least a header row; {name} holds only blank lines. Choose another file.")
    width = _width(rows)
    long = [i for i, row in enumerate(rows) if any(cell.strip() for cell in row[width:])]
    short = sum(len(row) < width for row in rows)
    aside = set(long)
    kept = [row for i, row in enumerate(rows) if i not in aside]
    columns = [pa.array([row[j] if j < len(row) else None for row in kept], pa.string()) for j in range(width)]
    cells = nulls_for_empty(pa.table(columns, names=[f"c{i}" for i in range(width)]))
    return cells, _sentences(short, len(long), width)


def _width(rows: list[list[str]]) -> int:
    """Columns of the table: those of the header row, or of most rows when they have more."""
    usual = Counter(len(row) for row in rows).most_common(1)[0][0]
    return max(len(rows[0]), usual)


def _sentences(short: int, long: int, width: int) -> tuple[str, ...]:
    said = []
    if short:
        said.append(f"{short:,} rows have fewer than {width:,} cells; the missing cells count as empty.")
    if long:
        said.append(f"{long:,} rows have more than {width:,} cells and were set aside.")
    return tuple(said)


def nulls_for_empty(cells: pa.Table) -> pa.Table:
    for i, column in enumerate(cells.columns):
        empty = pc.equal(column, "")
        if pc.any(empty).as_py():
            cells = cells.set_column(i, cells.column_names[i], pc.if_else(empty, pa.scalar(None, pa.string()), column))
    return cells
