"""DuckDB: one file, opened so that it cannot be written and that no query reaches another file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer
from typing import Any

import duckdb
import pyarrow as pa

from datasets.databases import _wrong as wrong
from datasets.databases._address import Address
from datasets.databases._database import CHUNK_ROWS, Database, Session, TableName
from datasets.databases._rows import column_of
from datasets.databases._sqlalchemy import TOO_LONG, own_words
from datasets.errors import InputError

_SAFE: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "lock_configuration": "true",
}
_TABLES = """select nullif(schema_name, 'main') as schema, name from (
        select schema_name, table_name as name from duckdb_tables() where not internal
        union all select schema_name, view_name from duckdb_views() where not internal
    ) order by schema nulls first, name"""


class Connected:
    """An open DuckDB file."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def tables(self) -> tuple[TableName, ...]:
        """Tables and views, those of the schema main first."""
        return tuple(TableName(schema, name) for schema, name in self._connection.execute(_TABLES).fetchall())

    def chunks(self, query: str, max_rows: int | None) -> Iterator[pa.Table]:
        """The rows of a query, as Arrow has them."""
        reader: Any = self._connection.sql(query).to_arrow_reader(CHUNK_ROWS)
        yield _readable(reader.schema.empty_table())
        n = 0
        for batch in reader:
            rows = batch if max_rows is None else batch.slice(0, max_rows - n)
            yield _readable(pa.Table.from_batches([rows]))
            n += rows.num_rows
            if n == max_rows:
                return


def _readable(chunk: pa.Table) -> pa.Table:
    """Lists and spans of time as the other databases give them."""
    columns = [column_of(column.to_pylist()) if _is_odd(column.type) else column for column in chunk.columns]
    return pa.table(columns, names=chunk.column_names)


def _is_odd(kind: pa.DataType) -> bool:
    return bool(pa.types.is_large_binary(kind) or pa.types.is_nested(kind) or pa.types.is_interval(kind))


@contextmanager
def session(address: Address, seconds: float) -> Iterator[Session]:
    """A read-only connection that is interrupted when its time is over."""
    if not address.path.is_file():
        raise InputError(wrong.no_file(address.path))
    try:
        with duckdb.connect(str(address.path), read_only=True, config=_SAFE) as connection:
            timer = Timer(seconds, connection.interrupt)
            timer.start()
            try:
                yield Connected(connection)
            finally:
                timer.cancel()
    except duckdb.Error as error:
        raise InputError(_explain(address, seconds, error)) from None


def _explain(address: Address, seconds: float, error: duckdb.Error) -> str:
    said = str(error).removeprefix(f"{type(error).__name__.removesuffix('Exception')} Error: ")
    if isinstance(error, duckdb.InterruptException):
        return TOO_LONG.format(seconds)
    if isinstance(error, duckdb.CatalogException | duckdb.BinderException | duckdb.ParserException):
        return wrong.about_query(said)
    if "could not set lock" in said.lower():
        return f"{address.name} is in use by another program that writes to it. Close that program, or copy the file."
    if isinstance(error, duckdb.IOException | duckdb.SerializationException):
        return wrong.no_database_file(address.name, "DuckDB")
    return own_words(said)


DATABASE = Database(
    name="duckdb",
    title="DuckDB",
    schemes=("duckdb",),
    dialect="duckdb",
    session=session,
    in_file=True,
)
