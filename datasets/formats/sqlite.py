"""SQLite files: a table of them, or what a query asks for."""

from __future__ import annotations

from datasets.databases import Address
from datasets.query import read_database
from datasets.reading import Format, Reading, Source
from datasets.record import ReadOptions


def read_sqlite(source: Source, options: ReadOptions, max_rows: int | None) -> Reading:
    """The rows of the chosen table, or of the first; or those of a query.

    Raises InputError: damaged, in use, no such table, a query that is not one SELECT.
    """
    return read_database(Address.of_file("sqlite", source.path, source.name), options, max_rows)[1]


FORMAT = Format(
    name="sqlite",
    title="SQLite",
    suffixes=(".sqlite", ".sqlite3", ".db", ".db3"),
    recognises=lambda head: head.startswith(b"SQLite format 3\0"),
    read=read_sqlite,
)
