"""What the columns of a table are: name, kind, and how the text of a cell becomes a value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from datasets.errors import InputError
from datasets.wording import listed


class Kind(StrEnum):
    """How a column is treated. The rules that choose one are published in docs/kinds.md."""

    NUMERIC = "numeric"
    CATEGORY = "category"
    TEXT = "text"
    DATETIME = "datetime"
    BOOLEAN = "boolean"
    ID = "id"
    CONSTANT = "constant"


class Role(StrEnum):
    """What the values of a column stand for, where that is known; it changes how they are shown, not what a model gets.

    Money, percent, year, latitude and longitude are numbers; a code is a number whose size means little; a postcode is
    a category (a number when no cell has a leading zero and the analyst has not asked for it).
    """

    MONEY = "money"
    PERCENT = "percent"
    CODE = "code"
    POSTCODE = "postcode"
    YEAR = "year"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a cell's text becomes a number: surrounding blanks and affixes removed, thousands marks removed, the decimal
    mark turned into a dot. An affix may stand before or after the digits, or be left out; so may a word of `powers`
    behind the digits, which stands for a power of ten (1.2M). With `clock`, a time of day is the number of minutes
    after midnight."""

    decimal: str = "."
    thousands: str = ""
    affixes: tuple[str, ...] = ()
    powers: tuple[tuple[str, int], ...] = ()
    clock: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The fields; the last two only where they say something."""
        rare = {"powers": dict(self.powers), "clock": self.clock}
        marks = {"decimal": self.decimal, "thousands": self.thousands, "affixes": list(self.affixes)}
        return {**marks, **{name: value for name, value in rare.items() if value}}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> NumberFormat:
        powers = tuple((str(word), int(power)) for word, power in data.get("powers", {}).items())
        return cls(data["decimal"], data["thousands"], tuple(data["affixes"]), powers, bool(data.get("clock", False)))


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `missing` are the words (besides the empty cell; compared without surrounding blanks, in the case
    given) that mean "not known", in a numeric column every number equal to one of them as well; `number` is set for
    numeric columns, `datetime_formats` (codes of datasets/date_codes.py, tried in order) for datetime columns; `reason`
    is the sentence that says why this kind was chosen. `role` is what the values stand for, None when nothing says so;
    `unit` is what a number is shown with: a currency ("$", "EUR"), "%", or a word ("months"), else "".
    """

    name: str
    kind: Kind
    reason: str = ""
    missing: tuple[str, ...] = ()
    number: NumberFormat | None = None
    datetime_formats: tuple[str, ...] = ()
    role: Role | None = None
    unit: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "kind": str(self.kind),
            "reason": self.reason,
            "missing": list(self.missing),
            "number": self.number.to_dict() if self.number else None,
            "datetime_formats": list(self.datetime_formats),
            "role": None if self.role is None else str(self.role),
            "unit": self.unit,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Column:
        number = data.get("number")
        return cls(
            name=data["name"],
            kind=Kind(data["kind"]),
            reason=data.get("reason", ""),
            missing=tuple(data.get("missing", ())),
            number=NumberFormat.from_dict(number) if number else None,
            datetime_formats=tuple(data.get("datetime_formats", ())),
            role=None if data.get("role") is None else Role(data["role"]),
            unit=data.get("unit", ""),
        )


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns of a table, in order, with unique names."""

    columns: tuple[Column, ...]
    _by_name: dict[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {column.name: column for column in self.columns})

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._by_name)

    def __getitem__(self, name: str) -> Column:
        if name not in self._by_name:
            raise InputError(unknown_column(name, self.names))
        return self._by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)

    def with_column(self, changed: Column) -> Schema:
        """The same schema with the column of that name replaced."""
        return Schema(tuple(changed if c.name == changed.name else c for c in self.columns))

    def to_dict(self) -> dict[str, Any]:
        return {"columns": [column.to_dict() for column in self.columns]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Schema:
        return cls(tuple(Column.from_dict(column) for column in data["columns"]))


def unknown_column(name: str, names: tuple[str, ...]) -> str:
    """The sentence for a column that is not there, with the nearest names."""
    from difflib import get_close_matches

    folded = {known.casefold().strip(): known for known in names}
    near = [folded[key] for key in get_close_matches(name.casefold().strip(), list(folded), n=3, cutoff=0.5)]
    hint = f"Nearest names: {', '.join(near)}." if near else f"The columns are: {listed(names, 10)}."
    return f"There is no column {name!r} in this table. {hint}"
