"""A MariaDB server of its own for tests: a temporary folder, a free port, a password, gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pymysql
import pytest

from benchmarks.server.process import free_port
from tests.servers.process import Server, own_folder, program, run, running

FOLDERS = ("/usr/sbin", "/usr/bin", "/opt/homebrew/opt/mariadb/bin")


@contextmanager
def mariadb() -> Iterator[Server]:
    """A running server with one empty database. Skips the test with a sentence where MariaDB is not installed."""
    install, mariadbd = program("mariadb-install-db", *FOLDERS), program("mariadbd", *FOLDERS)
    if install is None or mariadbd is None:
        pytest.skip("MariaDB is not installed; Debian's package mariadb-server brings it")
    with own_folder() as folder:
        server = Server("127.0.0.1", free_port(), "ann", "s3cret-Pa55", "shop")
        data = ["--no-defaults", f"--datadir={folder / 'data'}"]
        run([install, *data, "--auth-root-authentication-method=normal", "--skip-test-db"], folder)
        (folder / "first.sql").write_text(
            f"create database {server.database};\n"
            f"create user '{server.user}'@'%' identified by '{server.password}';\n"
            f"grant all on {server.database}.* to '{server.user}'@'%';\n"
        )
        command = [mariadbd, *data, f"--port={server.port}", "--bind-address=127.0.0.1", "--skip-name-resolve"]
        small = [f"--socket={folder / 'socket'}", "--innodb-buffer-pool-size=16M", "--innodb-flush-log-at-trx-commit=0"]
        with running([*command, *small, f"--init-file={folder / 'first.sql'}"], folder, lambda: _answers(server)):
            yield server


def _answers(server: Server) -> bool:
    try:
        pymysql.connect(
            host=server.host,
            port=server.port,
            user=server.user,
            password=server.password,
            database=server.database,
            connect_timeout=5,
        ).close()
    except pymysql.err.OperationalError:
        return False
    return True
