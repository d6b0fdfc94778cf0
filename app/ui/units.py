"""Numbers in the analyst's own units: $1,250, 9.90 EUR, 12 %, as the column they belong to writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.ui import formats

if TYPE_CHECKING:
    from automl.record import BuildRecord
    from datasets.schema import Column


@dataclass(frozen=True, slots=True)
class Unit:
    """What the numbers of a column stand for (a role of datasets.schema, None when nothing says so) and the sign they
    are shown with ("$", "EUR", "%", "months", or "")."""

    role: str | None = None
    sign: str = ""

    def write(self, value: float | None, digits: int = 4) -> str:
        """The number with its unit; "" when unknown."""
        return formats.quantity(value, self.role, self.sign, digits)

    def change(self, value: float, digits: int = 3) -> str:
        """A difference with its sign: +$120, −0.7 %."""
        return f"+{self.write(value, digits)}" if value > 0 else self.write(value, digits)

    def label(self, name: str) -> str:
        """The name of a column with its unit behind it unless it says so itself: "price, $", "discount in %"."""
        return f"{name}, {self.sign}" if self.sign and self.sign not in re.split(r"[\s()\[\],/_]+", name) else name


PLAIN = Unit()


def of_column(column: Column) -> Unit:
    """How a column of a table writes its numbers."""
    return Unit(None if column.role is None else str(column.role), column.unit)


def of_target(record: BuildRecord) -> Unit:
    """How the column that a model predicts writes its numbers."""
    return Unit(record.target_role, record.target_unit)
