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

from datasets import unnamed
from datasets.atomic import write_atomically
from datasets.errors import EaselError


def mapped(path: str | Path) -> pa.Table:
    """The table in an Arrow IPC file; its cells are read from the file when somebody looks at them."""
    with pa.memory_map(str(path)) as source:
        return pa.ipc.open_file(source).read_all()


def save_mapped(table: pa.Table, path: str | Path, compression: str | None = None) -> None:
    """Writes the Arrow IPC file that `mapped` reads; where the cells of the table lie in a file without a name, on the
    same disk, that file gets this one. Raises EaselError (disk full ...)."""
    if compression is None and unnamed.named(table, Path(path)):
        return
    options = pa.ipc.IpcWriteOptions(compression=compression)

    def write(file: BinaryIO) -> None:
        with pa.ipc.new_file(file, table.schema, options=options) as writer:
            writer.write_table(table)

    write_atomically(path, write)


def on_disk(chunks: Iterator[pa.Table]) -> pa.Table | None:
    """All chunks (of one schema) as one table, which needs no more memory than a chunk; None when there is no chunk.

    The file lies in the folder for temporary files and goes when the table goes, unless it is saved. Raises EaselError
    when the disk is full.
    """
    first = next(chunks, None)
    if first is None:
        return None
    handle, path = _opened()
    try:
        with os.fdopen(handle, "wb") as file:
            with pa.ipc.new_file(file, unnamed.with_room(first.schema)) as writer:
                for chunk in chain([first], chunks):
                    writer.write_table(chunk)
            file.flush()
            cells = unnamed.mapped(file.fileno()) if path is None else mapped(path)
        return cells.replace_schema_metadata(None)
    except OSError as error:
        raise EaselError(f"The table could not be put on disk: {error.strerror or error}. Free some space.") from error
    finally:
        if path is not None:
            with suppress(OSError):  # where a file that is mapped cannot be removed, the system cleans that folder
                path.unlink()


def _opened() -> tuple[int, Path | None]:
    """A new file in the folder for temporary files, with its path where it has one."""
    handle = unnamed.opened(Path(tempfile.gettempdir()))
    if handle is not None:
        return handle, None
    handle, name = tempfile.mkstemp(prefix="easel-table-", suffix=".arrow")
    return handle, Path(name)
