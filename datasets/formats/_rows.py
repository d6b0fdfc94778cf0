"""The rows of a CSV file, the header row included: by DuckDB at full speed, or by the parser where it refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from datasets.formats._dialect import Dialect
from datasets.formats._duckdb import connection
from datasets.formats._grammar import Row
from datasets.formats._parser import Parser
from datasets.formats._text import TextFile

# A character that no text holds: one column of prose is cut there, that is nowhere.
_NOWHERE = "\x1e"
# DuckDB holds several buffers at a time, and each has room for 16 such lines unless it is told how large to be. A file
# with a longer line is read by the parser.
_MAX_LINE_BYTES = 16 << 20
_SURVEY_ROWS = 50_000


def read_by_duckdb(text: TextFile, dialect: Dialect, wanted: int | None) -> pa.Table | None:
    """The first `wanted` rows (None: all) as text columns; None when a row does not fit the dialect."""
    if not _fits_duckdb(text, dialect):
        return None
    limit = f" limit {wanted}" if wanted is not None else ""
    with connection() as database:
        try:
            source = f"select * from {_SOURCE}{limit}"
            cells = _nulls_for_empty(database.sql(source, params=_parameters(text, dialect)).to_arrow_table())
        except duckdb.Error:
            return None
    if not cells.num_rows:  # of nothing but blank lines
        return None
    return without_blank_end(cells) if cells.num_columns == 1 else cells


def survey_by_duckdb(
    text: TextFile, dialect: Dialect, is_header: Callable[[pa.Table], npt.NDArray[np.bool_]], n_last: int
) -> tuple[int, int, pa.Table] | None:
    """In one pass over the file: how many rows there are, how many of them `is_header` takes for the header, and the
    last `n_last` rows; None as in `read_by_duckdb`."""
    if not _fits_duckdb(text, dialect):
        return None
    n_rows = n_again = 0
    last: list[pa.Table] = []
    try:
        for chunk in _bare_chunks(text, dialect, _SURVEY_ROWS):
            n_rows += chunk.num_rows
            n_again += int(is_header(chunk).sum())
            last.append(chunk)
            while sum(part.num_rows for part in last[1:]) >= n_last:
                del last[0]
    except (duckdb.Error, pa.ArrowException, OSError):  # Arrow passes on what DuckDB says as an OSError
        return None
    rows = pa.concat_tables(last) if last else pa.table({})
    return n_rows, n_again, _nulls_for_empty(rows.slice(max(rows.num_rows - n_last, 0)))


def chunks_by_duckdb(text: TextFile, dialect: Dialect, chunk_rows: int) -> Iterator[pa.Table]:
    """All rows as text columns, at most `chunk_rows` at a time. Raises duckdb.Error where a row does not fit."""
    return map(_nulls_for_empty, _bare_chunks(text, dialect, chunk_rows))


def _bare_chunks(text: TextFile, dialect: Dialect, chunk_rows: int) -> Iterator[pa.Table]:
    with connection() as database:
        relation = database.sql(f"select * from {_SOURCE}", params=_parameters(text, dialect))
        for batch in relation.to_arrow_reader(chunk_rows):
            yield pa.Table.from_batches([batch])


_SOURCE = """read_csv($path, auto_detect := false, header := false, delim := $delim, quote := $quote, escape := $escape,
    skip := $skip, columns := $columns, max_line_size := $line, buffer_size := $line)"""


def _parameters(text: TextFile, dialect: Dialect) -> dict[str, object]:
    return {
        "path": str(text.path),
        "delim": dialect.cut or _NOWHERE,
        "quote": dialect.quote,
        "escape": dialect.escape if dialect.quote else "",
        "skip": dialect.skip,
        "columns": {f"c{i}": "VARCHAR" for i in range(dialect.n_columns)},
        "line": _MAX_LINE_BYTES,
    }


def _fits_duckdb(text: TextFile, dialect: Dialect) -> bool:
    """DuckDB drops a backslash that escapes nothing, reads the wrong lines where line ends differ, and skips a quoted
    title of two lines as one."""
    split_title = dialect.quote and any(line.text.count(dialect.quote) % 2 for line in dialect.above)
    fits = not text.mixed_line_ends and len(dialect.cut.encode()) <= 4 and not dialect.grammar.own_escape
    return fits and not split_title


def parsed_rows(text: TextFile, dialect: Dialect) -> Iterator[Row]:
    """All rows one by one, blank lines (rows without cells) included, with the lines they begin in."""
    with text.path.open(encoding="utf-8", newline="") as file:
        for _ in range(dialect.skip):
            file.readline()
        width = dialect.n_columns if dialect.cut else 1
        yield from Parser(file, dialect.grammar, width, dialect.skip + 1)


def without_blank_end(cells: pa.Table) -> pa.Table:
    """The cells of one column without the blank lines at the end of the file."""
    n_rows = cells.num_rows
    while n_rows and not cells.column(0)[n_rows - 1].is_valid:
        n_rows -= 1
    return cells.slice(0, n_rows)


def _nulls_for_empty(cells: pa.Table) -> pa.Table:
    columns = []
    for column in cells.columns:
        empty = pc.equal(column, "")
        has_empty = pc.any(empty).as_py()
        columns.append(pc.if_else(empty, pa.scalar(None, pa.string()), column) if has_empty else column)
    return pa.table(columns, names=cells.column_names)
