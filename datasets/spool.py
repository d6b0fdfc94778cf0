"""Cells on disk instead of in memory: chunks or a table go in, a table that is mapped from a file comes out."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from datasets.atomic import write_atomically
from datasets.errors import EaselError


def mapped(path: str | Path) -> pa.Table:
    """The table in an Arrow IPC file; its cells are read from the file when somebody looks at them."""
    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all()


def save_mapped(table: pa.Table, path: str | Path, compression: str | None = None) -> None:
    """Writes the Arrow IPC file that `mapped` reads. Raises EaselError (disk full ...)."""
    options = pa.ipc.IpcWriteOptions(compression=compression)

    def write(file: BinaryIO) -> None:
        with pa.ipc.new_file(file, table.schema, options=options) as writer:
            writer.write_table(table)

    write_atomically(path, write)


def on_disk(chunks: Iterator[pa.Table]) -> pa.Table | None:
    """All chunks (of one schema) as one table, which needs no more memory than a chunk; None when there is no chunk.

    The file lies in the folder for temporary files and goes when the table goes. Raises EaselError when the disk is
    full.
    """
    first = next(chunks, None)
    if first is None:
        return None
    handle, name = tempfile.mkstemp(prefix="easel-table-", suffix=".arrow")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file, pa.ipc.new_file(file, first.schema) as writer:
            for chunk in chain([first], chunks):
                writer.write_table(chunk)
        return mapped(path)
    except OSError as error:
        raise EaselError(f"The table could not be put on disk: {error.strerror or error}. Free some space.") from error
    finally:
        with suppress(OSError):  # where a file that is mapped cannot be removed, that folder is cleaned by the system
            path.unlink()
