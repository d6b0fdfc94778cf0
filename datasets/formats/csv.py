"""CSV and its relatives (TSV, semicolons, pipes): DuckDB finds the dialect and reads; what it refuses goes row by row.

Every cell stays the text it is in the file; nothing is lost without a sentence that says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from datasets.errors import InputError
from datasets.formats._dialect import Dialect, find_dialect
from datasets.formats._header import MAX_REPEAT_SHARE, MAX_TITLE_ROWS, Header, find_header, repeats_header
from datasets.formats._rows import chunks_by_duckdb, count_by_duckdb, read_by_duckdb, read_row_by_row
from datasets.formats._text import TextFile, as_utf8
from datasets.record import MAX_COLUMNS, Flow, Format, Reading, ReadOptions, Source, too_many_columns

_HEAD_ROWS = 2000


def read_csv(source: Source, options: ReadOptions, max_rows: int | None) -> Reading:
    """The cells as text; the names as in the header row. Raises InputError when the file is no table."""
    text, converted = as_utf8(source, options.encoding)
    dialect = _dialect(text, options, source.name)
    wanted = None if max_rows is None else max_rows + 1 + max(options.header_row or 0, MAX_TITLE_ROWS)
    cells = read_by_duckdb(text, dialect, wanted)
    lengths: tuple[str, ...] = ()
    if cells is None:
        cells, lengths = read_row_by_row(text, dialect, wanted, source.name)
    if not cells.num_rows:
        raise InputError(f"A table needs at least a header row; {source.name} holds blank lines only.")
    header = find_header(cells, options.header_row)
    body = cells.slice(header.n_rows)
    again = repeats_header(body, header)
    n_again = int(again.sum())
    if may_drop := 0 < n_again <= MAX_REPEAT_SHARE * body.num_rows:
        body = body.filter(pa.array(~again))
    return Reading(
        body.slice(0, max_rows).rename_columns(list(header.names)),
        _assumed(text, dialect, header),
        (*converted, *_comments(dialect), *lengths, *header.sentences, *_repeats(n_again if may_drop else 0)),
    )


def stream_csv(source: Source, options: ReadOptions, chunk_rows: int) -> Flow | None:
    """The same cells in chunks of rows; None when the file has to be read row by row, or is one column wide."""
    text, converted = as_utf8(source, options.encoding)
    dialect = _dialect(text, options, source.name)
    head = read_by_duckdb(text, dialect, _HEAD_ROWS + (options.header_row or 0))
    if head is None or head.num_columns == 1 or not head.num_rows:
        return None
    header = find_header(head, options.header_row)
    counted = count_by_duckdb(text, dialect, header.names if header.can_repeat else ())
    if counted is None:
        return None
    n_body = counted[0] - header.n_rows
    n_again = counted[1] - 1 if header.can_repeat else 0
    drops = 0 < n_again <= MAX_REPEAT_SHARE * n_body
    return Flow(
        names=header.names,
        n_rows=n_body - (n_again if drops else 0),
        chunks=_body_chunks(chunks_by_duckdb(text, dialect, chunk_rows), header, drops),
        assumed=_assumed(text, dialect, header),
        sentences=(*converted, *_comments(dialect), *header.sentences, *_repeats(n_again if drops else 0)),
    )


def _body_chunks(chunks: Iterator[pa.Table], header: Header, drops: bool) -> Iterator[pa.Table]:
    above = header.n_rows
    for chunk in chunks:
        body = chunk.slice(above)
        above = max(above - chunk.num_rows, 0)
        if drops:
            body = body.filter(pa.array(~repeats_header(body, header)))
        yield body.rename_columns(list(header.names))


def _dialect(text: TextFile, options: ReadOptions, name: str) -> Dialect:
    dialect = find_dialect(text, options)
    if dialect.n_columns > MAX_COLUMNS:
        raise InputError(too_many_columns(name, dialect.n_columns))
    return dialect


def _assumed(text: TextFile, dialect: Dialect, header: Header) -> dict[str, Any]:
    return {
        "delimiter": dialect.delimiter,
        "quote": dialect.quote,
        "escape": dialect.escape,
        "encoding": "utf-8" if text.encoding == "utf-8-sig" else text.encoding,
        "header": header.present,
        "header_row": header.n_rows if header.present else 0,
        "comment_lines": dialect.skip,
    }


def _comments(dialect: Dialect) -> tuple[str, ...]:
    if not dialect.skip:
        return ()
    lines = "1 comment line" if dialect.skip == 1 else f"{dialect.skip} comment lines"
    return (f"{lines} at the top left out.",)


def _repeats(n: int) -> tuple[str, ...]:
    if not n:
        return ()
    rows = "1 row repeats" if n == 1 else f"{n:,} rows repeat"
    return (f"{rows} the header and {'was' if n == 1 else 'were'} set aside.",)


FORMAT = Format(
    name="csv",
    title="CSV",
    suffixes=(".csv", ".tsv", ".tab", ".txt", ".psv", ".data"),
    recognises=lambda _: False,
    read=read_csv,
    stream=stream_csv,
)
