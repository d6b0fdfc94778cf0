"""One number for each value of a column, or for each unit of time: bars and lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from datasets.explore._results import Cell, Line, Names, Seen, cell, colored, group_name


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
        yield (self.x, *colored(self.color), _measure(self.how, self.y, self.level), *_beside(self.how))
        for g, (values, counts) in enumerate(zip(self.values, self.counts, strict=True)):
            for label, value, n in zip(self.labels, values, counts, strict=True):
                beside = () if self.how == "count" else (n,)
                yield (label, *group_name(self.color, self.groups, g), value, *beside)


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
        yield (f"{self.unit} from", *colored(self.color), _measure(self.how, self.y, self.level), *_beside(self.how))
        for g, (values, counts) in enumerate(zip(self.values, self.counts, strict=True)):
            for start, value, n in zip(self.starts, values, counts, strict=True):
                beside = () if self.how == "count" else (n,)
                yield (cell(start, date=True), *group_name(self.color, self.groups, g), value, *beside)


def _beside(how: str) -> tuple[str, ...]:
    return () if how == "count" else ("rows",)


def _measure(how: str, y: str | None, level: str | None) -> str:
    if y is None:
        return "rows" if how == "count" else "share of rows"
    return f"share with {y} = {level}" if how == "share" else f"{how} of {y}"
