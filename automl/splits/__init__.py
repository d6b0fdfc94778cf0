"""The ways to keep rows apart, one file each; `ALL` maps names to records, the usual one first.

A spec names one as "random", "date:COLUMN" or "group:COLUMN".
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np

from automl.contracts import Fold, Rows, Split, Target
from datasets.errors import InputError
from datasets.registry import discover
from datasets.schema import unknown_column
from datasets.table import Table

ALL: dict[str, Split] = {
    split.name: split for split in sorted(discover(sys.modules[__name__], Split).values(), key=lambda s: s.order)
}


@dataclass(frozen=True)
class Chosen:
    """A split with its column; `keys` (n,) are those of all rows of the table."""

    split: Split
    column: str | None
    keys: Rows

    def hold_out(self, target: Target, rows: Rows, seed: int) -> tuple[Rows, Rows]:
        """(train, held out), as places within `rows`, the table's rows that `target` is about. Raises InputError when
        those held out are all of one class."""
        train, held = self.split.hold_out(target, self.keys[rows], seed)
        if len(held):
            self._must_differ(target, held, self.split.measured_on(len(rows)))
        return train, held

    def folds(self, target: Target, rows: Rows, n_folds: int, seed: int) -> tuple[Fold, ...]:
        """The folds whose training rows hold every class. Raises InputError when there is none, or when all that is
        validated is of one class."""
        made = self.split.folds(target, self.keys[rows], n_folds, seed)
        whole = tuple(fold for fold in made if len(fold.valid) and _has_every_class(target, fold.train))
        if not whole:
            raise InputError(
                f"The split {self.split.title.lower()} ({self.column}) leaves no part of the rows to learn from that "
                "holds every class. Choose another column or split at random."
            )
        self._must_differ(target, np.concatenate([fold.valid for fold in whole]), "the rows that candidates compete on")
        return whole

    def _must_differ(self, target: Target, rows: Rows, which: str) -> None:
        """Raises InputError when all of these rows are of one class, which tells nothing about a model."""
        if self.column is not None and target.problem != "regression" and len(found := np.unique(target.y[rows])) < 2:
            raise InputError(
                f"A model must be measured on rows with different answers; by {self.column}, {which} all have "
                f'"{target.classes[int(found[0])]}". Choose another column or split at random.'
            )


def named(text: str) -> tuple[str, str | None]:
    """(name, column) of "random", "date:COLUMN" or "group:COLUMN". Raises InputError for anything else."""
    name, colon, column = text.partition(":")
    if name not in ALL or bool(column) != (ALL[name].keys is not None) or bool(colon) != bool(column):
        known = ", ".join(each if split.keys is None else f"{each}:COLUMN" for each, split in ALL.items())
        raise InputError(f"The split must be one of: {known}. It is {text!r}.")
    return name, column or None


def choose(text: str, table: Table, target: str) -> Chosen:
    """The split of a spec on a table. Raises InputError when the column is missing, unfit, or the target."""
    name, column = named(text)
    split = ALL[name]
    if column is None or split.keys is None:
        return Chosen(split, None, np.zeros(table.n_rows, dtype=np.int64))
    if column not in table.schema:
        raise InputError(unknown_column(column, table.names))
    if column == target:
        raise InputError(
            f"The rows cannot be split by {column}, because it is what is predicted. Choose another column."
        )
    return Chosen(split, column, split.keys(table, column))


def _has_every_class(target: Target, rows: Rows) -> bool:
    if target.problem == "regression":
        return len(rows) > 0
    return len(np.unique(target.y[rows])) == len(np.unique(target.y)) > 1


__all__ = ["ALL", "Chosen", "choose", "named"]
