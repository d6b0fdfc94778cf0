"""Databases that are reached through SQLAlchemy: connected for reading only, rows fetched a chunk at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from datasets.databases._database import CHUNK_ROWS, TableName
from datasets.databases._rows import chunk_of
from datasets.errors import InputError

if TYPE_CHECKING:
    from sqlalchemy import Connection, CursorResult, Engine

Explain = Callable[[BaseException], str | None]
TOO_LONG = "The database must answer within {:,.0f} seconds; it did not. Ask for less, or ask again later."


class Connected:
    """A connection inside a transaction that can only read; `schemas(connection)` are those whose tables are shown."""

    def __init__(
        self,
        connection: Connection,
        seconds: float,
        schemas: Callable[[Connection], Sequence[str | None]],
        limit: str | None = None,
    ) -> None:
        self._connection = connection
        self._seconds = seconds
        self._until = time.monotonic() + seconds
        self._schemas = schemas
        self._limit = limit

    def tables(self) -> tuple[TableName, ...]:
        """Tables and views, those of the schema without a name first."""
        from sqlalchemy import inspect

        inspector = inspect(self._connection)
        found = [
            TableName(schema, name)
            for schema in self._schemas(self._connection)
            for name in sorted({*inspector.get_table_names(schema), *inspector.get_view_names(schema)})
        ]
        return tuple(found)

    def chunks(self, query: str, max_rows: int | None) -> Iterator[pa.Table]:
        """The rows of a query through a cursor that stays on the server."""
        if self._limit and max_rows is not None:
            self._connection.exec_driver_sql(self._limit.format(max_rows))
        asked = self._connection.execution_options(no_parameters=True, stream_results=True, max_row_buffer=CHUNK_ROWS)
        result = asked.exec_driver_sql(query)
        try:
            yield from self._chunks(result, max_rows)
        finally:
            result.close()

    def _chunks(self, result: CursorResult[Any], max_rows: int | None) -> Iterator[pa.Table]:
        names, n = list(result.keys()), 0
        while n != max_rows:
            rows = result.fetchmany(CHUNK_ROWS if max_rows is None else min(CHUNK_ROWS, max_rows - n))
            if rows or not n:
                yield chunk_of(names, rows)
            if not rows:
                return
            n += len(rows)
            if time.monotonic() > self._until:
                self._connection.invalidate()
                raise InputError(TOO_LONG.format(self._seconds))


@contextmanager
def told(explain: Explain) -> Iterator[None]:
    """Turns every error of SQLAlchemy or its driver into an InputError with the sentence of `explain`, or with the
    database's own words."""
    from sqlalchemy.exc import DBAPIError, SQLAlchemyError

    try:
        yield
    except SQLAlchemyError as error:
        cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
        raise InputError(explain(cause) or own_words(str(cause))) from None


def own_words(message: str) -> str:
    """The first line of a database's message as a sentence."""
    line = next((line.strip() for line in message.splitlines() if line.strip()), "no reason given")
    return f"The database says: {line.rstrip('.')}. Correct the query or the address."


@contextmanager
def reading(engine: Engine, begin: Sequence[str], explain: Explain) -> Iterator[Connection]:
    """A connection of the engine on which the statements `begin` were run; it is given up, not cleaned up, at the end:
    nobody waits for rows that nobody wants."""
    with told(explain):
        connection = engine.connect()
        try:
            for statement in begin:
                connection.exec_driver_sql(statement)
            yield connection
        finally:
            connection.invalidate()
            connection.close()
            engine.dispose()
