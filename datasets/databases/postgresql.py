"""PostgreSQL, through psycopg. A password that is not given comes from PGPASSWORD or ~/.pgpass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from datasets.databases import _wrong as wrong
from datasets.databases._address import Address
from datasets.databases._database import Database, Session
from datasets.databases._sqlalchemy import TOO_LONG, Connected, reading

if TYPE_CHECKING:
    from sqlalchemy import Connection

CONNECT_S = 10


@contextmanager
def session(address: Address, seconds: float) -> Iterator[Session]:
    """A read-only transaction with a time-out."""
    from sqlalchemy import NullPool, create_engine

    url = address.url.set(drivername="postgresql+psycopg", password=address.password)
    engine = create_engine(
        url, poolclass=NullPool, json_deserializer=_as_written, connect_args={"connect_timeout": CONNECT_S}
    )
    begin = ("set transaction read only", f"set local statement_timeout = {int(seconds * 1000)}")
    with reading(engine, begin, partial(_explain, address, seconds)) as connection:
        yield Connected(connection, seconds, _schemas)


def _as_written(content: str | bytes) -> str:
    return content if isinstance(content, str) else content.decode()


def _schemas(connection: Connection) -> Sequence[str | None]:
    from sqlalchemy import inspect

    inspector = inspect(connection)
    others = [
        name
        for name in inspector.get_schema_names()
        if name not in ("information_schema", inspector.default_schema_name) and not name.startswith("pg_")
    ]
    return (None, *others)


def _explain(address: Address, seconds: float, error: BaseException) -> str | None:
    said = str(error).lower()
    code = getattr(error, "sqlstate", None)
    if code == "57014":
        return TOO_LONG.format(seconds)
    if code == "25006":
        return wrong.only_reads()
    if code in ("42P01", "42703", "42501"):
        return wrong.about_query(str(error))
    if "resolve host" in said or "translate host" in said or "name or service not known" in said:
        return wrong.no_host(address)
    if "refused" in said or "no such file or directory" in said:
        return wrong.refused(address)
    if "authentication failed" in said or "no password supplied" in said or "peer authentication" in said:
        return wrong.password(address)
    if "does not exist" in said and "database" in said:
        return wrong.no_database(address)
    return wrong.silent(address) if "timeout" in said or "timed out" in said else None


DATABASE = Database(
    name="postgresql",
    title="PostgreSQL",
    schemes=("postgresql", "postgres"),
    dialect="postgres",
    session=session,
)
