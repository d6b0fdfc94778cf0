"""Bytes to chunks of rows: the cells that `read` would give, without holding the whole table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import duckdb
import pyarrow as pa

from datasets.errors import InputError
from datasets.opening import opened
from datasets.query import Address, read_database, resolved
from datasets.read import check_options, choose_format, plain_types, read_cells, unique_names
from datasets.reading import Flow, Reading, Source
from datasets.record import ReadOptions, ReadRecord


@dataclass(frozen=True)
class Stream:
    """A table that is read chunk by chunk; `record.n_rows` counts the rows of all `chunks`, which can be taken once."""

    names: tuple[str, ...]
    record: ReadRecord
    chunks: Iterator[pa.Table]


@contextmanager
def stream(
    source: str | Path | BinaryIO | Address,
    *,
    name: str | None = None,
    options: ReadOptions | None = None,
    chunk_rows: int,
) -> Iterator[Stream]:
    """Opens a file as a Stream while the block runs; a format that cannot be read in chunks, a folder, and what a
    database answers is read whole.

    Raises InputError with a sentence, like `read`, here or from `chunks`.
    """
    asked = options or ReadOptions()
    source = resolved(source)
    if isinstance(source, Address):
        form, reading = read_database(source, asked, None)
        yield _stream(form, _sliced(reading, chunk_rows), asked, source.name)
        return
    with opened(source, name) as file:
        form, flow = _flow(file, asked, chunk_rows)
        yield _stream(form, flow, asked, file.name)


def _stream(form: str, flow: Flow, asked: ReadOptions, name: str) -> Stream:
    names, sentences = unique_names(list(flow.names))
    record = ReadRecord.of(form, flow, sentences, flow.n_rows, asked)
    return Stream(names, record, _named(flow.chunks, names, name))


def _flow(file: Source, asked: ReadOptions, chunk_rows: int) -> tuple[str, Flow]:
    form = None if file.path.is_dir() else choose_format(file)
    if form is not None and form.stream is not None:
        check_options(form, file.name, asked)
        flow = form.stream(file, asked, chunk_rows)
        if flow is not None:
            return form.name, flow
    name, reading = read_cells(file, asked, None)
    return name, _sliced(reading, chunk_rows)


def _sliced(reading: Reading, chunk_rows: int) -> Flow:
    cells = reading.cells
    chunks = (cells.slice(start, chunk_rows) for start in range(0, cells.num_rows, chunk_rows))
    return Flow(
        tuple(cells.column_names),
        cells.num_rows,
        chunks,
        reading.assumed,
        reading.sentences,
        reading.repaired,
        reading.aside,
        reading.rows_aside,
    )


def _named(chunks: Iterator[pa.Table], names: tuple[str, ...], file: str) -> Iterator[pa.Table]:
    try:
        for chunk in chunks:
            yield plain_types(chunk).rename_columns(list(names))
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        raise InputError(f"{file} cannot be read to its end: {error}. Get a fresh copy.") from error
