"""What a format is given to read, and what it makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from datasets.record import ReadOptions, SetAside
from datasets.telling import Tell, nobody


@dataclass(frozen=True)
class Source:
    """A file ready to be read: unpacked, on disk at `path`; `name` is what the user calls it; `head` its first bytes.
    `workspace` is a folder for intermediate files, removed after reading; `tell` hears how much of it is read."""

    path: Path
    name: str
    head: bytes
    workspace: Path
    tell: Tell = nobody

    @property
    def suffix(self) -> str:
        return Path(self.name).suffix.lower()


@dataclass(frozen=True)
class Reading:
    """What a format makes of a source: the cells as read, with the file's own column names (blank and double ones
    included), the assumptions, the sentences, and what was repaired and set aside as in `ReadRecord`."""

    cells: pa.Table
    assumed: dict[str, Any]
    sentences: tuple[str, ...] = ()
    repaired: dict[str, int] = field(default_factory=dict)
    aside: dict[str, int] = field(default_factory=dict)
    rows_aside: tuple[SetAside, ...] = ()


@dataclass(frozen=True)
class Flow:
    """A source in chunks of rows, the cells as in `Reading`; `n_rows` counts the rows of all `chunks`."""

    names: tuple[str, ...]
    n_rows: int
    chunks: Iterator[pa.Table]
    assumed: dict[str, Any]
    sentences: tuple[str, ...] = ()
    repaired: dict[str, int] = field(default_factory=dict)
    aside: dict[str, int] = field(default_factory=dict)
    rows_aside: tuple[SetAside, ...] = ()


@dataclass(frozen=True)
class Format:
    """A kind of file. `recognises(head)` looks at the first bytes; `read(source, options, max_rows)` reads.

    `stream(source, options, chunk_rows)` gives the same cells in chunks, or None when this file has to be read whole.
    `spool(source, options, chunk_rows)` reads a large file with its cells on disk, quicker than by its stream; None:
    not this file.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    recognises: Callable[[bytes], bool]
    read: Callable[[Source, ReadOptions, int | None], Reading]
    stream: Callable[[Source, ReadOptions, int], Flow | None] | None = None
    spool: Callable[[Source, ReadOptions, int], Reading | None] | None = None


__all__ = ["Flow", "Format", "Reading", "Source"]
