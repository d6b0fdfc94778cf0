"""How the values of a column are spread: histograms and boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from datasets.explore._results import Cell, Names, Seen, cell, colored, group_name


@dataclass(frozen=True, slots=True)
class Quartiles:
    """Of the known values of a column: numbers, or dates in seconds UTC."""

    minimum: float
    low: float
    median: float
    high: float
    maximum: float
    mean: float


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
        yield ("from", "to", *colored(self.color), "rows")
        for g, counts in enumerate(self.counts):
            for low, high, n in zip(self.edges[:-1], self.edges[1:], counts, strict=True):
                yield (cell(low, self.date), cell(high, self.date), *group_name(self.color, self.groups, g), n)


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
        yield (*colored(self.x), *colored(self.color), "rows", *names, "outside")
        for box in self.boxes:
            middles = tuple(cell(getattr(box, name), self.date) for name in names)
            first = (box.label,) if self.x else ()
            yield (*first, *((box.group,) if self.color else ()), box.n, *middles, box.n_outside)
