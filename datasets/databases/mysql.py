"""MySQL and MariaDB, through PyMySQL. A password that is not given comes from MYSQL_PWD or ~/.my.cnf."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from datasets.databases import _wrong as wrong
from datasets.databases._address import Address
from datasets.databases._database import Database, Session
from datasets.databases._sqlalchemy import TOO_LONG, Connected, reading

CONNECT_S = 10
OWN_SETTINGS = Path("~/.my.cnf")
_TOO_LONG = (1969, 3024, 1317)
_NOT_THERE = (1146, 1054, 1142, 1143, 1064, 1060)


@contextmanager
def session(address: Address, seconds: float) -> Iterator[Session]:
    """A read-only transaction with a time-out."""
    from sqlalchemy import NullPool, create_engine

    password = address.password or os.environ.get("MYSQL_PWD")
    url = address.url.set(drivername="mysql+pymysql", password=password)
    engine = create_engine(url, poolclass=NullPool, connect_args=_settings(seconds))
    with reading(engine, ("start transaction read only",), partial(_explain, address, seconds)) as connection:
        is_maria = "mariadb" in str(connection.exec_driver_sql("select version()").scalar()).lower()
        limit = f"max_statement_time = {seconds}" if is_maria else f"max_execution_time = {int(seconds * 1000)}"
        connection.exec_driver_sql(f"set session {limit}")
        yield Connected(connection, seconds, lambda _: (None,), limit="set session sql_select_limit = {}")


def _settings(seconds: float) -> dict[str, Any]:
    from pymysql.constants import FIELD_TYPE
    from pymysql.converters import conversions

    own = OWN_SETTINGS.expanduser()
    file = {"read_default_file": str(own)} if own.is_file() else {}
    conv = {**conversions, FIELD_TYPE.BIT: lambda bits: int.from_bytes(bits, "big")}
    return {
        "connect_timeout": CONNECT_S,
        "read_timeout": seconds + CONNECT_S,
        "charset": "utf8mb4",
        "conv": conv,
        **file,
    }


def _explain(address: Address, seconds: float, error: BaseException) -> str | None:
    code = error.args[0] if error.args and isinstance(error.args[0], int) else 0
    said = str(error.args[1] if len(error.args) > 1 else error)
    if code in (2003, 2005):
        return _unreached(address, said.lower())
    if code in (1045, 1698):
        return wrong.password(address)
    if code in (1044, 1049):
        return wrong.no_database(address)
    if code == 1792:
        return wrong.only_reads()
    if code in _TOO_LONG or (code == 2013 and "timed out" in said.lower()):
        return TOO_LONG.format(seconds)
    return wrong.about_query(said) if code in _NOT_THERE else None


def _unreached(address: Address, said: str) -> str:
    if "refused" in said:
        return wrong.refused(address)
    return wrong.silent(address) if "timed out" in said else wrong.no_host(address)


DATABASE = Database(
    name="mysql",
    title="MySQL or MariaDB",
    schemes=("mysql", "mariadb"),
    dialect="mysql",
    session=session,
)
