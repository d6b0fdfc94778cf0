"""JSON objects with objects inside as flat rows: what lies deeper becomes columns of its own."""

from __future__ import annotations

from typing import Any

# An object inside is spread over columns while all rows together have at most this many different keys there; more of
# them are data (an object whose keys are ids) and stay one cell of JSON text.
MOST_KEYS = 100
MARK = "."
_EXAMPLES = 3

Rows = list[dict[str, Any]]


def flat(rows: Rows) -> tuple[Rows, tuple[str, ...]]:
    """The rows with the objects in them spread over columns (address.city), level by level, and what to say about it.
    Lists, columns that hold objects beside other values, and those whose new names are taken stay as they are."""
    spread: list[str] = []
    while names := [name for name in _names(rows) if _is_object(rows, name)]:
        rows = [_spread(row, set(names)) for row in rows]
        spread += names
    kept = [name for name in _names(rows) if any(isinstance(row.get(name), list | dict) for row in rows)]
    return rows, (*_said("Objects inside are spread over columns", spread), *_said("Lists are kept as text", kept))


def _names(rows: Rows) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _is_object(rows: Rows, name: str) -> bool:
    filled = [row[name] for row in rows if row.get(name) is not None]
    if not filled or not all(isinstance(value, dict) for value in filled):
        return False
    keys = {key for value in filled for key in value}
    taken = {f"{name}{MARK}{key}" for key in keys}.intersection(_names(rows))
    return 0 < len(keys) <= MOST_KEYS and not taken


def _spread(row: dict[str, Any], names: set[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in row.items():
        if name in names:
            found.update({f"{name}{MARK}{key}": inner for key, inner in (value or {}).items()})
        else:
            found[name] = value
    return found


def _said(what: str, names: list[str]) -> tuple[str, ...]:
    more = f" and {len(names) - _EXAMPLES:,} more" if len(names) > _EXAMPLES else ""
    return (f"{what}: {', '.join(names[:_EXAMPLES])}{more}.",) if names else ()
