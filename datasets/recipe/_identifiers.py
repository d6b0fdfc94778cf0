"""What columns are called: names that people give, and identifiers that SQL can tell apart."""

from __future__ import annotations

from collections.abc import Iterable

from datasets.duck import text
from datasets.errors import InputError

ROW = "easel_row"  # the row of the table that a row comes from, 0 is the first
ORDER = "easel_order"  # rows stand in the order of this number


def check_name(name: str) -> None:
    """Raises InputError for a name that no column may have."""
    if not name.strip():
        raise InputError("A column needs a name; this one is blank. Type a name.")
    text(name)
    if len(name) > 200:
        raise InputError(f"The name of a column may have 200 characters at most; this one has {len(name):,}.")


def free_identifier(name: str, used: Iterable[str]) -> str:
    """An identifier like `name` that DuckDB can tell from all in use, numbered as DuckDB does it."""
    taken = set(used)
    wanted = "".join(letter for letter in name if letter != "\0" and not "\ud800" <= letter <= "\udfff") or "column"
    found, n = wanted, 0
    while found.casefold() in taken:
        n += 1
        found = f"{wanted}_{n}"
    return found


__all__ = ["ORDER", "ROW", "check_name", "free_identifier"]
