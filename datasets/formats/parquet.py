"""Parquet files: columns keep the types they are stored in."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from datasets.errors import InputError
from datasets.reading import Flow, Format, Reading, Source
from datasets.record import ReadOptions

MAGIC = b"PAR1"


def read_parquet(source: Source, options: ReadOptions, max_rows: int | None) -> Reading:
    """All columns, or the first `max_rows` rows of them. Raises InputError when the file is damaged or locked."""
    del options  # nothing about a Parquet file is assumed
    try:
        with pq.ParquetFile(source.path) as file:
            cells = file.read() if max_rows is None else _first(file, max_rows)
    except (pa.ArrowException, OSError, NotImplementedError) as error:
        raise InputError(
            f"{source.name} is a damaged Parquet file, or one of a kind that cannot be read. Get a fresh copy."
        ) from error
    if not cells.num_columns:
        raise InputError(f"A table needs at least one column; {source.name} has none.")
    return Reading(cells.replace_schema_metadata(None), {})


def stream_parquet(source: Source, options: ReadOptions, chunk_rows: int) -> Flow:
    """The same columns in chunks of rows."""
    head = read_parquet(source, options, 1).cells
    with pq.ParquetFile(source.path) as file:
        n_rows = file.metadata.num_rows
    return Flow(tuple(head.column_names), n_rows, _chunks(source, chunk_rows), {})


def _chunks(source: Source, chunk_rows: int) -> Iterator[pa.Table]:
    with pq.ParquetFile(source.path) as file:
        for batch in file.iter_batches(batch_size=chunk_rows):
            yield pa.Table.from_batches([batch]).replace_schema_metadata(None)


def _first(file: pq.ParquetFile, n: int) -> pa.Table:
    batches, rows = [], 0
    for batch in file.iter_batches(batch_size=max(1, min(n, 1 << 16))):
        if rows >= n:
            break
        batches.append(batch)
        rows += batch.num_rows
    return pa.Table.from_batches(batches, schema=file.schema_arrow).slice(0, n)


FORMAT = Format(
    name="parquet",
    title="Parquet",
    suffixes=(".parquet", ".pq"),
    recognises=lambda head: head.startswith(MAGIC),
    read=read_parquet,
    stream=stream_parquet,
)
