"""DuckDB for the readers: one database in memory for the process, since opening one takes longer than a small file."""

from __future__ import annotations

import os
from functools import cache

import duckdb


def connection() -> duckdb.DuckDBPyConnection:
    """A connection of its own to the database of this process; close it, or use it in a with statement."""
    return _database(os.getpid()).cursor()


@cache
def _database(_process: int) -> duckdb.DuckDBPyConnection:
    return duckdb.connect()
