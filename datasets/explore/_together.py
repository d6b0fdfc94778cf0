"""How columns go together: points, densities and the matrix of all pairs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from datasets.explore._results import Cell, Names, Seen, cell, colored, group_name


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
        yield (self.x, self.y, *colored(self.color))
        for x, y, code in zip(self.xs, self.ys, self.codes, strict=True):
            yield (cell(x, self.dates[0]), cell(y, self.dates[1]), *group_name(self.color, self.groups, code))


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
                    x = tuple(cell(edge, self.dates[0]) for edge in self.x_edges[i : i + 2])
                    y = tuple(cell(edge, self.dates[1]) for edge in self.y_edges[j : j + 2])
                    yield (*x, *y, n)


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

    @property
    def strongest(self) -> list[tuple[Pair, float]]:
        """The pairs whose value is known, with it, those that go together most first."""
        known = [(pair, pair.value) for pair in self.pairs if pair.value is not None]
        return sorted(known, key=lambda one: -abs(one[1]))

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        yield ("column", "other column", "measure", "value", "rows")
        for pair in self.pairs:
            yield (pair.left, pair.right, pair.measure, pair.value, pair.n)
