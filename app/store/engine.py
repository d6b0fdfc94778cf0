"""Opening the store: an SQLite database that several processes share, and the folder of files beside it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError

from app.store.tables import FORMAT, metadata
from datasets.errors import EaselError, InputError

BUSY_S = 20.0
DATABASE = "easel.db"


class Store:
    """The database and the files of one home folder; safe to share between threads, cheap to open.

    `read()` gives a connection that sees one consistent state; `write()` takes the write lock at once, so that what was
    read inside it is still true when it commits.
    """

    def __init__(self, home: Path, engine: Engine) -> None:
        self.home = home
        self.engine = engine
        self._writing = engine.execution_options(easel_writes=True)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with _sentences(self.home), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with _sentences(self.home), self._writing.begin() as connection:
            yield connection

    def file(self, relative: str) -> Path:
        """The place of a file that the database names."""
        return self.home / relative

    def new_folder(self, *parts: str) -> str:
        """Make files/PARTS and return its path relative to the home folder."""
        relative = Path("files", *parts)
        make_folder(self.home / relative)
        return relative.as_posix()

    def close(self) -> None:
        self.engine.dispose()


def open_store(home: Path) -> Store:
    """Open the store of a home folder, made if it is not there yet.

    Raises InputError when the folder cannot be made or its database is damaged or of a newer Easel.
    """
    make_folder(home)
    engine = create_engine(f"sqlite:///{home / DATABASE}", connect_args={"timeout": BUSY_S})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    store = Store(home, engine)
    with store.write() as connection:
        _check_format(connection, home)
        metadata.create_all(connection)
    return store


def new_id(letter: str) -> str:
    """A short id that says what it names: "m_3f9a2c81d0"."""
    return f"{letter}_{secrets.token_hex(5)}"


def now() -> float:
    """The moment as the store keeps it: seconds since 1970, UTC."""
    return time.time()


def moment(seconds: float) -> datetime:
    """A stored moment as an aware datetime in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def make_folder(folder: Path) -> None:
    """Make a folder with its parents. Raises InputError with a sentence when that is not possible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"The folder {folder} must be writable to keep Easel's data; {error.strerror}.") from error


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where _begin says so
    for pragma in ("journal_mode = wal", "synchronous = normal", "foreign_keys = on"):
        connection.execute(f"pragma {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("easel_writes")
    connection.exec_driver_sql("begin immediate" if writes else "begin")


def _check_format(connection: Connection, home: Path) -> None:
    found = connection.exec_driver_sql("pragma user_version").scalar_one()
    if found > FORMAT:
        raise InputError(
            f"The data in {home} was written by a newer Easel (format {found}; this one knows up to {FORMAT}). "
            "Install the newer Easel, or set EASEL_HOME to another folder."
        )
    connection.exec_driver_sql(f"pragma user_version = {FORMAT}")


@contextmanager
def _sentences(home: Path) -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        reason = str(error.orig)
        if "full" in reason:
            raise EaselError(f"The disk that holds {home} is full. Free some space and try again.") from error
        if "locked" in reason:
            raise EaselError(f"The database in {home} was busy for {BUSY_S:g} seconds. Try again.") from error
        raise EaselError(f"The database in {home} cannot be used: {reason}.") from error
    except DatabaseError as error:
        if "not a database" in str(error.orig) or "malformed" in str(error.orig):
            raise EaselError(
                f"The database {home / DATABASE} is damaged: {error.orig}. Put a backup in place."
            ) from error
        raise
