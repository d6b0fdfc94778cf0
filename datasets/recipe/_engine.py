"""Running the SQL of a recipe in DuckDB: in memory, without files, settings, extensions or the network.

One thread, so that sums come out the same bit for bit every time.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import duckdb
import pyarrow as pa

from datasets.errors import InputError

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
}


def run(sql: str, tables: Mapping[str, pa.Table]) -> pa.Table:
    """What a statement gives, over these tables. Raises InputError when DuckDB cannot compute it."""
    with _database().cursor() as connection:
        try:
            for name, table in tables.items():
                connection.register(name, table)
            return connection.sql(sql).to_arrow_table()
        except duckdb.Error as error:
            raise InputError(f"The steps cannot be computed on this table: {_first_line(error)}") from error


@lru_cache(maxsize=1)
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:", config=CONFIG)


def _first_line(error: duckdb.Error) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:300]
