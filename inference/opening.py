"""The rows of a table to predict, chunk by chunk, read like the file that the model was built from where that fits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from datasets.databases import Address
from datasets.errors import InputError
from datasets.opening import opened
from datasets.query import resolved
from datasets.read import read
from datasets.record import ReadOptions
from datasets.replay import found_before, needs_no_replay, replayed
from datasets.replay_guesses import Seen
from datasets.stream import Stream, stream
from datasets.table import Table
from inference.manifest import Manifest
from inference.pool import processors

CHUNK_ROWS = 16_384
CHUNK_CELLS = 1_000_000  # wide tables go in smaller chunks
CHUNK_BYTES = 32 << 20  # and so do long texts
LEAST_ROWS = 1_000
NAME_ROWS = 20  # enough to see what the columns are called

FileSource = str | Path | BinaryIO | Table | Address


@contextmanager
def open_rows(
    manifest: Manifest, source: FileSource, name: str | None, options: ReadOptions | None, chunk_rows: int | None
) -> Iterator[Stream]:
    """The rows of a file, a database or a table. Without `chunk_rows` the chunks are of a size that suits the table, so
    that every core gets some. Raises InputError when it cannot be read, here or from the chunks."""
    if isinstance(source, Table):
        n = chunk_rows or _fitting(source.cells, _even_rows(source.n_rows))
        yield Stream(source.names, source.record, _split(source.cells, n))
        return
    with _streamed(manifest, source, name, options or ReadOptions(), chunk_rows or CHUNK_ROWS) as found:
        most = _even_rows(found.record.n_rows)
        parts = (part for chunk in found.chunks for part in _split(chunk, chunk_rows or _fitting(chunk, most)))
        yield Stream(found.names, found.record, parts)


@contextmanager
def _streamed(
    manifest: Manifest, source: str | Path | BinaryIO | Address, name: str | None, asked: ReadOptions, chunk_rows: int
) -> Iterator[Stream]:
    source = resolved(source)
    if isinstance(source, Address):
        with stream(source, name=name, options=asked, chunk_rows=chunk_rows) as found:
            yield found
        return
    before, seen = ReadOptions.from_dict(manifest.reading), found_before(manifest.reading)
    with opened(source, name) as file, ExitStack() as stack:
        if asked.filled_from(before) == asked:
            opening = stream(file.path, name=file.name, options=asked, chunk_rows=chunk_rows)
            if (settled := _settled(stack, manifest, opening)) is not None:
                yield settled
                return

        def look(options: ReadOptions) -> Seen:
            return Seen.of(read(file.path, name=file.name, options=options, max_rows=NAME_ROWS))

        options, said = replayed(asked, before, seen, manifest.asked_names, look)
        with stream(file.path, name=file.name, options=options, chunk_rows=chunk_rows) as found:
            yield replace(found, record=replace(found.record, sentences=(*said, *found.record.sentences)))


def _settled(stack: ExitStack, manifest: Manifest, opening: AbstractContextManager[Stream]) -> Stream | None:
    """A file that is read well on its own, opened; None where what was found in the training file may help."""
    with ExitStack() as tried:
        try:
            found = tried.enter_context(opening)
        except InputError:  # told when it cannot be read as before either
            return None
        seen = Seen(found.names, found.record.n_rows, found.record.assumed)
        if needs_no_replay(seen, found_before(manifest.reading), manifest.asked_names):
            stack.push(tried.pop_all())
            return found
    return None


def _split(chunk: pa.Table, n: int) -> Iterator[pa.Table]:
    return (chunk.slice(start, n) for start in range(0, chunk.num_rows, n))


def _fitting(cells: pa.Table, most: int) -> int:
    """How many rows of a table as wide as this one, with texts as long, make a chunk."""
    by_width: int = min(most, max(LEAST_ROWS, CHUNK_CELLS // max(cells.num_columns, 1)))
    by_bytes: int = int(CHUNK_BYTES * cells.num_rows / max(cells.nbytes, 1))
    return max(1, min(by_width, by_bytes))


def _even_rows(n_rows: int) -> int:
    """Rows of a chunk when a table of so many rows gives every core some."""
    return max(LEAST_ROWS, min(CHUNK_ROWS, -(-n_rows // processors())))
