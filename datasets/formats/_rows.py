"""The rows of a CSV file, the header row included: by DuckDB at full speed, or one by one where it refuses."""

from __future__ import annotations

import csv
import math
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
from datasets.record import MAX_COLUMNS, too_many_columns

# Rows longer than the others are set aside while they are at most this share; beyond it the table gets wider.
MAX_ASIDE_SHARE = 0.2
_MAX_LINE_BYTES = 64 << 20


def read_by_duckdb(text: TextFile, dialect: Dialect, wanted: int | None) -> pa.Table | None:
    """The first `wanted` rows (None: all) as text columns; None when a row does not fit the dialect."""
    if not _fits_duckdb(text, dialect):
        return None
    limit = f" limit {wanted}" if wanted is not None else ""
    with duckdb.connect() as connection:
        try:
            source = f"select * from {_SOURCE}{limit}"
            return _tidy(connection.sql(source, params=_parameters(text, dialect)).to_arrow_table())
        except duckdb.Error:
            return None


def count_by_duckdb(text: TextFile, dialect: Dialect, names: tuple[str, ...]) -> tuple[int, int] | None:
    """How many rows there are, and how many of them are these names word for word; None as in `read_by_duckdb`."""
    if not _fits_duckdb(text, dialect):
        return None
    given = {f"n{i}": name for i, name in enumerate(names)}
    same = " and ".join(f"c{i} = $n{i}" for i in range(len(names))) or "false"
    with duckdb.connect() as connection:
        try:
            query = f"select count(*), count(*) filter (where {same}) from {_SOURCE}"
            found = connection.execute(query, {**_parameters(text, dialect), **given}).fetchone()
        except duckdb.Error:
            return None
    return (int(found[0]), int(found[1])) if found else None


def chunks_by_duckdb(text: TextFile, dialect: Dialect, chunk_rows: int) -> Iterator[pa.Table]:
    """All rows as text columns, at most `chunk_rows` at a time. Raises duckdb.Error where a row does not fit."""
    with duckdb.connect() as connection:
        relation = connection.sql(f"select * from {_SOURCE}", params=_parameters(text, dialect))
        for batch in relation.to_arrow_reader(chunk_rows):
            yield _nulls_for_empty(pa.Table.from_batches([batch]))


_SOURCE = """read_csv($path, auto_detect := false, header := false, delim := $delim, quote := $quote, escape := $escape,
    skip := $skip, columns := $columns, max_line_size := $line)"""


def _parameters(text: TextFile, dialect: Dialect) -> dict[str, object]:
    return {
        "path": str(text.path),
        "delim": dialect.cut,
        "quote": dialect.quote,
        "escape": dialect.escape if dialect.quote else "",
        "skip": dialect.skip,
        "columns": {f"c{i}": "VARCHAR" for i in range(dialect.n_columns)},
        "line": _MAX_LINE_BYTES,
    }


def _fits_duckdb(text: TextFile, dialect: Dialect) -> bool:
    return not text.mixed_line_ends and len(dialect.cut.encode()) <= 4


def read_row_by_row(
    text: TextFile, dialect: Dialect, wanted: int | None, name: str
) -> tuple[pa.Table, tuple[str, ...]]:
    """The first `wanted` rows by Python's csv reader, and what to say about rows of an unusual length.

    Short rows are filled up with empty cells; longer rows are set aside. Raises InputError when nothing is left.
    """
    try:
        rows = list(islice(_rows(text, dialect), wanted))
    except csv.Error as error:
        raise InputError(f"{name} cannot be read as a table: {error}. Check its quotes.") from error
    width = _width(rows)
    if width > MAX_COLUMNS:
        raise InputError(too_many_columns(name, width))
    if width > 1:
        rows = [row for row in rows if row]
    rows, shifted = _with_row_names(rows, width)
    width = min(width, max((len(row) for row in rows), default=1)) or 1
    kept = [row for row in rows if not any(cell.strip() for cell in row[width:])]
    short = sum(len(row) < width for row in kept) if width > 1 else 0
    columns = [pa.array([row[j] if j < len(row) else None for row in kept], pa.string()) for j in range(width)]
    cells = pa.table(columns, names=[f"c{i}" for i in range(width)])
    return _tidy(cells), (*shifted, *_sentences(short, len(rows) - len(kept), width))


def _rows(text: TextFile, dialect: Dialect) -> Iterator[list[str]]:
    csv.field_size_limit(sys.maxsize)
    own_escape = dialect.escape not in ("", dialect.quote)
    with text.path.open(encoding="utf-8", newline="") as file:
        for _ in range(dialect.skip):
            file.readline()
        yield from csv.reader(
            file,
            delimiter=dialect.cut if len(dialect.cut) == 1 else "\t",
            quotechar=dialect.quote or None,
            quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
            doublequote=not own_escape,
            escapechar=dialect.escape if own_escape else None,
        )


def _width(rows: list[list[str]]) -> int:
    """Columns of the table: the length of most rows, or of the first row when that is longer; more when too many
    rows would have to be set aside."""
    lengths = sorted(len(row) for row in rows if row)
    if not lengths:
        return 1
    enough = lengths[math.ceil(len(lengths) * (1 - MAX_ASIDE_SHARE)) - 1]
    return max(len(rows[0]), Counter(lengths).most_common(1)[0][0], enough)


def _with_row_names(rows: list[list[str]], width: int) -> tuple[list[list[str]], tuple[str, ...]]:
    """A header that is one cell short, above rows of one length, has no name for the first column (R writes so)."""
    below = rows[1:]
    if len(below) < 2 or len(rows[0]) != width - 1 or any(len(row) != width for row in below):
        return rows, ()
    if not any(row[-1].strip() for row in below):
        return [rows[0], *(row[:-1] for row in below)], ("Every row ends in a delimiter, which was left out.",)
    said = "The header has one name fewer than the rows have cells; the first column is taken for row names."
    return [["", *rows[0]], *below], (said,)


def _sentences(short: int, long: int, width: int) -> tuple[str, ...]:
    said = []
    if short:
        rows = "1 row has" if short == 1 else f"{short:,} rows have"
        said.append(f"{rows} fewer than {width:,} cells; what is not there counts as empty.")
    if long:
        rows = "1 row has" if long == 1 else f"{long:,} rows have"
        said.append(f"{rows} more than {width:,} cells and {'was' if long == 1 else 'were'} set aside.")
    return tuple(said)


def _tidy(cells: pa.Table) -> pa.Table:
    """Empty texts as nulls; without the blank lines at the end of a file of one column."""
    n_rows = cells.num_rows
    cells = _nulls_for_empty(cells)
    while cells.num_columns == 1 and n_rows and not cells.column(0)[n_rows - 1].is_valid:
        n_rows -= 1
    return cells.slice(0, n_rows)


def _nulls_for_empty(cells: pa.Table) -> pa.Table:
    columns = []
    for column in cells.columns:
        empty = pc.equal(column, "")
        has_empty = pc.any(empty).as_py()
        columns.append(pc.if_else(empty, pa.scalar(None, pa.string()), column) if has_empty else column)
    return pa.table(columns, names=cells.column_names)
