"""CSV and its relatives (TSV, semicolons, pipes): DuckDB finds the dialect and reads; what it refuses goes row by row.

Every cell stays the text it is in the file; nothing is lost without a sentence that says so.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from datasets.formats._dialect import Dialect, find_dialect
from datasets.formats._header import find_header
from datasets.formats._rows import flow_by_duckdb, read_by_duckdb, read_row_by_row
from datasets.formats._text import as_utf8
from datasets.record import Flow, Format, Reading, ReadOptions, Source


def read_csv(source: Source, options: ReadOptions, max_rows: int | None) -> Reading:
    """The cells as text; the names as in the header row. Raises InputError when the file is no table."""
    text, sentences = as_utf8(source, options.encoding)
    dialect = find_dialect(text, options)
    wanted = None if max_rows is None else max_rows + 1 + (options.header_row or 0)
    cells = None if text.mixed_line_ends else read_by_duckdb(text, dialect, wanted)
    said: tuple[str, ...] = ()
    if cells is None:
        cells, said = read_row_by_row(text, dialect, wanted, source.name)
    header = find_header(cells, options.header_row)
    body = cells.slice(header.n_rows_above + 1 if header.present else header.n_rows_above, max_rows)
    assumed = _assumed(dialect, text.encoding, header.present, header.n_rows_above)
    return Reading(body.rename_columns(list(header.names)), assumed, (*sentences, *said, *header.sentences))


def stream_csv(source: Source, options: ReadOptions, chunk_rows: int) -> Flow | None:
    """The same cells in chunks of rows; None when DuckDB refuses a row and the file must be read row by row."""
    text, sentences = as_utf8(source, options.encoding)
    dialect = find_dialect(text, options)
    flow = None if text.mixed_line_ends else flow_by_duckdb(text, dialect, chunk_rows)
    if flow is None:
        return None
    n_rows, head, chunks = flow
    header = find_header(head, options.header_row)
    above = header.n_rows_above + 1 if header.present else header.n_rows_above
    return Flow(
        names=header.names,
        n_rows=max(n_rows - above, 0),
        chunks=(chunk.rename_columns(list(header.names)) for chunk in _without_first(chunks, above)),
        assumed=_assumed(dialect, text.encoding, header.present, header.n_rows_above),
        sentences=(*sentences, *header.sentences),
    )


def _without_first(chunks: Iterator[pa.Table], n: int) -> Iterator[pa.Table]:
    for chunk in chunks:
        yield chunk.slice(n)
        n = max(n - chunk.num_rows, 0)


def _assumed(dialect: Dialect, encoding: str, header: bool, above: int) -> dict[str, object]:
    return {
        "delimiter": dialect.delimiter,
        "quote": dialect.quote,
        "escape": dialect.escape,
        "encoding": "utf-8" if encoding == "utf-8-sig" else encoding,
        "header": header,
        "header_row": dialect.skip + above + 1 if header else 0,
    }


FORMAT = Format(
    name="csv",
    title="CSV",
    suffixes=(".csv", ".tsv", ".tab", ".txt", ".psv", ".data"),
    recognises=lambda _: False,
    read=read_csv,
    stream=stream_csv,
)
