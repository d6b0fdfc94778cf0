"""The values of a column in words: its numbers and dates as the column writes them, what stands where none is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui import formats
from app.ui.text import listing, plural

if TYPE_CHECKING:
    from datasets.profile import ColumnProfile

CODED = ("code", "postcode")  # numbers that stand for something else


def measures(column: ColumnProfile) -> bool:
    """Whether a mean of the column says something: of numbers, but not of codes and postcodes."""
    return str(column.kind) == "numeric" and column.mean is not None and column.role not in CODED


def written(column: ColumnProfile, value: float | None) -> str:
    """A number or a date of the column, as the column writes it."""
    if str(column.kind) == "datetime":
        return formats.date_of(value)
    return formats.quantity(value, column.role, column.unit)


def unknown(column: ColumnProfile) -> str:
    """The words of the cells that mean "not known" and are not empty: Not known: NA in 12 and ? in 3 cells."""
    said = [f"{word} in {formats.count(n)}" for word, n in column.missing_words]
    last = column.missing_words[-1][1] if said else 0
    return f"Not known: {listing(said)} {plural(last, 'cell').split()[-1]}." if said else ""
