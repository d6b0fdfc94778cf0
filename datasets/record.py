"""What may be asked of a reader, and what it says it did."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

MAX_COLUMNS = 10_000


def too_many_columns(name: str, n: int) -> str:
    """The sentence for a table that is too wide."""
    return f"A table may have {MAX_COLUMNS:,} columns at most; {name} has {n:,}. Leave some of them out."


@dataclass(frozen=True)
class ReadOptions:
    """What the analyst fixes; None leaves it to the reader.

    `header_row` counts from 1, as spreadsheets do; 0 says that there is no header. `quote` "" says that quote
    characters are ordinary text. `sheet` is the name of an Excel sheet. `decimal` is the mark of all numbers, "." or
    ","; `day_first` says of dates such as 03/04/2021 whether the day comes before the month.
    """

    delimiter: str | None = None
    quote: str | None = None
    encoding: str | None = None
    header_row: int | None = None
    sheet: str | None = None
    decimal: str | None = None
    day_first: bool | None = None


@dataclass(frozen=True)
class ReadRecord:
    """How a file was read: its format, every assumption made, and a sentence for each thing worth telling."""

    format: str
    assumed: dict[str, Any] = field(default_factory=dict)
    sentences: tuple[str, ...] = ()
    n_rows: int = 0

    def to_dict(self) -> dict[str, Any]:
        return {**asdict(self), "sentences": list(self.sentences)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> ReadRecord:
        return cls(data["format"], dict(data["assumed"]), tuple(data["sentences"]), data["n_rows"])


@dataclass(frozen=True)
class Source:
    """A file ready to be read: unpacked, on disk at `path`; `name` is what the user calls it; `head` its first bytes.
    `workspace` is a folder for intermediate files, removed after reading."""

    path: Path
    name: str
    head: bytes
    workspace: Path

    @property
    def suffix(self) -> str:
        return Path(self.name).suffix.lower()


@dataclass(frozen=True)
class Reading:
    """What a format makes of a source: the cells as read, with the file's own column names (blank and double ones
    included), the assumptions and the sentences."""

    cells: pa.Table
    assumed: dict[str, Any]
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Flow:
    """A source in chunks of rows, the cells as in `Reading`; `n_rows` counts the rows of all `chunks`."""

    names: tuple[str, ...]
    n_rows: int
    chunks: Iterator[pa.Table]
    assumed: dict[str, Any]
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Format:
    """A kind of file. `recognises(head)` looks at the first bytes; `read(source, options, max_rows)` reads.

    `stream(source, options, chunk_rows)` gives the same cells in chunks, or None when this file has to be read whole.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    recognises: Callable[[bytes], bool]
    read: Callable[[Source, ReadOptions, int | None], Reading]
    stream: Callable[[Source, ReadOptions, int], Flow | None] | None = None
