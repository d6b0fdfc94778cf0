"""The databases that a store can live in: a file of SQLite in the home folder, or PostgreSQL.

In both, a transaction that writes takes one lock first, so that what it read is still true when it commits, and a
transaction that reads sees one consistent state.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from app.store.away import AwayError
from datasets.errors import EaselError, InputError

BUSY_S = 20.0
DATABASE = "easel.db"
POSTGRES = ("postgresql", "postgres", "postgresql+psycopg")
WRITES_LOCK = 0x656173656C  # "easel": one lock for all that writes to a database of Easel
CONNECT_S = 10
SILENT = {  # a server that vanished without a word (no power, no network) is noticed within half a minute
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}
REFUSED = ("authentication failed", "does not exist", "permission denied")  # waiting would not help
LEAST_ROOM = 1_000_000


def open_engine(home: Path, url: str = "") -> Engine:
    """The engine for a database address; "": SQLite in the home folder. Raises InputError for an address of another
    kind."""
    if not url:
        engine = create_engine(f"sqlite:///{home / DATABASE}", connect_args={"timeout": BUSY_S})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    options = {"connect_timeout": CONNECT_S, "application_name": "easel", **SILENT}
    engine = create_engine(_postgres(url), pool_pre_ping=True, connect_args=options, isolation_level="READ COMMITTED")
    event.listen(engine, "begin", _begin_postgres)
    return engine


def place(engine: Engine) -> str:
    """The database as a sentence names it, without a password."""
    if engine.dialect.name == "sqlite":
        return str(engine.url.database)
    return f"the PostgreSQL database {engine.url.database} on {engine.url.host or 'this computer'}"


def sentence(engine: Engine, error: DBAPIError) -> EaselError | None:
    """What a person reads about a fault of the database; None for a mistake of the program."""
    reason = (str(error.orig).strip() or type(error.orig).__name__).splitlines()[0].rstrip(".")
    if "full" in reason or "No space" in reason or ("disk I/O" in reason and _has_no_room(engine)):
        return EaselError(f"The disk that holds {place(engine)} is full. Free some space and try again.")
    if "locked" in reason:
        return AwayError(f"{_capital(place(engine))} was busy for {BUSY_S:g} seconds. Try again.")
    if "not a database" in reason or "malformed" in reason:
        return EaselError(f"The database {place(engine)} is damaged: {reason}. Put a backup in place: easel restore.")
    if any(word in reason for word in REFUSED):
        return EaselError(f"{_capital(place(engine))} refuses: {reason}. Check EASEL_DATABASE_URL.")
    if error.connection_invalidated or type(error).__name__ in ("OperationalError", "InterfaceError"):
        return AwayError(f"{_capital(place(engine))} cannot be used: {reason}. Try again.")
    return None


def _has_no_room(engine: Engine) -> bool:
    """SQLite calls a disk without any room for its log an I/O error."""
    return shutil.disk_usage(Path(str(engine.url.database)).parent).free < LEAST_ROOM


def _postgres(url: str) -> URL:
    try:
        found = make_url(url)
    except ArgumentError:
        raise InputError(
            "EASEL_DATABASE_URL must look like postgresql://user:password@host:5432/database; it does not."
        ) from None
    if found.drivername not in POSTGRES:
        raise InputError(
            f"EASEL_DATABASE_URL must begin with postgresql://; it begins with {found.drivername}://. Leave it out to "
            "keep everything in one file in the home folder."
        )
    return found.set(drivername="postgresql+psycopg")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where _begin_sqlite says so
    for pragma in ("journal_mode = wal", "synchronous = normal", "foreign_keys = on"):
        connection.execute(f"pragma {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("easel_writes")
    connection.exec_driver_sql("begin immediate" if writes else "begin")


def _begin_postgres(connection: Connection) -> None:
    if connection.get_execution_options().get("easel_writes"):
        connection.exec_driver_sql(f"select pg_advisory_xact_lock({WRITES_LOCK})")
    else:
        connection.exec_driver_sql("set transaction isolation level repeatable read, read only")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


__all__ = ["DATABASE", "open_engine", "place", "sentence"]
