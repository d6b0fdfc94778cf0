"""What charts draw, as frozen plain data. Arrays are tuples; b bars, g groups (one when there is no colour column).

Every result says what it saw (`Seen`) and gives its data as a header and rows, for a CSV file.
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


@dataclass(frozen=True, slots=True)
class Quartiles:
    """Of the known values of a column: numbers, or dates in seconds UTC."""

    minimum: float
    low: float
    median: float
    high: float
    maximum: float
    mean: float


class Result(Protocol):
    """Anything that a chart draws."""

    @property
    def seen(self) -> Seen: ...

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """The header, then the rows of the data behind the chart."""
        ...


@dataclass(frozen=True, slots=True)
class Histogram:
    """Rows by value of x: `edges` (b + 1,), each bar from its edge up to the next; `counts` (g, b). `n_below` and
    `n_above` rows lie outside of the edges; `whole` says that every bar is one whole number, in its middle."""

    x: str
    color: str | None
    date: bool
    whole: bool
    edges: tuple[float, ...]
    groups: Names
    counts: tuple[tuple[int, ...], ...]
    n_below: int
    n_above: int
    quartiles: Quartiles
    seen: Seen

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        yield ("from", "to", *_colored(self.color), "rows")
        for g, counts in enumerate(self.counts):
            for low, high, n in zip(self.edges[:-1], self.edges[1:], counts, strict=True):
                yield (_cell(low, self.date), _cell(high, self.date), *_name(self.color, self.groups, g), n)


@dataclass(frozen=True, slots=True)
class Bars:
    """One number for each value (or range of values) of x: `values` and `counts` of rows (g, b); None where no row
    is. `how` is the aggregation of y (of rows without y); a share is 0..1, of the rows of the bar whose y is `level`,
    without y of all rows, or of the rows of the bar when there is a colour. `n_levels` different values of x, of
    which `n_joined` stand together in the last bar; `ordered` bars follow the values of x."""

    x: str
    y: str | None
    color: str | None
    how: str
    level: str | None
    labels: Names
    groups: Names
    values: tuple[Line, ...]
    counts: tuple[tuple[int, ...], ...]
    ordered: bool
    n_levels: int
    n_joined: int
    seen: Seen

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        yield (self.x, *_colored(self.color), _measure(self.how, self.y, self.level), *_beside(self.how))
        for g, (values, counts) in enumerate(zip(self.values, self.counts, strict=True)):
            for label, value, n in zip(self.labels, values, counts, strict=True):
                beside = () if self.how == "count" else (n,)
                yield (label, *_name(self.color, self.groups, g), value, *beside)


@dataclass(frozen=True, slots=True)
class Box:
    """The spread of y in one group: whiskers reach to the farthest values within 1.5 times the box; `outside` are some
    of the `n_outside` values beyond, the farthest included."""

    label: str
    group: str
    n: int
    low: float
    q1: float
    median: float
    q3: float
    high: float
    mean: float
    n_outside: int
    outside: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Boxes:
    """Boxes of y for each value of x (one without x), in each colour."""

    x: str | None
    y: str
    color: str | None
    date: bool
    labels: Names
    groups: Names
    boxes: tuple[Box, ...]
    ordered: bool
    n_levels: int
    n_joined: int
    seen: Seen

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        names = ("low", "q1", "median", "q3", "high", "mean")
        yield (*_colored(self.x), *_colored(self.color), "rows", *names, "outside")
        for box in self.boxes:
            middles = tuple(_cell(getattr(box, name), self.date) for name in names)
            first = (box.label,) if self.x else ()
            yield (*first, *((box.group,) if self.color else ()), box.n, *middles, box.n_outside)


@dataclass(frozen=True, slots=True)
class Together:
    """How two columns of numbers go together, on `n` rows: Pearson's and Spearman's correlation (-1..1); None when one
    of them never changes."""

    n: int
    pearson: float | None
    spearman: float | None


@dataclass(frozen=True, slots=True)
class Points:
    """Rows as points (p,), `codes` (p,) into `groups`; `n_known` rows could have been drawn."""

    x: str
    y: str
    color: str | None
    dates: tuple[bool, bool]
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    codes: tuple[int, ...]
    groups: Names
    n_known: int
    together: Together
    seen: Seen

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        yield (self.x, self.y, *_colored(self.color))
        for x, y, code in zip(self.xs, self.ys, self.codes, strict=True):
            yield (_cell(x, self.dates[0]), _cell(y, self.dates[1]), *_name(self.color, self.groups, code))


@dataclass(frozen=True, slots=True)
class Density:
    """Rows counted in rectangles: `counts` (y bins, x bins); `n_outside` rows lie beyond the edges."""

    x: str
    y: str
    dates: tuple[bool, bool]
    x_edges: tuple[float, ...]
    y_edges: tuple[float, ...]
    counts: tuple[tuple[int, ...], ...]
    n_outside: int
    together: Together
    seen: Seen

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        yield (f"{self.x} from", f"{self.x} to", f"{self.y} from", f"{self.y} to", "rows")
        for j, line in enumerate(self.counts):
            for i, n in enumerate(line):
                if n:
                    x = tuple(_cell(edge, self.dates[0]) for edge in self.x_edges[i : i + 2])
                    y = tuple(_cell(edge, self.dates[1]) for edge in self.y_edges[j : j + 2])
                    yield (*x, *y, n)


@dataclass(frozen=True, slots=True)
class Lines:
    """A number for every `unit` of time of x, without a gap: `starts` (t,) in seconds UTC, `values` and `counts` of
    rows (g, t). `how`, `y` and `level` as in Bars."""

    x: str
    y: str | None
    color: str | None
    how: str
    level: str | None
    unit: str
    starts: tuple[float, ...]
    groups: Names
    values: tuple[Line, ...]
    counts: tuple[tuple[int, ...], ...]
    seen: Seen

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        yield (f"{self.unit} from", *_colored(self.color), _measure(self.how, self.y, self.level), *_beside(self.how))
        for g, (values, counts) in enumerate(zip(self.values, self.counts, strict=True)):
            for start, value, n in zip(self.starts, values, counts, strict=True):
                beside = () if self.how == "count" else (n,)
                yield (_cell(start, date=True), *_name(self.color, self.groups, g), value, *beside)


@dataclass(frozen=True, slots=True)
class Pair:
    """How strongly two columns go together: `value` by `measure` (spearman, pearson: -1..1; cramers_v, epsilon: 0..1)
    on the `n` rows where both are known; None when one of them never changes there."""

    left: str
    right: str
    measure: str
    value: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """All pairs of `columns`, those that go together side by side; `n_usable` columns could have been compared."""

    columns: Names
    how: str
    pairs: tuple[Pair, ...]
    n_usable: int
    seen: Seen

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        yield ("column", "other column", "measure", "value", "rows")
        for pair in self.pairs:
            yield (pair.left, pair.right, pair.measure, pair.value, pair.n)


def _colored(name: str | None) -> tuple[str, ...]:
    return (name,) if name else ()


def _name(column: str | None, groups: Names, index: int) -> tuple[str, ...]:
    return (groups[index],) if column else ()


def _beside(how: str) -> tuple[str, ...]:
    return () if how == "count" else ("rows",)


def _measure(how: str, y: str | None, level: str | None) -> str:
    if y is None:
        return "rows" if how == "count" else "share of rows"
    return f"share with {y} = {level}" if how == "share" else f"{how} of {y}"


def _cell(value: float, date: bool) -> Cell:
    """A number, whole where it is; a date in ISO notation (UTC)."""
    if date:
        from datasets.calendar_units import iso

        return iso(value)
    return int(value) if value == int(value) and abs(value) < 2**53 else value
