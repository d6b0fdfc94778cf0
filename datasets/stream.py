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
from datasets.read import choose_format, plain_types, read_cells, unique_names
from datasets.record import Flow, ReadOptions, ReadRecord, Source


@dataclass(frozen=True)
class Stream:
    """A table that is read chunk by chunk; `record.n_rows` counts the rows of all `chunks`, which can be taken once."""

    names: tuple[str, ...]
    record: ReadRecord
    chunks: Iterator[pa.Table]


@contextmanager
def stream(
    source: str | Path | BinaryIO, *, name: str | None = None, options: ReadOptions | None = None, chunk_rows: int
) -> Iterator[Stream]:
    """Opens a file as a Stream while the block runs; a format that cannot be read in chunks, and a folder,
    is read whole.

    Raises InputError with a sentence, like `read`, here or from `chunks`.
    """
    with opened(source, name) as file:
        asked = options or ReadOptions()
        form = None if file.path.is_dir() else choose_format(file)
        flow = form.stream(file, asked, chunk_rows) if form and form.stream else None
        name, flow = (form.name, flow) if form and flow else _whole(file, asked, chunk_rows)
        names, sentences = unique_names(list(flow.names))
        said = (*flow.sentences, *sentences)
        record = ReadRecord(name, flow.assumed, said, flow.n_rows, flow.repaired, flow.aside, flow.rows_aside)
        yield Stream(names, record, _named(flow.chunks, names, file.name))


def _whole(file: Source, options: ReadOptions, chunk_rows: int) -> tuple[str, Flow]:
    name, reading = read_cells(file, options, None)
    cells = reading.cells
    chunks = (cells.slice(start, chunk_rows) for start in range(0, cells.num_rows, chunk_rows))
    return name, Flow(
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
