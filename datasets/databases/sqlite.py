"""SQLite: one file, opened so that it cannot be written."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote

from datasets.databases import _wrong as wrong
from datasets.databases._address import Address
from datasets.databases._database import Database, Session
from datasets.databases._sqlalchemy import TOO_LONG, Connected, reading
from datasets.errors import InputError

STEPS = 100_000  # between two looks at the clock
BUSY_S = 5


@contextmanager
def session(address: Address, seconds: float) -> Iterator[Session]:
    """A connection in SQLite's read-only mode with a time-out."""
    from sqlalchemy import NullPool, create_engine

    if not address.path.is_file():
        raise InputError(wrong.no_file(address.path))
    if _is_cut_off(address.path):
        raise InputError(wrong.no_database_file(address.name, "SQLite"))
    engine = create_engine("sqlite://", creator=partial(_open, address, seconds), poolclass=NullPool)
    with reading(engine, (), partial(_explain, address, seconds)) as connection:
        yield Connected(connection, seconds, lambda _: (None,))


def _is_cut_off(path: Path) -> bool:
    """Whether the file is shorter than its own first page says (SQLite finds out only when it gets there)."""
    with path.open("rb") as file:
        head = file.read(100)
    page, count = int.from_bytes(head[16:18], "big"), int.from_bytes(head[28:32], "big")
    known = head[24:28] == head[92:96]  # else the count is one that an old version of SQLite left behind
    return known and path.stat().st_size < (65_536 if page == 1 else page) * count


def _open(address: Address, seconds: float) -> sqlite3.Connection:
    path = quote(str(address.path.absolute()))
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=BUSY_S, check_same_thread=False)
    connection.text_factory = _text
    until = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > until, STEPS)
    return connection


def _text(content: bytes) -> str:
    """UTF-8, or what else somebody wrote into the file."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _explain(address: Address, seconds: float, error: BaseException) -> str | None:
    said = str(error)
    if "interrupted" in said:
        return TOO_LONG.format(seconds)
    if "no such table" in said or "no such column" in said or "syntax error" in said:
        return wrong.about_query(said)
    if "readonly" in said:
        return wrong.only_reads()
    if "not a database" in said or "malformed" in said or "unable to open" in said or "unsupported file" in said:
        return wrong.no_database_file(address.name, "SQLite")
    return None


DATABASE = Database(
    name="sqlite",
    title="SQLite",
    schemes=("sqlite",),
    dialect="sqlite",
    session=session,
    in_file=True,
)
