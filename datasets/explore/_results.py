"""What every chart gives: frozen plain data that says what it saw (`Seen`), with a header and rows for a CSV file.

Arrays are tuples; b bars, g groups (one when there is no colour column).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, TypeAlias

Cell: TypeAlias = str | float | int | None
Names = tuple[str, ...]
Line = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """The table has `n_rows`; `n_sampled` of them were looked at, `n_shown` of these are in the chart. `missing` are
    the cells among those looked at that say nothing or cannot be read, by column."""

    n_rows: int
    n_sampled: int
    n_shown: int
    missing: tuple[tuple[str, int], ...]


class Result(Protocol):
    """Anything that a chart draws."""

    @property
    def seen(self) -> Seen: ...

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """The header, then the rows of the data behind the chart."""
        ...


def colored(name: str | None) -> tuple[str, ...]:
    """The header of a column that may not be chosen."""
    return (name,) if name else ()


def group_name(column: str | None, groups: Names, index: int) -> tuple[str, ...]:
    """The cell of one group, where a column makes groups."""
    return (groups[index],) if column else ()


def cell(value: float, date: bool) -> Cell:
    """A number, whole where it is; a date in ISO notation (UTC)."""
    if date:
        from datasets.calendar_units import iso

        return iso(value)
    return int(value) if value == int(value) and abs(value) < 2**53 else value
