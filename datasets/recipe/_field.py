"""One column between two steps of a recipe: as it was read, and as a step made it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlglot import exp

from datasets.dates import ISO_FORMATS
from datasets.duck import Type, call, null_if, text, type_of, when
from datasets.numbers import PLAIN
from datasets.schema import Column, Kind


@dataclass(frozen=True, slots=True)
class Source:
    """A column of the table as the SQL reads it: the raw column `raw`, read by the rules of `column`."""

    identifier: str
    raw: str
    column: Column


@dataclass(frozen=True, slots=True)
class Field:
    """A column between two steps. `cells` is the raw column whose cells it holds untouched (None: it was computed),
    `needs` are the raw columns that it is worked out from."""

    column: Column
    identifier: str
    cells: str | None
    needs: frozenset[str]

    @property
    def name(self) -> str:
        return self.column.name

    @property
    def type(self) -> Type:
        return type_of(self.column.kind)


@dataclass(frozen=True, slots=True)
class Made:
    """A column that a step makes: its expression, its kind, and the columns that the expression reads."""

    expression: exp.Expression
    kind: Kind
    of: Iterable[str]
    reason: str = ""
    exact: bool = False  # whether the expression gives no NaN, infinite number or empty text of its own


def computed(name: str, kind: Kind, reason: str = "") -> Column:
    """A column that a step made: native values in plain notation."""
    return Column(
        name,
        kind,
        reason or "made by the recipe",
        number=PLAIN if kind is Kind.NUMERIC else None,
        datetime_formats=ISO_FORMATS if kind is Kind.DATETIME else (),
    )


def cleaned(made: Made) -> exp.Expression:
    """The expression without NaN, infinite numbers and empty texts."""
    if made.exact or made.kind is Kind.DATETIME:
        return made.expression
    if made.kind is Kind.NUMERIC:
        return when(call("ISFINITE", made.expression), made.expression.copy())
    return null_if(made.expression, text(""))


__all__ = ["Field", "Made", "Source", "cleaned", "computed"]
