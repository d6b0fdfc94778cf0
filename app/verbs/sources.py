"""What can be imported: a file by its path, an upload (its name and its content), or what a database answers."""

from __future__ import annotations

import io
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

if TYPE_CHECKING:
    from datasets.databases import Address
    from datasets.record import ReadOptions
    from datasets.table import Table

Upload = tuple[str, bytes | BinaryIO]
Source: TypeAlias = "str | Path | Upload | Address"


def read_source(source: Source, options: ReadOptions | None, max_rows: int | None = None) -> Table:
    """The table in a source. Raises InputError when it cannot be read as one."""
    from datasets.read import read

    if not isinstance(source, tuple):
        return read(source, options=options, max_rows=max_rows)
    name, content = source
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    stream.seek(0)
    return read(stream, name=name, options=options, max_rows=max_rows)


def name_of(source: Source, options: ReadOptions | None = None) -> str:
    """The file's name, without folders; of a database the name of the table, else its own."""
    from datasets.query import Address, resolved

    found = resolved(source)
    if isinstance(found, Address):
        return (options.table if options else None) or found.name
    return Path(found[0] if isinstance(found, tuple) else found).name


def size_of(source: Source) -> int | None:
    """The file's size in bytes, of a folder that of its files; None when it cannot be told."""
    if isinstance(source, str | Path):
        path = Path(source)
        with suppress(OSError):
            files = path.iterdir() if path.is_dir() else [path]
            return sum(file.stat().st_size for file in files if not file.is_dir())
        return None
    if not isinstance(source, tuple):
        return None
    return len(source[1]) if isinstance(source[1], bytes) else source[1].seek(0, io.SEEK_END)
