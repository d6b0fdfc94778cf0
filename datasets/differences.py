"""What changed between two versions of a table: columns, kinds and rows."""

from __future__ import annotations

from dataclasses import dataclass

from datasets.schema import Kind
from datasets.table import Table


@dataclass(frozen=True, slots=True)
class Differences:
    """From an earlier table to a later one: columns that are new (`added`) or gone (`removed`), in the order of their
    table, and those of another kind (`kinds`: name, before, after); how many rows there were and are; `reordered`: the
    columns that stayed stand in another order; `same`: the cells are equal."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    kinds: tuple[tuple[str, Kind, Kind], ...]
    rows_before: int
    rows_after: int
    reordered: bool
    same: bool


def differences(before: Table, after: Table) -> Differences:
    """Compares names, kinds and sizes; of the cells only whether all are equal."""
    stayed = [name for name in after.names if name in before.schema]
    return Differences(
        added=tuple(name for name in after.names if name not in before.schema),
        removed=tuple(name for name in before.names if name not in after.schema),
        kinds=tuple(
            (name, before.schema[name].kind, after.schema[name].kind)
            for name in stayed
            if before.schema[name].kind is not after.schema[name].kind
        ),
        rows_before=before.n_rows,
        rows_after=after.n_rows,
        reordered=stayed != [name for name in before.names if name in after.schema],
        same=before.fingerprint == after.fingerprint,
    )


__all__ = ["Differences", "differences"]
