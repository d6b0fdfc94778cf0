"""Arrow and Feather files: an IPC file or stream; columns keep the types they are stored in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa

from datasets.errors import InputError
from datasets.reading import Flow, Format, Reading, Source
from datasets.record import ReadOptions

FILE, STREAM, FEATHER_1 = b"ARROW1", b"\xff\xff\xff\xff", b"FEA1"


def read_arrow(source: Source, options: ReadOptions, max_rows: int | None) -> Reading:
    """All columns, or the first `max_rows` rows of them. Raises InputError when the file is damaged."""
    del options  # nothing about an Arrow file is assumed
    with _told(source):
        batches = _batches(source)
        schema = next(batches).schema
        kept, n = [], 0
        for batch in batches:
            kept.append(batch if max_rows is None else batch.slice(0, max_rows - n))
            n += kept[-1].num_rows
            if n == max_rows:
                break
        cells = pa.Table.from_batches(kept, schema)
    return Reading(_checked(cells, source), {})


def stream_arrow(source: Source, options: ReadOptions, chunk_rows: int) -> Flow:
    """The same columns in chunks of rows."""
    head = read_arrow(source, options, 1).cells
    with _told(source):
        n_rows = sum(batch.num_rows for batch in _batches(source))
    return Flow(tuple(head.column_names), n_rows, _chunks(source, chunk_rows), {})


def _chunks(source: Source, chunk_rows: int) -> Iterator[pa.Table]:
    for batch in _batches(source):
        for start in range(0, batch.num_rows, chunk_rows):
            yield pa.Table.from_batches([batch.slice(start, chunk_rows)]).replace_schema_metadata(None)


def _batches(source: Source) -> Iterator[pa.RecordBatch]:
    """The batches of rows, an empty one first, which has the schema."""
    if source.head.startswith(FEATHER_1):
        from pyarrow import feather

        table = feather.read_table(source.path)
        yield from (pa.RecordBatch.from_pylist([], schema=table.schema), *table.to_batches())
        return
    with pa.memory_map(str(source.path)) as file:
        reader = pa.ipc.open_file(file) if source.head.startswith(FILE) else pa.ipc.open_stream(file)
        yield pa.RecordBatch.from_pylist([], schema=reader.schema)
        if isinstance(reader, pa.ipc.RecordBatchFileReader):
            yield from (reader.get_batch(i) for i in range(reader.num_record_batches))
        else:
            yield from reader


@contextmanager
def _told(source: Source) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError, NotImplementedError) as error:
        raise InputError(
            f"{source.name} is a damaged Arrow file, or one of a kind that cannot be read. Get a fresh copy."
        ) from error


def _checked(cells: pa.Table, source: Source) -> pa.Table:
    if not cells.num_columns:
        raise InputError(f"A table needs at least one column; {source.name} has none.")
    return cells.replace_schema_metadata(None)


FORMAT = Format(
    name="arrow",
    title="Arrow",
    suffixes=(".arrow", ".feather", ".ipc", ".arrows"),
    recognises=lambda head: head.startswith((FILE, STREAM, FEATHER_1)),
    read=read_arrow,
    stream=stream_arrow,
)
