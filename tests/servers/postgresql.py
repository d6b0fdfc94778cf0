"""A PostgreSQL server of its own for tests: a temporary folder, a free port, a password, gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from benchmarks.server.process import free_port
from tests.servers.process import Server, own_folder, program, run, running

FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")


@contextmanager
def postgresql() -> Iterator[Server]:
    """A running server with one empty database. Skips the test with a sentence where PostgreSQL is not installed."""
    initdb, postgres = program("initdb", *FOLDERS), program("postgres", *FOLDERS)
    if initdb is None or postgres is None:
        pytest.skip("PostgreSQL is not installed; Debian's package postgresql brings it")
    with own_folder() as folder:
        server = Server("127.0.0.1", free_port(), "ann", "s3cret-Pa55", "postgres")
        (folder / "password").write_text(server.password)
        entry = ["-A", "scram-sha-256", "--pwfile", str(folder / "password")]
        run([initdb, "-D", str(folder / "data"), "-U", server.user, "--no-sync", "--locale", "C.UTF-8", *entry], folder)
        command = [postgres, "-D", str(folder / "data"), "-p", str(server.port), "-k", str(folder)]
        quick = ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "shared_buffers=16MB"]
        with running([*command, *quick], folder, lambda: _answers(server)):
            yield server


def _answers(server: Server) -> bool:
    try:
        psycopg.connect(server.address("postgresql", server.password)).close()
    except psycopg.OperationalError:
        return False
    return True
