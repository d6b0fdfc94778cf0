"""What a kind of database must offer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from datasets.databases._address import Address

CHUNK_ROWS = 20_000


@dataclass(frozen=True)
class TableName:
    """A table or view; `schema` is None in the schema that needs no name."""

    schema: str | None
    name: str

    @property
    def label(self) -> str:
        """As people write it."""
        return self.name if self.schema is None else f"{self.schema}.{self.name}"


class Session(Protocol):
    """An open connection that can only read."""

    def tables(self) -> tuple[TableName, ...]:
        """Every table and view that this user sees, those of the system aside, in order."""

    def chunks(self, query: str, max_rows: int | None) -> Iterator[pa.Table]:
        """The rows of a query, at most `max_rows`, a chunk at a time; at least one chunk, which may be empty. The
        columns of one chunk may have other types than those of the next."""


@dataclass(frozen=True)
class Database:
    """A kind of database: `schemes` are how its addresses begin, `dialect` is sqlglot's name for its SQL, `in_file`
    says that a database is one file on disk, without users.

    `session(address, seconds)` opens a connection that can only read and that gives up after so many seconds; inside
    the block every error of the database is an InputError with a sentence.
    """

    name: str
    title: str
    schemes: tuple[str, ...]
    dialect: str
    session: Callable[[Address, float], AbstractContextManager[Session]]
    in_file: bool = False
