"""The part of the import dialog that asks a database: its address, then a table of it or a query."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import streamlit as st

from app.ui import parts, state
from app.ui.import_files import File
from app.ui.in_notation import in_notation
from app.ui.text import plural
from app.verbs.names import stem
from datasets.errors import EaselError

if TYPE_CHECKING:
    from datasets.databases import Address
    from datasets.record import ReadOptions, ReadRecord

TABLE, QUERY = "A table", "A query"


def choose(last: ReadRecord | None) -> list[File]:
    """Draw the choices, beginning with those of the `last` version; what is to be read, or nothing yet."""
    from datasets.record import ReadOptions

    before = last.assumed if last and "address" in last.assumed else {}
    try:
        address = _address(str(before.get("address", "")))
        if address is None:
            return []
        tables = _tables(address)
    except EaselError as error:
        parts.notice(in_notation(str(error)), tone="bad")
        return []
    if _way(QUERY if before.get("query") else TABLE) == QUERY:
        query = _query(str(before.get("query", "")))
        return [_file(address, ReadOptions(query=query))] if query else []
    table = _table(tables, before.get("table"))
    return [_file(address, ReadOptions(table=table))] if table else []


def _address(before: str) -> Address | None:
    from datasets.query import Address, database_of

    left, right = st.columns([3, 2], gap="small")
    with left:
        typed = st.text_input(
            "Address of the database",
            value=before,
            placeholder="postgresql://anna@db.example.com/sales",
            key="import_address",
            help="Also mysql://anna@host/sales, sqlite:///home/anna/shop.sqlite and duckdb:///home/anna/shop.duckdb.",
        )
    with right:
        password = st.text_input(
            "Password",
            type="password",
            key="import_password",
            autocomplete="off",
            help="It is used to connect and kept nowhere: the next version asks for it again. "
            "Left empty, ~/.pgpass or ~/.my.cnf may know it.",
        )
    if not typed or not typed.strip():
        parts.caption("Easel only reads: in a read-only transaction, one SELECT at a time.")
        return None
    address = Address.parse(typed, password or None)
    database_of(address)
    return address


def _tables(address: Address) -> tuple[str, ...]:
    with st.spinner("Looking which tables there are"):
        key = (address, _fingerprint(address.password or ""))
        return state.remembered("import_tables", key, lambda: state.service().tables_at(address))


def _way(default: str) -> str:
    chosen = st.segmented_control(
        "What to read",
        [TABLE, QUERY],
        default=default,
        required=True,
        key="import_asks",
        label_visibility="collapsed",
    )
    return chosen or default


def _table(tables: tuple[str, ...], before: object) -> str | None:
    index = tables.index(before) if before in tables else 0 if len(tables) == 1 else None
    return st.selectbox(
        f"{plural(len(tables), 'table')} and views" if len(tables) > 1 else "Table",
        tables,
        index=index,
        placeholder="Choose a table",
        key="import_db_table",
    )


def _query(before: str) -> str | None:
    typed = st.text_area(
        "Query",
        value=before,
        placeholder="select * from orders where year = 2026",
        key="import_query",
        height=110,
        help="One SELECT (or WITH ... SELECT) in the SQL of the database. Ctrl+Enter shows the first rows.",
    )
    return typed.strip() or None if typed else None


def _file(address: Address, asks: ReadOptions) -> File:
    key = _fingerprint(f"{address.text} {address.password or ''} {asks}")
    return File(key, asks.table or stem(address.name), 0, address=address, asks=asks)


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


__all__ = ["choose"]
