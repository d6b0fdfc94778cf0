"""What a chart is: the columns it takes, how it puts rows together, and the function that works it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Literal

from datasets.errors import InputError
from datasets.explore._extract import Extract
from datasets.explore._results import Result
from datasets.schema import Kind, Schema

NUMBERS = frozenset({Kind.NUMERIC})
DATES = frozenset({Kind.DATETIME})
MEASURES = NUMBERS | DATES
ANY = frozenset(Kind)
NAMING = frozenset({Kind.ID, Kind.TEXT, Kind.CONSTANT})  # kinds that a first look passes over
TITLES: Mapping[str, str] = {
    "count": "Number of rows",
    "share": "Share",
    "mean": "Mean",
    "median": "Median",
    "sum": "Sum",
    "spearman": "Rank correlation",
    "pearson": "Linear correlation",
}
Place = Literal["x", "y", "color"]
PLACES: tuple[Place, ...] = ("x", "y", "color")


@dataclass(frozen=True, slots=True)
class Choice:
    """What an analyst asks for: a chart by name, its columns, `how` rows become one number (a key of TITLES), and for
    a share of a column of words the `level` that counts."""

    chart: str
    x: str | None = None
    y: str | None = None
    color: str | None = None
    how: str | None = None
    level: str | None = None

    def column(self, place: Place) -> str | None:
        return {"x": self.x, "y": self.y, "color": self.color}[place]

    def to_dict(self) -> dict[str, str | None]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Role:
    """A place for a column: what it is called, which kinds fit it, whether the chart can do without it."""

    title: str
    kinds: frozenset[Kind]
    required: bool = False

    def fits(self, schema: Schema, name: str | None) -> bool:
        return name is not None and name in schema and schema[name].kind in self.kinds

    def columns(self, schema: Schema) -> tuple[str, ...]:
        """The columns that fit, in the order of the table."""
        return tuple(column.name for column in schema if column.kind in self.kinds)


@dataclass(frozen=True, slots=True)
class Chart:
    """A kind of chart; the lower `order` comes first.

    `hows` says which aggregations fit a choice (() when the chart has none; the first is the default), `suggest` a
    choice worth a first look, given the column that is to be predicted (None: not known). `compute` may rely on
    columns that fit their roles; it raises InputError when there is nothing to draw.
    """

    name: str
    title: str
    order: int
    roles: Mapping[Place, Role]
    suggest: Callable[[Schema, str | None], Choice]
    compute: Callable[[Extract, Choice], Result]
    hows: Callable[[Schema, Choice], tuple[str, ...]] = lambda _schema, _choice: ()

    def require(self, schema: Schema, choice: Choice) -> None:
        """Raises InputError when a column is missing, not in the table, or of a kind that does not fit."""
        for place, role in self.roles.items():
            name = choice.column(place)
            if name is None and role.required:
                raise InputError(self._wanting(role, schema))
            if name is not None and schema[name].kind not in role.kinds:
                wanted = words(role.kinds)
                raise InputError(
                    f"{role.title} of this chart must be {wanted}; {name} is {words(frozenset({schema[name].kind}))}. "
                    "Choose another column or another chart."
                )
        allowed = self.hows(schema, choice)
        if choice.how is not None and choice.how not in allowed:
            raise InputError(f"{choice.how!r} does not fit this chart. What fits: {', '.join(allowed) or 'nothing'}.")

    def lacks(self, schema: Schema) -> str | None:
        """Why the chart cannot be drawn of any columns of this table; None when it can."""
        needed = [role for role in self.roles.values() if role.required]
        for kinds in {role.kinds for role in needed}:
            roles = [role for role in needed if role.kinds == kinds]
            if len(roles[0].columns(schema)) < len(roles):
                return self._wanting(roles[-1], schema)
        return None

    def _wanting(self, role: Role, schema: Schema) -> str:
        n = sum(other.required and other.kinds == role.kinds for other in self.roles.values())
        have = len(role.columns(schema))
        need = f"{n} columns" if n > 1 else "a column"
        of = "" if role.kinds == ANY else f" that {'are' if n > 1 else 'is'} {words(role.kinds, many=n > 1)}"
        has = f"this table has {have or 'none'}" if have < n else "none is chosen"
        return f"{self.title} needs {need}{of}; {has}. Choose another chart or other columns."


def words(kinds: frozenset[Kind], *, many: bool = False) -> str:
    """Kinds in plain words: "a number or a date"."""
    names = {
        Kind.NUMERIC: ("a number", "numbers"),
        Kind.DATETIME: ("a date", "dates"),
        Kind.CATEGORY: ("a category", "categories"),
        Kind.BOOLEAN: ("a yes / no", "yes / no"),
        Kind.TEXT: ("a text", "texts"),
        Kind.ID: ("an id", "ids"),
        Kind.CONSTANT: ("a constant", "constants"),
    }
    return " or ".join(names.get(kind, (str(kind), str(kind)))[many] for kind in Kind if kind in kinds)


def settle(chart: Chart, schema: Schema, asked: Choice, target: str | None) -> Choice:
    """A choice that the chart can draw, as near as possible to what was asked: columns that do not fit are dropped,
    those that are needed are filled in."""
    idea = chart.suggest(schema, target)
    found = Choice(chart.name, level=asked.level)
    for place, role in chart.roles.items():
        name = asked.column(place)
        taken = {found.x, found.y}
        if not role.fits(schema, name) or (role.required and name in taken):
            name = _fill(role, schema, (idea.column(place), idea.x, idea.y), taken) if role.required else None
        found = _with(found, place, name)
    hows = chart.hows(schema, found)
    return replace(found, how=asked.how if asked.how in hows else hows[0] if hows else None)


def _fill(role: Role, schema: Schema, ideas: tuple[str | None, ...], taken: set[str | None]) -> str | None:
    names = (*ideas, *role.columns(schema))
    return next((name for name in names if role.fits(schema, name) and name not in taken), None)


def _with(choice: Choice, place: Place, name: str | None) -> Choice:
    if place == "x":
        return replace(choice, x=name)
    return replace(choice, y=name) if place == "y" else replace(choice, color=name)


def first_look(chart: Chart, schema: Schema, target: str | None) -> Choice:
    """The chart's own suggestion, completed."""
    known = target if target is not None and target in schema else None
    return settle(chart, schema, chart.suggest(schema, known), known)


def first(schema: Schema, kinds: frozenset[Kind], without: tuple[str | None, ...] = ()) -> str | None:
    """The first column of these kinds that is not in `without`."""
    return next((column.name for column in schema if column.kind in kinds and column.name not in without), None)
