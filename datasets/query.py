"""A database and a question in, cells out: a table of it, or the rows of one SELECT."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any, TypeVar

import pyarrow as pa

from datasets.databases import ALL, Address, Database, TableName
from datasets.databases._address import EXAMPLES, scheme_of
from datasets.databases._query import all_of, single_select
from datasets.databases._rows import as_hexadecimal, joined
from datasets.errors import InputError
from datasets.reading import Reading
from datasets.record import ReadOptions
from datasets.wording import listed

PREVIEW_S = 30.0
READ_S = 3600.0
MOST_LISTED = 10  # tables or columns in a sentence
S = TypeVar("S")


def resolved(source: S) -> S | Address:
    """A text that is the address of a database as an Address; all else as it is. Raises InputError for an address
    that is not whole."""
    is_one = isinstance(source, str) and (scheme_of(source) or "") in _kinds()
    return Address.parse(str(source)) if is_one else source


def database_of(address: Address) -> Database:
    """The kind of database at an address. Raises InputError for a kind that is not known."""
    found = _kinds().get(address.scheme)
    if found is None:
        raise InputError(f"The address of a database must look like {EXAMPLES}; this begins with {address.scheme}://.")
    return found


def _kinds() -> dict[str, Database]:
    return {scheme: database for database in ALL.values() for scheme in database.schemes}


def tables_at(address: Address) -> tuple[str, ...]:
    """The names of the tables and views in a database. Raises InputError when it cannot be asked."""
    with database_of(address).session(address, PREVIEW_S) as session:
        return tuple(table.label for table in session.tables())


def read_database(address: Address, options: ReadOptions, max_rows: int | None) -> tuple[str, Reading]:
    """The name of the kind of database, and the rows of `options.query` or of the table `options.table`; with neither,
    of the only table, in a database file of the first.

    Raises InputError: no way to the database, no such table, a query that is not one SELECT, no answer in time.
    """
    kind = database_of(address)
    if options.query is not None and options.table is not None:
        raise InputError("Ask either for a table or with a query; both were given.")
    about: dict[str, Any] = {"query": options.query}
    said: tuple[str, ...] = ()
    with kind.session(address, READ_S if max_rows is None else PREVIEW_S) as session:
        if options.query is not None:
            query = single_select(options.query, kind.dialect)
        else:
            tables = session.tables()
            table = _table(tables, options.table, address, kind)
            query, said = all_of(table, kind.dialect), _one_of(table, tables, options)
            about = {"table": table.label, "tables": [one.label for one in tables]}
        cells, bytes_said = _without_bytes(joined(list(session.chunks(query, max_rows))))
    assumed: dict[str, Any] = about if address.file else {"address": address.text, **about}
    return kind.name, Reading(cells, assumed, (*said, *bytes_said))


def _table(tables: tuple[TableName, ...], wanted: str | None, address: Address, kind: Database) -> TableName:
    by_label = {table.label: table for table in tables}
    if not tables:
        raise InputError(
            f"A database must hold at least one table to read; {address.name} holds none that you may see."
        )
    if wanted in by_label:
        return by_label[wanted]
    if wanted is None and (len(tables) == 1 or kind.in_file):
        return tables[0]
    known = f"The tables are: {listed(list(by_label), MOST_LISTED)}."
    if wanted is None:
        raise InputError(f"Say which table to read, or ask with a query. {known}")
    near = get_close_matches(wanted, list(by_label), n=3, cutoff=0.5)
    hint = f"Nearest names: {', '.join(near)}." if near else known
    raise InputError(f"There is no table {wanted!r} in {address.name}. {hint}")


def _one_of(table: TableName, tables: tuple[TableName, ...], options: ReadOptions) -> tuple[str, ...]:
    if len(tables) == 1 or options.table is not None:
        return ()
    return (f"The database has {len(tables):,} tables; {table.label!r} was read.",)


def _without_bytes(cells: pa.Table) -> tuple[pa.Table, tuple[str, ...]]:
    """Bytes as text, and the sentence that says so."""
    found = [place for place, field in enumerate(cells.schema) if pa.types.is_binary(field.type)]
    for place in found:
        name = cells.column_names[place]
        cells = cells.set_column(place, name, as_hexadecimal(cells.column(place)))
    names = listed([cells.column_names[place] for place in found], MOST_LISTED)
    return cells, (f"Bytes are read as hexadecimal digits: {names}.",) if found else ()


__all__ = ["Address", "database_of", "read_database", "resolved", "tables_at"]
