"""Opening the store: a database that several processes share, and the folder of files beside it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from app.store.databases import open_engine, place, sentence
from app.store.files import Files
from app.store.schema import bring_up_to_date
from app.store.shared import Shared
from datasets.errors import InputError

_SERVER_CLOCK = text("select extract(epoch from clock_timestamp())")


class Store:
    """The database and the files of one home folder; safe to share between threads, cheap to open.

    `read()` gives a connection that sees one consistent state; `write()` takes the write lock at once, so that what was
    read inside it is still true when it commits.
    """

    def __init__(self, home: Path, engine: Engine, shared: Shared | None = None) -> None:
        self.home = home
        self.engine = engine
        self.files = Files(home, self.write, shared)
        self._writing = engine.execution_options(easel_writes=True)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with _sentences(self.engine), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with _sentences(self.engine), self._writing.begin() as connection:
            yield connection

    @property
    def shared(self) -> Shared | None:
        """The place that several machines share; None: the home folder holds all files."""
        return self.files.shared

    def place(self, relative: str) -> Path:
        """Where something lies in the home folder, there or not."""
        return self.home / relative

    def file(self, relative: str) -> Path:
        """A file that the database names, fetched if it lies in the shared place alone. Raises EaselError when that
        cannot be reached."""
        return self.files.file(relative)

    def new_folder(self, *parts: str) -> str:
        """Make files/PARTS and return its path relative to the home folder."""
        relative = Path("files", *parts)
        make_folder(self.home / relative)
        return relative.as_posix()

    def close(self) -> None:
        self.engine.dispose()


def open_store(home: Path, database_url: str = "", files_url: str = "") -> Store:
    """Open the store of a home folder, made if it is not there yet, and bring its database up to date.

    database_url  "": an SQLite file in the home folder; else a PostgreSQL database
    files_url     "": files lie in the home folder; else in a place that fsspec knows

    Raises InputError when the folder cannot be made, an address is of another kind, or the database was written by a
    newer Easel; EaselError when it cannot be reached or is damaged.
    """
    make_folder(home)
    store = Store(home, open_engine(home, database_url), Shared(files_url) if files_url else None)
    try:
        with store.write() as connection:
            bring_up_to_date(connection, place(store.engine) if database_url else str(home))
        if files_url:
            from app.store.identity import sign_shared

            sign_shared(store)
    except BaseException:
        store.close()
        raise
    return store


def new_id(letter: str) -> str:
    """A short id that says what it names: "m_3f9a2c81d0"."""
    return f"{letter}_{secrets.token_hex(5)}"


def now() -> float:
    """The moment as the store keeps it: seconds since 1970, UTC."""
    return time.time()


def clock(connection: Connection) -> float:
    """The moment by the clock that all workers share, seconds since 1970: the database server's, or with SQLite this
    computer's."""
    if connection.dialect.name != "postgresql":
        return now()
    return float(connection.execute(_SERVER_CLOCK).scalar_one())


def moment(seconds: float) -> datetime:
    """A stored moment as an aware datetime in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def make_folder(folder: Path) -> None:
    """Make a folder with its parents. Raises InputError with a sentence when that is not possible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"The folder {folder} must be writable to keep Easel's data; {error.strerror}.") from error


@contextmanager
def _sentences(engine: Engine) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        told = sentence(engine, error)
        if told is None:
            raise
        raise told from error
