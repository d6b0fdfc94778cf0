"""Stores to test with, SQLite in a temporary folder and PostgreSQL where it is installed; pages that are soon drawn."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection
from streamlit.components.v2 import manifest_scanner

from app.store import engine
from app.store.engine import Store, open_store
from app.ui import notation
from tests.servers.postgresql import postgresql
from tests.servers.process import Server

NUMBERS = count()


@pytest.fixture(scope="session", autouse=True)
def _packages_are_looked_through_once() -> Iterator[None]:
    """Streamlit looks for components in every installed package whenever a test draws its first page: most of the time
    that drawing takes. What it found the first time holds for the whole run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def read_in() -> Iterator[Callable[[str | None], None]]:
    """`read_in("de-DE")`: who looks at a page from now on has a browser of this locale."""
    yield lambda locale: notation.follow(lambda: locale)
    notation.follow(lambda: None)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server; tests that need it are skipped where there is none."""
    with postgresql() as running:
        yield running


@pytest.fixture
def new_database(request: pytest.FixtureRequest) -> str:
    """The address of an empty PostgreSQL database."""
    server: Server = request.getfixturevalue("server")
    address = server.address("postgresql", server.password)
    name = f"easel_{next(NUMBERS)}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"create database {name}".encode())
    return address.removesuffix(server.database) + name


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Where a store keeps its rows, once for each database there can be."""
    return "" if request.param == "sqlite" else str(request.getfixturevalue("new_database"))


@pytest.fixture
def store(tmp_path: Path, database_url: str) -> Iterator[Store]:
    opened = open_store(tmp_path / "home", database_url)
    yield opened
    opened.close()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets seconds go by at once, or go back, on every clock of the store."""
    gone: list[float] = []
    server_clock = engine.clock

    def shifted(connection: Connection) -> float:
        with_server = connection.dialect.name == "postgresql"
        return server_clock(connection) + (sum(gone) if with_server else 0.0)

    monkeypatch.setattr(engine, "now", lambda: time.time() + sum(gone))
    monkeypatch.setattr(engine, "clock", shifted)
    return gone.append
