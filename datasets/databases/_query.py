"""What may be asked of a database: one SELECT. The connection can only read anyway; this says so in a sentence."""

from __future__ import annotations

import logging

from datasets.databases._database import TableName
from datasets.errors import InputError

_EXAMPLE = "select * from orders where year = 2026"


def single_select(query: str, dialect: str) -> str:
    """The query without a semicolon at its end. Raises InputError unless it is exactly one SELECT (or WITH ... SELECT)
    in this dialect of SQL that neither writes nor locks."""
    from sqlglot import exp, parse
    from sqlglot.errors import SqlglotError

    logging.getLogger("sqlglot").setLevel(logging.ERROR)
    try:
        statements = [one for one in parse(query, dialect=dialect) if one is not None]
    except (SqlglotError, RecursionError) as error:
        raise InputError(f"The query cannot be understood{_where(error)}. Ask like this: {_EXAMPLE}.") from None
    if len(statements) != 1:
        raise InputError(
            f"A query must be one SELECT; this has {len(statements)} statements. Ask like this: {_EXAMPLE}."
        )
    writing = (exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.DDL, exp.Into, exp.Lock, exp.Command)
    only_reads = isinstance(statements[0], exp.Query) and not any(
        isinstance(node, writing) and not isinstance(node, exp.Query) for node in statements[0].walk()
    )
    if not only_reads:
        raise InputError(f"A query must be one SELECT that only reads; this does more. Ask like this: {_EXAMPLE}.")
    return query.strip().rstrip("; \n\t")


def _where(error: Exception) -> str:
    found = getattr(error, "errors", None)
    if not found or not found[0].get("line"):
        return ""
    near = f", near {found[0]['highlight']!r}" if found[0].get("highlight") else ""
    return f" (line {found[0]['line']}{near})"


def all_of(table: TableName, dialect: str) -> str:
    """The query for all rows of a table."""
    from sqlglot import exp

    return f"select * from {exp.table_(table.name, db=table.schema, quoted=True).sql(dialect=dialect)}"
