"""DuckDB files: a table of them, or what a query asks for."""

from __future__ import annotations

from datasets.databases import Address
from datasets.query import read_database
from datasets.reading import Format, Reading, Source
from datasets.record import ReadOptions


def read_duckdb(source: Source, options: ReadOptions, max_rows: int | None) -> Reading:
    """The rows of the chosen table, or of the first; or those of a query.

    Raises InputError: damaged, in use, no such table, a query that is not one SELECT.
    """
    return read_database(Address.of_file("duckdb", source.path, source.name), options, max_rows)[1]


FORMAT = Format(
    name="duckdb",
    title="DuckDB",
    suffixes=(".duckdb", ".ddb"),
    recognises=lambda head: head[8:12] == b"DUCK",
    read=read_duckdb,
)
