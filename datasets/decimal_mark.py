"""Columns of numbers read with another decimal mark than they were found with: 1.234,5 where they have 1,234.5."""

from __future__ import annotations

from dataclasses import replace

from datasets.errors import InputError
from datasets.numbers import PLAIN
from datasets.schema import Column, Kind

MARKS = (".", ",")


def check_mark(mark: str) -> None:
    """Raises InputError for anything else than a point or a comma."""
    if mark not in MARKS:
        raise InputError(f"The decimal mark must be a point or a comma; this is {mark!r}.")


def mark_of(column: Column) -> str | None:
    """The decimal mark of a column of numbers; None where there is none, as in times of day."""
    form = column.number or PLAIN
    return form.decimal if column.kind is Kind.NUMERIC and not form.clock else None


def with_mark(column: Column, mark: str) -> Column:
    """The column with that decimal mark. The other one is that of thousands then, unless the column has one of its own
    (1 234 or 1'234); one without numbers stays as it is."""
    if mark_of(column) in (None, mark):
        return column
    form = column.number or PLAIN
    other = MARKS[1 - MARKS.index(mark)]
    thousands = form.thousands if form.thousands not in ("", *MARKS) else other
    return replace(column, number=replace(form, decimal=mark, thousands=thousands))


__all__ = ["MARKS", "check_mark", "mark_of", "with_mark"]
